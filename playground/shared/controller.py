"""How a page's wishes are heard. Every message is untrusted until it has been read here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import param

from engine import datasets
from playground import address
from playground.messages import ASKED
from playground.session import Session
from playground.shared.reading import number as finite
from playground.shared.reading import read
from playground.shared.refused import Refused

log = logging.getLogger(__name__)

Message = dict[str, Any]
Handler = Callable[[Mapping[str, Any]], None]


class Controller:
    """One visitor's desk: receives messages and answers them. A page's controller names its topics, and the settings
    that may be set one by one."""

    page: str
    settable: frozenset[str] = frozenset()

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[str] = ()
    ) -> None:
        """`problems`: what could not be taken from the address, in words."""
        self.session = session
        self.problems = list(problems)
        self.send = send
        self.topics: dict[str, Handler] = {"set": self.set}

    def receive(self, message: object) -> None:
        """Does what a message asks, or says beside the field why not. Nothing that arrives can raise."""
        if not isinstance(message, Mapping) or not isinstance(message.get("topic"), str):
            return
        topic = message["topic"]
        handler = self.topics.get(topic)
        if handler is None:
            return
        named = message.get("name") if topic == "set" else None
        field = named[:40] if isinstance(named, str) else topic
        try:
            handler(read(ASKED[self.page][topic], message))
        except (Refused, datasets.DataError) as problem:
            self.refuse(field, str(problem))
        except Exception:
            # A visitor's page must go on whatever it sent; the log keeps what was not foreseen.
            log.exception("%s failed", topic)
            self.refuse(field, "That did not work; nothing was changed.")

    def set(self, message: Mapping[str, Any]) -> None:
        """Sets one value of the session's table, if its bounds and the page allow it."""
        name, value = message.get("name"), message.get("value")
        if not isinstance(name, str) or name not in self.settable:
            raise Refused("There is no such setting.")
        value = as_declared(self.session.param[name], value)
        self.check_setting(name, value)
        before = getattr(self.session, name)
        try:
            setattr(self.session, name, value)
        except ValueError:
            raise Refused(bounds_text(self.session.param[name])) from None
        try:
            if value != before:
                self.apply_setting(name)
        except Exception:
            setattr(self.session, name, before)
            raise
        self.accept(name)
        self.send_settings()

    def check_setting(self, name: str, value: Any) -> None:
        """Refuses a value that the table would take and the page cannot."""

    def apply_setting(self, name: str) -> None:
        """Makes what is on the page follow the table."""

    def send_settings(self) -> None:
        """Every value that may be set, as it is."""
        self.send({"topic": "settings", **{name: getattr(self.session, name) for name in self.settable}})

    def refuse(self, field: str, text: str) -> None:
        """Says beside a field why a wish is not met."""
        self.send({"topic": "error", "field": field, "text": text})
        self.send_settings()

    def accept(self, field: str) -> None:
        """Clears what was said beside a field."""
        self.send({"topic": "error", "field": field, "text": ""})

    def send_problems(self) -> None:
        """Says what could not be taken from the address."""
        if self.problems:
            self.send({"topic": "address_problems", "text": " ".join(self.problems)})

    def send_address(self) -> None:
        """The address that leads to what is on the page now."""
        self.send({"topic": "address", "query": address.write(self.session)})

    def close(self) -> None:
        """The visitor has left."""


def whole(message: Mapping[str, Any], key: str) -> int:
    """The whole number under `key`. Raises Refused."""
    return int(finite(message.get(key), key, whole=True))


def number(message: Mapping[str, Any], key: str) -> float:
    """The finite number under `key`. Raises Refused."""
    return finite(message.get(key), key)


def as_declared(parameter: param.Parameter, value: Any) -> Any:
    """A value from the browser in the type that the table declares. Raises Refused when it is of another."""
    if value is None and parameter.allow_None:
        return None
    if isinstance(parameter, param.Boolean):
        if not isinstance(value, bool):
            raise Refused(f"{parameter.label} is on or off.")
        return value
    if isinstance(parameter, param.Number):
        kind = "a whole number" if isinstance(parameter, param.Integer) else "a number"
        try:
            read = whole if isinstance(parameter, param.Integer) else number
            return read({"value": value}, "value")
        except Refused:
            raise Refused(f"{parameter.label} is {kind}. {bounds_text(parameter)}") from None
    if not isinstance(value, str):
        raise Refused(bounds_text(parameter))
    return value


def bounds_text(parameter: param.Parameter) -> str:
    """What a setting may be, for the visitor."""
    bounds = getattr(parameter, "bounds", None)
    if not bounds:
        return f"{parameter.label}: there is no such choice."
    low, high = bounds
    return (
        f"{parameter.label}: between {low:,g} and {high:,g}." if high is not None else f"At least {low:,g}."
    )
