"""Everything that makes a run on points: which points, which network, and how it learns."""

from engine import datasets
from engine.activations import OUTPUTS
from engine.datasets import features
from engine.losses import LOSSES
from engine.networks.initializers import INITIALIZERS
from engine.training.optimizers import OPTIMIZERS
from playground.optimizer_options import optimizer_option
from playground.settings import Blob, Choice, Choices, Entries, Number, Settings, Switch, Table, Text, Whole

MAX_LAYERS = 8
MOST_SEED = 999_999
MAX_WIDTH = 32
MOST_DROPPED = 0.9
UPLOADED = "csv"  # the name of the dataset that a visitor brought along; it is not in the address
OWN = "function"  # the name of the dataset that a visitor typed
FORMULA = "formula"  # that of a Boolean formula, whose rows are the points
DRAWN = "drawn"  # and of the curve that a visitor drew
PENALTIES = ("none", "L1", "L2")
SCHEDULES = ("constant", "exponential", "inverse time")
SPEEDS = ("1 step/s", "10 steps/s", "1 epoch/s", "5 epochs/s", "30 epochs/s", "fastest")
MOST_COORDINATES = features.MOST  # of a point
# Those of a plane, of a line, and the further columns of a file.
FEATURE_NAMES = (*features.available(2), *features.available(1), *features.available(features.MOST)[2:])


