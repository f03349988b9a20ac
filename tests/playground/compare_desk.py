"""A visitor at the Compare page without a browser, as its tests share it."""

import asyncio
import functools

import own_loop

from playground import address
from playground.compare.controller import CompareController
from playground.session import Session


class Desk:
    """A Compare page of an address; its browser acknowledges each chunk."""

    def __init__(self, **query):
        self.session = Session()
        problems = address.read(self.session, {"page": "compare", **query})
        self.sent = []
        self.controller = CompareController(self.session, self.hear, problems)

    def hear(self, message):
        self.sent.append(message)
        if message.get("acknowledge"):
            answer = {"topic": "ack", "id": message["acknowledge"]}
            asyncio.get_running_loop().call_soon(self.controller.receive, answer)

    def ask(self, topic, **fields):
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def come(self, runs=None, race=None):
        """A page that comes, whose browser has kept these of the runs and of the race."""
        self.ask("ready")
        wanted = [message["of"] for message in self.sent if message["topic"] == "moment_wanted"]
        for of, blob in zip(wanted, (runs, race), strict=True):
            self.controller.receive({"topic": "kept", "of": of, "blob": blob})
        return self

    def last(self, topic):
        return next((message for message in reversed(self.sent) if message["topic"] == topic), None)

    @property
    def error(self):
        return next((one["text"] for one in self.sent if one["topic"] == "error" and one["text"]), "")

    @property
    def runs(self):
        return self.controller.runs

    def values(self, margin=0):
        return [value["text"] for value in self.last("comparison")["margins"][margin]["values"]]

    async def until(self, happened):
        async with asyncio.timeout(60):
            while not happened():
                await asyncio.sleep(0.002)

    async def did(self, topic, **fields):
        self.ask(topic, **fields)
        await self.until(lambda: not self.controller.busy)


def in_loop(test):
    @functools.wraps(test)
    def run(*arguments, **named):
        return own_loop.run(test(*arguments, **named))

    return run
