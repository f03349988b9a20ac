"""The recorder: what is on a page becomes a step, mistakes are told at their fields, and what comes of it is played."""

import asyncio

import own_loop
import pytest
from lesson_desk import DRAFT, GATES, draft, step, teachers

from playground.lessons.lesson_file import read_lesson


@pytest.fixture
def teacher(monkeypatch, tmp_path):
    yield from teachers(monkeypatch, tmp_path)


def places(mistakes):
    return [(one["step"], one["field"], one["line"], one["blocks"]) for one in mistakes]


# Beside a page


def test_the_recorder_opens_beside_what_is_on_the_page_which_is_the_visitors_own_again_afterwards(teacher):
    visit = teacher(page="graph", expression="u*v")
    visit.ask("recorder_show", moment="")
    others = [{"id": "gates", "title": "Gates"}, {"id": "other", "title": "Other"}]
    assert visit.told("lesson")[-1] == {"topic": "lesson", "shown": None, "recording": True, "others": others}
    assert not visit.told("lesson_wanted")
    assert (visit.address["expression"], visit.address["lesson"]) == ("u*v", "-recorder")
    assert visit.told("lesson_turned")[-1]["entry"]
    visit.ask("expression", text="p+q")
    visit.ask("page", name="lessons", query="page=lessons")
    assert visit.told("lesson")[-1] == {"topic": "lesson", "shown": None, "recording": False, "others": []}
    visit.ask("page", name="graph", query="page=graph")
    assert visit.told("expression")[-1]["text"] == "u*v"


def test_from_the_map_it_opens_beside_the_page_that_was_looked_at_last(teacher):
    visit = teacher(page="lessons")
    visit.ask("recorder_show", moment="")
    assert visit.header.page == "graph"
    other = teacher(page="digits")
    other.ask("page", name="lessons", query="page=lessons")
    other.ask("recorder_show", moment="")
    assert other.header.page == "digits"


def test_another_page_is_beside_it_as_the_visitor_had_it(teacher):
    visit = teacher(page="graph", expression="u*v")
    visit.ask("page", name="compare", query="page=compare")
    visit.ask("recorder_show", moment="")
    visit.ask("page", name="graph", query="page=graph&lesson=-recorder")
    assert (visit.address["expression"], visit.address["lesson"]) == ("u*v", "-recorder")
    assert visit.visit.shown.borrowed is not None
    visit.ask("page", name="digits", query="page=digits&lesson=-recorder")
    assert visit.header.page == "digits"
    assert visit.visit.shown.borrowed is not None


def test_what_is_on_the_page_is_taken_as_a_moment_with_the_place_in_the_trace(teacher):
    visit = teacher(page="graph", expression="u*v", theme="dark")
    visit.ask("recorder_take", id=1, cursor=None)
    assert not visit.told("recorder_taken")  # the recorder is not open
    visit.ask("recorder_show", moment="")
    visit.ask("recorder_take", id=2, cursor=4)
    taken = visit.told("recorder_taken")[-1]
    names = dict(line.split("=", 1) for line in taken["moment"].split("\n"))
    assert (taken["id"], names["page"], names["expression"], names["cursor"]) == (2, "graph", "u*v", "4")
    assert not names.keys() & {"theme", "lesson", "lesson_step"}
    visit.ask("recorder_take", id=3, cursor=-1)
    visit.ask("recorder_take", id=4, cursor=10**9)
    assert all("cursor" not in one["moment"] for one in visit.told("recorder_taken")[-2:])


def test_a_step_is_opened_at_its_moment_and_one_that_is_none_is_told(teacher):
    visit = teacher(page="graph", expression="u*v")
    visit.ask("recorder_show", moment="page=graph\nexpression=a*b*c")
    assert (visit.address["expression"], visit.address["lesson"]) == ("a*b*c", "-recorder")
    visit.ask("recorder_show", moment="?page=network&dataset=xor")
    assert (visit.header.page, visit.told("lesson_turned")[-1]["entry"]) == ("network", False)
    visit.ask("recorder_show", moment="page=nowhere")
    assert "The moment needs the name of its page" in visit.told("address_problems")[-1]["text"]
    assert visit.header.page == "network"


def test_an_address_opens_the_recorder_again(teacher):
    visit = teacher(page="graph", expression="a+b", lesson="-recorder")
    assert visit.told("lesson")[-1]["recording"]
    assert visit.visit.shown.borrowed is not None
    assert visit.address["expression"] == "a+b"


