"""The kinds of questions of a lesson: each ONE object, with what it reads from a file and how it judges an answer.

A running lesson asks `question.judge(answer, live)`, where `answer` is what the browser has sent (untrusted: Refused is
raised for what is no answer) and `live` the controller of the page that is shown, and gets a Verdict. What it shows of
the question are `kind`, `ask` and, by kind, the `shown` entries or the `conditions`; the way to the answer is `way`,
and `solution` a moment in which a goal is reached. How many tries there have been is the lesson's own to count.
"""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Generator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, cast

from engine.problem import Problem
from playground.lessons.file_problems import FileProblem
from playground.lessons.markdown import Prose, line
from playground.lessons.measures import Condition, condition
from playground.lessons.moment import Moment, moment_of
from playground.lessons.toml_block import TomlBlock
from playground.messages.lessons import QuestionKind
from playground.session import PageName
from playground.shared.measures import Live, measure_of
from playground.shared.mistakes import HINTS, SLIPS, near, slip_of
from playground.shared.reading import number as finite
from playground.shared.refused import Refused
from playground.shared.typed_number import number_in, rounded_by
from playground.shared.work import Job

MOST_CHOICES, MOST_STEPS_OF_A_WAY, MOST_CONDITIONS = 12, 20, 8
TOLERANCE = 0.01
LONGEST_ANSWER = 100  # characters
MOST_EPOCHS = 2_000
WITH_NODES = ("graph", "network", "digits")


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth. `hint` is what to say of a wrong one, `mistake` the slip that it comes from where there
    is a name for it. `parts` says of each entry of an order whether it stands right, and of each condition of a goal
    whether it holds. `truth` is the right number, where one was asked for."""

    right: bool
    mistake: str = ""
    hint: Prose | None = None
    parts: tuple[bool, ...] = ()
    truth: float | None = None


@dataclass(frozen=True)
class Question(ABC):
    """`ask` is the question, `way` the steps to its answer, one sentence each."""

    kind: ClassVar[QuestionKind]
    ask: Prose
    way: tuple[Prose, ...]

    @abstractmethod
    def judge(self, answer: object, live: Live) -> Verdict:
        """Whether an answer is right, by what is on the page now. Raises Refused for what is no answer, or where the
        page has not (or not yet) what is asked about."""


@dataclass(frozen=True)
class NumberQuestion(Question):
    """A number, typed, which must be that of a measure."""

    kind: ClassVar[QuestionKind] = "number"
    measure: str
    tolerance: float
    hints: Mapping[str, Prose]

    def judge(self, answer: object, live: Live) -> Verdict:
        text = answer if isinstance(answer, str) and len(answer) <= LONGEST_ANSWER else ""
        given = number_in(text, Refused("answer_number_needed"))
        truth = live.measure(self.measure)
        # Who rounds to what the lectures print, −0.20 for −0.1966, is right, unless more is asked for.
        rounded = rounded_by(str(answer)) if self.tolerance >= TOLERANCE else 0.0
        if near(given, truth, self.tolerance, rounded):
            return Verdict(True, truth=truth)
        mistake = slip_of(given, truth, live.slips(self.measure), self.tolerance, rounded)
        return Verdict(False, mistake, self.hints[mistake], truth=truth)


@dataclass(frozen=True)
class ChoiceQuestion(Question):
    """One of several, counted from 1."""

    kind: ClassVar[QuestionKind] = "choice"
    shown: tuple[Prose, ...]
    right: int
    hints: tuple[Prose, ...]

    def judge(self, answer: object, live: Live) -> Verdict:
        chosen = int(finite(answer, "answer", whole=True))
        if not 1 <= chosen <= len(self.shown):
            raise Refused("answer_unknown")
        if chosen == self.right:
            return Verdict(True)
        return Verdict(False, "other", self.hints[chosen - 1] if self.hints else line(HINTS["other"]))


@dataclass(frozen=True)
class OrderQuestion(Question):
    """Several, to be put in order. The answer has their places among those `shown`, counted from 1, in the order in
    which they were put."""

    kind: ClassVar[QuestionKind] = "order"
    items: tuple[Prose, ...]
    shown: tuple[Prose, ...]
    hint: Prose

    def judge(self, answer: object, live: Live) -> Verdict:
        if not isinstance(answer, list | tuple) or len(answer) != len(self.items):
            raise Refused("answer_unknown")
        places = [int(finite(one, "answer", whole=True)) for one in answer]
        if sorted(places) != list(range(1, len(self.items) + 1)):
            raise Refused("answer_unknown")
        parts = tuple(self.shown[place - 1] == item for place, item in zip(places, self.items, strict=True))
        return Verdict(True, parts=parts) if all(parts) else Verdict(False, "other", self.hint, parts)


@dataclass(frozen=True)
class ClickQuestion(Question):
    """A drawn node, by its name."""

    kind: ClassVar[QuestionKind] = "click"
    node: str
    hint: Prose

    def judge(self, answer: object, live: Live) -> Verdict:
        if not isinstance(answer, str) or len(answer) > LONGEST_ANSWER:
            raise Refused("answer_unknown")
        return Verdict(True) if answer == self.node else Verdict(False, "other", self.hint)


@dataclass(frozen=True)
class GoalQuestion(Question):
    """Something that is to be made so; judged whenever the page changes, whatever the answer. `epochs`: after so many
    of training from the step's moment, or from that of the solution, it is."""

    kind: ClassVar[QuestionKind] = "goal"
    conditions: tuple[Condition, ...]
    hint: Prose
    epochs: int
    solution: Moment | None

    def judge(self, answer: object, live: Live) -> Verdict:
        return cast(Verdict, Job(lambda: self.judging(live)).finish())

    def judging(self, live: Live) -> Generator[float, None, Verdict]:
        """The same, condition by condition: yields the share that is looked at."""
        parts: tuple[bool, ...] = ()
        for one in self.conditions:
            parts += (one.holds(live),)
            yield len(parts) / len(self.conditions)
        return Verdict(True, parts=parts) if all(parts) else Verdict(False, "other", self.hint, parts)


