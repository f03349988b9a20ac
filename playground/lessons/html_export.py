"""A lesson as one self-contained HTML file: what is a trace, on whichever page, steps and plays there as it does in the
playground; of the rest there are the words, and a picture as it stands."""

from __future__ import annotations

from collections.abc import Generator
from html import escape
from types import MappingProxyType
from typing import Any

from playground.lessons.handout import Album, framed
from playground.lessons.handout_page import STEPS
from playground.lessons.html_page import PAGE
from playground.lessons.lesson import Lesson, LessonStep
from playground.lessons.library import Library
from playground.lessons.printed_question import answer_alone, asked
from playground.lessons.printed_text import glossary, printed, words_of
from playground.shared import assets, bundle
from playground.shared.mistakes import HINTS
from playground.shared.paper_look import style
from playground.shared.played import embedded, embedded_graph
from playground.shared.still import Still, Stills

# Where on the page -> the drawing that stands there.
VIEWS = MappingProxyType(
    {
        "graph": "shared/stepping/graph",
        "predict": "shared/stepping/predict",
        "arithmetic": "shared/stepping/arithmetic",
        "transport": "shared/stepping/transport",
    }
)
MODULES = ("shared/context.js", "shared/played.js", *(f"{drawing}.js" for drawing in VIEWS.values()))
MOST_PLAYED = 3_000_000  # letters of all graphs of a file; those that are more stand in it as pictures
# A sample that is stepped through has no page behind it to go back to here, and none comes after it.
ALONE = ".transport :is(.close, .next) { display: none; }"


def write_html(lesson: Lesson, library: Library, stills: Stills) -> Generator[float, None, str]:
    """The lesson as a page with all that it needs in it; yields the share that is written."""
    album, graphs = Album(stills), _Graphs()
    places: list[dict[str, Any]] = []
    words, pictures = [], []
    for number, step in enumerate(lesson.steps, 1):
        share = (number - 1) / len(lesson.steps)
        still = yield from album.of(step.moment, share)
        graph = yield from graphs.of(step, still, share)
        places.append(
            {"graph": graph, "cursor": 0 if graph is None else min(_cursor(step), graphs.steps[graph])}
        )
        words.append(_words(number, step, still, graph is not None))
        if graph is None:
            pictures.append(f'<div class="on-paper" data-step="{number}" hidden>{framed(still)}</div>')
        yield number / len(lesson.steps)
    files = assets.current()
    widgets = files.text("shared/widgets.css")
    styles = {
        name: widgets + "".join(files.text(sheet) for sheet in files.sheets_of(drawing))
        for name, drawing in VIEWS.items()
    }
    styles["transport"] += ALONE
    return PAGE.substitute(
        title=escape(lesson.title),
        can=escape(lesson.can),
        theme=files.text("theme.css"),
        look=style(),
        rules=STEPS,
        importmap=embedded({"imports": bundle.imports(files, MODULES)}),
        steps="".join(words),
        stills="".join(pictures),
        glossary=glossary(words_of(lesson, library), folded=True),
        places=embedded({"places": places}),
        graphs=f"[{','.join(graphs.written)}]",
        styles=embedded(styles),
        views=embedded(VIEWS),
        hints=embedded(HINTS),
    )


class _Graphs:
    """The graphs that play in a file: each once, however many steps are places in it."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.steps: list[int] = []  # of each, how many its trace has
        self._places: dict[frozenset[tuple[str, str]], int | None] = {}

    def of(self, step: LessonStep, still: Still, share: float) -> Generator[float, None, int | None]:
        """The number of a step's graph; None where it has none, or there is no room for it. Yields `share`."""
        if still.played is None:
            return None
        key = frozenset((name, value) for name, value in step.moment.settings.items() if name != "cursor")
        if key not in self._places:
            playing = still.played()
            try:
                while True:
                    next(playing)
                    yield share
            except StopIteration as end:
                drawn = end.value
            yield share
            text, count = embedded_graph(drawn), len(drawn[0].trace["steps"])
            room = sum(map(len, self.written)) + len(text) <= MOST_PLAYED
            self._places[key] = len(self.written) if room else None
            if room:
                self.written.append(text)
                self.steps.append(count)
        return self._places[key]


def _cursor(step: LessonStep) -> int:
    """Where in its trace a step is: as its address says, which was read when the lesson was."""
    written = step.moment.settings.get("cursor", "0")
    return int(written) if written.isdecimal() else 0


def _words(number: int, step: LessonStep, still: Still, plays: bool) -> str:
    """What is said at a step, with its question, and the answer to it for who opens it."""
    question = ""
    if step.question is not None:
        answer = answer_alone(step.question, still)
        question = f"{asked(step.question)}<details><summary>The answer, and the way to it</summary>{answer}</details>"
    beside = f'<div class="on-paper picture">{still.beside}</div>' if plays and still.beside else ""
    after = f'<div class="words">{printed(step.after)}</div>' if step.after.html else ""
    return (
        f'<section data-step="{number}" hidden><h2>{number}. {escape(step.title)}</h2>'
        f'<div class="words">{printed(step.before)}</div>{beside}{_elsewhere(step, plays)}{question}{after}</section>'
    )


def _elsewhere(step: LessonStep, plays: bool) -> str:
    """Where the rest is of what a step speaks of."""
    page = step.moment.page
    if plays and page == "graph":
        return ""
    told = (
        f"What is stepped through plays here; the rest of the {page.capitalize()} page is in the playground."
        if plays
        else f"This step is on the {page.capitalize()} page: the picture shows how it begins there. To change it, open "
        "the lesson in the playground."
    )
    return f'<p class="elsewhere">{told}</p>'
