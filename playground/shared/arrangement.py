"""What a page is, and the boxes in which its views stand."""

from collections.abc import Callable
from dataclasses import dataclass

import panel as pn

from playground.shared.controller import Controller
from playground.shared.view import Column, Row, layout_sheet
from playground.shared.views import GraphView


@dataclass(frozen=True)
class Page:
    """`name` stands in the address and is that of its folders, `title` in the header; `arrange` makes its views."""

    name: str
    title: str
    arrange: Callable[[], Row]
    controller: type[Controller]


def row(name: str, *parts: pn.viewable.Viewable) -> Row:
    """Parts side by side; app.css says how wide, by this name."""
    return Row(*parts, css_classes=[name], stylesheets=[layout_sheet()], sizing_mode="stretch_both", margin=0)


def part(name: str, *views: pn.viewable.Viewable) -> Column:
    """Views above each other; app.css says how wide and how high, and when they are shown."""
    return Column(
        *views, css_classes=[name], stylesheets=[layout_sheet()], sizing_mode="stretch_width", margin=0
    )


def graph_part() -> Column:
    """The computational graph of a trace."""
    return part("graph", GraphView(sizing_mode="stretch_both"))
