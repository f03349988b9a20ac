"""Lessons that somebody has damaged, or that never were any; and answers to what they ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any, TypeVar

import hostile_values
from mutations import damaged
from tally import Tally

from playground.lessons.file_problems import LessonError
from playground.lessons.lesson import Lesson
from playground.lessons.lesson_file import read_lesson, read_word
from playground.lessons.library import COURSE
from playground.lessons.markdown import TAGS
from playground.shared.refused import Refused

Read = TypeVar("Read")
WORDS = frozenset(("local gradient", "gate"))
PIECES = (
    "\n", "\n\n", "+++\n", "```\n", "```moment\n", "```question\n", "~~~question\n", "## ", "# ", "### ", "> ", "- ",
    "|a|b|\n|-|-|\n", "[[gate]]", "[[", "]]", "[[gate|", "[a](", "](javascript:x)", "](http://x)", "![", "<script>",
    "<b onclick=x>", "&lt;", "&#0;", "\x00", "\u2028", "\ufeff", "é", "𝕏", "*", "_", "`", "\\", "\t", "    ",
    "[", "[" * 200, "{", "a = ", "[hint]\n", "[[hint]]\n", "hint = 3\n", "= = =", '"""', "'''", "nan", "inf",
    "1979-05-27", "9" * 400,
    "-1", "true", "[]", '[""]', '["a", "a"]', "page=graph\n", "page=", "?page=graph", "cursor=-1\n",
    "expression=(\n", "layers=900\n", 'kind = "goal"\n', 'kind = "order"\n', 'kind = "click"\n', "until = []\n",
    'until = ["x < "]\n', 'answer = "gradient"\n', 'answer = "gradient x[9,9]"\n', 'needs = ["one-gate"]\n',
    "minutes = 0\n",
)  # fmt: skip
ALLOWED = re.compile(r"</?([a-z0-9]+)((?: [a-z-]+=\"[^\"<>]*\")*)\s*/?>")
HARMLESS = re.compile(r' (?:class|data-word|type|start|title|rel|target)="| href="https?://')


class _Page:
    """A page that knows some numbers, and some not."""

    def measure(self, words: str) -> float:
        if len(words) % 3 == 0:
            raise Refused("measure_not_here", words=words)
        return float(len(words) % 5)

    def slips(self, words: str) -> dict[str, list[float]]:
        return {"upstream": [1.0], "path": [2.0, float("nan")]}


def draw(random: Random) -> Any:
    """A file, and what is answered to its questions."""
    kind = random.randrange(6)
    if kind == 0:
        content = "".join(random.choice(PIECES) for _ in range(random.randint(0, 60))).encode()
    elif kind == 1:
        content = damaged(random, sound(random).encode(), (b"\x00", b"\xff", b"\xc3", b"\n", b"+++\n"))
    else:
        content = damaged(random, sound(random), PIECES).encode("utf-8", "surrogatepass")
    answers = [hostile_values.value(random) for _ in range(3)]
    return {
        "bytes": content,
        "inputs": answers,
        "text": random.choice(("01-a.md", "a.md", "A b.md", "", "x/y.md")),
    }


def sound(random: Random) -> str:
    """A lesson as it should be."""
    return random.choice(sorted(COURSE.rglob("*.md"))).read_text(encoding="utf-8")


async def run(case: Any, tally: Tally) -> None:
    """Reads a file as a lesson and as a word of the glossary: it is one, or it is said what is wrong and where."""
    lines = case["bytes"].count(b"\n") + case["bytes"].count(b"\r") + 3
    with tally.one(case):
        lesson = read(lambda: read_lesson(case["text"] or "a.md", case["bytes"], WORDS)[0], lines)
        word = read(lambda: read_word("a.md", case["bytes"], WORDS), lines)
    if lesson is not None:
        look(lesson, case["inputs"])
    if word is not None:
        harmless(word.text.html)


def read(reading: Callable[[], Read], lines: int) -> Read | None:
    """What is read; None where it is refused, at one of so many lines."""
    try:
        return reading()
    except LessonError as problem:
        refused = problem
    assert 0 <= refused.line <= lines, str(refused)
    assert str(refused.cause)
    return None


def look(lesson: Lesson, answers: Any) -> None:
    """Nothing in it runs, and whatever is answered is judged or refused."""
    for step in lesson.steps:
        harmless(step.before.html)
        harmless(step.after.html)
        if step.question is None:
            continue
        for piece in (step.question.ask, *step.question.way):
            harmless(piece.html)
        for answer in answers:
            with suppress(Refused):
                verdict = step.question.judge(answer, _Page())
                assert verdict.right or verdict.hint is not None


def harmless(html: str) -> None:
    """Nothing of it runs, or asks anything of another host by itself."""
    rest = ALLOWED.sub("", html)
    assert "<" not in rest, rest
    for tag, attributes in ALLOWED.findall(html):
        assert tag in TAGS, tag
        for attribute in re.findall(r' [a-z-]+="[^"]*"', attributes):
            assert HARMLESS.match(attribute), attribute
