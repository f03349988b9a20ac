"""The server has the routes that it needs, each for a reason, and no other."""

import asyncio
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from urllib.parse import urljoin

import pytest
from bokeh.application import Application
from bokeh.server.auth_provider import NullAuth
from bokeh.server.tornado import BokehTornado
from panel.io.server import get_static_routes
from tornado.web import RequestHandler

from playground.network.dataset_thumbnails import dataset_thumbnails
from playground.serving import assets, kept_messages, routes
from playground.serving.routes import DROPPED, ROUTES
from playground.shared import assets as files


def made(path="/playground", patterns=(), **options):
    """The patterns that a server serves, which `panel serve` would make with these options."""
    assets.install()
    kept_messages.install()
    routes.install()
    extra = [*get_static_routes({}), *patterns]
    server = BokehTornado({path: Application()}, extra_patterns=extra, **options)
    return [rule.matcher.regex.pattern.removesuffix("$") for rule in server.wildcard_router.rules]


def written(pattern, app="/playground"):
    return pattern.replace("{app}", app)


def test_every_route_of_a_running_server_is_on_the_list(served):
    listed = {written(route.narrowed or route.pattern) for route in ROUTES}
    assert {pattern.removesuffix("$") for pattern in served.routes["served"]} == listed


def test_all_that_panel_and_bokeh_bring_is_known_to_be_served_or_dropped(served):
    """A release that brings another route fails here: is it needed, or what can it do to us?"""
    known = {written(route.pattern) for route in ROUTES} | {written(entry) for entry in DROPPED}
    assert {pattern.removesuffix("$") for pattern in served.routes["brought"]} <= known


@pytest.mark.parametrize("entry", DROPPED)
def test_what_is_dropped_is_still_brought(served, monkeypatch, entry):
    brought = {pattern.removesuffix("$") for pattern in served.routes["brought"]}
    if "(?!" in entry:
        monkeypatch.setattr(routes, "ROUTES", (*ROUTES, routes.Route(entry, "To see it.")))
        brought = set(made("/"))
    assert written(entry) in brought, f"nothing brings {entry} any more: it can leave the list"


def test_each_route_has_its_reason():
    for reason in [*(route.reason for route in ROUTES), *DROPPED.values()]:
        assert reason.endswith(".")
        assert len(reason) > 8


def test_an_address_that_names_a_module_imports_nothing(served):
    answer = served.ask("/components/unittest.__main__/a/b/c")
    assert answer.code == 404
    assert served.ask("/liveness").code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/playground/autoload.js?bokeh-autoload-element=1",
        "/playground/metadata",
        "/playground-kept/",
        f"/playground-kept/{20 * '0'}",
        f"/playground-kept/{dataset_thumbnails().name}/",
        f"/playground-kept/{dataset_thumbnails().name}0",
        f"/playground-kept/../playground-kept/{dataset_thumbnails().name}",
        "/playground-kept/%2e%2e/%2e%2e/etc/passwd",
        "/playground/static/js/bokeh.min.js",
        "/static/js/lib/index.d.ts",
        "/static/js/bokeh.js",
        "/static/lib/main.d.ts",
        "/static/js/../../server.py",
        "/static/extensions/panel/../../../config.py",
        "/static/extensions/panel/%2e%2e/%2e%2e/config.py",
        "/static/extensions/panel//etc/passwd",
        "/static/extensions/panel/%00",
        "/static/extensions/panel/panel.min.js%00",
        "/static/extensions/panel/%C3%28",
        "/static/js/bokeh%00.min.js",
        "/static/extensions/nothing/x.js",
        "/admin",
        "/rest",
        "/login",
    ],
)
def test_what_is_not_needed_is_not_there(served, path):
    assert served.ask(path).code in (403, 404)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (files.current().address("theme.css").removeprefix("."), 200),
        (f"/playground-kept/{dataset_thumbnails().name}", 200),
        ("/", 302),
        ("/playground", 200),
        ("/favicon.ico", 200),
        ("/static/js/bokeh.min.js", 200),
        ("/static/extensions/panel/panel.min.js", 200),
        ("/liveness", 200),
        ("/playground/ws", 403),
    ],
)
def test_what_is_needed_is_there(served, path, code):
    assert served.ask(path).code == code


def led(answer, asked):
    """Where a browser goes that has asked for `asked`."""
    return urljoin(asked, answer.headers["Location"])


