"""Each kind of question judges by what is on the page, and says what fits the mistake."""

import pytest
from written_lessons import NUMBER, Page, lesson_of, lesson_text

from playground.lessons.questions import GoalQuestion, OrderQuestion, Question
from playground.shared.mistakes import HINTS
from playground.shared.refused import Refused

NOWHERE = Page({})


def question(text: str) -> Question:
    asked = lesson_of(lesson_text(question=text)).steps[0].question
    assert asked is not None
    return asked


@pytest.mark.parametrize("answer", ["3", "3.0", " 2.98", "3,02", "6/2", "+3e0"])
def test_a_number_is_right_within_the_tolerance_however_it_is_typed(answer):
    verdict = question(NUMBER).judge(answer, Page({"gradient z": 3.0}))
    assert (verdict.right, verdict.hint, verdict.truth) == (True, None, 3.0)


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("-0.20", True), ("−0,20", True), ("-2.0e-1", True), ("-0.197", True), ("-0.2", False), ("-0.21", False),
        ("-1/5", False), ("0.20", False), ("-0.190", False),
    ],
)  # fmt: skip
def test_a_number_may_be_rounded_to_two_digits_or_more(answer, right):
    page = Page({"gradient z": -0.19661193324148188})
    assert question(NUMBER).judge(answer, page).right is right
    assert question(NUMBER + "\ntolerance = 0.001").judge(answer, page).right is False
    assert question(NUMBER).judge("0.20", page).mistake == "sign"


def test_a_number_is_judged_by_the_page_as_it_is_now():
    asked = question(NUMBER)
    assert not asked.judge("3", Page({"gradient z": 4.0})).right
    with pytest.raises(Refused):
        asked.judge("3", NOWHERE)


@pytest.mark.parametrize("answer", ["", "three", "1/0", "inf", "nan", None, 3, ["3"], {"a": 1}, "1" * 101])
def test_what_is_no_number_is_refused(answer):
    with pytest.raises(Refused, match="Type a number"):
        question(NUMBER).judge(answer, Page({"gradient z": 3.0}))


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [("-6", "sign"), ("3", "upstream"), ("5", "path"), ("10", "swapped"), ("4", "local"), ("7", "other")],
)
def test_a_wrong_number_gets_the_hint_of_its_slip(answer, mistake):
    page = Page(
        {"gradient z": 6.0}, {"upstream": [3.0], "path": [1.0, 5.0], "swapped": [10.0], "local": [4.0]}
    )
    verdict = question(NUMBER + "\n[hint]\nsign = 'Which `sign`?'").judge(answer, page)
    assert (verdict.right, verdict.mistake) == (False, mistake)
    assert verdict.hint is not None
    assert verdict.hint.html == ("Which <code>sign</code>?" if mistake == "sign" else HINTS[mistake])


def test_zero_has_an_absolute_tolerance_and_no_other_sign():
    asked = question(NUMBER + "\ntolerance = 0.001")
    assert asked.judge("0", Page({"gradient z": 0.0})).right
    assert asked.judge("0.0005", Page({"gradient z": 0.0})).right
    assert asked.judge("0.01", Page({"gradient z": 0.0})).mistake == "other"


def test_a_choice_gives_the_hint_of_the_option():
    asked = question(
        'kind = "choice"\nask = "?"\noptions = ["a", "`b`", "c"]\nright = 2\nhints = ["No a.", "", ""]'
    )
    assert asked.judge(2, NOWHERE).right
    assert asked.judge(1, NOWHERE).hint.html == "No a."
    assert asked.judge(3, NOWHERE).hint.html == HINTS["other"]
    for answer in (0, 4, "2", 1.5, None, True):
        with pytest.raises(Refused):
            asked.judge(answer, NOWHERE)


def test_an_order_is_shown_in_another_one_and_the_same_each_time():
    text = 'kind = "order"\nask = "?"\nitems = ["a", "b", "c", "d"]\nhint = "Begin with a."'
    asked = question(text)
    assert isinstance(asked, OrderQuestion)
    assert asked == question(text)
    assert asked.shown != asked.items
    right = [asked.shown.index(item) + 1 for item in asked.items]
    assert asked.judge(right, NOWHERE).right
    wrong = asked.judge([right[1], right[0], *right[2:]], NOWHERE)
    assert (wrong.right, wrong.parts, wrong.hint.html) == (False, (False, False, True, True), "Begin with a.")
    for answer in ([1, 2, 3], [1, 1, 2, 3], [0, 1, 2, 3], "1234", None, [1, 2, 3, "4"]):
        with pytest.raises(Refused):
            asked.judge(answer, NOWHERE)


def test_a_click_is_right_on_its_node():
    asked = question('kind = "click"\nask = "?"\nnode = "q"')
    assert asked.judge("q", NOWHERE).right
    assert not asked.judge("f", NOWHERE).right
    with pytest.raises(Refused):
        asked.judge(3, NOWHERE)


def test_a_goal_holds_when_all_of_it_does():
    asked = question(
        'kind = "goal"\nask = "?"\nuntil = ["gradient x > 0", "value W[ 0, 1 ] ≤ 1e-2"]\nepochs = 3'
    )
    assert isinstance(asked, GoalQuestion)
    assert [str(one) for one in asked.conditions] == ["gradient x > 0", "value W[0,1] ≤ 0.01"]
    assert asked.epochs == 3
    page = Page({"gradient x": 1.0, "value W[0,1]": 0.01})
    assert asked.judge(None, page).right
    assert asked.judge(None, Page({"gradient x": 1.0, "value W[0,1]": 0.02})).parts == (True, False)
    assert asked.judge(None, Page({"gradient x": 1.0})).parts == (True, False)


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("< 2", False),
        ("<= 2", True),
        ("= 2", True),
        ("== 2", True),
        (">= 2", True),
        ("> 2", False),
        ("≥ 4/2", True),
    ],
)
def test_comparisons(words, holds):
    asked = question(f'kind = "goal"\nask = "?"\nuntil = ["output {words}"]')
    assert asked.judge(None, Page({"output": 2.0})).right is holds
