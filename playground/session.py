"""Everything that a visitor can set, in one declared table, with bounds, units and an explanation each."""

import param

from engine import datasets
from engine.activations import OUTPUTS
from engine.datasets import features
from engine.losses import LOSSES
from engine.networks.initializers import INITIALIZERS
from engine.training.optimizers import OPTIMIZERS

MAX_LAYERS = 8
MAX_WIDTH = 32
MAX_DIGITS_LAYERS = 4  # of the network that reads digits: 784 inputs make its layers the heavier ones
MAX_DIGITS_WIDTH = 256
UPLOADED = "csv"  # the name of the dataset that a visitor brought along; it is not in the address

PAGES = ("network", "graph", "digits")
PENALTIES = ("none", "L1", "L2")
SCHEDULES = ("constant", "exponential", "inverse time")
DIGITS_MODELS = ("network", "softmax", "own")
SPEEDS = ("1 step/s", "10 steps/s", "1 epoch/s", "5 epochs/s", "30 epochs/s", "fastest")
FEATURE_NAMES = (*features.available(2), *features.available(1))


def _choice(options: tuple[str, ...], default: str, label: str, doc: str) -> param.Selector:
    return param.Selector(objects=list(options), default=default, label=label, doc=doc)


class Session(param.Parameterized):
    """One visitor's settings. Every value is checked here, wherever it comes from."""

    page = _choice(PAGES, "network", "Page", "What the page shows.")

    dataset = _choice((*datasets.NAMES, UPLOADED), "circle", "Dataset", "The points to learn.")
    noise = param.Number(0.1, bounds=(0, 1), step=0.01, label="Noise", doc="How far points are strewn.")
    samples = param.Integer(400, bounds=(20, 1000), step=20, label="Samples", doc="Number of points.")
    split = param.Number(
        0.5,
        bounds=(0.1, 0.9),
        step=0.05,
        label="Training share",
        doc="Share for training; the rest validates.",
    )
    arms = param.Integer(2, bounds=(2, 5), label="Arms", doc="Arms of the spiral.")
    classes = param.Integer(3, bounds=(3, 5), label="Classes", doc="Clouds among the blobs.")

    features = param.ListSelector(
        ["x1", "x2"], objects=list(FEATURE_NAMES), label="Features", doc="Functions of the point fed in."
    )
    layers = param.List(
        [4, 2],
        item_type=int,
        bounds=(0, MAX_LAYERS),
        label="Layers",
        doc="Widths of the hidden layers, 1 to 32.",
    )
    activations = param.List(
        ["tanh", "tanh"],
        item_type=str,
        bounds=(0, MAX_LAYERS),
        label="Activations",
        doc="One a hidden layer.",
    )
    output = _choice(tuple(OUTPUTS), "sigmoid", "Output activation", "What the last layer does to its sums.")
    bias = param.Boolean(True, label="Biases", doc="Whether every unit adds a bias to its weighted sum.")
    initializer = _choice(INITIALIZERS, "xavier", "Initializer", "How the first weights are drawn.")
    seed = param.Integer(
        0, bounds=(0, 999_999), label="Seed", doc="The same seed gives the same points and weights."
    )

    loss = _choice(tuple(LOSSES), "binary cross-entropy", "Loss", "What training makes small.")
    optimizer = _choice(tuple(OPTIMIZERS), "SGD", "Optimizer", "How a gradient becomes an update.")
    rate = param.Number(
        0.03, bounds=(1e-6, 100), label="Learning rate", doc="The size of a step: w - rate x gradient."
    )
    batch = param.Integer(
        10, bounds=(1, 10_000), label="Batch size", doc="Samples a step; at most the whole set."
    )
    penalty = _choice(PENALTIES, "none", "Penalty", "L1: strength x sum|w|. L2: strength x sum w^2.")
    strength = param.Number(
        0.001, bounds=(0, 10), label="Strength", doc="The weight of the penalty in the loss."
    )
    schedule = _choice(
        SCHEDULES, "constant", "Decay", "How the rate falls: r exp(-k t) or r / (1 + k t), t in epochs."
    )
    decay = param.Number(0.01, bounds=(0, 10), label="Kappa", doc="The k of the decay, per epoch.")

    speed = _choice(SPEEDS, "30 epochs/s", "Speed", "How fast training runs while it is watched.")
    target_epochs = param.Integer(
        None, allow_None=True, bounds=(1, 1_000_000), label="Until epoch", doc="Training stops at this epoch."
    )
    target_loss = param.Number(
        None,
        allow_None=True,
        bounds=(0, 1e6),
        label="Until loss",
        doc="Training stops at this training loss.",
    )

    points_added = param.List(
        [], bounds=(0, 500), label="Points placed", doc="(coordinates..., target) each."
    )
    points_moved = param.Dict({}, label="Points moved", doc="Number of the point -> its coordinates.")
    points_removed = param.List([], item_type=int, label="Points removed", doc="Numbers of the points.")
    weights = param.Bytes(
        None,
        allow_None=True,
        label="Weights",
        doc="float32 parameters, where the seed alone does not give them.",
    )

    example = param.String(
        "add-then-multiply", regex=r"[a-z0-9-]{0,40}", label="Example", doc="The example picked."
    )
    expression = param.String("(x + y) * z", label="Expression", doc="What the graph is drawn of.")
    inputs = param.Dict(
        {"x": -2.0, "y": 5.0, "z": -4.0}, label="Inputs", doc="Name -> number, vector or matrix."
    )
    upstream = param.Parameter(
        None, allow_None=True, label="Upstream", doc="The gradient given for an array."
    )
    folded = param.List(
        [], item_type=str, bounds=(0, 100), label="Folded", doc="Groups of gates drawn as one."
    )
    unfolded = param.List(
        [], item_type=str, bounds=(0, 100), label="Unfolded", doc="Gates drawn as their parts."
    )
    updated = param.List(
        [], item_type=str, bounds=(0, 100), label="Updated", doc="Inputs that a step of SGD changes."
    )
    step_size = param.Number(1e-5, bounds=(1e-12, 1e-1), label="h", doc="The step of the numerical gradient.")
    predict = param.Boolean(
        False, label="Predict", doc="Whether the next number is asked for before it is shown."
    )

    digits_model = _choice(DIGITS_MODELS, "network", "Model", "What reads the digit.")
    digits_layers = param.List(
        [128, 64],
        item_type=int,
        bounds=(0, MAX_DIGITS_LAYERS),
        label="Digits layers",
        doc="Widths of the hidden layers, 1 to 256.",
    )
    digits_activations = param.List(
        ["relu", "relu"],
        item_type=str,
        bounds=(0, MAX_DIGITS_LAYERS),
        label="Digits activations",
        doc="One a hidden layer.",
    )
    digits_optimizer = _choice(tuple(OPTIMIZERS), "Adam", "Optimizer", "How a gradient becomes an update.")
    digits_rate = param.Number(
        0.001, bounds=(1e-6, 10), label="Learning rate", doc="The size of a step: w - rate x gradient."
    )
    digits_batch = param.Integer(64, bounds=(8, 5000), label="Batch size", doc="Digits a step.")
    digits_epochs = param.Integer(
        3, bounds=(1, 50), label="Epochs", doc="How often training goes through all of its digits."
    )
    digits_label = param.Integer(
        None, allow_None=True, bounds=(0, 9), label="Label", doc="The digit that the loss is against."
    )
    digits_index = param.Integer(
        None,
        allow_None=True,
        bounds=(0, 69_999),
        label="Digit",
        doc="The digit of MNIST that is read, or none: a drawing.",
    )
    digits_drawing = param.Bytes(
        None,
        allow_None=True,
        label="Drawing",
        doc="What is drawn on the pad, as strokes.pack makes it, or nothing.",
    )
    digits_stepping = param.Boolean(
        False, label="Stepping", doc="Whether the digit is being walked through the network."
    )

    sample = param.Integer(
        None,
        allow_None=True,
        bounds=(0, 1_000_000),
        label="Sample",
        doc="The sample being stepped through, or none.",
    )
    level = _choice(("layer", "scalar"), "layer", "Level", "Whether a graph node is a layer or one number.")
    cursor = param.Integer(0, bounds=(0, 100_000), label="Step", doc="The place in the trace.")
    theme = _choice(("auto", "light", "dark"), "auto", "Theme", "Light or dark.")
    projector = param.Boolean(False, label="Projector", doc="Large type for the back of the room.")
