# ruff: noqa: E501  (snippets stand as they are written)
"""A class as PyTorch's modules are written makes the graph of what forward does, its weights inputs."""

import autograd.numpy as np
import pytest
from autograd import grad
from numpy.testing import assert_allclose

import engine

NET = """import torch
import torch.nn as nn
import torch.nn.functional as F

class Net(nn.Module):
    \"\"\"Two layers.\"\"\"

    def __init__(self, hidden=3):
        super().__init__()
        self.fc1 = nn.Linear(2, hidden)
        self.fc2 = nn.Linear(hidden, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu(self.fc1(x))
        return torch.sigmoid(self.fc2(x))
"""
TRAINED = f"""{NET}
net = Net().to(device)
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
x = torch.tensor([1.0, -2.0])
y = torch.tensor([1.0])
for epoch in range(100):
    optimizer.zero_grad()
    loss = criterion(net(x), y)
    loss.backward()
    optimizer.step()
"""
BEGIN = "class Net(nn.Module):\n    def __init__(self{}):\n        super(Net, self).__init__()\n"


def test_a_class_alone_is_what_it_makes_of_an_input_called_as_forward_calls_it():
    graph = engine.parse(NET.replace("x", "features"))
    assert graph.leaves == ("features", "fc1_weight", "fc1_bias", "fc2_weight", "fc2_bias")
    shapes = [graph.defaults[name].shape for name in graph.leaves]
    assert shapes == [(2,), (3, 2), (3,), (1, 3), (1,)]


def test_a_class_that_is_trained_has_the_gradients_of_one_turn():
    graph = engine.parse(TRAINED)
    names = ("fc1_weight", "fc1_bias", "fc2_weight", "fc2_bias")
    assert graph.leaves == ("x", *names, "y")

    def loss(w1, b1, w2, b2):
        hidden = np.maximum(np.dot(w1, np.array([1.0, -2.0])) + b1, 0)
        return np.mean((1 / (1 + np.exp(-(np.dot(w2, hidden) + b2))) - 1.0) ** 2)

    weights = tuple(graph.defaults[name] for name in names)
    trace = engine.backpropagate(graph)
    assert_allclose(trace.output, loss(*weights), rtol=1e-12)
    for name, expected in zip(names, grad(lambda weights: loss(*weights))(weights), strict=True):
        assert_allclose(trace.gradients[name], expected, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        # made, and asked for nothing: the network is shown, whatever stands behind it
        (f"{NET}net = Net()", "x fc1_weight fc1_bias fc2_weight fc2_bias"),
        (f"{NET}net = Net(2)\nloss_fn = nn.MSELoss()\nopt = optim.SGD(net.parameters(), lr=0.1)",
         "x fc1_weight fc1_bias fc2_weight fc2_bias"),
        (f"{NET}def half(a):\n    return a / 2\n", "x fc1_weight fc1_bias fc2_weight fc2_bias"),
        ("model = nn.Linear(2, 1)\ncriterion = nn.MSELoss()", "x model_weight model_bias"),
        # sizes that go in, and that self keeps
        (BEGIN.format(", n, wide=4") + "        self.wide = wide\n        self.fc = nn.Linear(n, self.wide)\n"
         "    def forward(self, x):\n        return self.fc(x)\nwidth = 3\nNet(2, wide=width)(x)", "x fc_weight fc_bias"),
        # a row, what leaves all as it is, numbers of its own
        (BEGIN.format("") + "        self.row = nn.Sequential(nn.Linear(2, 3), nn.ReLU())\n        self.drop = nn.Dropout(0.5)\n"
         "        self.scale = nn.Parameter(torch.ones(3))\n        self.two = 2.0\n    def forward(self, x):\n"
         "        return self.drop(self.row(x)) * self.scale * self.two", "x weight1 bias1 scale"),
        # layers in a list, and a function of its own
        (BEGIN.format("") + "        self.all = nn.ModuleList([nn.Linear(2, 2, bias=False) for _ in range(2)])\n"
         "    def encode(self, x):\n        for layer in self.all:\n            x = torch.tanh(layer(x))\n        return x\n"
         "    def forward(self, x):\n        return self.encode(x).sum()", "x all_weight all_2_weight"),
        # two inputs
        ("class Join(nn.Module):\n    def forward(self, a, b, factor=2.0):\n        return a * b * factor", "a b"),
    ],
)  # fmt: skip
def test_a_class_has_the_inputs_that_it_reads(text, leaves):
    assert " ".join(engine.parse(text).leaves) == leaves


