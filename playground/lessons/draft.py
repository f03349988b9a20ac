"""A lesson that is being written, mistakes and all: each text as somebody has typed it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from playground.lessons.lesson_file import MOST_BYTES, MOST_STEPS
from playground.messages.recorder import LessonDraft, LessonDraftStep
from playground.shared.refused import Refused

PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")
MOST_LETTERS = 2 * MOST_BYTES  # of a draft: what is only somewhat too large for a file is still looked at
BREAKS = re.compile(r"[\r\n\0\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True)
class StepDraft:
    """`moment` and `question` are what stands in such a block of a file, "" for none; `before` and `after` the text
    around the question."""

    title: str = ""
    moment: str = ""
    before: str = ""
    question: str = ""
    after: str = ""


@dataclass(frozen=True)
class Draft:
    title: str = ""
    chapter: str = ""
    can: str = ""
    minutes: int = 0
    needs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    steps: tuple[StepDraft, ...] = ()


def draft_of(message: LessonDraft) -> Draft:
    """What a browser has sent, read against what is declared of it. Raises Refused."""
    if len(message["steps"]) > MOST_STEPS:
        raise Refused("draft_steps", most=MOST_STEPS)
    steps = tuple(StepDraft(**one) for one in message["steps"])
    if sum(len(text) for step in steps for text in vars(step).values()) > MOST_LETTERS:
        raise Refused("draft_large", most=MOST_LETTERS)
    return as_written(
        Draft(
            title=message["title"],
            chapter=message["chapter"],
            can=message["can"],
            minutes=message["minutes"],
            needs=tuple(message["needs"]),
            words=tuple(message["words"]),
            steps=steps,
        )
    )


def told(draft: Draft) -> LessonDraft:
    """The same for a browser."""
    return {
        "title": draft.title,
        "chapter": draft.chapter,
        "can": draft.can,
        "minutes": draft.minutes,
        "needs": list(draft.needs),
        "words": list(draft.words),
        "steps": [_told(step) for step in draft.steps],
    }


def _told(step: StepDraft) -> LessonDraftStep:
    return {
        "title": step.title,
        "moment": step.moment,
        "before": step.before,
        "question": step.question,
        "after": step.after,
    }


def as_written(draft: Draft) -> Draft:
    """The same as it comes back from a file: without what cannot stand in one."""
    return replace(
        draft,
        title=_line(draft.title),
        chapter=_line(draft.chapter),
        can=_line(draft.can),
        needs=tuple(filter(None, map(_line, draft.needs))),
        words=tuple(filter(None, (_line(word.lower()) for word in draft.words))),
        steps=tuple(_step(one) for one in draft.steps),
    )


def _step(step: StepDraft) -> StepDraft:
    before, question, after = (_text(one) for one in (step.before, step.question, step.after))
    if not question.strip():  # all of the text stands before a question that is not asked
        before, question, after = "\n\n".join(filter(None, (before, after))), "", ""
    moment = lines_of(_text(step.moment))
    return StepDraft(_heading(step.title), moment if moment.strip() else "", before, question, after)


def lines_of(moment: str) -> str:
    """A moment as lines name=value, where it was an address that can be written so."""
    if not moment.startswith("?"):
        return moment
    try:
        pairs = parse_qsl(moment.replace("\n", "")[1:], keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return moment
    pairs.sort(key=lambda pair: pair[0] != "page")
    plain = all(PLAIN_NAME.fullmatch(name) and _stands_in_a_line(value) for name, value in pairs)
    if not plain or not pairs or pairs[0][0] != "page":
        return moment
    return "\n".join(f"{name}={value}" for name, value in pairs)


def _stands_in_a_line(value: str) -> bool:
    return value == value.strip() and value.isprintable()


def _heading(text: str) -> str:
    """A line that neither begins nor ends with a sign of headings."""
    text = _line(text)
    while (bare := text.strip("#").strip()) != text:
        text = bare
    return text


def _line(text: str) -> str:
    return BREAKS.sub(" ", _sound(text)).strip()


def _text(text: str) -> str:
    return _sound(text).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").strip("\n")


def _sound(text: str) -> str:
    """Half a surrogate pair has no bytes."""
    return text.encode("utf-8", "replace").decode("utf-8")
