"""A Compare page that shows a landscape."""

import asyncio
import functools
from urllib.parse import parse_qsl

import own_loop
import pytest

from playground import address
from playground.compare.controller import CompareController
from playground.session import Session


class Desk:
    """A Compare page that shows the landscape of an address; its browser acknowledges each chunk."""

    def __init__(self, **query):
        self.session = Session()
        query = {"page": "compare", "compare_view": "landscape", **query}
        problems = address.read(self.session, query)
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

    def last(self, topic):
        return next((message for message in reversed(self.sent) if message["topic"] == topic), None)

    @property
    def error(self):
        return next((one["text"] for one in self.sent if one["topic"] == "error" and one["text"]), "")

    @property
    def query(self):
        return dict(parse_qsl(self.last("address")["query"]))

    @property
    def walks(self):
        return self.controller.walks

    async def until(self, happened):
        async with asyncio.timeout(60):
            while not happened():
                await asyncio.sleep(0.002)

    async def map(self):
        await self.until(lambda: self.last("landscape_map"))
        return self.last("landscape_map")


def in_loop(test):
    @functools.wraps(test)
    def run(*arguments, **named):
        return own_loop.run(test(*arguments, **named))

    return run


@pytest.fixture(autouse=True)
def maps_are_left_to_the_tests_of_maps(monkeypatch):
    as_ever = CompareController.answer

    def answer(self, kind, work, then, long=True):
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return
        as_ever(self, kind, work, then, long)

    monkeypatch.setattr(CompareController, "answer", answer)
