"""The one way in which a view's Python finds its JavaScript and CSS: by its stem."""

import base64
import functools
import json
from pathlib import Path
from typing import Any, ClassVar

from panel.config import config
from panel.custom import JSComponent

STATIC = Path(__file__).resolve().parents[2] / "static"


def _module_address(path: Path) -> str:
    # A view's module runs from a blob, where a relative import has no meaning; a data: address always resolves.
    return "data:text/javascript;base64," + base64.b64encode(path.read_bytes()).decode()


# Name -> address of every shared module. It stands once in the page's head (templates/index.html), for all views;
# as text, because every visitor's document keeps what is put into its template.
SHARED_MODULES = json.dumps({path.stem: _module_address(path) for path in (STATIC / "shared").glob("*.js")})


class View(JSComponent):
    """A part of the screen: a subclass in ``views/NAME.py`` is drawn by ``static/views/NAME.js`` and styled by
    ``NAME.css``, and where that would be long, ``NAME_PART.css`` after it. Its module imports the shared ones by name:
    see SHARED_MODULES.

    ``sheets`` names style sheets of ``static/shared`` that it shares with other views; its own come after them."""

    sheets: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        stem = cls.__module__.rpartition(".")[2]
        cls._esm = STATIC / "views" / f"{stem}.js"
        shared = [STATIC / "shared" / f"{name}.css" for name in cls.sheets]
        own = sorted((STATIC / "views").glob(f"{stem}[._]*css"))
        cls._stylesheets = [path.read_text() for path in (*shared, *own)]
        super().__init_subclass__(**kwargs)

    def __init__(self, **params: Any) -> None:
        # Views stand edge to edge, as wide as their place; app.css leaves the room between them.
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **params})

    @classmethod
    def _render_esm(cls, *options: Any, **more: Any) -> str:
        # Read once and not for every visitor, whose page would keep a copy of its own; `--dev` reads it anew.
        read = super()._render_esm
        return read(*options, **more) if config.autoreload else _read_once(read, *options, **more)


@functools.cache
def _read_once(read: Any, *options: Any, **more: Any) -> str:
    return str(read(*options, **more))
