"""The server has the routes that the playground needs, and no other.

Panel and Bokeh bring routes along that nothing here asks for. One of them ends the process: `/components/MODULE/…`
imports whatever module the address names. Others make a whole page for whoever asks, or let any other site load the
page as a script. So the routes are a list, each with its reason; what is not on it is not served, whichever release or
option brings it.

Tried with Panel 1.9 and Bokeh 3.9, read in Panel 1.10 and Bokeh 3.10.
"""

import dataclasses
import importlib
import importlib.util
import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

from bokeh.server.tornado import BokehTornado
from panel.io.server import DocHandler, RootHandler
from tornado.routing import PathMatches, Rule, URLSpec
from tornado.web import RequestHandler

from playground.serving import assets, kept_messages
from playground.serving.wrapping import wrap

log = logging.getLogger(__name__)


class Alive(RequestHandler):
    """Says that the process answers. Panel's own makes a whole page too when it is asked to, as often as it is."""

    def initialize(self, applications: object = None) -> None:
        pass

    def get(self) -> None:
        self.write({self.request.path: True})


class NoPage(RequestHandler):
    """Answers who has asked for an address that is not served, and whose proxy may have a path too much or too few."""

    def prepare(self) -> None:
        server = cast(BokehTornado, self.application)  # these handlers stand in no other application
        pages = " or ".join(f"{server.prefix}{app}" for app in sorted(server.app_paths))
        self.set_status(404)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(
            f"This server has no page at this address. The playground is at {pages}.\n\n"
            "If a proxy puts a path before that, such as /lab, there are two ways: it passes the path on, and the "
            "server is started with --prefix /lab; or it takes the path away, and the server has no --prefix.\n"
        )


@dataclasses.dataclass(frozen=True)
class Route:
    """A route that is served.

    `pattern` is how Panel, Bokeh or the playground writes it, without the prefix of `--prefix`; {app} stands for the
    playground's own path, which is empty where `--index playground` puts it at the root. `narrowed`, where given, is
    the part of it that is served. `handler`, where given, answers instead of theirs.
    """

    pattern: str
    reason: str
    narrowed: str | None = None
    handler: type[RequestHandler] | None = None


ROUTES = (
    Route("{app}/?", "The page."),
    Route("{app}/ws", "The page's line to the server."),
    Route("/?", "Leads who types the machine's name alone to the page."),
    Route("/favicon.ico", "The picture on the browser's tab."),
    Route(
        "/static/(.*)",
        "Bokeh's scripts, which draw the page; their sources and licenses are not asked for.",
        narrowed=r"/static/(js/bokeh[a-z-]*\.min\.js)",
    ),
    Route(
        "/static/extensions/(.*)",
        "Panel's scripts, styles and pictures, whose names differ from release to release.",
        # As names are written that pages ask for. What a percent sign can write besides, such as a byte of zero, no
        # file can be called, and Tornado fails over it.
        narrowed=r"/static/extensions/(panel/[\w./@-]+)",
    ),
    Route(assets.ROUTE, "The playground's own scripts and styles."),
    Route(kept_messages.ROUTE, "What pages tell everybody alike, which browsers keep."),
    Route(
        "/liveness", "With --liveness: whether the server answers, for what watches over it.", handler=Alive
    ),
)

# What Panel and Bokeh bring along unasked, and why it is not served.
DROPPED = {
    "/components/(.*)": "Imports any module that the address names; this can end the process.",
    "{app}/autoload.js": "Makes a session, and a script of it for any other site.",
    "{app}/metadata": "Nothing asks for it.",
    "{app}/static/(.*)": "Bokeh's scripts under a second address.",
    "/static/(?!extensions/)(.*)": "The same, where the playground stands at the root.",
}


def install() -> None:
    """Every server made from now on has the routes of ROUTES only, and those by which an administrator's choice of
    authentication lets visitors in and out."""
    wrap(BokehTornado, "__init__", _keep_to_the_list)
    wrap(DocHandler, "get", _without_last_slash)
    wrap(RootHandler, "get", _to_the_page)
    if importlib.util.find_spec("bokeh.server.asgi"):
        wrap(importlib.import_module("bokeh.server.asgi").BokehASGI, "__init__", _refuse_another_server)


def _keep_to_the_list(made: Callable[..., None], server: BokehTornado, *given: Any, **named: Any) -> None:
    made(server, *given, **named)
    apps = ["" if path == "/" else path for path in server.app_paths]
    served = {pattern: route for route in ROUTES for pattern in _written(route.pattern, apps)}
    dropped = {pattern for entry in DROPPED for pattern in _written(entry, apps)}
    login = {pattern for pattern, *_ in server.auth_provider.endpoints}
    kept = []
    for rule in server.wildcard_router.rules:
        pattern = _pattern(rule).removesuffix("$").removeprefix(server.prefix)
        if pattern in served:
            kept.append(_as_served(rule, served[pattern], server.prefix))
        elif pattern in login:
            kept.append(rule)
        elif pattern not in dropped:
            log.warning(
                "The route %s is not served: playground/serving/routes.py lists those that are.", pattern
            )
    server.wildcard_router.rules[:] = kept
    server.settings["default_handler_class"] = NoPage


async def _without_last_slash(
    get: Callable[..., Awaitable[None]], handler: DocHandler, *given: Any, **named: Any
) -> None:
    """The page asks for its files beside its own address: one with a last slash would be a folder further in."""
    app = handler.application_context.url
    path: str = handler.request.path
    if app != "/" and path.endswith("/"):
        _lead(handler, f"../{path.split('/')[-2]}")
        return
    await get(handler, *given, **named)


async def _to_the_page(
    get: Callable[..., Awaitable[None]], handler: RootHandler, *given: Any, **named: Any
) -> None:
    """Panel leads to an address beside the one that was asked for: of a prefix without its last slash it would drop the
    end, /apps/bp to /apps/playground, and what is asked for with it."""
    if handler.use_redirect and len(handler.applications) == 1:
        (app,) = handler.applications
        _lead(handler, f"{handler.request.path.rpartition('/')[2]}{app}".lstrip("/"))
        return
    await get(handler, *given, **named)


def _lead(handler: RequestHandler, beside: str) -> None:
    """To an address beside the one that was asked for, with its query: a proxy may have taken away what stood before
    it."""
    query = handler.request.query
    handler.redirect(beside + (f"?{query}" if query else ""))


def _pattern(rule: Rule) -> str:
    assert isinstance(rule.matcher, PathMatches)  # Bokeh makes no other rules
    return rule.matcher.regex.pattern


def _written(pattern: str, apps: list[str]) -> set[str]:
    return {pattern.replace("{app}", app) for app in apps}


def _as_served(rule: Rule, route: Route, prefix: str) -> Rule:
    if route.narrowed is None and route.handler is None:
        return rule
    pattern = _pattern(rule) if route.narrowed is None else prefix + route.narrowed
    return URLSpec(pattern, route.handler or rule.target, rule.target_kwargs)


def _refuse_another_server(*given: Any, **named: Any) -> None:
    raise RuntimeError(
        "The playground is protected on Panel's own server only: --server tornado, the default."
    )