BLOCKS = (
    "class Block(nn.Module):\n    def __init__(self, n):\n        super().__init__()\n        self.fc = nn.Linear(n, n)\n"
    "    def forward(self, x):\n        return x + torch.tanh(self.fc(x))\n"
    + BEGIN.format("")
    + "        self.first = Block(2)\n        self.more = nn.Sequential(Block(2), nn.ReLU())\n"
    "    def forward(self, x):\n        return self.more(self.first(x))\n"
)


def test_objects_of_one_class_have_weights_of_their_own():
    graph = engine.parse(BLOCKS)
    assert graph.leaves == ("x", "fc_weight", "fc_bias", "fc_2_weight", "fc_2_bias")
    w, b, v, c = (graph.defaults[name] for name in graph.leaves[1:])
    assert not np.allclose(w, v)
    x = graph.defaults["x"]
    first = x + np.tanh(w @ x + b)
    assert_allclose(engine.backpropagate(graph).output, np.maximum(first + np.tanh(v @ first + c), 0))


def test_layers_of_one_name_made_in_a_loop_have_weights_of_their_own():
    graph = engine.parse("h = x\nfor i in range(2):\n    layer = nn.Linear(2, 2)\n    h = layer(h)\nh")
    assert graph.leaves == ("x", "layer_weight", "layer_bias", "layer_2_weight", "layer_2_bias")


def test_a_neuron_as_micrograd_writes_it_is_called_by_its_name():
    text = (
        "class Neuron:\n    def __init__(self):\n        self.w = [Value(0.5), Value(-1.0)]\n        self.b = Value(0.25)\n"
        "    def __call__(self, x):\n        act = sum((wi*xi for wi, xi in zip(self.w, x)), self.b)\n        return act.tanh()\n"
        "n = Neuron()\nx = [2.0, 3.0]\no = n(x)\no.backward()"
    )
    graph = engine.parse(text)
    assert set(graph.leaves) == {"w", "b", "x"}
    trace = engine.backpropagate(graph)
    slope = 1 - np.tanh(-1.75) ** 2
    assert_allclose(trace.output, np.tanh(-1.75))
    assert_allclose(trace.gradients["w"], [2 * slope, 3 * slope])
    assert_allclose(trace.gradients["b"], slope)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("class A(B):\n    pass", 1, 9, "only plain classes and subclasses of nn.Module are supported"),
        ("class A(metaclass=M):\n    pass", 1, 19, "only plain classes and subclasses of nn.Module"),
        ("@x\nclass A:\n    pass", 1, 2, "leave it out"),
        ("class A:\n    size = 3", 2, 5, "write this line inside one of them"),
        ("class A:\n    def forward():\n        return 1", 2, 5, "forward needs self as its first argument"),
        ("class A:\n    pass", 1, 1, "A has no forward function"),
        (NET + "Net(1, 2)", 16, 1, "Net takes 1 argument"),
        (NET + "Net()(x, x)", 16, 1, "Net.forward takes 1 argument"),
        (NET + "net = Net()\nnet.fc9(x)", 17, 1, "Net has no fc9 here; write self.fc9 = ... in __init__"),
        (NET + "net = Net()\nnet.size * 2", 17, 1, "Net has no size here"),
        (NET + "Net * 2", 16, 1, "write Net(...)"),
        ("class A:\n    def forward(self, x):\n        x * 2\nA()(x)", 4, 1, "returns nothing"),
        ("class A:\n    def __init__(self):\n        self.a = A()\n    def forward(self, x):\n        return x\nA()(x)",
         3, 18, "cannot call itself"),
        ("class A:\n    def forward(self, x):\n        return self.forward(x)\nA()(x)", 3, 16, "cannot call itself"),
        ("class A:\n    def __del__(self):\n        pass", 2, 9, "not contain a double underscore"),
        ("A.__init__", 1, 3, "not contain a double underscore"),
        ("__init__(x)", 1, 1, "not contain a double underscore"),
        ("nn.MSELoss()", 1, 1, "nothing is computed here yet"),
    ],
)  # fmt: skip
def test_what_is_no_plain_class_is_refused_at_its_place(text, line, column, said):
    with pytest.raises(engine.ExpressionError) as caught:
        engine.parse(text)
    assert said in caught.value.message
    assert (caught.value.line, caught.value.column) == (line, column)
