# ruff: noqa: E501  (snippets stand as they are written)
"""Code as people have it, in the lectures' flat style, micrograd's, NumPy's and PyTorch's: its inputs, its value and
its gradients are those that it has where it comes from."""

import math

import autograd.numpy as np
import pytest
from autograd import grad
from autograd.extend import defvjp, primitive
from numpy.testing import assert_allclose

import engine

X, V = np.array([1.0, -2.0, 3.0]), np.array([0.5, 0.25])
M = np.array([[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]])
W = np.array([[1.0, 2.0], [3.0, 4.0]])


def softmax(z, axis=-1):
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def cross_entropy(z, label):
    return -np.mean(np.log(softmax(np.atleast_2d(z)))[np.arange(np.atleast_2d(z).shape[0]), label])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return z * (z > 0)


def cubic(t):
    return t**3 - 2 * t


def units(x):
    bend = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
    normal = 0.5 * (1 + erf(x / np.sqrt(2)))
    return (
        np.sum(x * normal)
        + np.sum(x * sigmoid(x))
        - 0.01 * np.sum(x)
        + np.sum(np.exp(-x) - 1)
        + (0.5 * x * (1 + bend))[0]
    )


@primitive
def erf(x):
    return np.array([math.erf(one) for one in x])


defvjp(erf, lambda out, x: lambda u: u * 2 / np.sqrt(np.pi) * np.exp(-(x**2)))


def convolved(image, k):
    wide = np.concatenate([np.zeros((3, 1)), image, np.zeros((3, 1))], axis=1)
    wide = np.concatenate([np.zeros((1, 5)), wide, np.zeros((1, 5))])
    out = relu(np.array([[np.sum(wide[i : i + 2, j : j + 2] * k) for j in range(4)] for i in range(4)]))
    return sum(np.max(out[i : i + 2, j : j + 2]) for i in (0, 2) for j in (0, 2))


