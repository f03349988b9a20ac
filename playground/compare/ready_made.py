"""Comparisons that are ready to be trained: each one click, with a question, and an answer that its numbers support.

What an answer claims, tests/playground/compare/test_ready_made.py finds in the runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.datasets import features
from engine.networks.pyramid import geometric_pyramid
from playground.compare.values import ALL, Margin
from playground.session import NOTHING
from playground.set_ups import opening


@dataclass(frozen=True)
class ReadyMade:
    """`settings` are those of the common set-up that differ from the ones that a page opens with; `looks` how its
    cells and curves are drawn. It is trained for so many `epochs`."""

    name: str
    title: str
    question: str
    answer: str
    epochs: int
    margins: tuple[Margin, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    seeds: bool = False
    looks: Mapping[str, Any] = field(default_factory=dict)

    def as_settings(self) -> dict[str, Any]:
        """All that it sets in the session."""
        first, *others = self.margins
        second = others[0] if others else Margin(NOTHING, ())
        return {
            **opening(),
            **{"weights": None, "points_added": [], "points_moved": {}, "points_removed": []},
            **self.settings,
            "compare_by": first.name,
            "compare_values": list(first.values),
            "compare_and": second.name,
            "compare_and_values": list(second.values),
            "compare_seeds": self.seeds,
            "target_epochs": self.epochs,
            "compare_measure": "validation_loss",
            "compare_axis": "steps",
            "compare_look": "answers",
            "compare_log": False,
            "compare_smooth": False,
            **self.looks,
            "ready_made": self.name,
        }


def deep(layers: list[int], activation: str) -> dict[str, Any]:
    return {"layers": layers, "activations": [activation] * len(layers)}


PLANE_FEATURES = features.available(2)
CURVE = {"output": "linear", "loss": "mean squared", "features": ["x"], "data_seed": None}
MOONS = {"dataset": "moons", "noise": 0.5, "samples": 100}

SIX_AT_THEIR_OWN = (
    *("SGD 0.1", "momentum 0.03", "Nesterov 0.03", "AdaGrad 0.1", "RMSprop 0.03", "Adam 0.03"),
)

READY_MADE = (
    ReadyMade(
        "six-own-rates",
        "Six optimizers, own rates",
        "Six optimizers, one start, and to each a learning rate that suits it. How far apart are they after 40 epochs?",
        "Not far: all six have learned the circle, though their rates differ more than threefold. Which of them "
        "is ahead is a matter of the seed. Now look at the six at one rate, the next of these comparisons.",
        40,
        (Margin("optimizer_rate", SIX_AT_THEIR_OWN),),
    ),
    ReadyMade(
        "optimizers",
        "Six optimizers at one rate",
        "Six optimizers, one start, one learning rate of 0.01. Which are ahead after 20 epochs, and which "
        "have hardly begun?",
        "RMSprop and Adam, which divide each step by the size that the gradients have had, are far ahead. "
        "Momentum and Nesterov follow side by side. SGD and AdaGrad have hardly begun; but that is a "
        "verdict on this rate, not on them.",
        20,
        (Margin("optimizer", ("SGD", "momentum", "Nesterov", "AdaGrad", "RMSprop", "Adam")),),
        {"rate": 0.01},
    ),
    ReadyMade(
        "own-rates",
        "Optimizers at three rates",
        "Does every optimizer want the same learning rate?",
        "No. At 0.03 momentum, RMSprop and Adam are at their best and SGD has hardly begun. At 0.3 SGD does "
        "better than it did, and the three others do worse. To compare optimizers at one rate is to compare "
        "how well that rate suits them.",
        20,
        (Margin("optimizer", ("SGD", "momentum", "RMSprop", "Adam")), Margin("rate", (0.003, 0.03, 0.3))),
    ),
    ReadyMade(
        "rates",
        "Four learning rates",
        "Which of these learning rates is too low, which is good, and which diverges?",
        "0.0003 is too low: after 60 epochs its loss is still nearly what it was at the start. 0.01 learns, "
        "and 0.1 has come twice as far. At 10 the weights overflow and the run diverges: it rests, and the "
        "others go on.",
        60,
        (Margin("rate", (0.0003, 0.01, 0.1, 10.0)),),
        {"dataset": "sine", **CURVE, **deep([8, 8], "relu")},
        looks={"compare_log": True},
    ),
    ReadyMade(
        "decay",
        "Constant rate or decay",
        "The rate of 0.3 is a little too high for these noisy points. Does it help to lower it as training "
        "goes on?",
        "Yes: with both kinds of decay the validation loss ends lower than with the constant rate, whose "
        "curve is still jumping up and down at the end.",
        40,
        (Margin("schedule", ("constant", "exponential", "inverse time")),),
        {"rate": 0.3, "decay": 0.05, "noise": 0.3},
    ),
    ReadyMade(
        "batches",
        "Four batch sizes, three axes",
        "Batches of 1, 16, 64 and of all samples: which learns fastest? Draw the curves against steps, then "
        "against epochs, and against seconds of arithmetic.",
        "It depends on what is counted. Step for step they are close together at first. Per epoch and per "
        "multiplication the batch of 1 is far ahead: it makes 200 steps where the whole set makes one. Its "
        "curve is also the most ragged. Seconds tell another story: 200 small steps take much longer than one large "
        "step, because each call costs time however little it computes. How the curves compare then depends on "
        "the computer.",
        5,
        (Margin("batch", (1, 16, 64, ALL)),),
        {"rate": 0.1},
        looks={"compare_axis": "epochs", "compare_measure": "train_loss"},
    ),
    ReadyMade(
        "capacity",
        "Capacity and penalty",
        "3, 6 or 20 neurons, and L2 with a rate of 0.0001, 0.001 or 0.01: which boundaries are too simple "
        "for the moons?",
        "All with 3 neurons, and with the strongest penalty all the others too: they miss every fifth or "
        "sixth point. With 6 or 20 neurons and less of a penalty the moons are learned. On these points the "
        "larger network does no harm.",
        150,
        (Margin("layers", ([3], [6], [20])), Margin("strength", (0.0001, 0.001, 0.01))),
        {**MOONS, "penalty": "L2", "optimizer": "Adam", "rate": 0.03},
        looks={"compare_measure": "validation_accuracy"},
    ),
    ReadyMade(
        "penalties",
        "L1, L2, dropout, none",
        "L1, L2 and dropout all hold a network back. How many weights does each of them make nearly 0?",
        "L1 takes most of the weights below 0.01. L2 makes all of them smaller and none of them 0: it pulls a "
        "small weight only weakly, L1 as strongly as a large one. Dropout makes none 0 either. On these points "
        "all three cost some accuracy.",
        150,
        (Margin("restraint", ("none", "L1 0.01", "L2 0.01", "dropout 0.2")),),
        {**MOONS, **deep([16], "tanh"), "optimizer": "Adam", "rate": 0.01},
        looks={"compare_look": "weights"},
    ),
    ReadyMade(
        "initializers",
        "Four initializers in a deep network",
        "Six hidden layers of tanh, and four ways to draw the first weights. Look at the signals and gradients "
        "of the layers at step 0: from which weights will it learn? Then train.",
        "From Xavier and He, where every layer has a signal and a gradient from the start. Zeros never move: all "
        "neurons of a layer get the same gradient, which is 0, now and later. Small weights shrink the signal in "
        "each layer, until next to nothing of it and of the gradient is left: it does not learn either.",
        30,
        (Margin("initializer", ("zeros", "small normal", "xavier", "he")),),
        {**deep([8] * 6, "tanh"), "rate": 0.05},
        looks={"compare_look": "layers"},
    ),
    ReadyMade(
        "vanishing",
        "Sigmoid in eight layers",
        "Eight hidden layers of sigmoid, tanh or ReLU, all else the same. Which of the three does not "
        "learn, and why?",
        "The sigmoid. Its slope is at most 1/4, so that the gradient shrinks from layer to layer on its way back: "
        "in the first it is less than a ten-thousandth of what it is in the last. With tanh and ReLU the first "
        "layer gets as much as a tenth of the last one's, or more, and they learn the circle.",
        30,
        (Margin("activations", ("sigmoid", "tanh", "relu")),),
        {**deep([8] * 8, "tanh"), "rate": 0.05},
        looks={"compare_look": "layers"},
    ),
    ReadyMade(
        "depth",
        "Depth and width",
        "About a hundred parameters in one, two, three or four hidden layers. Which shape learns the spiral "
        "best?",
        "One wide layer fits the points that it trains on worst, three layers best. On the points that "
        "validate they are close together, and none has learned the spiral: a hundred parameters are few, "
        "and one seed decides nothing. Switch on Five seeds.",
        100,
        (Margin("layers", ([26], [8, 8], [6, 6, 4], [5, 5, 5, 5])),),
        {"dataset": "spiral", **deep([8], "relu"), "optimizer": "Adam", "rate": 0.01, "batch": 20},
        looks={"compare_measure": "train_loss"},
    ),
    ReadyMade(
        "pyramid",
        "Widths by the pyramid rule",
        "Seven features, one output, two hidden layers. The geometric pyramid rule lets the widths fall by the same "
        "factor from layer to layer: 7, 4, 2, 1. Is that better than 3 and 3, or 2 and 4, as many or as few neurons? "
        "And is it enough for the spiral?",
        "Of six neurons those that narrow as the rule says do best, and those that widen do worst: what two neurons "
        "have not let through, four behind them cannot bring back. But it is not enough: 16 and 8 neurons end with far "
        "less of a loss. The rule is a first guess for a small network, and says nothing of how hard the data are.",
        100,
        (Margin("layers", (geometric_pyramid(len(PLANE_FEATURES), 1, 2), [3, 3], [2, 4], [16, 8])),),
        {
            "dataset": "spiral",
            "features": list(PLANE_FEATURES),
            **deep([4], "tanh"),
            "optimizer": "Adam",
            "rate": 0.01,
            "batch": 20,
        },
        seeds=True,
        looks={"compare_measure": "train_loss"},
    ),
    ReadyMade(
        "approximation",
        "How many units a parabola takes",
        "x^2 + 2x + 2 with 1, 2, 4, 8, 16 or 32 tanh units, five seeds each. How many units are enough?",
        "One unit cannot bend twice. Two can, and most seeds find how; but not all of them: the band of two "
        "units reaches up to the loss of one. That a network can represent a curve does not mean that it "
        "learns it. With more units every seed gets there.",
        200,
        (Margin("layers", ([1], [2], [4], [8], [16], [32])),),
        {
            "dataset": "function",
            "function": "x**2 + 2*x + 2",
            **CURVE,
            "noise": 0.0,
            **deep([4], "tanh"),
            "optimizer": "Adam",
            "rate": 0.01,
        },
        seeds=True,
        looks={
            "compare_log": True,
            "compare_measure": "train_loss",
            "compare_axis": "values",
            "compare_look": "units",
        },
    ),
    ReadyMade(
        "early-stopping",
        "When to stop",
        "Two layers of 16 neurons on 40, 100 and 400 noisy points. When should training have been stopped?",
        "On 40 points the training loss goes to nothing while the validation loss turns and ends at twice "
        "its best: the table tells the epoch of the best, and Step goes back towards it. On 400 points, "
        "too, it was lower before. More points bring the two losses together. The curve of the distance from "
        "the start goes on rising beyond the ring, where the validation loss was lowest.",
        150,
        (Margin("samples", (40, 100, 400)),),
        {"dataset": "moons", "noise": 0.5, **deep([16, 16], "relu"), "optimizer": "Adam", "rate": 0.01},
    ),
    ReadyMade(
        "collapse",
        "Layers without activations",
        "No hidden layer, one, and three, all linear. What do the further layers add?",
        "Nothing: a product of matrices is one matrix. It stands under each boundary, and is nearly the same in "
        "all three, as are the boundaries and the losses, with 3, 33 and 177 parameters.",
        60,
        (Margin("layers", ([], [8], [8, 8, 8])),),
        {"dataset": "moons", **deep([4], "linear"), "rate": 0.03},
        looks={"compare_look": "product"},
    ),
    ReadyMade(
        "ensemble",
        "Five seeds and their mean",
        "Five networks that differ in their first weights alone, and the mean of their answers. Is the mean better "
        "than its members?",
        "Than most of them. It is right as often as the best, and its loss is lower than theirs on average, as "
        "it always is: where they err differently, their errors cancel. Two members have a lower loss, but which ones "
        "they would be, nobody knew before.",
        60,
        (Margin("seed", (0, 1, 2, 3, 4)),),
        {**MOONS, **deep([16, 16], "relu"), "optimizer": "Adam", "rate": 0.01},
        looks={"compare_measure": "validation_accuracy"},
    ),
)
