"""Convolution of a row or a picture with a small kernel, as networks mean it (the kernel is not turned round), and the
largest of each window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from engine.ops.base import Array, Form, Named, Op, Shape, Shapes
from engine.problem import ShapeError, size_text

# What generated code begins with that uses these: they do not fit on one line.
CONVOLVE = '''\
def windows(x, shape, stride):
    """Every window of that shape, so many apart."""
    return np.lib.stride_tricks.sliding_window_view(x, shape)[(slice(None, None, stride),) * np.ndim(x)]


def conv2d(x, kernel, stride, padding):
    """The kernel laid on every window of x, which has zeros around it."""
    return np.tensordot(windows(np.pad(x, padding), np.shape(kernel), stride), kernel, np.ndim(kernel))


def conv1d(x, kernel, stride, padding):
    """The same of vectors."""
    return conv2d(x, kernel, stride, padding)


def convolve_kernel(upstream, x, kernel, stride, padding):
    """The gradient of the kernel: every window, times what came back to where it led."""
    return np.tensordot(upstream, windows(np.pad(x, padding), np.shape(kernel), stride), np.ndim(kernel))


def convolve_input(upstream, x, kernel, stride, padding):
    """The gradient of x: what came back to each window, times the kernel, added where the window was."""
    gradient = np.zeros(np.array(np.shape(x)) + 2 * padding)
    for place in np.ndindex(np.shape(kernel)):
        where = tuple(slice(i, i + stride * n, stride) for i, n in zip(place, np.shape(upstream)))
        gradient[where] += kernel[place] * upstream
    return gradient[tuple(slice(padding, padding + n) for n in np.shape(x))]
'''
POOL = '''\
def winners(x, size, stride):
    """The index in x of the largest of every window, the first where several are equal."""
    places = np.arange(np.size(x)).reshape(np.shape(x))
    cut = (slice(None, None, stride),) * np.ndim(x)
    shape = (size,) * np.ndim(x)
    seen = np.lib.stride_tricks.sliding_window_view(x, shape)[cut]
    found = np.argmax(seen.reshape(*seen.shape[:np.ndim(x)], -1), axis=-1)
    places = np.lib.stride_tricks.sliding_window_view(places, shape)[cut].reshape(*found.shape, -1)
    return np.take_along_axis(places, found[..., None], axis=-1)[..., 0]


def max_pool(x, size, stride):
    """The largest of every window."""
    return np.ravel(x)[winners(x, size, stride)]


def largest_back(upstream, x, size, stride):
    """The gradient of x: each window's goes to its largest element."""
    gradient = np.zeros(np.size(x))
    np.add.at(gradient, winners(x, size, stride), upstream)
    return gradient.reshape(np.shape(x))
