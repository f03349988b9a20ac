"""The worked examples, as data."""

from playground.lessons import gates, losses, networks, scalars, vectors
from playground.lessons.lesson import Lesson as Lesson

LESSONS = (*scalars.LESSONS, *gates.LESSONS, *vectors.LESSONS, *losses.LESSONS, *networks.LESSONS)


def lesson(name: str) -> Lesson | None:
    """The lesson of that id, or None."""
    return next((one for one in LESSONS if one.id == name), None)
