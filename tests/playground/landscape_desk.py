"""A Compare page that shows a landscape."""

import asyncio
from urllib.parse import parse_qsl

import compare_desk
import pytest
from compare_desk import in_loop

from playground.compare.controller import CompareController

__all__ = ["Desk", "in_loop", "maps_are_left_to_the_tests_of_maps"]


class Desk(compare_desk.Desk):
    """A Compare page that shows the landscape of an address; its browser acknowledges each chunk."""

    def __init__(self, **query):
        super().__init__(**{"compare_view": "landscape", **query})

    @property
    def query(self):
        return dict(parse_qsl(self.last("address")["query"]))

    @property
    def walks(self):
        return self.controller.walks

    async def map(self):
        await self.until(lambda: self.last("landscape_map"))
        return self.last("landscape_map")


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
