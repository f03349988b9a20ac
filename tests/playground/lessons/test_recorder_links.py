"""A lesson in a link: packed by the recorder, opened by whoever gets it, and told in words where it cannot be had."""

from urllib.parse import parse_qsl

import own_loop
import pytest
from lesson_desk import DRAFT, GATES, OTHER, draft, step, teachers

from playground.lessons.link import MOST_LETTERS, name_of, packed, unpacked


@pytest.fixture
def teacher(monkeypatch, tmp_path):
    yield from teachers(monkeypatch, tmp_path)


def test_a_link_has_the_lesson_and_opens_it(teacher):
    async def work():
        visit = teacher(page="graph")
        link = await visit.asked("recorder_pack", "recorder_link", id=1, draft=DRAFT)
        query = dict(parse_qsl(link["query"]))
        assert (query["page"], query["lesson"]) == ("graph", name_of(unpacked(link["letters"])))
        assert link["count"] == len(link["letters"]) <= link["most"] == MOST_LETTERS

        student = teacher(**query)
        assert student.told("lesson_wanted")[-1]["lesson"] == query["lesson"]
        await student.asked("lesson_given", "lesson_turned", letters=link["letters"])
        assert (student.shown["title"], student.shown["step"]) == ("Gates", 1)
        assert (student.shown["id"], student.shown["comes_from"]) == (query["lesson"], "link")
        assert student.told("trace")[-1]["cursor"] == 3
        assert not student.told("lesson_turned")[-1]["entry"]
        student.ask("lesson_open", lesson=query["lesson"], step=3)
        assert student.header.page == "network"

    own_loop.run(work())


def test_a_link_whose_address_has_a_moment_opens_that(teacher):
    async def work():
        letters = packed(GATES)
        visit = teacher(
            page="graph", expression="p*q*r", lesson=name_of(GATES.encode()), lesson_step="2", theme="dark"
        )
        await visit.asked("lesson_given", "lesson", letters=letters)
        assert (visit.shown["step"], visit.address["expression"]) == (2, "p*q*r")

    own_loop.run(work())


def test_a_link_without_anything_else_opens_its_lesson_and_leads_back(teacher):
    async def work():
        visit = teacher(page="graph", expression="u*v")
        await visit.asked("lesson_given", "lesson_turned", letters=packed(OTHER))
        assert (visit.shown["title"], visit.told("lesson_turned")[-1]["entry"]) == ("Other", True)
        visit.ask("page", name="graph", query="page=graph")
        assert visit.told("expression")[-1]["text"] == "u*v"

    own_loop.run(work())


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        (None, "This lesson is not kept in this browser."),
        ("!", "The lesson in this link is damaged"),
        (packed("no lesson"), "The lesson in this link cannot be read: The file must begin with a head"),
        ("A" * 30_000, "The text for letters is longer than 20,000 characters."),
        (3, "Text is needed for letters."),
    ],
)
def test_a_lesson_that_cannot_be_had_is_told_and_left(teacher, letters, words):
    async def work():
        visit = teacher(page="graph", lesson="-link-0123456789ab")
        told = await visit.asked("lesson_given", "address_problems", letters=letters)
        assert told["text"].startswith(words)
        assert visit.visit._desk.at is None
        assert visit.visit.shown.borrowed is None
        assert "lesson" not in visit.address
        assert visit.told("lesson_turned")[-1]["query"] == "page=graph"

    own_loop.run(work())


def test_too_long_a_lesson_has_no_link(teacher):
    async def work():
        visit = teacher(page="graph")
        # Nothing in it repeats, so that it does not become shorter.
        link = await visit.asked("recorder_pack", "recorder_link", id=1, draft=draft(*[
            step(before=" ".join(f"{number:x}{number**7:x}" for number in range(at, at + 130)))
            for at in range(1_000, 3_000, 200)
        ]))  # fmt: skip
        assert link["letters"] is None
        assert link["count"] > MOST_LETTERS

    own_loop.run(work())
