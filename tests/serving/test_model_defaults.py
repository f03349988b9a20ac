"""A model is written down and searched as Bokeh would, without what nobody has set."""

import pytest
from bokeh.core.has_props import HasProps, Local
from bokeh.core.properties import Int, Override, Required
from bokeh.core.property.bases import Property
from bokeh.core.property.descriptors import PropertyDescriptor, UnsetValueError
from bokeh.core.property.singletons import Intrinsic, Undefined
from bokeh.document import Document
from bokeh.model import collect_models, util
from bokeh.models import Column, Plot, Title
from bokeh.plotting import figure
from bokeh.themes import Theme
from panel.io.state import set_curdoc
from unwrapped import unwrapped

from playground.app import PAGES_BY_NAME, build_app
from playground.serving import model_defaults
from playground.session import Session

CHANGED = (
    (PropertyDescriptor, "has_unstable_default"),
    (PropertyDescriptor, "instance_default"),
    (HasProps, "query_properties_with_values"),
    (HasProps, "__init__"),
    (HasProps, "themed_values"),
    (util, "visit_immediate_value_references"),
)
BOTH = [{"include_undefined": True, "include_defaults": given} for given in (True, False)]
THEME = Theme(json={"attrs": {"Title": {"text_color": "red"}, "Plot": {"background_fill_color": "black"}}})


@pytest.fixture
def bokehs_own(monkeypatch):
    """Call it, and Bokeh does all of it itself again."""

    def restore():
        for owner, name in CHANGED:
            monkeypatch.setattr(owner, name, unwrapped(owner, name))

    return restore


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    for owner, name in CHANGED:
        monkeypatch.setattr(owner, name, getattr(owner, name))  # put back when the test is over
    model_defaults.install()


def opened(page):
    """A document with all that stands on a page."""
    document = Document()
    with set_curdoc(document):
        whole = build_app(Session(), {"page": page})
        document.add_root(whole.get_root(document))
        for _ in PAGES_BY_NAME[page].whole.fill(whole[1][1][0]):
            pass
    return document


@pytest.mark.parametrize("page", PAGES_BY_NAME)
def test_a_page_is_written_as_bokeh_would_write_it(page, bokehs_own):
    document = opened(page)
    written = repr(document.to_json())  # with all in its order
    found = [collect_models(root) for root in document.roots]
    bokehs_own()
    assert repr(document.to_json()) == written
    assert [collect_models(root) for root in document.roots] == found
    assert len(found[0]) > 20


def test_what_a_theme_says_is_written_and_what_is_set_comes_before_it(bokehs_own):
    plot = figure(title="x", toolbar_location=None, background_fill_color="white")
    document = Document(theme=THEME)
    document.add_root(plot)
    assert plot.title.text_color == "red"
    assert plot.background_fill_color == "white"
    written = document.to_json()
    bokehs_own()
    assert document.to_json() == written


def test_a_theme_holds_for_a_model_whose_class_was_seen_without_one():
    assert Title().text_color == "#444444"
    title = Title()
    title.apply_theme({"text_color": "red"})
    assert title.text_color == "red"
    assert Title().text_color == "#444444"


def test_a_list_that_nobody_has_set_is_each_models_own():
    first, second = Column(), Column()
    first.children.append(Column())
    assert (len(first.children), len(second.children)) == (1, 0)


def test_a_list_that_nobody_has_set_is_made_when_it_is_asked_for(bokehs_own):
    column = Column(width=3)
    assert "children" not in column._unstable_default_values
    assert column.children == []
    assert column.children is column._unstable_default_values["children"]
    bokehs_own()
    assert "children" in Column()._unstable_default_values, "Bokeh waits for it now: _begin can go"


def test_a_model_begins_as_bokeh_has_it_begin(bokehs_own):
    values = {"width": 3, "height": Undefined, "name": Intrinsic, "children": [Column(name="inside")]}
    ours, own_title, unsaid = Column(**values), figure().title, Plot(title=Intrinsic)
    assert ours._property_values.keys() == {"width", "children"}
    bokehs_own()
    assert ours.properties_with_values() == Column(**values).properties_with_values()
    assert "title" not in unsaid._unstable_default_values
    assert "title" not in Plot(title=Intrinsic)._unstable_default_values
    assert own_title.properties_with_values() == figure().title.properties_with_values()
    with pytest.raises(AttributeError, match="unexpected attribute"):
        Column(widht=3)


def test_what_each_model_has_of_its_own_is_there_from_the_start_but_where_it_was_given():
    class Own(Local, Plot):
        width = Override(default=lambda: 7)

    plain, given, own = Plot(), Plot(title="given"), Own()
    made = {"title", "toolbar", "x_scale", "y_scale", "x_range", "y_range"}
    assert made <= plain._unstable_default_values.keys()
    assert plain._unstable_default_values.keys() - given._unstable_default_values.keys() == {"title"}
    assert own._unstable_default_values.keys() - plain._unstable_default_values.keys() == {"width"}
    assert plain._initialized is True
    assert model_defaults._made_at_once(Title) == ()


