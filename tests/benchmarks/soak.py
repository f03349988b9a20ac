"""`make soak`: thirty visitors who train, click, come and go for SOAK_MINUTES, then leave; nothing of them may be left.

The clients are those of visitors.py. A first, short class fills what all visitors share and brings the server to its
size, which is that of the most pages kept at once: so in it, too, some have left and are still kept while others have
come. What is compared is the server after that class has gone and after the long one has. Exits with 1 if a figure
misses its bound. Needs /proc, so Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from figures import Process, Report
from load import arrive
from serving import Server
from tornado.httpclient import AsyncHTTPClient
from visitors import ARRIVAL, Visitor

STAYS = 60.0  # seconds that a visitor stays, on average, before another takes the place
SHORT = 1.5 * STAYS  # seconds of the first class: by then everybody's place has changed hands
GONE = 120.0  # seconds after which nobody's session may be left
SETTLED = 10.0  # seconds more until what they had is given back
MORE_MEMORY = 10.0  # per cent


class DigitsVisitor(Visitor):
    """One who trains a small network of digits."""

    query = (
        "?page=digits&digits_model=own&digits_layers=16&digits_activations=relu&digits_epochs=50"
        "&digits_speed=fastest"
    )

    def click(self) -> None:
        self.asked = ("drawing", None, time.perf_counter())
        strokes = [[self.random.random() for _ in range(16)]]
        self.tell("draw", strokes=strokes, thickness=0.07, id=self.messages)

    def _hear(self, message: dict[str, Any]) -> None:
        super()._hear(message)
        if message["topic"] == "digits_status":
            self.training = message["training"]
            self.ready.set()
            if message["acknowledge"] and self.acknowledges:
                self.tell("ack", id=message["acknowledge"])
        elif message["topic"] == "reading" and self.asked:
            self.answers.append(time.perf_counter() - self.asked[2])
            self.asked = None
            self.answered.set()


class Held(NamedTuple):
    """What the server's process has."""

    memory: float
    threads: int
    descriptors: int
    sessions: int


async def held(server: Server) -> Held:
    folder = Path(f"/proc/{server.pid}")
    found = re.search(r"^Threads:\s+(\d+)", (folder / "status").read_text(), re.MULTILINE)
    assert found is not None
    memory, descriptors = Process(server.pid).memory, len(list((folder / "fd").iterdir()))
    told = _told(server)
    os.kill(server.pid, signal.SIGUSR1)
    while len(now := _told(server)) == len(told):
        await asyncio.sleep(0.1)
    return Held(memory, int(found[1]), descriptors, int(now[-1]))


def _told(server: Server) -> list[str]:
    return re.findall(r"^sessions: (\d+)$", server.log.read_text(errors="replace"), re.MULTILINE)


async def one_place(server: Server, number: int, first: Visitor, until: float) -> None:
    """A place in the class: visitors who come, train, click and leave without a word, until the lesson is over."""
    visitor = first
    while True:
        visitor.train()
        clicking = asyncio.create_task(visitor.click_now_and_then())
        stays = visitor.random.uniform(0.5, 1.5) * STAYS
        await asyncio.sleep(max(0.0, min(stays, until - time.monotonic())))
        clicking.cancel()
        await visitor.leave()
        if time.monotonic() >= until:
            return
        number += 1000
        visitor = _visitor(server, number)
        await visitor.arrive()


def _visitor(server: Server, number: int) -> Visitor:
    return (DigitsVisitor if number % 3 == 2 else Visitor)(server, number)


async def a_class(server: Server, count: int, seconds: float, report: Report) -> Held:
    """The server after so many have been there for so long and have gone."""
    visitors = [_visitor(server, number) for number in range(count)]
    await arrive(visitors, report)
    until = time.monotonic() + seconds
    places = [one_place(server, number, visitor, until) for number, visitor in enumerate(visitors)]
    lesson = asyncio.gather(*places)
    await asyncio.sleep(seconds / 2)
    describe("half way", await held(server), report)
    await lesson
    began = time.monotonic()
    while (now := await held(server)).sessions and time.monotonic() - began < GONE:
        await asyncio.sleep(2)
    report.fact("no session left after", f"{time.monotonic() - began:8.0f} s")
    await asyncio.sleep(SETTLED)
    now = await held(server)
    describe("when all have gone", now, report)
    return now


def describe(when: str, now: Held, report: Report) -> None:
    report.fact(
        when,
        f"{now.memory:8.0f} MB  {now.threads} threads  {now.descriptors} descriptors  {now.sessions} sessions",
    )


async def run(options: argparse.Namespace) -> int:
    report = Report()
    program = (str(Path(__file__).with_name("telling_server.py")),)
    with Server(options.port, program=program) as server:
        describe("before anybody has come", await held(server), report)
        report.title(f"{options.count} visitors for {SHORT:g} s, who bring the server to its size")
        before = await a_class(server, options.count, SHORT, report)
        report.title(f"{options.count} visitors for {options.minutes:g} minutes")
        after = await a_class(server, options.count, 60 * options.minutes, report)
        report.title("What they have left behind")
        report.check("memory", 100 * (after.memory / before.memory - 1), MORE_MEMORY, "%")
        report.check("threads", after.threads - before.threads, 0)
        report.check("descriptors", after.descriptors - before.descriptors, 0)
        report.check("sessions", after.sessions, 0)
    print(f"\n{report.missed or 'No'} figure{'s' * (report.missed != 1)} out of bounds", flush=True)
    return 1 if report.missed else 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=30, help="visitors at a time (default 30)")
    parser.add_argument(
        "--minutes",
        type=float,
        default=float(os.environ.get("SOAK_MINUTES") or 5),
        help="that they stay (default: SOAK_MINUTES, or 5)",
    )
    parser.add_argument("--port", type=int, help="of the server (default: a free one)")
    options = parser.parse_args(arguments)
    if not Path("/proc/self/statm").exists():
        parser.error("needs Linux: what the server holds is read in /proc")
    AsyncHTTPClient.configure(None, max_clients=4 * options.count)
    limit = 2 * (ARRIVAL + GONE + SETTLED + STAYS) + SHORT + 60 * options.minutes
    return asyncio.run(asyncio.wait_for(run(options), limit))


if __name__ == "__main__":
    sys.exit(main())
