"""A moment of a page as it stands, for paper: its picture, and what can be asked of it. Each page makes its own, in
playground/PAGE/still.py, from the settings of an address."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from playground.session import PageName
from playground.shared.played import PlayedGraph

NOTHING: Mapping[str, Sequence[float]] = MappingProxyType({})


def _no_slips(words: str) -> Mapping[str, Sequence[float]]:
    return NOTHING


@dataclass(frozen=True)
class Still:
    """`picture` is HTML made by us, all text in it escaped; `caption` says in a sentence what is to be seen. It is
    Live: a question of a lesson is judged by it as by the page. `played` makes what steps in a file of its own, where
    the moment is a place in a trace; `beside` is what of the picture is no trace then."""

    picture: str
    caption: str
    measured: Callable[[str], float]
    slipped: Callable[[str], Mapping[str, Sequence[float]]] = _no_slips
    played: Callable[[], Generator[float, None, PlayedGraph]] | None = None
    beside: str = ""

    def measure(self, words: str) -> float:
        return self.measured(words)

    def slips(self, words: str) -> Mapping[str, Sequence[float]]:
        return self.slipped(words)


# The work of a page that makes one of a moment, given by its settings; it yields the share that is done.
MakeStill = Callable[[Mapping[str, Any]], Generator[float, None, Still]]
# The same of whichever page, by its name.
Stills = Callable[[PageName, Mapping[str, Any]], Generator[float, None, Still]]
