"""How long a step of a set-up takes here, by the clock: what counted multiplications leave out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from engine.comparing.setup import Setup

ROUNDS = 7
LEAST = 0.001  # seconds of a round: shorter ones tell more of the clock than of the steps
SLOW = 1e-9  # the rate while the clock runs, so that no run diverges and rests


def seconds_a_step(setup: Setup, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds that a step of this set-up takes alone: the least of several rounds of steps, which other work on the
    machine has disturbed least. A run of its own is trained for it. ValueError for a set-up that makes no sense."""
    run = replace(setup, rate=SLOW).trainer()
    run.step(2)  # binds the calls
    count, found, rounds = 1, float("inf"), 0
    while rounds < ROUNDS:
        began = clock()
        run.step(count)
        passed = clock() - began
        if passed < LEAST and rounds == 0:
            count *= 2
            continue
        found = min(found, passed / count)
        rounds += 1
    return found
