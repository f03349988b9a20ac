"""The lessons that there are: the course, and those of a teacher's own folder. Read once, and never changed.

A file with a mistake is left out, and what is wrong with it is kept beside the lessons that could be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qsl

from playground.lessons.file_problems import FileProblem, LessonError
from playground.lessons.lesson import Chapter, GlossaryWord, Lesson
from playground.lessons.lesson_file import MOST_BYTES, name_of_word, read_lesson, read_word
from playground.lessons.markdown import Prose
from playground.lessons.own_folder import own_folder

HERE = Path(__file__).parent
COURSE, GLOSSARY = HERE / "course", HERE / "glossary"
MOST_LESSONS = 300  # of a folder


@dataclass(frozen=True)
class Library:
    """`lessons` by their id, in the order of the chapters. `problems` has every mistake in a file, in the order of the
    files: most keep a lesson out, a word that the glossary lacks or a lesson that is needed and not there does not."""

    chapters: tuple[Chapter, ...]
    lessons: Mapping[str, Lesson]
    glossary: Mapping[str, GlossaryWord]
    problems: tuple[LessonError, ...]

    def meant(self, query: Mapping[str, str]) -> Mapping[str, str]:
        """The address that a short one means: who writes down a lesson and no page means the moment of its step, which
        is as the step's own address says."""
        lesson = self.lessons.get(query.get("lesson", ""))
        if lesson is None or "page" in query:
            return query
        step = query.get("lesson_step", "1")
        known = step.isascii() and step.isdecimal() and len(step) < 4 and 1 <= int(step) <= len(lesson.steps)
        return {
            **dict(parse_qsl(lesson.query(int(step) if known else 1), keep_blank_values=True)),
            **_of_looks(query),
        }

    def explained(self, texts: Iterable[Prose]) -> list[GlossaryWord]:
        """The words of the glossary in these texts, and in what is said of those."""
        waiting = [word for text in texts for word in text.words]
        found: dict[str, GlossaryWord] = {}
        while waiting:
            word = self.glossary.get(waiting.pop(0))
            if word is not None and word.word not in found:
                found[word.word] = word
                waiting += word.text.words
        return list(found.values())


def _of_looks(query: Mapping[str, str]) -> dict[str, str]:
    """What an address says of how one looks at it, which no moment does."""
    return {name: query[name] for name in ("theme", "projector") if name in query}


@cache
def library() -> Library:
    """The lessons of this server. What was wrong with a folder of one's own is among the problems."""
    return read_library(COURSE, GLOSSARY, own_folder())


def read_library(course: Path, glossary: Path, own: Path | None = None) -> Library:
    """The lessons of these folders, each with its files in it or in folders in it, in the order of their names. A
    teacher's own folder may have a folder "glossary" for words of its own."""
    problems: list[LessonError] = []
    words: dict[str, GlossaryWord] = {}
    for folder in (glossary, *([own / "glossary"] if own else ())):
        words |= _read_words(folder, words, problems)
    lessons: dict[str, Lesson] = {}
    for folder in (course, *([own] if own else ())):
        _read_lessons(folder, folder is own, words, lessons, problems)
    kept = _with_good_needs(lessons, problems)
    return Library(_chapters(kept), MappingProxyType(kept), MappingProxyType(words), tuple(problems))


def _read_words(
    folder: Path, known: Mapping[str, GlossaryWord], problems: list[LessonError]
) -> dict[str, GlossaryWord]:
    """The words of a folder; each may speak of the others, so all names are known before a text is read."""
    files = sorted(folder.glob("*.md")) if folder.is_dir() else []
    texts: list[tuple[str, str, bytes]] = []
    found: dict[str, GlossaryWord] = {}
    for path in files[:MOST_LESSONS]:
        try:
            called, data = _called(path, folder), _bytes_of(path, folder)
            texts.append((name_of_word(called, data), called, data))
        except LessonError as problem:
            problems.append(problem)
    names = {*known, *(name for name, _, _ in texts)}
    for name, called, data in texts:
        try:
            found[name] = read_word(called, data, names)
        except LessonError as problem:
            problems.append(problem)
    return found


