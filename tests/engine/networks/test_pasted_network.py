# ruff: noqa: E501  (snippets stand as they are written)
"""Code of PyTorch and Keras builds the network that it says, or is refused at its place with what may be written."""

import pytest

import engine
from engine.networks.pasted_network import PastedNetwork, Room, read_network

YES_OR_NO = Room(2, 1, 8, 32, ("binary cross-entropy", "mean squared", "half squared", "l1", "hinge"))
CLASSES = Room(2, 3, 8, 32, ("cross-entropy", "mean squared", "half squared", "l1", "hinge"))
CURVE = Room(1, 1, 8, 32, ("mean squared", "half squared", "l1"))


def network(widths, activations, output=None, loss=None, bias=True, dropout=None, slope=None):
    return PastedNetwork(
        widths,
        activations,
        output,
        loss,
        bias,
        (0.0,) * (len(widths) + 1) if dropout is None else dropout,
        slope,
    )


TANH = network((4,), ("tanh",), "sigmoid")
PYTORCH = "nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1), nn.Sigmoid())"
KERAS = 'Sequential([Dense(4, activation="tanh"), Dense(1, activation="sigmoid")])'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # PyTorch
        (PYTORCH, TANH),
        (f"import torch\nfrom torch import nn\n\nmodel = {PYTORCH}\nprint(model)", TANH),
        ("model = torch.nn.Sequential(\n    torch.nn.Linear(2, 4),\n    torch.nn.Tanh(),  # bends\n    torch.nn.Linear(4, 1),\n"
         "    torch.nn.Sigmoid(),\n)", TANH),
        ("nn.Linear(2, 4),\nnn.Tanh(),\nnn.Linear(4, 1),\nnn.Sigmoid()", TANH),
        ("fc1 = nn.Linear(2, 4)\nact = nn.Tanh()\nfc2 = nn.Linear(4, 1)\nnn.Sequential(fc1, act, fc2, nn.Sigmoid())", TANH),
        ("layers = [nn.Linear(2, 4), nn.Tanh()]\nlayers.append(nn.Linear(4, 1))\nmodel = nn.Sequential(*layers, nn.Sigmoid())",
         TANH),
        ('nn.Sequential(OrderedDict([("a", nn.Linear(2, 4)), ("b", nn.Tanh()), ("c", nn.Linear(4, 1)), ("d", nn.Sigmoid())]))',
         TANH),
        ("model = nn.Sequential()\nmodel.add_module('a', nn.Linear(2, 4))\nmodel.append(nn.Tanh())\n"
         "model.append(nn.LazyLinear(1))\nmodel.append(nn.Sigmoid())", TANH),
        ("nn.Sequential(nn.Flatten(), nn.Sequential(nn.Linear(2, 4), nn.Tanh()), nn.Identity(), nn.Linear(4, 1), nn.Sigmoid())",
         TANH),
        ("inner = nn.Sequential(nn.Linear(2, 4), nn.Tanh())\nwhole = nn.Sequential(inner, nn.Linear(4, 1), nn.Sigmoid())", TANH),
        ("n_in, h = 2, 3\nwide = h + 2 * h - 1\nnn.Sequential(nn.Linear(n_in, wide // 2), nn.ReLU(), nn.Linear(4, 1))",
         network((4,), ("relu",))),
        ("nn.Sequential(nn.Linear(in_features=2, out_features=5, bias=False), nn.ELU(), nn.Linear(5, 1, False))",
         network((5,), ("elu",), bias=False)),
        ("nn.Sequential(nn.Dropout(0.5), nn.Linear(2, 3), nn.ReLU(), nn.Dropout(p=0.25), nn.Linear(3, 1))",
         network((3,), ("relu",), dropout=(0.5, 0.25))),
        ("nn.Sequential(nn.Linear(2, 3), nn.LeakyReLU(0.2), nn.Linear(3, 3), nn.Linear(3, 1))",
         network((3, 3), ("leaky relu", "linear"), slope=0.2)),
        ("nn.Sequential(nn.Linear(2, 1))", network((), ())),
        ("model = nn.Sequential(nn.Linear(2, 1))\nloss_fn = nn.BCEWithLogitsLoss()\nopt = torch.optim.Adam(model.parameters(), "
         "lr=1e-2)\nfor epoch in range(100):\n    loss = loss_fn(model(X), y)\n    loss.backward()\n    opt.step()",
         network((), (), "sigmoid", "binary cross-entropy")),
        (f"{PYTORCH}\nnn.BCELoss()", network((4,), ("tanh",), "sigmoid", "binary cross-entropy")),
        ("nn.Sequential(nn.Linear(2, 1))\nF.mse_loss(p, y)", network((), (), "linear", "mean squared")),
        ("nn.Sequential(nn.Linear(2, 1), nn.Tanh())\nnn.L1Loss()", network((), (), "tanh", "l1")),
        # Keras
        (KERAS, TANH),
        (f"from tensorflow import keras\nmodel = keras.{KERAS}\nmodel.summary()\nmodel.fit(X, y, epochs=9)", TANH),
        ('model = keras.Sequential(\n    [\n        keras.Input(shape=(2,)),\n        layers.Dense(4, activation="tanh", name="one"),\n'
         '        layers.Dense(1),\n        layers.Activation("sigmoid"),\n    ]\n)', TANH),
        ('model = Sequential()\nmodel.add(Dense(4, input_dim=2))\nmodel.add(Activation("tanh"))\nmodel.add(Dense(1, "sigmoid"))',
         TANH),
        ('model.add(Dense(units=4, input_shape=(2,), activation=tf.nn.tanh))\nmodel.add(Dense(1, activation=keras.activations.sigmoid))',
         TANH),
        ('Sequential([InputLayer((None, 2)), Dense(4, activation="tanh"), Dense(1, activation="sigmoid")])', TANH),
        ('Sequential([Dense(3, activation=LeakyReLU(alpha=0.3)), Dropout(rate=0.2), Dense(1, use_bias=True, activation=None)])',
         network((3,), ("leaky relu",), dropout=(0.0, 0.2), slope=0.3)),
        ('Sequential([Dense(3, "leaky_relu"), Dense(2, "linear"), Dense(1)])', network((3, 2), ("leaky relu", "linear"))),
        (f'model = {KERAS}\nmodel.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])',
         network((4,), ("tanh",), "sigmoid", "binary cross-entropy")),
        ('m = Sequential([Dense(1)])\nm.compile("sgd", "mse")', network((), (), "linear", "mean squared")),
        ('m = Sequential([Dense(1)])\nm.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True))',
         network((), (), "sigmoid", "binary cross-entropy")),
        ('loss = BinaryCrossentropy(from_logits=True)\nm = Sequential([Dense(1)])\nm.compile(loss=loss)',
         network((), (), "sigmoid", "binary cross-entropy")),
        ('m = Sequential([Dense(1, "tanh")])\nm.compile(loss="hinge")', network((), (), "tanh", "hinge")),
    ],
)  # fmt: skip
def test_a_network_is_read_as_it_is_written(text, expected):
    assert read_network(text, YES_OR_NO) == expected