'''


def windows(x: Array, shape: Shape, stride: int) -> Array:
    """Every window of that shape in x, `stride` apart: the places first, then the elements within."""
    return np.asarray(sliding_window_view(x, shape)[(slice(None, None, stride),) * x.ndim])


class Convolution(Op):
    """(x, kernel), both vectors or both matrices: Σ kernel × window, for every window `stride` apart of x, which has
    `padding` zeros around it."""

    pattern = "swaps"

    def __init__(self, dimensions: int, stride: int = 1, padding: int = 0) -> None:
        self.dimensions, self.stride, self.padding = dimensions, stride, padding
        self.name, self.symbol = f"conv{dimensions}d", "∗"

    def forward(self, *inputs: Array) -> Array:
        x, kernel = inputs
        if not x.ndim == kernel.ndim == self.dimensions:
            if self.dimensions == 1:
                raise ShapeError("convolution_of_vectors")
            raise ShapeError("convolution_of_matrices")
        padded = np.pad(x, self.padding)
        if any(have < need for have, need in zip(padded.shape, kernel.shape, strict=True)):
            raise ShapeError("kernel_too_large", kernel=size_text(kernel.shape), size=size_text(padded.shape))
        return np.asarray(np.tensordot(windows(padded, kernel.shape, self.stride), kernel, self.dimensions))

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        return np.flip(inputs[1]) if index == 0 else inputs[0]

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        x, kernel = inputs
        if index == 1:
            seen = windows(np.pad(x, self.padding), kernel.shape, self.stride)
            return np.asarray(np.tensordot(upstream, seen, self.dimensions))
        gradient = np.zeros(np.array(x.shape) + 2 * self.padding)
        for place in np.ndindex(kernel.shape):
            where = tuple(
                slice(i, i + self.stride * n, self.stride) for i, n in zip(place, upstream.shape, strict=True)
            )
            gradient[where] += kernel[place] * upstream
        return np.asarray(gradient[tuple(slice(self.padding, self.padding + n) for n in x.shape)])

    def rule(self, index: int) -> str:
        return (
            "dL/dx = dL/dy ∗ the flipped kernel: each window's gradient times the kernel, added where the window was",
            "dL/dk = x ∗ dL/dy: each window times the gradient of its output, added up",
        )[index]

    def named(self, index: int, inputs: Sequence[Array], output: Array) -> Named | None:
        return Named(("flip({1})", "{0}")[index])

    def written(self, *names: str) -> str:
        more = (f", stride={self.stride}" if self.stride != 1 else "") + (
            f", padding={self.padding}" if self.padding else ""
        )
        return f"{self.name}({', '.join(names)}{more})"

    def form(self, index: int, *inputs: Array) -> Form:
        return Form(("upstream", "∗", "local") if index == 0 else ("local", "∗", "upstream"))

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (1 - index,), False

    def code(self, *names: str) -> str:
        return f"{self.name}({names[0]}, {names[1]}, {self.stride}, {self.padding})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        which = ("input", "kernel")[index]
        return f"convolve_{which}({upstream}, {names[0]}, {names[1]}, {self.stride}, {self.padding})"


class MaxPool(Op):
    """The largest element of each window of `size` by `size` (of `size`, in a vector), `stride` apart. It routes: each
    window's gradient goes to its largest element, the first of them when several are equal."""

    name, symbol, pattern = "max_pool", "max pool", "routes"

    def __init__(self, size: int, stride: int) -> None:
        self.size, self.stride = size, stride

    def seen(self, x: Array) -> Array:
        """(places, elements of each window)."""
        if not x.ndim or min(x.shape) < self.size:
            raise ShapeError("window_too_large", window=self.size, size=size_text(x.shape))
        seen = windows(x, (self.size,) * x.ndim, self.stride)
        return seen.reshape(*seen.shape[: x.ndim], -1)

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.max(self.seen(inputs[0]), axis=-1))

    def _winners(self, x: Array) -> NDArray[np.intp]:
        places = self.seen(np.arange(x.size, dtype=np.float64).reshape(x.shape))
        found = np.argmax(self.seen(x), axis=-1)[..., None]
        return np.take_along_axis(places, found, axis=-1)[..., 0].astype(np.intp)

    def local(self, index: int, inputs: Sequence[Array], output: Array) -> Array:
        local = np.zeros(inputs[0].size)
        local[self._winners(inputs[0])] = 1.0
        return local.reshape(inputs[0].shape)

    def vjp(self, index: int, upstream: Array, inputs: Sequence[Array], output: Array) -> Array:
        gradient = np.zeros(inputs[0].size)
        np.add.at(gradient, self._winners(inputs[0]), upstream)
        return gradient.reshape(inputs[0].shape)

    def rule(self, index: int) -> str:
        return "d/dxᵢ max = 1 at the largest of a window, else 0"

    def form(self, index: int, *inputs: Array) -> Form:
        return Form(("upstream",), "placed")

    def reads(self, index: int, count: int) -> tuple[tuple[int, ...], bool]:
        return (0,), False

    def code(self, *names: str) -> str:
        return f"max_pool({names[0]}, {self.size}, {self.stride})"

    def mirror(
        self, index: int, upstream: str, names: Sequence[str], output: str, shapes: Shapes = None
    ) -> str:
        return f"largest_back({upstream}, {names[0]}, {self.size}, {self.stride})"


CONV1D, CONV2D, MAX_POOL = Convolution(1), Convolution(2), MaxPool(2, 2)
