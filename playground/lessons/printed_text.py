"""The texts of a lesson as they stand on paper: a word of the glossary leads to its place at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from playground.lessons.lesson import GlossaryWord, Lesson
from playground.lessons.library import Library
from playground.lessons.markdown import Prose
from playground.lessons.questions import ChoiceQuestion, OrderQuestion, Question

# As playground/lessons/markdown.py makes it, and nothing else: what a lesson has written of its own is text.
WORD = re.compile(r'<button\b[^>]*\bdata-word="([^"]*)"[^>]*>(.*?)</button>', re.DOTALL)


def printed(text: Prose) -> str:
    """A text as HTML in which nothing is to be pressed."""
    return WORD.sub(
        lambda found: f'<a class="word" href="#{anchor(unescape(found[1]))}">{found[2]}</a>', text.html
    )


def anchor(word: str) -> str:
    """The name of the place where a word is explained: letters of a word may be any."""
    return "word-" + "-".join(re.findall(r"[a-z0-9]+", word.lower()) or [word.encode().hex()])


def words_of(lesson: Lesson, library: Library) -> list[GlossaryWord]:
    """The words of the glossary that the lesson uses, and those in what is said of them, by the alphabet."""
    texts = [text for step in lesson.steps for text in _texts(step.before, step.after, step.question)]
    return sorted(library.explained(texts), key=lambda word: word.word.lower())


def _texts(before: Prose, after: Prose, question: Question | None) -> list[Prose]:
    if question is None:
        return [before, after]
    shown = question.shown if isinstance(question, ChoiceQuestion | OrderQuestion) else ()
    return [before, after, question.ask, *shown, *question.way]


def glossary(words: Sequence[GlossaryWord], folded: bool = False) -> str:
    """What the words mean, at the end; on a screen folded away until one is asked for."""
    entries = "".join(
        f'<div class="entry"><dt id="{anchor(one.word)}">{escape(one.word)}</dt><dd>{printed(one.text)}</dd></div>'
        for one in words
    )
    if not entries:
        return ""
    if folded:
        return f'<details class="glossary"><summary>Words</summary><dl>{entries}</dl></details>'
    return f'<section class="glossary"><h2>Words</h2><dl>{entries}</dl></section>'
