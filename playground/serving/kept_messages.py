"""What pages tell everybody alike, as files: playground/shared/kept_messages.py says why."""

import functools
import importlib
from collections.abc import Mapping

from bokeh.server import urls
from tornado.web import HTTPError, RequestHandler

from playground.serving.assets import FOR_GOOD
from playground.session import PAGES
from playground.shared.kept_messages import ROOM

ROUTE = rf"/{ROOM}/([0-9a-f]{{20}})"


@functools.cache
def files() -> Mapping[str, bytes]:
    """The content of every file, by its name."""
    pages = (importlib.import_module(f"playground.{name}.page").PAGE for name in PAGES)
    return {message.name: message.content for page in pages for message in page.kept()}


class KeptMessageHandler(RequestHandler):
    """Answers with a file that a page has named; 404 for any other."""

    def get(self, name: str) -> None:
        content = files().get(name)
        if content is None:
            raise HTTPError(404)
        self.set_header("Cache-Control", FOR_GOOD)
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Length", len(content))
        self.write(content if self.request.method == "GET" else b"")

    head = get

    def compute_etag(self) -> str | None:
        """Its name says what it is."""
        return None


def install() -> None:
    """Gives the files a route in every server of this process that is made from here on."""
    if all(pattern[0] != ROUTE for pattern in urls.toplevel_patterns):
        urls.toplevel_patterns.insert(0, (ROUTE, KeptMessageHandler))
