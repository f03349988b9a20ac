"""Every answer says to the browser what its page may do, and who may show it in a frame.

Tornado sends none of this by itself. What is said holds for all routes, for errors and redirects too, since it is
added where an answer leaves. The page's own policy names a number drawn for this one answer (a nonce): only inline
scripts that carry it run, which are those of templates/index.html.

What the policy cannot forbid, because Bokeh and Panel need it: inline styles, since every part of the page brings its
style elements; pictures from data: addresses, which their icons are; and blob: for scripts, which only a script that
runs already can make. What it does forbid: scripts that are text (eval), any other inline script, and all that comes
from another host. PLAYGROUND_FRAME_ANCESTORS names the sites that may show the playground in a frame of their own.

Tried with Panel 1.9, read in Panel 1.10.
"""

import os
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from bokeh.server.session import ServerSession
from bokeh.server.tornado import BokehTornado
from panel.io.server import DocHandler
from tornado.httputil import HTTPHeaders
from tornado.web import OutputTransform, RequestHandler

from playground.serving.wrapping import wrap

POLICY = "Content-Security-Policy"
SETTING = "PLAYGROUND_FRAME_ANCESTORS"
# 'none', or sites as in moodle.school.example *.school.example:8443, with a scheme or without
FRAMES = re.compile(r"'none'|'self'|\*|(?:https?://)?(?:\*\.)?[\w.-]+(?::(?:\d+|\*))?")

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # An address holds all that a visitor has set: other sites are not told it.
    "Referrer-Policy": "same-origin",
}


def install() -> None:
    """Every server made from now on adds these headers to all that it answers. Raises ValueError where the setting
    names no sites."""
    frame_ancestors()
    wrap(BokehTornado, "__init__", _add_headers)
    wrap(DocHandler, "get_session", _draw_nonce)
    wrap(RequestHandler, "set_cookie", _keep_cookies_here)


def frame_ancestors() -> str:
    """Who may show the playground in a frame, as a policy says it: the playground itself, and whom the setting adds."""
    asked = os.environ.get(SETTING, "").split()
    wrong = [site for site in asked if not FRAMES.fullmatch(site)]
    if wrong:
        raise ValueError(
            f"{SETTING} names sites like moodle.school.example, with spaces between; not {wrong[0]}"
        )
    return "'none'" if asked == ["'none'"] else " ".join(dict.fromkeys(["'self'", *asked]))


def policy(nonce: str | None = None, host: str = "") -> str:
    """What a page may load and do. `nonce` is for the playground's page, whose host its line to the server names
    beside 'self': older browsers take that for http alone."""
    rules = {
        "default-src": "'none'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": frame_ancestors(),
    }
    if nonce is not None:
        # Modules are imported by path and as blobs, and not every browser hands the number on to what a script imports.
        rules["script-src"] = f"'self' blob: 'nonce-{nonce}'"
        rules["connect-src"] = " ".join(["'self'", *(f"{scheme}://{host}" for scheme in ("ws", "wss"))])
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Headers(OutputTransform):
    """Adds what is always said to an answer that leaves; what a handler has said of itself stays."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        for name, value in ALWAYS.items():
            headers[name] = value
        headers.setdefault(POLICY, policy())
        headers.pop("Server", None)
        return status_code, headers, chunk


def _add_headers(make: Callable[..., None], server: BokehTornado, *given: Any, **named: Any) -> None:
    make(server, *given, **named)
    server.add_transform(Headers)


async def _draw_nonce(
    get_session: Callable[..., Awaitable[ServerSession]], handler: DocHandler
) -> ServerSession:
    session = await get_session(handler)
    nonce = secrets.token_urlsafe(16)
    session.document.template_variables["nonce"] = nonce
    handler.set_header(POLICY, policy(nonce, handler.request.host))
    return session


def _keep_cookies_here(
    set_cookie: Callable[..., None], handler: RequestHandler, *given: Any, **named: Any
) -> None:
    # The playground sets none; an administrator's choice of authentication does.
    set_cookie(handler, *given, **{"httponly": True, "samesite": "Lax", **named})