@pytest.mark.parametrize(
    ("text", "room", "output", "loss"),
    [
        ("nn.Sequential(nn.Linear(2, 3))\nnn.CrossEntropyLoss()", CLASSES, "softmax", "cross-entropy"),
        (
            "nn.Sequential(nn.Linear(2, 3), nn.LogSoftmax(dim=1))\nnn.NLLLoss()",
            CLASSES,
            "softmax",
            "cross-entropy",
        ),
        ("nn.Sequential(nn.Linear(2, 3), nn.Softmax(dim=1))", CLASSES, "softmax", None),
        (
            'm = Sequential([Dense(3, "softmax")])\nm.compile(loss="sparse_categorical_crossentropy")',
            CLASSES,
            "softmax",
            "cross-entropy",
        ),
        ("nn.Sequential(nn.Linear(1, 1))\nnn.MSELoss()", CURVE, "linear", "mean squared"),
        ('m = Sequential([Dense(1)])\nm.compile(loss="mean_absolute_error")', CURVE, "linear", "l1"),
    ],
)
def test_the_loss_of_the_data_brings_its_output(text, room, output, loss):
    read = read_network(text, room)
    assert (read.output, read.loss) == (output, loss)


MANY = ", ".join("nn.Linear(2, 2)" for _ in range(9))


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("nn.Sequential(\n  nn.Conv2d(1, 2, 3))", 2, 3, "Conv2d is not supported here; write nn.Linear or Dense"),
        ("nn.Sequential(nn.Linaer(2, 1))", 1, 15, "Linaer is not supported here; perhaps you meant Linear"),
        ("conv = nn.Conv1d(1, 2)\nnn.Sequential(conv)", 1, 8, "Conv1d is not supported here"),
        ("nn.Sequential(nn.Linear(2, 1), 3)", 1, 32, "a layer is needed here"),
        ("nn.Sequential(nn.Linear(2, 1), x)", 1, 32, "a layer is needed here"),
        ("nn.Sequential(nn.Linear(2))", 1, 15, "the numbers of inputs and outputs"),
        ("nn.Sequential(nn.Linear(2, n))", 1, 15, "the numbers of inputs and outputs"),
        ("nn.Sequential(nn.Linear(2, 0))", 1, 15, "the numbers of inputs and outputs"),
        ("nn.Sequential(nn.Linear(2, 2.5))", 1, 15, "the numbers of inputs and outputs"),
        ("Sequential([Dense()])", 1, 13, "as in Dense(4)"),
        ("Sequential([Input(shape=(8, 8)), Dense(1)])", 1, 13, "a single whole number here, as in shape=(2,)"),
        ("Sequential([Dense(4), Input(shape=(4,)), Dense(1)])", 1, 23, "before the first layer"),
        ("nn.Sequential(nn.Linear(2, 4), nn.Linear(5, 1))", 1, 32, "has 5 inputs, but the layer before it has 4 outputs"),
        ("nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1))", 1, 15, "as there are chosen features: 2, not 3"),
        ("Sequential([\n  Dense(4, input_dim=3), Dense(1)])", 2, 3, "as there are chosen features: 2, not 3"),
        ("Sequential([Input((3,)), Dense(1)])", 1, 13, "as there are chosen features: 2, not 3"),
        ("nn.Sequential(nn.Linear(2, 2))", 1, 15, "as the data has outputs: 1, not 2"),
        (f"nn.Sequential({MANY}, nn.Linear(2, 1))", 1, 151, "at most 8 hidden layers here"),
        ("nn.Sequential(nn.Linear(2, 33), nn.Linear(33, 1))", 1, 15, "at most 32 neurons here, not 33"),
        ("nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1, bias=False))", 1, 32, "either all layers or none must have biases"),
        ("nn.Sequential(nn.ReLU(), nn.Linear(2, 1))", 1, 15, "an activation must follow a layer"),
        ("nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Tanh(), nn.Linear(2, 1))", 1, 43, "each layer can have only one"),
        ('Sequential([Dense(2, activation="gelu"), Dense(1)])', 1, 33, "gelu is not an activation here; the activations are relu"),
        ("Sequential([Dense(2, activation=sum(x)), Dense(1)])", 1, 33, "this is not an activation here"),
        ("nn.Sequential(nn.Linear(2, 2), nn.Softmax(), nn.Linear(2, 1))", 1, 32, "Softmax can only be used in the last layer"),
        ("nn.Sequential(nn.Linear(2, 1), nn.Softmax())", 1, 32, "Softmax at the end does not fit this data"),
        ("nn.Sequential(nn.Linear(2, 1), nn.ELU())", 1, 32, "ELU at the end does not fit this data"),
        ("nn.Sequential(nn.Linear(2, 1))\nnn.KLDivLoss()", 2, 1, "KLDivLoss is not a loss here"),
        ('m = Sequential([Dense(1)])\nm.compile(loss="poisson")', 2, 16, "poisson is not a loss here"),
        ("m = Sequential([Dense(1)])\nm.compile(loss=mine)", 2, 16, "mine is not a loss here"),
        ("nn.Sequential(nn.Linear(2, 1))\nnn.CrossEntropyLoss()", 2, 1, "does not fit this data"),
        (f"{PYTORCH}\nnn.BCEWithLogitsLoss()", 1, 60, "already contains the sigmoid: leave it out here"),
        ("nn.Sequential(nn.Linear(2, 1))\nnn.BCELoss()", 1, 15, "BCELoss needs probabilities: end with sigmoid"),
        ('m = Sequential([Dense(1, "sigmoid")])\nm.compile(loss="hinge")', 1, 26, "sigmoid at the end does not fit hinge"),
        ("nn.Sequential(nn.Dropout(1.5), nn.Linear(2, 1))", 1, 15, "Dropout needs a number from 0 to below 1"),
        ("x = 3", 1, 1, "there are no layers here"),
        ("nn.Sequential()", 1, 1, "there are no layers here"),
        ("nn.Sequential(nn.ReLU)", 1, 15, "a layer is needed here"),
        ("", 1, 1, "there are no layers here"),
        (f"{PYTORCH}\nif epoch:\n    pass", 2, 1, "this is not supported here"),
        (f"{PYTORCH}\nepoch % 10", 2, 7, "this is not supported here"),
        ("nn.Sequential(nn.Linear(2, 1)", 1, 14, "never closed"),
    ],
)  # fmt: skip
def test_what_cannot_be_built_is_refused_at_its_place_with_what_can(text, line, column, said):
    with pytest.raises(engine.ExpressionError) as caught:
        read_network(text, YES_OR_NO)
    assert said in caught.value.message
    assert (caught.value.line, caught.value.column) == (line, column)


