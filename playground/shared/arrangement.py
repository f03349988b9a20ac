"""What a page is, and how its views are arranged: said once, and put up for each visitor piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import panel as pn

from playground.shared.controller import Controller
from playground.shared.view import Column, Row, View, layout_sheet
from playground.shared.views import GraphView

# What makes a view, or several things that belong together, one at a time.
Maker = Callable[[], pn.viewable.Viewable | Iterator[pn.viewable.Viewable]]


@dataclass(frozen=True)
class Box:
    """Where views and other boxes stand; app.css says how, by its name."""

    kind: type[Row] | type[Column]
    name: str
    parts: tuple[Box | Maker, ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    def empty(self) -> Row | Column:
        """The box of one visitor, without what will stand in it."""
        return self.kind(css_classes=[self.name], stylesheets=[layout_sheet()], margin=0, **self.options)

    def fill(self, box: Row | Column) -> Iterator[None]:
        """Puts up what stands in it, a part each time it is asked to go on: all at once would keep others waiting."""
        slow: list[tuple[Row | Column, Iterator[pn.viewable.Viewable]]] = []
        for one in self.parts:
            _put(one, box, slow)
            yield
        for inside, several in slow:
            for viewable in several:
                inside.append(viewable)
                yield

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
    """`name` stands in the address and is that of its folders, `title` in the header."""

    name: str
    title: str
    whole: Box
    controller: type[Controller]


def _put(
    one: Box | Maker, box: Row | Column, slow: list[tuple[Row | Column, Iterator[pn.viewable.Viewable]]]
) -> None:
    """Puts a part into a box, whole but for what comes one at a time, which is `slow`."""
    if isinstance(one, Box):
        inside = one.empty()
        for part_of_it in one.parts:
            _put(part_of_it, inside, slow)
        box.append(inside)
        return
    made = one()
    if isinstance(made, Iterator):
        slow.append((box, made))
    else:
        box.append(made)


def row(name: str, *parts: Box | Maker) -> Box:
    """Side by side; app.css says how wide, by this name."""
    return Box(Row, name, parts, {"sizing_mode": "stretch_both"})


def part(name: str, *parts: Box | Maker, **options: Any) -> Box:
    """Above each other; app.css says how wide and how high, and when they are shown."""
    return Box(Column, name, parts, {"sizing_mode": "stretch_width", **options})


def tall(view: type[View]) -> Maker:
    """A view that takes what height there is."""
    return partial(view, sizing_mode="stretch_both")


def graph_part() -> Box:
    """The computational graph of a trace."""
    return part("graph", tall(GraphView))
