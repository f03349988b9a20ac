"""One visitor's pages: each is made when it is first shown, and asleep while another is."""

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
from playground.shared.reading import read
from playground.shared.refused import Refused
from playground.shared.view import Column

MOST_IN_QUERY = 200  # names; the table has fewer
# How one looks at whatever page: what was set on the one that is left holds on the next.
EVERYWHERE = ("theme", "projector")


@dataclass(frozen=True)
class OpenPage:
    """A page that has been made. Its session is its own, so that its address is that of no other page."""

    name: str
    session: Session
    controller: Controller
    channel: ChannelView


def soon(work: Callable[[], None]) -> None:
    """Has the server do something after others had their turn."""
    document = pn.state.curdoc
    if document is None:
        work()
    else:
        document.add_next_tick_callback(work)


class Visit:
    """Shows one page of `pages` in `main` and says in the `header` which. What takes long is done in turns, `later`."""

    def __init__(
        self,
        pages: Mapping[str, Page],
        header: HeaderView,
        main: Column,
        later: Callable[[Callable[[], None]], None] = soon,
    ) -> None:
        self._pages, self._header, self._main, self._later = pages, header, main, later
        self._open: dict[str, OpenPage] = {}
        self._turns: list[Iterator[None]] = []
        self._closed = False

    @property
    def shown(self) -> OpenPage:
        """The page that is seen."""
        return self._open[self._header.page]

    def begin(self, session: Session, problems: Sequence[Problem]) -> None:
        """Makes the page of the address, whole, before the visitor's document is sent."""
        self._header.page = session.page
        page = self._make(session, problems)
        row = self._pages[page.name].arrange()
        row.insert(0, page.channel)
        self._main.append(row)

    def hear(self, name: str, message: object) -> None:
        """Does what page `name` asks: to show another one, or what its controller hears. Nothing raises."""
        if not isinstance(message, Mapping) or message.get("topic") != "page":
            self._open[name].controller.receive(message)
            return
        try:
            wanted = read(every_page.Page, message)
            if wanted["name"] not in self._pages:
                raise Refused("page_unknown")
            self.show(wanted["name"], wanted["query"])
        except Refused as problem:
            self._open[name].controller.refuse("page", problem)

    def show(self, name: str, query: str) -> None:
        """Another page is seen; if there is none of this name yet, as the query says."""
        before = self.shown
        if self._closed or name == before.name:
            return
        page = self._open.get(name)
        made = page is None
        if page is None:
            page = self._make_from(name, query)
        before.controller.sleep()
        page.session.param.update(**{one: getattr(before.session, one) for one in EVERYWHERE})
        self._header.page = name
        if made:
            self._turns.append(self._put_up(page))
            if len(self._turns) == 1:
                self._later(self._next_turn)
        else:
            page.controller.wake()

    def close(self) -> None:
        """The visitor has left."""
        self._closed = True
        self._turns.clear()
        for page in self._open.values():
            page.controller.close()

    def _make_from(self, name: str, query: str) -> OpenPage:
        try:
            values = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_IN_QUERY))
        except ValueError:
            raise Refused("page_unknown") from None
        session = Session()
        problems = address.read(session, {**values, "page": name})
        return self._make(session, problems)

    def _make(self, session: Session, problems: Sequence[Problem]) -> OpenPage:
        name = session.page
        channel = ChannelView(page=name)
        controller = self._pages[name].controller(session, channel.send, problems)
        channel.connect(lambda message: self.hear(name, message))
        self._open[name] = OpenPage(name, session, controller, channel)
        return self._open[name]

    def _put_up(self, page: OpenPage) -> Iterator[None]:
        """Puts the page's parts beside those that are there, one a turn: all at once would keep others waiting."""
        row = self._pages[page.name].arrange()
        parts, row.objects = list(row.objects), [page.channel]
        yield
        self._main.append(row)
        for part in parts:
            yield
            row.append(part)

    def _next_turn(self) -> None:
        if not self._turns:
            return
        if next(self._turns[0], self) is self:
            self._turns.pop(0)
        if self._turns:
            self._later(self._next_turn)


def names_of(pages: Mapping[str, Page]) -> list[dict[str, Any]]:
    """The pages as the header links to them."""
    return [{"name": page.name, "title": page.title} for page in pages.values()]