def _read_lessons(
    folder: Path,
    own: bool,
    words: Mapping[str, GlossaryWord],
    lessons: dict[str, Lesson],
    problems: list[LessonError],
) -> None:
    if not folder.is_dir():
        problems.append(LessonError(str(folder), 0, FileProblem("folder_missing")))
        return
    files = list(_files(folder))
    if len(files) > MOST_LESSONS:
        count = len(files)
        problems.append(
            LessonError(str(folder), 0, FileProblem("too_many_lessons", count=count, most=MOST_LESSONS))
        )
    for path in files[:MOST_LESSONS]:
        try:
            called = _called(path, folder)
            lesson, remarks = read_lesson(called, _bytes_of(path, folder), words.keys(), own)
            if lesson.id in lessons:
                other = lessons[lesson.id].path
                raise LessonError(called, 0, FileProblem("lesson_name_taken", name=lesson.id, path=other))
        except LessonError as problem:
            problems.append(problem)
        else:
            lessons[lesson.id] = replace(lesson, file=path)
            problems += remarks


def _files(folder: Path) -> Iterator[Path]:
    """The lessons of a folder and of the folders in it, in the order of their names."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != "glossary" and not path.name.startswith("."):
            yield from sorted(one for one in path.glob("*.md") if _is_lesson(one))
        elif _is_lesson(path):
            yield path


def _is_lesson(path: Path) -> bool:
    return path.suffix == ".md" and path.is_file() and path.name.lower() != "readme.md"


def _called(path: Path, folder: Path) -> str:
    """What a file is called where something is said of it."""
    return path.relative_to(folder).as_posix()


def _bytes_of(path: Path, folder: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:
        raise LessonError(_called(path, folder), 0, FileProblem("lesson_unreadable")) from None


def _with_good_needs(lessons: Mapping[str, Lesson], problems: list[LessonError]) -> dict[str, Lesson]:
    """The lessons but those that need one another in a circle, each needing only what is there."""
    kept = dict(lessons)
    for name, lesson in lessons.items():
        circle = _circle(lessons, name)
        if circle:
            names = " → ".join(circle)
            problems.append(
                LessonError(lesson.path, lesson.needs_line, FileProblem("needs_circle", names=names))
            )
            del kept[name]
    for name, lesson in kept.items():
        for need in lesson.needs:
            if need not in kept:
                cause = FileProblem("need_unknown", name=need[:60])
                problems.append(LessonError(lesson.path, lesson.needs_line, cause))
        kept[name] = replace(lesson, needs=tuple(need for need in lesson.needs if need in kept))
    return kept


def _circle(lessons: Mapping[str, Lesson], name: str) -> list[str]:
    """A way from a lesson over what is needed back to it; empty where there is none."""
    came_from: dict[str, str] = {}
    waiting = [name]
    while waiting:
        at = waiting.pop()
        for need in lessons[at].needs:
            if need == name:
                return _way(came_from, name, at)
            if need in lessons and need not in came_from:
                came_from[need] = at
                waiting.append(need)
    return []


def _way(came_from: Mapping[str, str], name: str, last: str) -> list[str]:
    way = [last]
    while way[-1] != name:
        way.append(came_from[way[-1]])
    return [*reversed(way), name]


def _chapters(lessons: Mapping[str, Lesson]) -> tuple[Chapter, ...]:
    """The lessons by chapter, in the order in which each chapter is first named."""
    by_title: dict[str, list[Lesson]] = {}
    for lesson in lessons.values():
        by_title.setdefault(lesson.chapter, []).append(lesson)
    return tuple(Chapter(title, tuple(several)) for title, several in by_title.items())
