"""What every browser test stands on.

`page` is the playground, opened at 1280x720 and ready. `open_page` opens more of them, with another address,
size, touch or theme: `open_page("?page=network", width=390, height=844, touch=True)`; each has a context of
its own, as another visitor's browser would. `server` is the process that serves them; a test that stops it
takes `own_server`.

A test fails if its pages have asked another host for anything, or written an error to the console; one that
provokes such errors takes `watch` and empties `watch.errors`. Failed tests leave a picture in test-results/.
"""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import find_chromium
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, Route, sync_playwright
from serving import LOGS, Server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30_000  # ms; much, for a slow machine: a test that passes does not wait for it
HERE = {"localhost", "127.0.0.1", "::1"}
FAILED = pytest.StashKey[bool]()

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


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


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = find_chromium.find()
    if path is None:
        pytest.fail(find_chromium.ADVICE, pytrace=False)
    running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server for one test alone, which may stop it, hold it and start it again."""
    with Server() as running:
        yield running


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def new_context(
    browser: Browser, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a visitor's browser: new_context(width=1280, height=720, touch=False, **Playwright's own)."""
    if "own_server" in request.fixturenames:
        request.getfixturevalue("own_server")  # made first, so that it outlives the pages that it serves
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, height: int = 720, touch: bool = False, **options: Any) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            service_workers="block",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.route(re.compile("^https?://"), lambda route: _only_here(route, watch))
        context.on("request", lambda asked: _note(asked, watch))
        context.on("page", lambda page: _listen(page, watch))
        contexts.append(context)
        return context

    yield make
    if request.node.stash.get(FAILED, False):
        _take_pictures(contexts, request.node.name)
    for context in contexts:
        context.close()
    assert not watch.outside, f"the page asked another host: {watch.outside}"
    assert not watch.errors, f"errors on the console: {watch.errors}"


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context()


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], request: pytest.FixtureRequest) -> OpenPage:
    """Opens the playground in a browser of its own and waits until it is ready.

    open_page(query="", server=None, **options of new_context) -> Page
    """

    def open_one(query: str = "", server: Server | None = None, **options: Any) -> Page:
        served = server or request.getfixturevalue("server")
        page: Page = new_context(**options).new_page()
        page.goto(served.url + query)
        wait_until_ready(page)
        return page

    return open_one


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


def wait_until_ready(page: Page) -> None:
    """Until the network, the graph or the ten digits are drawn: the page answers 200 even when the app has failed."""
    page.locator("[data-neuron], [data-node], [data-digit]").first.wait_for(state="attached")


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


def _only_here(route: Route, watch: Watch) -> None:
    if urlsplit(route.request.url).hostname in HERE:
        route.continue_()
    else:
        watch.outside.append(route.request.url)
        route.abort()


def _note(asked: Request, watch: Watch) -> None:
    watch.requests.append(asked.url)


def _listen(page: Page, watch: Watch) -> None:
    page.on("console", lambda said: watch.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    # Routes do not see websockets.
    page.on("websocket", lambda socket: _note_socket(socket.url, watch))


def _note_socket(address: str, watch: Watch) -> None:
    watch.requests.append(address)
    if urlsplit(address).hostname not in HERE:
        watch.outside.append(address)


def _take_pictures(contexts: list[BrowserContext], name: str) -> None:
    LOGS.mkdir(exist_ok=True)
    stem = re.sub(r"[^\w.-]+", "-", name)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=LOGS / f"{stem}-{number}.png", timeout=5_000)
