"""What a goal waits for: a measure of the page, a comparison, and a number, as in `train_loss < 0.05`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.numbers_in_words import plain
from playground.lessons.file_problems import FileProblem
from playground.session import MEASURED, PageName
from playground.shared.measures import Live, measure_of
from playground.shared.refused import Refused
from playground.shared.typed_number import typed_number

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {
        "<": operator.lt,
        "<=": operator.le,
        "≤": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "≥": operator.ge,
        "=": operator.eq,
        "==": operator.eq,
    }
)
SIGNS: Mapping[str, str] = MappingProxyType({"<=": "≤", ">=": "≥", "==": "="})
CONDITION = re.compile(r"\s*([^<>=≤≥]+?)\s*(<=|>=|==|[<>=≤≥])\s*([^<>=≤≥\s]+)\s*")


@dataclass(frozen=True)
class Condition:
    """`measure` compared with `number`."""

    measure: str
    comparison: str
    number: float

    def __str__(self) -> str:
        return f"{self.measure} {self.comparison} {plain(self.number)}"

    def holds(self, live: Live) -> bool:
        """Whether it is so now; what the page has no number for is not."""
        try:
            return COMPARISONS[self.comparison](live.measure(self.measure), self.number)
        except Refused:
            return False


def condition(text: str, page: PageName) -> Condition:
    """The condition that a text spells. Raises Problem."""
    found = CONDITION.fullmatch(text)
    number = typed_number(found[3]) if found else None
    if found is None or number is None:
        raise FileProblem("condition_malformed", text=text[:60])
    return Condition(str(measure_of(found[1], page)), found[2], number)


def said(condition: Condition) -> str:
    """A condition in words: training loss < 0.05."""
    name, *about = condition.measure.split(" ")
    words = " ".join([MEASURED.get(name, name.replace("_", " ")), *about])
    return f"{words} {SIGNS.get(condition.comparison, condition.comparison)} {plain(condition.number)}"