# (where it is from, the text, the inputs that its lines declare, the same in plain NumPy)
SNIPPETS = [
    # The lectures' flat code
    ("flat", "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z", {"x": -2, "y": 5, "z": -4}, lambda x, y, z: (x + y) * z),
    ("flat", "x = -2; y = 5; z = -4\n# perform the forward pass\nq = x + y # q becomes 3\nf = q * z # f becomes -12\n"
             "# perform the backward pass (backpropagation) in reverse order:\ndfdz = q\ndfdq = z\ndfdx = 1.0 * dfdq\n"
             "dfdy = 1.0 * dfdq", {"x": -2, "y": 5, "z": -4}, lambda x, y, z: (x + y) * z),
    ("flat", "w = [2,-3,-3] # assume some random weights and data\nx = [-1, -2]\n\n# forward pass\n"
             "dot = w[0]*x[0] + w[1]*x[1] + w[2]\nf = 1.0 / (1 + math.exp(-dot)) # sigmoid function",
     {"w": [2, -3, -3], "x": [-1, -2]}, lambda w, x: sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])),
    ("flat", "import math\nx = 3\ny = -4\n\n# forward pass\nsigy = 1.0 / (1 + math.exp(-y))\nnum = x + sigy\n"
             "sigx = 1.0 / (1 + math.exp(-x))\nxpy = x + y\nxpysqr = xpy**2\nden = sigx + xpysqr\ninvden = 1.0 / den\n"
             "f = num * invden\ndf = 1.0\ndnum = invden * df\ndinvden = num * df\n",
     {"x": 3, "y": -4}, lambda x, y: (x + sigmoid(y)) / (sigmoid(x) + (x + y) ** 2)),
    ("flat", "W = [[1, 2], [3, 4]]\nx = [0.5, -1]\nq = W @ x\nf = sum(q ** 2)", {"W": W, "x": [0.5, -1]},
     lambda W, x: np.sum(np.dot(W, x) ** 2)),
    ("flat", "x, y, z = 3.0, -4.0, 2.0\na = x * y; b = max(x, z); c = a + b\nc / 2", {"x": 3, "y": -4, "z": 2},
     lambda x, y, z: (x * y + x) / 2),
    ("flat", "a = 1.5\ns = 0\nfor i in range(4):\n    s += a ** i\ns", {"a": 1.5}, lambda a: 1 + a + a**2 + a**3),
    ("flat", "x = [1.0, -2.0, 3.0]\ntotal = 0\nfor v in x:\n    total = total + v * v\n", {"x": X},
     lambda x: np.sum(x**2)),
    ("flat", "x = 2.0\nx += 1\nx *= x\ny = x - 1 / 4", {"x": 2}, lambda x: (x + 1) ** 2 - 0.25),
    # micrograd
    ("micrograd", "from micrograd.engine import Value\n\na = Value(-4.0)\nb = Value(2.0)\nc = a + b\n"
                  "d = a * b + b**3\nc += c + 1\nc += 1 + c + (-a)\nd += d * 2 + (b + a).relu()\n"
                  "d += 3 * d + (b - a).relu()\ne = c - d\nf = e**2\ng = f / 2.0\ng += 10.0 / f\n"
                  "print(f'{g.data:.4f}') # prints 24.7041\ng.backward()\nprint(f'{a.grad:.4f}')",
     {"a": -4, "b": 2}, lambda a, b: micrograd_example(a, b)),
    ("micrograd", "# a neuron\nx1 = Value(2.0, label='x1')\nx2 = Value(0.0, label='x2')\nw1 = Value(-3.0, label='w1')\n"
                  "w2 = Value(1.0, label='w2')\nb = Value(6.8813735870195432, label='b')\nx1w1 = x1*w1\nx2w2 = x2*w2\n"
                  "x1w1x2w2 = x1w1 + x2w2\nn = x1w1x2w2 + b\no = n.tanh()\no.backward()",
     {"x1": 2, "x2": 0, "w1": -3, "w2": 1, "b": 6.8813735870195432}, lambda x1, x2, w1, w2, b: np.tanh(x1 * w1 + x2 * w2 + b)),
    ("micrograd", "x = [Value(1.0), Value(-2.0), Value(3.0)]\nw = [Value(0.5), Value(-1.0), Value(0.25)]\nb = Value(0.1)\n"
                  "act = sum((wi*xi for wi, xi in zip(w, x)), b)\nout = act.tanh()",
     {"x": X, "w": [0.5, -1, 0.25], "b": 0.1}, lambda x, w, b: np.tanh(np.dot(w, x) + b)),
    ("micrograd", "a = Value(2.0); a.label = 'a'\na.requires_grad = True\nd = a * a + a; d.label = 'a*a + a'\nd.backward()",
     {"a": 2}, lambda a: a * a + a),
    ("micrograd", "a = Value(2.0)\nb = Value(-3.0)\ne = (2*a).exp()\n((e - 1) / (e + 1) * b).backward()",
     {"a": 2, "b": -3}, lambda a, b: np.tanh(a) * b),
    ("micrograd", "xs = [[2.0, 3.0], [3.0, -1.0]]\nys = [1.0, -1.0]\nw = [Value(0.5), Value(-0.5)]\n"
                  "def neuron(x):\n    act = sum(wi * xi for wi, xi in zip(w, x))\n    return act.tanh()\n"
                  "ypred = [neuron(x) for x in xs]\nloss = sum((yout - ygt)**2 for ygt, yout in zip(ys, ypred))\n"
                  "loss.backward()", {"xs": [[2, 3], [3, -1]], "ys": [1, -1], "w": [0.5, -0.5]},
     lambda xs, ys, w: np.sum((np.tanh(np.dot(xs, w)) - ys) ** 2)),
    ("micrograd", "x = Value(0.5)\nout = []\nfor k in range(1, 4):\n    out.append((x * k).relu() ** 2)\nloss = sum(out)",
     {"x": 0.5}, lambda x: 14 * x**2),
    # NumPy
    ("numpy", "import numpy as np\nx = np.array([1.0, -2.0, 3.0])\ny = np.exp(-x)\nnp.sum(y)", {"x": X},
     lambda x: np.sum(np.exp(-x))),
    ("numpy", "x = np.array([1.0, -2.0, 3.0])\nx.T @ x", {"x": X}, lambda x: np.dot(x, x)),
    ("numpy", "x = np.array([1., -2., 3.])\nx[0] * 2 + x[-1]", {"x": X}, lambda x: 2 * x[0] + x[2]),
    ("numpy", "x = np.array([1.0, -2.0, 3.0])\n((x > 0) * x).sum()", {"x": X}, lambda x: np.sum(relu(x))),
    ("numpy", "x = np.array([1.0, -2.0, 3.0])\nnp.mean(x[0:2] ** 2) + x[1:].prod()", {"x": X},
     lambda x: np.mean(x[:2] ** 2) + np.prod(x[1:])),
    ("numpy", "X = np.array([[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]])\nnp.sum(X[:, 0] * X[:, 1])", {"X": M},
     lambda X: np.sum(X[:, 0] * X[:, 1])),
    ("numpy", "X = np.array([[1., 2.], [3., 4.], [-1., .5]])\nmu = X.mean(axis=0, keepdims=True)\n"
              "sd = X.std(axis=0, keepdims=True)\nnp.square((X - mu) / (sd + 1e-5)).sum() + np.var(X, axis=1)[0]",
     {"X": M}, lambda X: np.sum(((X - np.mean(X, axis=0)) / (np.std(X, axis=0) + 1e-5)) ** 2) + np.var(X[0])),
    ("numpy", "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n\nx = np.array([1.0, -2.0, 3.0])\n"
              "w = np.array([0.1, 0.2, 0.3])\nb = 0.5\np = sigmoid(np.dot(w, x) + b)",
     {"x": X, "w": [0.1, 0.2, 0.3], "b": 0.5}, lambda x, w, b: sigmoid(np.dot(w, x) + b)),
    ("numpy", "def layer(x, w, b):\n    z = x @ w + b\n    return np.tanh(z)\n\nx = np.array([0.5, 0.25])\n"
              "W1 = np.array([[1.0, 2.0], [3.0, 4.0]])\nb1 = np.zeros(2)\nW2 = 0.1 * np.ones((2, 2))\nb2 = np.array([.1, .2])\n"
              "out = layer(layer(x, W1, b1), w=W2, b=b2)\nloss = out.sum()",
     {"x": V, "W1": W, "b1": [0, 0], "W2": [[0.1, 0.1], [0.1, 0.1]], "b2": [0.1, 0.2]},
     lambda x, W1, b1, W2, b2: np.sum(np.tanh(np.dot(np.tanh(np.dot(x, W1) + b1), W2) + b2))),
    ("numpy", "x = np.array([[1., 2.], [3., 4.], [-1., .5]])\nw1 = np.array([[.5, -.5], [.25, .1]])\n"
              "w2 = np.array([[1.], [-2.]])\ny = np.array([[1.], [0.], [2.]])\nh = x.dot(w1)\n"
              "h_relu = np.maximum(h, 0)\ny_pred = h_relu.dot(w2)\nloss = np.square(y_pred - y).sum()\nprint(loss)",
     {"x": M, "w1": [[0.5, -0.5], [0.25, 0.1]], "w2": [[1], [-2]], "y": [[1], [0], [2]]},
     lambda x, w1, w2, y: np.sum((np.dot(relu(np.dot(x, w1)), w2) - y) ** 2)),
    ("numpy", "x = np.array([1.0, -2.0, 3.0])\nnp.where(x > 0, x, 0.1 * x).sum() + np.abs(x).max()", {"x": X},
     lambda x: np.sum(np.where(x > 0, x, 0.1 * x)) + x[2]),
    ("numpy", "a = np.array([0.5, 0.25])\nb = np.array([1.0, -2.0, 3.0])\nc = np.concatenate([a, b])\nnp.dot(c, c) + c.min()",
     {"a": V, "b": X}, lambda a, b: np.sum(a**2) + np.sum(b**2) + b[1]),
    ("numpy", "a = np.array([0.5, 0.25])\nS = np.stack([a, 2 * a, a ** 2], axis=1)\nnp.linalg.norm(S)", {"a": V},
     lambda a: np.sqrt(np.sum(5 * a**2 + a**4))),
    ("numpy", "a = np.arange(6).reshape(2, 3)\nnp.reshape(a, (3, 2))[1].sum() * np.outer([1.0, 2.0], [3.0]).sum()",
     {"a": [[0, 1, 2], [3, 4, 5]]}, lambda a: 9.0 * (a[0, 2] + a[1, 0])),
    ("numpy", "x = np.array([1.0, -2.0, 3.0])\nlogits = x - np.max(x)\np = np.exp(logits) / np.sum(np.exp(logits))\n"
              "loss = -np.log(p[2])", {"x": X}, lambda x: cross_entropy(x, 2)),
    ("numpy", "Q = np.array([[1.0, 2.0], [3.0, 4.0]])\nK = np.array([[.1, .2], [.3, .4], [-.1, .5]])\nV = np.eye(3)\n"
              "d = Q.shape[1]\nA = softmax(Q @ K.T / np.sqrt(d), axis=-1)\nout = A @ V\n(out ** 2).sum()",
     {"Q": W, "K": [[0.1, 0.2], [0.3, 0.4], [-0.1, 0.5]], "V": np.eye(3)},
     lambda Q, K, V: np.sum(np.dot(softmax(np.dot(Q, K.T) / np.sqrt(2)), V) ** 2)),
    ("numpy", "h = np.zeros(2)\nWh = np.array([[1.0, 2.0], [3.0, 4.0]])\nxs = [0.5, -0.25, 1.0]\nfor t in range(len(xs)):\n"
              "    h = np.tanh(Wh @ h * 0.1 + xs[t])\nh.sum()", {"h": [0, 0], "Wh": W, "xs": [0.5, -0.25, 1.0]},
     lambda h, Wh, xs: np.sum(recurrent(h, Wh, xs))),
    ("numpy", "X = np.array([[1., 2.], [3., 4.], [-1., .5]])\nnp.cumsum(X, axis=0).max(axis=1).sum() + np.trace(X.T @ X)"
              " + np.clip(X, -2, 2.5).sum()", {"X": M},
     lambda X: np.sum(np.max(np.cumsum(X, axis=0), axis=1)) + np.sum(X**2) + np.sum(np.minimum(X, 2.5))),
    ("numpy", "scores = np.array([[1., 2.], [3., 4.], [-1., .5]])\nlogp = scores - np.log(np.sum(np.exp(scores), axis=1, "
              "keepdims=True))\nloss = -np.mean(logp[np.arange(3), [0, 1, 1]])", {"scores": M},
     lambda scores: cross_entropy(scores, [0, 1, 1])),
    ("numpy", "f = lambda t: t ** 3 - 2 * t\nx = 1.5\nf(x) + f(f(x))", {"x": 1.5}, lambda x: cubic(x) + cubic(cubic(x))),
    ("numpy", "x = np.array([0.5, 0.25])\nx = np.sinh(x)\nx = np.cosh(x) + np.tan(x)\nnp.sum(np.logaddexp(x, 1) + np.sign(x))",
     {"x": V}, lambda x: np.sum(np.logaddexp(np.cosh(np.sinh(x)) + np.tan(np.sinh(x)), 1)) + 2),
    ("numpy", ">>> x = np.array([0.5, 0.25])\n>>> def twice(t):\n...     return t * 2\n...\n>>> twice(x)\narray([1. , 0.5])\n>>> np.sum(x) + twice(x)[0]\n1.75",
     {"x": V}, lambda x: np.sum(x) + 2 * x[0]),
    ("numpy", "x = np.array([0.5, 0.25])\nx[:, None] * x[None, :]", {"x": V}, lambda x: np.outer(x, x)),
    # PyTorch
    ("pytorch", "import torch\nx = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)\ny = torch.relu(x).sum()\ny.backward()\n"
                "print(x.grad)", {"x": X}, lambda x: np.sum(relu(x))),
    ("pytorch", "import torch.nn.functional as F\nz = torch.tensor([[1., 2.], [3., 4.], [-1., .5]], requires_grad=True)\n"
                "loss = F.cross_entropy(z, torch.tensor([1, 0, 1]))\nloss.backward()", {"z": M},
     lambda z: cross_entropy(z, [1, 0, 1])),
    ("pytorch", "x = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)\nF.softmax(x, dim=0)[0] + torch.log_softmax(x, dim=-1)[1]",
     {"x": X}, lambda x: softmax(x)[0] + np.log(softmax(x)[1])),
    ("pytorch", "x = torch.tensor([1.0, -2.0, 3.0])\nt = torch.tensor([0.5, 0.5, 0.5])\nF.mse_loss(x, t) + F.l1_loss(x, t) + "
                "F.huber_loss(x, t, reduction='sum', delta=2.0)", {"x": X, "t": [0.5, 0.5, 0.5]},
     lambda x, t: np.mean((x - t) ** 2) + np.mean(np.abs(x - t)) + huber(x - t, 2.0)),
    ("pytorch", "z = torch.tensor([0.5, 0.25])\ny = torch.tensor([1.0, 0.0])\nF.binary_cross_entropy_with_logits(z, y) + "
                "F.binary_cross_entropy(torch.sigmoid(z), y)", {"z": V, "y": [1, 0]},
     lambda z, y: -2 * np.mean(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z)))),
    ("pytorch", "w = torch.ones(2, 2, requires_grad=True)\nx = torch.tensor([0.5, 0.25])\nout = torch.matmul(w, x).pow(2).mean()"
                ".sqrt()\nout.item()", {"w": [[1, 1], [1, 1]], "x": V}, lambda w, x: np.sqrt(np.mean(np.dot(w, x) ** 2))),
    ("pytorch", "x = torch.tensor([[1., 2.], [3., 4.]])\ny = x.view(-1).unsqueeze(0)\nz = torch.cat([y, y * 2], dim=1)\n"
                "z.std() + z.var(dim=1, unbiased=False)[0] + z.norm()", {"x": W},
     lambda x: np.std(twice(x), ddof=1) + np.var(twice(x)) + np.sqrt(np.sum(twice(x) ** 2))),
    ("pytorch", "torch.manual_seed(0)\nx = torch.tensor([0.5, 0.25])\nF.gelu(x).sum() + F.silu(x).sum() + F.leaky_relu(-x).sum()"
                " + F.elu(-x).sum() + F.gelu(x, approximate='tanh')[0]", {"x": V}, units),
    ("pytorch", "E = torch.tensor([[1., 2.], [3., 4.], [-1., .5]])\nF.embedding(torch.tensor([0, 2, 0]), E).sum() + E[1].max() + "
                "F.one_hot(torch.tensor(1), num_classes=3) @ E[:, 0]", {"E": M},
     lambda E: 2 * np.sum(E[0]) + np.sum(E[2]) + E[1, 1] + E[1, 0]),
    ("pytorch", "a = torch.tensor([1.0, -2.0, 3.0])\nb = torch.tensor([0.5, 1.0, 2.0])\nF.cosine_similarity(a, b, dim=0) + "
                "torch.maximum(a, b).sum() + torch.clamp(a, min=0).sum() + a.detach() @ b", {"a": X, "b": [0.5, 1, 2]},
     lambda a, b: np.dot(a, b) / np.sqrt(np.dot(a, a) * np.dot(b, b)) + np.sum(np.where(a > b, a, b)) + np.sum(relu(a))
     + np.dot(X, b)),
    ("pytorch", "w = torch.tensor(0.5, requires_grad=True)\nfor epoch in range(1000):\n    y = w * 3.0\n    loss = (y - 1) ** 2\n"
                "    optimizer.zero_grad()\n    loss.backward()\n    optimizer.step()", {"w": 0.5}, lambda w: (3 * w - 1) ** 2),
    ("pytorch", "image = torch.tensor([[1., 2., 0.], [3., 4., 1.], [-1., .5, 2.]])\nk = torch.tensor([[1.1, -0.9], [2.1, 0.4]])\n"
                "out = F.relu(F.conv2d(image, k, stride=1, padding=1))\nF.max_pool2d(out, 2).sum()",
     {"image": [[1, 2, 0], [3, 4, 1], [-1, 0.5, 2]], "k": [[1.1, -0.9], [2.1, 0.4]]}, convolved),
]  # fmt: skip


