"""The lecture's route on the Digits page, from one-hot labels to a classifier that is trained before the class."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from playground.messages import digits, every_page

Asked = every_page.Set | every_page.Reset | every_page.Train | digits.Pick


@dataclass(frozen=True)
class Action:
    """A button of a step: what it asks the server, in order, and the tab that it brings into sight."""

    label: str
    asks: tuple[Asked, ...] = ()
    tab: str | None = None


@dataclass(frozen=True)
class RouteStep:
    """One step: what is said, the formula, the live figure beside it, and what can be done on the page."""

    id: str
    title: str
    text: str
    formula: str
    figure: str
    actions: tuple[Action, ...] = ()

    def message(self) -> dict[str, Any]:
        """The step as the browser gets it."""
        return asdict(self)


SEVEN = 60_000  # the first test digit
TRUE_LABEL: every_page.Set = {"topic": "set", "name": "digits_label", "value": None}
CLASSIFIER: every_page.Set = {"topic": "set", "name": "digits_model", "value": "softmax"}
FRESH_CLASSIFIER: tuple[Asked, ...] = (CLASSIFIER, {"topic": "reset", "begin": True})

ROUTE = (
    RouteStep(
        id="one-hot",
        title="A label is a vector",
        text="The ten classes have no order: taking a 2 for a 9 is no worse than taking it for a 1. So the label k "
        "becomes a vector of ten numbers: a 1 at position k and 0 elsewhere.",
        formula="y = (0, …, 1, …, 0)",
        figure="one_hot",
        actions=(
            Action(
                "Take a 7",
                ({"topic": "pick", "index": SEVEN}, TRUE_LABEL),
            ),
        ),
    ),
    RouteStep(
        id="scores",
        title="The largest score wins",
        text="A linear classifier compares the picture x with ten templates, the rows of W. Each template gives a "
        "score; the answer is the digit with the largest score. Scores can be negative, and there is no limit to "
        "their size.",
        formula="s = W x + b,   answer = argmax s",
        figure="scores",
        actions=(
            Action(
                "Use the softmax classifier",
                (CLASSIFIER,),
                "inside",
            ),
        ),
    ),
    RouteStep(
        id="softmax",
        title="Softmax gives probabilities",
        text="The exponential makes every score positive; dividing by the sum makes them add up to 1. The largest "
        "score still gets the largest probability, and a lead of 3 already means 20 to 1.",
        formula="pₖ = exp(sₖ) / Σⱼ exp(sⱼ)",
        figure="softmax",
        actions=(Action("Take a 7", ({"topic": "pick", "index": SEVEN},)),),
    ),
    RouteStep(
        id="cross-entropy",
        title="Cross-entropy is the loss",
        text="Only the probability of the true class counts: being confident and right costs almost nothing, "
        "being confident and wrong costs a lot. The gradient of the scores is simply p − y: step through to see it.",
        formula="L = −Σₖ yₖ ln pₖ = −ln p(label)",
        figure="loss",
        actions=(
            Action("Label it 3", ({"topic": "set", "name": "digits_label", "value": 3},)),
            Action("Use the true label", (TRUE_LABEL,)),
        ),
    ),
    RouteStep(
        id="momentum",
        title="SGD with momentum",
        text="A mini-batch of 64 digits gives a gradient g. The velocity v remembers earlier gradients, so that "
        "steps along the valley add up and steps across it cancel out.",
        formula="v ← 0.9 v + g,   w ← w − η v",
        figure="optimizer",
        actions=(
            Action(
                "Momentum, rate 0.01, batch 64",
                (
                    {"topic": "set", "name": "digits_optimizer", "value": "momentum"},
                    {"topic": "set", "name": "digits_rate", "value": 0.01},
                    {"topic": "set", "name": "digits_batch", "value": 64},
                ),
            ),
        ),
    ),
    RouteStep(
        id="train",
        title="Train it here",
        text="With fresh weights the model guesses, and one digit in ten is right. Press Train it now: the templates "
        "take shape, and the accuracy rises above the one in the lecture.",
        formula="7,850 parameters, 55,000 digits",
        figure="training",
        actions=(
            Action(
                "Fresh weights",
                FRESH_CLASSIFIER,
                "inside",
            ),
            Action("Train it now", (*FRESH_CLASSIFIER, {"topic": "train", "seconds": 9}), "inside"),
        ),
    ),
)
