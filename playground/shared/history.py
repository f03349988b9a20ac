"""The steps that can be taken back, and made again: each a change, with a moment that is gone to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, cast

from playground.shared.changes import Change

MOST_STEPS = 100
MOST_BYTES = 12_000_000  # fifty moments of the largest network on points, whose curves are full, take less
ONE_MOVE = 1.0  # seconds: a thing that changes again within them is still being dragged, or typed


class Moment(Protocol):
    """All that a change may have changed; two that are equal differ in nothing that anybody sees."""

    def held(self) -> Iterable[tuple[object, int]]:
        """What is kept for it, each with its bytes. What several moments share is one object."""
        ...

    def thinner(self) -> Moment | None:
        """The same with less kept for it, where there are too many; None where nothing can be spared."""
        ...


M = TypeVar("M", bound=Moment)


@dataclass(frozen=True)
class Step(Generic[M]):
    """A change, and the moment that is gone to when it is taken back or made again. `dropped`: whether it took away
    what training had come to, so that this is given back with it."""

    change: Change
    moment: M
    dropped: bool


class History(Generic[M]):
    """What has been changed, the newest last, and what has been taken back, the newest last.

    A moment is kept on one side only: who takes a step back gives the moment that is left, and it is what the step
    leads to when it is made again. The oldest steps go where there are too many; where there are too many bytes in all,
    the oldest are made thinner first.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, most_bytes: int = MOST_BYTES) -> None:
        self._clock, self.most_bytes = clock, most_bytes
        self._back: list[Step[M]] = []
        self._forward: list[Step[M]] = []
        self._changed_at = -ONE_MOVE
        self._may_go_on = False  # the newest change may be one that is still being made

    @property
    def last(self) -> Step[M] | None:
        """What would be taken back."""
        return self._back[-1] if self._back else None

    @property
    def next(self) -> Step[M] | None:
        """What would be made again."""
        return self._forward[-1] if self._forward else None

    def add(self, before: M, now: M, described: Callable[[M, M], Change], dropped: bool) -> None:
        """Something was changed: what was taken back before can no longer be made again. Of a thing that is dragged the
        whole way is one step, and none where it ends as it began."""
        change, at = described(before, now), self._clock()
        last = self.last
        goes_on = self._may_go_on and (change.unbroken or at - self._changed_at <= ONE_MOVE)
        if last is not None and goes_on and change.thing is not None and change.thing == last.change.thing:
            self._back.pop()
            before, dropped = last.moment, dropped or last.dropped
            change = described(before, now)
        self._changed_at, self._may_go_on = at, True
        self._forward.clear()
        if before != now:
            self._back.append(Step(change, before, dropped))
        self._trim()

    def undo(self, now: M) -> Step[M] | None:
        """The step that is taken back, and whose moment is to be gone to from `now`; None where there is none."""
        return self._move(self._back, self._forward, now)

    def redo(self, now: M) -> Step[M] | None:
        """The step that is made again."""
        return self._move(self._forward, self._back, now)

    def clear(self) -> None:
        self._back.clear()
        self._forward.clear()

    def _move(self, source: list[Step[M]], target: list[Step[M]], now: M) -> Step[M] | None:
        if not source:
            return None
        step = source.pop()
        target.append(Step(step.change, now, step.dropped))
        self._may_go_on = False
        self._trim()
        return step

    def leave_room(self, size: int) -> None:
        """So many bytes of what may be remembered are wanted."""
        most, self.most_bytes = self.most_bytes, self.most_bytes - size
        self._trim()
        self.most_bytes = most

    def _trim(self) -> None:
        while len(self._back) > MOST_STEPS:
            self._back.pop(0)
        for side in (self._back, self._forward):
            for place, step in enumerate(side):
                if self.bytes <= self.most_bytes:
                    return
                thinner = step.moment.thinner()
                if thinner is not None:
                    side[place] = Step(step.change, cast(M, thinner), step.dropped)
        while self.bytes > self.most_bytes and (self._back or self._forward):
            (self._back or self._forward).pop(0)

    @property
    def bytes(self) -> int:
        """What is kept in all."""
        moments = (step.moment for side in (self._back, self._forward) for step in side)
        return sum({id(thing): size for moment in moments for thing, size in moment.held()}.values())
