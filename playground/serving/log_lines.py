"""The log stays readable, whatever a visitor sends.

Bokeh, Panel and Tornado log what they could not take, whole and each time: a message of 9 MB was 9 MB of log, with a
traceback below it. Here a line has at most LONGEST characters, a traceback LONGEST_TRACE, and what comes from one place
in the code with one kind of error is written once a minute; the next time it is said how many there were in between.
Information, below a warning, is left as it is. Tried with Bokeh 3.9 and 3.10, Panel 1.9 and 1.10.
"""

import logging
import time
import traceback
from collections.abc import Callable
from types import TracebackType

LONGEST = 500
LONGEST_TRACE = 4000
PAUSE = 60.0  # seconds
LOGGERS = ("", "bokeh", "panel", "tornado")  # whose handlers write what the server says; "" is the root


class Brief(logging.Filter):
    """For a handler: lets a line through in its length and the first of a kind in each minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._kinds: dict[object, list[float]] = {}  # kind -> when it was last written, and how many since

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write it; shortens it if so."""
        if record.levelno < logging.WARNING:
            return True
        now, kind = self._clock(), _kind(record)
        written, more = self._kinds.get(kind, (-PAUSE, 0))
        if now - written < PAUSE:
            self._kinds[kind] = [written, more + 1]
            return False
        self._kinds[kind] = [now, 0]
        _shorten(record, int(more))
        return True


def _kind(record: logging.LogRecord) -> object:
    """What is the same for lines that say the same: where they are logged, and what was raised, and where."""
    raised, trace = (record.exc_info[0], record.exc_info[2]) if record.exc_info else (None, None)
    return record.pathname, record.lineno, raised, _last_place(trace)


def _last_place(trace: TracebackType | None) -> object:
    if trace is None:
        return None
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code, trace.tb_lineno


def _shorten(record: logging.LogRecord, more: int) -> None:
    text = cut(record.getMessage(), LONGEST)
    if more:
        text += f" (and {more:,} more like this since the last one)"
    record.msg, record.args = text, None
    if record.exc_info:
        record.exc_text = cut("".join(traceback.format_exception(*record.exc_info)).rstrip(), LONGEST_TRACE)


def cut(text: str, longest: int) -> str:
    """The text, or its beginning and its end, which in a traceback says what was raised."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} … {len(text) - 2 * half:,} characters left out … {text[-half:]}"


def install() -> None:
    """Puts the filter on all handlers that are there now."""
    for name in LOGGERS:
        for handler in logging.getLogger(name).handlers:
            if not any(isinstance(one, Brief) for one in handler.filters):
                handler.addFilter(Brief())
