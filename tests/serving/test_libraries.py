"""Bokeh's and Panel's own scripts: compressed for who takes that, and else as they are."""

import gzip
from importlib.resources import files
from pathlib import Path

import bokeh.server
import pytest
from bokeh.document import Document
from bokeh.resources import Resources
from bokeh.server import urls
from bokeh.server.views.multi_root_static_handler import MultiRootStaticHandler
from bokeh.server.views.static_handler import StaticHandler
from in_process import ask_as_it_is
from panel.io import server as panel_server
from panel.models.esm import ReactiveESM

from playground.serving import libraries, native_modules
from playground.shared import assets

SCRIPTS = {
    "/static/js/bokeh-api.min.js": Path(str(files(bokeh.server))) / "static/js/bokeh-api.min.js",
    "/static/extensions/panel/css/listpanel.css": Path(str(files("panel"))) / "dist/css/listpanel.css",
}


PICTURE = "/static/extensions/panel/images/icon-32x32.png"


def ask(path, method="GET", **headers):
    libraries.install()
    return ask_as_it_is(path, method, **headers)


@pytest.mark.parametrize("path", SCRIPTS)
def test_a_script_is_sent_compressed(path):
    status, headers, body = ask(path, Accept_Encoding="gzip, br")
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "gzip", "Accept-Encoding")
    assert int(headers["Content-Length"]) == len(body)
    assert gzip.decompress(body) == SCRIPTS[path].read_bytes()


def test_who_does_not_take_it_compressed_gets_it_as_it_is():
    path, file = next(iter(SCRIPTS.items()))
    _, headers, body = ask(path)
    assert "Content-Encoding" not in headers
    assert body == file.read_bytes()


def test_nor_is_a_part_of_one_compressed_nor_what_is_no_text():
    path, file = next(iter(SCRIPTS.items()))
    status, headers, body = ask(path, Accept_Encoding="gzip", Range="bytes=10-19")
    assert (status, "Content-Encoding" in headers, body) == (206, False, file.read_bytes()[10:20])
    _, headers, body = ask(PICTURE, Accept_Encoding="gzip")
    assert "Content-Encoding" not in headers
    assert body.startswith(b"\x89PNG")


def test_the_head_alone_may_be_asked_for():
    path = next(iter(SCRIPTS))
    for encoding in ("gzip", "identity"):
        _, whole, sent = ask(path, Accept_Encoding=encoding)
        status, headers, body = ask(path, method="HEAD", Accept_Encoding=encoding)
        assert (status, body) == (200, b"")
        assert int(headers["Content-Length"]) == int(whole["Content-Length"]) == len(sent)


def test_a_script_whose_address_names_its_content_is_kept_for_long_and_not_sent_twice():
    path = f"{next(iter(SCRIPTS))}?v=1"
    _, headers, _ = ask(path, Accept_Encoding="gzip")
    assert "max-age" in headers["Cache-Control"]
    status, _, body = ask(path, Accept_Encoding="gzip", If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/../urls.js", "/static/js/nothing.js", "/static/extensions/other/a.js"]
)
def test_nothing_else_is_there(path):
    assert ask(path, Accept_Encoding="gzip")[0] in {403, 404}


def test_where_they_come_as_one_no_others_are_named(monkeypatch):
    libraries.install()
    asked = (Document().roots, Resources(mode="server"))
    assert [*panel_server.bundle_resources(*asked)] == ["", ""]
    files = assets.current()
    without = {path: file for path, file in files.files.items() if path != assets.LIBRARIES}
    monkeypatch.setattr(assets, "current", lambda **named: assets.Assets(without, files.version))
    scripts, _ = panel_server.bundle_resources(*asked)
    assert "static/js/bokeh.min.js" in str(scripts)


def test_installing_twice_changes_nothing_more():
    libraries.install()
    once = list(urls.toplevel_patterns)
    libraries.install()
    assert urls.toplevel_patterns == once
    assert not {StaticHandler, MultiRootStaticHandler} & {pattern[1] for pattern in once}


def test_another_way_of_serving_is_told(monkeypatch):
    monkeypatch.setattr(urls, "toplevel_patterns", [])
    with pytest.raises(RuntimeError, match="another way"):
        libraries.install()


@pytest.mark.parametrize("missing", ["bokeh", "bokeh-widgets"])
def test_another_list_of_scripts_is_told(monkeypatch, missing):
    listed = ["bokeh", "bokeh-gl", "bokeh-widgets"]
    monkeypatch.setattr(Resources, "_default_components", [one for one in listed if one != missing])
    with pytest.raises(RuntimeError, match="lists its scripts in another way"):
        libraries.install()
    monkeypatch.setattr(Resources, "_default_components", listed)
    libraries.install()
    libraries.install()
    assert listed == ["bokeh", "bokeh-widgets"]


def test_panel_still_asks_for_the_script_that_browsers_need_no_more(monkeypatch):
    monkeypatch.setattr(ReactiveESM, "__javascript_raw__", ["https://cdn/es-module-shims.min.js"])
    native_modules.install()
    assert ReactiveESM.__javascript_raw__ == []


def test_a_script_of_panel_that_is_not_known_is_told(monkeypatch):
    monkeypatch.setattr(ReactiveESM, "__javascript_raw__", ["https://cdn/other.js"])
    with pytest.raises(RuntimeError, match=r"other\.js"):
        native_modules.install()


def test_what_draws_with_webgl_is_not_sent():
    libraries.install()
    sent = Resources(mode="server").js_files
    assert not [file for file in sent if "bokeh-gl" in file]
    assert [file for file in sent if "bokeh-widgets" in file]