def micrograd_example(a, b):
    c = a + b
    d = a * b + b**3
    c = c + c + 1
    c = c + 1 + c + (-a)
    d = d + d * 2 + relu(b + a)
    d = d + 3 * d + relu(b - a)
    f = (c - d) ** 2
    return f / 2.0 + 10.0 / f


def recurrent(h, Wh, xs):
    for t in range(3):
        h = np.tanh(np.dot(Wh, h) * 0.1 + xs[t])
    return h


def huber(d, delta):
    near = np.where(np.abs(d) < delta, np.abs(d), delta)
    return np.sum(near * (np.abs(d) - 0.5 * near))


def twice(x):
    y = np.ravel(x)
    return np.concatenate([y, 2 * y])


def arrays(values):
    return {name: np.array(value, dtype=float) for name, value in values.items()}


WHOLE = [one for one in SNIPPETS if one[3] is not None]


@pytest.mark.parametrize(
    ("style", "text", "inputs", "plain"), WHOLE, ids=[f"{s}: {t[:40]!r}" for s, t, _, _ in WHOLE]
)
def test_pasted_code_has_its_inputs_its_value_and_its_gradients(style, text, inputs, plain):
    graph = engine.parse(text)
    given = arrays(inputs)
    assert set(graph.leaves) == set(given)
    for name, value in given.items():
        assert_allclose(graph.defaults[name], value)
        assert graph.defaults[name].shape == value.shape
    trace = engine.backpropagate(graph)
    assert_allclose(trace.output, plain(*given.values()), rtol=1e-10)
    expected = grad(lambda values: np.sum(plain(*values)))(tuple(given.values()))
    for name, gradient in zip(given, expected, strict=True):
        assert_allclose(trace.gradients[name], gradient, rtol=1e-9, atol=1e-12, err_msg=name)


