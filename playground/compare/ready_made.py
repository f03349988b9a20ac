"""Comparisons that are ready to be trained: each one click, with a question, and an answer that its numbers support.

What an answer claims, tests/playground/compare/test_ready_made.py finds in the runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.datasets import features
from engine.networks.pyramid import geometric_pyramid
from playground.compare.values import ALL, Margin, margin_settings
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
        return {
            **opening(),
            **{"weights": None, "points_added": [], "points_moved": {}, "points_removed": []},
            **self.settings,
            **margin_settings(self.margins),
            "compare_seeds": self.seeds,
            "compare_start": None,
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
# Where the loss is a mean and its penalty the whole sum of squares, a rate of 0.1 leaves no boundary a bend: the moons
# are lost with it, and on these clouds a line is best.
CLOUDS = {"dataset": "two gaussians", "noise": 1.0, "samples": 100}

UNITS = (Margin("layers", ([1], [2], [4], [8], [16], [32])),)
TYPED = {"dataset": "function", **CURVE, "noise": 0.0, **deep([4], "tanh"), "optimizer": "Adam", "rate": 0.01}
LOOK_AT_UNITS = {
    "compare_log": True,
    "compare_measure": "train_loss",
    "compare_axis": "values",
    "compare_look": "units",
}

SIX_AT_THEIR_OWN = (
    *("SGD 0.1", "momentum 0.03", "Nesterov 0.03", "AdaGrad 0.1", "RMSprop 0.03", "Adam 0.03"),
)

READY_MADE = (
    ReadyMade(
        "six-own-rates",
        "Six optimizers, own rates",
        "Six optimizers start from the same weights, each with a learning rate that suits it. How far apart are they "
        "after 40 epochs?",
        "Not far: all six have learned the circle, although their learning rates differ by more than a factor of "
        "three. Which of them is ahead depends on the seed. Now open the next comparison: the same six at a single "
        "rate.",
        40,
        (Margin("optimizer_rate", SIX_AT_THEIR_OWN),),
    ),
    ReadyMade(
        "optimizers",
        "Six optimizers at one rate",
        "Six optimizers start from the same weights, all with a learning rate of 0.01. Which are ahead after 20 "
        "epochs, and which have hardly begun to learn?",
        "RMSprop and Adam, which divide each step by the typical size of recent gradients, are far ahead. Momentum "
        "and Nesterov follow, side by side. SGD and AdaGrad have hardly begun; but that only shows that 0.01 does "
        "not suit them, not that they are worse optimizers.",
        20,
        (Margin("optimizer", ("SGD", "momentum", "Nesterov", "AdaGrad", "RMSprop", "Adam")),),
        {"rate": 0.01},
    ),
    ReadyMade(
        "own-rates",
        "Optimizers at three rates",
        "Does every optimizer need the same learning rate?",
        "No. At 0.03, momentum, RMSprop and Adam are at their best, while SGD has hardly begun. At 0.3, SGD does "
        "better than before, and the three others do worse. If you compare optimizers at a single rate, you mostly "
        "compare how well that rate suits them.",
        20,
        (Margin("optimizer", ("SGD", "momentum", "RMSprop", "Adam")), Margin("rate", (0.003, 0.03, 0.3))),
    ),
    ReadyMade(
        "rates",
        "Four learning rates",
        "Which of these learning rates is too low, which is good, and which diverges?",
        "0.0003 is too low: after 60 epochs its loss is still close to what it was at the start. 0.01 learns, and "
        "0.1 gets twice as far. At 10 the weights overflow and the run diverges: it stops, and the others continue.",
        60,
        (Margin("rate", (0.0003, 0.01, 0.1, 10.0)),),
        {"dataset": "sine", **CURVE, **deep([8, 8], "relu")},
        looks={"compare_log": True},
    ),
    ReadyMade(
        "decay",
        "Constant rate or decay",
        "A learning rate of 0.3 is a little too high for these noisy points. Does it help to lower the rate during "
        "training?",
        "Yes: with either kind of decay, the validation loss ends lower than with the constant rate, whose curve is "
        "still jumping up and down at the end.",
        40,
        (Margin("schedule", ("constant", "exponential", "inverse time")),),
        {"rate": 0.3, "decay": 0.05, "noise": 0.3},
    ),
    ReadyMade(
        "batches",
        "Four batch sizes, three axes",
        "Batches of 1, of 16, of 64 and of the whole training set: which learns fastest? Plot the curves against "
        "steps, then against epochs, then against seconds of computation.",
        "It depends on what you count. Step by step, they are close together at first. Per epoch and per "
        "multiplication, the batch of 1 is far ahead: it makes 200 steps where the whole set makes one. Its curve is "
        "also the noisiest. In seconds the picture changes: 200 small steps take much longer than one large step, "
        "because every call takes time, however little it computes. How the curves compare then depends on the "
        "computer.",
        5,
        (Margin("batch", (1, 16, 64, ALL)),),
        {"rate": 0.1},
        looks={"compare_axis": "epochs", "compare_measure": "train_loss"},
    ),
    ReadyMade(
        "capacity",
        "Capacity and regularization",
        "3, 6 or 20 neurons, and an L2 rate of 0.001, 0.01 or 0.1, on two overlapping clouds. Which decision "
        "boundaries bend around single points?",
        "Those at 0.001, and the more neurons, the more. With 20, all training points are right, and the validation "
        "loss is the highest of all nine. At 0.1, all three boundaries are nearly straight, which is best between two "
        "such clouds. There the order is reversed: 20 neurons have the lowest validation loss of the three, lower than "
        "that of 3 neurons at 0.001. So keep the network large, and raise the rate.",
        150,
        (Margin("layers", ([3], [6], [20])), Margin("strength", (0.001, 0.01, 0.1))),
        {**CLOUDS, "penalty": "L2", "optimizer": "Adam", "rate": 0.03},
    ),
    ReadyMade(
        "penalties",
        "L1, L2, dropout, none",
        "L1, L2 and dropout all restrain a network. How many weights does each of them bring close to 0?",
        "L1 brings most of the weights below 0.01. L2 makes all of them smaller but none of them 0: it pulls a small "
        "weight only weakly, whereas L1 pulls it as strongly as a large one. Dropout makes none of them 0 either. On "
        "these points, all three cost some accuracy.",
        150,
        (Margin("restraint", ("none", "L1 0.01", "L2 0.01", "dropout 0.2")),),
        {**MOONS, **deep([16], "tanh"), "optimizer": "Adam", "rate": 0.01},
        looks={"compare_look": "weights"},
    ),
    ReadyMade(
        "initializers",
        "Four initializers in a deep network",
        "Six hidden layers of tanh, and four ways to draw the initial weights. Look at the signals and gradients in "
        "each layer at step 0: from which weights will the network learn? Then train.",
        "From Xavier and He, which give every layer a signal and a gradient from the start. Zeros never change: all "
        "neurons in a layer get the same gradient, which is 0 and stays 0. Small weights shrink the signal in each "
        "layer, until almost nothing is left of it or of the gradient, so that network does not learn either.",
        30,
        (Margin("initializer", ("zeros", "small normal", "xavier", "he")),),
        {**deep([8] * 6, "tanh"), "rate": 0.05},
        looks={"compare_look": "layers"},
    ),
    ReadyMade(
        "vanishing",
        "Sigmoid in eight layers",
        "Eight hidden layers of sigmoid, tanh or ReLU, with everything else the same. Which of the three does not "
        "learn, and why?",
        "The sigmoid. Its slope is at most 1/4, so the gradient shrinks from layer to layer in the backward pass: in "
        "the first layer it is less than a ten-thousandth of what it is in the last. With tanh and ReLU the first "
        "layer gets at least a tenth of the last layer's gradient, and both networks learn the circle.",
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
        "One wide layer fits the training points worst, and three layers fit them best. On the validation points "
        "they are close together, and none has learned the spiral: a hundred parameters are few, and one seed proves "
        "nothing. Switch on Five seeds.",
        100,
        (Margin("layers", ([26], [8, 8], [6, 6, 4], [5, 5, 5, 5])),),
        {"dataset": "spiral", **deep([8], "relu"), "optimizer": "Adam", "rate": 0.01, "batch": 20},
        looks={"compare_measure": "train_loss"},
    ),
    ReadyMade(
        "pyramid",
        "Widths by the pyramid rule",
        "Seven features, one output, two hidden layers. By the geometric pyramid rule, the widths shrink by about "
        "the same factor from layer to layer: 7, 4, 2, 1. Is that better than hidden layers of 3 and 3 or of 2 and "
        "4, with just as many neurons? And is it enough for the spiral?",
        "With six neurons, the widths that shrink as the rule says do best, and those that grow do worst: what two "
        "neurons do not let through, the four after them cannot bring back. But six neurons are not enough: 16 and 8 "
        "end with a far lower loss. The rule is a first guess for a small network and does not consider how hard the "
        "data is to learn.",
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
        "line",
        "How many units a line needs",
        "x + 1 with 1, 2, 4, 8, 16 or 32 tanh units, five seeds each. A tanh unit is a curve: how many of them does it "
        "take to learn a straight line?",
        "One is enough, with each of the five seeds. Near 0, tanh is almost straight: the unit learns a small weight, "
        "which keeps it there, and a large weight after it. More units make a small loss smaller still, but you can "
        "hardly see it in the cells. How many units you need depends on what is to be learned: open the next "
        "comparison.",
        200,
        UNITS,
        {**TYPED, "function": "x + 1"},
        seeds=True,
        looks=LOOK_AT_UNITS,
    ),
    ReadyMade(
        "approximation",
        "How many units a parabola needs",
        "x^2 + 2x + 2 with 1, 2, 4, 8, 16 or 32 tanh units, five seeds each. How many units are enough?",
        "One unit cannot bend twice. Two can, and most seeds find out how, but not all of them: the band for two "
        "units reaches up to the loss of one unit. A network that can represent a curve does not always learn it. "
        "With more units, every seed succeeds.",
        200,
        UNITS,
        {**TYPED, "function": "x**2 + 2*x + 2"},
        seeds=True,
        looks=LOOK_AT_UNITS,
    ),
    ReadyMade(
        "early-stopping",
        "When to stop",
        "Two layers of 16 neurons on 40, 100 and 400 noisy points. When should training have been stopped?",
        "On 40 points, the training loss goes to zero while the validation loss turns and ends at twice its lowest "
        "value: the table shows the epoch of the lowest, and the Step slider takes you back towards it. On 400 "
        "points, too, the validation loss was lower earlier. More points bring the two losses together. The distance "
        "from the start keeps rising beyond the ring, which marks the lowest validation loss.",
        150,
        (Margin("samples", (40, 100, 400)),),
        {"dataset": "moons", "noise": 0.5, **deep([16, 16], "relu"), "optimizer": "Adam", "rate": 0.01},
        looks={"compare_measure": "losses"},
    ),
    ReadyMade(
        "collapse",
        "Layers without activations",
        "No hidden layer, one hidden layer, and three, all of them linear. What do the extra layers add?",
        "Nothing: a product of matrices is again one matrix. It is shown under each boundary and is nearly the same "
        "for all three, and so are the boundaries and the losses, although the networks have 3, 33 and 177 "
        "parameters.",
        60,
        (Margin("layers", ([], [8], [8, 8, 8])),),
        {"dataset": "moons", **deep([4], "linear"), "rate": 0.03},
        looks={"compare_look": "product"},
    ),
    ReadyMade(
        "ensemble",
        "Five seeds and their mean",
        "Five networks that differ only in their initial weights, and the mean of their outputs. Is the mean better "
        "than its members?",
        "It is better than most of them. It is right as often as the best member, and its loss is lower than the "
        "members' average, as it always is: where the members make different errors, the errors cancel. Two members "
        "have a lower loss, but nobody could have known in advance which two.",
        60,
        (Margin("seed", (0, 1, 2, 3, 4)),),
        {**MOONS, **deep([16, 16], "relu"), "optimizer": "Adam", "rate": 0.01},
        looks={"compare_measure": "validation_accuracy"},
    ),
)
