"""Small damage done to text and to bytes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Text = TypeVar("Text", str, bytes)


def damaged(random: Random, text: Text, pieces: Sequence[Text]) -> Text:
    """`text` with one to six places cut out, doubled, moved, or filled with one of the `pieces`."""
    for _ in range(random.randint(1, 6)):
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice((0, 1, 1, 2, 5, 40)))
        inside = text[start:end]
        to = random.randint(0, len(text))
        match random.randrange(5):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:end] + inside + text[end:]
            case 2:
                text = text[:to] + inside + text[to:]
            case 3:
                text = text[:start] + random.choice(pieces) + text[end:]
            case _:
                text = text[:start] + random.choice(pieces) + text[start:]
    return text
