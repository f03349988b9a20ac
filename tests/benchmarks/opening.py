"""What it costs to open the playground: bytes on the line, time until its first button can be used, the server's work.

Opens each page in Chromium, once as a browser does that has never been there, then again and again, in a profile on
the disk such as visitors have: a private window keeps nothing of what it has compiled. Counts what comes in through
HTTP, as it travels, and through the websocket. Exits with 1 if a figure misses its bound. `make load` runs it. Needs
/proc, so Linux; on a machine that is busy with other work the times say little.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

import find_chromium
from serving import Server

FIRST_BUTTON = {
    "network": "Train",
    "graph": "Step forward",
    "digits": "Train",
    "compare": "Train",
    "lessons": "Summary",
}
AGAIN = 5
MEGABYTE = 1e6

WARM = 0.1  # MB, the second time and after, all told
COLD = 3.0  # MB, Bokeh's own files included
READY = 1.0  # seconds until the first button can be used, warm
CORE = 0.2  # seconds of a core of the server an opening


@dataclass
class Opening:
    """One opening of a page."""

    http: int = 0
    websocket: int = 0
    ready: float = 0.0
    core: float = 0.0

    @property
    def megabytes(self) -> float:
        return (self.http + self.websocket) / MEGABYTE


def busy(pid: int) -> float:
    """Seconds of a core that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def counted(page: Page) -> Opening:
    """What will have come in on this page; a frame's own few bytes are not counted."""
    opening = Opening()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")

    def finished(event: dict[str, int]) -> None:
        opening.http += event["encodedDataLength"]

    def received(event: dict[str, dict[str, str | int]]) -> None:
        data = str(event["response"]["payloadData"])
        opening.websocket += len(data) * 3 // 4 if event["response"]["opcode"] == 2 else len(data.encode())

    line.on("Network.loadingFinished", finished)
    line.on("Network.webSocketFrameReceived", received)
    return opening


def opened(context: BrowserContext, server: Server, name: str) -> Opening:
    page = context.new_page()
    opening = counted(page)
    before, began = busy(server.pid), time.perf_counter()
    page.goto(f"{server.url}?page={name}", wait_until="commit")
    page.get_by_role("button", name=FIRST_BUTTON[name], exact=True).wait_for(timeout=120_000)
    opening.ready = time.perf_counter() - began
    page.wait_for_timeout(1500)  # what comes after
    opening.core = busy(server.pid) - before
    page.close()
    return opening


def new_profile(kind: BrowserType) -> BrowserContext:
    """A browser that has never been anywhere."""
    return kind.launch_persistent_context(
        "",
        executable_path=find_chromium.find(),
        args=["--no-sandbox"],
        viewport={"width": 1280, "height": 720},
    )


def measure(kind: BrowserType, server: Server, name: str) -> list[str]:
    """Prints the figures of one page; returns what misses its bound."""
    context = new_profile(kind)
    cold = opened(context, server, name)
    warm = [opened(context, server, name) for _ in range(AGAIN)]
    context.close()
    megabytes = max(one.megabytes for one in warm)
    ready = statistics.median(one.ready for one in warm)
    core = statistics.median(one.core for one in warm)
    print(
        f"{name:8}  cold {cold.megabytes:5.2f} MB in {cold.ready:4.1f} s   "
        f"warm {megabytes:5.3f} MB (websocket {max(one.websocket for one in warm) / MEGABYTE:5.3f}) "
        f"in {ready:4.2f} s, {core:4.2f} s of a core"
    )
    bounds = (
        (cold.megabytes, COLD, "MB cold"),
        (megabytes, WARM, "MB warm"),
        (ready, READY, "s until ready"),
        (core, CORE, "s of a core"),
    )
    return [f"{name}: {value:.3f} {what}, at most {most}" for value, most, what in bounds if value > most]


def main() -> int:
    with Server() as server, sync_playwright() as running:
        # The first visitor of a server waits for more than his own page.
        first = new_profile(running.chromium)
        opened(first, server, "network")
        first.close()
        missed = [line for name in FIRST_BUTTON for line in measure(running.chromium, server, name)]
    for line in missed:
        print(f"MISSED  {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
