"""What the browser keeps of a run, for a reload or another server: sent when something has changed, and taken back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from engine import Problem
from playground.messages import Message, every_page
from playground.shared.moment_line import LIGHT, moment_line
from playground.shared.refused import Remark

SOON = 0.2  # seconds between two moments of a run at rest, of which each may be the last
TIMES = 3  # as long as a moment was on its way, others have the line before the next
PATIENCE = (
    10.0  # seconds after which one that has not arrived is not waited for any more: the page may be gone
)


K = TypeVar("K")  # what is kept: a run, or several, or a race


class MomentKeeper(Generic[K]):
    """Keeps the moments of one visitor's run in the visitor's browser, under its fingerprint, which `of` gives.

    `send` takes a message. `run` gives what is to be kept, or None where a reload gives the same anyway; `resume` goes
    on from what was kept and raises ValueError when it cannot; `refused` is told why not. `pack` makes bytes of it,
    None where they would be too many, and `unpack` makes it of bytes that may be anybody's, or raises ValueError.
    `going` says whether it is being trained. `if_at_rest` does something unless a worker is at work on the run, for
    which the server's thread would have to wait; who has it work calls `changed` when the run has come further.

    What is trained is kept as often as the line allows, what rests at once: a reload pressed by hand loses nothing. The
    next moment of a run waits until the last has arrived, if that was a large one.

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
        going: Callable[[], bool],
        if_at_rest: Callable[[Callable[[], None]], object] = lambda do: do(),
    ) -> None:
        self._of = of
        self._send, self._run, self._resume, self._refused = send, run, resume, refused
        self._pack, self._unpack, self._going, self._if_at_rest = pack, unpack, going, if_at_rest
        self._wanted = ""  # what the page was asked for
        self._answered = False
        self._timer: asyncio.TimerHandle | None = None
        self._sent: tuple[str, int | None] | None = None  # of what the last one was, and its hash
        self._sent_at = 0.0
        self._rest = 0.0  # seconds after it, while the run is being trained
        self._number = 0  # of the last one, below zero: other messages that are acknowledged count upwards
        self._on_its_way = False

    def begin(self) -> None:
        """A page is there: has it kept a moment of this run?"""
        if not self._answered:
            self._wanted = self._of()
            self._send(every_page.MomentWanted(topic="moment_wanted", of=self._wanted))
        else:
            # What was on its way has gone with the former line.
            self._on_its_way, self._sent = False, None
            self.changed()

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
        self._in(self._rest if self._going() else SOON)

    def now(self) -> None:
        """The run has come to rest: it is sent, or as soon as the last moment has arrived."""
        self._in(0.0)

    def _in(self, rest: float) -> None:
        """So many seconds after the last one."""
        self.close()
        if not self._answered:
            return
        wait = self._sent_at + (PATIENCE if self._on_its_way else rest) - time.monotonic()
        if wait <= 0 or not (loop := _running_loop()):
            self._if_at_rest(self._tell)
        else:
            self._timer = loop.call_later(wait, self._by_itself)

    def _by_itself(self) -> None:
        self.close()
        self._if_at_rest(self._tell)

    def _tell(self) -> None:
        """Sends what there is, unless it is what was sent last."""
        kept, of = self._run(), self._of()
        blob = None if kept is None else self._pack(kept, of)
        key = of, None if blob is None else hash(blob)
        if key == self._sent:
            return
        self._sent, self._sent_at = key, time.monotonic()
        size = len(blob or b"")
        if self._going():
            self._rest = moment_line().rest(self, size)
        else:
            moment_line().leave(self)
        self._on_its_way = size > LIGHT
        self._number -= 1
        number = self._number if self._on_its_way else 0
        self._send(every_page.Moment(topic="moment", of=of, blob=blob, acknowledge=number))

    def arrived(self, number: int) -> None:
        """The page has the message of this number. On a slow line it took long, and so long nothing else came."""
        if number != self._number or not self._on_its_way:
            return
        self._on_its_way = False
        self._rest = max(self._rest, (1 + TIMES) * (time.monotonic() - self._sent_at))
        if self._timer is not None:
            self.changed()  # something is another since

    def refuse(self, problem: ValueError) -> None:
        """Says why what was kept is not taken."""
        reason = problem if isinstance(problem, Problem) else str(problem)
        self._refused(Remark("kept_unusable", reason=reason))

    def leave(self) -> None:
        """The visitor is gone."""
        self.close()
        moment_line().leave(self)

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
