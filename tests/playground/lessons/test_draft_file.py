"""A lesson is written as it is read: the one writer and the one reader undo each other."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.lessons.draft import Draft, StepDraft, as_written, draft_of, lines_of, told
from playground.lessons.draft_check import checking
from playground.lessons.draft_file import read_draft, write
from playground.lessons.file_problems import LessonError
from playground.lessons.lesson_file import MOST_STEPS, read_lesson
from playground.lessons.library import COURSE, library
from playground.messages.recorder import RecorderCheck
from playground.shared.reading import read
from playground.shared.refused import Refused
from playground.shared.work import Job

GATES = """+++
title = "Gates \\"and\\" more"
chapter = "One"
can = "You can do it."
minutes = 3
needs = ["one-gate"]
words = ["gate"]
+++

## Look
```moment
page=graph
example=add-then-multiply
cursor=3
```
Text with a [[gate]].

A second paragraph.

```question
kind = "number"
ask = "What is df/dz?"
answer = "gradient z"
```

After it.

## Stay
"""
HEAD = Draft("T", "C", "You can.", 3, (), ())


def without_lines(lesson):
    return replace(lesson, needs_line=0, steps=tuple(replace(step, line=0) for step in lesson.steps))


def test_what_is_written_is_the_form_of_the_course():
    assert write(read_draft("a.md", GATES.encode())).text == GATES


def test_every_lesson_of_the_course_is_the_same_after_it_was_opened_and_written():
    words = library().glossary.keys()
    files = sorted(COURSE.rglob("*.md"))
    assert len(files) >= 44
    for file in files:
        draft = read_draft(file.name, file.read_bytes())
        written = write(draft).text.encode()
        assert read_draft(file.name, written) == draft
        lesson, remarks = read_lesson(file.name, written, words)
        assert without_lines(lesson) == without_lines(read_lesson(file.name, file.read_bytes(), words)[0])
        assert not remarks


pieces = st.sampled_from(
    ("a", "é", " #", "\n", "\n\n", "    ", "- ", "> ", "```", "~~~", "````python\n", "# ", "## ", "### ", "|a|\n|-|\n",
     "\\", '"', "'", "[x]: http://y\n", "+++\n", "\t", "\r\n", "\x85", "\u2028", "\x7f", "<b>", "=", "1. ", "\ufeff",
     "&#10;", "```moment\n", "```question\n", "\x0b", "\0")
)  # fmt: skip
texts = st.lists(pieces, max_size=10).map("".join)
blocks = st.one_of(
    st.just(""), st.just("?page=graph&cursor=3"), st.just("?page=graph&expression=a%0Ab"), texts
)
steps = st.builds(StepDraft, texts, blocks, texts, blocks, texts)
drafts = st.builds(
    Draft, texts.map("t{}".format), texts.map("c{}".format), texts.map("y{}".format), st.integers(1, 60), st.just(()),
    st.just(()), st.lists(steps, min_size=1, max_size=3).map(tuple),
)  # fmt: skip


class NoPage:
    problems = ()

    def __init__(self, *_):
        pass

    def close(self):
        pass


@settings(max_examples=60, deadline=None)
@given(drafts)
def test_whatever_is_typed_comes_back_from_the_file_or_is_told_to_be_wrong(draft):
    wanted = as_written(draft)
    checked = Job(lambda: checking("lesson.md", draft, (), {"graph": NoPage})).finish()
    if checked.lesson is None:
        assert checked.mistakes
    wrong = {(one.step, one.field) for one in checked.mistakes if one.blocks}
    if any(field in ("before", "after", "title") for _, field in wrong) or any(
        len(one) > 60 for one in (wanted.title, wanted.chapter)
    ):
        return
    assert read_draft("lesson.md", checked.written.text.encode()) == wanted


def test_a_draft_is_the_same_after_it_was_told_and_sent_back():
    draft = read_draft("a.md", GATES.encode())
    message = read(RecorderCheck, {"topic": "recorder_check", "id": 1, "draft": told(draft)})
    assert draft_of(message["draft"]) == draft


def test_of_too_many_steps_none_is_taken():
    step = vars(StepDraft("a"))
    with pytest.raises(Refused, match=f"at most {MOST_STEPS} steps"):
        draft_of({**told(HEAD), "steps": [step] * (MOST_STEPS + 1)})
    assert len(draft_of({**told(HEAD), "steps": [step] * MOST_STEPS}).steps) == MOST_STEPS


@pytest.mark.parametrize(
    "draft", [3, None, "x", [], {**told(HEAD), "steps": [3]}, {**told(HEAD), "steps": [{}]}]
)
def test_what_is_no_draft_is_refused(draft):
    with pytest.raises(Refused):
        read(RecorderCheck, {"topic": "recorder_check", "id": 1, "draft": draft})


@pytest.mark.parametrize("title", ["a ## #", "# a #", "a\n#\t# ", "  a"])
def test_of_a_title_no_sign_of_headings_stays_at_its_ends(title):
    draft = as_written(replace(HEAD, steps=(StepDraft(title),)))
    assert draft.steps[0].title == "a"
    assert read_draft("a.md", write(draft).text.encode()) == draft


def test_an_address_is_written_line_by_line_where_it_can_be():
    assert lines_of("?cursor=3&page=graph&expression=a%2Bb") == "page=graph\ncursor=3\nexpression=a+b"
    for kept in (
        "?page=graph&expression=a%0Ab",
        "?cursor=3",
        "?page=graph&expression=%20a",
        "?page=graph&A-b=1",
    ):
        assert lines_of(kept) == kept
    assert lines_of("page=graph\n\ncursor=3") == "page=graph\n\ncursor=3"


def test_a_question_that_has_ticks_in_it_gets_a_longer_fence():
    step = StepDraft("a", "page=graph", "", 'kind = "click"\n```\n````', "")
    written = write(replace(HEAD, steps=(step,)))
    assert "\n`````question\n" in written.text
    assert read_draft("a.md", written.text.encode()).steps == (step,)


def test_a_line_of_the_file_is_that_of_its_field():
    written = write(read_draft("a.md", GATES.encode()))
    found = {}
    for number, line in enumerate(written.text.split("\n"), 1):
        place = written.place(number)
        found[line] = (place.step, place.field, number - place.line + 1)
    assert found['title = "Gates \\"and\\" more"'] == (0, "title", 1)
    assert found['can = "You can do it."'] == (0, "can", 1)
    assert found["minutes = 3"] == (0, "minutes", 1)
    assert found['words = ["gate"]'] == (0, "words", 1)
    assert found["## Look"] == (1, "title", 1)
    assert found["cursor=3"] == (1, "moment", 3)
    assert found["A second paragraph."] == (1, "before", 3)
    assert found['kind = "number"'] == (1, "question", 1)
    assert found["After it."] == (1, "after", 1)
    assert found["## Stay"] == (2, "title", 1)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("minutes = 3", 'minutes = "three"', 5),
        ("+++\n\n## Look", "\n## Look", 1),
        ("## Stay", "# Stay", 28),
        ("words =", "wrods =", 7),
    ],
)
def test_a_file_whose_head_or_steps_cannot_be_told_is_refused_with_its_line(old, new, line):
    assert old in GATES
    with pytest.raises(LessonError) as caught:
        read_draft("a.md", GATES.replace(old, new).encode())
    assert caught.value.line == line


def test_what_is_wrong_within_a_step_stays_as_it_stands():
    broken = GATES.replace("cursor=3", "curser").replace('kind = "number"', "kind = = 3")
    draft = read_draft("a.md", broken.encode())
    assert "curser" in draft.steps[0].moment
    assert draft.steps[0].question.startswith("kind = = 3\n")
    assert write(draft).text == broken


@pytest.mark.parametrize("filled", ["\n", " ", "`", "#", "~~~\n", "> "])
def test_however_long_a_text_is_it_is_written_in_time_that_grows_with_it(filled):
    text = "a" + filled * (60_000 // len(filled)) + "a"
    draft = replace(HEAD, steps=(StepDraft(text, text, text, text, text),))
    began = time.process_time()
    write(draft)
    assert time.process_time() - began < 1  # where it grows with the square, minutes
