"""What a page is, and how its views are arranged: said once, and put up for each visitor piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import panel as pn

from playground.messages.lessons import Sketch
from playground.shared.controller import Controller
from playground.shared.kept_messages import KeptMessage
from playground.shared.still import MakeStill
from playground.shared.view import Column, Row, View, layout_sheets
from playground.shared.views import GraphView, RailView

Maker = Callable[[], pn.viewable.Viewable]


@dataclass(frozen=True)
class Box:
    """Where views and other boxes stand; app.css, or the page.css of its page, says how, by its name."""

    kind: type[Row] | type[Column]
    name: str
    parts: tuple[Box | Maker, ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    def empty(self, sheets: list[str]) -> Row | Column:
        """The box of one visitor with the boxes that stand in it, without what will stand in them. `sheets` are the
        addresses of the style sheets that say how."""
        return self._bare([one._bare([], sheets) for one in self._boxes()], sheets)

    def fill(self, box: Row | Column) -> Iterator[None]:
        """Puts up what stands in the boxes of `box`, a part each time it is asked to go on: all at once would keep
        others waiting. Each box gets what stands in it at once: where something more is put into a box whose views a
        browser is still building, it builds them twice, and those that nobody sees go on hearing what is pointed at."""
        for one, inside in zip(self._boxes(), list(box), strict=False):
            assert isinstance(inside, (Row, Column))
            inside.extend([_made(part_of_it, box.stylesheets) for part_of_it in one.parts])
            yield

    def _boxes(self) -> list[Box]:
        """A page is boxes side by side; each of its views stands in one of them."""
        assert all(isinstance(one, Box) for one in self.parts)
        return [one for one in self.parts if isinstance(one, Box)]

    def _bare(self, objects: list[pn.viewable.Viewable], sheets: list[str]) -> Row | Column:
        return self.kind(*objects, css_classes=[self.name], stylesheets=sheets, margin=0, **self.options)

    def views(self) -> Iterator[type[View]]:
        """The kinds of views that will stand in it."""
        for one in self.parts:
            if isinstance(one, Box):
                yield from one.views()
                continue
            made = one.func if isinstance(one, partial) else one
            if isinstance(made, type) and issubclass(made, View):
                yield made


@dataclass(frozen=True)
class Page:
    """`name` stands in the address and is that of its folders, `title` in the header; `kept` are the messages that it
    sends to everybody alike."""

    name: str
    title: str
    whole: Box
    controller: type[Controller]
    sketch: Callable[[str], Sketch] | None = None  # of the moment of a query; none where no lesson leads
    still: MakeStill | None = None  # of the moment of some settings, for paper; none where no lesson leads
    kept: Callable[[], Iterable[KeptMessage]] = tuple

    def empty(self) -> Row | Column:
        """Its boxes for one visitor, without what will stand in them."""
        return self.whole.empty(layout_sheets(self.name))


def _made(one: Box | Maker, sheets: list[str]) -> pn.viewable.Viewable:
    """A part, whole."""
    return (
        one._bare([_made(part_of_it, sheets) for part_of_it in one.parts], sheets)
        if isinstance(one, Box)
        else one()
    )


def row(name: str, *parts: Box | Maker) -> Box:
    """Side by side; a style sheet says how wide, by this name."""
    return Box(Row, name, parts, {"sizing_mode": "stretch_both"})


def part(name: str, *parts: Box | Maker, **options: Any) -> Box:
    """Above each other; a style sheet says how wide and how high, and when they are shown."""
    return Box(Column, name, parts, {"sizing_mode": "stretch_width", **options})


def tall(view: type[View]) -> Maker:
    """A view that takes what height there is."""
    return partial(view, sizing_mode="stretch_both")


def graph_part() -> Box:
    """The computational graph of a trace."""
    return part("graph", tall(GraphView))


def rail(name: str, of: str, title: str) -> Box:
    """Where the part `of` is folded away in projector mode."""
    return part(name, partial(RailView, of=of, title=title, sizing_mode="stretch_both"))
