"""The files that are taken along of a lesson, from the map and from the panel of one that runs: what the server writes
of them."""

from __future__ import annotations

from collections.abc import Callable, Generator

from engine.problem import Problem
from playground.lessons.handout import write_handout
from playground.lessons.html_export import write_html
from playground.lessons.lesson import Lesson
from playground.lessons.library import Library
from playground.messages import Message, every_page
from playground.messages.graph import Taken
from playground.messages.lessons import LessonTake
from playground.shared.packing import Packed, packed
from playground.shared.refused import Refused
from playground.shared.still import Stills
from playground.shared.work import Line

TOPIC = "lesson_take"  # under which they are asked for


def taken(lesson: Lesson, library: Library, stills: Stills, kind: str) -> Generator[float, None, Packed]:
    """The file of the kind that is asked for, as topic "taken"; yields the share that is done."""
    if kind == "lesson":
        text, ending = (yield from write_html(lesson, library, stills)), ""
    else:
        text, ending = (yield from write_handout(lesson, library, stills, kind == "key")), f"-{kind}"
    name = f"{lesson.id.strip('-')}{ending}.html"
    message: Taken = {"topic": "taken", "kind": kind, "name": name, "text": text, "mime": "text/html"}
    return packed(message)


class LessonFiles:
    """One visitor's. Whatever page or step is turned to meanwhile, a worker writes on; of several that are asked for
    only the newest.

    `find` gives a lesson by its name, be it one that is in no folder; `tell` takes a message, and `refuse` what is
    wrong with what was asked."""

    def __init__(
        self,
        library: Callable[[], Library],
        find: Callable[[str], Lesson | None],
        stills: Stills,
        tell: Callable[[Message], None],
        refuse: Callable[[Problem], None],
    ) -> None:
        self._library, self._find, self._stills = library, find, stills
        self._tell, self._refuse = tell, refuse
        self._line = Line(
            lambda kind, share: tell(every_page.Progress(topic="progress", of=kind, share=share))
        )

    def take(self, message: LessonTake) -> None:
        """A lesson as a file. Raises Refused for one that there is not."""
        lesson = self._find(message["lesson"])
        if lesson is None:
            raise Refused("lesson_unknown")
        kind = message["kind"]

        def failed(problem: Exception) -> None:
            if not isinstance(problem, Problem):
                raise problem
            self._refuse(problem)

        work = lambda: taken(lesson, self._library(), self._stills, kind)  # noqa: E731
        self._line.ask(TOPIC, work, self._tell, failed)

    def cancel(self) -> None:
        """It is not waited for any longer."""
        self._line.drop(TOPIC)

    def close(self) -> None:
        """The visitor has left."""
        self._line.close()
