"""How a page's wishes are heard. Every message is untrusted until it has been read here."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import param

from engine import Problem
from playground import address
from playground.messages import ASKED, Message, every_page
from playground.session import PageName, Session
from playground.shared.hand_over import HandOver
from playground.shared.paced_loop import REST, SLICE
from playground.shared.reading import number as finite
from playground.shared.reading import read
from playground.shared.refused import Refused, told
from playground.shared.work import Job, Line, Work

log = logging.getLogger(__name__)

MOST_WAITING = 100  # wishes of a page that wait for one that takes long
MOST_BYTES_WAITING = 8_000_000  # of all of them, about

Handler = Callable[[Any], None]


class Controller:
    """One visitor's desk: receives messages and answers them. A page's controller names its topics, and the settings
    that may be set one by one."""

    page: PageName
    settable: frozenset[str] = frozenset()
    # What is heard while something else is being done, since it waits for nothing that is changed by it.
    at_once: frozenset[str] = frozenset(("cancel",))
    # Of these the newest replaces the one that waits right before it: another value for the same thing.
    replaced: frozenset[str] = frozenset(("set",))

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        """`problems`: what could not be taken from the address."""
        self.session = session
        self.problems = list(problems)
        self.send = send
        self.asleep = False
        self.give: Callable[[str, HandOver], None] | None = (
            None  # to another page: what stands around all sets it
        )
        # The work that draws the small pictures of all lessons: what stands around all knows the pages.
        self.sketches: Work | None = None
        self.topics: dict[str, Handler] = {"set": self.set, "cancel": self.cancel}
        self._changes = Line(self._tell_progress)  # what must be done before the next wish is heard
        self._answers = Line(self._tell_progress)  # what only looks at what there is
        self._waiting: list[Message] = []
        self._had: dict[str, Message] = {}  # by topic: what was sent last by `send_changed`

    def receive(self, message: object) -> None:
        """Does what a message asks, or says beside the field why not; in the order in which they come, those that take
        longer than a moment too. Nothing that arrives can raise."""
        if not isinstance(message, Mapping) or not isinstance(message.get("topic"), str):
            return
        if message["topic"] not in self.topics:
            return
        if self.busy and message["topic"] not in self.at_once:
            self._queue(message)
        else:
            self._hear(message)

    @property
    def busy(self) -> bool:
        """Whether wishes wait for one that takes longer than a moment."""
        return self._changes.busy or bool(self._waiting)

    def _hear(self, message: Message) -> None:
        try:
            topic = message["topic"]
            self.topics[topic](read(ASKED[self.page][topic], message))
        except Exception as problem:
            self._failed(_field(message), problem)

    def _queue(self, message: Message) -> None:
        """Has a message wait for its turn."""
        if self._waiting and message["topic"] in self.replaced and _same(message, self._waiting[-1]):
            replaced = self._waiting.pop()
            # It begins what the one began that it replaces.
            message = {**message, "same_move": replaced.get("same_move") is True}
        waiting = sum(map(_size, self._waiting))
        if len(self._waiting) < MOST_WAITING and waiting + _size(message) < MOST_BYTES_WAITING:
            self._waiting.append(message)
        else:
            self.refuse(_field(message), Refused("too_much_at_once"))

    def _failed(self, field: str, problem: Exception) -> None:
        if isinstance(problem, Problem):
            self.refuse(field, problem)
            return
        # A visitor's page must go on whatever it sent; the log keeps what was not foreseen.
        log.error("%s failed", field, exc_info=problem)
        self.refuse(field, Refused("unforeseen"))

    # What takes longer than a moment

    def change(
        self, field: str, work: Work, then: Callable[[Any], None], long: bool = True, here: bool = False
    ) -> None:
        """Has a worker do what other wishes must wait for (or does it `here`, see Line.ask); at once unless it is
        `long`. `then` hears what it gave."""
        done, failed = self._heard(field, then)
        if long:
            then_on = _before(self._go_on, done), _before(self._go_on, failed)
            self._changes.ask("change", work, *then_on, here)
        else:
            _at_once(work, done, failed)

    def _go_on(self) -> None:
        """Hears what has waited, one wish in a turn of the loop, and after one that took a while the next a moment
        later, since an answer to others needs several turns: all of them in one kept everybody else waiting."""
        if self._waiting and not self._changes.busy:
            began = time.perf_counter()
            self._hear(self._waiting.pop(0))
            rest = REST if time.perf_counter() - began > SLICE else 0
            asyncio.get_running_loop().call_later(rest, self._go_on)

    def answer(self, kind: str, work: Work, then: Callable[[Any], None], long: bool = True) -> None:
        """Has a worker do what changes nothing, while other wishes are heard; at once unless it is `long`. Of each
        kind only the newest is answered."""
        done, failed = self._heard(kind, then)
        if long:
            self._answers.ask(kind, work, done, failed)
        else:
            self.forget_answer(kind)
            _at_once(work, done, failed)

    def forget_answer(self, kind: str) -> None:
        """What is being found out is of something that is not there any more."""
        self._answers.drop(kind)

    def _heard(
        self, field: str, then: Callable[[Any], None]
    ) -> tuple[Callable[[Any], None], Callable[[Exception], None]]:
        """What hears a result, and what hears a problem: neither raises."""

        def failed(problem: Exception) -> None:
            self._failed(field, problem)

        def done(result: Any) -> None:
            try:
                then(result)
            except Exception as problem:
                failed(problem)

        return done, failed

    def cancel(self, message: every_page.Cancel) -> None:
        """The visitor does not want to wait for an answer any longer."""
        self._answers.drop(message["of"])

    def _tell_progress(self, kind: str, share: float | None) -> None:
        """How far an answer is that takes long; None when it is there, or not waited for any more."""
        self.send(every_page.Progress(topic="progress", of=kind, share=share))

    def set(self, message: every_page.Set) -> None:
        """Sets one value of the session's table, if its bounds and the page allow it."""
        name, value = message["name"], message["value"]
        if name not in self.settable:
            raise Refused("setting_unknown")
        value = as_declared(self.session.param[name], value)
        self.check_setting(name, value)
        before = getattr(self.session, name)
        try:
            setattr(self.session, name, value)
        except ValueError:
            raise not_taken(self.session.param[name]) from None
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

    def send_changed(self, message: Message) -> None:
        """Sends a state, unless it is what the page has of its topic already."""
        topic = message["topic"]
        if topic not in self._had or not _equal(self._had[topic], message):
            self._had[topic] = message
            self.send(message)

    def forget_sent(self, *topics: str) -> None:
        """The page has these states no longer, or shows them in another way; no topic: it has nothing yet."""
        for topic in topics or tuple(self._had):
            self._had.pop(topic, None)

    def refuse(self, field: str, reason: Problem) -> None:
        """Says beside a field why a wish is not met."""
        message: every_page.Error = {"topic": "error", "field": field, **told(reason)}
        self.send(message)
        self.send_settings()

    def accept(self, field: str) -> None:
        """Clears what was said beside a field."""
        self.send(every_page.Error(topic="error", field=field, code="", arguments={}, text=""))

    def send_problems(self) -> None:
        """Says what could not be taken from the address."""
        if self.problems:
            reasons = [told(one) for one in self.problems]
            text = " ".join(map(str, self.problems))
            self.send(every_page.AddressProblems(topic="address_problems", reasons=reasons, text=text))

    def add_problem(self, problem: Problem) -> None:
        """Notes what could not be taken from the address, once: it may be found again until its cause is left out."""
        if str(problem) not in map(str, self.problems):
            self.problems.append(problem)

    def send_address(self) -> None:
        """The address that leads to what is on the page now."""
        lacks = [told(reason) for reason in self.not_in_address()]
        query = address.write(self.session)
        self.send(every_page.Address(topic="address", query=query, lacks=lacks))

    def not_in_address(self) -> list[Problem]:
        """What of the page does not go into its address."""
        return []

    def hand_over(self, page: PageName, run: HandOver) -> None:
        """Gives a run to another page, which is then turned to. Raises Refused where that page cannot have it."""
        if self.give is not None:
            self.give(page, run)
            self.send(every_page.TurnTo(topic="turn_to", name=page))

    def take_over(self, run: HandOver) -> None:
        """Goes on with a run of another page in place of what is here. Raises Refused where that cannot be."""
        raise NotImplementedError

    def measure(self, words: str) -> float:
        """The number that a lesson asks for in words (playground/shared/measures.py), computed by the engine from what
        is on the page. Raises Refused where there is none such."""
        raise Refused("measure_not_here", words=words[:40])

    def slips(self, words: str) -> Mapping[str, Sequence[float]]:
        """What that number becomes with a usual slip, by the slip's name; empty where nothing is known of it."""
        return {}

    def sleep(self) -> None:
        """Another page is shown: what trains goes on, and nothing of it is drawn."""
        self.asleep = True

    def wake(self) -> None:
        """This page is shown again: it hears what it has missed."""
        self.asleep = False
        self.send_settings()
        self.send_address()

    def show_anew(self) -> None:
        """The page has drawn somebody else's work meanwhile: all that is drawn of this one is told."""
        self.receive({"topic": "ready"})

    def close(self) -> None:
        """The visitor has left: nothing more is done for it, or heard. Nothing holds itself from here on, so that all
        is freed at once (see playground/serving/garbage.py)."""
        self._waiting.clear()
        self._changes.close()
        self._answers.close()
        self.topics.clear()
        self.give = self.sketches = None


