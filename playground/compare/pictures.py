"""What the run of each cell answers over its plane or line, coded as bytes for the browser to colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from engine import Trainer
from engine.networks.network import Network
from playground.compare.cells import Cell
from playground.compare.looks import ANSWERS, Look, look_of
from playground.messages.compare import Form
from playground.shared.pictured_plane import StraightLine, blocks, coded, plane_of, range_of_output

SIDE = 48  # of a cell's map
LINE = 96  # places along a line


class Drawn(TypedDict, total=False):
    """Of a cell: see CellPicture.draw."""

    maps: NDArray[np.uint8]
    confidence: NDArray[np.uint8]
    straight: NDArray[np.float32]
    lines: NDArray[np.float32]
    looked: NDArray[np.float32]


def together(pictures: Sequence[CellPicture], members: Sequence[Trainer]) -> Drawn | None:
    """The picture of what the members of an ensemble answer together; None where there are none."""
    return pictures[0].draw_mean(members) if members else None


def pictures_of(cells: Sequence[Cell], runs: Sequence[Sequence[Trainer]], look: str) -> list[CellPicture]:
    """Of each cell, with what is looked at in it: of the run of its first seed."""
    return [
        CellPicture(cell, look_of(look, own[0], LINE if len(cell.data.domain) == 1 else None))
        for cell, own in zip(cells, runs, strict=True)
    ]


class CellPicture:
    """Of one cell. `form` is how its answers are drawn: "plane" (bytes around 128), "classes" (the winners, and by how
    much they lead) or "line" (values). `look` is what is seen inside its run instead, or besides."""

    def __init__(self, cell: Cell, look: Look = ANSWERS) -> None:
        data, settings = cell.data, cell.settings
        self.look = look
        self._flat = len(data.domain) == 1
        self.form: Form = "line" if self._flat else "classes" if data.kind == "classes" else "plane"
        self._places = LINE if self._flat else SIDE**2
        self._plane, self._names = plane_of(data, settings), tuple(settings.features)
        self._blocks = blocks(self._plane, LINE if self._flat else SIDE, self._names)[1:]
        reach = float(np.abs(data.y).max()) or 1.0
        self._centre, self._reach = range_of_output(settings.output, data.kind, settings.loss, reach)

    def draw(self, run: Trainer) -> Drawn:
        """Of the answers `maps` (SIDE ** 2,), with `confidence` of several classes, or with `straight` (4,), the ends
        of a boundary that is a straight line, NaN where it is not; or `lines` (LINE,). Of what is seen inside, `looked`
        (look.count,)."""
        inside: Drawn = {}
        if self.look.count:
            along = self._blocks.reshape(-1, len(self._names))[: self._places] if self._flat else None
            inside["looked"] = self.look.numbers(run, along).astype(np.float32)
        return {**inside, **self._answers(run.network)} if self.look.with_answers else inside

    def draw_mean(self, runs: Sequence[Trainer]) -> Drawn:
        """The mean of the answers of several runs, which learn the same points."""
        total = np.zeros(())
        for run in runs:
            total = total + self._values(run.network)
        return self._coded(total / len(runs))

    def _values(self, network: Network) -> NDArray[np.floating]:
        parts = [network.maps(block)[-1].copy() for block in self._blocks]
        return np.concatenate(parts, axis=1)[:, : self._places]

    def _answers(self, network: Network) -> Drawn:
        drawn = self._coded(self._values(network))
        if self.form == "plane":
            straight = StraightLine(network, len(network.dense) - 1, 0, self._names, self._plane)
            nowhere = np.full(4, np.nan, np.float32)
            drawn["straight"] = straight.ends(self._centre) if straight.there else nowhere
        return drawn

    def _coded(self, values: NDArray[np.floating]) -> Drawn:
        if self.form == "line":
            return {"lines": values[0].astype(np.float32)}
        if self.form == "plane":
            return {"maps": coded(values[0], self._centre, self._reach)}
        best = np.partition(values, -2, axis=0)
        return {
            "maps": values.argmax(axis=0).astype(np.uint8),
            "confidence": np.clip((best[-1] - best[-2]) * 255, 0, 255).astype(np.uint8),
        }
