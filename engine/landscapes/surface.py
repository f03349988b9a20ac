"""A height over two numbers: at points, over a grid, with its gradient."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Range = tuple[float, float]
Domain = tuple[Range, Range]  # of the first number, drawn to the right, and of the second, drawn upwards
SIZE = 120  # heights along each side of a map
MOST_AT_ONCE = 2048  # heights of a slice of a map


class Map(NamedTuple):
    """Heights (rows, columns) over x (columns,) and y (rows,), both rising."""

    x: Numbers
    y: Numbers
    heights: NDArray[np.floating]


class Surface(ABC):
    """names: what the two numbers are called; domain: where it is drawn unless said otherwise; start: a point in it
    that is worth starting from, (2,); at_once: how many heights are a slice of a map, so that one takes a few
    hundredths of a second whatever a height costs."""

    names: tuple[str, str]
    domain: Domain
    start: Numbers
    at_once: int = MOST_AT_ONCE

    @abstractmethod
    def heights(self, points: Numbers) -> Numbers:
        """The heights (m,) of points (m, 2), float64. Where there is no finite height it is what comes out."""

    @abstractmethod
    def gradient(self, point: Numbers) -> Numbers:
        """d height / d point, (2,)."""

    def _roughly(self, points: Numbers) -> NDArray[np.floating]:
        """The heights for a map, which may be less exact if that is quicker."""
        return self.heights(points)

    def map_in_slices(self, size: int = SIZE, domain: Domain | None = None) -> Iterator[tuple[float, Map]]:
        """The map of `map`, after each slice of it the share that is done (0 to 1) and the map so far, nan where it is
        not: for who has something else to do between."""
        (left, right), (low, high) = self.domain if domain is None else domain
        if size < 2 or not (left < right and low < high):
            raise ValueError("a map has at least 2 x 2 heights, over ranges that rise")
        x, y = np.linspace(left, right, size), np.linspace(low, high, size)
        points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        heights = np.full(len(points), np.nan)
        for begin in range(0, len(points), self.at_once):
            with np.errstate(all="ignore"):
                heights[begin : begin + self.at_once] = self._roughly(points[begin : begin + self.at_once])
            yield min(1.0, (begin + self.at_once) / len(points)), Map(x, y, heights.reshape(size, size))

    def map(self, size: int = SIZE, domain: Domain | None = None) -> Map:
        """The heights over a grid of size x size points of the domain, its own unless given. ValueError when the size
        is below 2, or a range does not rise."""
        return [found for _, found in self.map_in_slices(size, domain)][-1]
