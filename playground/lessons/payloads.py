"""What the page of the course is told."""

from __future__ import annotations

from playground.lessons.lesson import Lesson
from playground.lessons.library import Library
from playground.messages.lessons import Course, LessonOnMap


def course(library: Library) -> Course:
    """The map of all lessons, without their pictures."""
    return {
        "topic": "course",
        "chapters": [
            {"title": chapter.title, "lessons": [_on_map(one) for one in chapter.lessons]}
            for chapter in library.chapters
        ],
        "problems": [
            {"path": one.path, "line": one.line, "text": str(one.cause)} for one in library.problems
        ],
    }


def _on_map(lesson: Lesson) -> LessonOnMap:
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
    }
