"""The playground answers to this machine's own names and addresses, and to those that an administrator adds.

A foreign site can point a name of its own at this machine (DNS rebinding): to the browser its page then is of the same
origin as the playground, and may read and ask all that the visitor's own page may. Tornado and Bokeh look only at
whether the page's origin is the name that was asked for, so they let it in. But the name that was asked for is the
foreign site's. So each request says which name it was meant for, its Host, and one that is not ours gets a few words
and nothing else. An address of numbers is ours where the very connection has arrived at it.

`--allow-websocket-origin` and BOKEH_ALLOW_WS_ORIGIN, Bokeh's own settings, add names: the one under which a proxy is
reached, or another address of the school.

Tried with Panel 1.9, Bokeh 3.9 and Tornado 6.6, read in Panel 1.10 and Bokeh 3.10.
"""

import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable
from typing import Any, cast

import tornado.process
from bokeh.server.server import BaseServer
from bokeh.server.tornado import BokehTornado
from bokeh.server.util import check_allowlist, match_host
from bokeh.settings import settings
from panel.io.server import WSHandler
from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from playground.serving.machine import PATIENCE, FullName, addresses, here
from playground.serving.wrapping import wrap

HOST = re.compile(r"(?:\[(?P<numbers>[0-9a-f:.]+)\]|(?P<name>[^\s\[\]:@/]+))(?::[0-9*]+)?")
EVERYWHERE = {None, "", "0.0.0.0", "::"}  # as `--address`: all addresses that the machine has


class ForeignName(RequestHandler):
    """Answers who has asked for a name that is not this machine's."""

    def prepare(self) -> None:
        name = "".join(sign for sign in self.request.host[:100] if sign.isprintable())
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(
            f"The playground does not answer to the name “{name}”.\n\n"
            "Open it under this machine's own name or address. Whoever runs the server can allow another name:\n\n"
            f"    make serve ALLOW={name}\n"
            f"    panel serve playground --allow-websocket-origin={name}\n"
        )


def install() -> None:
    """Every server made from now on refuses names that are not its own, and says at its start which ones are."""
    wrap(BokehTornado, "__init__", _know_the_full_name)
    wrap(BokehTornado, "get_handler_delegate", _answer_to_own_names)
    wrap(WSHandler, "prepare", _refuse_lines_of_other_sites)
    wrap(WSHandler, "check_origin", _take_lines_of_own_pages)
    wrap(BaseServer, "start", _tell_addresses)


def _know_the_full_name(make: Callable[..., None], server: BokehTornado, *given: Any, **named: Any) -> None:
    make(server, *given, **named)
    vars(server)["full_name"] = FullName()


def _answer_to_own_names(
    find: Callable[..., Any], server: BokehTornado, request: HTTPServerRequest, *given: Any, **named: Any
) -> Any:
    if _is_own(server, request):
        return find(server, request, *given, **named)
    return find(server, request, ForeignName)


def _is_own(server: BokehTornado, request: HTTPServerRequest) -> bool:
    name = host_name(request.host)
    if not name:
        return False
    if is_here(name, _arrived_at(request)) or any(
        match_host(name, host_name(one)) for one in _allowed(server)
    ):
        return True
    full_name = _full_name(server)
    full_name.ask()
    return name == str(full_name)


def is_here(name: str, arrived_at: str | None) -> bool:
    """Whether a request for `name` is meant for this machine, at whose address `arrived_at` it has come in."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name in here()
    return address.is_loopback or (arrived_at is not None and address == _plain(arrived_at))


def host_name(host: str) -> str:
    """The name in a Host, or in an entry of those allowed: without its port, in small letters; empty if it is none."""
    found = HOST.fullmatch(host.lower())
    return (found["numbers"] or found["name"].rstrip(".")) if found else ""


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """A socket of both families says ::ffff:192.168.1.7 where 192.168.1.7 was asked for."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return getattr(found, "ipv4_mapped", None) or found


def _arrived_at(request: HTTPServerRequest) -> str | None:
    """The machine's address at which a request has come in; None through a socket that is a file."""
    stream = getattr(request.connection, "stream", None)
    if (
        stream is None
        or stream.socket is None
        or stream.socket.family not in (socket.AF_INET, socket.AF_INET6)
    ):
        return None
    return str(stream.socket.getsockname()[0])


def _full_name(server: BokehTornado) -> FullName:
    known: FullName = vars(server)["full_name"]
    return known


def _allowed(server: BokehTornado) -> set[str]:
    return {*server.websocket_origins, *(settings.allowed_ws_origin() or ())}


async def _refuse_lines_of_other_sites(prepare: Callable[..., Awaitable[None]], handler: WSHandler) -> None:
    await prepare(handler)
    origin = handler.request.headers.get(
        "Origin"
    )  # browsers name it always; what is none has no visitor to deceive
    if not handler._finished and origin is not None and not _is_of_own_page(handler, origin):
        handler.set_status(403)
        handler.finish()


def _take_lines_of_own_pages(check: Callable[..., bool], handler: WSHandler, origin: str) -> bool:
    """Tornado's own question. From 6.6 on it does not ask where the page's origin is the Host; before, it asks always,
    and Bokeh knows no address but localhost."""
    return _is_of_own_page(handler, origin)


def _is_of_own_page(handler: WSHandler, origin: str) -> bool:
    asked = origin.lower().partition("://")[2]
    server = cast(BokehTornado, handler.application)  # Bokeh's handlers stand in no other application
    return asked == handler.request.host.lower() or check_allowlist(asked, list(_allowed(server)))


def _tell_addresses(start: Callable[..., None], running: BaseServer) -> None:
    start(running)
    server = running._tornado
    full_name = _full_name(server)
    full_name.ask(PATIENCE)
    if running.port is None or tornado.process.task_id():
        return  # behind a socket that is a file, or one worker of several: the first speaks for all
    if running.address in EVERYWHERE:
        names: list[str | None] = ["localhost", socket.gethostname().lower(), str(full_name), *addresses()]
    else:
        names = [running.address]
    scheme = "http" if running._http.ssl_options is None else "https"
    hosts = [f"[{name}]" if ":" in name else name for name in dict.fromkeys(filter(None, names))]
    added = sorted(one.removesuffix(":80") for one in _allowed(server) - {f"localhost:{running.port}"})
    print("The playground answers at:", flush=True)
    for host in hosts:
        print(f"  {scheme}://{host}:{running.port}{server.prefix}{min(server.app_paths)}", flush=True)
    if added:
        print(f"and to these names, which were added: {', '.join(added)}", flush=True)