def test_there_are_forty_and_some_of_each_style():
    assert len(SNIPPETS) >= 40
    assert {style for style, *_ in SNIPPETS} == {"flat", "micrograd", "numpy", "pytorch"}


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("h = x\nh = h * 2\nh = h + 1", ["x", "h", "c", "h2", "c2", "h3"]),
        ("h1 = x * 2\nh1 = h1 + 1\nh1", ["x", "c", "h1", "c2", "h1_2"]),
        ("n = 3\nx ** n", ["x", "n", "f"]),  # a number that is an input
        (
            "n = 2\ns = 0\nfor i in range(n):\n    s += x[i]\ns",
            ["c", "x", "q", "s", "q2", "s2"],
        ),  # and one that counts
    ],
)
def test_a_name_that_gets_another_value_has_another_node(text, nodes):
    assert [node.name for node in engine.parse(text).nodes if not node.is_fan_out] == nodes


def test_a_function_of_ours_may_be_a_name_where_it_is_not_called():
    assert engine.parse("norm = x * 2; var + norm").leaves == ("x", "var")
    assert engine.parse("mse = mean((p - y) ** 2)").output == "mse"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("np.zeros((2, 3))", np.zeros((2, 3))), ("torch.ones(2, 3, requires_grad=True)", np.ones((2, 3))),
        ("np.eye(2)", np.eye(2)), ("np.full((2, 3), 0.5)", np.full((2, 3), 0.5)), ("np.arange(1, 4)", np.arange(1.0, 4)),
        ("np.linspace(0, 1, 5)", np.linspace(0, 1, 5)), ("torch.tensor([[1.5]])", [[1.5]]),
    ],
)  # fmt: skip
def test_a_name_for_an_array_that_is_made_is_an_input(written, value):
    graph = engine.parse(f"w = {written}\nsum(w * w)")
    assert graph.leaves == ("w",)
    assert_allclose(graph.defaults["w"], value)


