"""Visitors of the Compare page, for `make load`: ten who compare twelve runs each, and ten who look at a
landscape."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from figures import Process, Report, share
from serving import Server
from visitors import Visitor

CHUNKS_A_SECOND = 2.0  # at least, for everyone
ANSWER = 0.300  # seconds, 95 of 100 clicks


class ComparingVisitor(Visitor):
    """Who trains a grid of twelve runs of 2-8-8-1: four learning rates, three amounts of noise."""

    query = "?page=compare&layers=8,8&activations=tanh,tanh&compare_and=noise"

    def __init__(self, server: Server, number: int) -> None:
        super().__init__(server, number)
        self.smooth = False

    def click(self) -> None:
        """Has the curves drawn smoothed, or as they are: they come anew."""
        self.smooth = not self.smooth
        self.asked = ("compare_smooth", None, time.perf_counter())
        self.tell("set", name="compare_smooth", value=self.smooth)

    def _hear(self, message: dict[str, Any]) -> None:
        topic, now = message["topic"], time.perf_counter()
        if topic == "compared" and message["acknowledge"]:
            self.numbers.append(message["acknowledge"])
            self.chunks.append((now, message["frames"], self.size))
            self.tell("ack", id=message["acknowledge"])
        elif topic == "compared":
            self.ready.set()
        elif topic == "compared_history" and self.asked:
            self.answers.append(now - self.asked[2])
            self.asked = None
            self.answered.set()
        elif topic == "compared_status":
            self.training = message["training"]
        else:
            super()._hear(message)


class LandscapeVisitor(ComparingVisitor):
    """Who has six optimizers go over a landscape, and points at it."""

    query = (
        "?page=compare&compare_view=landscape&landscape=Himmelblau"
        "&landscape_optimizers=SGD,momentum,Nesterov,AdaGrad,RMSprop,Adam"
    )

    def click(self) -> None:
        """Points at the map: the height and the gradient there are told."""
        self.asked = ("landscape_look", None, time.perf_counter())
        self.tell("landscape_look", x=0.5, y=0.5)

    def _hear(self, message: dict[str, Any]) -> None:
        topic, now = message["topic"], time.perf_counter()
        if topic == "landscape_walked":
            self.numbers.append(message["acknowledge"])
            self.chunks.append((now, message["frames"], self.size))
            self.tell("ack", id=message["acknowledge"])
        elif topic == "landscape_map":
            self.ready.set()
        elif topic == "landscape_seen" and self.asked:
            self.answers.append(now - self.asked[2])
            self.asked = None
            self.answered.set()
        else:
            super()._hear(message)


async def comparing(
    server: Server,
    count: int,
    seconds: float,
    report: Report,
    arrive: Any,
    train: Any,
    kind: type[ComparingVisitor] = ComparingVisitor,
) -> None:
    """`arrive` and `train` are those of any class."""
    doing = "compare twelve runs of 2-8-8-1 each"
    if kind is LandscapeVisitor:
        doing = "have six optimizers each go over a landscape"
    report.title(f"{count} visitors {doing} for {seconds:g} s")
    visitors = [kind(server, number) for number in range(count)]
    await arrive(visitors, report)
    await train(visitors, seconds, Process(server.pid), report)
    chunks = [chunk for visitor in visitors for chunk in visitor.chunks]
    answers = [answer for visitor in visitors for answer in visitor.answers]
    least = min(len(visitor.chunks) for visitor in visitors) / seconds
    sent = sum(visitor.received for visitor in visitors) / seconds / count / 1000
    report.fact("kB in a chunk", f"{sum(size for _, _, size in chunks) / max(1, len(chunks)) / 1000:8.1f}")
    report.fact("sent to a visitor, their mean", f"{sent:8.1f} kB/s")
    report.check("chunks a second of the slowest", least, CHUNKS_A_SECOND, least=True)
    report.check("answer to a click, p95", share(answers, 95), ANSWER, "s")
    report.check("still training", sum(visitor.training for visitor in visitors), count, least=True)
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
