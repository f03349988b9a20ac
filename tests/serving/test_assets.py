"""What the browser keeps of static/, and what it cannot get."""

import asyncio
import http.client

import pytest
from bokeh.application import Application
from bokeh.server.server import Server

from playground.serving import assets as serving
from playground.shared import assets


@pytest.fixture(scope="module")
def ask():
    """Asks a server whose pages stand under a prefix; answers with status, headers and body."""
    serving.install()

    def request(path, **headers):
        async def served():
            server = Server(Application(), port=0, prefix="/apps/bp")
            server.start()
            try:
                return await asyncio.to_thread(fetch, server.port)
            finally:
                server.stop()
                server.unlisten()

        def fetch(port):
            connection = http.client.HTTPConnection("localhost", port, timeout=10)
            method = headers.pop("method", "GET")
            connection.request(
                method, path, headers={name.replace("_", "-"): v for name, v in headers.items()}
            )
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            return answer.status, answer.headers, body

        return asyncio.run(served())

    return request


def under_the_prefix(path, version=None):
    return f"/apps/bp/playground-assets/{version or assets.current().version}/{path}"


def test_a_module_is_kept_for_good(ask):
    status, headers, body = ask(under_the_prefix("shared/stage.js"))
    assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert body == (assets.STATIC / "shared/stage.js").read_bytes()


def test_by_an_old_address_it_is_what_there_is_now_and_not_kept(ask):
    status, headers, _ = ask(under_the_prefix("shared/stage.js", version="0ddba11"))
    assert (status, headers["Cache-Control"]) == (200, "no-cache")


def test_it_is_compressed_for_who_takes_that(ask):
    _, plain, whole = ask(under_the_prefix("theme.css"))
    _, headers, body = ask(under_the_prefix("theme.css"), Accept_Encoding="br, gzip")
    assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert "Content-Encoding" not in plain
    assert len(body) == int(headers["Content-Length"]) < len(whole)


def test_who_has_it_already_gets_nothing_again(ask):
    _, headers, _ = ask(under_the_prefix("theme.css", version="0ddba11"))
    status, _, body = ask(under_the_prefix("theme.css", version="0ddba11"), If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")


def test_the_head_alone_may_be_asked_for(ask):
    status, headers, body = ask(under_the_prefix("theme.css"), method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == len((assets.STATIC / "theme.css").read_bytes())


@pytest.mark.parametrize(
    "path",
    [
        "../pyproject.toml",
        "%2e%2e/pyproject.toml",
        "..%2f..%2f..%2fetc%2fpasswd",
        "shared/../../playground/main.py",
        "/etc/passwd",
        "shared",
        "shared/",
        "nothing.js",
        "theme.css%00.js",
    ],
)
def test_nothing_else_is_there(ask, path):
    assert ask(under_the_prefix(path))[0] == 404


@pytest.mark.parametrize("path", assets.FONTS)
def test_the_letters_are_served_as_such_and_compressed(ask, path):
    status, headers, body = ask(under_the_prefix(path))
    assert (status, headers["Content-Type"]) == (200, "font/ttf")
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert body[:4] == b"\x00\x01\x00\x00"  # TrueType
    _, headers, compressed = ask(under_the_prefix(path), Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert len(compressed) < 150_000  # so that the first opening stays light