@pytest.mark.parametrize("query", ["", "?page=graph&example=l2-norm"])
def test_a_last_slash_leads_to_the_page_and_keeps_what_is_asked(served, query):
    answer = served.ask(f"/playground/{query}")
    assert answer.code == 302
    assert led(answer, "/playground/") == f"/playground{query}"


def test_a_last_slash_leads_to_the_page_behind_a_prefix_too(proxied):
    assert led(proxied.ask("/lab/playground/"), "/lab/playground/") == "/lab/playground"


@pytest.mark.parametrize("path", ["", "playground/"])
def test_behind_a_proxy_that_takes_its_path_away_one_is_led_to_the_page_under_that_path(served, path):
    assert (
        led(served.ask(f"/{path}?page=graph"), f"/proxy/5006/{path}") == "/proxy/5006/playground?page=graph"
    )


def test_an_address_that_is_not_served_says_where_the_playground_is_and_what_a_proxy_must_do(served, proxied):
    for server, asked, page in (
        (served, "/lab/playground", "/playground"),
        (proxied, "/playground", "/lab/playground"),
    ):
        answer = server.ask(asked)
        assert answer.code == 404
        assert f"The playground is at {page}.\n" in answer.body.decode()
        assert "--prefix" in answer.body.decode()


@pytest.mark.parametrize("query", ["", "?page=graph"])
@pytest.mark.parametrize("path", ["/lab", "/lab/"])
def test_the_prefix_alone_leads_to_the_page_with_its_last_slash_or_without(proxied, path, query):
    assert led(proxied.ask(f"{path}{query}"), path) == f"/lab/playground{query}"


def is_left_to_panel(around, handler):
    asked = []

    async def get(handler):
        asked.append(handler)

    asyncio.run(around(get, handler))
    return asked == [handler]


@pytest.mark.parametrize(("redirect", "apps"), [(False, ["/playground"]), (True, ["/playground", "/other"])])
def test_where_there_is_no_single_page_to_lead_to_panel_answers(redirect, apps):
    handler = SimpleNamespace(use_redirect=redirect, applications=dict.fromkeys(apps))
    assert is_left_to_panel(routes._to_the_page, handler)


def test_the_slash_of_a_playground_at_the_root_is_no_last_one():
    context, asked = SimpleNamespace(url="/"), SimpleNamespace(path="/")
    handler = SimpleNamespace(application_context=context, request=asked)
    assert is_left_to_panel(routes._without_last_slash, handler)


def test_a_sign_of_life_makes_no_page(served):
    for query in ("", "?endpoint=/playground", "?endpoint=nothing"):
        assert served.ask(f"/liveness{query}").body == b'{"/liveness": true}'


def test_a_prefix_stands_before_all_routes_but_the_browsers_own(proxied):
    assert proxied.ask("/lab/playground").code == 200
    assert proxied.ask("/lab/static/js/bokeh.min.js").code == 200
    assert proxied.ask("/lab/components/unittest.__main__/a/b/c").code == 404
    for pattern in made(prefix="lab"):
        assert pattern.startswith("/lab/") or pattern == "/favicon.ico"


def test_a_playground_at_the_root_has_the_same_routes():
    expected = {written(route.narrowed or route.pattern, "") for route in ROUTES}
    assert set(made("/")) | {"/liveness"} == expected


def test_a_route_that_an_option_brings_is_dropped_and_told_of(capsys):
    assert "/spy" not in made(patterns=[("/spy", RequestHandler)])
    assert "The route /spy is not served" in capsys.readouterr().err


def test_the_routes_by_which_visitors_log_in_stay():
    class Login(NullAuth):
        login_url, login_handler = "/login", RequestHandler
        logout_url, logout_handler = "/logout", RequestHandler

    assert {"/login", "/logout"} <= set(made(auth_provider=Login()))


def test_another_server_than_panels_own_is_refused():
    with pytest.raises(RuntimeError, match="--server tornado"):
        routes._refuse_another_server(None)


def test_so_it_is_where_bokeh_has_one(monkeypatch):
    class BokehASGI:
        def __init__(self):
            pass

    module = ModuleType("bokeh.server.asgi")
    module.BokehASGI, module.__spec__ = BokehASGI, ModuleSpec(module.__name__, None)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    routes.install()
    with pytest.raises(RuntimeError, match="--server tornado"):
        BokehASGI()
