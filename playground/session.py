"""Everything that a visitor can set, in declared tables: each setting in one place, with its bounds, unit, label and
explanation, and with what a change of it means."""

from types import MappingProxyType
from typing import Literal, get_args

from engine.training.optimizers import OPTIMIZERS
from playground.landscape_settings import LandscapeSettings
from playground.run_settings import MAX_LAYERS, RunSettings
from playground.settings import Anything, Blob, Choice, Entries, Number, Settings, Switch, Table, Text, Whole

MAX_DIGITS_LAYERS = 4  # of the network that reads digits: 784 inputs make its layers the heavier ones
MAX_DIGITS_WIDTH = 256

PageName = Literal["network", "graph", "digits", "compare", "lessons"]
PAGES: tuple[PageName, ...] = get_args(PageName)
NOTHING = "nothing"
COMPARED = (
    *("rate", "optimizer", "optimizer_rate", "batch", "schedule", "decay"),
    *("layers", "activations", "initializer", "penalty", "strength", "dropout", "restraint"),
    *("dataset", "noise", "samples", "features", "loss", "seed"),
)
MEASURED = MappingProxyType(
    {
        "train_loss": "training loss",
        "validation_loss": "validation loss",
        "losses": "both losses",
        "train_accuracy": "training accuracy",
        "validation_accuracy": "validation accuracy",
        "distance": "distance from the start",
    }
)
AXES = MappingProxyType(
    {
        "steps": "steps",
        "epochs": "epochs",
        "multiplications": "multiplications",
        "seconds": "seconds of computation",
        "values": "the values compared",
    }
)
LOOKS = MappingProxyType(
    {
        "answers": "answers",
        "layers": "signals and gradients",
        "weights": "weights",
        "units": "each unit's contribution",
        "product": "product of the matrices",
    }
)
VIEWS = MappingProxyType(
    {"boundary": "Boundary", "spaces": "Spaces", "layers": "Layers", "functions": "Functions"}
)
DIGITS_MODELS = ("network", "softmax", "own")
DIGITS_SPEEDS = ("1 epoch in 15 s", "1 epoch in 4 s", "fastest")


class GraphSettings(Settings):
    """A graph that is typed, its inputs, and how it is drawn."""

    example = Text(
        "add-then-multiply",
        change="moment",
        regex=r"[a-z0-9-]{0,40}",
        label="Example",
        doc="The example that is open.",
    )
    expression = Text(
        "(x + y) * z", change="moment", label="Expression", doc="The expression whose graph is drawn."
    )
    inputs = Table(
        {"x": -2.0, "y": 5.0, "z": -4.0},
        change="moment",
        label="Inputs",
        doc="Name -> number, vector or matrix.",
    )
    upstream = Anything(None, change="moment", label="Upstream", doc="The gradient given for an array.")
    folded = Entries(
        [],
        change="moment",
        item_type=str,
        bounds=(0, 100),
        label="Folded",
        doc="Groups of gates drawn as a single gate.",
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
        doc="Inputs that gradient descent changes.",
    )
    step_size = Number(
        1e-5, change="looking", bounds=(1e-12, 1e-1), label="h", doc="The step of the numerical gradient."
    )
    descent_steps = Whole(
        100,
        change="looking",
        bounds=(1, 1_000),
        label="Steps",
        doc="How many steps Descend makes, each a forward pass, a backward pass and an update.",
    )
    descent_loss = Number(
        None,
        change="looking",
        bounds=(-1e9, 1e9),
        label="Or loss below",
        doc="Descend stops early when the loss has fallen to this value.",
    )
    predict = Switch(
        False,
        change="looking",
        label="Predict",
        doc="Whether you are asked for each number before it is shown.",
    )


class DigitsSettings(Settings):
    """What reads digits, how it learns to, and the digit at hand."""

    digits_model = Choice(
        DIGITS_MODELS,
        "network",
        change="looking",
        called={"network": "Network 784-128-64-10", "softmax": "Softmax classifier", "own": "Your own"},
        label="Model",
        doc="The model that reads the digit: one that is already trained, or your own.",
    )
    digits_layers = Entries(
        [128, 64],
        change="shape",
        item_type=int,
        bounds=(0, MAX_DIGITS_LAYERS),
        label="Digits layers",
        doc="The number of neurons in each hidden layer, 1 to 256.",
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
        OPTIMIZERS,
        "Adam",
        change="learning",
        label="Optimizer",
        doc="The rule that turns gradients into updates of the weights; Adam is usual here.",
    )
    digits_rate = Number(
        0.001,
        change="learning",
        bounds=(1e-6, 10),
        label="Learning rate",
        doc="The size of each step: w - rate * gradient; 0.001 is usual with Adam, 0.1 with SGD.",
    )
    digits_batch = Whole(
        64,
        change="learning",
        bounds=(8, 5000),
        label="Batch size",
        doc="The number of digits used for each step; 32 to 256 is usual.",
    )
    digits_epochs = Whole(
        3,
        change="looking",
        bounds=(1, 50),
        label="Epochs",
        doc="How many times training goes through all the training digits; 3 to 10 is usual.",
    )
    digits_speed = Choice(
        DIGITS_SPEEDS,
        "1 epoch in 4 s",
        change="looking",
        called={"1 epoch in 15 s": "15 s", "1 epoch in 4 s": "4 s"},
        label="Speed",
        doc="How long an epoch takes while you watch; the result is the same at any speed.",
    )
    digits_label = Whole(
        None,
        change="looking",
        bounds=(0, 9),
        label="Label",
        doc="The digit that the loss compares the output with.",
    )
    digits_index = Whole(
        None,
        change="moment",
        bounds=(0, 69_999),
        label="Digit",
        doc="The MNIST digit that is read; none for a drawing.",
    )
    digits_drawing = Blob(
        None,
        change="moment",
        label="Drawing",
        doc="What is drawn on the pad, as strokes.pack makes it, or nothing.",
    )
    digits_stepping = Switch(
        False,
        change="moment",
        label="Stepping",
        doc="Whether the digit is being stepped through the network.",
    )


