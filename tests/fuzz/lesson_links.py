"""Links with a lesson in them, and drafts of lessons, as somebody could make them."""

from __future__ import annotations

import base64
import zlib
from random import Random
from typing import Any

import hostile_values
from lesson_files import PIECES, look, sound
from mutations import damaged
from tally import Tally

from playground.lessons.draft import Draft, StepDraft, as_written, draft_of, told
from playground.lessons.draft_check import checking
from playground.lessons.draft_file import read_draft, write
from playground.lessons.file_problems import LessonError
from playground.lessons.lesson_file import MOST_BYTES, reading
from playground.lessons.link import MOST_LETTERS, packed, unpacked
from playground.messages.recorder import RecorderCheck
from playground.shared.reading import read
from playground.shared.refused import Refused
from playground.shared.work import Job

STEP = tuple(vars(StepDraft()))


def draw(random: Random) -> Any:
    """Letters, or a draft."""
    if random.random() < 0.5:
        return {"text": letters(random), "inputs": None}
    return {"text": "", "inputs": draft(random)}


def letters(random: Random) -> str:
    match random.randrange(5):
        case 0:
            return "".join(random.choice("AZaz09-_=+/ é\n") for _ in range(random.randint(0, 60)))
        case 1:
            return damaged(random, packed(sound(random)), ("-", "_", "A", "=", "é"))
        case 2:
            return packed(damaged(random, sound(random), PIECES).encode("utf-8", "replace").decode())
        case 3:
            data = bytes([random.randrange(256)]) * random.choice((MOST_BYTES, MOST_BYTES + 1, 4_000_000))
            deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
            data = deflate.compress(data) + deflate.flush()
            return base64.urlsafe_b64encode(data).decode().rstrip("=")
        case _:
            return "A" * random.choice((0, 1, MOST_LETTERS, MOST_LETTERS + 1))


def draft(random: Random) -> Any:
    """One that is sound but for some of it, or no draft at all."""
    if random.random() < 0.1:
        return hostile_values.value(random)
    made = told(read_draft("a.md", sound(random).encode()))
    for _ in range(random.randint(0, 3)):
        if not made["steps"]:
            break
        at = random.randrange(len(made["steps"]))
        step = dict(made["steps"][at])
        part = random.choice(STEP)
        step[part] = "".join(random.choice(PIECES) for _ in range(random.randint(0, 8)))
        made["steps"][at] = step
    if random.random() < 0.3:
        made[random.choice(tuple(made))] = hostile_values.value(random)
    return made


class _NoPage:
    """What a moment is tried out on: nothing is wrong with it."""

    problems = ()

    def __init__(self, *_: Any) -> None:
        pass

    def measure(self, words: str) -> float:
        return 1.0

    def close(self) -> None:
        pass


PAGES: Any = dict.fromkeys(("network", "graph", "digits", "compare"), _NoPage)


async def run(case: Any, tally: Tally) -> None:
    """What is unpacked is a file of the size that one may have; what is written of a draft comes back, or it is told
    at which field it would not."""
    with tally.one(case):
        if case["inputs"] is None:
            unpack(case["text"])
        else:
            check(case["inputs"])


def unpack(text: str) -> None:
    try:
        file = unpacked(text)
    except Refused:
        return
    assert len(file) <= MOST_BYTES
    lesson = Job(lambda: reading("lesson.md", file)).finish().lesson
    if lesson is not None:
        look(lesson, ())


def check(sent: Any) -> None:
    try:
        found = read(RecorderCheck, {"topic": "recorder_check", "id": 1, "draft": sent})
        made: Draft = draft_of(found["draft"])
    except Refused:
        return
    checked = Job(lambda: checking("lesson.md", made, (), PAGES)).finish()
    assert as_written(made) == made
    if checked.lesson is None:
        assert any(one.blocks for one in checked.mistakes)
    else:
        look(checked.lesson, ())
        assert read_draft("lesson.md", checked.written.text.encode()) == made
    steps = len(made.steps)
    for one in checked.mistakes:
        assert 0 <= one.step <= steps
        assert str(one.cause)
    try:
        again = read_draft("lesson.md", write(made).text.encode())
    except LessonError:
        return
    assert as_written(again) == again
