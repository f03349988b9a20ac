"""However large a comparison is, others have their turn while it is made, given seeds, or reset."""

import asyncio

import numpy as np
import pytest
from compare_desk import Desk, in_loop

from playground.compare.runs import SEEDS

SIXTY = {"compare_and": "noise", "samples": "100"}


def finished(work):
    return sum(1 for _ in work)


@pytest.mark.parametrize("seeds", ["off", "on"])
def test_making_and_resetting_pause_after_each_run(seeds):
    desk = Desk(**SIXTY, compare_seeds=seeds)
    runs = 12 * (SEEDS if seeds == "on" else 1)
    assert finished(desk.runs.beginning(ready_made="")) >= 2 * runs
    assert finished(desk.runs.reset()) == 2 * runs


@in_loop
async def test_others_have_their_turn_while_five_seeds_are_switched_on_and_while_sixty_runs_are_reset():
    desk = Desk(**SIXTY).ask("ready")
    turns = 0

    async def other():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    waiting = asyncio.create_task(other())
    await desk.did("set", name="compare_seeds", value=True)
    assert turns > 1
    assert (desk.runs.seeds, len(desk.runs.comparison.runs[0]), desk.session.compare_seeds) == (5, 5, True)
    assert desk.last("comparison")["seeds"] == 5
    start = desk.runs.comparison.weights(3)
    await desk.did("one_step")
    assert not np.array_equal(desk.runs.comparison.weights(3), start)
    turns = 0
    await desk.did("reset")
    assert turns > 1
    assert np.array_equal(desk.runs.comparison.weights(3), start)
    assert desk.last("compared_status")["step"] == 0
    await desk.did("undo")
    assert desk.runs.comparison.steps == 1
    waiting.cancel()
    desk.controller.close()
