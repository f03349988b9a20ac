"""Evaluations with the table of intermediate values and without it, counted by hand."""

import pytest

import engine
from engine.graphs.evaluation_counts import count_evaluations


def test_three_calls_of_a_function_in_one_another():
    counts = count_evaluations(engine.parse("g(x) = x ** 2; x1 = g(w); x2 = g(x1); g(x2)"))
    # Backward: the gate of x3 reads x2, two gates to compute again; that of x2 reads x1; that of x1 reads w.
    assert counts.with_table == 3
    assert counts.forward_without == 3
    assert counts.backward_without == 2 + 1
    assert counts.without_table == 6
    assert counts.times == {"x1": 1 + 2, "x2": 1 + 1, "f": 1}
    assert counts.paths == 1


def test_a_value_used_twice_is_computed_twice_without_the_table():
    # w^2, w^4, w^8 by products: 1 + 2 + 4 gates forward.
    counts = count_evaluations(engine.parse("x = w * w; y = x * x; y * y"))
    assert counts.with_table == 3
    assert counts.forward_without == 7
    assert counts.paths == 8
    # The top gate's edges lie on 4 paths each and read y (3 gates); those of y twice 2 and read x (1 gate).
    assert counts.backward_without == 8 * 3 + 8 * 1


def test_what_is_read_is_the_output_where_the_rule_says_so():
    counts = count_evaluations(engine.parse("exp(exp(w))"))
    assert counts.backward_without == 2 + 1


def test_one_leaf_alone():
    graph = engine.parse("s = x + y; s * z")
    assert count_evaluations(graph).backward_without == 1  # only z's gradient reads s
    assert count_evaluations(graph, "x").backward_without == 0
    assert count_evaluations(graph, "z").paths == 1
    with pytest.raises(KeyError):
        count_evaluations(graph, "w")


def test_it_grows_without_bound_but_is_counted_at_once():
    text = "x0 = w * w\n" + "\n".join(f"x{i + 1} = x{i} * x{i}" for i in range(200))
    counts = count_evaluations(engine.parse(text))
    assert counts.with_table == 201
    assert counts.forward_without == 2**201 - 1


def test_a_side_branch_and_a_plain_input():
    assert count_evaluations(engine.parse("side = exp(u); x * 2")).with_table == 1
    counts = count_evaluations(engine.parse("x"))
    assert (counts.with_table, counts.without_table, counts.paths) == (0, 0, 1)
