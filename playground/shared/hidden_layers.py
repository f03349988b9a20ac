"""Hidden layers made wider, inserted, removed and put in another order, within limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.activations import ACTIVATIONS
from playground.shared.refused import Refused


@dataclass(frozen=True)
class HiddenLayers:
    """Widths and activations of the hidden layers, and for each the index of the layer that it was before the last
    change, None for a new one. Every change gives another object; Refused says why there is none."""

    widths: tuple[int, ...]
    activations: tuple[str, ...]
    most: int
    widest: int
    sources: tuple[int | None, ...] = ()

    def resized(self, layer: int, width: int) -> HiddenLayers:
        self._check_layer(layer)
        self._check_width(width)
        widths = [*self.widths[:layer], width, *self.widths[layer + 1 :]]
        return self._with(widths, self.activations, range(len(widths)))

    def inserted(self, at: int, width: int, activation: str) -> HiddenLayers:
        count = len(self.widths)
        if count >= self.most:
            raise Refused("too_many_layers", most=self.most)
        if not 0 <= at <= count:
            raise Refused("gap_unknown")
        self._check_width(width)
        neighbour = self.activations[max(0, at - 1)] if count else activation
        return self._with(
            [*self.widths[:at], width, *self.widths[at:]],
            [*self.activations[:at], neighbour, *self.activations[at:]],
            [*range(at), None, *range(at, count)],
        )

    def removed(self, layer: int) -> HiddenLayers:
        self._check_layer(layer)
        return self._in_order([index for index in range(len(self.widths)) if index != layer])

    def moved(self, layer: int, to: int) -> HiddenLayers:
        if not (0 <= layer < len(self.widths) and 0 <= to < len(self.widths)):
            raise Refused("layer_place_unknown")
        order = [index for index in range(len(self.widths)) if index != layer]
        order.insert(to, layer)
        return self._in_order(order)

    def activated(self, layer: int, name: str) -> HiddenLayers:
        self._check_layer(layer)
        if name not in ACTIVATIONS:
            raise Refused("activation_unknown", name=name)
        names = [*self.activations[:layer], name, *self.activations[layer + 1 :]]
        return self._with(self.widths, names, range(len(names)))

    def _in_order(self, order: Sequence[int]) -> HiddenLayers:
        return self._with(
            [self.widths[index] for index in order], [self.activations[index] for index in order], order
        )

    def _with(
        self, widths: Sequence[int], activations: Sequence[str], sources: Sequence[int | None]
    ) -> HiddenLayers:
        return HiddenLayers(tuple(widths), tuple(activations), self.most, self.widest, tuple(sources))

    def _check_layer(self, layer: int) -> None:
        if not 0 <= layer < len(self.widths):
            raise Refused("layer_unknown", number=layer + 1)

    def _check_width(self, width: int) -> None:
        if not 1 <= width <= self.widest:
            raise Refused("layer_width", most=self.widest)
