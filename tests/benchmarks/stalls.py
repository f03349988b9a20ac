"""`make stalls`: how long the worst that one visitor may ask keeps another waiting, and how much memory it takes.

Starts the server itself and visits it with two raw websocket clients. One asks for the most that each topic allows; the
other changes its theme over and over, which costs next to nothing, and takes the time until it is answered. Everything
stays on this machine. Exits with 1 if a figure misses its bound.

Needs /proc, so Linux, and a machine with little else to do. The time in which the server's thread only waited for a
core that others had is taken off each answer, and no answer counts for more than all of the server's threads worked
meanwhile: what is longer was waited for one that had Python's lock and no core.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from figures import Process, Report
from serving import Server
from visitors import Visitor
from worst_asked import CASES, LONGEST, Case

STALL = 0.100  # seconds that another visitor waits at most
MEMORY = 50.0  # MB
QUIET = 3.0  # seconds without an answer to the one who asks, after which it is over
SETTLING = 5.0  # seconds after which all that is read once has been read


class Asking(Visitor):
    """Who asks for the most; `heard` is when the last answer came."""

    def __init__(self, server: Server, number: int, page: str, query: dict[str, str]) -> None:
        super().__init__(server, number)
        self.query = "?" + urlencode({"page": page, **query})
        self.heard = time.perf_counter()
        self.topics: set[str] = set()

    def _hear(self, message: dict[str, Any]) -> None:
        self.heard = time.perf_counter()
        self.topics.add(message["topic"])
        self.ready.set()  # whatever it is: a page says more than its frames
        super()._hear(message)

    async def rest(self, longest: float = LONGEST) -> None:
        """Until nothing has been said for a while."""
        self.heard = began = time.perf_counter()
        while time.perf_counter() - self.heard < QUIET and time.perf_counter() - began < longest:
            await asyncio.sleep(0.02)


class Waiting(Visitor):
    """Who asks for next to nothing, and takes the time."""

    def __init__(self, server: Server, number: int) -> None:
        super().__init__(server, number)
        self.process = Process(server.pid)
        self.settings = asyncio.Event()
        self.longest = 0.0
        self.asked_at = self.worked = 0.0  # when it has asked, and what the server had worked by then

    def _hear(self, message: dict[str, Any]) -> None:
        if message["topic"] == "settings":
            self.settings.set()
        super()._hear(message)

    @property
    def waited(self) -> float:
        return self.process.waited

    @property
    def worst(self) -> float:
        """The longest that an answer has taken, or takes."""
        return max(self.longest, self._taken() if self.asked_at else 0.0)

    def _ask(self, theme: str) -> None:
        self.asked_at, self.worked = time.perf_counter() - self.waited, self.process.worked
        self.tell("set", name="theme", value=theme)

    def _taken(self) -> float:
        passed = time.perf_counter() - self.waited - self.asked_at
        return min(passed, self.process.worked - self.worked)

    async def ask_over_and_over(self) -> None:
        themes = ("light", "dark")
        for number in range(10**9):
            self.settings.clear()
            self._ask(themes[number % 2])
            await self.settings.wait()
            self.longest = max(self.longest, self._taken())
            self.asked_at = 0.0
            await asyncio.sleep(0.03)  # no faster than a page that is used: floods are turned away


async def measured(server: Server, case: Case, waiting: Waiting, report: Report) -> None:
    process = Process(server.pid)
    asking = Asking(server, 1, case.page, case.query)
    if not case.query or case.asks:
        await asking.arrive()
        await asking.rest()
        for ask in case.before:
            asking.topics.clear()
            asking.tell(**ask)
            await asking.rest()
            if asking.refused or not asking.topics:
                raise RuntimeError(f"{case.name}: {ask['topic']} is not heard: {asking.refused}")
    before, kept_waiting = process.memory, process.waited
    largest = before
    waiting.longest = 0.0
    asking.topics.clear()
    if not case.asks:
        await asking.arrive()
    for ask in case.asks:
        asking.tell(**ask)
    resting = asyncio.create_task(asking.rest(case.longest))
    while not resting.done():
        await asyncio.sleep(0.02)
        largest = max(largest, process.memory)
    report.check(f"{case.name}: another waits", waiting.worst, STALL, "s")
    report.check(f"{case.name}: topics answered", len(asking.topics), 1, least=True)
    report.fact("", f"answered with {', '.join(sorted(asking.topics)) or 'nothing'} {asking.refused}")
    report.fact("", f"and the server waited {process.waited - kept_waiting:.2f} s for a core")
    report.check(f"{case.name}: memory", largest - before, MEMORY, "MB")
    await asking.leave()


async def run(options: argparse.Namespace) -> int:
    report = Report()
    chosen: Callable[[Case], bool] = lambda case: options.only in case.name or options.only == case.page  # noqa: E731
    with Server(options.port) as server:
        waiting = Waiting(server, 0)
        await waiting.arrive()
        clock = asyncio.create_task(waiting.ask_over_and_over())
        # The first visit to a page loads what all share.
        for page in ("graph", "digits"):
            first = Asking(server, 1, page, {})
            await first.arrive()
            if page == "digits":
                first.tell("judge")
            await first.rest()
            await asyncio.sleep(SETTLING)
            await first.leave()
        for case in CASES:
            if not options.only or chosen(case):
                await measured(server, case, waiting, report)
                if clock.done():
                    clock.result()  # raises what has stopped it: nobody has waited since
        clock.cancel()
        await waiting.leave()
    print(f"\n{report.missed or 'No'} figure{'s' * (report.missed != 1)} out of bounds", flush=True)
    return 1 if report.missed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", help="cases with this in their name, or of this page")
    parser.add_argument("--port", type=int, help="of the server (default: a free one)")
    options = parser.parse_args()
    if not Path("/proc/self/statm").exists():
        parser.error("needs Linux: the server's memory and CPU time are read in /proc")
    return asyncio.run(run(options))


if __name__ == "__main__":
    sys.exit(main())
