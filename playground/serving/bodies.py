"""Nobody fills the server's memory with a request's body.

Tornado takes a body of 100 MB with any request, to an address that is not served too, and holds what has come of it for
as long as the connection lasts: three of them that were never ended held 245 MB. The playground's pages send no bodies:
files come over their line, which `protocol` bounds. What has one is a form by which an administrator's choice of
authentication lets visitors in, so a body may be as long as such a form. Tried with Tornado 6.6, and Bokeh 3.9 on it.
"""

from collections.abc import Callable
from typing import Any

from tornado.httpserver import HTTPServer

from playground.serving.wrapping import wrap

MOST_BODY = 2**16  # bytes; a form to log in has a few hundred, a token from elsewhere a few thousand


def install() -> None:
    """Every server made from now on closes a connection that sends a longer body."""
    wrap(HTTPServer, "initialize", _bound)


def _bound(initialize: Callable[..., None], server: HTTPServer, *given: Any, **named: Any) -> None:
    initialize(server, *given, **{"max_body_size": MOST_BODY, **named})
