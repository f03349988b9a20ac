"""The files of a lesson, asked for on the map, beside a step of it, and by who has it in no folder."""

import own_loop
import pytest
from handed_out import stills
from lesson_desk import DRAFT, teachers

from playground.lessons.handout import write_handout
from playground.shared.work import Job


@pytest.fixture
def teacher(monkeypatch, tmp_path):
    yield from teachers(monkeypatch, tmp_path)


@pytest.mark.parametrize("page", ["lessons", "graph"])
def test_a_worker_writes_it_whatever_page_is_shown(teacher, page):
    async def work():
        visit = teacher(page="lessons")
        if page != "lessons":
            visit.ask("lesson_open", lesson="gates", step=2)
        assert visit.header.page == page
        file = await visit.asked("lesson_take", "taken", lesson="gates", kind="key")
        library = visit.visit._desk._library()
        assert (
            file["text"]
            == Job(lambda: write_handout(library.lessons["gates"], library, stills, True)).finish()
        )
        assert (file["kind"], file["name"], visit.sent[-1][0]) == ("key", "gates-key.html", page)

    own_loop.run(work())


def test_it_is_written_on_while_another_step_is_turned_to(teacher):
    async def work():
        visit = teacher(page="lessons")
        visit.ask("lesson_open", lesson="gates", step=1)
        visit.ask("lesson_take", lesson="gates", kind="lesson")
        file = await visit.asked("lesson_open", "taken", lesson="gates", step=3)
        assert visit.header.page == "network"
        assert (file["kind"], file["name"], visit.sent[-1][0]) == ("lesson", "gates.html", "network")

    own_loop.run(work())


def test_a_lesson_that_is_tried_in_the_recorder_is_printed_too(teacher):
    async def work():
        visit = teacher(page="graph")
        await visit.asked("recorder_try", "lesson_turned", id=1, step=1, draft=DRAFT)
        file = await visit.asked("lesson_take", "taken", lesson="-trial", kind="handout")
        assert (file["name"], "<h1>Gates</h1>" in file["text"]) == ("trial-handout.html", True)

    own_loop.run(work())


def test_what_is_not_there_is_refused_beside_the_button(teacher):
    visit = teacher(page="lessons")
    visit.ask("lesson_take", lesson="nothing-such", kind="key")
    visit.ask("lesson_take", lesson="gates", kind="poem")
    told = visit.told("error")
    assert [one["field"] for one in told] == ["lesson_take", "lesson_take"]
    assert told[0]["text"] == "This lesson does not exist."


def test_who_does_not_wait_any_longer_is_sent_none(teacher):
    async def work():
        visit = teacher(page="lessons")
        visit.ask("lesson_take", lesson="gates", kind="key")
        visit.ask("cancel", of="lesson_take")
        file = await visit.asked("lesson_take", "taken", lesson="other", kind="key")
        assert (file["name"], len(visit.told("taken"))) == ("other-key.html", 1)

    own_loop.run(work())