class RunSettings(Settings):
    """A run on points: its data, its network and how it learns. All of a run is in these settings: for another run one
    makes another instance."""

    dataset = Choice(
        (*datasets.NAMES, OWN, FORMULA, DRAWN, UPLOADED),
        "circle",
        change="data",
        called={
            OWN: "your own function",
            FORMULA: "your own formula",
            DRAWN: "drawn curve",
            UPLOADED: "your file",
        },
        label="Dataset",
        doc="The points that the network learns.",
    )
    function = Text(
        "sin(3*x)",
        change="moment",
        label="Your own function",
        doc="A function such as sin(3*x) or x1*x2, a comparison such as x2 > x1, or a Boolean formula such as "
        "(A | B) & !C.",
    )
    formula = Text(
        "(A | B) & !(A & B)",
        change="moment",
        label="Your own formula",
        doc="A Boolean formula of up to six variables, with & | ^ ! or and, or, xor, not; its truth table is the data.",
    )
    curve = Blob(
        None,
        change="moment",
        label="Drawn curve",
        doc="The heights of the curve drawn by hand, one byte each.",
    )
    file = Text(
        "",
        change="moment",
        label="File",
        doc="The fingerprint of the visitor's own file, by which the browser that has kept it finds it again.",
    )
    arms = Whole(
        2, change="data", bounds=(2, 5), label="Arms", doc="The number of arms of the spiral; two is usual."
    )
    classes = Whole(
        3,
        change="data",
        bounds=(3, 5),
        label="Classes",
        doc="The number of blobs, each of them a class; three is usual.",
    )
    noise = Number(
        0.1,
        change="points",
        bounds=(0, 1),
        step=0.01,
        label="Noise",
        doc="How widely the points are scattered; 0.1 is a little, 0.5 a lot.",
    )
    samples = Whole(
        400,
        change="points",
        bounds=(20, 1000),
        step=20,
        label="Samples",
        doc="The number of points; a few hundred are usual.",
    )
    split = Number(
        0.5,
        change="points",
        bounds=(0.1, 0.9),
        step=0.05,
        label="Training split",
        doc="The share of the points used for training; the others are for validation. 50% to 80% is usual.",
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
        FEATURE_NAMES,
        ["x1", "x2"],
        change="shape",
        label="Features",
        doc="The functions of each point that the network gets as inputs.",
    )
    layers = Entries(
        [4, 2],
        change="shape",
        item_type=int,
        bounds=(0, MAX_LAYERS),
        label="Layers",
        doc="The number of neurons in each hidden layer, 1 to 32.",
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
        doc="The activation function of the output layer.",
    )
    bias = Switch(
        True,
        change="biases",
        label="Biases",
        doc="Whether each neuron adds a bias to its weighted sum; this is usual.",
    )
    initializer = Choice(
        INITIALIZERS,
        "xavier",
        change="start",
        called={"xavier": "Xavier (Glorot)", "he": "He (Kaiming)"},
        label="Initializer",
        doc="How the initial weights are drawn: Xavier is usual for tanh and sigmoid, He for ReLU.",
    )
    seed = Whole(
        0,
        change="start",
        bounds=(0, MOST_SEED),
        label="Seed",
        doc="The seed of the random initial weights; the same seed gives the same run.",
    )
    data_seed = Whole(
        None,
        change="points",
        bounds=(0, MOST_SEED),
        label="Data seed",
        doc="The seed of the random points; if it is empty, the seed of the weights is used.",
    )
    weights = Blob(
        None,
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
        doc="The function that training minimizes: cross-entropy for classes, mean squared error for values.",
    )
    optimizer = Choice(
        OPTIMIZERS,
        "SGD",
        change="learning",
        label="Optimizer",
        doc="The rule that turns gradients into updates of the weights; SGD is the simplest, Adam often learns "
        "faster.",
    )
    rate = Number(
        0.03,
        change="learning",
        bounds=(1e-6, 100),
        label="Learning rate",
        doc="The size of each step: w - rate * gradient; 0.01 to 0.1 is usual with SGD, 0.001 to 0.01 with Adam.",
    )
    beta = optimizer_option("beta")
    beta1 = optimizer_option("beta1")
    beta2 = optimizer_option("beta2")
    epsilon = optimizer_option("epsilon")
    batch = Whole(
        10,
        change="learning",
        bounds=(1, 10_000),
        label="Batch size",
        doc="The number of samples that each step averages over; 10 to 64 is usual.",
    )
    penalty = Choice(
        PENALTIES,
        "none",
        change="learning",
        label="Regularization",
        doc="Keeps the weights small: L1 adds rate * sum|w| to the loss, L2 adds rate * sum w^2.",
    )
    strength = Number(
        0.001,
        change="learning",
        bounds=(0, 10),
        label="Regularization rate",
        doc="How strongly the regularization counts in the loss; 0.0001 to 0.01 is usual.",
    )
    dropout = Number(
        0.0,
        change="learning",
        bounds=(0, MOST_DROPPED),
        step=0.05,
        label="Dropout",
        doc="The share of hidden neurons that each training step leaves out at random; 0.2 to 0.5 is usual.",
    )
    schedule = Choice(
        SCHEDULES,
        "constant",
        change="learning",
        label="Decay",
        doc="How the learning rate r decreases with the epoch t: r exp(-k t) or r / (1 + k t).",
    )
    decay = Number(
        0.01,
        change="learning",
        bounds=(0, 10),
        label="Decay rate",
        doc="The constant k of the decay: the larger it is, the faster the learning rate falls. 0.001 to 0.1 is "
        "usual.",
    )

    across = Whole(
        1,
        change="looking",
        bounds=(1, MOST_COORDINATES),
        label="Horizontal axis",
        doc="The number of the feature along which the map goes to the right, of a file with more than two.",
    )
    upward = Whole(
        2,
        change="looking",
        bounds=(1, MOST_COORDINATES),
        label="Vertical axis",
        doc="The number of the feature along which the map goes up, of a file with more than two.",
    )
    speed = Choice(
        SPEEDS,
        "30 epochs/s",
        change="looking",
        label="Speed",
        doc="How fast training runs while you watch; the result is the same at any speed.",
    )
    target_epochs = Whole(
        None,
        change="looking",
        bounds=(1, 1_000_000),
        label="Until epoch",
        doc="Training stops at this epoch; if it is empty, training runs until you pause it.",
    )
    target_loss = Number(
        None,
        change="looking",
        bounds=(0, 1e6),
        label="Until loss",
        doc="Training stops when the training loss has fallen to this value.",
    )
