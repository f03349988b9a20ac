"""A line to the server that cannot be opened: the page itself says so, and what to ask for."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from serving import Server

SOON = 5500  # ms: within five seconds, and what the machine adds


class Proxy(socketserver.StreamRequestHandler):
    """Hands on what is asked of it, but no websocket: that is refused, or never answered."""

    port = 0
    refuses = True

    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.rfile.readline()
            if not line:
                return
            if not line.lower().startswith((b"connection:", b"accept-encoding:")):
                head += line
        if b"upgrade: websocket" in head.lower():
            if self.refuses:
                self.wfile.write(
                    b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                )
            else:
                self.rfile.read()  # until the browser gives up
            return
        with socket.create_connection(("localhost", self.port)) as behind:
            behind.sendall(head[:-2] + b"Connection: close\r\n\r\n")
            while part := behind.recv(65536):
                self.wfile.write(part)


@contextmanager
def proxy(server: Server, refuses: bool) -> Iterator[str]:
    kind = type("Kind", (Proxy,), {"port": server.port, "refuses": refuses})
    with socketserver.ThreadingTCPServer(("localhost", 0), kind) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://localhost:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A page whose errors are expected."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("refuses", "said"), [(True, "was refused or cut"), (False, "has not been opened")])
def test_a_proxy_that_drops_websockets_is_told_on_the_page(
    server: Server, other: Page, refuses: bool, said: str
) -> None:
    with proxy(server, refuses) as address:
        other.goto(f"{address}/playground", wait_until="commit")
        words = other.get_by_role("alert").filter(has_text="The playground cannot be shown yet")
        expect(words).to_be_visible(timeout=SOON if refuses else 4 * SOON)
        expect(words.locator("p:visible").first).to_contain_text(said)
        expect(words).to_contain_text("A proxy must pass websockets on at /playground/ws")
        expect(words).to_contain_text(f"--allow-websocket-origin={address.removeprefix('http://')}")
        expect(words.get_by_text("sandbox").filter(visible=True)).to_have_count(0)  # it is in no frame
        expect(words.get_by_role("button", name="Load the page again")).to_be_visible()


def test_a_sandboxed_frame_says_what_the_frame_needs(server: Server, other: Page) -> None:
    for sandbox, cause in (("allow-scripts", "keeps it from its server"), ("", "needs JavaScript")):
        frame = f'<!doctype html><iframe sandbox="{sandbox}" src="{server.url}" width="900" height="700"></iframe>'
        answer = answering(frame)
        other.route(f"{server.base}/course", answer)
        other.goto(f"{server.base}/course")
        words = other.frame_locator("iframe").locator("section:visible")
        expect(words).to_contain_text("allow-scripts allow-same-origin", timeout=4 * SOON)
        expect(words.locator("h1:visible, p:visible").filter(has_text=cause)).to_have_count(1)
        other.unroute(f"{server.base}/course", answer)


def answering(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=body, content_type="text/html")


def test_nothing_is_said_where_the_line_opens(page: Page) -> None:
    expect(page.locator("#no-line")).to_be_hidden()
    expect(page.locator("#no-line")).to_contain_text(
        "send these lines to the administrator"
    )  # it stands in the HTML
