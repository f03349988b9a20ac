"""What can be asked of a page in words, and is answered with a number from what is on it now: `gradient z`,
`weight W1[0,1]`, `train_loss`. Lessons ask so; a page's own measures.py answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from playground.session import PageName
from playground.shared.refused import Refused

LONGEST = 200  # characters
INDEXED = re.compile(r"([^\s\[\]]{1,80})(?:\[(\d{1,6}(?:,\d{1,6})*)\])?")
WHOLE = re.compile(r"\d{1,6}")

# What each measure is asked about: the name of a node, be it with the place of an element; the name of a node alone; a
# whole number.
NODE, NAME, COUNT = "NODE", "NAME", "NUMBER"
MEASURES: Mapping[PageName, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "graph": {
            "value": (NODE,),
            "gradient": (NODE,),
            "local": (NAME, NODE),  # over the edge from a gate back to one of its inputs
            "downstream": (NAME, NODE),
            "output": (),
        },
        "network": {
            **dict.fromkeys(("train_loss", "validation_loss", "train_accuracy", "validation_accuracy"), ()),
            **dict.fromkeys(("parameters", "hidden_layers", "epoch", "steps", "rate"), ()),
            **dict.fromkeys(("dead_units", "saturated_share", "truth_table"), ()),
            "weight": (NODE,),
            "value": (NODE,),
            "gradient": (NODE,),
            "local": (NAME, NODE),
            "downstream": (NAME, NODE),
        },
        "digits": {
            "answer": (),
            "probability": (COUNT,),
            "label": (),
            "loss": (),
            "accuracy": (),
            "value": (NODE,),
            "gradient": (NODE,),
            "local": (NAME, NODE),
            "downstream": (NAME, NODE),
        },
        "compare": {
            **dict.fromkeys(("cells", "steps", "diverged", "leader"), ()),
            "best": (COUNT,),
            "train_loss": (COUNT,),
            "validation_loss": (COUNT,),
            "train_accuracy": (COUNT,),
            "validation_accuracy": (COUNT,),
        },
    }
)


@dataclass(frozen=True)
class Part:
    """A node, and where in it: all of it, or one element. For a number, the number alone."""

    name: str
    index: tuple[int, ...] | None = None

    def __str__(self) -> str:
        return self.name if self.index is None else f"{self.name}[{','.join(map(str, self.index))}]"


@dataclass(frozen=True)
class Measure:
    """What is asked: `name`, as in MEASURES, and what about."""

    name: str
    about: tuple[Part, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.name, *map(str, self.about)))

    @property
    def number(self) -> int:
        """The number that it is asked about."""
        return int(self.about[0].name)


class Live(Protocol):
    """A page as it stands: its controller."""

    def measure(self, words: str) -> float:
        """The number that the words ask for. Raises Refused where there is none, now or ever."""

    def slips(self, words: str) -> Mapping[str, Sequence[float]]:
        """What somebody gets who computes that number with a usual slip (engine/graphs/slips.py), by its name."""


def measure_of(words: str, page: PageName) -> Measure:
    """The measure of a page that these words ask for. Raises Refused where it has none such."""
    if len(words) > LONGEST:
        raise Refused("measure_too_long", most=LONGEST)
    name, *about = re.sub(r"\s*([\[\],])\s*", r"\1", words.strip()).replace("]", "] ").split() or [""]
    known = MEASURES[page]
    if name not in known:
        raise Refused("measure_unknown", words=words[:40], page=page, known=", ".join(known))
    needed = known[name]
    parts = [_part(kind, text) for kind, text in zip(needed, about, strict=False)]
    if len(about) != len(needed) or None in parts:
        raise Refused("measure_written_so", words=words[:40], right=" ".join((name, *needed)))
    return Measure(name, tuple(part for part in parts if part is not None))


def _part(kind: str, text: str) -> Part | None:
    if kind == COUNT:
        return Part(text) if WHOLE.fullmatch(text) else None
    found = INDEXED.fullmatch(text)
    if found is None or (kind == NAME and found[2]):
        return None
    index = tuple(map(int, found[2].split(","))) if found[2] else None
    return Part(found[1], index)
