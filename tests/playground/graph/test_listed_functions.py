"""The list beside the expression names what may be typed: every function, each once, and nothing else; so does the
README."""

import re
from pathlib import Path

from engine.graphs.functions import FUNCTIONS
from engine.graphs.python_subset.calls import SPECIAL
from engine.graphs.python_subset.layers import LAYERS
from engine.graphs.python_subset.literals import MAKERS, WRAPPERS
from engine.graphs.python_subset.random_names import DRAWING
from engine.networks import pasted_names

ROOT = Path(__file__).resolve().parents[3]
LIST = ROOT / "static" / "graph" / "functions.js"
README = (ROOT / "README.md").read_text(encoding="utf-8")
SAID_OTHERWISE = {"crossentropy", "binarycrossentropywithlogits"}  # as functions of PyTorch


def listed():
    functions = LIST.read_text(encoding="utf-8").partition("export const FUNCTIONS")[2]
    return re.findall(r'\["(\w+)", "', functions)


def test_every_function_is_in_the_list_once():
    assert sorted(listed()) == sorted(FUNCTIONS)


# What the README says is read


def told(section, *rows):
    """The names in the rows of the table that follows some words of the README."""
    table = README.partition(section)[2].partition("| --- | --- |")[2].partition("\n\n")[0]
    lines = dict(re.findall(r"^\| ([^|]+?) \| (.+) \|$", table, re.MULTILINE))
    names = [name for row in rows for name in re.findall(r"`(\w+)`", lines[row])]
    assert len(names) == len(set(names)), "a name twice"
    return set(names)


def test_the_readme_names_every_function_that_is_read():
    graph = "Typed or pasted on the Graph page"
    rows = "Element by element", "Activations", "Over several elements", "Losses"
    assert told(graph, *rows) == set(FUNCTIONS)
    assert told(graph, "Joining, shape") == set(SPECIAL)
    assert told(graph, "Random numbers") == DRAWING
    assert told(graph, "Arrays") == MAKERS | {"array", "tensor", "Value"}
    assert {"array", "tensor", "Value"} <= WRAPPERS
    assert told(graph, "PyTorch's layers") == LAYERS


def test_the_readme_names_every_layer_that_a_network_is_built_of():
    network = "**Paste code**"
    rows = "Layers", "In a row", "Activations"
    assert told(network, *rows) == set(pasted_names.LAYERS)
    losses = told(network, "Losses")
    assert {pasted_names.plain(name) for name in losses} == set(pasted_names.LOSSES) - SAID_OTHERWISE
