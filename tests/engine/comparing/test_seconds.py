"""How long a step takes: told by a clock that the test sets."""

from itertools import chain, repeat

import pytest

import engine
from engine.comparing.seconds import ROUNDS, seconds_a_step

SETUP = engine.Setup(engine.datasets.load("circle", samples=60, seed=0), hidden=[3])


def clock_of(rounds):
    """A clock by which the rounds take so long, one after the other."""
    times = [0.0]
    for passed in rounds:
        times += [times[-1] + passed, times[-1] + passed]
    return iter(times).__next__


def test_the_least_disturbed_round_counts():
    assert seconds_a_step(SETUP, clock_of([0.5, 0.25, *repeat(0.5, ROUNDS - 2)])) == pytest.approx(0.25)


def test_rounds_that_are_too_short_become_longer_until_the_clock_can_tell_them():
    rounds = chain([0.0005, 0.0009], repeat(0.004, ROUNDS))  # one step, two, and then four
    assert seconds_a_step(SETUP, clock_of(rounds)) == pytest.approx(0.001)


def test_a_rate_at_which_the_run_diverges_does_not_make_its_steps_cheaper(monkeypatch):
    made = []
    step = engine.Trainer.step
    monkeypatch.setattr(engine.Trainer, "step", lambda run, count=1: made.append(run) or step(run, count))
    data = engine.datasets.load("sine", samples=60, seed=0)
    seconds_a_step(engine.Setup(data, hidden=[8], activation="relu", rate=1e6), clock_of(repeat(1, ROUNDS)))
    assert made[-1].diverged is None
    assert made[-1].iteration == 2 + ROUNDS
