"""A network's loss, written a second time for the independent library `autograd`."""

import autograd.numpy as anp

import engine
from engine import losses
from engine.activations import OUTPUTS

PENALTIES = [None, engine.L1(0.01), engine.L2(0.02)]
PAIRS = [
    (loss, output, outputs)
    for loss in losses.LOSSES
    for output in OUTPUTS
    for outputs in (1, 3)
    if losses.allowed(loss, output, outputs) is None
]

ACTIVATIONS = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.where(z > 0, z, 0),
    "leaky relu": lambda z: anp.where(z > 0, z, 0.1 * z),
    "elu": lambda z: anp.where(z > 0, z, anp.exp(z) - 1),
    "threshold": lambda z: anp.where(z > 0, 1.0, 0.0) + 0 * z,
    "maxout": lambda z: anp.maximum(z[:, : z.shape[1] // 2], z[:, z.shape[1] // 2 :]),
    "softmax": lambda z: anp.exp(z) / anp.sum(anp.exp(z), axis=1, keepdims=True),
}

# What a network may be trained with, each two of a kind together once: loss and output, activation, penalty.
COMBINATIONS = [
    (*pair, activation, PENALTIES[(at + number) % len(PENALTIES)])
    for at, pair in enumerate(PAIRS)
    for number, activation in enumerate(engine.ACTIVATIONS)
]


def sample_loss(loss, z, a, y):
    if loss == "binary cross-entropy":
        return -anp.sum(y * anp.log(a) + (1 - y) * anp.log(1 - a), axis=1)
    if loss == "cross-entropy":
        return -anp.sum(y * anp.log(a), axis=1)
    if loss == "mean squared":
        return anp.mean((a - y) ** 2, axis=1)
    if loss == "half squared":
        return anp.sum((a - y) ** 2, axis=1) / 2
    if loss == "l1":
        return anp.sum(anp.abs(a - y), axis=1)
    if y.shape[1] == 1:
        return anp.maximum(0, 1 - (2 * y - 1) * a)[:, 0]
    margins = anp.maximum(0, a - anp.sum(y * a, axis=1, keepdims=True) + 1)
    return anp.sum(margins * (1 - y), axis=1)


def loss_of_parameters(network, X, y, loss, penalty):
    """A function of the flat parameters: mean loss plus penalty."""

    def total(parameters):
        a, start, cost = X, 0, 0.0
        for (rows, columns), name in zip(network.shapes, [*network.activations, network.output], strict=True):
            block = anp.reshape(parameters[start : start + rows * columns], (rows, columns))
            start += rows * columns
            inputs = a.shape[1]
            z = anp.dot(a, block[:, :inputs].T)
            if network.bias:
                z = z + block[:, inputs]
            a = ACTIVATIONS[name](z)
            if isinstance(penalty, engine.L1):
                cost = cost + penalty.strength * anp.sum(anp.abs(block[:, :inputs]))
            elif isinstance(penalty, engine.L2):
                cost = cost + penalty.strength * anp.sum(block[:, :inputs] ** 2)
        return anp.mean(sample_loss(loss, z, a, y)) + cost

    return total
