"""The gradient of the loss by the picture itself, and steps along it that turn one digit into another.

The picture takes the place of the parameters and steps against its gradient, the weights staying as they are (Simonyan,
Vedaldi and Zisserman, "Deep inside convolutional networks", 2013; Erhan et al., 2009).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.activations import EVERY
from engine.bound_calls import run
from engine.losses import LOSSES, allowed
from engine.networks.bound_passes import compile_gradient
from engine.networks.network import Network

Pixels = NDArray[np.float64]  # (inputs,), 0 to 1


class Followed(NamedTuple):
    """A picture on the way, the loss of reading it as the label, and what the network takes it for."""

    picture: Pixels  # (inputs,)
    loss: float
    probabilities: NDArray[np.float64]  # (outputs,)


class PixelPass:
    """A pass of one picture forward to the cross-entropy against a label, and back to its pixels; float64.

    The parameters are those that the network has when this is made. ValueError when the network does not end in
    softmax, or has no such label.
    """

    def __init__(self, network: Network, label: int) -> None:
        classes = network.widths[-1]
        reason = allowed("cross-entropy", network.output, classes)
        if reason is not None:
            raise ValueError(reason)
        if label not in range(classes):
            raise ValueError(f"a label is a whole number from 0 to {classes - 1}, not {label}")
        blocks = network.blocks(network.parameters.astype(np.float64))
        self._label, self._inputs = label, network.widths[0]
        self._weights = blocks[0][:, : self._inputs]
        self._x = np.ones((self._inputs + network.bias, 1))
        target = np.eye(classes)[:, [label]]
        self._buffers = network.buffers(1, np.float64)
        gradients = [np.empty_like(block) for block in blocks]
        self._calls, _ = compile_gradient(
            blocks, gradients, self._buffers, EVERY["softmax"], LOSSES["cross-entropy"], self._x, target
        )
        # dL/dz of the first layer, which the calls leave behind: one matrix short of the pixels.
        self._delta = (self._buffers.dz or [self._buffers.delta])[0]

    def run(self, picture: ArrayLike) -> tuple[Pixels, float, NDArray[np.float64]]:
        """dL/dx (inputs,), the loss, and the probabilities (outputs,) of a picture (inputs,). ValueError for
        another size."""
        x = np.asarray(picture, np.float64)
        if x.shape != (self._inputs,):
            raise ValueError(f"a picture has {self._inputs} pixels, not the shape {x.shape}")
        self._x[: self._inputs, 0] = x
        run(self._calls)
        z = self._buffers.z_out[:, 0]
        probabilities = EVERY["softmax"](z)
        loss = float(np.logaddexp.reduce(z) - z[self._label])
        return self._weights.T @ self._delta[:, 0], loss, probabilities


def pixel_gradient(network: Network, x: ArrayLike, label: int) -> Pixels:
    """dL/dx (inputs,): how the cross-entropy of reading the picture x (inputs,) as `label` rises with each pixel.
    More ink where it is negative makes the picture more of that digit. ValueError as PixelPass."""
    return PixelPass(network, label).run(x)[0]


def follow_gradient(
    network: Network, x: ArrayLike, label: int, rate: float = 0.05, steps: int = 60, blur: float = 1.0
) -> Iterator[Followed]:
    """The picture x as it is, and after each of `steps` steps down the loss of reading it as `label`, pixels kept
    between 0 and 1.

    A step is rate x g / max|g|, g being dL/dx smoothed by a Gaussian with a standard deviation of `blur` pixels, 0 for
    none. As it is, the gradient changes single pixels here and there, which persuades the network long before an eye
    sees anything; smoothed, it draws strokes (Yosinski et al., "Understanding neural networks through deep
    visualization", 2015). ValueError as PixelPass, and when a picture to be smoothed is not square.
    """
    walk = PixelPass(network, label)
    picture = np.array(x, np.float64)
    for step in range(steps + 1):
        gradient, loss, probabilities = walk.run(picture)
        yield Followed(picture, loss, probabilities)
        direction = smoothed(gradient, blur)
        reach = np.abs(direction).max()
        if reach > 0 and step < steps:
            picture = np.clip(picture - rate / reach * direction, 0, 1)


def smoothed(pixels: Pixels, blur: float) -> Pixels:
    """A square picture (side x side,), each pixel a mean of its neighbours weighted by a Gaussian of `blur` pixels'
    standard deviation; outside is 0. ValueError when it is not square."""
    if blur == 0:
        return pixels
    side = math.isqrt(len(pixels))
    if side * side != len(pixels):
        raise ValueError(f"{len(pixels)} pixels are no square")
    apart = np.subtract.outer(np.arange(side), np.arange(side))
    weights = np.exp(-0.5 * (apart / blur) ** 2) / (blur * math.sqrt(2 * math.pi))
    return (weights @ pixels.reshape(side, side) @ weights).ravel()
