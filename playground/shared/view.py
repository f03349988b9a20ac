"""The one way in which a view's Python finds its JavaScript and CSS: it names its drawing."""

from typing import Any, ClassVar

from bokeh.document import Document
from bokeh.events import Event
from panel.config import config
from panel.custom import JSComponent
from panel.io.reload import watch
from panel.io.state import set_curdoc

from playground.shared import assets


class View(JSComponent):
    """A part of the screen. A subclass says which `drawing` draws it: "network/boundary" is static/network/boundary.js,
    styled by boundary.css, and where that would be long, boundary_PART.css after it.

    ``sheets`` names style sheets that it shares with other views, "shared/tab_list"; its own come after them."""

    drawing: ClassVar[str]
    sheets: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **params: Any) -> None:
        # Views stand edge to edge, as wide as their place; app.css leaves the room between them.
        files = assets.current(changing=config.autoreload)
        own = files.sheets_of(self.drawing)
        text = [files.text(path) for path in (*(f"{name}.css" for name in self.sheets), *own)]
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, "stylesheets": text, **params})

    def _get_properties(self, doc: Document | None) -> dict[str, Any]:
        # What Panel does for a bundle of modules is what is wanted here: the browser imports it from its address.
        module = assets.current(changing=config.autoreload).address(f"{self.drawing}.js")
        return {**super()._get_properties(doc), "bundle": "url", "esm": module}

    def _process_bokeh_event(self, doc: Document, event: Event) -> None:
        # Panel's own also counts who is busy, which nothing here shows and which is most of what a message costs.
        with set_curdoc(doc):
            self._process_event(event)

    def _setup_autoreload(self) -> None:
        if config.autoreload:
            for path in assets.STATIC.rglob("*"):
                watch(str(path))
