"""Who may go on and who waits: how much, and in which order, when many want something at once.

A `Bucket` says how much of something one may have: a supply that is used up and fills again by itself. Where several
wait, whoever's own bucket is fullest goes first, which is who has had the least lately: who asks a thousand times waits
behind who asks once. No server is known here.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

Answer = TypeVar("Answer")

MOST_KNOWN = (
    1000  # of those whose buckets are kept; beyond, those that are full are forgotten, which changes nothing
)


@dataclass(eq=False)
class Bucket:
    """A supply of `most` that fills at `rate` a second."""

    most: float
    rate: float
    clock: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _since: float = field(init=False)

    def __post_init__(self) -> None:
        self._left, self._since = self.most, self.clock()

    @property
    def left(self) -> float:
        """How much there is now; under 1 nothing can be taken."""
        now = self.clock()
        self._left = min(self.most, self._left + (now - self._since) * self.rate)
        self._since = now
        return self._left

    @property
    def wait(self) -> float:
        """Seconds until one can be taken; 0 for now."""
        return max(0.0, (1.0 - self.left) / self.rate)

    def take(self) -> None:
        """Takes one."""
        self._left = self.left - 1.0


class Buckets:
    """A bucket for each address."""

    def __init__(
        self, most: float, rate: float, clock: Callable[[], float] = time.monotonic, known: int = MOST_KNOWN
    ) -> None:
        self._make: Callable[[], Bucket] = lambda: Bucket(most, rate, clock)
        self._known = known
        self._of: dict[str, Bucket] = {}

    def __len__(self) -> int:
        return len(self._of)

    def of(self, address: str) -> Bucket:
        """The bucket of an address."""
        if address not in self._of:
            if len(self._of) >= self._known:
                self._of = {one: bucket for one, bucket in self._of.items() if bucket.left < bucket.most}
            self._of[address] = self._make()
        return self._of[address]


@dataclass
class _Waiting:
    who: Bucket
    turn: asyncio.Future[None]


def _first(waiting: list[_Waiting]) -> _Waiting:
    """Takes out whose turn it is; of the same who, the first that came."""
    left = {one.who: one.who.left for one in waiting}  # once each: buckets fill while they are looked at
    first = max(waiting, key=lambda one: left[one.who])
    waiting.remove(first)
    return first


class Flow:
    """Lets through `rate` a second in all, after `most` at once."""

    def __init__(self, most: float, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._supply = Bucket(most, rate, clock)
        self._waiting: list[_Waiting] = []

    async def take(self, who: Bucket) -> None:
        """Waits until one may go through: one of `who`'s own, and one of all."""
        while who.wait:
            await asyncio.sleep(who.wait)
        who.take()
        if not self._waiting and not self._supply.wait:
            self._supply.take()
            return
        mine = _Waiting(who, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if len(self._waiting) == 1:
            self._go_on_later()
        await mine.turn

    def _go_on_later(self) -> None:
        asyncio.get_running_loop().call_later(self._supply.wait, self._go_on)

    def _go_on(self) -> None:
        while self._waiting and not self._supply.wait:
            first = _first(self._waiting)
            if not first.turn.done():  # it is when who waited was cancelled
                self._supply.take()
                first.turn.set_result(None)
        if self._waiting:
            self._go_on_later()


class Turns:
    """One at a time. `most` may wait in all, `most_each` of the same who; after each turn everybody else on the server
    may work for `rest` times as long as it took, at most `longest_rest` seconds."""

    def __init__(self, most: int, most_each: int, rest: float = 0.5, longest_rest: float = 0.25) -> None:
        self._most, self._most_each = most, most_each
        self._rest, self._longest_rest = rest, longest_rest
        self._waiting: list[_Waiting] = []
        self._busy = False

    def full(self, who: Bucket) -> bool:
        """Whether so many wait that `who` had better come again later."""
        return (
            len(self._waiting) >= self._most
            or sum(one.who is who for one in self._waiting) >= self._most_each
        )

    async def take(self, who: Bucket, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """Waits for a turn, does the work in it and returns its answer."""
        if self._busy:
            mine = _Waiting(who, asyncio.get_running_loop().create_future())
            self._waiting.append(mine)
            try:
                await mine.turn
            except asyncio.CancelledError:
                if not mine.turn.cancelled():
                    self._next()  # it was given the turn just now
                raise
        self._busy = True
        began = time.monotonic()
        try:
            return await work()
        finally:
            rest = min(self._longest_rest, self._rest * (time.monotonic() - began))
            asyncio.get_running_loop().call_later(rest, self._next)

    def _next(self) -> None:
        while self._waiting:
            first = _first(self._waiting)
            if not first.turn.done():
                first.turn.set_result(None)
                return
        self._busy = False
