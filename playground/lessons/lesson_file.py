"""The text of a file made a lesson, or a word of the glossary: Markdown with a head. README.md says how it is written.

Nothing of it is evaluated, everything is bounded, and what is wrong is told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePath
from typing import Final, NamedTuple

from markdown_it.token import Token

from engine.problem import Problem
from playground.lessons import markdown
from playground.lessons.file_problems import FileProblem, LessonError
from playground.lessons.lesson import GlossaryWord, Lesson, LessonStep
from playground.lessons.markdown import Prose
from playground.lessons.moment import Moment, moment_of
from playground.lessons.questions import Question, read_question
from playground.lessons.toml_block import TomlBlock

MOST_BYTES = 64_000
MOST_STEPS = 40
MOST_LETTERS = 4_000  # of the text of a step
NAME = re.compile(r"(?:\d{1,4}-)?([a-z][a-z0-9-]{0,59})\.md")
FENCE = "+++"
MOMENT: Final = "moment"
QUESTION: Final = "question"
NAMES = MOMENT, QUESTION


@dataclass
class Section:
    """What stands under one heading: its fenced blocks, by name, with the lines from..to in which each stands."""

    title: str
    line: int  # of its heading, counted from 0 in the body
    end: int = 0
    blocks: dict[str, tuple[Token, int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """The text under the head, its first line being line `first` of the file."""

    path: str
    first: int
    lines: Sequence[str]

    def error(self, line: int, problem: Problem) -> LessonError:
        return LessonError(self.path, self.first + line, problem)

    def text(self, begin: int, end: int) -> str:
        return "\n".join(self.lines[begin:end]).strip("\n")


def text_of(path: str, data: bytes) -> str:
    """The text of a file. Raises LessonError."""
    if len(data) > MOST_BYTES:
        raise LessonError(path, 0, FileProblem("lesson_too_large", most=MOST_BYTES))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise LessonError(path, line, FileProblem("lesson_not_text")) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


class Head(NamedTuple):
    """What the head of a lesson says."""

    title: str
    chapter: str
    can: str
    minutes: int
    needs: tuple[str, ...]
    words: tuple[str, ...]


class Reading(NamedTuple):
    """What comes of a file: its lesson, where nothing keeps it from being one; `remarks` do not, `mistakes` do."""

    lesson: Lesson | None
    remarks: list[LessonError]
    mistakes: list[LessonError]


def read_lesson(
    path: str, data: bytes, glossary: Collection[str] = (), own: bool = False
) -> tuple[Lesson, list[LessonError]]:
    """The lesson of a file, and what is wrong with it that does not keep it from being a lesson. Raises LessonError for
    what does."""
    steps = reading(path, data, glossary, own)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            lesson, remarks, mistakes = end.value
            break
    if lesson is None:
        raise mistakes[0]
    return lesson, remarks


def reading(
    path: str, data: bytes, glossary: Collection[str] = (), own: bool = False
) -> Generator[float, None, Reading]:
    """Reads a lesson step by step; yields the share that is done. Each step has its mistakes told."""
    remarks: list[LessonError] = []
    mistakes: list[LessonError] = []
    steps: list[LessonStep] = []
    try:
        name = NAME.fullmatch(PurePath(path).name)
        if name is None:
            raise LessonError(path, 0, FileProblem("lesson_name"))
        block, body = parted(path, text_of(path, data))
        head = head_of(block, mistakes.append)
        remarks += [
            block.problem("words", "word_unknown", word=word[:60])
            for word in head.words
            if word not in glossary
        ]
        sections = sections_of(body)
    except LessonError as problem:
        return Reading(None, remarks, [*mistakes, problem])
    before: Moment | None = None
    for number, section in enumerate(sections):
        yield number / len(sections)
        if before is None and mistakes and MOMENT not in section.blocks:
            continue  # that of the step before it could not be read
        try:
            step = _step(body, section, before, glossary)
        except LessonError as problem:
            mistakes.append(problem)
            continue
        remarks += [
            body.error(section.line, FileProblem("word_unknown", word=word))
            for word in dict.fromkeys((*step.before.unknown, *step.after.unknown))
        ]
        before = step.moment
        steps.append(step)
    if mistakes:
        return Reading(None, remarks, mistakes)
    title, chapter, can, minutes, needs, words = head
    words = tuple(word for word in words if word in glossary)
    line = block.line_of("needs")
    lesson = Lesson(name[1], title, chapter, can, minutes, needs, words, tuple(steps), path, line, own)
    return Reading(lesson, remarks, mistakes)


def head_of(block: TomlBlock, wrong: Callable[[LessonError], None]) -> Head:
    """What a head says; `wrong` hears each mistake in it."""

    def title(name: str, most: int = 80) -> str:
        try:
            return block.sentence(name, most)
        except LessonError as problem:
            wrong(problem)
            return ""

    def whole() -> int:
        try:
            return block.whole("minutes", 1, 60)
        except LessonError as problem:
            wrong(problem)
            return 0

    def several(name: str, most: int) -> tuple[str, ...]:
        try:
            return block.sentences(name, 0, most)
        except LessonError as problem:
            wrong(problem)
            return ()

    head = Head(
        title("title"),
        title("chapter"),
        title("can", 200),
        whole(),
        several("needs", 10),
        tuple(word.lower() for word in several("words", 30)),
    )
    try:
        block.finish()
    except LessonError as problem:
        wrong(problem)
    return head


def name_of_word(path: str, data: bytes) -> str:
    """The word that a file of the glossary is about. Raises LessonError."""
    return _word_of(path, parted(path, text_of(path, data), needed=False)[0])


def _word_of(path: str, head: TomlBlock) -> str:
    """As its head says; else as the file is called."""
    return (
        head.sentence("word", 60).lower()
        if head.has("word")
        else PurePath(path).stem.replace("-", " ").lower()
    )


def read_word(path: str, data: bytes, glossary: Collection[str] = ()) -> GlossaryWord:
    """The word of a file of the glossary. Raises LessonError."""
    head, body = parted(path, text_of(path, data), needed=False)
    picture = head.sentence("picture", 60) if head.has("picture") else ""
    word = _word_of(path, head)
    head.finish()
    section = Section(word, -1, len(body.lines))
    for token in _top_blocks(body):
        if token.type == "fence":
            _take_block(body, section, token)
    if QUESTION in section.blocks:
        raise body.error(section.blocks[QUESTION][1], FileProblem("question_in_word"))
    moment = _moment(body, section)
    begin, end = section.blocks[MOMENT][1:] if MOMENT in section.blocks else (0, 0)
    text = "\n\n".join((body.text(0, begin), body.text(end, len(body.lines))))
    return GlossaryWord(word, _prose(body, 0, text, glossary), moment, picture)


def parted(path: str, text: str, needed: bool = True) -> tuple[TomlBlock, Body]:
    """The head and what stands under it."""
    lines = text.split("\n")
    begin = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[begin].rstrip() != FENCE:
        if needed:
            raise LessonError(path, begin + 1, FileProblem("head_missing"))
        return TomlBlock.read(path, 1, "head", ""), Body(path, 1, lines)
    end = next((at for at in range(begin + 1, len(lines)) if lines[at].rstrip() == FENCE), None)
    if end is None:
        raise LessonError(path, begin + 1, FileProblem("head_not_closed"))
    head = TomlBlock.read(path, begin + 2, "head", "\n".join(lines[begin + 1 : end]))
    return head, Body(path, end + 2, lines[end + 1 :])


def _top_blocks(body: Body) -> list[Token]:
    """The blocks at the left margin. Raises LessonError where a moment or a question stands within another."""
    found = []
    for token in markdown.blocks("\n".join(body.lines)):
        if token.type == "fence" and token.info.strip() in NAMES:
            begin, end = token.map or (0, 0)
            if token.level > 0 or body.lines[begin][:1].isspace():
                raise body.error(begin, FileProblem("block_inside", block=token.info.strip()))
            if not body.lines[end - 1].strip().startswith(token.markup) or end - 1 == begin:
                raise body.error(begin, FileProblem("block_not_closed", block=token.info.strip()))
        elif token.type == "fence" and (near := get_close_matches(token.info.strip().lower(), NAMES, 1, 0.8)):
            raise body.error((token.map or (0, 0))[0], FileProblem("block_misspelt", block=near[0]))
        if token.level == 0 and token.map:
            found.append(token)
    return found


def sections_of(body: Body) -> list[Section]:
    """The steps, one after another."""
    sections: list[Section] = []
    for token in _top_blocks(body):
        begin = (token.map or (0, 0))[0]
        if token.type == "heading_open" and token.tag == "h1":
            raise body.error(begin, FileProblem("heading_level"))
        if token.type == "heading_open" and token.tag == "h2":
            title = body.lines[begin].strip().strip("#").strip()
            if not title:
                raise body.error(begin, FileProblem("step_untitled"))
            if len(title) > 80:
                raise body.error(begin, FileProblem("field_too_long", field="the heading", most=80))
            sections.append(Section(title, begin))
            if len(sections) > MOST_STEPS:
                raise body.error(begin, FileProblem("too_many_steps", most=MOST_STEPS))
        elif not sections:
            raise body.error(begin, FileProblem("text_outside_step"))
        elif token.type == "fence":
            _take_block(body, sections[-1], token)
    if not sections:
        raise LessonError(body.path, 0, FileProblem("steps_missing"))
    for section, after in zip(sections, [*sections[1:], None], strict=True):
        section.end = after.line if after else len(body.lines)
    return sections


def _take_block(body: Body, section: Section, token: Token) -> None:
    name, (begin, end) = token.info.strip(), token.map or (0, 0)
    if name not in NAMES:
        return  # code, to be shown
    if name in section.blocks:
        raise body.error(begin, FileProblem("block_twice", block=name))
    section.blocks[name] = (token, begin, end)


def _step(body: Body, section: Section, before: Moment | None, glossary: Collection[str]) -> LessonStep:
    own = _moment(body, section)
    moment = own or before
    if moment is None:
        raise body.error(section.line, FileProblem("moment_missing"))
    question = None
    if QUESTION in section.blocks:
        token, begin, _ = section.blocks[QUESTION]
        question = _question(body, token, begin, moment, glossary)
    texts = [_prose(body, section.line, piece, glossary) for piece in texts_of(body, section)]
    line = body.first + section.line
    return LessonStep(section.title, moment, own is not None, texts[0], question, texts[1], line)


def texts_of(body: Body, section: Section) -> tuple[str, str]:
    """The text of a step before its question, and after it."""
    asked = section.blocks[QUESTION][2] if QUESTION in section.blocks else section.end + 1
    pieces: tuple[list[str], list[str]] = ([], [])
    at = section.line + 1
    for begin, end in [
        *sorted(block[1:] for block in section.blocks.values()),
        (section.end, section.end),
    ]:
        pieces[at >= asked].append(body.text(at, begin))
        at = end
    before, after = ("\n\n".join(filter(None, piece)) for piece in pieces)
    return before, after


def _moment(body: Body, section: Section) -> Moment | None:
    if MOMENT not in section.blocks:
        return None
    token, begin, _ = section.blocks[MOMENT]
    return moment_of(body.path, body.first + begin + 1, token.content)


def _question(body: Body, token: Token, begin: int, moment: Moment, glossary: Collection[str]) -> Question:
    block = TomlBlock.read(body.path, body.first + begin + 1, QUESTION, token.content)
    return read_question(block, moment.page, glossary)


def _prose(body: Body, line: int, text: str, glossary: Collection[str]) -> Prose:
    if len(text) > MOST_LETTERS:
        raise body.error(max(line, 0), FileProblem("step_too_long", most=MOST_LETTERS))
    return markdown.prose(text, glossary)
