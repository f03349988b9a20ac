"""Modules and style sheets are files that the browser fetches once and keeps.

Panel would put each view's module as text into each visitor's document; so every opening of a page would carry all of
them, and none could import another by its path. Bokeh serves a directory app's own folder `static` by itself, but
without a word on how long it may be kept, and uncompressed. Tried with Bokeh 3.9 and 3.10.
"""

from bokeh.server import urls
from panel.config import config
from tornado.web import HTTPError, RequestHandler

from playground.shared import assets

ROUTE = rf"/{assets.ROOM}/([0-9a-f]+)/(.+)"
FOR_GOOD = "public, max-age=31536000, immutable"


class AssetHandler(RequestHandler):
    """Answers with a file of static/. Only what was found there under its very path is ever sent."""

    def get(self, version: str, path: str) -> None:
        """The file, compressed for who takes that; 404 for any other path."""
        known = assets.current(changing=config.autoreload)
        asset = known.files.get(path)
        if asset is None:
            raise HTTPError(404)
        # A page that was opened before a restart asks by an old name: it gets what there is now, but not for good.
        self.set_header("Cache-Control", FOR_GOOD if version == known.version else "no-cache")
        self.set_header("Content-Type", asset.media_type)
        self.set_header("ETag", f'W/"{asset.digest}"')
        if self.check_etag_header():
            self.set_status(304)
            return
        body = asset.content
        if asset.compressed is not None:
            self.set_header("Vary", "Accept-Encoding")
            if "gzip" in self.request.headers.get("Accept-Encoding", ""):
                self.set_header("Content-Encoding", "gzip")
                body = asset.compressed
        self.write(body)  # of which Tornado sends nothing to who has asked for the head alone

    head = get

    def compute_etag(self) -> str | None:
        """It is set above, of the file and not of the bytes as they happen to be sent."""
        return None


def install() -> None:
    """Gives the files a route in every server of this process that is made from here on."""
    if all(pattern[0] != ROUTE for pattern in urls.toplevel_patterns):
        urls.toplevel_patterns.append((ROUTE, AssetHandler))
