"""Boolean formulas: their truth tables are Python's, and threshold units answer as they do."""

from itertools import product

import numpy as np
import pytest
from effort import calls
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.datasets.boolean_formula import MOST_NAMES, Formula, Gate, from_formula, read_formula
from engine.networks.boolean import threshold_network

LECTURE = "((A & !X & Z) | (A & !Y)) & ((X & Y) | (!X & Z))"
VARIABLES = st.sampled_from("ABCXYZ")
WORDS = {"not": ("!", "~", "¬", "not "), "and": ("&", "&&", "∧", " and "), "or": ("|", "||", "∨", " or "),
         "xor": ("^", "⊕", " xor ")}  # fmt: skip
PYTHONS = {"not": "not ", "and": " and ", "or": " or ", "xor": " != "}


@st.composite
def formulas(draw):
    """The same formula as one may type it, and as Python reads it; in Python each part stands in parentheses."""

    def some(depth):
        kind = draw(st.sampled_from(["name", "not", "and", "or", "xor"] if depth else ["name"]))
        if kind == "name":
            name = draw(VARIABLES)
            return name, name
        sign, pythons = draw(st.sampled_from(WORDS[kind])), PYTHONS[kind]
        if kind == "not":
            (ours, theirs) = some(depth - 1)
            return f"{sign}({ours})", f"({pythons}{theirs})"
        parts = [some(depth - 1) for _ in range(2 if kind == "xor" else draw(st.integers(2, 3)))]
        return (
            sign.join(f"({ours})" for ours, _ in parts),
            "(" + pythons.join(theirs for _, theirs in parts) + ")",
        )

    return some(3)


def pythons_table(text, names):
    return [
        eval(text, {}, dict(zip(names, row, strict=True)))
        for row in product([False, True], repeat=len(names))
    ]


@given(formulas())
def test_a_formula_and_its_network_answer_as_python_does(formula):
    ours, theirs = formula
    if len(ours) > 300:
        return
    read = read_formula(ours)
    expected = pythons_table(theirs, read.names)
    assert read.table().tolist() == expected
    network = threshold_network(read, len(read.names))
    rows = np.array(list(product([0, 1], repeat=len(read.names))))
    assert network.predict(rows)[:, 0].tolist() == expected
    assert len(network.widths) <= 10
    assert max(network.widths[1:]) <= 32
    assert set(network.activations) <= {"threshold"}
    assert network.output == "threshold"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("A | B & C", "A | (B & C)"),
        ("A ^ B & C", "A ^ (B & C)"),
        ("A | B ^ C", "A | (B ^ C)"),
        ("!A & B", "(!A) & B"),
        ("not A and B or C xor D", "((not A) and B) or (C xor D)"),
        ("NOT A AND B", "!A & B"),
        ("~~A", "A"),
    ],
)
def test_what_binds_closer(text, same):
    assert read_formula(text).table().tolist() == read_formula(same).table().tolist()


def test_the_formula_of_the_lecture():
    formula = read_formula(LECTURE)
    assert formula.names == ("A", "X", "Y", "Z")
    expected = [
        bool(((a and not x and z) or (a and not y)) and ((x and y) or (not x and z)))
        for a, x, y, z in product([0, 1], repeat=4)
    ]
    assert formula.table().tolist() == expected
    network = threshold_network(formula, 4)
    assert network.widths == [4, 4, 2, 1]
    assert network.predict(np.array(list(product([0, 1], repeat=4))))[:, 0].tolist() == expected


def test_xor_is_the_two_layers_of_the_lecture():
    """(A or B) and (not A or not B)."""
    network = threshold_network(read_formula("A ^ B"), 2)
    assert network.widths == [2, 2, 1]
    found = {
        (tuple(w), b) for w, b in zip(network.weights[0].tolist(), network.biases[0].tolist(), strict=True)
    }
    assert found == {((1, 1), -0.5), ((-1, -1), 1.5)}
    assert network.weights[1].tolist() == [[1, 1]]
    assert network.biases[1].tolist() == [-1.5]


@pytest.mark.parametrize(
    ("text", "weights", "bias"),
    [("A & B", [1, 1], -1.5), ("A | B", [1, 1], -0.5), ("!A", [-1], 0.5), ("A & !B", [1, -1], -0.5)],
)
def test_one_unit_is_enough_where_the_rows_can_be_parted_by_a_line(text, weights, bias):
    formula = read_formula(text)
    network = threshold_network(formula, len(formula.names))
    assert network.weights[0].tolist() == [weights]
    assert network.biases[0].tolist() == [bias]
    assert len(network.dense) == 1


