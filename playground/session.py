"""Everything that a visitor can set, in declared tables: each setting in one place, with its bounds, unit, label and
explanation, and with what a change of it means."""

from engine.training.optimizers import OPTIMIZERS
from playground.run_settings import RunSettings
from playground.settings import Anything, Blob, Choice, Entries, Number, Settings, Switch, Table, Text, Whole

MAX_DIGITS_LAYERS = 4  # of the network that reads digits: 784 inputs make its layers the heavier ones
MAX_DIGITS_WIDTH = 256

PAGES = ("network", "graph", "digits")
DIGITS_MODELS = ("network", "softmax", "own")


class GraphSettings(Settings):
    """A graph that is typed, its inputs, and how it is drawn."""

    example = Text(
        "add-then-multiply",
        change="moment",
        regex=r"[a-z0-9-]{0,40}",
        label="Example",
        doc="The example picked.",
    )
    expression = Text("(x + y) * z", change="moment", label="Expression", doc="What the graph is drawn of.")
    inputs = Table(
        {"x": -2.0, "y": 5.0, "z": -4.0},
        change="moment",
        label="Inputs",
        doc="Name -> number, vector or matrix.",
    )
    upstream = Anything(
        None, allow_None=True, change="moment", label="Upstream", doc="The gradient given for an array."
    )
    folded = Entries(
        [],
        change="moment",
        item_type=str,
        bounds=(0, 100),
        label="Folded",
        doc="Groups of gates drawn as one.",
    )
    unfolded = Entries(
        [],
        change="moment",
        item_type=str,
        bounds=(0, 100),
        label="Unfolded",
        doc="Gates drawn as their parts.",
    )
    updated = Entries(
        [],
        change="moment",
        item_type=str,
        bounds=(0, 100),
        label="Updated",
        doc="Inputs that a step of SGD changes.",
    )
    step_size = Number(
        1e-5, change="looking", bounds=(1e-12, 1e-1), label="h", doc="The step of the numerical gradient."
    )
    predict = Switch(
        False,
        change="looking",
        label="Predict",
        doc="Whether the next number is asked for before it is shown.",
    )


class DigitsSettings(Settings):
    """What reads digits, how it learns to, and the digit at hand."""

    digits_model = Choice(
        DIGITS_MODELS, "network", change="looking", label="Model", doc="What reads the digit."
    )
    digits_layers = Entries(
        [128, 64],
        change="shape",
        item_type=int,
        bounds=(0, MAX_DIGITS_LAYERS),
        label="Digits layers",
        doc="Widths of the hidden layers, 1 to 256.",
    )
    digits_activations = Entries(
        ["relu", "relu"],
        change="shape",
        item_type=str,
        bounds=(0, MAX_DIGITS_LAYERS),
        label="Digits activations",
        doc="One a hidden layer.",
    )
    digits_optimizer = Choice(
        OPTIMIZERS, "Adam", change="learning", label="Optimizer", doc="How a gradient becomes an update."
    )
    digits_rate = Number(
        0.001,
        change="learning",
        bounds=(1e-6, 10),
        label="Learning rate",
        doc="The size of a step: w - rate x gradient.",
    )
    digits_batch = Whole(64, change="learning", bounds=(8, 5000), label="Batch size", doc="Digits a step.")
    digits_epochs = Whole(
        3,
        change="looking",
        bounds=(1, 50),
        label="Epochs",
        doc="How often training goes through all of its digits.",
    )
    digits_label = Whole(
        None,
        change="looking",
        allow_None=True,
        bounds=(0, 9),
        label="Label",
        doc="The digit that the loss is against.",
    )
    digits_index = Whole(
        None,
        change="moment",
        allow_None=True,
        bounds=(0, 69_999),
        label="Digit",
        doc="The digit of MNIST that is read, or none: a drawing.",
    )
    digits_drawing = Blob(
        None,
        allow_None=True,
        change="moment",
        label="Drawing",
        doc="What is drawn on the pad, as strokes.pack makes it, or nothing.",
    )
    digits_stepping = Switch(
        False,
        change="moment",
        label="Stepping",
        doc="Whether the digit is being walked through the network.",
    )


class LookingSettings(Settings):
    """Where one looks, and how, on whichever page."""

    page = Choice(PAGES, "network", change="moment", label="Page", doc="What the page shows.")
    sample = Whole(
        None,
        change="moment",
        allow_None=True,
        bounds=(0, 1_000_000),
        label="Sample",
        doc="The sample being stepped through, or none.",
    )
    level = Choice(
        ("layer", "scalar"),
        "layer",
        change="moment",
        label="Level",
        doc="Whether a graph node is a layer or one number.",
    )
    cursor = Whole(0, change="looking", bounds=(0, 100_000), label="Step", doc="The place in the trace.")
    theme = Choice(("auto", "light", "dark"), "auto", change="looking", label="Theme", doc="Light or dark.")
    projector = Switch(False, change="looking", label="Projector", doc="Large type for the back of the room.")
    validation_points = Switch(
        True,
        change="looking",
        label="Validation points",
        doc="Whether the points that validate are drawn on the map.",
    )
    discretize = Switch(
        False,
        change="looking",
        label="Discretize output",
        doc="Whether the map shows only on which side of its middle the output lies.",
    )


class Session(RunSettings, GraphSettings, DigitsSettings, LookingSettings):
    """One visitor's settings."""
