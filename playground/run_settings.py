"""Everything that makes a run on points: which points, which network, and how it learns."""

from engine import datasets
from engine.activations import OUTPUTS
from engine.datasets import features
from engine.losses import LOSSES
from engine.networks.initializers import INITIALIZERS
from engine.training.optimizers import OPTIMIZERS
from playground.settings import Blob, Choice, Choices, Entries, Number, Settings, Switch, Table, Text, Whole

MAX_LAYERS = 8
MOST_SEED = 999_999
MAX_WIDTH = 32
MOST_DROPPED = 0.9
UPLOADED = "csv"  # the name of the dataset that a visitor brought along; it is not in the address
OWN = "function"  # the name of the dataset that a visitor typed
DRAWN = "drawn"  # and of the curve that a visitor drew
PENALTIES = ("none", "L1", "L2")
SCHEDULES = ("constant", "exponential", "inverse time")
SPEEDS = ("1 step/s", "10 steps/s", "1 epoch/s", "5 epochs/s", "30 epochs/s", "fastest")
FEATURE_NAMES = (*features.available(2), *features.available(1))


class RunSettings(Settings):
    """A run on points: its data, its network and how it learns. All of a run is in these settings: for another run one
    makes another instance."""

    dataset = Choice(
        (*datasets.NAMES, OWN, DRAWN, UPLOADED),
        "circle",
        change="data",
        called={OWN: "your own function", DRAWN: "drawn curve", UPLOADED: "your file"},
        label="Dataset",
        doc="The points to learn.",
    )
    function = Text(
        "sin(3*x)",
        change="moment",
        label="Your own function",
        doc="A function of x, or of x1 and x2, or a comparison that makes two classes: sin(3*x), x1*x2, x2 > x1.",
    )
    curve = Blob(
        None,
        allow_None=True,
        change="moment",
        label="Drawn curve",
        doc="The heights of the curve that was drawn by hand, a byte each.",
    )
    arms = Whole(
        2, change="data", bounds=(2, 5), label="Arms", doc="How many arms the spiral has; two is usual."
    )
    classes = Whole(
        3,
        change="data",
        bounds=(3, 5),
        label="Classes",
        doc="How many blobs there are, each a class of its own; three is usual.",
    )
    noise = Number(
        0.1,
        change="points",
        bounds=(0, 1),
        step=0.01,
        label="Noise",
        doc="How far the points are scattered; 0.1 is a little, 0.5 a lot.",
    )
    samples = Whole(
        400,
        change="points",
        bounds=(20, 1000),
        step=20,
        label="Samples",
        doc="How many points there are; a few hundred are usual.",
    )
    split = Number(
        0.5,
        change="points",
        bounds=(0.1, 0.9),
        step=0.05,
        label="Training split",
        doc="The share of the points to train on, the others validate; 50% to 80% is usual.",
    )
    points_added = Entries(
        [], change="moment", bounds=(0, 500), label="Points placed", doc="(coordinates..., target) each."
    )
    points_moved = Table(
        {}, change="moment", label="Points moved", doc="Number of the point -> its coordinates."
    )
    points_removed = Entries(
        [], change="moment", item_type=int, label="Points removed", doc="Numbers of the points."
    )

    features = Choices(
        FEATURE_NAMES, ["x1", "x2"], change="shape", label="Features", doc="Functions of the point fed in."
    )
    layers = Entries(
        [4, 2],
        change="shape",
        item_type=int,
        bounds=(0, MAX_LAYERS),
        label="Layers",
        doc="Widths of the hidden layers, 1 to 32.",
    )
    activations = Entries(
        ["tanh", "tanh"],
        change="shape",
        item_type=str,
        bounds=(0, MAX_LAYERS),
        label="Activations",
        doc="One a hidden layer.",
    )
    output = Choice(
        OUTPUTS,
        "sigmoid",
        change="shape",
        label="Output activation",
        doc="What the last layer does to its sums.",
    )
    bias = Switch(
        True,
        change="biases",
        label="Biases",
        doc="Whether every neuron adds a bias to its weighted sum; it usually does.",
    )
    initializer = Choice(
        INITIALIZERS,
        "xavier",
        change="start",
        called={"xavier": "Xavier (Glorot)", "he": "He (Kaiming)"},
        label="Initializer",
        doc="How the first weights are drawn: Xavier is usual for tanh and sigmoid, He for ReLU.",
    )
    seed = Whole(
        0,
        change="start",
        bounds=(0, MOST_SEED),
        label="Seed",
        doc="The seed of the random first weights; the same seed gives the same run.",
    )
    data_seed = Whole(
        None,
        allow_None=True,
        change="points",
        bounds=(0, MOST_SEED),
        label="Data seed",
        doc="The seed of the random points; left empty, it is the seed of the weights.",
    )
    weights = Blob(
        None,
        allow_None=True,
        change="moment",
        label="Weights",
        doc="float32 parameters, where the seed alone does not give them.",
    )

    loss = Choice(
        LOSSES,
        "binary cross-entropy",
        change="loss",
        called={
            "mean squared": "mean squared error",
            "half squared": "half squared error",
            "l1": "absolute error",
        },
        label="Loss",
        doc="What training minimizes: cross-entropy for classes, mean squared error for values.",
    )
    optimizer = Choice(
        OPTIMIZERS,
        "SGD",
        change="learning",
        label="Optimizer",
        doc="How a gradient becomes an update; SGD is the plain rule, Adam often learns faster.",
    )
    rate = Number(
        0.03,
        change="learning",
        bounds=(1e-6, 100),
        label="Learning rate",
        doc="The size of a step: w - rate * gradient; 0.01 to 0.1 is usual with SGD, 0.001 to 0.01 with Adam.",
    )
    batch = Whole(
        10,
        change="learning",
        bounds=(1, 10_000),
        label="Batch size",
        doc="How many samples each step averages over; 10 to 64 is usual.",
    )
    penalty = Choice(
        PENALTIES,
        "none",
        change="learning",
        label="Regularization",
        doc="What keeps weights small: L1 adds rate * sum|w| to the loss, L2 adds rate * sum w^2.",
    )
    strength = Number(
        0.001,
        change="learning",
        bounds=(0, 10),
        label="Regularization rate",
        doc="How much the regularization counts in the loss; 0.0001 to 0.01 is usual.",
    )
    dropout = Number(
        0.0,
        change="learning",
        bounds=(0, MOST_DROPPED),
        step=0.05,
        label="Dropout",
        doc="The share of the neurons in hidden layers that each training step leaves out, drawn each time; "
        "0.2 to 0.5 is usual.",
    )
    schedule = Choice(
        SCHEDULES,
        "constant",
        change="learning",
        label="Decay",
        doc="How the learning rate falls with the epoch t: r exp(-k t) or r / (1 + k t).",
    )
    decay = Number(
        0.01,
        change="learning",
        bounds=(0, 10),
        label="Decay rate",
        doc="The k by which the learning rate decays in each epoch; 0.001 to 0.1 is usual.",
    )

    speed = Choice(
        SPEEDS,
        "30 epochs/s",
        change="looking",
        label="Speed",
        doc="How fast training runs while it is watched; the result is the same at any speed.",
    )
    target_epochs = Whole(
        None,
        change="looking",
        allow_None=True,
        bounds=(1, 1_000_000),
        label="Until epoch",
        doc="Training stops at this epoch; left empty, it goes on until you pause it.",
    )
    target_loss = Number(
        None,
        change="looking",
        allow_None=True,
        bounds=(0, 1e6),
        label="Until loss",
        doc="Training stops when the training loss has fallen to this value.",
    )
