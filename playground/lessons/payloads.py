"""What the page of the course is told."""

from __future__ import annotations

from collections.abc import Callable

from playground.lessons.lesson import Lesson
from playground.lessons.library import Library
from playground.messages import PageName
from playground.shared.controller import Message

Sketcher = Callable[[PageName, str], Message]


def course(library: Library, sketch: Sketcher | None) -> Message:
    """The map of all lessons. `sketch` draws a moment of a page."""
    return {
        "topic": "course",
        "chapters": [
            {"title": chapter.title, "lessons": [_on_map(one, sketch) for one in chapter.lessons]}
            for chapter in library.chapters
        ],
        "problems": [
            {"path": one.path, "line": one.line, "text": str(one.cause)} for one in library.problems
        ],
    }


def _on_map(lesson: Lesson, sketch: Sketcher | None) -> Message:
    moment = lesson.steps[0].moment
    nothing: Message = {"kind": moment.page, "places": [], "gates": [], "edges": []}
    return {
        "id": lesson.id,
        "title": lesson.title,
        "can": lesson.can,
        "minutes": lesson.minutes,
        "needs": list(lesson.needs),
        "count": len(lesson.steps),
        "asked": lesson.asked,
        "headings": [step.title for step in lesson.steps],
        "query": lesson.query(1),
        "own": lesson.own,
        "sketch": nothing if sketch is None else sketch(moment.page, moment.query),
    }
