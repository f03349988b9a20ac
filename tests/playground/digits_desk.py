"""A Digits page without a browser: its controller, and what it has sent."""

import asyncio
import functools
import time

import own_loop

from playground.digits.controller import DigitsController
from playground.session import Session

SEVEN = [[0.3, 0.2, 0.7, 0.2, 0.55, 0.5, 0.45, 0.8]]
WAIT = 120.0  # seconds; much, for a busy machine: a test that passes does not wait for it


class Desk:
    """A controller whose messages are kept; the page acknowledges what it is asked to. Unless it is told otherwise it
    trains at the fastest speed: nobody watches."""

    def __init__(self, **values):
        self.sent = []
        self.times = []
        self.clock = time.perf_counter
        self.acknowledges = True
        self.session = Session(page="digits", **{"digits_speed": "fastest", **values})
        self.controller = DigitsController(self.session, self.send, [])

    def send(self, message):
        self.sent.append(message)
        self.times.append(self.clock())
        if message.get("acknowledge") and self.acknowledges:
            answer = {"topic": "ack", "id": message["acknowledge"]}
            asyncio.get_running_loop().call_soon(self.controller.receive, answer)

    def ask(self, topic, **fields):
        self.sent.clear()
        self.times.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def draw(self, strokes=SEVEN, thickness=0.07, number=1):
        return self.ask("draw", strokes=strokes, thickness=thickness, id=number)

    def last(self, topic):
        found = [message for message in self.sent if message["topic"] == topic]
        return found[-1] if found else None

    async def did(self, topic, **fields):
        """Asks, and waits for the slice of training under way if that has to be over first."""
        self.ask(topic, **fields)
        await self.until(lambda: not self.controller.busy)
        return self

    async def answer(self, topic):
        """The message of this topic, which a worker has to make first."""
        return await self.until(lambda: self.last(topic))

    async def until(self, happened):
        began = time.perf_counter()
        while not (found := happened()):
            assert time.perf_counter() - began < WAIT, self.sent[-3:]
            await asyncio.sleep(0.01)
        return found

    @property
    def error(self):
        message = self.last("error")
        return message["text"] if message else ""


def in_loop(test):
    """Runs an async test: what takes longer than a moment is answered by a worker."""

    @functools.wraps(test)
    def run(*arguments, **named):
        return own_loop.run(test(*arguments, **named))

    return run