def test_an_array_like_another_has_its_shape():
    assert_allclose(
        engine.backpropagate(engine.parse("x = [[1, 2]]\nnp.ones_like(x) + np.zeros_like(x)")).output,
        [[1.0, 1.0]],
    )
    with pytest.raises(
        engine.ExpressionError, match="the sizes in zeros_like must be whole numbers that are known here"
    ):
        engine.parse("np.zeros_like(x)")


def test_a_value_that_nothing_reads_is_no_input_and_one_alone_is_the_output():
    assert engine.parse("lr = 0.1\nx = 2\ny = x * x").leaves == ("x",)
    graph = engine.parse("x = [1, 2]")
    assert (graph.leaves, graph.output) == (("x",), "x")


def test_a_backward_pass_by_hand_is_left_and_one_that_is_none_is_not():
    assert engine.parse("q = x * y\ndq = 1.0\ndx = y * dq\ndy = x * dq\nx = x - 0.1 * dx").output == "q"
    assert engine.parse("x = 2\ndx = 3\nx * dx").output == "f"
    assert engine.parse("q = x * y\ndq = 2.0\nz = dq * q").output == "z"
    assert engine.parse("loss = x * x\ndx = 2 * x").output == "dx"


def test_a_backward_pass_may_begin_with_the_gradient_of_what_was_computed_before_the_last():
    neuron = (
        "w = [2, -3, -3]\nx = [-1, -2]\ndot = w[0]*x[0] + w[1]*x[1] + w[2]\nf = 1.0 / (1 + math.exp(-dot))\n"
    )
    backward = (
        "ddot = (1 - f) * f\ndx = [w[0] * ddot, w[1] * ddot]\ndw = [x[0] * ddot, x[1] * ddot, 1.0 * ddot]"
    )
    assert engine.parse(neuron + backward).output == "f"
    product = "W = np.ones((2, 3))\nX = np.ones((3, 2))\nD = W.dot(X)\n"
    assert (
        engine.parse(product + "dD = np.random.randn(*D.shape)\ndW = dD.dot(X.T)\ndX = W.T.dot(dD)").output
        == "D"
    )
    assert engine.parse("q = x * y\nf = q + 1\ndq = f * 2\ny2 = dq * q").output == "y2"


