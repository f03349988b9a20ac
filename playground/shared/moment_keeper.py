"""What the browser keeps of a run, for a reload or another server: sent when something has changed, and taken back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from engine import Problem
from playground.messages import Message, every_page
from playground.shared.refused import Remark

PAUSE = 2.0  # seconds between two moments that are kept
BYTES_A_SECOND = 150_000  # so that those of a large network come more seldom


K = TypeVar("K")  # what is kept: a run, or several, or a race


class MomentKeeper(Generic[K]):
    """Keeps the moments of one visitor's run in the visitor's browser, under its fingerprint, which `of` gives.

    `send` takes a message. `run` gives what is to be kept, or None where a reload gives the same anyway; `resume` goes
    on from what was kept and raises ValueError when it cannot; `refused` is told why not. `pack` makes bytes of it,
    None where they would be too many, and `unpack` makes it of bytes that may be anybody's, or raises ValueError.
    `if_at_rest` does something unless a worker is at work on the run, for which the server's thread would have to wait;
    who has it work calls `changed` when the run has come further.

    A page that comes is asked first what it has kept, and until it has answered nothing is sent that would take the
    place of that.
    """

    def __init__(
        self,
        of: Callable[[], str],
        send: Callable[[Message], None],
        run: Callable[[], K | None],
        resume: Callable[[K], None],
        refused: Callable[[Remark], None],
        pack: Callable[[K, str], bytes | None],
        unpack: Callable[[object, str], K],
        if_at_rest: Callable[[Callable[[], None]], object] = lambda do: do(),
    ) -> None:
        self._of = of
        self._send, self._run, self._resume, self._refused = send, run, resume, refused
        self._pack, self._unpack, self._if_at_rest = pack, unpack, if_at_rest
        self._wanted = ""  # what the page was asked for
        self._answered = False
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0  # when the next may be sent
        self._sent: tuple[str, int | None] | None = None  # of what the last one was, and its hash

    def begin(self) -> None:
        """A page is there: has it kept a moment of this run?"""
        if not self._answered:
            self._wanted = self._of()
            self._send(every_page.MomentWanted(topic="moment_wanted", of=self._wanted))

    def take(self, message: every_page.Kept) -> None:
        """What the page has kept is gone on with, or refused in words; `blob` is None where there is nothing. An answer
        to what another has asked for is left to that."""
        blob, of = message["blob"], self._of()
        if message["of"] != self._wanted:
            return
        try:
            if blob is not None:
                self._resume(self._unpack(blob, of))
        except ValueError as problem:
            self.refuse(problem)
        self._answered, self._sent = True, (of, None)
        self.now()

    def changed(self) -> None:
        """Something may be another: it is sent now, or as soon as the pace allows."""
        if self._timer is not None or not self._answered:
            return
        wait = self._due - time.monotonic()
        if wait <= 0 or not (loop := _running_loop()):
            self._if_at_rest(self.now)
        else:
            self._timer = loop.call_later(wait, self._by_itself)

    def _by_itself(self) -> None:
        self.close()
        self._if_at_rest(self.now)

    def now(self) -> None:
        """Sends what there is, unless it is what was sent last."""
        self.close()
        if not self._answered:
            return
        kept, of = self._run(), self._of()
        blob = None if kept is None else self._pack(kept, of)
        key = of, None if blob is None else hash(blob)
        if key == self._sent:
            return
        self._sent = key
        self._due = time.monotonic() + max(PAUSE, len(blob or b"") / BYTES_A_SECOND)
        self._send(every_page.Moment(topic="moment", of=of, blob=blob))

    def refuse(self, problem: ValueError) -> None:
        """Says why what was kept is not taken."""
        reason = problem if isinstance(problem, Problem) else str(problem)
        self._refused(Remark("kept_unusable", reason=reason))

    def close(self) -> None:
        """Nothing more is sent by itself."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """None in a script, where nothing can be done later."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