def test_a_list_that_a_theme_says_is_written(bokehs_own):
    column = Column()
    column.apply_theme({"tags": ["themed"]})
    written = column.to_serializable(_Names())
    assert written["attributes"] == {"tags": ["themed"]}
    bokehs_own()
    assert column.to_serializable(_Names()) == written


@pytest.mark.parametrize("options", [{}, {"include_defaults": False}, {"include_undefined": True}, *BOTH])
def test_what_is_asked_of_a_models_properties_is_answered_as_bokeh_would(bokehs_own, options):
    column = Column(width=3, height=4)

    def asked():
        return column.query_properties_with_values(
            lambda one: one.name in ("width", "sizing_mode"), **options
        )

    answer = asked()
    assert answer["width"] == 3
    assert ("sizing_mode" in answer) == options.get("include_defaults", True)
    bokehs_own()
    assert asked() == answer


def test_a_property_without_a_value_is_told_where_that_is_asked_for(bokehs_own):
    class Bare(Local, Column):
        bare = Required(Int)

    bare = Bare()
    with pytest.raises(UnsetValueError):
        bare.query_properties_with_values(lambda one: True)
    for options in ({"include_undefined": True}, *BOTH):
        assert bare.properties_with_values(**options)["bare"] is Undefined


def test_a_class_has_its_own_defaults_for_what_it_has_from_another():
    class Wide(Local, Column):
        width = Override(default=300)

    assert (Column().width, Wide().width) == (None, 300)


def test_what_is_set_in_a_models_own_default_is_found_and_written():
    plot = figure()
    plot.title.text = "found"
    assert plot.title in collect_models(plot)
    assert plot.title.to_serializable(_Names())["attributes"] == {"text": "found"}


def test_to_search_a_model_makes_no_lists_and_what_is_no_model_is_searched_too():
    column, inside = Column(), Column()
    found = []
    util.visit_immediate_value_references(Column(children=[column, inside]), found.append)
    util.visit_immediate_value_references([inside, {"one": column}], found.append)
    util.visit_immediate_value_references(column, found.append)
    assert found == [column, inside, inside, column]
    assert "children" not in column._unstable_default_values


class _Names:
    """Stands for what writes models down."""

    def encode(self, value):
        return value

    def add_ref(self, model, ref):
        pass


def test_installing_twice_wraps_once():
    once = [getattr(owner, name) for owner, name in CHANGED]
    model_defaults.install()
    assert [getattr(owner, name) for owner, name in CHANGED] == once


def counted(monkeypatch, owner, name):
    """The names of the properties for which a method of Bokeh's is called, of a model whose class is known."""
    called = []
    own = getattr(owner, name)
    monkeypatch.setattr(
        owner, name, lambda *given, **named: called.append(_name_in(given)) or own(*given, **named)
    )
    return called


def _name_in(given):
    return next((one if isinstance(one, str) else one.name for one in given if isinstance(one, NAMED)), None)


NAMED = (str, PropertyDescriptor)


def begin():
    Title()


def read():
    assert Title().text_color


THERE = Title()


def read_again():
    assert THERE.text_color


def write():
    Title().to_serializable(_Names())


def search():
    collect_models(Column(children=[Column()]))


SPARED = {
    "__init__": (begin, PropertyDescriptor, "has_unstable_default", "text_color"),
    "has_unstable_default": (read, Property, "_may_have_unstable_default", None),
    "instance_default": (read, Property, "themed_default", "text_color"),
    "query_properties_with_values": (write, PropertyDescriptor, "get_value", "text_color"),
    "visit_immediate_value_references": (search, PropertyDescriptor, "__get__", "tags"),
    "themed_values": (read_again, HasProps, "__getattr__", "__themed_values__"),
}


@pytest.mark.parametrize("spares", SPARED)
def test_what_is_known_of_a_class_is_not_worked_out_again(monkeypatch, spares):
    work, owner, name, prop = SPARED[spares]
    work()
    called = counted(monkeypatch, owner, name)
    work()
    assert prop not in called


@pytest.mark.parametrize("spares", SPARED)
def test_bokeh_itself_still_works_out_every_default_of_every_model(monkeypatch, bokehs_own, spares):
    bokehs_own()
    work, owner, name, prop = SPARED[spares]
    work()
    called = counted(monkeypatch, owner, name)
    work()
    assert prop in called, (
        f"Bokeh spares it now: what playground/serving/model_defaults.py has around {spares} can go"
    )
