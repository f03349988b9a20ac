"""However large a comparison is, others have their turn while it is made, given seeds, or reset."""

import asyncio
import json

import numpy as np
import pytest
from compare_desk import Desk, in_loop

from playground.compare.controller import CompareController
from playground.compare.runs import SEEDS
from playground.shared.hand_over import HandOver

SIXTY = {"compare_and": "noise", "samples": "100"}
LARGE = {
    "compare_by": "layers",
    "compare_values": json.dumps([[width] * 8 for width in (12, 11, 10)]),
    "compare_and": "noise",
    "compare_and_values": "[0,0.1]",
    "samples": "100",
}


def finished(work):
    return sum(1 for _ in work)


@pytest.mark.parametrize("seeds", ["off", "on"])
def test_making_and_resetting_pause_after_each_run(seeds):
    desk = Desk(**SIXTY, compare_seeds="off")
    desk.session.compare_seeds = seeds == "on"
    desk.runs.begin()
    runs = 12 * (SEEDS if seeds == "on" else 1)
    assert finished(desk.runs.beginning(ready_made="")) >= 2 * runs
    assert finished(desk.runs.reset()) == 2 * runs


class Turns:
    """Counts those of somebody else while something is done."""

    async def __aenter__(self):
        self.count = 0
        self.task = asyncio.create_task(self._take())
        return self

    async def _take(self):
        while True:
            self.count += 1
            await asyncio.sleep(0)

    async def __aexit__(self, *problem):
        self.task.cancel()


@pytest.mark.parametrize(
    "query",
    [{**SIXTY, "compare_seeds": "on"}, LARGE, {**LARGE, "compare_view": "landscape", "landscape": "runs"}],
)
@in_loop
async def test_many_runs_of_a_link_are_made_once_somebody_looks_and_in_turns(query):
    desk = Desk(**query)
    assert not desk.runs.are_made
    desk.ask("ready")
    desk.controller.receive({"topic": "one_step"})
    assert (desk.runs.are_made, desk.sent) == (False, [])
    async with Turns() as others:
        await desk.until(lambda: not desk.controller.busy)
    assert others.count > 3
    assert len(desk.last("comparison")["cells"]) == len(desk.runs.cells) > 4
    assert desk.runs.comparison.steps == 1, "what was asked meanwhile is done afterwards"
    assert desk.sent[0]["topic"] == "moment_wanted", "the page is answered before anything can be clicked"
    desk.controller.close()


@in_loop
async def test_what_of_a_link_to_many_runs_cannot_be_is_said_once_they_are_made():
    desk = Desk(**SIXTY, compare_by="batch", compare_values="[1,5000,10,20]", compare_seeds="on")
    await desk.did("ready")
    assert "larger than" in desk.last("address_problems")["text"]
    assert desk.runs.are_made


@in_loop
async def test_a_set_up_of_another_page_comes_while_the_runs_of_a_link_are_made():
    desk = Desk(**SIXTY, compare_seeds="on").ask("ready")
    desk.controller.sleep()
    desk.controller.wake()  # which has nothing to say yet
    desk.controller.take_over(HandOver({"layers": [3], "activations": ["relu"]}, None, None))
    await desk.until(lambda: not desk.controller.busy)
    assert {tuple(cell.settings.layers) for cell in desk.runs.cells} == {(3,)}
    assert (len(desk.runs.cells), desk.runs.seeds) == (12, SEEDS)
    assert len(desk.last("comparison")["cells"]) == 12
    assert desk.last("settings")["compare_seeds"] is True, "the page is told of all of it"
    desk.controller.close()


@in_loop
async def test_a_ready_made_comparison_of_many_runs_is_made_and_taken_back_in_turns(monkeypatch):
    monkeypatch.setattr(
        CompareController, "most_bytes", 20_000
    )  # no room for the runs, so that others are made
    desk = Desk(**SIXTY, compare_seeds="on")
    await desk.did("ready")
    async with Turns() as others:
        await desk.did("ready_made", name="approximation")
        assert others.count > 3
        others.count = 0
        await desk.did("undo")
        assert others.count > 3
    assert (len(desk.runs.cells), desk.runs.seeds) == (12, SEEDS)
    assert desk.last("announce")["text"].startswith("Undone")
    desk.controller.close()


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


@in_loop
async def test_curves_are_written_while_others_have_their_turns_as_they_were_when_they_were_asked_for():
    desk = Desk(compare_values="[0.1,0.3]").ask("one_step")
    desk.ask("comparison_file", kind="results")
    assert desk.last("comparison_file_made")["name"] == "results.csv"  # of these there are never many
    desk.ask("comparison_file", kind="curves")
    assert desk.sent == []
    desk.controller.receive({"topic": "one_step"})
    while not desk.last("comparison_file_made"):
        await asyncio.sleep(0)
    made = desk.last("comparison_file_made")
    assert (made["name"], len(made["text"].splitlines())) == ("curves.csv", 1 + 2 * 2)
    assert desk.runs.comparison.csv("curves").startswith(made["text"])
    desk.controller.close()
