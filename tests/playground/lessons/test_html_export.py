"""A lesson as one file: its graphs, each once, its words, and pictures of what is no trace."""

from __future__ import annotations

import base64
import json
import re

import pytest
from effort import calls
from handed_out import HOSTILE, hostile_lesson, kept_stills, stills
from shipped_course import LIBRARY
from written_lessons import lesson_of, lesson_text

from playground.lessons import html_export
from playground.lessons.files_taken import taken
from playground.lessons.html_export import write_html
from playground.lessons.lesson import Lesson
from playground.shared.work import Job


def written(lesson: Lesson) -> str:
    return str(Job(lambda: write_html(lesson, LIBRARY, kept_stills)).finish())


def embedded(page: str, name: str):
    return json.loads(
        re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.S)[1]
    )


def places(page: str):
    return embedded(page, "places")["places"]


class TestOneGate:
    lesson = LIBRARY.lessons["one-gate"]
    page = written(lesson)

    def test_its_graph_stands_in_it_once_and_each_step_is_a_place_in_it(self):
        assert places(self.page) == [{"graph": 0, "cursor": at} for at in (0, 3, 4, 4, 5, 7)]
        ((folding,),) = embedded(self.page, "graphs")
        assert len(folding["trace"]["steps"]) == 7
        assert folding["trace"]["cursor"] == 0

    def test_it_says_what_it_is_of(self):
        assert "<title>One gate at a time</title>" in self.page
        assert "<h1>One gate at a time</h1><p>You can send a gradient back" in self.page
        assert "A lesson of the backprop playground." in self.page
        for number, step in enumerate(self.lesson.steps, 1):
            assert f'<section data-step="{number}" hidden><h2>{number}. {step.title}</h2>' in self.page

    def test_the_answers_are_the_engines_and_folded_away(self):
        found = re.findall(
            r"<summary>The answer, and the way to it</summary>(.*?)</details>", self.page, re.S
        )
        assert len(found) == self.lesson.questions
        assert re.findall(r'<p class="answer"><b>(.*?)</b></p>', "".join(found)) == ["−12", "3", "−4"]
        rest = re.sub(r"<details>.*?</details>", "", self.page, flags=re.S)
        assert 'class="answer"' not in rest

    def test_it_asks_for_nothing_from_outside(self):
        assert "http:" not in re.sub(r"http://www\.w3\.org/", "", self.page)
        assert not re.search(r"https:|src=|<link|@import|url\(", self.page)

    def test_it_has_every_module_that_is_imported(self):
        modules = json.loads(re.search(r'<script type="importmap">(.*?)</script>', self.page, re.S)[1])[
            "imports"
        ]
        assert {f"{drawing}.js" for drawing in html_export.VIEWS.values()} <= modules.keys()
        assert {"shared/context.js", "shared/played.js"} <= modules.keys()


def test_what_is_no_trace_is_a_picture_and_says_where_it_lives():
    lesson = LIBRARY.lessons["which-loss"]
    page = written(lesson)
    for number, (step, place) in enumerate(zip(lesson.steps, places(page), strict=True), 1):
        of_graph = step.moment.page == "graph"
        assert (place["graph"] is not None) is of_graph
        assert (f'<div class="on-paper" data-step="{number}" hidden>' in page) is not of_graph
        section = page.partition(f'<section data-step="{number}"')[2].partition("</section>")[0]
        assert ("This step is on the Network page" in section) is not of_graph


@pytest.mark.parametrize("lesson", LIBRARY.lessons.values(), ids=list(LIBRARY.lessons))
def test_every_lesson_plays_what_can_be_played(lesson):
    found = places(written(lesson))
    assert [place["graph"] is not None for place in found] == [
        step.moment.page == "graph" or bool(step.moment.settings.keys() & {"sample", "digits_stepping"})
        for step in lesson.steps
    ]


def test_a_sample_that_is_stepped_through_plays_at_both_levels_beside_its_network():
    page = written(LIBRARY.lessons["mini-batch"])
    assert places(page)[:3] == [
        {"graph": 0, "cursor": 17},
        {"graph": 1, "cursor": 22},
        {"graph": 0, "cursor": 17},
    ]
    layers, scalars = embedded(page, "graphs")[0]
    assert [one["trace"]["level"] for one in (layers, scalars)] == ["layer", "scalar"]
    assert (layers["leads"], scalars["leads"]) == ({"scalar": 1}, {"layer": 0})
    assert layers["code"] is None
    for one in (layers, scalars):
        backward = [str(at) for at, step in enumerate(one["trace"]["steps"]) if step["phase"] == "backward"]
        assert set(backward[1:]) <= one["slips"].keys()
    section = page.partition('<section data-step="1"')[2].partition("</section>")[0]
    assert 'class="network"' in section
    assert 'class="plane"' in section
    assert section.count('class="ring"') == 1  # the sample that is walked
    assert "What is stepped through plays here; the rest of the Network page is in the playground." in section


def test_a_digit_that_is_stepped_through_plays_with_the_pictures_of_its_large_matrices():
    page = written(LIBRARY.lessons["down-to-the-pixels"])
    assert [place["graph"] for place in places(page)] == [0, None, None, 1, 1]
    for (walk,) in embedded(page, "graphs"):
        weights = next(node for node in walk["trace"]["nodes"] if node["name"] == "W1")
        coarse = weights["value"]["coarse"]
        pixels = base64.b64decode(walk["trace"]["coarse"])
        assert weights["value"]["at"] is None
        assert len(pixels) >= coarse["at"] + coarse["rows"] * coarse["columns"]


def test_hostile_text_is_text():
    page = written(hostile_lesson())
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("</script>") == 4
    assert "&lt;script&gt;" in page
    assert "${title}" in page
    assert HOSTILE not in page


def test_a_place_after_the_end_is_the_end():
    moment = "page=graph\nexpression=a * b\ncursor=90000"
    assert places(written(lesson_of(lesson_text(moment=moment))))[0]["cursor"] == 4


def test_graphs_that_have_no_room_are_pictures(monkeypatch):
    lesson = LIBRARY.lessons["one-gate"]
    monkeypatch.setattr(html_export, "MOST_PLAYED", 100)
    page = written(lesson)
    assert {place["graph"] for place in places(page)} == {None}
    assert embedded(page, "graphs") == []
    assert page.count('class="on-paper" data-step=') == len(lesson.steps)
    assert "To change it, open the lesson in the playground." in page


def test_it_is_called_after_its_lesson():
    lesson = LIBRARY.lessons["one-gate"]
    file = Job(lambda: taken(lesson, LIBRARY, stills, "lesson")).finish()
    assert (file["kind"], file["name"], file["mime"]) == ("lesson", "one-gate.html", "text/html")
    assert file["text"] == written(lesson)


def test_no_piece_of_the_work_keeps_others_waiting():
    lesson = LIBRARY.lessons["sigmoid-neuron"]
    written(lesson)
    writing = write_html(lesson, LIBRARY, stills)
    pieces = [0]
    while writing.gi_frame is not None:
        pieces.append(calls(lambda: next(writing, None)))
    assert len(pieces) > 20
    assert max(pieces) < 40_000
