"""A session is entered by the page that it was made for, and by no other.

Bokeh takes session ids as they come: from the address, so that a link can lead a visitor into the session of who sent
it, and from the token with which a page opens its line, unsigned, so that whoever knows an id or makes one up is let
in. Here ids and tokens are signed, the address names none, and a token that is not the server's own is refused before
the line opens.

The secret is made when the server is; BOKEH_SECRET_KEY gives one to several servers that stand behind one address.
A token opens a session for five minutes (`--session-token-expiration`). The session that it has opened it enters for
as long as this lives: a page whose line has broken gets in again.

Tried with Panel 1.9 and Bokeh 3.9, read in Panel 1.10 and Bokeh 3.10.
"""

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

from bokeh.protocol.exceptions import ProtocolError
from bokeh.server.tornado import BokehTornado
from bokeh.settings import settings
from bokeh.util.token import check_token_signature, generate_jwt_token, get_session_id, get_token_payload
from panel.io.server import WSHandler
from tornado.httputil import HTTPServerRequest

from playground.serving.wrapping import wrap

# By these a request can name the session that it wants.
ARGUMENTS = ("bokeh-session-id", "bokeh-token")
HEADER = "Bokeh-Session-Id"

TOKENS = "Sec-WebSocket-Protocol"  # "bokeh, TOKEN": the one header that a browser's websocket can set
SHORTEST_SECRET = 32  # characters; `bokeh secret` makes 44


def install() -> None:
    """Every server made from now on signs its sessions' ids and takes none but its own."""
    wrap(BokehTornado, "__init__", _sign)
    wrap(BokehTornado, "get_handler_delegate", _forget_ids)
    wrap(WSHandler, "prepare", _admit_own_tokens)


def _sign(make: Callable[..., None], server: BokehTornado, *given: Any, **named: Any) -> None:
    # Worker processes are made after this, so they share the secret.
    secret = named.get("secret_key") or settings.secret_key_bytes() or secrets.token_urlsafe(32).encode()
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(
            f"BOKEH_SECRET_KEY has {len(secret)} characters; under {SHORTEST_SECRET} it could be guessed. "
            "`bokeh secret` makes a good one."
        )
    make(
        server, *given, **{**named, "secret_key": secret, "sign_sessions": True, "generate_session_ids": True}
    )


def _forget_ids(
    find: Callable[..., Any], server: BokehTornado, request: HTTPServerRequest, *given: Any, **named: Any
) -> Any:
    for name in ARGUMENTS:
        request.arguments.pop(name, None)
        request.query_arguments.pop(name, None)
    if HEADER in request.headers:
        del request.headers[HEADER]
    return find(server, request, *given, **named)


async def _admit_own_tokens(prepare: Callable[[WSHandler], Awaitable[None]], handler: WSHandler) -> None:
    await prepare(handler)
    if handler._finished:
        return
    token = _admitted(handler)
    if token is None:
        handler.set_status(403)
        handler.set_header("Content-Type", "text/plain; charset=utf-8")
        handler.finish("This connection belongs to a page that is no longer open. Reload the page.")
    else:
        handler.request.headers[TOKENS] = f"bokeh, {token}"


def _admitted(handler: WSHandler) -> str | None:
    """The token with which a page may open its line; None where it may not."""
    server = cast(BokehTornado, handler.application)  # Bokeh's handlers stand in no other application
    asked = [part.strip() for part in handler.request.headers.get(TOKENS, "").split(",")]
    secret = server.secret_key
    assert secret is not None  # `_sign` saw to it
    if len(asked) != 2 or asked[0] != "bokeh" or not _is_own(asked[1], secret):
        return None
    token = asked[1]
    payload = get_token_payload(token)
    if time.time() < payload.pop("session_expiry"):
        return token
    session = get_session_id(token)
    try:
        handler.application_context.get_session(session)
    except ProtocolError:
        return None
    return generate_jwt_token(
        session,
        secret_key=secret,
        signed=True,
        expiration=server.session_token_expiration,
        extra_payload=payload,
    )


def _is_own(token: str, secret: bytes) -> bool:
    try:
        return bool(check_token_signature(token, secret_key=secret, signed=True))
    except Exception:  # Bokeh reads what a stranger has put into a token before it trusts the signature
        return False
