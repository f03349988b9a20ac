"""A gate that stands for several: its forward and backward pass are those of the graph inside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine import ops
from engine.graphs.backprop import backward, forward
from engine.graphs.graph import Graph
from engine.ops import Array, Op
from engine.ops.base import PRODUCT, Form, Named, Shapes

INSIDE = Form(("upstream", "through the gates inside"))


class Folded(Op):
    """A composite gate of `kind`. `inside` is the graph folded into it, whose leaves are its inputs, in order.

    `like` is the op that it is, where there is one that does the same element by element (a sigmoid): then
    the local gradient is that op's. Otherwise the vjp goes through the graph inside, so the gradients are
    those of the gates that were folded, to the bit.
    """

    def __init__(self, kind: str, symbol: str, inside: Graph, inputs: Sequence[str], like: Op | None) -> None:
        self.name, self.symbol, self.inside, self.inputs, self.like = (
            kind,
            symbol,
            inside,
            tuple(inputs),
            like,
        )
        self._carrying = {node.inputs[i] for node, _, positions in inside.walk for i in positions}

    def forward(self, *inputs: Array) -> Array:
        if self.like is not None:
            return self.like.forward(*inputs)
        return self.values(inputs)[self.inside.output]

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        if self.like is not None:
            return self.like.local(index, inputs, output)
        if self.name == "layer":
            last = self.inside[self.inside.output]
            if last.op is not None and len(last.inputs) == 1:
                return last.op.local(0, [self.values(inputs)[last.inputs[0]]], output)
            return np.ones_like(output)
        if self._is_value(index):
            return self.values(inputs)[self.inside[self.inside.output].inputs[0]]
        if self.name == "softmax" and output.ndim == 1:
            return ops.SOFTMAX.local(0, inputs, output)
        return self.vjp(index, np.ones_like(output), inputs, output)

    def _is_value(self, index: int) -> bool:
        """Whether an input is the V of attention, which the weights meet last."""
        return self.name == "attention" and self.inside[self.inside.output].inputs[1] == self.inputs[index]

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        if self.like is not None:
            return self.like.vjp(index, upstream, inputs, output)
        values = self.values(inputs)
        gradients: dict[str, Array] = {}
        for _ in backward(self.inside, values, gradients, upstream):
            pass
        return gradients[self.inputs[index]]

    def values(self, inputs: Sequence[Array]) -> dict[str, Array]:
        """The value of every node inside."""
        values = {**self.inside.defaults, **dict(zip(self.inputs, inputs, strict=True))}
        for _ in forward(self.inside, values):
            pass
        return values

    def rule(self, index: int) -> str:
        if self.like is not None:
            return self.like.rule(index)
        if self._is_value(index):
            return "dL/dV = Aᵀ @ dL/dy for y = A @ V, A = softmax(Q Kᵀ/√d)"
        return {
            "softmax": "d pᵢ/d xⱼ = pᵢ·([i = j] − pⱼ)",
            "logsumexp": "d/dxᵢ log Σ exp(x) = softmax(x)ᵢ",
            "norm": "d/dx ‖x‖ = x/‖x‖",
            "squared norm": "d/dx ‖x‖² = 2x",
            "softmax with cross-entropy": ("d/dz = softmax(z)·Σy − y", "d/dy = −log softmax(z)")[index % 2],
            "layer": "y = f(x @ W + b): f'(z), then the product's own rule",
        }.get(self.name, "the chain rule through the gates inside")

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        if self.like is not None:
            return self.like.named(index, inputs, output)
        if self.name == "layer":
            return self._slope_of_layer(inputs, output)
        if self._is_value(index):
            places = {name: f"{{{place}}}" for place, name in enumerate(self.inputs)}
            return Named(self._written_inside(self.inside[self.inside.output].inputs[0], places))
        if self.name == "softmax" and output.ndim == 1:
            return ops.SOFTMAX.named(0, inputs, output)
        simple = {
            "logsumexp": "softmax({0})",
            "norm": "{0}/{out}",
            "squared norm": "2·{0}",
            "softmax with cross-entropy": ("softmax({0})·Σ{1} − {1}", "−log(softmax({0}))")[index % 2],
        }.get(self.name)
        return None if simple is None else Named(simple)

    def _written_inside(self, name: str, known: Mapping[str, str]) -> str:
        """A value inside as one types it, of what goes in."""
        node = self.inside[name]
        if node.op is None:
            return known.get(name) or node.label
        return node.op.written(*(self._written_inside(one, known) for one in node.inputs))

    def written(self, *names: str) -> str:
        return f"{self.name.replace(' ', '_').replace('-', '_')}({', '.join(names)})"

    def _slope_of_layer(self, inputs: Sequence[Array], output: Array) -> Named:
        """That of its activation, which is folded into it with the sum that it reads: said by what comes out."""
        last = self.inside[self.inside.output]
        if last.op is None or len(last.inputs) != 1:
            return Named("1")
        found = last.op.named(0, [self.values(inputs)[last.inputs[0]]], output)
        if found is None or "{0}" in found.formula + found.otherwise:
            return Named(f"{last.op.name.replace(' ', '_')}′")
        return found._replace(where=found.where.replace("{0}", "{out}"))

    def form(self, index: int, *inputs: Array) -> Form:
        if self.name == "layer":
            meets = (
                Form(("(", "upstream", "×", "local", ")", "@", "Wᵀ")),
                Form(("xᵀ", "@", "(", "upstream", "×", "local", ")")),
                PRODUCT.over("bias"),
            )
            return meets[min(index, 2)]
        if self.name == "softmax":
            return ops.SOFTMAX.form(0)
        if self.name == "attention":
            return Form(("localᵀ", "@", "upstream")) if self._is_value(index) else INSIDE
        if self.name in ("layer norm", "LSTM cell"):
            return INSIDE
        return PRODUCT

    def differentiable(self, index: int) -> bool:
        return self.inputs[index] in self._carrying

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return self.like.reads(index, count) if self.like is not None else (tuple(range(count)), True)

    def plain(self, *names: str) -> str | None:
        return None if self.like is None else self.like.plain(*names)

    def plain_local(self, index: int, names: Sequence[str], output: str, once: str = "") -> str | None:
        return None if self.like is None else self.like.plain_local(index, names, output)

    def code(self, *names: str) -> str:
        if self.like is not None:
            return self.like.code(*names)
        return self._texts(names)[self.inside.output]

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        if self.like is not None:
            return self.like.mirror(index, upstream, names, output, shapes)
        texts = self._texts(names)
        gradients = {self.inside.output: upstream}
        for node, op, positions in self.inside.walk:
            inputs = [texts[name] for name in node.inputs]
            for i in positions:
                name = node.inputs[i]
                text = f"({op.mirror(i, gradients[node.name], inputs, texts[node.name])})"
                if op.broadcasts and len(set(inputs)) > 1:
                    text = f"fit({text}, {texts[name]})"
                gradients[name] = f"({gradients[name]} + {text})" if name in gradients else text
        return gradients[self.inputs[index]]

    def _texts(self, names: Sequence[str]) -> dict[str, str]:
        """The forward pass inside as code, each node an expression of the inputs' names."""
        texts = dict(zip(self.inputs, names, strict=True))
        for node in self.inside.nodes:
            if node.op is not None:
                text = node.op.code(*(texts[name] for name in node.inputs))
                texts[node.name] = text if node.op is ops.COPY else f"({text})"
            elif node.name not in texts:
                texts[node.name] = repr(float(self.inside.defaults[node.name]))
        return texts
