"""`make load`: a class of visitors who all train at once, and what the server makes of it.

Starts the server itself and visits it with raw websocket clients, since a browser paints too slowly to be the load:
each fetches the page, takes its session, opens the websocket and then says and answers what the page's channel.js
would. Everything stays on this machine, and ends by itself. Exits with 1 if a figure misses its bound.

Needs /proc, so Linux. The clients take a core of their own: with fewer than two, the figures say little.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

from serving import Server

QUERY = "?layers=8,8&activations=tanh,tanh"
THINKING = 2.0  # seconds between a visitor's clicks, on average
ARRIVAL = 180.0  # seconds that all may take to have their page
MEGABYTE = 2**20

CHUNKS_A_SECOND = 4.0  # at least, for everyone
ANSWER = 0.300  # seconds, 95 of 100 clicks
MEMORY = 2.0  # MB a visitor
GROWTH = 0.25  # MB a visitor in the second half of the run, when the first minute's buffers have their size
WAITING = (
    3  # chunks on the line to a visitor who has not read for 20 s: the server asks again after 5 s, and 10
)
EVENNESS = 0.8  # the slowest visitor's chunks a second over the median's, of twice the class
IDLE = 0.05  # share of a core
BUSY_ELSEWHERE = 0.15  # share of the time in which the server waits for a core
LEFT = 40.0  # seconds after everybody has left


class Visitor:
    """One page: its session, its websocket, and what it has received."""

    query = QUERY

    def __init__(self, server: Server, number: int) -> None:
        self.server = server
        self.random = random.Random(number)
        self.ready = asyncio.Event()
        self.chunks: list[tuple[float, int, int]] = []  # arrival, frames, bytes
        self.numbers: list[int] = []  # of the chunks, as the server counts them
        self.answers: list[float] = []
        self.refused = ""
        self.training = False
        self.acknowledges = True
        self.probe: dict[str, int] | None = None
        self.asked: tuple[str, Any, float] | None = None
        self.answered = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []
        self.messages = 0

    # Coming and going

    async def arrive(self) -> None:
        """Opens the page, and waits until there is something to see."""
        address = self.server.url + self.query
        page = (await AsyncHTTPClient().fetch(HTTPRequest(address, request_timeout=ARRIVAL))).body.decode()
        found = re.search(r'"token"\s*:\s*"([^"]+)"', page)
        if found is None:
            raise RuntimeError("the page has no session: the app has failed")
        line = HTTPRequest(
            self.server.url.replace("http", "ws", 1) + "/ws" + self.query,
            headers={"Origin": self.server.base},
            request_timeout=ARRIVAL,
        )
        self.line: WebSocketClientConnection = await websocket_connect(
            line, subprotocols=["bokeh", found[1]], max_message_size=64 * MEGABYTE
        )
        self.line.protocol.stream.set_nodelay(True)  # as browsers do; else every other message waits 40 ms
        await self._message()  # ACK
        self._write("PULL-DOC-REQ", {})
        reply = await self._message()
        assert reply is not None
        self.model = next(
            entry["id"]
            for entry in _objects(reply)
            if entry.get("attributes", {}).get("class_name") == "ChannelView"
        )
        self._write("PATCH-DOC", _event("document_ready", []))
        self.tell("ready")
        self.tasks.append(asyncio.create_task(self._listen()))
        await asyncio.wait_for(self.ready.wait(), ARRIVAL)

    async def leave(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.line.close()

    def forget(self) -> None:
        """Counts from now on."""
        self.chunks, self.answers = [], []

    # What the page says

    def tell(self, topic: str, **detail: Any) -> None:
        data = {
            "type": "map",
            "entries": [[name, _as_sent(value)] for name, value in {"topic": topic, **detail}.items()],
        }
        self._write("PATCH-DOC", _event("data_event", [["model", {"id": self.model}], ["data", data]]))

    def train(self) -> None:
        self.tell("train")

    def click(self) -> None:
        """Looks at another neuron, or edits a weight: both are answered with a frame."""
        if self.random.random() < 0.5:
            probe = {"layer": self.random.randrange(2), "unit": self.random.randrange(8)}
            if probe == self.probe:
                probe["unit"] = (probe["unit"] + 1) % 8
            self.probe = probe
            self.asked = ("probe", probe, time.perf_counter())
            self.tell("probe", **probe)
        else:
            self.asked = ("weight", None, time.perf_counter())
            place = {"layer": 1, "row": self.random.randrange(8), "column": self.random.randrange(8)}
            self.tell("weight", **place, value=round(self.random.uniform(-1, 1), 3))

    async def click_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(self.random.uniform(0.5, 1.5) * THINKING)
            self.answered.clear()
            self.click()
            await self.answered.wait()

    # What the server says

    async def _listen(self) -> None:
        while (content := await self._message()) is not None:
            for entry in content.get("events", ()):
                if entry["kind"] == "MessageSent":
                    values = dict(entry["msg_data"]["values"]["entries"])
                    if "data" in values:
                        self._hear(dict(values["data"]["entries"]))

    def _hear(self, message: dict[str, Any]) -> None:
        topic = message["topic"]
        if topic == "frames":
            now = time.perf_counter()
            if message["id"]:
                self.numbers.append(message["id"])
                self.chunks.append((now, message["frames"], self.size))
                if self.acknowledges:
                    self.tell("ack", id=message["id"])
            if self.asked and self._answers(message):
                self.answers.append(now - self.asked[2])
                self.asked = None
                self.answered.set()
            self.ready.set()
        elif topic == "moment_wanted":
            self.tell("kept", blob=None)
        elif topic == "status":
            self.training = message["training"]
        elif topic == "error":
            self.refused = message["text"] or self.refused

    def _answers(self, message: dict[str, Any]) -> bool:
        assert self.asked is not None
        kind, probe, _ = self.asked
        if kind == "weight":
            return message["id"] == 0
        shown = message["probe"]
        return shown is not None and dict(shown["entries"]) == probe

    # The websocket

    def _write(self, kind: str, content: dict[str, Any]) -> None:
        self.messages += 1
        header = {"msgid": f"{id(self):x}{self.messages}", "msgtype": kind}
        for part in (header, {}, content):
            self.line.write_message(json.dumps(part))

    async def _message(self) -> dict[str, Any] | None:
        """Content of the next message, its buffers counted in `size`; None when the line is closed."""
        header = await self.line.read_message()
        await self.line.read_message()  # metadata
        content = await self.line.read_message()
        if header is None or content is None:
            return None
        self.size = len(content)
        for _ in range(2 * json.loads(header).get("num_buffers", 0)):
            part = await self.line.read_message()
            self.size += len(part or "")
        decoded: dict[str, Any] = json.loads(content)
        return decoded


def _event(name: str, entries: list[Any]) -> dict[str, Any]:
    data = {"type": "event", "name": name, "values": {"type": "map", "entries": entries}}
    return {"events": [{"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": data}]}


def _as_sent(value: Any) -> Any:
    return (
        {"type": "map", "entries": [[key, part] for key, part in value.items()]}
        if isinstance(value, dict) and value.get("type") != "bytes"
        else value
    )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.get("type") == "object":
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _objects(part)


class Process:
    """What the system knows of a process."""

    def __init__(self, pid: int) -> None:
        self.folder = Path(f"/proc/{pid}")

    @property
    def memory(self) -> float:
        """MB in use."""
        return int((self.folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE

    @property
    def waited(self) -> float:
        """Seconds so far in which it had work to do and other processes had the cores."""
        return int((self.folder / "schedstat").read_text().split()[1]) / 1e9

    @property
    def seconds(self) -> float:
        """CPU time so far."""
        fields = (self.folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Report:
    """The figures, line by line, and whether all are within their bounds."""

    def __init__(self) -> None:
        self.missed = 0

    def title(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def fact(self, name: str, text: str) -> None:
        print(f"  {name:<46} {text}", flush=True)

    def check(self, name: str, value: float, bound: float, unit: str = "", least: bool = False) -> None:
        good = value >= bound if least else value <= bound
        self.missed += not good
        sign = "≥" if least else "≤"
        verdict = "ok" if good else "MISSED"
        self.fact(name, f"{value:8.2f} {unit:<11} {sign} {bound:g}  {verdict}")


def share(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of the values do not exceed."""
    ordered = sorted(values)
    return (
        ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))] if ordered else float("nan")
    )


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


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:8.0f} %"


def rates(visitors: Sequence[Visitor], seconds: float) -> list[float]:
    return sorted(len(visitor.chunks) / seconds for visitor in visitors)


def describe_chunks(visitors: Sequence[Visitor], seconds: float, report: Report) -> None:
    chunks = [chunk for visitor in visitors for chunk in visitor.chunks]
    each = rates(visitors, seconds)
    report.fact("chunks a second, median", f"{statistics.median(each):8.2f}")
    report.fact(
        "frames a second, median", f"{sum(frames for _, frames, _ in chunks) / seconds / len(visitors):8.1f}"
    )
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
        await one_class(server, options.count, options.seconds, report)
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
    limit = 3 * ARRIVAL + 4 * options.seconds + LEFT
    return asyncio.run(asyncio.wait_for(run(options), limit))


if __name__ == "__main__":
    sys.exit(main())
