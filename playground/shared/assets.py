"""The files of static/, and the letters, as a browser gets them: read once, small, under addresses of their content.

All are under one address, since modules and style sheets name each other by relative paths: it changes when any of them
does, so a browser may keep what it got for good and never asks whether it is still true.
"""

import functools
import gzip
import hashlib
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from playground.shared import joined, library_script

PACKAGE = Path(__file__).resolve().parents[1]


def static_of(package: Path) -> Path:
    """Where the files stand that belong to the package `playground` in this folder: within it where it was installed,
    beside it in a checkout. (Not within it as `static`, which Bokeh would serve a second time, by its own rules.)"""
    installed = package / "static_files"
    return installed if installed.is_dir() else package.parent / "static"


STATIC = static_of(PACKAGE)
ROOM = "playground-assets"  # the first part of the addresses, beside the page's own
TYPES = MappingProxyType(
    {
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".ttf": "font/ttf",
    }
)
# The letters come with a package of their own, under the SIL Open Font License. Path beside static/fonts.css -> file.
FONTS = MappingProxyType(
    {
        "fonts/regular.ttf": "SourceSansPro-Regular.ttf",
        "fonts/semibold.ttf": "SourceSansPro-Semibold.ttf",
    }
)
LIBRARIES = "libraries/bokeh.js"


@dataclass(frozen=True)
class Asset:
    """One file: its media type, its bytes, and the same compressed where that is smaller."""

    media_type: str
    content: bytes
    compressed: bytes | None
    digest: str


@dataclass(frozen=True, eq=False)
class Assets:
    """All files at one moment, by their path in static/ ("network/boundary.js"), and the name of all their content."""

    files: Mapping[str, Asset]
    version: str

    def address(self, path: str) -> str:
        """Where the file is fetched, relative to the page. Raises KeyError for a file that is not there."""
        if path not in self.files:
            raise KeyError(f"static/{path} is not there, or is of a kind that is not served.")
        return f"./{ROOM}/{self.version}/{path}"

    def sheets_of(self, drawing: str) -> list[str]:
        """The style sheets of a drawing, "network/boundary": boundary.css, then what is boundary_PART.css beside it."""
        begins = (f"{drawing}.", f"{drawing}_")
        return sorted(path for path in self.files if path.startswith(begins) and path.endswith(".css"))

    def text(self, path: str) -> str:
        """What stands in a file of text."""
        return self.files[path].content.decode()


def current(*, changing: bool = False) -> Assets:
    """The files as they were when this process first asked; where they are `changing`, as they are now."""
    return _read(max(path.stat().st_mtime_ns for path in _paths()) if changing else 0)


def _paths() -> list[Path]:
    return sorted(path for path in STATIC.rglob("*") if path.suffix in TYPES)


@functools.lru_cache(maxsize=2)
def _read(changed: int) -> Assets:
    """Reads all files; `changed` is when the last of them was, and only there to be remembered by."""
    files = {path.relative_to(STATIC).as_posix(): _asset(path) for path in _paths()}
    with importlib.resources.as_file(importlib.resources.files("font_source_sans_pro")) as package:
        files.update({path: _asset(package / "files" / name) for path, name in FONTS.items()})
    script = library_script.script()
    if script is not None:
        files[LIBRARIES] = _asset_of(script, ".js")
    separate = Assets(MappingProxyType(dict(files)), "")
    for page in joined.pages(separate):
        files[joined.address_of(page)] = _asset_of(joined.joined(separate, page).encode(), ".js")
        files[joined.looks_of(page)] = _asset_of(joined.looks(separate, page).encode(), ".js")
    whole = hashlib.sha256()
    for path, asset in files.items():
        whole.update(f"{path} {asset.digest}\n".encode())
    return Assets(MappingProxyType(files), whole.hexdigest()[:20])


def _asset(path: Path) -> Asset:
    return _asset_of(path.read_bytes(), path.suffix)


def _asset_of(content: bytes, suffix: str) -> Asset:
    compressed = gzip.compress(content, mtime=0)
    return Asset(
        TYPES[suffix],
        content,
        compressed if len(compressed) < 0.9 * len(content) else None,
        hashlib.sha256(content).hexdigest()[:20],
    )
