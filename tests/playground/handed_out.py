"""What handouts are made of in tests: the course, its pages, and a lesson of somebody who means no good."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from written_lessons import lesson_of, lesson_text

from playground.app import PAGES_BY_NAME
from playground.lessons.lesson import Lesson
from playground.session import PageName
from playground.shared.still import Still

KEPT: dict[str, Still] = {}
HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(1)>${title}"


def stills(page: PageName, settings: Mapping[str, Any]) -> Generator[float, None, Still]:
    make = PAGES_BY_NAME[page].still
    assert make is not None
    return make(settings)


def kept_stills(page: PageName, settings: Mapping[str, Any]) -> Generator[float, None, Still]:
    """The same, each made once: a step stands in a handout, in its key and in a file."""
    yield from ()
    moment = repr((page, sorted(settings.items())))
    if moment not in KEPT:
        KEPT[moment] = yield from stills(page, settings)
    return KEPT[moment]


def hostile_lesson() -> Lesson:
    quoted = HOSTILE.replace('"', "'")
    head = f'title = "{quoted[:80]}"\nchapter = "{quoted[:80]}"\ncan = "{quoted}"\nminutes = 5'
    question = (
        f'kind = "choice"\nask = "{quoted}"\noptions = ["{quoted}", "b"]\nright = 1\nhints = ["", "{quoted}"]\n'
        f'way = ["{quoted}"]'
    )
    moment = f"page=graph\nexpression=# {quoted}\ninputs={{}}\n"
    text = lesson_text(head, moment, question, f"{quoted}\n\n[a](javascript:alert(1)) ![b](http://x.y/z.png)")
    return lesson_of(text.replace("## A step", f"## {quoted[:70]}"))
