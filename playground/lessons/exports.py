"""The files that are taken along of a lesson: what the server writes of them."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from playground.lessons.handout import write_handout
from playground.lessons.html_export import write_html
from playground.lessons.lesson import Lesson
from playground.lessons.library import Library
from playground.shared.packing import packed
from playground.shared.still import Stills

Message = dict[str, Any]


def taken(lesson: Lesson, library: Library, stills: Stills, kind: str) -> Generator[float, None, Message]:
    """The file of the kind that is asked for, as topic "taken"; yields the share that is done."""
    if kind == "html":
        text, ending = (yield from write_html(lesson, library, stills)), ""
    else:
        text, ending = (yield from write_handout(lesson, library, stills, kind == "key")), f"-{kind}"
    name = f"{lesson.id}{ending}.html"
    return packed({"topic": "taken", "kind": kind, "name": name, "text": text, "mime": "text/html"})
