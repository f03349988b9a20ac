"""How often moments are sent that browsers keep: every second, unless they are so large that what is drawn would have
to wait for them."""

from __future__ import annotations

import time
from functools import cache
from weakref import WeakKeyDictionary

PAUSE = 1.0  # seconds between two moments of a run
OF_ONE = (
    1_500_000  # bytes a second to one visitor: of the usual network for digits one comes every second or so
)
OF_ALL = 4_500_000  # and to all who train at once: a class of thirty leaves a school's line to the others
LIGHT = OF_ALL // 30  # bytes that may come every second whoever else trains
REMEMBERED = 60.0  # seconds


class MomentLine:
    """Who has been sent large moments of late, and how large these were."""

    def __init__(self) -> None:
        self._sent: WeakKeyDictionary[object, tuple[float, int]] = WeakKeyDictionary()

    def rest(self, who: object, size: int) -> float:
        """A moment of so many bytes is sent: after how many seconds the next may be."""
        if size <= LIGHT:
            return PAUSE
        now = time.monotonic()
        self._sent[who] = now, size
        together = sum(size for at, size in self._sent.values() if now - at < REMEMBERED)
        return max(PAUSE, size / OF_ONE, together / OF_ALL)

    def leave(self, who: object) -> None:
        """Nothing more is sent to them for now."""
        self._sent.pop(who, None)


@cache
def moment_line() -> MomentLine:
    """The process's one."""
    return MomentLine()
