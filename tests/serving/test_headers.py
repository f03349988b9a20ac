"""Every answer says what its page may do and who may show it in a frame."""

import asyncio
import re

import in_process
import pytest
from asking import FRAMER, token_of
from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application, RequestHandler
from tornado.websocket import websocket_connect
from unwrapped import unwrapped

from playground.serving import assets, headers, kept_messages
from playground.serving.headers import POLICY, frame_ancestors, policy
from playground.serving.routes import ROUTES
from playground.shared import assets as files
from playground.shared import kept_messages as kept

# An address of each route that is served, and of what is not.
ADDRESSES = {
    "{app}/?": ["/playground", "/playground/", "/playground?page=graph"],
    "{app}/ws": ["/playground/ws"],
    "/?": ["/"],
    "/favicon.ico": ["/favicon.ico"],
    "/static/(.*)": ["/static/js/bokeh.min.js", "/static/js/bokeh-none.min.js"],
    "/static/extensions/(.*)": ["/static/extensions/panel/panel.min.js", "/static/extensions/panel/css"],
    assets.ROUTE: [
        files.current().address("theme.css").removeprefix("."),
        f"/{files.ROOM}/0ddba11/nothing.js",
    ],
    kept_messages.ROUTE: [
        *(f"/{kept.ROOM}/{name}" for name in kept_messages.files()),
        f"/{kept.ROOM}/0ddba110ddba110ddba1",
    ],
    "/liveness": ["/liveness"],
}
NOWHERE = ["/nothing", "/components/os/a/b/c", "/static/", "/playground/metadata"]
METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "BREW"]


def rules(value):
    return dict(rule.split(" ", 1) for rule in value.split("; "))


def check(answer):
    check_all(answer.headers)


def check_all(given):
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Referrer-Policy"] == "same-origin"
    said = rules(given["Content-Security-Policy"])
    assert said["frame-ancestors"] == "'self'"
    assert said["default-src"] == "'none'"
    assert "unsafe-eval" not in given[POLICY]
    assert "'unsafe-inline'" not in said.get("script-src", "")
    assert "Server" not in given
    assert "Set-Cookie" not in given
    assert "Access-Control-Allow-Origin" not in given


NUMBER = r"'nonce-([\w-]{22,})'"  # of 16 bytes that nobody guesses


