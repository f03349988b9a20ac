"""What a visitor asks for and takes longer than a moment: a bounded pool of workers, short slices, fair turns.

A visitor has one slice of work in the pool at a time, and when it is done goes to the end of the line: who has asked
for three hundred things delays another's single one by a slice. Workers are threads, so they share Python's lock with
the server's own; `take_short_turns` has them hand it over soon enough for everybody to be answered meanwhile.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
import sys
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from inspect import isgenerator
from typing import Any, NamedTuple, cast

SLICE = 0.04  # seconds of a visitor's work before the next visitor's turn
SHORT = 0.003  # and on the server's own thread
SWITCH = 0.001  # seconds for which a thread may keep Python's lock while another waits for it
MOST_WORKERS = 2
TOLD_AFTER = 0.5  # seconds after which work tells how far it is
TOLD_EVERY = 0.25

# Work is a function. One that is long is a generator: it yields the share that is done (0 to 1) every few milliseconds,
# and returns its result.
Work = Callable[[], Any]


class Pool(NamedTuple):
    """The process's workers: those that train, and those that answer what takes longer than a moment."""

    training: ThreadPoolExecutor
    answers: ThreadPoolExecutor


@cache
def pool() -> Pool:
    # One core is left to the server's own thread, where there are two.
    workers = max(1, min(MOST_WORKERS, (os.cpu_count() or 1) - 1))
    return Pool(
        ThreadPoolExecutor(workers, thread_name_prefix="training"),
        ThreadPoolExecutor(workers, thread_name_prefix="answers"),
    )


def take_short_turns() -> None:
    """Has Python's threads hand their lock over sooner than after 5 ms: an answer needs it several times."""
    sys.setswitchinterval(SWITCH)


class Job:
    """Work under way, advanced slice by slice."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._steps: Generator[float, None, Any] | None = None
        self.share = 0.0
        self.result: Any = None

    def advance(self, seconds: float = SLICE) -> bool:
        """Works for about so long; whether it is done. Raises what the work raises."""
        until = time.perf_counter() + seconds
        if self._steps is None:
            result = self._work()
            if not isgenerator(result):
                self.result = result
                return True
            self._steps = cast(Generator[float, None, Any], result)
        try:
            while time.perf_counter() < until:
                self.share = next(self._steps)
        except StopIteration as end:
            self.result = end.value
            return True
        return False

    def finish(self) -> Any:
        """The result, without turns: for who has nobody to wait for."""
        while not self.advance():
            pass
        return self.result


class Wish(NamedTuple):
    """`then` hears the result, `failed` what was raised, both on the server's thread."""

    kind: str
    job: Job
    then: Callable[[Any], None]
    failed: Callable[[Exception], None]
    context: contextvars.Context
    here: bool


class Line:
    """One visitor's line: what is asked for is done one after another, and of each kind only the newest.

    `told` hears how far work is that takes long: its kind and the share that is done; None when it is over.
    """

    def __init__(self, told: Callable[[str, float | None], None] = lambda kind, share: None) -> None:
        self._told = told
        self._waiting: dict[str, Wish] = {}
        self._current: Wish | None = None
        self._dropped = False  # the current wish: nobody waits for its result
        self._telling = 0.0  # when to tell next how far it is
        self._is_told = False

    @property
    def busy(self) -> bool:
        """Whether something is being done that is still wanted."""
        return bool(self._waiting) or (self._current is not None and not self._dropped)

    def ask(
        self,
        kind: str,
        work: Work,
        then: Callable[[Any], None],
        failed: Callable[[Exception], None],
        here: bool = False,
    ) -> None:
        """Has a worker do it; or does it `here`, in shorter slices, where it changes what the server's thread may look
        at in between. What was asked for of the same kind before is not wanted any more."""
        self.drop(kind)
        self._waiting[kind] = Wish(kind, Job(work), then, failed, contextvars.copy_context(), here)
        self._next()

    def drop(self, kind: str | None = None) -> None:
        """Nobody waits for work of this kind any more, or for any."""
        for name in [name for name in self._waiting if kind in (None, name)]:
            del self._waiting[name]
        if self._current is not None and kind in (None, self._current.kind) and not self._dropped:
            self._dropped = True
            self._tell_the_end(self._current)

    def close(self) -> None:
        """Who has left waits for nothing, and is told nothing."""
        self._told = lambda kind, share: None
        self.drop()

    def _next(self) -> None:
        if self._current is None and self._waiting:
            kind = next(iter(self._waiting))
            self._current, self._dropped = self._waiting.pop(kind), False
            self._telling = time.perf_counter() + TOLD_AFTER
            self._advance(self._current)

    def _advance(self, wish: Wish) -> None:
        loop = asyncio.get_running_loop()
        if wish.here:
            future: asyncio.Future[bool] = loop.create_future()
            loop.call_soon(_advance_here, wish.job, future, context=wish.context)
        else:
            future = loop.run_in_executor(pool().answers, wish.job.advance)
        future.add_done_callback(lambda done: self._advanced(wish, done), context=wish.context)

    def _advanced(self, wish: Wish, slice_done: asyncio.Future[bool]) -> None:
        problem = None if slice_done.cancelled() else slice_done.exception()
        if not self._dropped and problem is None and not slice_done.result():
            self._tell(wish)
            self._advance(wish)
            return
        dropped = self._dropped
        self._current = None
        try:
            if not dropped:
                self._tell_the_end(wish)
                if problem is None:
                    wish.then(wish.job.result)
                elif isinstance(problem, Exception):
                    wish.failed(problem)
        finally:
            self._next()

    def _tell(self, wish: Wish) -> None:
        now = time.perf_counter()
        if now >= self._telling:
            self._telling = now + TOLD_EVERY
            self._is_told = True
            self._told(wish.kind, wish.job.share)

    def _tell_the_end(self, wish: Wish) -> None:
        if self._is_told:
            self._is_told = False
            self._told(wish.kind, None)


def _advance_here(job: Job, future: asyncio.Future[bool]) -> None:
    try:
        future.set_result(job.advance(SHORT))
    except Exception as problem:
        future.set_exception(problem)