def _field(message: Message) -> str:
    """Beside what a refusal is said."""
    named = message.get("name") if message["topic"] == "set" else None
    return named[:40] if isinstance(named, str) else str(message["topic"])


def _at_once(work: Work, done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
    try:
        result = Job(work).finish()
    except Exception as problem:
        failed(problem)
    else:
        done(result)


def _before(next_one: Callable[[], None], hear: Callable[[Any], None]) -> Callable[[Any], None]:
    def both(result: Any) -> None:
        hear(result)
        next_one()

    return both


def _same(message: Message, other: Message) -> bool:
    return message["topic"] == other["topic"] and str(message.get("name")) == str(other.get("name"))


def _equal(message: Message, other: Message) -> bool:
    return message.keys() == other.keys() and all(
        np.array_equal(value, other[name]) if isinstance(value, np.ndarray) else value == other[name]
        for name, value in message.items()
    )


def _size(value: Any) -> int:
    """About the bytes of what has arrived."""
    if isinstance(value, Mapping):
        return sum(_size(key) + _size(entry) for key, entry in value.items())
    if isinstance(value, (list, tuple)):
        return 8 * len(value) + sum(map(_size, value))
    if isinstance(value, (str, bytes, bytearray)):
        return len(value)
    return int(getattr(value, "nbytes", 8))


def as_declared(parameter: param.Parameter[Any], value: Any) -> Any:
    """A value from the browser in the type that the table declares. Raises Refused when it is of another."""
    if value is None and parameter.allow_None:
        return None
    if isinstance(parameter, param.Boolean):
        good = isinstance(value, bool)
    elif isinstance(parameter, param.Number):
        try:
            return finite(value, parameter.label or "", whole=isinstance(parameter, param.Integer))
        except Refused:
            good = False
    else:
        good = isinstance(value, str)
    if not good:
        raise not_taken(parameter)
    return value


def not_taken(parameter: param.Parameter[Any]) -> Refused:
    """What a setting may be, for a visitor whose value it is not."""
    label = parameter.label or ""
    if isinstance(parameter, param.Boolean):
        return Refused("setting_switch", label=label)
    if isinstance(parameter, param.Selector):
        return Refused("setting_choice_unknown", label=label, choices=", ".join(map(str, parameter.objects)))
    low, high = getattr(parameter, "bounds", None) or (None, None)
    whole_only = isinstance(parameter, param.Integer)
    if low is None:
        return Refused("setting_not_taken", label=label)
    if high is None and whole_only:
        return Refused("setting_whole_at_least", label=label, low=low)
    if high is None:
        return Refused("setting_at_least", label=label, low=low)
    if whole_only:
        return Refused("setting_whole_between", label=label, low=low, high=high)
    return Refused("setting_between", label=label, low=low, high=high)
