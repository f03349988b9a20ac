"""A lesson on paper, and its key: pictures as they stand, room for answers, and the answers that the engine has."""

from __future__ import annotations

import html
import re
import time
import weakref
from functools import cache, partial
from typing import Any

import own_loop
import pytest
from desks import Desk
from handed_out import hostile_lesson, kept_stills, stills
from shipped_course import LIBRARY
from written_lessons import lesson_of, lesson_text

from playground.lessons import handout
from playground.lessons.files_taken import taken
from playground.lessons.handout import write_handout
from playground.lessons.html_export import write_html
from playground.lessons.lesson import Lesson, LessonStep
from playground.lessons.library import GLOSSARY, Library, read_library
from playground.lessons.questions import (
    ChoiceQuestion,
    ClickQuestion,
    GoalQuestion,
    NumberQuestion,
    OrderQuestion,
)
from playground.shared.refused import Refused
from playground.shared.still import Still
from playground.shared.work import Job
from playground.shared.written_numbers import full, short

LESSONS = pytest.mark.parametrize("lesson", LIBRARY.lessons.values(), ids=list(LIBRARY.lessons))


def written(lesson: Lesson, key: bool = False, lessons=LIBRARY) -> str:
    return (
        of_course(lesson.id, key) if LIBRARY.lessons.get(lesson.id) is lesson else made(lesson, key, lessons)
    )


@cache
def of_course(name: str, key: bool) -> str:
    return made(LIBRARY.lessons[name], key, LIBRARY)


def made(lesson: Lesson, key: bool, lessons: Library) -> str:
    return str(Job(lambda: write_handout(lesson, lessons, kept_stills, key)).finish())


def on_its_page(step: LessonStep, measure: str) -> float:
    """What the page itself has, opened at this step."""
    desk = Desk(step.moment.settings)

    async def ready() -> None:
        desk.ask("ready")
        await desk.answered()

    own_loop.run(ready())
    try:
        return desk.controller.measure(measure)
    finally:
        desk.controller.close()


def sections(page: str) -> list[str]:
    return page.split('<section class="step">')[1:]


def question_in(section: str) -> str:
    return section.partition('<div class="question')[2].partition('<div class="way"')[0]


def boxes(section: str) -> list[str]:
    return re.findall(r'<span class="box">(.*?)</span>', question_in(section))


@LESSONS
def test_the_answers_in_the_key_are_the_engines(lesson):
    steps = sections(written(lesson, key=True))
    assert len(steps) == len(lesson.steps)
    for step, section in zip(lesson.steps, steps, strict=True):
        question: Any = step.question
        if isinstance(question, NumberQuestion):
            truth = on_its_page(step, question.measure)
            said = re.search(r'<p class="answer"><b>(.*?)</b>(?: <span class="exact">(.*?)</span>)?', section)
            assert said[1] == short(truth)
            assert said[2] in (None, full(truth))
            assert said[2] or float(said[1].replace("−", "-").replace(",", "")) == truth
        elif isinstance(question, ChoiceQuestion):
            marks = boxes(section)
            assert [number for number, mark in enumerate(marks, 1) if mark == "✓"] == [question.right]
        elif isinstance(question, OrderQuestion):
            order = [question.shown[boxes(section).index(str(at + 1))] for at in range(len(question.items))]
            assert tuple(order) == question.items
        elif isinstance(question, ClickQuestion):
            assert f'<p class="answer"><code>{html.escape(question.node)}</code></p>' in section
        for one in question.way if question else ():
            assert re.sub(r"<button[^>]*>|</button>", "", one.html) in re.sub(
                r'<a class="word"[^>]*>|</a>', "", section
            )


@LESSONS
def test_a_handout_asks_everything_and_answers_nothing(lesson):
    page = written(lesson)
    assert f"<h1>{html.escape(lesson.title)}</h1>" in page
    assert html.escape(lesson.can) in page
    for step, section in zip(lesson.steps, sections(page), strict=True):
        assert f". {html.escape(step.title)}</h2>" in section
        question = step.question
        assert ('<div class="question' in section) is (question is not None)
        if isinstance(question, NumberQuestion):
            assert question_in(section).count('<span class="room">') == 2
        if isinstance(question, ChoiceQuestion | OrderQuestion):
            assert boxes(section) == [""] * len(question.shown)
    assert "✓" not in page
    assert 'class="answer"' not in page
    assert 'class="way"' not in page
    assert "For example:" not in page