def read_question(block: TomlBlock, page: PageName, glossary: Container[str] = ()) -> Question:
    """The question of a block of a lesson whose page is this one. Raises LessonError."""
    kind = block.sentence("kind")
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise block.problem("kind", "question_kind", kind=kind[:40], known=known)
    ask = line(block.sentence("ask"), glossary)
    way = tuple(line(one, glossary) for one in block.sentences("way", 0, MOST_STEPS_OF_A_WAY))
    question = KINDS[kind](block, page, glossary, ask, way)
    block.finish()
    return question


def _number(
    block: TomlBlock, page: PageName, glossary: Container[str], ask: Prose, way: tuple[Prose, ...]
) -> Question:
    written = block.sentence("answer")
    try:
        measure = str(measure_of(written, page))
    except Problem as problem:
        raise block.problem("answer", "measure_unusable", field="answer", reason=problem) from None
    tolerance = block.number("tolerance", 0, 0.5) if block.has("tolerance") else TOLERANCE
    own = block.table("hint")
    hints = {slip: line(own.sentence(slip) if own.has(slip) else HINTS[slip], glossary) for slip in SLIPS}
    own.finish()
    return NumberQuestion(ask, way, measure, tolerance, MappingProxyType(hints))


def _choice(
    block: TomlBlock, page: PageName, glossary: Container[str], ask: Prose, way: tuple[Prose, ...]
) -> Question:
    options = _different(block, "options")
    right = block.whole("right", 1, MOST_CHOICES)
    if right > len(options):
        raise block.problem("right", "right_outside", most=len(options))
    hints = block.sentences("hints", 0, MOST_CHOICES, blank=True)
    if hints and len(hints) != len(options):
        raise block.problem("hints", "hints_not_options", needed=len(options), given=len(hints))
    return ChoiceQuestion(
        ask,
        way,
        tuple(line(one, glossary) for one in options),
        right,
        tuple(line(one or HINTS["other"], glossary) for one in hints),
    )


def _order(
    block: TomlBlock, page: PageName, glossary: Container[str], ask: Prose, way: tuple[Prose, ...]
) -> Question:
    items = tuple(line(one, glossary) for one in _different(block, "items"))
    return OrderQuestion(ask, way, items, _shuffled(items), _hint(block, glossary))


def _click(
    block: TomlBlock, page: PageName, glossary: Container[str], ask: Prose, way: tuple[Prose, ...]
) -> Question:
    if page not in WITH_NODES:
        raise block.problem("kind", "no_nodes", page=page)
    return ClickQuestion(ask, way, block.sentence("node", LONGEST_ANSWER), _hint(block, glossary))


def _goal(
    block: TomlBlock, page: PageName, glossary: Container[str], ask: Prose, way: tuple[Prose, ...]
) -> Question:
    conditions = []
    for text in block.sentences("until", 1, MOST_CONDITIONS):
        try:
            conditions.append(condition(text, page))
        except Problem as problem:
            raise block.problem("until", "measure_unusable", field="until", reason=problem) from None
    epochs = block.whole("epochs", 0, MOST_EPOCHS) if block.has("epochs") else 0
    solution = None
    if block.has("solution"):
        written = block.sentence("solution", 4_000)
        solution = moment_of(block.path, block.line_of("solution"), written)
    return GoalQuestion(ask, way, tuple(conditions), _hint(block, glossary), epochs, solution)


def _hint(block: TomlBlock, glossary: Container[str]) -> Prose:
    return line(block.sentence("hint") if block.has("hint") else HINTS["other"], glossary)


def _different(block: TomlBlock, name: str) -> tuple[str, ...]:
    """Several texts of which no two are alike."""
    entries = block.sentences(name, 2, MOST_CHOICES)
    for place, one in enumerate(entries):
        if one in entries[:place]:
            raise block.error(name, FileProblem("entries_alike", field=name, text=one[:40]))
    return entries


def _shuffled(items: Sequence[Prose]) -> tuple[Prose, ...]:
    """The same in another order, the same one each time."""
    shown = list(items)
    chance = random.Random("\n".join(one.markdown for one in items))
    while shown == list(items):
        chance.shuffle(shown)
    return tuple(shown)


Reader = Callable[[TomlBlock, PageName, Container[str], Prose, tuple[Prose, ...]], Question]
KINDS: Mapping[str, Reader] = MappingProxyType(
    {"number": _number, "choice": _choice, "order": _order, "click": _click, "goal": _goal}
)
