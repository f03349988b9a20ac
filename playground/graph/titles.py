"""What a visitor's graph is called: on the page that is taken along, and as a file."""

from __future__ import annotations

import re

from playground.graph.examples import find_example
from playground.graph.examples.worked_example import WorkedExample
from playground.session import Session

LONGEST_TITLE = 80
LONGEST_STEM = 48
SIGNS = {
    "**": " to the ",
    "+": " plus ",
    "-": " minus ",
    "*": " times ",
    "/": " over ",
    "@": " at ",
    "=": " is ",
}


def example(session: Session) -> WorkedExample | None:
    """The example that is shown, unless its expression has been changed."""
    chosen = find_example(session.example)
    return chosen if chosen is not None and chosen.expression == session.expression else None


def title(session: Session) -> str:
    """The example's title, or the expression on one line."""
    chosen = example(session)
    if chosen is not None:
        return chosen.title
    line = "; ".join(part.strip() for part in session.expression.splitlines() if part.strip())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def file_stem(session: Session) -> str:
    """A file's name without its ending: the example's id or the expression in words; small letters, digits, hyphens."""
    chosen = example(session)
    text = chosen.id if chosen is not None else session.expression
    if chosen is None:
        text = re.sub(r"\*\*|[-+*/@=]", lambda sign: SIGNS[sign.group()], text)
    words = re.findall(r"[a-z0-9]+", text.lower())
    stem = ""
    for word in words:
        if len(stem) + len(word) > LONGEST_STEM:
            break
        stem += f"-{word}" if stem else word
    return stem or "graph"