def test_what_is_no_page_may_do_nothing_but_look_like_itself():
    assert rules(policy()) == {
        "default-src": "'none'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }


def test_a_page_may_besides_run_its_own_scripts_and_open_its_line():
    assert set(rules(policy("7", "lab:5006")).items()) - set(rules(policy()).items()) == {
        ("script-src", "'self' blob: 'nonce-7'"),
        ("connect-src", "'self' ws://lab:5006 wss://lab:5006"),
    }


def test_each_page_has_a_number_of_its_own_which_its_template_knows():
    headers.install()

    async def go():
        async with in_process.started() as server:
            numbers = []
            for _ in range(2):
                answer = await in_process.get(server, "/")
                check(answer)
                said = rules(answer.headers[POLICY])
                assert said["connect-src"].startswith(f"'self' ws://localhost:{server.port} ")
                numbers.append(re.search(NUMBER, said["script-src"])[1])
            documents = [session.document for session in server.get_sessions("/")]
            assert {document.template_variables["nonce"] for document in documents} == set(numbers)
            return numbers

    assert len(set(asyncio.run(go()))) == 2


def test_what_is_not_there_says_it_too():
    headers.install()
    answer = in_process.ask("/nothing")
    assert answer.code == 404
    check(answer)


def test_every_route_is_looked_at():
    assert set(ADDRESSES) == {route.pattern for route in ROUTES}


@pytest.mark.parametrize("path", [*(one for each in ADDRESSES.values() for one in each), *NOWHERE])
@pytest.mark.parametrize("method", METHODS)
def test_every_answer_carries_the_headers(served, method, path):
    check(served.ask(path, method))


def test_answers_that_say_nothing_new_carry_them(served):
    path = "/static/js/bokeh.min.js"
    again = served.ask(path, If_None_Match=served.ask(path).headers["ETag"])
    assert again.code == 304
    check(again)


def test_refusals_carry_them(served):
    check(served.ask("/playground", Host="rebound.example"))
    check(served.ask("/playground/ws", Connection="Upgrade", Upgrade="websocket", Sec_WebSocket_Version="13"))


def test_a_line_that_opens_carries_them(served):
    async def opened(token):
        line = await websocket_connect(served.line(), subprotocols=["bokeh", token])
        line.close()
        return line.headers

    check_all(asyncio.run(opened(token_of(served.page()))))


def test_an_error_of_ours_carries_them():
    """A handler that fails is answered by Tornado, anew and without what the handler had set."""

    class Failing(RequestHandler):
        def get(self):
            raise ZeroDivisionError

    class Case(AsyncHTTPTestCase):
        def get_app(self):
            application = Application([("/", Failing)])
            application.add_transform(headers.Headers)
            return application

        def runTest(self):
            answer = self.fetch("/")
            assert answer.code == 500
            check(answer)

    Case().debug()


def test_only_the_pages_own_scripts_carry_its_number(served):
    answer = served.ask("/playground")
    page = answer.body.decode()
    number = re.search(NUMBER, rules(answer.headers[POLICY])["script-src"])[1]
    inline = [tag for tag in re.findall(r"<script\b[^>]*>", page) if "src=" not in tag]
    run = [tag for tag in inline if "application/json" not in tag and "shim" not in tag and "esms" not in tag]
    assert run
    assert all(f'nonce="{number}"' in tag for tag in run)


def test_a_page_may_open_its_line_to_the_name_that_it_was_asked_by(served):
    answer = served.ask("/playground", Host="127.0.0.1:5006")
    assert " ws://127.0.0.1:5006 wss://127.0.0.1:5006" in rules(answer.headers[POLICY])["connect-src"]


def test_a_site_that_was_named_may_show_the_playground_in_a_frame(proxied):
    for path in ("/lab/playground", "/lab/nothing", "/lab/static/js/bokeh.min.js"):
        assert rules(proxied.ask(path).headers[POLICY])["frame-ancestors"] == f"'self' {FRAMER}"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("", "'self'"),
        ("'self'", "'self'"),
        ("'none'", "'none'"),
        ("https://moodle.school.example", "'self' https://moodle.school.example"),
        ("  a.example  https://*.b.example:8443 ", "'self' a.example https://*.b.example:8443"),
        ("*", "'self' *"),
    ],
)
def test_the_setting_for_frames(monkeypatch, setting, said):
    monkeypatch.setenv("PLAYGROUND_FRAME_ANCESTORS", setting)
    assert frame_ancestors() == said


@pytest.mark.parametrize(
    "setting",
    ["https://a.example; script-src *", "a.example,b.example", "'none' a.example/path", "javascript:x"],
)
def test_a_setting_that_names_no_sites_stops_the_start(monkeypatch, setting):
    monkeypatch.setenv("PLAYGROUND_FRAME_ANCESTORS", setting)
    with pytest.raises(ValueError, match="PLAYGROUND_FRAME_ANCESTORS names sites like"):
        headers.install()


def test_cookies_which_an_administrators_choice_brings_stay_here():
    headers.install()

    class Handler(RequestHandler):
        def __init__(self):
            pass

    handler = Handler()
    handler.set_cookie("user", "someone")
    written = handler._new_cookie["user"].OutputString()
    assert "HttpOnly" in written
    assert "SameSite=Lax" in written


def test_tornado_itself_still_says_none_of_this():
    class Case(AsyncHTTPTestCase):
        def get_app(self):
            return Application([])

        def runTest(self):
            given = self.fetch("/").headers
            assert not {*headers.ALWAYS, POLICY} & set(given)
            assert "Server" in given

    Case().debug()
    handler = RequestHandler.__new__(RequestHandler)
    unwrapped(RequestHandler, "set_cookie")(handler, "user", "someone")
    assert "HttpOnly" not in handler._new_cookie["user"].OutputString()
