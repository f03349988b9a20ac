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


def test_who_knows_a_visitors_id_gets_a_page_of_his_own(page, stranger, server):
    train_an_epoch(page)
    known = id_of(page)
    stranger.goto(f"{server.url}?bokeh-session-id={known}")
    wait_until_ready(stranger)
    assert id_of(stranger) != known
    expect(stranger.locator("[data-epoch]")).to_have_text("0")


def test_a_link_with_the_id_of_who_sent_it_opens_a_page_of_ones_own(open_page, stranger, server):
    stranger.goto(server.url)
    wait_until_ready(stranger)
    train_an_epoch(stranger)
    page = open_page(f"?bokeh-session-id={id_of(stranger)}")
    assert id_of(page) != id_of(stranger)
    expect(page.locator("[data-epoch]")).to_have_text("0")


def test_a_strangers_page_cannot_open_a_line_with_a_token_made_up(page, stranger, server):
    known = id_of(page)
    stranger.goto(server.url)
    wait_until_ready(stranger)
    outcome = stranger.evaluate(
        """([address, id]) => new Promise((done) => {
          const plain = btoa(JSON.stringify({session_id: id, session_expiry: 1e11})).replace(/=+$/, "");
          const line = new WebSocket(address, ["bokeh", plain]);
          line.onopen = () => done("open");
          line.onerror = () => done("refused");
        })""",
        [server.url.replace("http", "ws", 1) + "/ws", known],
    )
    assert outcome == "refused"


def test_a_foreign_name_that_leads_here_shows_a_few_words_and_no_page(stranger, server):
    answer = stranger.goto(f"http://{REBOUND}:{server.port}/playground")
    assert answer.status == 403
    expect(stranger.get_by_text(f"does not answer to the name “{REBOUND}:{server.port}”")).to_be_visible()


def test_another_sites_page_cannot_open_a_line(page, stranger, server):
    with foreign_site("<p>A site</p>") as site:
        stranger.goto(site)
        outcome = stranger.evaluate(
            """([address, token]) => new Promise((done) => {
              const line = new WebSocket(address, ["bokeh", token]);
              line.onopen = () => done("open");
              line.onerror = () => done("refused");
            })""",
            [server.url.replace("http", "ws", 1) + "/ws", token_of(page)],
        )
    assert outcome == "refused"


def test_another_site_cannot_show_the_playground_in_a_frame(stranger, server):
    said = []
    stranger.on("console", lambda message: said.append(message.text))
    with foreign_site(f'<iframe src="{server.url}"></iframe>') as site:
        stranger.goto(site)
        expect(stranger.frame_locator("iframe").locator("[data-neuron]")).to_have_count(0)
    assert any("frame-ancestors" in text for text in said)


def test_a_course_site_that_was_named_shows_it(stranger):
    with contextlib.ExitStack() as both:
        frame = '<iframe id="lab" width="1280" height="720"></iframe>'
        site = both.enter_context(foreign_site(frame))
        named = both.enter_context(Server(environment={"PLAYGROUND_FRAME_ANCESTORS": site}))
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


@pytest.fixture(scope="module")
def less():
    """A server whose page is allowed less, as its address says."""
    with Server(program=("tests/browser/cut_policy.py",)) as server:
        yield server


@pytest.mark.parametrize(
    "allowed",
    [
        "style-src 'unsafe-inline'",
        "style-src 'self'",
        "img-src 'self'",
    ],
)
def test_what_the_page_is_allowed_it_needs(new_context, less, watch, allowed):
    """Where the browser complains no more, a release of Panel or Bokeh no longer needs it, and it can be forbidden."""
    page = new_context().new_page()
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.goto(f"{less.url}?cut={allowed}")
    page.close()
    watch.errors.clear()
