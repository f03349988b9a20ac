"""What the browser keeps of static/, and what it cannot get."""

import functools

import pytest
from bokeh.application import Application
from bokeh.application.handlers import DirectoryHandler
from bokeh.document import Document
from bokeh.server import urls
from in_process import ask_as_it_is
from panel.custom import JSComponent

from playground.serving import assets as serving
from playground.shared import assets


@pytest.fixture(scope="module")
def ask():
    """Asks a server whose pages stand under a prefix."""
    serving.install()
    return functools.partial(ask_as_it_is, prefix="/apps/bp")


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


def test_a_picture_that_would_be_no_smaller_is_sent_as_it_is(ask):
    _, headers, body = ask(under_the_prefix("screenshot.png"), Accept_Encoding="gzip")
    assert "Content-Encoding" not in headers
    assert "Vary" not in headers
    assert body == (assets.STATIC / "screenshot.png").read_bytes()


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


def test_they_have_one_route_however_often_it_is_asked_for():
    serving.install()
    once = list(urls.toplevel_patterns)
    serving.install()
    assert urls.toplevel_patterns == once
    assert [handler for route, handler, *_ in once if route == serving.ROUTE] == [serving.AssetHandler]


def test_bokeh_itself_still_says_not_how_long_a_file_may_be_kept_and_compresses_none(tmp_path):
    """Of the folder `static` of an app."""
    (tmp_path / "main.py").touch()
    (tmp_path / "static").mkdir()
    (tmp_path / "static/whole.css").write_bytes(b"/* much */" * 1000)
    app = Application(DirectoryHandler(filename=str(tmp_path)))
    status, headers, body = ask_as_it_is("/app/static/whole.css", app=app, Accept_Encoding="gzip")
    assert (status, len(body)) == (200, 10_000), (
        "Bokeh compresses it now: see what playground/serving/assets.py is for"
    )
    assert "Cache-Control" not in headers


def test_panel_itself_still_puts_the_text_of_a_module_into_the_document(tmp_path):
    module = tmp_path / "view.js"
    module.write_text("export const render = () => document.createElement('hr');")

    class View(JSComponent):
        _esm = module

    sent = View().get_root(Document()).esm
    assert "createElement" in sent, (
        "Panel names its address now: see what playground/serving/assets.py is for"
    )