# Mistakes


def test_mistakes_are_told_at_their_fields_and_all_of_them(teacher):
    async def work():
        visit = teacher(page="graph")
        assert await visit.checked(DRAFT) == []
        mistakes = await visit.checked(
            draft(
                step(moment=""),
                step(title="", before="A [[word]]."),
                step(question='kind = "number"\nask = "What?"\nanswer = "value nothing"'),
                step(question='kind = "number"\nask = '),
                step(moment="page=graph\ncursor=-4"),
                step(before="x\n\n# A\n## B\n```question\na\n```", after="```\nx", question="x = 1"),
                title="",
                minutes=0,
            )
        )
        assert places(mistakes) == [
            (6, "before", 3, True), (6, "before", 4, True), (6, "before", 5, True), (6, "after", 1, True),
        ]  # fmt: skip
        mistakes = await visit.checked(
            draft(
                step(moment=""),
                step(before="A [[word]]."),
                step(question='kind = "number"\nask = '),
                step(moment="page=graph\ncursor=-4"),
                title="",
                minutes=0,
            )
        )
        assert places(mistakes) == [
            (0, "title", 1, True), (0, "minutes", 1, True), (3, "question", 2, True), (4, "moment", 2, True),
            (2, "title", 1, False),
        ]  # fmt: skip
        assert [one["empty"] for one in mistakes] == [True, True, False, False, False]
        assert mistakes[2]["text"].startswith("This is not TOML")
        mistakes = await visit.checked(draft(step(moment="")))
        assert places(mistakes) == [(1, "title", 1, True)]
        mistakes = await visit.checked(draft())
        assert places(mistakes) == [(0, "file", 0, True)]
        mistakes = await visit.checked(draft(*[step(before="é" * 2_000)] * 20))
        assert places(mistakes) == [(0, "file", 0, True)]

    own_loop.run(work())


def test_what_only_a_page_knows_to_be_wrong_is_told_too_and_keeps_nothing_from_being_tried(teacher):
    async def work():
        visit = teacher(page="graph")
        question = 'kind = "number"\nask = "What?"\nanswer = "value nothing"'
        mistakes = await visit.checked(
            draft(
                step(question=question),
                step(moment="page=graph\nexpression=(a"),
                step(moment=""),
            )
        )
        assert places(mistakes) == [(1, "question", 0, False), (2, "moment", 0, False)]

    own_loop.run(work())


def test_too_much_is_refused_in_words(teacher):
    visit = teacher(page="graph")
    visit.ask("recorder_check", id=1, draft=draft(*[step()] * 41))
    assert visit.told("address_problems")[-1]["text"] == "A lesson has at most 40 steps."
    visit.ask("recorder_check", id=1, draft=draft(step(before="a" * 64_001)))
    assert "longer than 64,000 characters" in visit.told("address_problems")[-1]["text"]
    for hostile in (None, 3, {"steps": 1}, {**DRAFT, "needs": [3]}):
        visit.ask("recorder_write", draft=hostile)
    assert not visit.told("recorder_written")


# Trying


def test_it_is_played_as_any_lesson_is_and_the_recorder_comes_back(teacher):
    async def work():
        visit = teacher(page="graph")
        visit.ask("recorder_show", moment="")
        await visit.asked("recorder_try", "lesson_turned", id=1, step=2, draft=DRAFT)
        assert (visit.shown["id"], visit.shown["comes_from"], visit.shown["step"]) == (
            "-trial",
            "recorder",
            2,
        )
        assert visit.shown["following"] is None
        assert [word["word"] for word in visit.shown["words"]] == []
        visit.ask("lesson_answer", step=2, answer="3")
        assert visit.told("lesson_judged")[-1]["right"] is True
        visit.ask("lesson_open", lesson="-trial", step=3)
        assert visit.header.page == "network"
        visit.ask("recorder_show", moment=DRAFT["steps"][0]["moment"])
        assert visit.told("lesson")[-1]["recording"]
        # What has been changed meanwhile is what is tried then
        changed = {**DRAFT, "title": "Another title"}
        await visit.asked("recorder_try", "lesson_turned", id=1, step=99, draft=changed)
        assert (visit.shown["title"], visit.shown["step"]) == ("Another title", 1)
        visit.ask("lesson_answer", step=1, answer="3")

    own_loop.run(work())


