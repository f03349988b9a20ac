"""The loss of a network over a plane of its parameters, on real samples."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.bound_calls import Array, Call, run
from engine.landscapes.planes import Plane, plane_of_two_parameters
from engine.landscapes.surface import MOST_AT_ONCE, Numbers, Surface
from engine.losses import Loss, find
from engine.networks.bound_passes import Buffers, StackedProducts, compile_forward
from engine.networks.network import Network
from engine.networks.regularizers import L1, Penalty
from engine.training.batches import Data
from engine.training.trainer import Trainer

Kind = Literal["float32", "float64"]
NUMBERS = 1 << 16  # of one layer of all networks that are evaluated at once: they stay in the cache
NUMBERS_OF_A_SLICE = 1 << 21  # of all layers; each takes about 10 ns


class NetworkSurface(Surface):
    """The mean loss of a network over the training samples of `data`, plus the penalty, as a function of where its
    parameters lie on a plane; nothing is dropped. Of a network with two parameters the plane is all there is.

    The network is read, not changed. A map is made in float32, heights and gradients in float64. ValueError when loss,
    network and data do not fit together, or the plane is of another network.
    """

    def __init__(
        self,
        network: Network,
        data: Data,
        loss: str | Loss = "binary cross-entropy",
        penalty: Penalty | None = None,
        plane: Plane | None = None,
    ) -> None:
        functions = [dense.activation for dense in network.dense]
        self._network = Network(network.widths, functions[:-1], functions[-1], bias=network.bias)
        self.plane = plane_of_two_parameters(network) if plane is None else plane
        if self.plane.directions.shape != (2, network.parameter_count):
            raise ValueError("the plane is that of another network")
        self._trainer = Trainer(self._network, data, loss, penalty=penalty)
        self.names, self.domain = self.plane.names, self.plane.domain
        self.start = self.plane.points(network.parameters[None])[0]
        self._loss, self._penalty = find(loss), penalty
        self._X, self._y = data.X[data.train], data.y[data.train]
        self._evaluators: dict[Kind, _Evaluator] = {}
        numbers = sum(dense.rows for dense in network.dense) * len(self._X)
        passes = NUMBERS_OF_A_SLICE // numbers // _at_once(network, self._X)
        self.at_once = min(MOST_AT_ONCE, max(1, passes) * _at_once(network, self._X))

    def heights(self, points: Numbers) -> Numbers:
        return np.asarray(self._heights(points, "float64"))

    def gradient(self, point: Numbers) -> Numbers:
        self._network.parameters[:] = self.plane.parameters(np.asarray(point)[None])[0]
        slope = self._trainer.gradient(self._trainer.data.train)
        return np.asarray(self.plane.directions @ slope)

    def _roughly(self, points: Numbers) -> NDArray[np.floating]:
        return self._heights(points, "float32")

    def _heights(self, points: Numbers, kind: Kind) -> NDArray[np.floating]:
        if kind not in self._evaluators:
            self._evaluators[kind] = _Evaluator(self._network, self._X, self._y, self._loss, kind)
        parameters = self.plane.parameters(points)
        with np.errstate(all="ignore"):
            heights = self._evaluators[kind].losses(parameters)
            if self._penalty is not None:
                sizes = np.abs(parameters) if isinstance(self._penalty, L1) else np.square(parameters)
                heights = heights + sizes @ (self._penalty.strength * self._network.weight_mask())
        return np.asarray(heights)


def _at_once(network: Network, X: Array) -> int:
    """How many networks go through one pass over the samples."""
    rows = max(dense.rows for dense in network.dense)
    return max(2, min(MOST_AT_ONCE, NUMBERS // (rows * len(X))))


class _Evaluator:
    """The mean loss of many networks of one shape over the same samples, so many at a time as stay in the cache."""

    def __init__(self, network: Network, X: Array, y: Array, loss: Loss, dtype: Kind) -> None:
        self._loss, self._output = loss, network.dense[-1].activation
        self._at_once = count = _at_once(network, X)
        self._parameters = np.zeros((count, network.parameter_count), dtype)
        x = np.ones((network.widths[0] + network.bias, len(X)), dtype)
        x[: network.widths[0]] = X.T
        self._y = np.asarray(y.T, dtype)[:, None]
        hidden = [dense.activation for dense in network.dense[:-1]]
        self._buffers = Buffers(network.widths, hidden, network.bias, count * len(X), dtype)
        ends = np.cumsum([height * width for height, width in network.shapes])
        blocks = [
            self._parameters[:, end - height * width : end].reshape(count, height, width)
            for end, (height, width) in zip(ends, network.shapes, strict=True)
        ]
        products = StackedProducts(count)
        self._calls: list[Call] = compile_forward(blocks, self._buffers, x, "evaluating", products)
        self._a = self._buffers.z_out
        if not loss.on_logits:
            self._a = np.empty_like(self._buffers.z_out)
            self._calls += self._output.forward_calls(self._buffers.z_out, self._a)

    def losses(self, parameters: Numbers) -> NDArray[np.floating]:
        """(m,) for parameters (m, P)."""
        found = np.empty(len(parameters), self._parameters.dtype)
        shape = (len(self._buffers.z_out), self._at_once, -1)
        for start in range(0, len(parameters), self._at_once):
            some = parameters[start : start + self._at_once]
            self._parameters[: len(some)] = some
            run(self._calls)
            z, a = self._buffers.z_out.reshape(shape), self._a.reshape(shape)
            found[start : start + len(some)] = self._loss.means(z, a, self._y)[: len(some)]
        return found
