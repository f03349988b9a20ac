"""What a visitor's document is made of: little, since the browser has the files."""

import json

import pytest
from bokeh.core.json_encoder import serialize_json
from bokeh.document import Document
from panel.custom import JSComponent
from panel.io.state import set_curdoc
from panel.viewable import Viewable

from playground.app import PAGES_BY_NAME, build_app
from playground.frame.channel import ChannelView
from playground.frame.header import HeaderView
from playground.serving.protocol import SPEAKERS
from playground.session import Session
from playground.shared import assets, joined, library_script
from playground.shared.view import View

PAGES = ["network", "graph", "digits"]


@pytest.fixture(params=PAGES)
def page(request):
    document = Document()
    with set_curdoc(document):
        app = build_app(Session(page=request.param), {"page": request.param})
        document.add_root(app.get_root(document))
    return app, document


def written(document):
    return json.loads(serialize_json(document.to_json()))


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
    for one in objects(written(document)):
        attributes = one.get("attributes", {})
        if one["name"] == "panel.models.esm.ReactiveESM":
            assert attributes["bundle"] == "url"
            assert attributes["esm"].startswith("./playground-assets/")
        if one["name"].startswith("panel.models."):
            assert not [sheet for sheet in attributes["stylesheets"] if isinstance(sheet, str)]


@pytest.mark.parametrize("name", PAGES_BY_NAME)
def test_the_script_that_is_sent_has_every_model_that_stands_on_a_page(name):
    document = Document()
    with set_curdoc(document):
        box = PAGES_BY_NAME[name].empty()
        list(PAGES_BY_NAME[name].whole.fill(box))
        whole = build_app(Session(page=name), {"page": name})
        whole.append(box)
        document.add_root(whole.get_root(document))
    named = {one["name"] for one in objects(written(document))}
    # The properties of a view carry their own declaration.
    declared = {one["name"] for one in written(document)["defs"]}
    assert {"Row", "panel.models.esm.ReactiveESM"} <= named - declared
    assert named - declared - {"DocumentConfig"} <= set(library_script.MODELS)


def test_the_head_names_all_that_will_be_asked_for(page):
    _, document = page
    files = assets.current()
    named = document.template_variables
    assert named["looks"] in {files.address(joined.looks_of(page)) for page in PAGES_BY_NAME}
    assert named["icon"] == files.address("frame/icon.svg")
    sheets = ("fonts.css", "theme.css", "frame/page.css", "shared/widgets.css")
    assert named["document_sheets"] == [files.address(path) for path in sheets]
    assert named["joined"] in {files.address(joined.address_of(page)) for page in PAGES_BY_NAME}


@pytest.mark.parametrize("name", PAGES_BY_NAME)
def test_the_modules_that_come_as_one_are_those_of_all_views_of_a_page(name):
    text = assets.current().text(joined.address_of(name))
    for view in [HeaderView, ChannelView, *PAGES_BY_NAME[name].whole.views()]:
        assert f'"{view.drawing}.js": ' in text


@pytest.mark.parametrize("name", PAGES_BY_NAME)
def test_the_style_sheets_that_come_as_one_are_all_that_stand_in_a_page(name):
    """A browser asks for one that is not among them when it stands in need of it."""
    text = assets.current().text(joined.looks_of(name))
    document = Document()
    with set_curdoc(document):
        whole = build_app(Session(page=name), {"page": name})
        box = PAGES_BY_NAME[name].empty()
        list(PAGES_BY_NAME[name].whole.fill(box))
        whole.append(box)
        document.add_root(whole.get_root(document))
    addresses = {
        one["attributes"]["url"] for one in objects(written(document)) if one["name"] == "ImportedStyleSheet"
    }
    assert len(addresses) > 5
    for address in addresses:
        path = address.removeprefix(assets.current().address("theme.css").removesuffix("theme.css"))
        assert f'"{path}": "' in text


def test_every_view_looks_like_all_controls_first_and_then_like_itself(page):
    _, document = page
    known = {
        one["id"]: one["attributes"]["url"]
        for one in objects(written(document))
        if one["name"] == "ImportedStyleSheet"
    }
    drawn = [
        one["attributes"]
        for one in objects(written(document))
        if one["name"] == "panel.models.esm.ReactiveESM"
    ]
    for view in drawn:
        sheets = [known[sheet["id"]].rpartition("/")[2] for sheet in view["stylesheets"]]
        assert sheets[0] == "widgets.css"
        assert len(sheets) > 1 or view["class_name"] == "ChannelView"
    assert sorted(known.values()) == sorted(set(known.values()))  # of each there is one, for all who have it
    assert all(address.startswith("./playground-assets/") for address in known.values())


def test_nothing_of_panels_own_looks_or_links_is_worked_out(page, monkeypatch):
    app, _ = page
    assert all(part._design is None for part in app.select())
    looked = []
    monkeypatch.setattr(Viewable, "_preprocessing_hooks", [lambda *given: looked.append(given)])
    box = app[1][1][0]
    list(PAGES_BY_NAME[app[0].page].whole.fill(box))
    app.get_root(Document())
    assert not looked


def test_only_who_hears_something_for_itself_has_its_browser_tell_it(page):
    _, document = page
    hear = {
        one["attributes"]["class_name"]
        for one in objects(written(document))
        if one.get("attributes", {}).get("subscribed_events", {}).get("entries")
    }
    assert hear == set(SPEAKERS) == {"ChannelView", "HeaderView"}


def test_a_view_tells_its_browser_what_panel_would_but_for_where_its_module_is(page):
    app, document = page
    where = {"bundle", "css_bundle", "esm"}
    for view in app.select(View):
        ours, panels = view._get_properties(document), JSComponent._get_properties(view, document)
        model, usual = view._bokeh_model(**ours), view._bokeh_model(**panels)
        for name in model.properties() - where - {"data", "stylesheets"}:
            assert getattr(model, name) == getattr(usual, name), name
        assert [sheet.url for sheet in model.stylesheets] == [sheet.url for sheet in usual.stylesheets]
        assert model.data.properties_with_values() == usual.data.properties_with_values()


def test_nothing_listens_for_what_a_browser_may_not_change(page):
    _, document = page
    for model in document.models:
        assert not model._callbacks, model
