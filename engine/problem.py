"""What is wrong with something that somebody has typed or given, so that it can be said in any language.

A problem is a code, which stays the same, and arguments, which are said with it; SENTENCES has the English of each
code, a whole sentence with places for the arguments, written as `str.format` reads them, with numbers as people write
them (`numbers_in_words`). Who words it in another language needs the code and the arguments alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Union

from engine.numbers_in_words import WORDS
from engine.problem_sentences import SENTENCES

Argument = Union[str, int, float, "Problem"]


class Problem(ValueError):
    """Something that was given and cannot be taken: `code`, `arguments`, and as its text the sentence in English.

    KeyError for a code without a sentence, and for an argument that the sentence has a place for and that is missing.
    """

    sentences: ClassVar[Mapping[str, str]] = SENTENCES

    def __init__(self, code: str, **arguments: Argument) -> None:
        super().__init__(WORDS.format(self.sentences[code], **arguments))
        self.code, self.arguments = code, arguments

    @property
    def sentence(self) -> str:
        """What is wrong, in English."""
        return WORDS.format(self.sentences[self.code], **self.arguments)

    def __format__(self, spec: str) -> str:
        return format(self.sentence, spec)  # in another's sentence: without the place that some add to theirs


class ShapeError(Problem):
    """Values whose shapes do not go through a gate, or do not fit together."""


class LabelError(Problem):
    """The number of a class, or of a row, that there is not."""


def size_text(shape: Sequence[int]) -> str:
    """A shape as it is said: "2×3" for a matrix, "3" for a vector, "1" for a number."""
    return "×".join(map(str, shape)) or "1"
