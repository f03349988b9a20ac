"""What only a page can know to be wrong in a lesson is told before the first visitor comes."""

import os

import pytest
from written_lessons import lesson_of, lesson_text

from playground import app_hooks
from playground.app import PAGES_BY_NAME
from playground.lessons.library import library
from playground.lessons.own_folder import VARIABLE
from playground.lessons.trial import mistakes

PAGES = {name: page.controller for name, page in PAGES_BY_NAME.items()}
GOAL = 'kind = "goal"\nask = "?"\nuntil = ["{}"]'


def told(**parts):
    return [str(one) for one in mistakes(lesson_of(lesson_text(**parts)), PAGES)]


@pytest.mark.parametrize(
    ("moment", "answer", "reason"),
    [
        ("page=graph", "gradient w", "The graph has no node 'w'."),
        ("page=graph", "downstream q z", "The graph has no edge from 'q' to 'z'."),
        (
            'page=graph\nexpression=sum(x)\ninputs={"x":[1,2]}',
            "gradient x",
            "several elements; write which, as in",
        ),
        (
            'page=graph\nexpression=sum(x)\ninputs={"x":[1,2]}',
            "value x[2]",
            "x has no element 2; its size is 2.",
        ),
        ("page=network\ndataset=circle", "weight W9[0,0]", "no node 'W9'"),
        ("page=compare\ndataset=circle", "best 9", "This run does not exist."),
    ],
)
def test_a_name_that_the_page_does_not_have_is_told_with_its_line(moment, answer, reason):
    [mistake] = told(moment=moment, question=f'kind = "number"\nask = "?"\nanswer = "{answer}"')
    assert mistake.startswith("01-a.md, line 8: In the step 'A step': ")
    assert reason in mistake
    assert reason in told(moment=moment, question=GOAL.format(f"{answer} > 1"))[0]


def test_an_address_that_its_page_cannot_open_is_told():
    assert "cannot be drawn" in told(moment="page=graph\nexpression=x + ", question="")[0]


def test_what_comes_with_training_or_with_a_click_is_no_mistake():
    assert told(moment="page=network\ndataset=circle", question=GOAL.format("gradient W1[0,0] > 1")) == []
    assert told(moment="page=digits", question=GOAL.format("accuracy > 0.9")) == []


def test_the_server_says_the_mistakes_of_a_folder_of_ones_own_at_its_start(monkeypatch, tmp_path, capsys):
    (tmp_path / "1-bad.md").write_text("nothing")
    (tmp_path / "2-odd.md").write_text(lesson_text(question='kind = "number"\nask = "?"\nanswer = "value w"'))
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    library.cache_clear()
    try:
        app_hooks.tell_mistakes(PAGES)
        assert library().lessons["odd"].own
    finally:
        del os.environ[VARIABLE]
        library.cache_clear()
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith(("1-bad", "2-odd"))]
    assert [line.partition(":")[0] for line in lines] == ["1-bad.md, line 1", "2-odd.md, line 8"]
