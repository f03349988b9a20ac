"""What is counted while inputs are tried: how many there were, and which took longest."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

HANG = 0.1  # seconds of the server's thread that one input may take


@dataclass
class Tally:
    """Inputs of one kind. Seconds are the thread's own, so that a busy machine makes no hang."""

    inputs: int = 0
    longest: float = 0.0
    slowest: Any = None
    hangs: list[tuple[float, Any]] = field(default_factory=list)

    @contextmanager
    def one(self, what: Any) -> Iterator[None]:
        """Counts what is done inside as one input; `what` is kept if it takes longest."""
        began = time.thread_time()
        try:
            yield
        finally:
            took = time.thread_time() - began
            self.inputs += 1
            if took > self.longest:
                self.longest, self.slowest = took, what
            if took > HANG:
                self.hangs.append((took, what))


class Unforeseen(AssertionError):
    """An exception that nobody foresaw: it was logged, or it came out."""


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(logging.Formatter("%(name)s: %(message)s").format(record))


@contextmanager
def nothing_logged() -> Iterator[None]:
    """Raises Unforeseen when an error is logged meanwhile: what was not foreseen is answered, but it is logged."""
    handler, root = _Errors(), logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
    if handler.texts:
        raise Unforeseen("\n".join(handler.texts))
