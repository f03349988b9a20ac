"""What a visitor's document is made of: little, since the browser has the files."""

import pytest
from bokeh.core.json_encoder import serialize_json
from bokeh.document import Document
from panel.io.state import set_curdoc

from playground.app import build_app
from playground.session import Session
from playground.shared import assets, bundle
from playground.shared.view import View

PAGES = ["network", "graph", "digits"]


@pytest.fixture(params=PAGES)
def page(request):
    document = Document()
    with set_curdoc(document):
        app = build_app(Session(page=request.param), {"page": request.param})
        document.add_root(app.get_root(document))
    return app, document


def objects(value):
    if isinstance(value, dict):
        if value.get("type") == "object":
            yield value
        for one in value.values():
            yield from objects(one)
    elif isinstance(value, list):
        for one in value:
            yield from objects(one)


def test_modules_and_style_sheets_are_named_and_not_carried(page):
    _, document = page
    assert len(serialize_json(document.to_json())) < 45_000  # characters
    for one in objects(document.to_json()):
        attributes = one.get("attributes", {})
        if one["name"] == "panel.models.esm.ReactiveESM":
            assert attributes["bundle"] == "url"
            assert attributes["esm"].startswith("./playground-assets/")
        if one["name"].startswith("panel.models."):
            assert not [sheet for sheet in attributes["stylesheets"] if isinstance(sheet, str)]


def test_the_head_names_all_that_will_be_asked_for(page):
    app, document = page
    files = assets.current()
    named = document.template_variables
    for view in app.select(View):
        assert files.address(f"{view.drawing}.js") in named["modules"]
        for path in view.own_sheets(files):
            assert files.address(path) in named["sheets"]
    for address in named["modules"]:
        path = address.split("/", 3)[3]
        for imported in bundle.imported(files.text(path), path):
            assert files.address(imported) in named["modules"]


def test_every_view_looks_like_all_controls_first_and_then_like_itself(page):
    _, document = page
    known = {
        one["id"]: one["attributes"]["url"]
        for one in objects(document.to_json())
        if one["name"] == "ImportedStyleSheet"
    }
    drawn = [
        one["attributes"]
        for one in objects(document.to_json())
        if one["name"] == "panel.models.esm.ReactiveESM"
    ]
    for view in drawn:
        sheets = [known[sheet["id"]].rpartition("/")[2] for sheet in view["stylesheets"]]
        ours = [sheet for sheet in sheets if "?" not in sheet]
        assert ours[0] == "widgets.css"
