"""Bokeh's and Panel's own scripts travel compressed.

They are 2.9 MB, sent as they are to each browser that opens the playground for the first time; compressed they are
0.8 MB. Each is compressed once, when it is first asked for. How long they may be kept Tornado says by itself, since
their addresses name their content. What draws with WebGL is not sent at all: no figure of Bokeh's is here, and to make
it ready takes a browser a tenth of a second in each opening. Tried with Bokeh 3.9 and 3.10.
"""

import functools
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bokeh.embed.bundle import Bundle
from bokeh.resources import Resources
from bokeh.server import urls
from bokeh.server.views.multi_root_static_handler import MultiRootStaticHandler
from bokeh.server.views.static_handler import StaticHandler
from panel.config import config
from panel.io import server
from tornado.web import StaticFileHandler

from playground.serving.wrapping import wrap
from playground.shared import assets

KINDS = (".js", ".css")
UNUSED = "bokeh-gl"


class Compressed(StaticFileHandler):
    """Sends texts compressed to who takes that, and everything else as Tornado does."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """The file; which files there are, and which must not be sent, is Tornado's and Bokeh's matter."""
        takes = "gzip" in self.request.headers.get("Accept-Encoding", "")
        if path.endswith(KINDS) and takes and "Range" not in self.request.headers:
            self._get_compressed(path)
        else:
            await super().get(path, include_body)

    def _get_compressed(self, path: str) -> None:
        self.path = self.parse_url_path(path)
        absolute = self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        assert absolute is not None  # which it is for a folder with a page of its own, and there is none
        self.absolute_path = absolute
        self.modified = self.get_modified_time()
        self.set_headers()
        self.set_header("Vary", "Accept-Encoding")
        if self.should_return_304():
            self.set_status(304)
            return
        body = compressed(absolute, self.get_content_version(absolute))
        self.set_header("Content-Encoding", "gzip")
        self.write(body)  # of which Tornado sends nothing to who has asked for the head alone


class CompressedStaticHandler(Compressed, StaticHandler):
    """Bokeh's own scripts."""


class CompressedExtensionsHandler(Compressed, MultiRootStaticHandler):
    """Panel's own scripts and style sheets."""


@functools.lru_cache(maxsize=64)
def compressed(path: str, version: str) -> bytes:
    """The file compressed; `version` is of its content, and here only to be remembered by."""
    return gzip.compress(Path(path).read_bytes(), compresslevel=6)


def install() -> None:
    """Puts these handlers in the place of Bokeh's, and leaves out what is not used. Raises RuntimeError if they are
    not where they were."""
    ours = {StaticHandler: CompressedStaticHandler, MultiRootStaticHandler: CompressedExtensionsHandler}
    found = set()
    for at, (route, handler, *more) in enumerate(urls.toplevel_patterns):
        if handler in ours:
            urls.toplevel_patterns[at] = (route, ours[handler], more[0]) if more else (route, ours[handler])
        if handler in ours or handler in ours.values():
            found.add(ours.get(handler, handler))
    if found != set(ours.values()):
        raise RuntimeError("Bokeh serves its scripts in another way than the one that is known here")
    known = Resources._default_components
    if not {"bokeh", "bokeh-widgets"} <= set(known):
        raise RuntimeError("Bokeh lists its scripts in another way than the one that is known here")
    known[:] = [script for script in known if script != UNUSED]
    wrap(server, "bundle_resources", _nothing_more)


def _nothing_more(bundle: Callable[..., Bundle], *given: Any, **named: Any) -> Bundle:
    """What a page names besides what our template does."""
    if assets.LIBRARIES in assets.current(changing=config.autoreload).files:
        return Bundle()
    return bundle(*given, **named)