def test_softmax_after_a_loss_that_contains_it_is_pointed_out():
    with pytest.raises(engine.ExpressionError, match="CrossEntropyLoss already contains the softmax"):
        read_network("nn.Sequential(nn.Linear(2, 3), nn.Softmax(dim=1))\nnn.CrossEntropyLoss()", CLASSES)


def test_as_many_layers_and_neurons_as_there_is_room_for_are_built():
    read = read_network(f"nn.Sequential({MANY[17:]}, nn.Linear(2, 1))", YES_OR_NO)
    assert read.widths == (2,) * 8
    assert read_network("nn.Sequential(nn.Linear(2, 32), nn.Linear(32, 1))", YES_OR_NO).widths == (32,)


def test_a_list_of_data_is_no_network():
    text = f"xs = [[1, 2], [3, 4]]\nys = [foo(1), 2]\nmodel = {KERAS}"
    assert read_network(text, YES_OR_NO) == TANH


DOUBLED = "\n".join(["a = nn.Sequential(nn.ReLU(), nn.ReLU())", *(["a = nn.Sequential(a, a)"] * 60)])


@pytest.mark.parametrize(
    "text",
    [
        DOUBLED,
        "nn.Sequential(" * 300,
        "nn.Sequential(" * 40 + "x" + ")" * 40,
        "a = " + "-" * 3900 + "1",
        "a = " + "2*" * 1900 + "2\nnn.Sequential(nn.Linear(2, a))",
        "a = " + "999999 * 999999\n" * 9 + "nn.Sequential(nn.Linear(2, a))",
        "nn.Sequential(nn.Linear(2, 10**9))",
        "nn.Sequential(nn.Linear(2, 9 // 0))",
        "nn.Sequential(*[nn.Linear(2, 2) for i in range(10**9)])",
        "nn.Sequential(" + "nn.ReLU(), " * 340 + ")",
        "[" + "f(), " * 780 + "]",
        "().__class__.__base__",
        "__import__('os').system('id')",
        "nn.Sequential(getattr(nn, 'Linear')(2, 1))",
        "x" * 1_000_000,
        "(" * 1_000_000,
        "nn.Sequential(nn.Linear(2, 1))\x00",
    ],
)
def test_hostile_text_is_refused_with_its_place(text):
    with pytest.raises(engine.ExpressionError) as caught:
        read_network(text, YES_OR_NO)
    assert 1 <= caught.value.line <= text.count("\n") + 1
