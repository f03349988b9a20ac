"""The one way in which a view's Python finds its JavaScript and CSS: by its stem."""

import base64
from pathlib import Path
from typing import Any, ClassVar

from panel.custom import JSComponent

STATIC = Path(__file__).resolve().parents[2] / "static"


def _module_address(path: Path) -> str:
    # A view's module runs from a blob, where a relative import has no meaning; a data: address always resolves.
    return "data:text/javascript;base64," + base64.b64encode(path.read_bytes()).decode()


SHARED_MODULES = {path.stem: _module_address(path) for path in sorted((STATIC / "shared").glob("*.js"))}


class View(JSComponent):
    """A part of the screen drawn by ``static/views/STEM.js`` and styled by ``STEM.css``; a subclass names its stem."""

    _importmap: ClassVar[dict[str, Any]] = {"imports": SHARED_MODULES}

    def __init_subclass__(cls, stem: str | None = None, **kwargs: Any) -> None:
        if stem is not None:
            cls._esm = STATIC / "views" / f"{stem}.js"
            style = STATIC / "views" / f"{stem}.css"
            cls._stylesheets = [style.read_text()] if style.exists() else []
        super().__init_subclass__(**kwargs)
