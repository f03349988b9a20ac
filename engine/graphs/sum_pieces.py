"""What a sum of single numbers is written of: numbers, the signs between them, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal, NamedTuple

MOST_TERMS = 4  # with more, the largest but one of so many stand there

Which = Literal["value", "gradient", "local", "rest", "moved"]


class Number(NamedTuple):
    """A number of a sum: element `place` of the value or the gradient of `node`, or of a local gradient; "moved" where
    a sum is nothing but an element that is at another place now. "rest": what `place` other terms come to."""

    value: float
    which: Which = "local"
    node: str = ""
    place: int = 0


Part = str | Number


def first_of_all(values: Sequence[float], own: Sequence[float]) -> float:
    return values[0]


def added(values: Sequence[float], own: Sequence[float]) -> float:
    return sum(values)


@dataclass(frozen=True)
class Pieces:
    """`terms`, each the numbers that take the places of the None in `template`, with `sign` between them ("," in a list
    of which one counts), and what stands before and after them. `term` is what the numbers of a term come to; `whole`
    what the values of all terms come to, and the numbers before and after them."""

    terms: Sequence[Sequence[Number]]
    template: Sequence[str | None] = (None,)
    before: Sequence[Part] = ()
    after: Sequence[Part] = ()
    sign: Literal["+", "×", ","] = "+"
    term: Callable[[Sequence[float]], float] = prod
    whole: Callable[[Sequence[float], Sequence[float]], float] = added
    smallest: bool = False  # of a list, the smallest counts

    def written(self) -> tuple[list[Part], Callable[[Sequence[float]], float]]:
        """Signs and numbers in order, and what other numbers in their places come to. Of many terms the largest, and
        what the others come to."""
        values = [self.term([number.value for number in one]) for one in self.terms]
        shown = self._shown(values)
        others = [value for at, value in enumerate(values) if at not in shown]
        parts = list(self.before)
        for at in shown:
            parts += [self._between] if at != shown[0] else []
            numbers = iter(self.terms[at])
            parts += [next(numbers) if sign is None else sign for sign in self.template]
        if others and self.sign == ",":
            parts.append(", …")
        elif others:
            rest = prod(others) if self.sign == "×" else sum(others)
            parts += [self._between, Number(rest, "rest", place=len(others))]
        parts += self.after
        ahead = sum(isinstance(part, Number) for part in self.before)
        width = self.template.count(None)
        has_rest = bool(others) and self.sign != ","

        def compute(numbers: Sequence[float]) -> float:
            ends = [ahead + width * at for at in range(len(shown) + 1)]
            found = [self.term(numbers[begin : begin + width]) for begin in ends[:-1]]
            found += numbers[ends[-1] : ends[-1] + has_rest]
            return float(self.whole(found, [*numbers[:ahead], *numbers[ends[-1] + has_rest :]]))

        return parts, compute

    @property
    def _between(self) -> str:
        return ", " if self.sign == "," else f" {self.sign} "

    def _shown(self, values: Sequence[float]) -> list[int]:
        """The terms that stand there, in order."""
        if len(values) <= MOST_TERMS:
            return list(range(len(values)))
        size = (
            (lambda at: values[at] * (1 if self.smallest else -1))
            if self.sign == ","
            else (lambda at: -abs(values[at]))
        )
        return sorted(sorted(range(len(values)), key=size)[: MOST_TERMS - 1])