@LESSONS
def test_each_moment_has_its_picture_once(lesson):
    page = written(lesson)
    before = None
    for step, section in zip(lesson.steps, sections(page), strict=True):
        pictures = section.count('<div class="picture">')
        assert pictures == (step.moment != before)
        assert not pictures or re.search(r"<svg |<table class=.grid", section.partition('class="picture"')[2])
        before = step.moment


@pytest.mark.parametrize("write", [partial(write_handout, key=True), write_html], ids=["key", "file"])
def test_a_file_of_many_moments_holds_one_of_them_beside_that_which_is_made(write):
    steps = [
        f"## {n}\n```moment\npage=graph\nexpression=a*{n}\n```\nWords.\n\n## Stays\nWords.\n\n"
        for n in range(5)
    ]
    lesson = lesson_of(lesson_text(question="") + "".join(steps))
    alive: weakref.WeakSet[Still] = weakref.WeakSet()
    held = []

    def counted(page, settings):
        yield 0.5
        made = Still(repr(settings), "A graph.", len)
        alive.add(made)
        held.append(len(alive))
        return made

    Job(lambda: write(lesson, LIBRARY, counted)).finish()
    assert held == [1, 2, 2, 2, 2, 2]


@pytest.mark.parametrize("write", [partial(write_handout, key=True), write_html], ids=["key", "file"])
def test_pictures_past_the_room_of_a_file_are_left_out_in_words(write, monkeypatch):
    monkeypatch.setattr(handout, "MOST_PICTURED", 20)
    steps = [f"## {n}\n```moment\npage=graph\nexpression=a*{n}\n```\nWords.\n\n" for n in range(4)]
    lesson = lesson_of(lesson_text(moment="page=graph", question="") + "".join(steps))
    pictures = iter(["<i>12345</i>", "<i>123</i>", "<i></i>", "<i>6</i>", ""])

    def drawn(page, settings):
        yield 0.5
        return Still(next(pictures), "A graph.", len)

    page = Job(lambda: write(lesson, LIBRARY, drawn)).finish()
    assert re.findall(r"<i>\d*</i>", page) == ["<i>12345</i>", "<i></i>"]
    assert page.count(f"A graph. {handout.NO_ROOM}</p>") == 2
    assert page.count("A graph.</p>") == 3


@LESSONS
def test_every_word_that_leads_somewhere_is_explained_at_the_end(lesson):
    page = written(lesson, key=True)
    places = re.findall(r'<dt id="([^"]+)">', page)
    assert len(set(places)) == len(places)
    assert set(re.findall(r'class="word" href="#([^"]+)"', page)) <= set(places)
    assert "<button" not in page
    assert "data-word" not in page


@LESSONS
def test_a_handout_asks_for_nothing_from_outside(lesson):
    page = written(lesson, key=True)
    assert not re.search(r'<script|<link|@import|url\(|(?:src|href)="(?!data:image/png;base64,|#)', page)


