"""The pictures of the lessons on the map: made once a process, and a file that every browser keeps."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Generator, Iterator, Mapping
from types import MappingProxyType

from playground.lessons.lesson import Lesson
from playground.lessons.library import library
from playground.messages.lessons import Sketch, Sketches, SketchOfLesson
from playground.session import PAGES, PageName
from playground.shared.kept_messages import KeptMessage, kept

FEW_NODES = 3
Sketcher = Callable[[str], Sketch]  # of the moment of a query; each keeps what it has drawn


@functools.cache
def sketchers() -> Mapping[str, Sketcher]:
    """Those of the pages, by their names."""
    pages = (importlib.import_module(f"playground.{name}.page").PAGE for name in PAGES)
    return MappingProxyType({page.name: page.sketch for page in pages if page.sketch})


def sketch(page: PageName, query: str) -> Sketch:
    """A small picture of a moment of a page."""
    draw = sketchers().get(page)
    return draw(query) if draw else {"kind": page}


def draw_words() -> None:
    """Draws those of the glossary, each of which is kept: a step may have all of its words, and who opened such a one
    first kept everybody waiting."""
    for word in library().glossary.values():
        if word.moment:
            sketch(word.moment.page, word.moment.query)


@functools.cache
def lesson_sketches() -> KeptMessage:
    """Topic "sketches": the picture of every lesson."""
    message: Sketches = {"topic": "sketches", "items": list(_items())}
    return kept(message)


def drawing() -> Generator[float, None, KeptMessage]:
    """The work that draws them, for whoever comes first; yields the share that is done."""
    count = len(library().lessons)
    if not lesson_sketches.cache_info().currsize:
        for number, _ in enumerate(_items(), 1):
            yield number / count
    return lesson_sketches()


def _items() -> Iterator[SketchOfLesson]:
    seen: set[str] = set()
    for lesson in library().lessons.values():
        yield {"lesson": lesson.id, "sketch": _own(lesson, seen)}


def _own(lesson: Lesson, seen: set[str]) -> Sketch:
    """Of the moments of a lesson the first that looks like none that another one has, if there is one of which more is
    to be seen than a gate or two; or where there is none such, the first of them all."""
    drawn = [sketch(step.moment.page, step.moment.query) for step in lesson.steps]
    own = [one for one in drawn if repr(one) not in seen] or drawn
    found = next((one for one in own if len(one.get("gates", ())) > FEW_NODES or "gates" not in one), own[0])
    seen.add(repr(found))
    return found
