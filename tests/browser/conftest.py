"""What every browser test stands on.

`page` is the playground, opened at 1280x720 and ready. `open_page` opens more of them, with another address,
size, touch or theme: `open_page("?page=network", width=390, height=844, touch=True)`. Each page of a test is that of
another visitor, who has been here before: the browser has kept the files, not what a test has left behind. It opens in
the tab of a test before, which has made ready Bokeh's scripts. One that asks for more than an address, a size, fingers
and what the visitor prefers has a fresh browser, and so has a test that takes `new_context`. A test that promises
nothing of motion is marked `still`.
`server` is the process that serves them, one for all tests; a test that stops it takes `own_server`.

A test fails if its pages have asked another host for anything, or written an error to the console; one that
provokes such errors takes `watch` and empties `watch.errors`. Failed tests leave a picture in test-results/.
"""

import json
import re
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import find_chromium
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    ViewportSize,
    WebSocket,
    expect,
    sync_playwright,
)
from serving import LOGS, Server
from waiting import PATIENCE

HERE = ("localhost", "127.0.0.1", "::1")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Room for what a page needs from the start: making it bit by bit is a tenth of the work of an opening.
    "--js-flags=--initial-heap-size=512 --min-semi-space-size=32",
    # No other host is found. (A route of Playwright's would keep the browser from keeping files.)
    "--host-resolver-rules=MAP * ~NOTFOUND, " + ", ".join(f"EXCLUDE {host}" for host in HERE),
]
# It paints 30 times a second, as on a battery: where there is no graphics card, painting is half of a test's work.
SPARING = {"performance_tuning": {"battery_saver_mode": {"state": 3}}}
# A file of the server that is no page: a tab that has left one stands there.
SMALL = "/static/extensions/panel/css/loading.css"
SIZE: ViewportSize = {"width": 1280, "height": 720}
# What a visitor who has said nothing prefers.
AS_EVER: dict[str, Any] = {"color_scheme": "light", "reduced_motion": "no-preference"}
# The screens for which browsers are kept: of a desk, of one that fingers touch, of a phone.
SCREENS = ("touch", "is_mobile")
# Whose tests begin first: none is left to one process alone when all others are done.
LONGEST = ("test_course_walked.py",)
FAILED = pytest.StashKey[bool]()

