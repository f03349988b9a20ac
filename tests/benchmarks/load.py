"""`make load`: a class of visitors who all train at once, and what the server makes of it.

Starts the server itself and visits it with raw websocket clients, since a browser paints too slowly to be the load:
each fetches the page, takes its session, opens the websocket and then says and answers what the page's channel.js
would. Everything stays on this machine, and ends by itself. Exits with 1 if a figure misses its bound.

Needs /proc, so Linux. The clients take a core of their own: with fewer than two, the figures say little.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

from comparing import LandscapeVisitor, comparing
from figures import Process, Report, percent, share
from serving import Server
from visitors import ARRIVAL, Visitor

CHUNKS_A_SECOND = 4.0  # at least, for everyone
SENT, SENT_SMALL = 120.0, 60.0  # kB a second to a visitor who trains 2-8-8-1, and 2-4-2-1, and clicks
FEW = 5  # visitors, who all get as many frames as the page shows in a class
FRAMES, FRAMES_ALONE = 29.0, 49.0  # a second: 30 and 50 but for what a chunk is sent later than it should be
ANSWER = 0.300  # seconds, 95 of 100 clicks
COMPARING = 10  # visitors, twelve runs each
MEMORY = 2.0  # MB a visitor
GROWTH = 0.25  # MB a visitor in the second half of the run, when the first minute's buffers have their size
WAITING = (
    3  # chunks on the line to a visitor who has not read for 20 s: the server asks again after 5 s, and 10
)
EVENNESS = 0.8  # the slowest visitor's chunks a second over the median's, of twice the class
IDLE = 0.05  # share of a core
BUSY_ELSEWHERE = 0.15  # share of the time in which the server waits for a core
LEFT = 40.0  # seconds after everybody has left


class LookingOn(Visitor):
    """Who trains what the page opens with, 2-4-2-1, and looks on."""

    query = ""

    async def click_now_and_then(self) -> None:
        """Not at all."""


async def arrive(visitors: Sequence[Visitor], report: Report) -> None:
    """All open the page at once, as a class does that is told to."""
    began = time.perf_counter()

    async def one(visitor: Visitor) -> float:
        await visitor.arrive()
        return time.perf_counter() - began

    times = await asyncio.gather(*(one(visitor) for visitor in visitors))
    report.fact("page there after, median and last", f"{statistics.median(times):8.1f} s  {max(times):.1f} s")


async def train(visitors: Sequence[Visitor], seconds: float, server: Process, report: Report) -> list[float]:
    """All train and click for so long; the server's memory second by second."""
    for visitor in visitors:
        visitor.train()
    await asyncio.sleep(2)
    clicking = [asyncio.create_task(visitor.click_now_and_then()) for visitor in visitors]
    for visitor in visitors:
        visitor.forget()
    own = Process(os.getpid())
    began, used, used_here, waited = time.perf_counter(), server.seconds, own.seconds, server.waited
    memory = [server.memory]
    while (passed := time.perf_counter() - began) < seconds:
        await asyncio.sleep(min(1.0, seconds - passed))
        memory.append(server.memory)
    passed = time.perf_counter() - began
    used, used_here, waited = server.seconds - used, own.seconds - used_here, server.waited - waited
    report.fact(
        "server's work, and these clients'",
        f"{percent(used, passed)}  {percent(used_here, passed)} of a core",
    )
    chunks = sum(len(visitor.chunks) for visitor in visitors)
    report.fact("server's work on a chunk, all included", f"{1000 * used / max(1, chunks):8.1f} ms")
    report.fact("server kept waiting for a core", f"{percent(waited, passed)} of the time")
    if waited > BUSY_ELSEWHERE * passed:
        report.fact("", "others are at work on this machine: the figures say less of the server than of them")
    for task in clicking:
        task.cancel()
    return memory


def rates(visitors: Sequence[Visitor], seconds: float) -> list[float]:
    return sorted(len(visitor.chunks) / seconds for visitor in visitors)


def frames_a_second(visitors: Sequence[Visitor], seconds: float) -> float:
    return sum(frames for visitor in visitors for _, frames, _ in visitor.chunks) / seconds / len(visitors)


def check_sent(visitors: Sequence[Visitor], seconds: float, bound: float, report: Report) -> None:
    """What the server sends to a visitor, to who gets the most: chunks and all else, as it is before TCP."""
    report.check(
        "sent to a visitor", max(visitor.received for visitor in visitors) / seconds / 1000, bound, "kB/s"
    )


def describe_chunks(visitors: Sequence[Visitor], seconds: float, report: Report) -> None:
    chunks = [chunk for visitor in visitors for chunk in visitor.chunks]
    each = rates(visitors, seconds)
    report.fact("chunks a second, median", f"{statistics.median(each):8.2f}")
    report.fact("frames a second, of all, their mean", f"{frames_a_second(visitors, seconds):8.1f}")
    report.fact("kB in a chunk", f"{sum(size for _, _, size in chunks) / max(1, len(chunks)) / 1000:8.1f}")
    answers = [answer * 1000 for visitor in visitors for answer in visitor.answers]
    report.fact(
        "answer to a click, median, p95, worst",
        f"{share(answers, 50):8.0f} ms  {share(answers, 95):.0f} ms  {share(answers, 100):.0f} ms  of {len(answers)}",
    )


