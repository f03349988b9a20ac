"""What a lesson can ask of the Graph page is what the engine has computed of the graph that is on it."""

import math

import pytest
from desks import Desk

from playground.shared.measures import MEASURES, measure_of
from playground.shared.refused import Refused


def page(**query):
    return Desk({"page": "graph", **query}).controller


def test_the_first_example():
    controller = page(example="add-then-multiply")
    asked = {"output": -12, "value q": 3, "value f": -12, "gradient x": -4, "gradient z": 3, "gradient f": 1}
    asked |= {"local f q": -4, "downstream f z": 3, "downstream q x": -4}
    assert {words: controller.measure(words) for words in asked} == asked


def test_it_is_of_the_page_as_it_is_now():
    desk = Desk({"page": "graph", "example": "add-then-multiply"})
    desk.ask("input", name="z", value=7)
    assert desk.controller.measure("gradient x") == 7


def test_an_array_by_its_elements():
    controller = page(expression="sum((W @ x) ** 2)", inputs='{"W":[[0.1,0.5],[-0.3,0.8]],"x":[0.2,0.4]}')
    assert controller.measure("gradient W[ 0, 1 ]") == pytest.approx(0.176)
    assert controller.measure("gradient x[1]") == pytest.approx(0.636)
    for words in ("gradient x", "gradient x[2]", "gradient x[0,0]", "gradient W[0]"):
        with pytest.raises(Refused):
            controller.measure(words)


def test_a_value_used_twice():
    controller = page(expression="f = x * y + 4 * x", inputs='{"x":2,"y":3}')
    assert controller.measure("gradient x") == 7
    assert {controller.measure(f"downstream {gate} x") for gate in ("q", "q2")} == {3, 4}
    assert sorted(controller.slips("gradient x")["path"]) == [3, 4]
    assert page(expression="f = x * x", inputs='{"x":3}').measure("downstream f x") == 6


@pytest.mark.parametrize(
    "words",
    ["", "gradient", "gradient a", "gradient x y", "value x[", "train_loss", "downstream x f", "value x[-1]", "x" * 300,
     "gradient [0]", "local f[0] q"],
)  # fmt: skip
def test_what_there_is_not_is_refused(words):
    with pytest.raises(Refused):
        page(example="add-then-multiply").measure(words)


def test_before_a_long_graph_is_made_there_is_nothing():
    long = "; ".join(f"a{n + 1} = a{n} * a{n} + {n}" for n in range(60))
    with pytest.raises(Refused, match="not known here yet"):
        page(expression=long).measure("output")


def test_slips_are_told_of_what_has_some():
    controller = page(example="add-then-multiply")
    assert controller.slips("gradient x") == {"upstream": (1.0,), "sign": (4.0,)}
    assert controller.slips("downstream f z")["swapped"] == (-4.0,)
    assert controller.slips("value q") == {}


def test_a_number_that_is_none_is_told_as_it_is():
    assert math.isinf(page(expression="1 / x", inputs='{"x":0}').measure("output"))


def test_measures_are_written_in_one_way():
    assert str(measure_of("  weight   W1 [ 0 , 1 ] ", "network")) == "weight W1[0,1]"
    assert str(measure_of("probability 7", "digits")) == "probability 7"
    with pytest.raises(Refused, match="write probability NUMBER"):
        measure_of("probability seven", "digits")
    assert {kind for page in MEASURES.values() for about in page.values() for kind in about} == {
        "NODE", "NAME", "NUMBER",
    }  # fmt: skip
