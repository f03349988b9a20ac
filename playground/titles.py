"""What a visitor's graph is called: on the page that is taken along, and as a file."""

from __future__ import annotations

import re

from playground.lessons import lesson
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


def title(session: Session) -> str:
    """The example's title, or the expression on one line."""
    chosen = lesson(session.example) if session.example else None
    if chosen is not None:
        return chosen.title
    line = "; ".join(part.strip() for part in session.expression.splitlines() if part.strip())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def file_stem(session: Session) -> str:
    """A file's name without its ending: the example's id or the expression in words; small letters, digits, hyphens."""
    chosen = lesson(session.example) if session.example else None
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