# Under which Python runs a file


AS_A_FILE = """import numpy as np

def layer(x, w):
    return np.tanh(w * x)

if __name__ == "__main__":
    x, w = 2.0, 0.5

    print(layer(x, w))
    y = layer(x, w) * 3
"""


def test_what_stands_under_the_name_of_main_is_read_as_if_it_stood_alone():
    alone = (
        AS_A_FILE.replace('if __name__ == "__main__":\n', "")
        .replace("\n    x", "\nx")
        .replace("\n    y", "\ny")
    )
    graph = engine.parse(AS_A_FILE)
    assert graph.leaves == ("x", "w")
    trace = engine.backpropagate(graph)
    assert_allclose(trace.output, 3 * np.tanh(1.0), rtol=1e-12)
    assert_allclose(trace.gradients["w"], 6 * (1 - np.tanh(1.0) ** 2), rtol=1e-12)
    assert repr(graph) == repr(engine.parse(alone.replace("\n    print", "\nprint")))


def test_a_mistake_under_the_name_of_main_is_told_at_its_place():
    text = 'x = 1.0\nif __name__ == "__main__":\n    y = x ** 2\n    z = y + nonsense(x)\n'
    with pytest.raises(engine.ExpressionError) as told:
        engine.parse(text)
    assert (told.value.line, told.value.column) == (4, 13)


def test_only_the_name_of_main_is_asked_for():
    for text in ('if __name__ == "other":\n    y = x', "if x:\n    y = x", 'y = 1\n__name__ = "__main__"'):
        with pytest.raises(engine.ExpressionError):
            engine.parse(text)


def test_a_block_without_gradients_is_told_how_to_be_left_out():
    with pytest.raises(engine.ExpressionError, match="move the lines under it to the left") as told:
        engine.parse("x = 2.0\nwith torch.no_grad():\n    y = x ** 2")
    assert (told.value.line, told.value.column) == (2, 1)
