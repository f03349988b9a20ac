"""What pages tell everybody alike is there as files, which a browser fetches once and keeps.

Bokeh sends what a page says over its line, to each visitor and at each opening anew, and serves no bytes that are in
memory alone; the pages' little pictures would be many times what else an opening takes. So each is a file, named by its
content: playground/shared/kept_messages.py makes them, and here they have a route. Tried with Bokeh 3.9.2 and Panel
1.9.4, read in Bokeh 3.10.0.
"""

import asyncio
import functools
import importlib
from collections.abc import Mapping

from bokeh.server import urls
from tornado.web import HTTPError, RequestHandler

from playground.serving.assets import FOR_GOOD
from playground.session import PAGES
from playground.shared.kept_messages import ROOM
from playground.sketches import lesson_sketches

ROUTE = rf"/{ROOM}/([0-9a-f]{{20}})"


@functools.cache
def files() -> Mapping[str, bytes]:
    """The content of every file that a page has, by its name."""
    pages = (importlib.import_module(f"playground.{name}.page").PAGE for name in PAGES)
    return {message.name: message.content for page in pages for message in page.kept()}


async def content_of(name: str) -> bytes | None:
    """The content of the file of this name; None where there is none. The pictures of the lessons have mostly been
    drawn before they are asked for; where another process has done that, a worker does it here too."""
    found = files().get(name)
    if found is not None:
        return found
    pictures = await asyncio.to_thread(lesson_sketches)
    return pictures.content if name == pictures.name else None


class KeptMessageHandler(RequestHandler):
    """Answers with a file that a page has named; 404 for any other."""

    async def get(self, name: str) -> None:
        content = await content_of(name)
        if content is None:
            raise HTTPError(404)
        self.set_header("Cache-Control", FOR_GOOD)
        self.set_header("Content-Type", "application/octet-stream")
        self.write(content)  # Tornado sends of it no more than its length to who asks for the head

    head = get

    def compute_etag(self) -> None:
        """Its name says what it is."""


def install() -> None:
    """Gives the files a route in every server of this process that is made from here on."""
    if all(pattern[0] != ROUTE for pattern in urls.toplevel_patterns):
        urls.toplevel_patterns.append((ROUTE, KeptMessageHandler))
