"""A page without a browser and without a server's loop: what a worker would find out is found out at once."""

import asyncio

import pytest

from playground.digits.controller import DigitsController
from playground.network.controller import NetworkController
from playground.shared.controller import Controller


@pytest.fixture(autouse=True, scope="module")
def workers_answer_at_once_where_no_loop_runs():
    as_ever = Controller.answer

    def answer(self, kind, work, then, long=True):
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            long = False
        as_ever(self, kind, work, then, long)

    with pytest.MonkeyPatch.context() as monkeypatch:
        for page in (DigitsController, NetworkController):
            monkeypatch.setattr(page, "answer", answer)
        yield
