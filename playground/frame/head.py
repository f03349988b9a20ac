"""What stands in the head of each page: which files of static/ the browser fetches at once, side by side.

templates/index.html writes it. Without it a browser would learn of the modules and the style sheets of views from a
websocket that is opened last.
"""

import panel as pn
from panel.config import config

from playground.shared import assets, joined

WIDGETS = "shared/widgets.css"  # how controls look: in the shadow root of every component
# The document's own: faces of letters and variables, which hold in shadow roots as well.
DOCUMENT = ("fonts.css", "theme.css", "frame/page.css", WIDGETS)
ICON = "frame/icon.svg"  # on the browser's tab: a file that it keeps, where it would ask for /favicon.ico each time
IMPORTER = "frame/importer.js"
NO_LINE = "frame/no_line.js"  # what is said where nothing can be drawn


def prepare() -> None:
    """Puts what all components share on the visitor's page. Call once in a session, before the first is made."""
    pn.config.css_files = [assets.current(changing=config.autoreload).address(WIDGETS)]


def fill(page: str) -> None:
    """Says in the head of the visitor's document what the views of a page will ask for."""
    if pn.state.curdoc is None:
        return
    files = assets.current(changing=config.autoreload)
    pn.state.curdoc.template_variables.update(
        icon=files.address(ICON),
        importer=files.address(IMPORTER),
        libraries=files.address(assets.LIBRARIES) if assets.LIBRARIES in files.files else None,
        no_line=files.address(NO_LINE),
        fonts=[files.address(path) for path in assets.FONTS],
        document_sheets=[files.address(path) for path in DOCUMENT],
        looks=files.address(joined.looks_of(page)),
        joined=files.address(joined.address_of(page)),
    )
