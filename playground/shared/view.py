"""How a view's Python finds its JavaScript and CSS, it names its drawing; and the boxes in which views stand."""

import functools
from collections.abc import Iterable
from typing import Any, ClassVar

import panel as pn
from bokeh.document import Document
from bokeh.events import Event
from bokeh.model import Model
from bokeh.models import ImportedStyleSheet
from panel.config import config
from panel.custom import JSComponent, ReactiveESM
from panel.io.reload import watch
from panel.io.state import set_curdoc, state

from playground.shared import assets

LAYOUT = "frame/app.css"  # how the parts of pages are arranged: in the shadow root of every box


def layout_paths(page: str = "") -> list[str]:
    """The paths in static/ of the style sheets of a page's boxes: that of all pages, and its own, if it has one."""
    return [LAYOUT, *assets.current(changing=config.autoreload).sheets_of(f"{page}/page")]


def layout_sheets(page: str = "") -> list[str]:
    """Their addresses."""
    files = assets.current(changing=config.autoreload)
    return [files.address(path) for path in layout_paths(page)]


class Linked:
    """A component that costs little to make, since a visitor has some twenty made while others wait.

    Its style sheets are files, which the browser fetches once for all components and all visits, and our own alone:
    Panel adds those of its design, of a spinner that is never shown and of kinds of boxes that are not here, finds out
    anew for each component which, and goes through all of a page for links between widgets whenever something is put
    into it. And a browser changes none of its properties (playground/serving/protocol.py refuses it), so nothing
    listens for that."""

    @property
    def _linked_properties(self) -> tuple[str, ...]:
        return ()

    def _init_params(self) -> dict[str, Any]:
        # Panel's own makes the list of names anew for each name in it.
        values = {name: getattr(self, name) for name in self._synced_params}  # type: ignore[attr-defined]
        return {name: value for name, value in values.items() if value is not None}

    def _update_design(self, *events: Any) -> None:
        vars(self)["_design"] = None

    def _preprocess(self, *given: Any, **named: Any) -> None:
        pass

    def _get_properties(self, doc: Document | None) -> dict[str, Any]:
        return self._process_param_change(self._init_params())

    def _process_param_change(self, params: dict[str, Any]) -> dict[str, Any]:
        rest = {name: value for name, value in params.items() if name != "stylesheets"}
        properties: dict[str, Any] = super()._process_param_change(rest)  # type: ignore[misc]
        if "stylesheets" in params:
            properties["stylesheets"] = _sheets([*map(str, config.css_files), *params["stylesheets"]])
        return properties


def _sheets(addresses: Iterable[str]) -> list[ImportedStyleSheet]:
    """The style sheets at these addresses: of each there is one in a document, for all who have it."""
    known = state._stylesheets.setdefault(state.curdoc, {}) if state.curdoc else {}
    return [known.get(one) or known.setdefault(one, ImportedStyleSheet(url=one)) for one in addresses]


class Column(Linked, pn.Column):
    """What stands above each other."""


class Row(Linked, pn.Row):
    """What stands side by side."""


class View(Linked, JSComponent):
    """A part of the screen. A subclass says which `drawing` draws it: "network/boundary" is static/network/boundary.js,
    styled by boundary.css, and where that would be long, boundary_PART.css after it.

    ``sheets`` names style sheets that it shares with other views, "shared/tab_list"; its own come after them."""

    drawing: ClassVar[str]
    sheets: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **params: Any) -> None:
        # Views stand edge to edge, as wide as their place; app.css leaves the room between them.
        files = assets.current(changing=config.autoreload)
        links = [files.address(path) for path in self.own_sheets(files)]
        usual = {"sizing_mode": "stretch_width", "margin": 0, "stylesheets": links}
        super().__init__(**{**usual, **params})  # type: ignore[no-untyped-call]  # Panel declares none

    @classmethod
    def own_sheets(cls, files: assets.Assets) -> list[str]:
        """The paths in static/ of its style sheets, in the order in which they hold."""
        return [*(f"{name}.css" for name in cls.sheets), *files.sheets_of(cls.drawing)]

    def _get_properties(self, doc: Document | None) -> dict[str, Any]:
        # Panel's own looks in every visit for what each parameter is for and where on the disk a module may be. What it
        # does for a bundle of modules is what is wanted here: the browser imports it from its address.
        properties = super()._get_properties(doc)
        own = {name: properties.pop(name) for name in _own_parameters(type(self)) if name in properties}
        return {
            **properties,
            "data": self._data_model(name=properties["name"], **own),  # type: ignore[attr-defined]  # Panel makes it
            "bundle": "url",
            "esm": assets.current(changing=config.autoreload).address(f"{self.drawing}.js"),
            "dev": config.autoreload,
            "class_name": type(self).__name__,
            "name": type(self).__name__,
        }

    def _register_events(self, *names: str, model: Model, doc: Document, comm: Any) -> None:
        # Most views say nothing for themselves, and none reports what happens to its elements.
        if type(self)._handle_msg is not ReactiveESM._handle_msg:
            super()._register_events("data_event", model=model, doc=doc, comm=comm)

    def _get_children(self, *given: Any) -> tuple[dict[str, Any], list[Any]]:
        # No view has others in it; Panel's own looks at each parameter for one.
        return {}, []

    def _process_bokeh_event(self, doc: Document, event: Event) -> None:
        # Panel's own also counts who is busy, which nothing here shows and which is most of what a message costs.
        with set_curdoc(doc):
            if not state.loaded:
                # Who says something has the document. Panel believes it only once all of it is drawn, which a busy
                # machine, or a tab in the background, may do much later, and drops what changes until then.
                state._on_load(doc)
            self._process_event(event)

    def _setup_autoreload(self) -> None:
        if config.autoreload:
            for path in assets.STATIC.rglob("*"):
                watch(str(path))


@functools.cache
def _own_parameters(view: type[View]) -> tuple[str, ...]:
    """What subclasses have declared: what their modules read from their models."""
    declared = view.param.objects(instance=False)
    return tuple(name for name, one in declared.items() if issubclass(one.owner, View) and name != "name")