class CompareSettings(Settings):
    """Which of a run's settings differ between the cells of a comparison, and how their curves are drawn. All else of
    the runs is in the settings of a run, which they have in common."""

    compare_by = Choice(
        COMPARED, "rate", change="moment", label="Compare", doc="The setting in which the runs differ."
    )
    compare_values = Entries(
        [0.003, 0.03, 0.3, 30], change="moment", label="Values", doc="The values to compare."
    )
    compare_and = Choice(
        (NOTHING, *COMPARED),
        NOTHING,
        change="moment",
        label="and",
        doc="A second setting, which makes a grid of runs.",
    )
    compare_and_values = Entries(
        [],
        change="moment",
        label="Values of the second setting",
        doc="Each of these values is combined with each value of the first setting.",
    )
    compare_seeds = Switch(
        False,
        change="start",
        label="Five seeds",
        doc="Each cell trains five runs from different initial weights, because one seed may just be lucky.",
    )
    compare_start = Blob(
        None,
        change="moment",
        label="Moved start",
        doc="The float32 numbers that are added to the initial weights of the runs if their start was moved on a "
        "landscape.",
    )
    compare_measure = Choice(
        tuple(MEASURED),
        "validation_loss",
        change="looking",
        called=MEASURED,
        label="Curves",
        doc="The quantity that the curves show.",
    )
    compare_axis = Choice(
        tuple(AXES),
        "steps",
        change="looking",
        called=AXES,
        label="Against",
        doc="The horizontal axis of the curves. The seconds are what the steps of each run take alone on this "
        "server; they are timed once, and the fastest of several rounds counts.",
    )
    compare_look = Choice(
        tuple(LOOKS),
        "answers",
        change="looking",
        called=LOOKS,
        label="In each cell",
        doc="What to show of each run: its output everywhere, how large the signal and the gradient are in each "
        "layer, its weights sorted by size, what each unit adds to the curve, or the single matrix that is the "
        "product of linear layers.",
    )
    compare_log = Switch(
        False,
        change="looking",
        label="Logarithmic",
        doc="Draws the curves on a logarithmic scale: equal heights are equal factors, not equal differences.",
    )
    compare_smooth = Switch(
        False,
        change="looking",
        label="Smoothed",
        doc="Smooths the curves: each point is the mean of the last ten values.",
    )
    ready_made = Text(
        "",
        change="moment",
        regex=r"[a-z0-9-]{0,40}",
        label="Ready-made",
        doc="The ready-made comparison that is open.",
    )


class LookingSettings(Settings):
    """Where one looks, and how, on whichever page."""

    page = Choice(PAGES, "network", change="moment", label="Page", doc="The page that is shown.")
    sample = Whole(
        None,
        change="moment",
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
    projector = Switch(
        False,
        change="looking",
        label="Projector",
        doc="Large type that can be read from the back of the room.",
    )
    validation_points = Switch(
        True,
        change="looking",
        label="Validation points",
        doc="Whether the validation points are drawn on the map.",
    )
    lesson = Text(
        "",
        change="looking",
        regex=r"[a-z0-9-]{0,60}",
        label="Lesson",
        doc="The lesson that runs beside the page.",
    )
    lesson_step = Whole(
        1,
        change="looking",
        bounds=(1, 100),
        label="Step of the lesson",
        doc="The step at which the lesson is.",
    )
    view = Choice(
        tuple(VIEWS),
        "boundary",
        change="looking",
        called=VIEWS,
        label="View",
        doc="What is shown beside the network: its boundary, the points as a hidden layer sees them, what goes on in "
        "each layer, or the curves of the units.",
    )
    space = Whole(
        None,
        change="looking",
        bounds=(0, MAX_LAYERS),
        label="Space",
        doc="The hidden layer whose space is shown, 0 for the points themselves; if it is empty, the last one.",
    )
    discretize = Switch(
        False,
        change="looking",
        label="Discretize output",
        doc="Whether the map shows only which side of the decision threshold the output is on.",
    )


class Session(
    RunSettings, GraphSettings, DigitsSettings, CompareSettings, LandscapeSettings, LookingSettings
):
    """One visitor's settings."""
