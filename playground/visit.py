"""One visitor's pages: each is made when it is first wanted, and asleep while another is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import panel as pn

from engine.problem import Problem
from playground import address
from playground.frame.channel import ChannelView
from playground.frame.header import HeaderView
from playground.messages import every_page
from playground.session import Session
from playground.shared.arrangement import Page
from playground.shared.controller import Controller
from playground.shared.hand_over import HandOver
from playground.shared.reading import read
from playground.shared.refused import Refused
from playground.shared.view import Column, Row

MOST_IN_QUERY = 200  # names; the table has fewer
# Milliseconds between two parts of a page: what somebody else asks meanwhile takes several turns of the server's loop,
# and would wait for a part in each of them.
REST = 5
# How one looks at whatever page: what was set on the one that is left holds on the next.
EVERYWHERE = ("theme", "projector")
ARRIVING = "arriving"  # app.css hides a box of this name until it is whole


@dataclass
class OpenPage:
    """A page that has been made. Its session is its own, so that its address is that of no other page."""

    session: Session
    controller: Controller
    channel: ChannelView
    box: Row | Column
    parts: Iterator[None] | None = None  # what goes on to put up its views, once it has been asked for
    whole: bool = False


def soon(work: Callable[[], None]) -> None:
    """Has the server do something after others had their turns."""
    document = pn.state.curdoc
    if document is None:
        work()
    else:
        document.add_timeout_callback(work, REST)


class Visit:
    """Shows one page of `pages` in `main` and says in the `header` which.

    A page's views are put up one a turn (`later` says when the next is), once its browser asks for what is drawn in
    them: an address that is fetched and never looked at costs no view."""

    def __init__(
        self,
        pages: Mapping[str, Page],
        header: HeaderView,
        main: Column,
        later: Callable[[Callable[[], None]], None] = soon,
    ) -> None:
        self._pages, self._header, self._main, self._later = pages, header, main, later
        self._open: dict[str, OpenPage] = {}
        self._wanted = ""  # the name of the page that is to be shown, once it is whole
        self._closed = False

    @property
    def shown(self) -> OpenPage:
        """The page that is seen."""
        return self._open[self._header.page]

    def begin(self, session: Session, problems: Sequence[Problem]) -> None:
        """Makes the page of the address."""
        self._header.page = self._wanted = session.page
        self._make(session, problems)

    def hear(self, name: str, message: object) -> None:
        """Does what page `name` asks: to show another one, or what its controller hears. Nothing raises."""
        if not isinstance(message, Mapping):
            return
        if message.get("topic") == "page":
            self._turn(name, message)
            return
        self._open[name].controller.receive(message)
        if message.get("topic") == "ready":
            self._put_up(name)

    def show(self, name: str, query: str) -> None:
        """Another page is seen; if there is none of this name yet, as the query says."""
        if self._closed:
            return
        if name not in self._open:
            self._make_from(name, query)
        self._wanted = name
        if self._open[name].whole:
            self._reveal(name)

    def _give(self, name: str, run: HandOver) -> None:
        """A page gets a run of another; if there is none of this name yet, it is made. It is still to be turned to."""
        if name not in self._open:
            self._make_from(name, "")
            self._open[name].controller.sleep()
        self._open[name].controller.take_over(run)

    def close(self) -> None:
        """The visitor has left."""
        if self._closed:
            return
        self._closed = True
        for page in self._open.values():
            page.controller.close()

    def _turn(self, name: str, message: Mapping[str, Any]) -> None:
        try:
            wanted = read(every_page.Page, message)
            if wanted["name"] not in self._pages:
                raise Refused("page_unknown")
            self.show(wanted["name"], wanted["query"])
        except Refused as problem:
            self._open[name].controller.refuse("page", problem)

    def _make_from(self, name: str, query: str) -> None:
        try:
            values = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_IN_QUERY))
        except ValueError:
            raise Refused("page_unknown") from None
        session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
        self._make(session, address.read(session, {**values, "page": name}))

    def _make(self, session: Session, problems: Sequence[Problem]) -> None:
        """Makes a page without its views."""
        name = session.page
        channel = ChannelView(page=name)
        controller = self._pages[name].controller(session, channel.send, problems)
        controller.give = self._give
        channel.connect(lambda message: self.hear(name, message))
        box = self._pages[name].empty()
        box.css_classes = [*box.css_classes, ARRIVING]
        box.append(channel)
        self._open[name] = OpenPage(session, controller, channel, box)
        self._main.append(box)

    def _put_up(self, name: str) -> None:
        page = self._open[name]
        if page.parts is None:
            page.parts = self._pages[name].whole.fill(page.box)
            self._later(lambda: self._go_on(name))

    def _go_on(self, name: str) -> None:
        page = self._open[name]
        assert page.parts is not None
        if self._closed:
            return
        if next(page.parts, self) is not self:
            self._later(lambda: self._go_on(name))
            return
        page.whole = True
        page.box.css_classes = [one for one in page.box.css_classes if one != ARRIVING]
        if name == self._wanted:
            self._reveal(name)
        elif page is not self.shown:
            page.controller.sleep()

    def _reveal(self, name: str) -> None:
        page, before = self._open[name], self.shown
        if page is before:
            return
        before.controller.sleep()
        page.session.param.update(**{one: getattr(before.session, one) for one in EVERYWHERE})
        self._header.page = name
        if page.controller.asleep:
            page.controller.wake()
        else:
            page.controller.send_settings()


def names_of(pages: Mapping[str, Page]) -> list[dict[str, Any]]:
    """The pages as the header links to them."""
    return [{"name": page.name, "title": page.title} for page in pages.values()]
