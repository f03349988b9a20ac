"""The graph of one sample through a network to its loss, at layer level or one node an operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike

from engine import ops
from engine.activations import Activation
from engine.graphs.graph import Graph, GraphBuilder
from engine.losses import Loss, ScalarLoss, allowed, find
from engine.networks.regularizers import L1, L2

if TYPE_CHECKING:  # a network makes graphs of itself
    from engine.networks.network import Network

Masks = Sequence[ops.Array | None]  # of dropout, (width,) for each hidden layer that has one


def build(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    loss: str | Loss,
    penalty: L1 | L2 | None = None,
    level: Literal["layer", "scalar"] = "layer",
    masks: Masks = (),
    names: Sequence[str] = (),
) -> Graph:
    """The graph of the sample x (inputs,) with the targets y (outputs,), its numbers in `graph.defaults`. At the level
    of single numbers the inputs bear these names as labels, where there are any.

    A mask of dropout is a constant "mask1" that meets the activation in a product "drop1"; without masks nothing is
    dropped.

    The parameters are copied: training on does not change a graph. Raises ValueError when the loss does
    not go with the output, when x or y has another size, or for a label of hinge or cross-entropy that is
    not one-hot.
    """
    x = np.atleast_1d(np.asarray(x, dtype=np.float64))
    y = np.atleast_1d(np.asarray(y, dtype=np.float64))
    if x.shape != (network.widths[0],) or y.shape != (network.widths[-1],):
        sizes = f"{network.widths[0]} inputs and {network.widths[-1]} targets"
        raise ValueError(f"the network takes {sizes}, not arrays of shape {x.shape} and {y.shape}")
    if names and len(names) != len(x):
        raise ValueError(f"there are {len(names)} names of {len(x)} inputs")
    reason = allowed(loss, network.dense[-1].activation, network.widths[-1])
    if reason:
        raise ValueError(reason)
    if level not in ("layer", "scalar"):
        raise ValueError(f"level must be 'layer' or 'scalar', not {level!r}")
    masks = list(masks) or [None] * (len(network.dense) - 1)
    if level == "layer":
        return _layer_level(network, x, y, find(loss), penalty, masks)
    return _scalar_level(
        network, x, y, find(loss), penalty, masks, names or [f"x{j + 1}" for j in range(len(x))]
    )


def _layer_level(
    network: Network, x: ops.Array, y: ops.Array, loss: Loss, penalty: L1 | L2 | None, masks: Masks
) -> Graph:
    add = GraphBuilder()
    a = add.leaf("x", x, place=("input",))
    weights = []
    for layer, (dense, mask) in enumerate(zip(network.dense, [*masks, None], strict=True)):
        n = layer + 1
        w = add.leaf(f"W{n}", dense.weights, "parameter", place=("weights", layer))
        weights.append(w)
        if dense.biases is None:
            z = add.apply(ops.MATMUL, w, a, name=f"z{n}", place=("z", layer))
        else:
            b = add.leaf(f"b{n}", dense.biases, "parameter", place=("bias", layer))
            product = add.apply(ops.MATMUL, w, a, name=f"W{n}x", place=("product", layer))
            z = add.apply(ops.ADD, product, b, name=f"z{n}", place=("z", layer))
        a = z
        gate = dense.activation.op
        if gate is not None:
            a = add.apply(gate, z, name=f"a{n}", place=("a", layer))
        if mask is not None:
            held = add.leaf(f"mask{n}", mask, "constant", place=("mask", layer))
            a = add.apply(ops.MULTIPLY, a, held, name=f"drop{n}", place=("drop", layer))
    targets = add.leaf("y", y, "constant", place=("target",))
    scores = z if loss.on_logits else a
    add.apply(loss.op, scores, targets, name="loss", place=("loss",))
    return add.build(_with_penalty(add, penalty, weights))


def _with_penalty(add: GraphBuilder, penalty: L1 | L2 | None, weights: Sequence[str]) -> str:
    """Add penalty and total, and return the name of the output."""
    if penalty is None:
        return "loss"
    op = ops.L1_PENALTY if isinstance(penalty, L1) else ops.L2_PENALTY
    strength = add.leaf("strength", penalty.strength, "constant", label="λ", place=("strength",))
    add.apply(op, strength, *weights, name="penalty", place=("penalty",))
    return add.apply(ops.ADD, "loss", "penalty", name="total", place=("total",))


def _scalar_level(
    network: Network,
    x: ops.Array,
    y: ops.Array,
    loss: Loss,
    penalty: L1 | L2 | None,
    masks: Masks,
    names: Sequence[str],
) -> Graph:
    add = GraphBuilder()
    below = [
        add.leaf(f"x{j + 1}", value, label=name, place=("input", j))
        for j, (value, name) in enumerate(zip(x, names, strict=True))
    ]
    weights: list[str] = []
    for layer, (dense, mask) in enumerate(zip(network.dense, [*masks, None], strict=True)):
        z = [
            _neuron(add, layer, unit, row, dense.biases, below, weights)
            for unit, row in enumerate(dense.weights)
        ]
        below = _activations(add, layer, dense.activation, z)
        if mask is not None:
            below = [_dropped(add, layer, unit, a, mask[unit]) for unit, a in enumerate(below)]
    targets = [add.leaf(f"y{k + 1}", value, "constant", place=("target", k)) for k, value in enumerate(y)]
    loss.gates(ScalarLoss(add), z if loss.on_logits else below, targets, y)
    return add.build(_with_penalty(add, penalty, weights))


def _neuron(
    add: GraphBuilder,
    layer: int,
    unit: int,
    row: ops.Array,
    bias: ops.Array | None,
    below: Sequence[str],
    weights: list[str],
) -> str:
    """z of one neuron: a product for each of its inputs and one add gate for them and the bias."""
    n, i = layer + 1, unit + 1
    terms = []
    for j, value in enumerate(row):
        # One digit each reads well (w1_12); from ten on they are kept apart (w1_1_12).
        ij = f"{i}{j + 1}" if max(i, len(row)) < 10 else f"{i}_{j + 1}"
        w = add.leaf(f"w{n}_{ij}", value, "parameter", place=("weight", layer, unit, j))
        weights.append(w)
        place = ("product", layer, unit, j)
        terms.append(add.apply(ops.MULTIPLY, w, below[j], name=f"p{n}_{ij}", place=place))
    if bias is not None:
        terms.append(add.leaf(f"b{n}_{i}", bias[unit], "parameter", place=("bias", layer, unit)))
    return add.apply(ops.ADD, *terms, name=f"z{n}_{i}", place=("z", layer, unit))


def _dropped(add: GraphBuilder, layer: int, unit: int, a: str, mask: float) -> str:
    """One unit's activation times its number of the mask."""
    name = f"{layer + 1}_{unit + 1}"
    held = add.leaf(f"mask{name}", mask, "constant", place=("mask", layer, unit))
    return add.apply(ops.MULTIPLY, a, held, name=f"drop{name}", place=("drop", layer, unit))


def _activations(add: GraphBuilder, layer: int, activation: Activation, z: Sequence[str]) -> list[str]:
    """A node for each unit's activation; the sums themselves where there is none."""
    return [
        add.apply(op, *inputs, name=f"a{layer + 1}_{unit + 1}", place=("a", layer, unit))
        for unit, (op, inputs) in enumerate(activation.gates(z))
    ] or list(z)
