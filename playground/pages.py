"""One visitor's pages: each is made when it is first wanted, and asleep while another is shown."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import panel as pn

from engine.problem import Problem
from playground import address
from playground.frame.channel import ChannelView
from playground.frame.header import HeaderView
from playground.messages import Message, every_page
from playground.session import Session
from playground.shared.arrangement import Page
from playground.shared.controller import Controller
from playground.shared.hand_over import HandOver
from playground.shared.reading import read
from playground.shared.refused import Refused
from playground.shared.still import Still
from playground.shared.view import Column, Row
from playground.sitting import Sitting
from playground.sketches import drawing

MOST_IN_QUERY = 200  # names; the table has fewer
# Milliseconds between two parts of a page: what somebody else asks meanwhile takes several turns of the server's loop,
# and would wait for a part in each of them.
REST = 5
# How one looks at whatever page: what was set on the one that is left holds on the next.
EVERYWHERE = ("theme", "projector")
ARRIVING = "arriving"  # app.css hides a box of this name until it is whole


@dataclass
class OpenPage:
    """A page that has been made. Its session is its own, so that its address is that of no other page.

    `own` is what the visitor does here, and `borrowed` a moment of the lesson that runs, which stands before it."""

    page: Page
    channel: ChannelView
    box: Row | Column
    own: Sitting | None = None
    borrowed: Sitting | None = None
    drawn: Sitting | None = None  # of which the views have heard
    heard: bool = False  # whether its browser is there
    parts: Iterator[None] | None = None  # what goes on to put up its views, once it has been asked for
    whole: bool = False
    waiting: list[Callable[[], None]] = field(default_factory=list)  # what is called once it is whole

    @property
    def front(self) -> Sitting | None:
        return self.borrowed or self.own

    @property
    def session(self) -> Session:
        assert self.front is not None
        return self.front.session

    @property
    def controller(self) -> Controller:
        assert self.front is not None
        return self.front.controller

    def face(self) -> None:
        """The views draw what is in front now."""
        front = self.front
        if front is None or self.drawn is front:
            return
        if self.drawn is not None:
            self.drawn.put_aside()
        self.drawn = front
        if self.heard:
            front.come_forward()

    def borrow(self, sitting: Sitting | None) -> None:
        """Another moment of a lesson, or none any more, is in front."""
        if self.borrowed is not None:
            self.borrowed.put_aside()
            self.borrowed.close()
        self.borrowed = sitting


def soon(work: Callable[[], None]) -> None:
    """Has the server do something after others had their turns."""
    document = pn.state.curdoc
    if document is None:
        work()
    else:
        document.add_timeout_callback(work, REST)


class Pages:
    """Shows one page of `pages` in `main` and says in the `header` which.

    A page's views are put up one a turn (`later` says when the next is), once its browser asks for the document that
    they stand in, or for what is drawn in them: an address that is fetched and never looked at costs no view."""

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
        # Of EVERYWHERE, as they were set last on a page that has no sitting now.
        self._looks: dict[str, Any] = {}

    def noticed(self) -> None:
        """Something has been said of a moment of a lesson."""

    @property
    def shown(self) -> OpenPage:
        """The page that is seen."""
        return self._open[self._header.page]

    def begin(self, session: Session, problems: Sequence[Problem]) -> None:
        """Makes the page of the address."""
        name = self._header.page = self._wanted = session.page
        self._sit(name, session, problems)

    def fill(self, then: Callable[[], None]) -> None:
        """Puts up the page that is seen, and calls `then` once it is whole."""
        page = self.shown
        if page.whole:
            then()
            return
        page.waiting.append(then)
        self._put_up(page.page.name)

    def hear(self, name: str, message: object) -> None:
        """Does what page `name` asks: to show another one, or what its controller hears. Nothing raises."""
        if not isinstance(message, Mapping):
            return
        page = self._open[name]
        if message.get("topic") == "page":
            self._turn(name, message)
            return
        if message.get("topic") == "ready":
            page.heard = True
        if page.front is not None:
            page.front.controller.receive(message)
        if message.get("topic") == "ready":
            self._put_up(name)

    def show(self, name: str, query: str) -> None:
        """Another page is seen; if there is none of this name yet, as the query says."""
        if self._closed:
            return
        if name not in self._open or self._open[name].front is None:
            self._sit(name, *self._read(name, query))
            self._open[name].session.update(**self._looks_now())
        self._turn_to(name)

    def open_moment(self, name: str, query: str) -> None:
        """A moment of a lesson is seen, in the place of what the visitor has on this page, which is put aside. Of what
        this browser has kept nothing belongs to it. Who predicts goes on with it unless the moment says otherwise."""
        if self._closed:
            return
        session, problems = self._read(name, query)
        session.update(**self._looks_now())
        if self.shown.front is not None and "predict" not in dict(parse_qsl(query)):
            session.predict = self.shown.session.predict
        self._sit(name, session, problems, borrowed=True)
        self._open[name].controller.send_address()
        self._turn_to(name)

    def bring_back(self) -> None:
        """The lesson is left: each page has again, once it is shown, what the visitor had there."""
        self._looks = self._looks_now()
        for page in self._open.values():
            page.borrow(None)
            if page.own is not None:
                page.own.session.update(**self._looks)

    def _looks_now(self) -> dict[str, Any]:
        """How one looks at whatever page, as it is set where one is."""
        shown = self.shown
        return (
            self._looks if shown.front is None else {one: getattr(shown.session, one) for one in EVERYWHERE}
        )

    def _give(self, name: str, run: HandOver) -> None:
        """A page gets a run of another; if there is none of this name yet, it is made. It is still to be turned to."""
        if name not in self._open or self._open[name].front is None:
            self._sit(name, *self._read(name, ""))
            self._open[name].controller.sleep()
        self._open[name].controller.take_over(run)

    def _still(self, name: str, settings: Mapping[str, Any]) -> Generator[float, None, Still]:
        """The work that makes a moment of a page for paper. Raises Refused where it cannot be had."""
        make = self._pages[name].still
        if make is None:
            raise Refused("page_unknown")
        return make(settings)

    def close(self) -> None:
        """The visitor has left."""
        if self._closed:
            return
        self._closed = True
        for page in self._open.values():
            for sitting in (page.borrowed, page.own):
                if sitting is not None:
                    sitting.close()

    def _turn(self, name: str, message: Message) -> None:
        try:
            wanted = read(every_page.Page, message)
            if wanted["name"] not in self._pages:
                raise Refused("page_unknown")
            self.turn_to(wanted["name"], wanted["query"])
        except Refused as problem:
            self._open[name].controller.refuse("page", problem)

    def turn_to(self, name: str, query: str) -> None:
        """A page is wanted, as an address says. Raises Refused."""
        self.show(name, query)

    def _read(self, name: str, query: str) -> tuple[Session, list[Problem]]:
        try:
            values = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_IN_QUERY))
        except ValueError:
            raise Refused("page_unknown") from None
        session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
        return session, address.read(session, {**values, "page": name})

    def _sit(self, name: str, session: Session, problems: Sequence[Problem], borrowed: bool = False) -> None:
        """Opens a page with these settings."""
        page = self._open.get(name) or self._make(name)
        if page.drawn is not None:
            page.drawn.put_aside()
        sitting = Sitting(page.page, session, problems, page.channel.send, self.noticed if borrowed else None)
        sitting.connect(self._give, drawing)
        if borrowed:
            page.borrow(sitting)
        else:
            page.own = sitting
        page.face()

    def _make(self, name: str) -> OpenPage:
        """Makes a page without its views."""
        channel = ChannelView(page=name)
        channel.connect(lambda message: self.hear(name, message))
        box = self._pages[name].empty()
        box.css_classes = [*box.css_classes, ARRIVING]
        box.append(channel)
        made = self._open[name] = OpenPage(self._pages[name], channel, box)
        self._main.append(box)
        return made

    def _turn_to(self, name: str) -> None:
        self._open[name].face()
        self._wanted = name
        if self._open[name].whole:
            self._reveal(name)

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
        elif page is not self.shown and page.front is not None:
            page.front.controller.sleep()
        while page.waiting:
            page.waiting.pop()()

    def _reveal(self, name: str) -> None:
        page, before = self._open[name], self.shown
        if page is before:
            return
        page.session.update(**self._looks_now())
        if before.front is not None:
            before.front.controller.sleep()
        self._header.page = name
        if page.controller.asleep:
            page.controller.wake()
        else:
            page.controller.send_settings()


def names_of(pages: Mapping[str, Page]) -> list[dict[str, str]]:
    """The pages as the header links to them."""
    return [{"name": page.name, "title": page.title} for page in pages.values()]
