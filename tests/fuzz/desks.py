"""A visitor's page without a browser: its session and its controller, as `build_app` makes them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bokeh.core.json_encoder import serialize_json
from bokeh.core.serialization import Serializer

from engine.numbers_in_words import WORDS
from playground import address
from playground.app import PAGES_BY_NAME
from playground.session import Session
from playground.shared.refused import SENTENCES

WAIT = 20.0  # seconds after which a worker's answer is not coming


def reasons(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All that a message says of why something cannot be had."""
    if message["topic"] == "error" and message["text"]:
        return [message]
    if message["topic"] == "expression" and message.get("error"):
        return [message["error"]]
    return list(message["reasons"]) if message["topic"] == "address_problems" else []


def as_worded(reason: Mapping[str, Any]) -> str:
    """The sentence that the catalogue makes of a code and its arguments, as another language would of its own."""
    arguments = reason["arguments"].items()
    return WORDS.format(
        SENTENCES[reason["code"]],
        **{name: as_worded(value) if isinstance(value, Mapping) else value for name, value in arguments},
    )


class Desk:
    """Keeps what the page would be told; every message is brought into the form in which it would travel."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.sent: list[Mapping[str, Any]] = []
        self.session = Session()
        self.told = address.read(self.session, query)
        self.page = self.session.page
        self.controller = PAGES_BY_NAME[self.page].controller(self.session, self.send, self.told)

    def send(self, message: Mapping[str, Any]) -> None:
        encoded = Serializer(deferred=True).serialize(message)
        serialize_json(encoded.content).encode()
        for reason in reasons(message):
            assert as_worded(reason) == reason["text"], f"{reason} would be said in other words"
        self.sent.append(message)

    def ask(self, topic: str, **fields: Any) -> None:
        self.receive({"topic": topic, **fields})

    def receive(self, message: Any) -> None:
        self.controller.receive(message)

    async def answered(self) -> None:
        """Waits for what is done for this page in turns: first what other wishes wait for, then what only looks."""
        async with asyncio.timeout(WAIT):
            while self.controller.busy or self.controller._answers.busy:
                await asyncio.sleep(0.002)

    def said(self) -> str:
        """All that was said in words so far."""
        texts = [message.get(key) for message in self.sent for key in ("text", "message")]
        return " ".join(text for text in texts if isinstance(text, str))

    def problems(self) -> str:
        """What could not be taken from the address."""
        said = self.controller.message if getattr(self.controller, "message_kind", "") == "error" else None
        return " ".join(map(str, self.controller.problems)) or said or ""

    def close(self) -> None:
        self.controller.close()
