# ruff: noqa: E501  (snippets stand as they are written)
"""A class as PyTorch's modules are written builds the network that its forward goes through, layer after layer."""

import pytest

import engine
from engine.networks.pasted_network import PastedNetwork, Room, read_network

ROOM = Room(2, 1, 8, 32, ("binary cross-entropy", "mean squared", "half squared", "l1", "hinge"))
BEGIN = "class Net(nn.Module):\n    def __init__(self{}):\n        super().__init__()\n"
LAYERS = "        self.fc1 = nn.Linear(2, 4)\n        self.fc2 = nn.Linear(4, 1)\n"
LIST = "        self.layers = nn.ModuleList([nn.Linear(2, 4), nn.Linear(4, 3), nn.Linear(3, 1)])\n"
FORWARD = "    def forward(self, x):\n"


def network(widths, activations, output=None, loss=None, bias=True, dropout=None, slope=None):
    dropout = (0.0,) * (len(widths) + 1) if dropout is None else dropout
    return PastedNetwork(widths, activations, output, loss, bias, dropout, slope)


def classed(layers, *forward, arguments=""):
    lines = "".join(f"        {line}\n" for line in forward)
    return f"import torch\n{BEGIN.format(arguments)}{layers}{FORWARD}{lines}"


TANH = network((4,), ("tanh",), "sigmoid")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (classed(LAYERS, "x = torch.tanh(self.fc1(x))", "return torch.sigmoid(self.fc2(x))"), TANH),
        (classed(LAYERS, '"""A docstring."""', "h = self.fc1(x).tanh()", "print(h)", "pass", "y = self.fc2(h)", "return y.sigmoid()"), TANH),
        (classed(LAYERS, "return F.sigmoid(self.fc2(F.tanh(self.fc1(x.view(-1, 2)))))"), TANH),
        (classed(LAYERS + "        self.act = nn.Tanh()\n        self.out = nn.Sigmoid()\n        self.flat = nn.Flatten()\n",
                 "x = self.flat(x)", "x = self.act(self.fc1(x))", "return self.out(self.fc2(x))"), TANH),
        (classed(LAYERS, "return nn.Sigmoid()(self.fc2(nn.Tanh()(self.fc1(torch.flatten(x, 1)))))"), TANH),
        # __init__ says which layers there are, forward which of them count, and in which order
        (classed("        self.b = nn.Linear(4, 1)\n        self.unused = nn.Linear(7, 7)\n        self.a = nn.Linear(2, 4)\n",
                 "return self.b(self.a(x))"), network((4,), ("linear",))),
        # a row inside, sizes as arguments, a loss after it
        (classed("        self.wide = wide\n        self.net = nn.Sequential(nn.Linear(n, wide), nn.ReLU(), nn.Linear(self.wide, 1))\n",
                 "return self.net(x)", arguments=", n, wide=4") + "net = Net(2)\ncriterion = nn.BCEWithLogitsLoss()",
         network((4,), ("relu",), "sigmoid", "binary cross-entropy")),
        (classed("        self.net = nn.Sequential(nn.Linear(2, wide), nn.ReLU(), nn.Linear(wide, 1))\n", "return self.net(x)",
                 arguments=", wide=4") + "size = 6\nnet = Net(wide=size)", network((6,), ("relu",))),
        # a list of layers, in turn and by place
        (classed(LIST, "for layer in self.layers[:-1]:", "    x = F.leaky_relu(layer(x), 0.2)", "x = F.dropout(x, 0.25)", "return self.layers[-1](x)"),
         network((4, 3), ("leaky relu", "leaky relu"), dropout=(0.0, 0.0, 0.25), slope=0.2)),
        (classed("        self.layers = nn.ModuleList()\n        self.layers.append(nn.Linear(2, 5))\n        self.layers.append(nn.Linear(5, 1))\n",
                 "for layer in self.layers:", "    x = layer(x)", "return x"), network((5,), ("linear",))),
        # functions and objects of its own
        ("class Block(nn.Module):\n    def __init__(self, a, b):\n        super(Block, self).__init__()\n        self.fc = nn.Linear(a, b)\n"
         "    def forward(self, x):\n        return F.relu(self.fc(x))\n"
         + classed("        self.one = Block(2, 4)\n        self.two = Block(4, 3)\n        self.fc = nn.Linear(3, 1)\n", "return self.fc(self.encode(x))")
         + "    def encode(self, x):\n        return self.two(self.one(x))\n", network((4, 3), ("relu", "relu"))),
        # other classes, and Keras' name for forward
        ("class Data:\n    def size(self):\n        return 3\n"
         "class Net(Model):\n    def __init__(self):\n        super().__init__()\n        self.a = Dense(4, activation='tanh')\n"
         "        self.b = Dense(1, activation='sigmoid')\n    def call(self, inputs):\n        return self.b(self.a(inputs))\ndata = Data()\n", TANH),
    ],
)  # fmt: skip
def test_a_class_builds_the_chain_that_forward_goes_through(text, expected):
    assert read_network(text, ROOM) == expected


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        (classed(LAYERS, "return self.fc2(x + self.fc1(x))"), 8, 25, "only networks with one layer after another"),
        (classed(LAYERS, "if x:", "    x = x", "return x"), 8, 9, "this is not supported here"),
        (classed(LAYERS, "x += 1", "return x"), 8, 9, "only networks with one layer after another"),
        (classed(LAYERS, "return self.fc2(self.fc1(y))"), 8, 34, "only networks with one layer after another"),
        (classed(LAYERS, "return self.fc2(F.gelu(self.fc1(x)))"), 8, 25, "only networks with one layer after another"),
        (classed(LAYERS, "return self.fc3(self.fc1(x))"), 8, 16, "only networks with one layer after another"),
        (classed(LAYERS, "x = self.fc1(x)"), 7, 5, "forward returns nothing"),
        (classed(LAYERS, "return self.fc2(self.fc1(self.fc1(x)))"), 8, 25, "is used twice"),
        (classed(LAYERS, "return self.forward(x)"), 7, 5, "forward cannot call itself"),
        (classed("        self.conv = nn.Conv2d(1, 2, 3)\n", "return self.conv(x)"), 5, 21, "Conv2d is not supported here"),
        (classed("        for i in range(2):\n            self.fc = nn.Linear(2, 2)\n", "return self.fc(x)"), 5, 9, "one by one"),
        (classed("        self.fc = nn.Linear(n, 1)\n", "return self.fc(x)", arguments=", n"), 3, 5, "add the line that creates it, with its n"),
        (classed("        self.fc = nn.Linear(n, 1)\n", "return self.fc(x)", arguments=", n") + "net = Net()", 8, 7, "with its n"),
        (classed("        self.fc = Net()\n", "return self.fc(x)"), 2, 1, "Net cannot call itself"),
        (classed(LIST, "return self.layers[3](x)"), 7, 16, "only networks with one layer after another"),
        (classed(LIST, "return self.layers[i](x)"), 7, 28, "only networks with one layer after another"),
        (classed("        self.fc = nn.Linear(3, 1)\n", "return self.fc(x)"), 5, 19, "as there are chosen features: 2, not 3"),
        ("class Net(nn.Module):\n    def forward():\n        return 1", 2, 5, "forward needs self as its first argument"),
        ("import torch\nclass Net(nn.Module):\n    pass", 1, 1, "there are no layers here"),
    ],
)  # fmt: skip
def test_what_is_no_chain_is_refused_at_its_place(text, line, column, said):
    with pytest.raises(engine.ExpressionError) as caught:
        read_network(text, ROOM)
    assert said in caught.value.message
    assert (caught.value.line, caught.value.column) == (line, column)


DOUBLING = "".join(f"    def f{i + 1}(self, x):\n        return self.f{i}(self.f{i}(x))\n" for i in range(60))


@pytest.mark.parametrize(
    "text",
    [
        f"{BEGIN.format('')}        self.act = nn.ReLU()\n    def f0(self, x):\n        return self.act(x)\n{DOUBLING}{FORWARD}        return self.f60(x)",
        classed(LAYERS, "return " + "self.fc1(" * 45 + "x" + ")" * 45),
        classed(LAYERS, "return x" + ".relu()" * 500),
        classed(LAYERS, "return self" + ".a" * 1500 + "(x)"),
        "".join(f"class A{i}:\n    def __init__(self):\n        self.a = A{i + 1}()\n        self.b = A{i + 1}()\n    def forward(self, x):\n        return x\n" for i in range(25)),
        classed(LIST, *("    " * i + "for layer in self.layers:" for i in range(15)), "    " * 15 + "x = layer(x)", "return x"),
    ],
)  # fmt: skip
def test_a_class_without_end_is_refused(text):
    with pytest.raises(engine.ExpressionError):
        read_network(text, ROOM)
