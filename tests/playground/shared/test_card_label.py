"""What stands on a card: no letter that is not of the graph."""

import re

import pytest

import engine
from engine import ops
from engine.ops import Op
from playground.shared.card_label import card_label


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("p = -q", "p", "−q"),
        ("p = 1 / q", "p", "1 / q"),
        ("p = q ** 2", "p", "q ** 2"),
        ("p = q ** r", "p", "q ** r"),
        ("k = q * r\np = k ** -0.5", "p", "k ** (−0.5)"),
        ("p = abs(q)", "p", "abs(q)"),
        ("Q = [[1, 2], [3, 4]]\nT = Q.T\np = sum(T @ Q)", "T", "Q.T"),
        # A copy is called by what it copies; what is too long for a card keeps the sign of its gate.
        ("k = 1 / q\np = k + q", "k", "1 / q"),
        ("a_long_name_of_a_value = 3\np = 1 / a_long_name_of_a_value", "p", "1/x"),
        ("p = q + r", "p", "+"),
        ("p = exp(q)", "p", "exp"),
    ],
)
def test_a_card_shows_what_was_typed_where_the_sign_of_its_gate_has_letters(
    text: str, name: str, label: str
) -> None:
    graph = engine.parse(text)
    assert card_label(graph, graph[name]) == label


def test_no_sign_of_a_gate_has_a_letter_that_a_card_keeps_for_a_short_name() -> None:
    signs = {one.symbol: one for one in vars(ops).values() if isinstance(one, Op)}
    assert {"1/x", "−x", "x²", "aᵇ", "|x|", "xᵀ", "‖x‖"} <= set(signs)
    for text in ("p = 1 / q", "p = -q", "p = q ** 2", "p = abs(q)", "p = norm(q)", "p = silu(q)"):
        graph = engine.parse(text)
        words = re.findall("[A-Za-z]+", card_label(graph, graph["p"]))
        assert "x" not in words, text
