"""Models with two parameters on real points: their loss is a landscape that is all there is, and each place on it is a
line that can be drawn through the points."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from engine.datasets.base import Dataset
from engine.landscapes.surface import Domain, Numbers
from engine.landscapes.trained import NetworkSurface
from engine.networks.network import Network
from engine.networks.straight_lines import zero_line


class Model(NamedTuple):
    """inputs: coordinates of a point; names: of its parameters; rate: what plain descent bears on usual points."""

    inputs: int
    output: str
    bias: bool
    loss: str
    names: tuple[str, str]
    domain: Domain
    start: tuple[float, float]
    rate: float


MODELS: Mapping[str, Model] = MappingProxyType(
    {
        "line": Model(
            *(1, "linear", True, "mean squared", ("w", "b")), ((-1.0, 1.0), (-2.0, 2.0)), (-0.8, 1.5), 0.05
        ),
        "neuron": Model(
            *(2, "sigmoid", False, "binary cross-entropy", ("w1", "w2")),
            *(((-4.0, 4.0), (-4.0, 4.0)), (-3.0, 1.5), 0.3),
        ),
    }
)


class ModelSurface(NetworkSurface):
    """The loss of a model of MODELS over its two parameters: "line" is w x + b with the squared error, "neuron" the
    sigmoid of w1 x1 + w2 x2 with the cross-entropy. ValueError where the points are not such as it learns."""

    def __init__(self, name: str, data: Dataset) -> None:
        self.model = model = MODELS[name]
        if not fits(name, data):
            raise ValueError(f"these points are none that a {name} learns")
        network = Network([model.inputs, 1], (), model.output, bias=model.bias)
        super().__init__(network, data, model.loss)
        self.names, self.domain, self.start = model.names, model.domain, np.array(model.start)
        self._area = data.domain

    def ends(self, points: Numbers) -> Numbers:
        """The line that each place (m, 2) on the landscape is, by its two ends x, y, x, y, (m, 4): the values of a line
        over all of x; where a neuron answers 0.5, NaN where that is nowhere."""
        if self.model.inputs == 2:
            return np.array([zero_line(weights, 0.0, self._area) for weights in points])
        left, right = self._area[0]
        w, b = np.asarray(points, np.float64).T
        ends = [np.full(len(w), left), w * left + b, np.full(len(w), right), w * right + b]
        return np.stack(ends, axis=1)


def fits(name: str, data: Dataset) -> bool:
    """Whether these points are such as this model learns."""
    kind = "regression" if name == "line" else "binary"
    return data.kind == kind and data.X.shape[1] == len(data.domain) == MODELS[name].inputs
