"""How static/theme.css reaches the page, and static/shared/widgets.css every component on it."""

import panel as pn

from playground.shared.assets import STATIC

DOCUMENT_CSS = (STATIC / "theme.css").read_text()
WIDGET_CSS = (STATIC / "shared" / "widgets.css").read_text()


def apply() -> None:
    """Puts the theme on the visitor's page. Call once in a session, before the first component is made.

    ``global_css`` goes only into the document's head: variables, which inherit into shadow roots. ``raw_css``
    goes into the shadow root of every component as well, the only way to reach what stands inside one.
    """
    pn.config.global_css = [DOCUMENT_CSS]
    pn.config.raw_css = [WIDGET_CSS]