def test_what_the_same_twice_needs_is_made_once_and_handed_on():
    network = threshold_network(read_formula("(A & B) | ((A & B | C) & D)"), 4)
    assert network.widths == [4, 3, 3, 2, 1]  # A & B, C and D are handed up to where each is read


def test_a_formula_too_deep_for_the_page_is_made_of_its_table():
    six = "A ^ B ^ C ^ X ^ Y ^ Z"
    network = threshold_network(read_formula(six), 6)
    assert network.widths == [6, 32, 1]
    rows = np.array(list(product([0, 1], repeat=6)))
    assert network.predict(rows)[:, 0].tolist() == (rows.sum(axis=1) % 2).tolist()


@settings(max_examples=40)
@given(st.integers(0, 2**16 - 1), st.integers(0, 3))
def test_any_table_fits_into_one_hidden_layer(answers, most_layers):
    rows = list(product([False, True], repeat=4))
    terms = [
        Gate("and", below=tuple(Gate("name", n) if bit else Gate("not", below=(Gate("name", n),))
                                for n, bit in zip("ABCD", row, strict=True)))
        for at, row in enumerate(rows) if answers >> at & 1
    ] or [Gate("and", below=(Gate("name", "A"), Gate("not", below=(Gate("name", "A"),))))]  # fmt: skip
    root = terms[0] if len(terms) == 1 else Gate("or", below=tuple(terms))
    formula = Formula("", ("A", "B", "C", "D"), root)
    network = threshold_network(formula, 5, max(1, most_layers), 8)  # and an input that changes nothing
    points = np.array([[*row, at % 2] for at, row in enumerate(rows)], float)
    assert network.predict(points)[:, 0].tolist() == formula.table().tolist()


def test_formulas_that_are_the_same_everywhere_and_those_that_are_one_variable():
    for text, expected in [("A | !A", [1, 1]), ("A & !A", [0, 0]), ("A", [0, 1]), ("!(A & A)", [1, 0])]:
        network = threshold_network(read_formula(text), 1)
        assert network.predict(np.array([[0.0], [1.0]]))[:, 0].tolist() == expected


def test_its_rows_are_data():
    data = from_formula(LECTURE)
    assert (data.kind, data.axes, data.input_names) == (
        "binary",
        ("A", "X", "Y", "Z"),
        ("x1", "x2", "x3", "x4"),
    )
    assert data.points.shape == (16, 4)
    assert data.undivided
    assert data.y[:, 0].tolist() == read_formula(LECTURE).table().tolist()
    one = from_formula("!A")
    assert one.axes == ("A", "B")
    assert one.y[:, 0].tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing here yet"),
        ("   ", "nothing here yet"),
        ("A & ", "missing at the end"),
        ("A B", "column 3: a sign such as & or | is missing before 'B'"),
        ("(A | B", "column 1: this parenthesis was never closed"),
        ("A | B)", "column 6: this parenthesis was never opened"),
        ("A & & & B", "column 5: a variable or ( is expected here, not '&'"),
        ("A & 1", "column 5: '1' cannot be used"),
        ("__import__('os')", "column 1: '_' cannot be used"),
        ("A.b", "column 2: '.' cannot be used"),
        ("A & B" * 100, "longer than 300"),
        ("(" * 100 + "A" + ")" * 100, "nested more than 40"),
        ("!" * 200 + "A", "nested more than 40"),
        ("A & B & C & D & E & F & G", f"at most {MOST_NAMES} variables"),
        ("a" * 40, "at most 12 letters"),
    ],
)
def test_what_is_no_formula_is_refused_at_once_and_in_words(text, said):
    def refused() -> None:
        with pytest.raises(engine.datasets.DataError) as problem:
            read_formula(text)
        assert said in str(problem.value)

    assert calls(refused) < 10_000


@given(st.text(alphabet="AB&|!^~() xorandt¬∧∨\n'_.1", max_size=400))
def test_any_text_is_a_formula_or_refused(text):
    try:
        formula = read_formula(text)
    except engine.datasets.DataError:
        return
    threshold_network(formula, len(formula.names))


def test_too_few_inputs_or_too_little_room_is_refused():
    with pytest.raises(ValueError, match="3 variables"):
        threshold_network(read_formula("A & B & C"), 2)
    with pytest.raises(ValueError, match="too few"):
        threshold_network(read_formula("A ^ B ^ C"), 3, most_layers=1, widest=2)
