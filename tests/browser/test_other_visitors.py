"""In real browsers: nobody enters another's page, by a link, a token, a frame or a name that leads here."""

import contextlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import find_chromium
import pytest
from conftest import ARGUMENTS, wait_until_ready
from playwright.sync_api import expect
from serving import Server
from waiting import PATIENCE

REBOUND = "rebound.example"  # a name of a foreign site's, which leads to this machine


@pytest.fixture(scope="module")
def strangers_browser(playwright):
    """Another person's browser, a process of its own, to which a foreign name leads here."""
    running = playwright.chromium.launch(
        executable_path=find_chromium.find(),
        args=[*ARGUMENTS, f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1"],
    )
    yield running
    running.close()


@pytest.fixture
def stranger(strangers_browser):
    context = strangers_browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@contextlib.contextmanager
def foreign_site(body):
    """A site of another origin on this machine, whose only page is this."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *words):
            pass

    site = ThreadingHTTPServer(("localhost", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{site.server_port}"
    finally:
        site.shutdown()


def token_of(page):
    return re.search(r'"token"\s*:\s*"([^"]+)"', page.content())[1]


def id_of(page):
    return page.evaluate("token => JSON.parse(atob(token.split('.')[0])).session_id", token_of(page))


def train_an_epoch(page):
    page.get_by_role("button", name="One epoch", exact=True).click()
    expect(page.locator("[data-epoch]")).to_have_text("1")


# Whether a line that is asked for with this is opened.
LINE = """([address, token]) => new Promise((done) => {
  const line = new WebSocket(address, ["bokeh", token]);
  line.onopen = () => done("open");
  line.onerror = () => done("refused");
})"""


def line(server):
    return server.url.replace("http", "ws", 1) + "/ws"


def test_who_knows_a_visitors_id_gets_a_page_of_his_own_and_no_line_with_a_token_made_up(
    page, stranger, server
):
    train_an_epoch(page)
    known = id_of(page)
    stranger.goto(f"{server.url}?bokeh-session-id={known}")
    wait_until_ready(stranger)
    assert id_of(stranger) != known
    expect(stranger.locator("[data-epoch]")).to_have_text("0")
    made_up = stranger.evaluate(
        """(id) => btoa(JSON.stringify({session_id: id, session_expiry: 1e11})).replace(/=+$/, "")""", known
    )
    assert stranger.evaluate(LINE, [line(server), made_up]) == "refused"

    # A link with the id of who sent it opens a page of one's own.
    train_an_epoch(stranger)
    page.goto(f"{server.url}?bokeh-session-id={id_of(stranger)}")
    wait_until_ready(page)
    assert id_of(page) != id_of(stranger)
    expect(page.locator("[data-epoch]")).to_have_text("0")

    with foreign_site("<p>A site</p>") as site:  # nor has another site's page one, whatever it knows
        stranger.goto(site)
        assert stranger.evaluate(LINE, [line(server), token_of(page)]) == "refused"


def test_a_foreign_name_that_leads_here_shows_a_few_words_and_no_page(stranger, server):
    answer = stranger.goto(f"http://{REBOUND}:{server.port}/playground")
    assert answer.status == 403
    expect(stranger.get_by_text(f"does not answer to the name “{REBOUND}:{server.port}”")).to_be_visible()


def test_another_site_cannot_show_the_playground_in_a_frame(stranger, server):
    said = []
    stranger.on("console", lambda message: said.append(message.text))
    with foreign_site(f'<iframe src="{server.url}"></iframe>') as site:
        stranger.goto(site)
        expect(stranger.frame_locator("iframe").locator("[data-neuron]")).to_have_count(0)
    assert any("frame-ancestors" in text for text in said)


@pytest.fixture(scope="module")
def course():
    """A course's site with a frame; and a server that it may show, whose page is allowed less as its address says."""
    with foreign_site('<iframe id="lab" width="1280" height="720"></iframe>') as site:
        named = {"PLAYGROUND_FRAME_ANCESTORS": site}
        with Server(environment=named, program=("tests/browser/cut_policy.py",)) as server:
            yield site, server


def test_a_course_site_that_was_named_shows_it(stranger, course):
    site, named = course
    stranger.goto(site)
    stranger.locator("#lab").evaluate("(frame, address) => { frame.src = address; }", named.url)
    lab = stranger.frame_locator("#lab")
    lab.locator("[data-neuron]:visible").first.wait_for()
    train_an_epoch(lab)


def test_no_script_runs_on_the_page_but_its_own(page, watch):
    """Whatever gets into the page as markup or as text stays that."""
    # Later, and not at once: what a test evaluates may make a script of text, what the page does may not.
    refused = page.evaluate(
        """() => new Promise((done) => setTimeout(() => {
          window.ran = [];
          const script = document.createElement("script");
          script.textContent = "ran.push('inline')";
          document.body.append(script);
          const picture = document.createElement("div");
          picture.innerHTML = `<img src="nothing:" onerror="ran.push('onerror')">`;
          document.body.append(picture);
          const refused = [];
          for (const make of [() => eval("ran.push('eval')"), () => new Function("ran.push('function')")()])
            try { make(); } catch (error) { refused.push(error.name); }
          setTimeout(() => done(refused));
        }))"""
    )
    assert refused == ["EvalError", "EvalError"]
    assert page.evaluate("ran") == []
    assert watch.errors, "the browser says nothing of what it has refused"
    watch.errors.clear()


@pytest.mark.parametrize(
    "allowed",
    [
        "style-src 'unsafe-inline'",
        "style-src 'self'",
        "img-src 'self'",
    ],
)
def test_what_the_page_is_allowed_it_needs(new_context, course, watch, allowed):
    """Where the browser complains no more, a release of Panel or Bokeh no longer needs it, and it can be forbidden."""
    _, less = course
    page = new_context().new_page()
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.goto(f"{less.url}?cut={allowed}")
    page.close()
    watch.errors.clear()
