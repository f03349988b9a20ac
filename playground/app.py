"""The frame of a page, and the wiring of one visitor's session."""

import importlib
from collections.abc import Mapping
from types import MappingProxyType

import panel as pn
from panel.io.resources import LOCAL_DIST

from playground import address
from playground.frame import head
from playground.frame.header import HeaderView
from playground.frame.lesson_panel import LessonPanelView
from playground.lessons.library import library
from playground.pages import names_of
from playground.serving.pulling import fill_when_asked_for
from playground.session import PAGES, Session
from playground.shared.arrangement import Page
from playground.shared.view import Column, Row, layout_sheets
from playground.visit import Visit

TITLE = "Backprop playground"
# The pages that exist, in the order in which they are shown: each is a folder with a page.py in it.
PAGES_BY_NAME: Mapping[str, Page] = MappingProxyType(
    {name: importlib.import_module(f"playground.{name}.page").PAGE for name in PAGES}
)


def build_app(session: Session, query: Mapping[str, str]) -> pn.viewable.Viewable:
    """The whole page for one visitor, whose address had this query."""
    # Nothing asks what Panel would have a browser tell of itself: to learn whether it can draw with WebGL alone takes
    # that browser a twentieth of a second.
    pn.config.param.update(reconnect=True, respect_explicit_sizing=True, browser_info=False)
    head.prepare()
    problems = address.read(session, library().meant(query))
    header = HeaderView(page=session.page, pages=names_of(PAGES_BY_NAME))
    main = Column(css_classes=["pages"], stylesheets=layout_sheets(), sizing_mode="stretch_both", margin=0)
    lesson = Column(
        LessonPanelView(sizing_mode="stretch_both"),
        css_classes=["lesson"],
        stylesheets=layout_sheets(),
        sizing_mode="stretch_height",
        margin=0,
    )
    body = Row(
        lesson, main, css_classes=["body"], stylesheets=layout_sheets(), sizing_mode="stretch_both", margin=0
    )
    visit = Visit(PAGES_BY_NAME, header, main)
    visit.begin(session, problems)
    if pn.state.curdoc is not None:
        # Panel says where its style sheets are when it sends the page; a session that a line made anew in another
        # process has sent none, and would have them fetched from outside.
        pn.state.curdoc.template_variables.setdefault("dist_url", LOCAL_DIST)
        fill_when_asked_for(pn.state.curdoc, visit.fill)
        pn.state.on_session_destroyed(lambda context: visit.close())
    whole = Column(
        header,
        body,
        css_classes=["app"],
        stylesheets=layout_sheets(),
        sizing_mode="stretch_both",
        margin=0,
    )
    head.fill(session.page)
    return whole