OpenPage = Callable[..., Page]

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@dataclass
class Watch:
    """What the pages of one test have done that they should not."""

    requests: list[str] = field(default_factory=list)  # every address asked for, in order
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._asked)
        context.on("page", self._opened)
        for page in context.pages:
            self._opened(page)

    def leave(self, context: BrowserContext) -> None:
        context.remove_listener("request", self._asked)
        context.remove_listener("page", self._opened)
        for page in context.pages:
            page.remove_listener("console", self._said)
            page.remove_listener("pageerror", self._failed)
            page.remove_listener("websocket", self._asked)

    def _asked(self, asked: Request | WebSocket) -> None:
        self.requests.append(asked.url)
        host = urlsplit(asked.url).hostname  # None of what is in the page itself: data:, blob:
        if host is not None and host not in HERE:
            self.outside.append(asked.url)

    def _opened(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        page.on("websocket", self._asked)

    def _said(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.errors.append(said.text)

    def _failed(self, error: Error) -> None:
        self.errors.append(str(error))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def profile(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser that keeps what it was sent, and what it has made of the scripts: pages open in half the time."""
    path = find_chromium.find()
    if path is None:
        pytest.fail(find_chromium.ADVICE, pytrace=False)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        (Path(folder) / "Local State").write_text(json.dumps(SPARING))
        running = playwright.chromium.launch_persistent_context(
            folder, executable_path=path, args=ARGUMENTS, viewport=SIZE, service_workers="block"
        )
        running.set_default_timeout(PATIENCE)
        yield running
        running.close()


@pytest.fixture(scope="session")
def browser(profile: BrowserContext) -> Browser:
    assert profile.browser is not None
    return profile.browser


@pytest.fixture(scope="session")
def kept(profile: BrowserContext) -> dict[tuple[bool, ...], list[BrowserContext]]:
    """The browsers that are kept from test to test, by their screen: as many as a test has had visitors."""
    return {(False, False): [profile]}


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def own_server(server: Server) -> Iterator[Server]:
    """The server, for a test that may stop it, hold it and start it again: the next one finds it answering."""
    yield server
    server.answer_again()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def contexts(
    kept: dict[tuple[bool, ...], list[BrowserContext]], watch: Watch, request: pytest.FixtureRequest
) -> Iterator[list[BrowserContext]]:
    """The browsers of one test."""
    if "own_server" in request.fixturenames:
        request.getfixturevalue("own_server")  # made first, so that it is mended after its pages have gone
    taken: list[BrowserContext] = []
    yield taken
    failed = request.node.stash.get(FAILED, False)
    if failed:
        _take_pictures(taken, request.node.name)
    for context in taken:
        if any(context in such for such in kept.values()):
            watch.leave(context)
            forget(context, watch.requests, keep_tab=not failed)
        else:
            context.close()
    assert not watch.outside, f"the page asked another host: {watch.outside}"
    assert not watch.errors, f"errors on the console: {watch.errors}"


@pytest.fixture
def new_context(
    browser: Browser, contexts: list[BrowserContext], watch: Watch
) -> Callable[..., BrowserContext]:
    """Makes a visitor's browser: new_context(width=1280, height=720, touch=False, **Playwright's own)."""

    def make(
        width: int = SIZE["width"], height: int = SIZE["height"], touch: bool = False, **options: Any
    ) -> BrowserContext:
        context = make_context(browser, width, height, touch, **options)
        watch.follow(context)
        contexts.append(context)
        return context

    return make


def make_context(
    browser: Browser, width: int, height: int, touch: bool = False, **options: Any
) -> BrowserContext:
    size: ViewportSize = {"width": width, "height": height}
    context = browser.new_context(viewport=size, has_touch=touch, service_workers="block", **options)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def open_page(
    contexts: list[BrowserContext],
    kept: dict[tuple[bool, ...], list[BrowserContext]],
    browser: Browser,
    watch: Watch,
    request: pytest.FixtureRequest,
) -> OpenPage:
    """Opens the playground and waits until it is ready.

    open_page(query="", server=None, width=1280, height=720, **options of new_context) -> Page
    """

    def open_one(
        query: str = "",
        server: Server | None = None,
        width: int = SIZE["width"],
        height: int = SIZE["height"],
        **options: Any,
    ) -> Page:
        served = server or request.getfixturevalue("server")
        preferred = {name: options.pop(name) for name in AS_EVER if name in options}
        if request.node.get_closest_marker("still"):
            preferred.setdefault("reduced_motion", "reduce")
        if options.keys() - SCREENS:
            another = request.getfixturevalue("new_context")(width, height, **preferred, **options)
            page: Page = another.new_page()
        else:
            such = kept.setdefault(tuple(options.get(one, False) for one in SCREENS), [])
            visitor = next((one for one in such if one not in contexts), None)
            if visitor is None:
                visitor = make_context(browser, width, height, **options)
                visitor.new_page()  # empty, as the profile's first
                such.append(visitor)
            watch.follow(visitor)
            contexts.append(visitor)
            page = visitor.pages[1] if len(visitor.pages) > 1 else visitor.new_page()
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(**AS_EVER | preferred)
        page.goto(served.url + query)
        wait_until_ready(page)
        return page

    return open_one


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


def wait_until_ready(page: Page) -> None:
    """Until the network, the graph, the ten digits, the cells or the lessons are drawn: the page answers 200
    even when the app has failed."""
    drawn = "[data-neuron], [data-node], [data-digit], [data-cell][data-step], [data-map], [data-card]"
    page.locator(f":is({drawn}):visible").first.wait_for()


@pytest.fixture
def touch_drag() -> Callable[..., None]:
    """touch_drag(page, (x, y), (x, y), steps=12): a finger put down, moved and lifted, in CSS pixels."""

    def drag(page: Page, start: tuple[float, float], end: tuple[float, float], steps: int = 12) -> None:
        # Playwright can tap but not drag with a finger; the browser's own protocol can.
        finger = page.context.new_cdp_session(page)

        def send(kind: str, *points: tuple[float, float]) -> None:
            at = [{"x": x, "y": y} for x, y in points]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

        send("touchStart", start)
        for step in range(1, steps + 1):
            share = step / steps
            send("touchMove", tuple(a + (b - a) * share for a, b in zip(start, end, strict=True)))  # type: ignore[arg-type]
        send("touchEnd")
        finger.detach()

    return drag


def forget(profile: BrowserContext, requests: list[str], keep_tab: bool) -> None:
    """Empties what those who answered these requests have stored, and closes the pages; the files sent are kept, and
    one tab, empty, whose process has made ready Bokeh's scripts."""
    blank, *opened = profile.pages
    origins = {"://".join(urlsplit(address)[:2]) for address in requests if address.startswith("http")}
    kept = opened[0] if keep_tab and opened and len(origins) == 1 else None
    for page in opened:
        if page is not kept:
            page.close()
    if kept is not None:
        kept.mouse.up()
        kept.mouse.move(-1, -1)
        kept.goto(origins.copy().pop() + SMALL)  # what it keeps as it is left, is kept now
        kept.evaluate("sessionStorage.clear()")
    profile.clear_cookies()
    profile.clear_permissions()
    cleaner = profile.new_cdp_session(blank)
    for origin in origins:
        cleaner.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    cleaner.detach()
    if kept is not None:
        line = profile.new_cdp_session(kept)
        line.send("Page.resetNavigationHistory")
        line.detach()


def _take_pictures(contexts: list[BrowserContext], name: str) -> None:
    LOGS.mkdir(exist_ok=True)
    stem = re.sub(r"[^\w.-]+", "-", name)
    for number, page in enumerate(
        page for context in contexts for page in context.pages if page.url != "about:blank"
    ):
        page.screenshot(path=LOGS / f"{stem}-{number}.png", timeout=PATIENCE)