async def one_class(server: Server, count: int, seconds: float, report: Report) -> None:
    process = Process(server.pid)
    report.title(f"{count} visitors train 2-8-8-1 for {seconds:g} s")
    # The first visit loads what all share; who made it stays, so that it weighs on neither side of the balance.
    first = Visitor(server, 0)
    await first.arrive()
    first.train()
    await asyncio.sleep(2)
    first.tell("pause")
    await asyncio.sleep(1)
    before = process.memory
    visitors = [Visitor(server, number) for number in range(1, count + 1)]
    await arrive(visitors, report)
    memory = await train(visitors, seconds, process, report)
    check_sent(visitors, seconds, SENT, report)
    describe_chunks(visitors, seconds, report)
    answers = [answer for visitor in visitors for answer in visitor.answers]
    report.fact(
        "server's memory before, with all, at the end",
        f"{before:8.0f} MB {memory[0]:.0f} MB {memory[-1]:.0f} MB",
    )
    report.check("chunks a second of the slowest", rates(visitors, seconds)[0], CHUNKS_A_SECOND, least=True)
    report.check("answer to a click, p95", share(answers, 95), ANSWER, "s")
    report.check("memory a visitor", (memory[-1] - before) / count, MEMORY, "MB")
    report.check(
        "more of it in the second half", (memory[-1] - memory[len(memory) // 2]) / count, GROWTH, "MB"
    )
    report.check("still training", sum(visitor.training for visitor in visitors), count, least=True)
    refused = {visitor.refused for visitor in visitors} - {""}
    if refused:
        report.fact("refused", "; ".join(sorted(refused)))
    await asyncio.gather(*(visitor.leave() for visitor in (*visitors, first)))


async def few(server: Server, seconds: float, report: Report) -> None:
    """With time for every frame that a page shows: what they cost on the line, and that one alone gets more of them."""
    process = Process(server.pid)
    for count, least in ((FEW, FRAMES), (1, FRAMES_ALONE)):
        report.title(f"{count} visitor{'s' * (count != 1)} training 2-4-2-1 for {seconds:g} s")
        visitors = [LookingOn(server, number) for number in range(count)]
        await arrive(visitors, report)
        await train(visitors, seconds, process, report)
        describe_chunks(visitors, seconds, report)
        if count > 1:
            check_sent(visitors, seconds, SENT_SMALL, report)
        report.check("frames a second", frames_a_second(visitors, seconds), least, least=True)
        await asyncio.gather(*(visitor.leave() for visitor in visitors))


async def who_does_not_read(server: Server, seconds: float, report: Report) -> None:
    """A page that hangs must not have its chunks pile up for it in the server."""
    report.title(f"A visitor whose page hangs for {seconds:g} s while it trains")
    visitor = Visitor(server, 0)
    await visitor.arrive()
    visitor.acknowledges = False
    visitor.train()
    process = Process(server.pid)
    await asyncio.sleep(1)
    used = process.seconds
    await asyncio.sleep(seconds)
    report.fact("the server's work meanwhile", f"{100 * (process.seconds - used) / seconds:8.1f} % of a core")
    report.check("chunks waiting for it", len(visitor.chunks), WAITING)
    await visitor.leave()


async def twice_the_class(server: Server, count: int, seconds: float, report: Report) -> None:
    process = Process(server.pid)
    report.title(f"{count} visitors, to see that it degrades evenly")
    visitors = [Visitor(server, number) for number in range(count)]
    await arrive(visitors, report)
    await train(visitors, seconds, process, report)
    describe_chunks(visitors, seconds, report)
    each = rates(visitors, seconds)
    report.check(
        "chunks a second, slowest over median", each[0] / statistics.median(each), EVENNESS, least=True
    )
    await asyncio.gather(*(visitor.leave() for visitor in visitors))

    report.title(f"{LEFT:g} s after all have left")
    await asyncio.sleep(LEFT)
    used = process.seconds
    await asyncio.sleep(5)
    report.check("the server's work", 100 * (process.seconds - used) / 5, 100 * IDLE, "% of a core")
    report.fact("and its memory", f"{process.memory:8.0f} MB")


async def run(options: argparse.Namespace) -> int:
    report = Report()
    with Server(options.port) as server:
        await few(server, options.seconds / 4, report)
        await one_class(server, options.count, options.seconds, report)
        await comparing(server, COMPARING, options.seconds / 2, report, arrive, train)
        await comparing(server, COMPARING, options.seconds / 2, report, arrive, train, LandscapeVisitor)
        await who_does_not_read(server, min(20.0, options.seconds), report)
        await twice_the_class(server, 2 * options.count, options.seconds / 2, report)
    print(f"\n{report.missed or 'No'} figure{'s' * (report.missed != 1)} out of bounds", flush=True)
    return 1 if report.missed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=30, help="visitors; then twice as many (default 30)")
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="of training (default 60; half with twice as many)"
    )
    parser.add_argument("--port", type=int, help="of the server (default: a free one)")
    options = parser.parse_args()
    if not Path("/proc/self/statm").exists():
        parser.error("needs Linux: the server's memory and CPU time are read in /proc")
    AsyncHTTPClient.configure(None, max_clients=4 * options.count)
    limit = 6 * ARRIVAL + 6 * options.seconds + LEFT
    return asyncio.run(asyncio.wait_for(run(options), limit))


if __name__ == "__main__":
    sys.exit(main())
