"""The catalogue of what is said to who cannot have something, held against the code that says it."""

import ast
import functools
import re
from pathlib import Path
from string import Formatter

import param
import pytest
from desks import as_worded
from each import of_each

import engine
from engine import problem_sentences
from playground.shared.controller import as_declared, not_taken
from playground.shared.refused import OWN, SENTENCES, Refused, told

ROOT = Path(__file__).resolve().parents[2]
RAISED = (
    "Refused",
    "Remark",
    "Problem",
    "DataError",
    "ShapeError",
    "LabelError",
    "refusal",
    "ExpressionError",
    "_refuse",
    "_error",
    "error",
)
FOLDERS = {"engine": problem_sentences.SENTENCES, "playground": OWN}
ANOTHER = ROOT / "playground/serving/protocol.py"  # which refuses messages that no page sends, in its log


def places(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@functools.cache
def refusals(folder):
    """(where, code, names of its arguments) of all that is refused with a code that is written out."""
    return tuple(_refusals(folder))


def _refusals(folder):
    for path in sorted(set((ROOT / folder).rglob("*.py")) - {ANOTHER}):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or called(node) not in RAISED:
                continue
            said = node.args[called(node) == "error" :]  # of a text, `error` is told the part first
            codes = [
                one.value for one in said if isinstance(one, ast.Constant) and isinstance(one.value, str)
            ]
            for code in codes:
                yield f"{path.name}:{node.lineno}", code, {one.arg for one in node.keywords}


def called(node):
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


@of_each(refusal for folder in FOLDERS for refusal in refusals(folder))
def test_what_is_refused_has_a_sentence_with_a_place_for_each_of_its_arguments(refusal):
    where, code, names = refusal
    assert code in SENTENCES, where
    assert places(SENTENCES[code]) == names, where


@pytest.mark.parametrize(("folder", "sentences"), FOLDERS.items())
def test_each_sentence_is_said_by_the_package_that_it_stands_in(folder, sentences):
    assert set(sentences) - {code for _, code, _ in refusals(folder)} == set()


def test_no_code_has_two_sentences():
    assert len(SENTENCES) == len(problem_sentences.SENTENCES) + len(OWN)


@of_each(sorted(SENTENCES))
def test_a_code_is_small_letters_and_its_sentence_has_places_by_name(code):
    assert code.isidentifier()
    assert code == code.lower()
    assert all(name.isidentifier() for name in places(SENTENCES[code]))


def test_a_reason_within_a_reason_travels_with_its_own_code():
    inner = engine.ShapeError("two_pieces_needed", count=3)
    reason = told(Refused("gate_refuses", gate="maxout(x)", reason=inner))
    assert reason == {
        "code": "gate_refuses",
        "arguments": {
            "gate": "maxout(x)",
            "reason": {
                "code": "two_pieces_needed",
                "arguments": {"count": 3},
                "text": "needs two pieces of equal size, not 3 elements",
            },
        },
        "text": "maxout(x): needs two pieces of equal size, not 3 elements",
    }
    assert as_worded(reason) == reason["text"]


def test_a_number_that_the_browser_has_not_travels_as_text():
    assert told(Refused("sample_unknown", number=2**53 - 1))["arguments"] == {"number": 9007199254740991}
    assert told(Refused("sample_unknown", number=2**53))["arguments"] == {"number": "9007199254740992"}


def test_a_reason_of_the_engine_is_refused_as_it_is():
    refused = Refused.because(engine.Problem("pad_full"))
    assert (refused.code, str(refused)) == (
        "pad_full",
        "The whole pad is filled in, so there is no digit to read. Clear it and draw again.",
    )


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        (param.Boolean(label="Biases"), "Biases must be either on or off."),
        (
            param.Selector(objects=["a", "b"], label="Loss"),
            "Loss: this is not an option; the options are a, b.",
        ),
        (param.Number(1, bounds=(0, 1000), label="Rate"), "Rate must be a number between 0 and 1,000."),
        (param.Integer(1, bounds=(1, 50), label="Epochs"), "Epochs must be a whole number between 1 and 50."),
        (param.Number(1, bounds=(0.5, None), label="Rate"), "Rate must be a number of at least 0.5."),
        (param.Integer(1, bounds=(1, None), label="Until"), "Until must be a whole number of at least 1."),
        (param.String("", label="Text"), "Text cannot have this value."),
    ],
)
def test_a_setting_says_what_it_may_be(parameter, words):
    assert str(not_taken(parameter)) == words
    with pytest.raises(Refused, match=f"^{re.escape(words)}$"):
        as_declared(parameter, ["neither"])


def test_a_code_without_a_sentence_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        Refused("nonsense")
    with pytest.raises(KeyError):
        Refused("sample_unknown")


def test_an_expression_is_told_with_its_code_and_its_place():
    with pytest.raises(
        engine.ExpressionError, match=r"x is used in its own value.*\(line 2, column 7\)"
    ) as caught:
        engine.parse("y = 2\n  x = x + 1")
    assert (caught.value.code, caught.value.arguments) == ("own_value", {"name": "x"})
