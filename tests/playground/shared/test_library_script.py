"""What is sent of Bokeh's and Panel's scripts: what the pages need, and theirs where they are not known."""

import importlib.resources
import json
from pathlib import Path

import pytest

from playground.shared import library_script
from playground.shared.library_script import MODELS, UnknownScriptError, needed, required, taken_apart

CORE = """/* whose it is */
(function(root, factory) {})(this, function() {
  return (function(modules, entry, aliases, externals) {
})
([
function _(t,e,n,o,r){t(1),t(2)},
function _(t,e,n,o,r){t(3);t(4);t(5)},
function _(t,e,n,o,r){n.register_models=function(e){}},
function _(t,e,n,o,r){n.Row=1;
// says more
t(6)},
function _(t,e,n,o,r){n.Figure=1;t(6)},
function _(t,e,n,o,r){n.Spare=1},
function _(t,e,n,o,r){n.layout=1;x.t(5)},
function _(t,e,n,o,r){n.sheets=1},
], 0, {"main":0,"models/main":1,"base":2,"models/row":3,"models/figure":4,"core/index":6,"core/dom":7}, {});});
"""
WIDGETS = """(function(root, factory) {})(this, function() {
  return (function(modules, entry, aliases, externals) {
  })
({
10: function _(t,e,n,o,r){t(11);t(12)},
11: function _(t,e,n,o,r){n.Button=1;t(6)},
12: function _(t,e,n,o,r){n.Slider=1},
}, 10, {"models/widgets/main":10,"models/widgets/button":11}, {});});
"""
PANEL = """(function(root, factory) {})(this, function() {
  return (function(modules, entry, aliases, externals) {
  })
({
"aa": function _(e,s,t){e("bb");e("cc")},
"bb": function _(e,s,t){t.Column=e("@bokehjs/models/widgets/button");e("@bokehjs/core")},
"cc": function _(e,s,t){t.Plot=e("@bokehjs/models/figure")},
}, "aa", {"index":"aa","models/column":"bb","models/plot":"cc"}, {});});
"""
ASKED = ["@bokehjs/models/row", "models/column"]


def has(script):
    return {
        name
        for name in ("Row", "Figure", "Spare", "layout", "sheets", "Button", "Slider", "Column", "Plot")
        if f".{name}=" in script
    }


def test_what_the_models_require_is_kept_through_all_three_and_nothing_else():
    assert has(needed(CORE, WIDGETS, PANEL, ASKED)) == {"Row", "layout", "sheets", "Button", "Column"}
    assert has(needed(CORE, WIDGETS, PANEL, ["@bokehjs/models/row"])) == {"Row", "layout", "sheets"}


def test_what_is_kept_stands_where_it_stood():
    core, widgets, panel = (taken_apart(part) for part in (CORE, WIDGETS, PANEL))
    script = needed(CORE, WIDGETS, PANEL, ASKED)
    assert script.startswith("/* whose it is */")
    assert script.count("n.Bokeh=found") == 1
    places = script[script.index("([") : script.index("], 0,")].split(",\n")
    assert ["Row" in places[3], places[4], places[5], "layout" in places[6]] == [True, "", "", True]
    assert '"11": function' in script
    assert '"bb": function' in script
    for part in (core, widgets, panel):
        assert part.tail in script


def test_a_module_that_is_not_there_is_told():
    with pytest.raises(UnknownScriptError, match="models/gone"):
        needed(CORE, WIDGETS, PANEL, ["@bokehjs/models/gone"])


@pytest.mark.parametrize("script", ["", "Bokeh = {}", CORE.replace("function _(", "(")])
def test_a_script_that_is_written_in_another_way_is_told(script):
    with pytest.raises(UnknownScriptError):
        taken_apart(script)


def test_what_a_module_requires():
    assert required('function _(t,e){t(12);e.t(13);at(14);t("tslib");(0,t(15).x)(t)}') == {
        "12",
        "tslib",
        "15",
    }


def test_of_what_is_installed_less_than_half_is_sent():
    script = library_script.script()
    assert script is not None
    static = Path(str(importlib.resources.files("bokeh.server"))) / "static/js"
    assert 2 * len(script) < (static / "bokeh.min.js").stat().st_size + 1e6
    for name in MODELS.values():
        assert json.dumps(name).encode() in script


def test_what_is_installed_and_not_known_is_sent_as_it_is(monkeypatch):
    monkeypatch.setattr(library_script, "taken_apart", lambda script: taken_apart(""))
    assert library_script.script.__wrapped__() is None