class TestOneGate:
    """Worked by hand: f = (x + y) z at (−2, 5, −4)."""

    lesson = LIBRARY.lessons["one-gate"]

    def test_the_key_has_the_lectures_numbers(self):
        found = re.findall(r'<p class="answer"><b>(.*?)</b></p>', written(self.lesson, key=True))
        assert found == ["−12", "3", "−4"]

    def test_the_key_tells_the_way_and_shows_a_goal_reached(self):
        last = sections(written(self.lesson, key=True))[-1]
        assert "The gradient of z is 3, so a larger z makes f larger." in last
        example = last.partition("For example:")[2]
        assert ">4</text>" in example  # z, as its solution sets it

    def test_the_pictures_are_those_of_their_steps(self):
        steps = sections(written(self.lesson))

        def numbers(section, kind):
            return re.findall(rf'<text class="{kind}"[^>]*>(.*?)</text>', section)

        assert numbers(steps[0], "value") == ["−2", "5", "−4"]
        assert numbers(steps[0], "gradient") == []
        assert sorted(numbers(steps[1], "value")) == sorted(["−2", "5", "3", "−4", "−12"])
        assert numbers(steps[1], "gradient") == ["1"]
        assert sorted(numbers(steps[2], "gradient")) == sorted(["−4", "1"])
        assert sorted(numbers(steps[5], "gradient")) == sorted(["−4", "−4", "−4", "3", "1"])
        assert steps[0].count('class="blank"') == 7  # q and f, and the gradients of all five
        assert "After step 4 of 7, in the backward pass." in steps[2]
        assert "Before the first of 7 steps." in steps[0]
        assert "After the last of 7 steps." in steps[5]


@pytest.mark.parametrize("key", [False, True])
def test_hostile_text_is_text(key):
    page = written(hostile_lesson(), key)
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "javascript:" not in re.sub(r"<[^>]*>[^<]*", lambda found: found[0].partition(">")[0], page)
    assert page.count("</style>") == 1
    assert "&lt;script&gt;" in page
    assert "${title}" in page


def test_what_has_no_answer_says_so_in_the_key():
    question = 'kind = "number"\nask = "What is it?"\nanswer = "gradient nowhere"'
    page = written(lesson_of(lesson_text(question=question)), key=True)
    assert "nowhere" in page.partition('class="way"')[2]
    assert 'class="answer"' not in page


def test_a_moment_that_cannot_be_had_leaves_the_words():
    def none(page, settings):
        raise Refused("page_unknown")
        yield 0.0

    lesson = lesson_of(lesson_text())
    page = Job(lambda: write_handout(lesson, LIBRARY, none, False)).finish()
    assert "Words." in page
    assert "This page does not exist." in page


def test_the_lessons_before_are_named():
    lesson = LIBRARY.lessons["sigmoid-neuron"]
    assert "Before it: One gate at a time" in written(lesson)


def test_lessons_of_ones_own_are_printed_too(tmp_path):
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "loss-surface.md").write_text("A surface of losses.")
    (tmp_path / "01-mine.md").write_text(lesson_text(text="See the [[loss surface]]."))
    (tmp_path / "course").mkdir()
    lessons = read_library(tmp_path / "course", GLOSSARY, tmp_path)
    page = written(lessons.lessons["mine"], key=True, lessons=lessons)
    assert '<a class="word" href="#word-loss-surface">loss surface</a>' in page
    assert "A surface of losses." in page
    assert '<p class="answer"><b>3</b></p>' in page


@pytest.mark.parametrize("name", ["optimizers", "there-and-back", "any-curve", "down-to-the-pixels"])
def test_no_piece_of_the_work_keeps_others_waiting(name):
    written(LIBRARY.lessons[name])  # what a server has read already

    def longest() -> float:
        pieces, before = [0.0], time.thread_time()
        for _ in write_handout(LIBRARY.lessons[name], LIBRARY, stills, True):
            now = time.thread_time()
            pieces.append(now - before)
            before = now
        return max(pieces)

    # The best of a few: another process may have the caches.
    assert min(longest() for _ in range(3)) < 0.1


class TestTaken:
    def test_a_file_is_called_after_its_lesson(self):
        lesson = LIBRARY.lessons["one-gate"]
        for kind in ("handout", "key"):
            file = Job(lambda kind=kind: taken(lesson, LIBRARY, stills, kind)).finish()
            assert (file["topic"], file["kind"], file["mime"]) == ("taken", kind, "text/html")
            assert file["name"] == f"one-gate-{kind}.html"
            assert file["text"] == written(lesson, kind == "key")


def test_a_goal_is_asked_in_words():
    lesson = LIBRARY.lessons["there-and-back"]
    goals = [step for step in lesson.steps if isinstance(step.question, GoalQuestion)]
    assert goals
    assert "In the playground, until this is so" in written(lesson)
