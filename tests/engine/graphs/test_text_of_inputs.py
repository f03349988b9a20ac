"""A text is written anew with other numbers for its inputs."""

import pytest
from numpy.testing import assert_allclose

import engine
from engine.graphs.expression import read


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("x = -2\ny = 5  # five\nx * y", {"x": 3.0, "y": 0.5}, "x = 3\ny = 0.5  # five\nx * y"),
        ("  x = [1, 2]; x[0]", {"x": [4.0, 0.25, 1.0]}, "  x = [4.0, 0.25, 1.0]; x[0]"),
        ("x = np.array([1, 2])\nx.sum()", {"x": [[1.0], [2.0]]}, "x = np.array([[1.0], [2.0]])\nx.sum()"),
        (
            "w = torch.tensor(2.0, requires_grad=True)\nw * w",
            {"w": 3.0},
            "w = torch.tensor(3.0, requires_grad=True)\nw * w",
        ),
        ("w = np.zeros((2, 1))\nw.sum()", {"w": [[1.5], [0.0]]}, "w = np.array([[1.5], [0.0]])\nw.sum()"),
        (
            "a = Value(2.0, label='a')\r\nb = Value(-3.0)\r\na * b",
            {"b": 1.5},
            "a = Value(2.0, label='a')\r\nb = Value(1.5)\r\na * b",
        ),
        ("w = nn.Linear(1, 1)\nw(x)", {"w_weight": [[3.0]]}, "w = nn.Linear(1, 1)\nw(x)"),
        ("x = 1 / 4; x * x", {"x": 2.0}, "x = 2; x * x"),
        (">>> x = 2\n>>> x * x\n4", {"x": 3.0}, ">>> x = 3\n>>> x * x\n4"),
    ],
)
def test_the_text_is_written_anew_with_other_numbers_for_its_inputs(text, values, expected):
    reading = read(text)
    written = reading.rewritten(values)
    assert written == expected
    again = read(written).graph
    for name in set(values) & set(reading.spans):
        assert_allclose(again.defaults[name], values[name])


def test_what_is_wrong_behind_a_prompt_has_its_place_there():
    with pytest.raises(engine.ExpressionError) as caught:
        engine.parse(">>> x = 2\n>>> x ? 3")
    assert (caught.value.line, caught.value.column) == (2, 7)
