"""Usual slips on the way to a gradient, worked out from the trace."""

import pytest

import engine
from engine.graphs.slips import slips_of_edge, slips_of_gradient


def slips(text, name, element=(), **inputs):
    return slips_of_gradient(engine.backpropagate(engine.parse(text), inputs), name, element)


def test_the_local_gradient_alone():
    found = slips("q = x + y; f = q * z", "x", x=-2, y=5, z=-4)
    assert found["upstream"] == (1.0,)
    assert found["sign"] == (4.0,)
    assert "path" not in found
    assert "swapped" not in found


def test_factors_swapped():
    found = slips("f = (x * y) * z", "x", x=2, y=3, z=5)
    assert (found["upstream"], found["swapped"]) == ((3.0,), (10.0, 10.0))


def test_a_slip_that_gives_the_right_number_is_none():
    found = slips("f = x * y", "x", x=3, y=3)
    assert found == {"sign": (-3.0,)}


def test_paths_forgotten_at_a_copy():
    found = slips("f = x * y + 4 * x", "x", x=2, y=3)
    assert sorted(found["path"]) == [3, 4]
    assert sorted(slips("f = x + 2 * x + 4 * x", "x", x=1)["path"]) == [1, 2, 3, 4, 5, 6]


def test_the_upstream_forgotten_on_every_path():
    found = slips("q = x * x; f = 5 * q", "x", x=3)
    assert found["upstream"] == (6.0,)
    assert found["path"] == (15.0, 15.0)


def test_of_an_array_element_by_element():
    found = slips("f = sum(3 * relu(x))", "x", (2,), x=[1.0, -2.0, 3.0])
    assert found == {"upstream": (1.0,), "sign": (-3.0,)}


def test_a_matrix_product_has_no_local_gradient_to_be_taken_for_it():
    found = slips("f = sum((W @ x) ** 2)", "W", (0, 1), W=[[0.1, 0.5], [-0.3, 0.8]], x=[0.2, 0.4])
    assert found == {"sign": (pytest.approx(-0.176),)}


def test_of_what_goes_over_an_edge():
    trace = engine.backpropagate(engine.parse("q = x * y; f = q * z"), {"x": 2, "y": 3, "z": 5})
    [step] = [one for one in trace.steps if one.node == "q" and one.input == "x"]
    assert slips_of_edge(trace, [step]) == {"upstream": (3.0,), "sign": (-15.0,), "swapped": (10.0, 10.0)}
