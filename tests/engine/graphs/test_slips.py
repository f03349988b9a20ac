"""Usual slips on the way to a gradient, worked out from the trace."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.graphs.slips import is_part, slips_of_edge, slips_of_gradient, slips_of_step

NUMBERS = st.floats(-3, 3).filter(lambda value: abs(value) > 0.01)


def slips(text, name, element=(), **inputs):
    return slips_of_gradient(engine.backpropagate(engine.parse(text), inputs), name, element)


def test_the_local_gradient_alone_and_the_upstream_gradient_alone():
    found = slips("q = x + y; f = q * z", "x", x=-2, y=5, z=-4)
    assert found == {"upstream": (1.0,), "sign": (4.0,)}
    found = slips("q = tanh(x); f = 5 * q", "x", x=0.5)
    assert (found["upstream"], found["local"]) == ((pytest.approx(1 - np.tanh(0.5) ** 2),), (5.0,))


def test_factors_swapped():
    found = slips("f = (x * y) * z", "x", x=2, y=3, z=5)
    assert (found["upstream"], found["local"], found["swapped"]) == ((3.0,), (5.0,), (10.0,))


def test_a_slip_that_gives_the_right_number_is_none():
    assert slips("f = x * y", "x", x=3, y=3) == {"local": (1.0,), "sign": (-3.0,)}
    assert slips("f = x", "x", x=3) == {"sign": (-1.0,)}


def test_paths_forgotten_at_a_copy():
    found = slips("f = x * y + 4 * x", "x", x=2, y=3)
    assert sorted(found["path"]) == [3, 4]
    assert sorted(slips("f = x + 2 * x + 4 * x", "x", x=1)["path"]) == [1, 2, 3, 4, 5, 6]
    many = " + ".join(f"{2**n} * x" for n in range(9))
    assert sorted(slips(f"f = {many}", "x", x=1)["path"]) == [2**n for n in range(9)]


def test_the_upstream_forgotten_on_every_path():
    found = slips("q = x * x; f = 5 * q", "x", x=3)
    assert found["upstream"] == (6.0,)
    assert found["path"] == (15.0, 15.0)


def test_of_an_array_element_by_element():
    assert slips("f = sum(3 * relu(x))", "x", (2,), x=[1.0, -2.0, 3.0]) == {
        "upstream": (1.0,),
        "sign": (-3.0,),
    }
    assert slips("f = sum(3 * relu(x))", "x", (1,), x=[1.0, -2.0, 3.0]) == {"local": (3.0,)}


def test_of_a_matrix_product_each_term_is_a_path():
    inputs = {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]}
    found = slips("f = sum((W @ x) ** 2)", "x", (0,), **inputs)
    assert found["path"] == (pytest.approx(0.44 * 0.1), pytest.approx(0.52 * -0.3))
    assert found["upstream"] == (pytest.approx(0.1 - 0.3),)
    assert found["local"] == (pytest.approx(0.44 + 0.52),)
    found = slips("f = sum((W @ x) ** 2)", "W", (0, 1), **inputs)
    assert found == {"upstream": (0.4,), "local": (pytest.approx(0.44),), "sign": (pytest.approx(-0.176),)}


def test_of_a_whole_block_drawn_as_one_gate_only_the_sign_is_known():
    graph = engine.parse("f = 1 / (1 + exp(-x))")
    graph = engine.fold(graph, engine.folds(graph)[0])
    found = slips_of_gradient(engine.backpropagate(graph, {"x": 0.3}), "x")
    assert found["sign"] == (pytest.approx(-engine.backpropagate(graph, {"x": 0.3}).gradients["x"]),)


def test_of_what_goes_over_an_edge():
    trace = engine.backpropagate(engine.parse("q = x * y; f = q * z"), {"x": 2, "y": 3, "z": 5})
    [step] = [one for one in trace.steps if one.node == "q" and one.input == "x"]
    assert slips_of_edge(trace, [step]) == {
        "upstream": (3.0,), "local": (5.0,), "sign": (-15.0,), "swapped": (10.0,),
    }  # fmt: skip


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_each_slip_is_what_comes_out_with_it(x, y, z, w):
    found = slips("q = x * y; f = z * q + w * x", "x", x=x, y=y, z=z, w=w)
    right = z * y + w
    expected = {
        "upstream": [y + w],
        "local": [z + 1],
        "path": [w, z * y],
        "sign": [-right],
        "swapped": [z * x + w, z * y + x, z * x + x],
    }
    for name, several in expected.items():
        kept = [one for one in several if abs(one - right) > 1e-9]
        got = [one for one in found.get(name, ()) if abs(one - right) > 1e-9]
        assert sorted(set(np.round(got, 9))) == sorted(set(np.round(kept, 9))), name


@pytest.mark.parametrize("level", ["layer", "scalar"])
@pytest.mark.parametrize("activation", ["tanh", "relu", "maxout"])
def test_every_gradient_of_a_network_has_its_slips(level, activation):
    network = engine.Network([2, 3, 2], activation=activation, output="softmax", seed=1)
    trace = engine.backpropagate(network.graph([0.3, -1.2], [0.0, 1.0], loss="cross-entropy", level=level))
    for name, gradient in trace.gradients.items():
        for element in np.ndindex(gradient.shape):
            found = slips_of_gradient(trace, name, element)
            right = gradient[element]
            assert all(one != right for several in found.values() for one in several)
            assert right == 0 or found["sign"] == (-right,)


def test_a_step_has_the_slips_of_what_it_brings_its_part_or_the_whole():
    trace = engine.backpropagate(engine.parse("f = x * y + 4 * x"), {"x": 2, "y": 3})
    back = [step for step in trace.steps if step.phase == "backward" and step.input]
    copy = next(step for step in back if step.input == "x")
    parts = [step for step in back if step.input == copy.node]
    assert len(parts) == 2
    assert [is_part(trace, step) for step in (copy, *parts)] == [False, True, True]
    assert slips_of_step(trace, copy) == slips_of_gradient(trace, "x")
    assert [slips_of_step(trace, step) for step in parts] == [slips_of_edge(trace, [step]) for step in parts]
    assert not any(is_part(trace, step) for step in trace.steps if step.phase == "forward" or not step.input)


def test_two_edges_beside_each_other_bring_a_part_each():
    trace = engine.backpropagate(engine.parse("q = x + 1; f = q * q"), {"x": 2})
    arriving = [step for step in trace.steps if step.phase == "backward" and step.input not in (None, "x")]
    assert any(is_part(trace, step) for step in arriving)
    (last,) = [step for step in trace.steps if step.phase == "backward" and step.input == "x"]
    assert not is_part(trace, last)
