"""Everything that makes a landscape: which surface, where one starts on it, and which optimizers go over it."""

from engine.landscapes import MODELS, NAMED
from engine.training.optimizers import OPTIMIZERS
from playground.optimizer_options import optimizer_option
from playground.settings import Choice, Choices, Entries, Settings, Table, Text, Whole

VIEWS = ("networks", "landscape")
TYPED = "expression"  # the landscape that a visitor typed
RUNS = "runs"  # the loss of the networks that are compared
SURFACES = (*NAMED, TYPED, *MODELS, RUNS)
PLANES = ("directions", "weights")
SURFACES_CALLED = {
    "bowl": "Bowl",
    "ravine": "Ravine",
    "saddle": "Saddle",
    "plateaus": "Plateaus",
    TYPED: "Your own expression",
    "line": "Line through points",
    "neuron": "Neuron on points",
    RUNS: "Weights of the networks",
}
MOST_WEIGHT = 99_999  # the number of a weight
FARTHEST = 1e6  # a place of a map or a start lies between this and its opposite


class LandscapeSettings(Settings):
    """The landscape of the Compare page and the optimizers that go over it."""

    compare_view = Choice(
        VIEWS,
        "networks",
        change="looking",
        called={"networks": "Networks", "landscape": "Landscape"},
        label="What is compared",
        doc="Networks side by side, or the paths of optimizers across a map of the loss.",
    )
    landscape = Choice(
        SURFACES,
        "ravine",
        change="moment",
        called=SURFACES_CALLED,
        label="Landscape",
        doc="The function whose height the map shows.",
    )
    landscape_expression = Text(
        "x**2 / 10 + y**2 / 5 + sin(2*x) * cos(2*y)",
        change="moment",
        label="Expression",
        doc="The height as an expression in two variables, written as on the Graph page.",
    )
    landscape_start = Entries(
        [],
        change="moment",
        bounds=(0, 2),
        label="Start",
        doc="Where all optimizers start; if this is empty, the map's own starting point.",
    )
    landscape_domain = Entries(
        [],
        change="moment",
        bounds=(0, 4),
        label="Part of the map",
        doc="The range of the first variable, then that of the second; if this is empty, the whole map.",
    )
    landscape_optimizers = Choices(
        OPTIMIZERS,
        ["SGD", "momentum", "RMSprop", "Adam"],
        change="moment",
        label="Optimizers",
        doc="The optimizers that run on the map.",
    )
    landscape_rates = Table(
        {},
        change="moment",
        label="Rates",
        doc="The learning rate of each optimizer, where it is not the usual one.",
    )
    landscape_beta = optimizer_option("beta")
    landscape_beta1 = optimizer_option("beta1")
    landscape_beta2 = optimizer_option("beta2")
    landscape_epsilon = optimizer_option("epsilon")
    landscape_plane = Choice(
        PLANES,
        "directions",
        change="looking",
        called={"directions": "where paths spread most", "weights": "two weights"},
        label="Plane",
        doc="The plane through the networks' weights: where their paths spread most, or along two weights that you "
        "choose.",
    )
    landscape_first = Whole(
        0,
        change="looking",
        bounds=(0, MOST_WEIGHT),
        label="Horizontal",
        doc="The weight on the horizontal axis.",
    )
    landscape_second = Whole(
        1, change="looking", bounds=(0, MOST_WEIGHT), label="Vertical", doc="The weight on the vertical axis."
    )
