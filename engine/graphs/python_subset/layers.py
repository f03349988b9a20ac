"""PyTorch's layers: nn.Linear(2, 3), nn.Sequential(...), nn.ReLU(), nn.MSELoss(). Their weights become inputs."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from math import sqrt

import numpy as np

from engine import ops
from engine.graphs.python_subset.classes import passed
from engine.graphs.python_subset.literals import literal
from engine.graphs.python_subset.modules import path_of
from engine.graphs.python_subset.reader import Reader
from engine.graphs.python_subset.values import Instance, Layer, Value
from engine.ops import Op

# What has no settings that change what is computed here.
PLAIN: Mapping[str, Op] = {
    "ReLU": ops.RELU, "Tanh": ops.TANH, "Sigmoid": ops.SIGMOID, "GELU": ops.GELU, "SiLU": ops.SILU, "ELU": ops.ELU,
    "Softplus": ops.SOFTPLUS, "Flatten": ops.Reshape((-1,)), "CrossEntropyLoss": ops.CROSS_ENTROPY, "MSELoss": ops.MSE,
    "L1Loss": ops.MAE, "HuberLoss": ops.HUBER, "SmoothL1Loss": ops.HUBER, "BCELoss": ops.PROBABILITY_CROSS_ENTROPY,
    "BCEWithLogitsLoss": ops.LOGIT_CROSS_ENTROPY,
}  # fmt: skip
ALONG: Mapping[str, type[ops.Softmax]] = {"Softmax": ops.Softmax, "LogSoftmax": ops.LogSoftmax}
# Dropout leaves all as it is where one does not train, as after model.eval().
LAYERS = frozenset((*PLAIN, *ALONG, "Linear", "Sequential", "LeakyReLU", "Identity", "Dropout"))
PAIRS = (
    ops.CROSS_ENTROPY,
    ops.MSE,
    ops.MAE,
    ops.HUBER,
    ops.PROBABILITY_CROSS_ENTROPY,
    ops.LOGIT_CROSS_ENTROPY,
)
LARGEST = 100  # inputs or outputs of a layer
LEAK = 0.01  # PyTorch's own
FIRST = (1.0, -2.0, 0.5, 3.0, -1.0, 2.0)  # of an input that nothing gave a value


def made(reader: Reader, node: ast.Call, kind: str, depth: int) -> Layer:
    """The layer that a call such as nn.Linear(2, 3) makes."""
    if kind in PLAIN:
        return Layer(op=PLAIN[kind])
    if kind == "Linear":
        return _linear(reader, node)
    if kind == "LeakyReLU":
        return Layer(slope=_slope(reader, node.args, node))
    if kind in ALONG:
        axis = next((reader.integer(one) for one in [*node.args, *(key.value for key in node.keywords)]), -1)
        if axis not in (0, 1, -1):
            reader.error(node, "axis_unknown")
        return Layer(op=ALONG[kind](axis))
    parts = []
    reader.within_layers += 1
    for part in node.args if kind == "Sequential" else ():
        layer = reader.value(part, None, depth + 1)
        if not isinstance(layer, Layer | Instance):
            reader.error(part, "layer_needed")
        parts.append(layer)
    reader.within_layers -= 1
    return Layer(parts=tuple(parts))


def _linear(reader: Reader, node: ast.Call) -> Layer:
    sizes = [reader.integer(argument) for argument in node.args[:2]]
    if len(sizes) != 2 or any(size is None or not 1 <= size <= LARGEST for size in sizes):
        reader.error(node, "linear_sizes", most=LARGEST)
    without = any(
        key.arg == "bias" and isinstance(key.value, ast.Constant) and key.value.value is False
        for key in node.keywords
    )
    # fc1 = nn.Linear(2, 3) has fc1_weight and fc1_bias, one without a name weight1, weight2, ...
    reader.layers += 1
    name = reader.naming if re.fullmatch(r"[^\W\d]\w*", reader.naming) and not reader.within_layers else ""
    name = name and reader.layer_name(name)
    weight = f"{name}_weight" if name else f"weight{reader.layers}"
    bias = None if without else f"{name}_bias" if name else f"bias{reader.layers}"
    return Layer(sizes=(sizes[0] or 0, sizes[1] or 0), weight=weight, bias=bias)


def _slope(reader: Reader, given: list[ast.expr], node: ast.Call) -> float:
    parts = [*given, *(key.value for key in node.keywords if key.arg == "negative_slope")]
    found = literal(reader, parts[0]) if parts else None
    if parts and (found is None or found.value.ndim or not 0 <= float(found.value) < 1):
        reader.error(parts[0], "slope_needed")
    return LEAK if found is None else float(found.value)


def applied(reader: Reader, layer: Layer, node: ast.Call, name: str | None, depth: int) -> Value:
    """What a layer makes of the inputs that it is called with."""
    inputs = [reader.node(argument, None, depth + 1) for argument in node.args]
    needed = 2 if layer.op in PAIRS else 1
    if len(inputs) != needed or node.keywords:
        called = reader.source.text(node.func)[:40] or "this"
        if needed == 1:
            reader.error(node, "one_argument_not", name=called, count=len(inputs))
        reader.error(node, "arguments_not", name=called, needed=needed, count=len(inputs))
    return through(reader, layer, inputs, node, name)


def through(
    reader: Reader, layer: Layer | Instance, inputs: list[str], at: ast.expr, name: str | None = None
) -> str:
    """The node of a layer of nodes."""
    if isinstance(layer, Instance):
        return reader.as_node(passed(reader, layer, inputs, at, name), at, name)
    if layer.op is not None:
        return reader.apply(at, layer.op, inputs, name)
    if layer.slope is not None:
        return _leaky(reader, inputs[0], layer.slope, at, name)
    if layer.sizes is None:
        x = inputs[0]
        for number, part in enumerate(layer.parts):
            x = through(reader, part, [x], at, name if number == len(layer.parts) - 1 else None)
        return x
    into, out = layer.sizes
    x = inputs[0]
    if x in reader.implied and not reader.graph.has_value(x):
        reader.graph.give(x, np.resize(FIRST, into))
    weight = reader.weight(layer.weight, (out, into), 1 / sqrt(into))
    turned = reader.apply(at, ops.TRANSPOSE, [weight])
    product = reader.apply(at, ops.MATMUL, [x, turned], None if layer.bias else name)
    if layer.bias is None:
        return product
    return reader.apply(at, ops.ADD, [product, reader.weight(layer.bias, (out,), 1 / sqrt(into))], name)


def leaky(reader: Reader, node: ast.Call, name: str | None, depth: int) -> Value:
    """F.leaky_relu(x), which has a slope of 0.01 where ours has 0.1."""
    path = path_of(reader, node.func)
    if path is None or not node.args:
        reader.error(node, "one_argument_not", name="leaky_relu", count=0)
    x = reader.node(node.args[0], None, depth + 1)
    return _leaky(reader, x, _slope(reader, node.args[1:], node), node, name)


def _leaky(reader: Reader, x: str, slope: float, at: ast.expr, name: str | None) -> str:
    if slope == 0.1:
        return reader.apply(at, ops.LEAKY_RELU, [x], name)
    less = reader.apply(at, ops.MULTIPLY, [reader.constant(np.array(slope), at), x])
    return reader.apply(at, ops.MAXIMUM, [less, x], name)
