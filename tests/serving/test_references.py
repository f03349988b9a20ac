"""A message names the models that the browser has, and none of the others costs anything."""

import pytest
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.document.events import ColumnDataChangedEvent, ModelChangedEvent
from bokeh.model import Model
from bokeh.models import Column, ColumnDataSource, Div
from bokeh.protocol.messages.patch_doc import patch_doc
from unwrapped import unwrapped

from playground.serving import references

CHANGED = ("__init__", "get_ref", "has_ref")


@pytest.fixture
def bokehs_own(monkeypatch):
    """Call it, and Bokeh writes its references itself again."""

    def restore():
        for name in CHANGED:
            monkeypatch.setattr(Serializer, name, unwrapped(Serializer, name))

    return restore


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    for name in CHANGED:
        monkeypatch.setattr(Serializer, name, getattr(Serializer, name))  # put back when the test is over
    references.install()


@pytest.fixture
def page():
    """A document that the browser has: a column of a hundred texts, and a source of numbers."""
    document = Document()
    document.add_root(Column(children=[Div(text=str(number)) for number in range(100)]))
    document.add_root(ColumnDataSource({"x": [1, 2]}))
    document.models.flush_synced()
    return document


def events(page):
    column, source = page.roots
    one, new = column.children[3], Div(text="new")
    yield ColumnDataChangedEvent(page, source, "data", data={"x": [3]})
    yield ModelChangedEvent(page, column, "children", [one, new])
    yield ModelChangedEvent(page, one, "tags", [source, one, new])


def test_a_message_is_what_bokeh_would_write(page, bokehs_own):
    several = list(events(page))
    written = [patch_doc.create([event]).content for event in several]
    together = patch_doc.create(several).content
    assert written[1]["events"][0]["new"][0] == {"id": page.roots[0].children[3].id}
    assert written[1]["events"][0]["new"][1]["attributes"] == {"text": "new"}
    bokehs_own()
    assert [patch_doc.create([event]).content for event in several] == written
    assert patch_doc.create(several).content == together


def test_a_model_that_was_written_is_known_from_then_on(page):
    column, new = page.roots[0], Div(text="new")
    column.children = [new]  # the document has it now, and the browser not yet
    first, second = (patch_doc.create([ModelChangedEvent(page, column, "children", [new])]) for _ in range(2))
    assert first.content["events"][0]["new"][0]["type"] == "object"
    assert second.content["events"][0]["new"] == [{"id": new.id}]


def test_a_serializer_that_is_told_of_none_knows_none():
    text = Div(text="x")
    serializer = Serializer()
    assert (serializer.has_ref(text), serializer.get_ref(text)) == (False, None)
    assert serializer.encode(text)["attributes"] == {"text": "x"}
    assert (serializer.has_ref(text), serializer.encode(text)) == (True, {"id": text.id})


def test_a_serializer_has_the_models_that_it_is_told_of():
    known, other = Div(), Div()
    serializer = Serializer(references={known})
    assert (serializer.has_ref(known), serializer.has_ref(other)) == (True, False)
    assert (serializer.get_ref(known), serializer.get_ref(other)) == ({"id": known.id}, None)
    assert (serializer.has_ref([known]), serializer.get_ref([known])) == (
        False,
        None,
    )  # nothing that has an id


def written_of(page, monkeypatch):
    """How many references are written for one message."""
    written = []
    own = Model.ref.fget
    event = next(events(page))
    with monkeypatch.context() as patched:
        patched.setattr(Model, "ref", property(lambda model: written.append(model.id) or own(model)))
        patch_doc.create([event])
    return len(written)


def test_one_reference_is_written_where_one_model_is_named(page, monkeypatch):
    assert written_of(page, monkeypatch) == 1


def test_bokeh_itself_still_writes_one_for_each_model_of_the_page(page, monkeypatch, bokehs_own):
    bokehs_own()
    assert written_of(page, monkeypatch) > 100, "Bokeh spares it now: playground/serving/references.py can go"


def test_installing_twice_wraps_once():
    once = [getattr(Serializer, name) for name in CHANGED]
    references.install()
    assert [getattr(Serializer, name) for name in CHANGED] == once