def test_with_a_mistake_it_is_not_played(teacher):
    async def work():
        visit = teacher(page="graph")
        visit.ask("recorder_show", moment="")
        wrong = draft(step(question="x"))
        told = await visit.asked("recorder_try", "recorder_checked", id=5, step=1, draft=wrong)
        assert (told["id"], told["asked"], places(told["mistakes"])) == (5, "try", [(1, "question", 1, True)])
        assert visit.visit._desk.recording

    own_loop.run(work())


def test_after_a_reload_the_browser_is_asked_for_what_is_tried_and_the_page_stays_as_its_address_says(
    teacher,
):
    async def work():
        visit = teacher(page="graph", expression="p*q*r", lesson="-trial", lesson_step="2")
        assert visit.told("lesson_wanted")[-1] == {"topic": "lesson_wanted", "lesson": "-trial", "step": 2}
        assert visit.shown is None
        visit.ask("lesson_put_back")  # of a lesson that is not there yet
        visit.ask("lesson_answer", step=2, answer="3")
        await visit.asked("recorder_try", "lesson", id=1, step=2, draft=DRAFT)
        assert (visit.shown["id"], visit.shown["step"]) == ("-trial", 2)
        assert visit.address["expression"] == "p*q*r"
        visit.ask("lesson_put_back")
        assert visit.told("trace")[-1]["cursor"] == 3

    own_loop.run(work())


@pytest.mark.parametrize("lesson", ["-trial", "-recorder", "-link-0123456789ab"])
def test_a_step_of_what_is_not_there_is_refused(teacher, lesson):
    visit = teacher(page="graph")
    visit.ask("lesson_open", lesson=lesson, step=1)
    assert visit.told("error")[-1]["text"] == "This lesson does not exist."


# Files


def test_it_is_saved_as_a_file_that_opens_to_the_same(teacher):
    async def work():
        visit = teacher(page="graph")
        visit.ask("recorder_write", draft={**DRAFT, "title": "2. Über Gates & more"})
        written = visit.told("recorder_written")[-1]
        assert written["name"] == "ber-gates-more.md"
        read_lesson(written["name"], written["text"].encode())
        opened = await visit.asked(
            "recorder_read", "recorder_opened", name="x.md", bytes=written["text"].encode()
        )
        assert opened["draft"] == {**DRAFT, "title": "2. Über Gates & more"}
        visit.ask("recorder_write", draft={**DRAFT, "title": "?"})
        assert visit.told("recorder_written")[-1]["name"] == "my-lesson.md"

    own_loop.run(work())


def test_a_file_that_cannot_be_opened_is_told_with_its_line(teacher):
    async def work():
        visit = teacher(page="graph")
        wrong = GATES.replace("minutes = 3", "minutes = 300").encode()
        opened = await visit.asked("recorder_read", "recorder_opened", name="x.md", bytes=wrong)
        assert (opened["draft"], opened["line"], opened["name"]) == (None, 5, "x.md")
        assert opened["text"] == "minutes must be a whole number from 1 to 60."
        opened = await visit.asked("recorder_read", "recorder_opened", name="x.md", bytes=b"\xff" * 70_000)
        assert (opened["line"], opened["text"]) == (0, "The file is larger than 64,000 bytes.")

    own_loop.run(work())


def test_a_lesson_of_the_server_is_opened_to_be_worked_on(teacher):
    async def work():
        visit = teacher(page="graph")
        opened = await visit.asked("recorder_copy", "recorder_opened", lesson="gates")
        assert (opened["name"], opened["draft"]) == ("Gates", DRAFT)
        visit.ask("recorder_copy", lesson="nothing-such")
        assert visit.told("address_problems")[-1]["text"] == "This lesson does not exist."
        visit.visit._recorder._library().lessons["gates"].file.unlink()
        opened = await visit.asked("recorder_copy", "recorder_opened", lesson="gates")
        assert (opened["draft"], opened["text"]) == (None, "The file cannot be opened.")

    own_loop.run(work())


def test_who_has_left_is_told_nothing(teacher):
    async def work():
        visit = teacher(page="graph")
        visit.ask("recorder_check", id=1, draft=DRAFT)
        visit.visit.close()
        await asyncio.sleep(0.5)
        assert not visit.told("recorder_checked")
        visit.ask("recorder_write", draft=DRAFT)
        assert not visit.told("recorder_written")

    own_loop.run(work())
