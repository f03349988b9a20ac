"""Changes on the Compare page are taken back and made again: what is compared, and all that the runs had come to."""

import pytest
from compare_desk import Desk, in_loop

from playground.compare.controller import CompareController
from playground.compare.taking_back import SETTINGS
from playground.messages import ASKED, NOT_OF_A_PAGE
from playground.shared.changes import CHANGES

# Of every kind of change one: what is asked, and what is said of it.
KINDS = [
    ({"topic": "value", "margin": 0, "at": 1, "text": "0.1"}, "Learning rate 0.03 changed to Learning rate 0.1"),
    ({"topic": "value", "margin": 1, "text": "0.4"}, "Noise 0.4 added"),
    ({"topic": "value_away", "margin": 0, "at": 3}, "Learning rate 30 removed"),
    ({"topic": "value_move", "margin": 0, "at": 3, "to": 0}, "Learning rate 30 moved"),
    ({"topic": "value", "margin": 1, "at": 1, "text": "0.7"}, "Noise 0.1 changed to Noise 0.7"),
    ({"topic": "compared_setting", "margin": 0, "name": "optimizer"}, "compared settings changed"),
    ({"topic": "compared_setting", "margin": 1, "name": "nothing"}, "compared settings changed"),
    ({"topic": "ready_made", "name": "rates"}, "comparison “Four learning rates” opened"),
    ({"topic": "reset"}, "runs reset"),
    ({"topic": "set", "name": "compare_seeds", "value": True}, "Five seeds switched on"),
    ({"topic": "set", "name": "compare_axis", "value": "epochs"}, "Against changed from steps to epochs"),
    ({"topic": "set", "name": "compare_smooth", "value": True}, "Smoothed switched on"),
    ({"topic": "set", "name": "speed", "value": "1 step/s"}, "Speed changed from 30 epochs/s to 1 step/s"),
    ({"topic": "set", "name": "target_epochs", "value": 50}, "Until epoch changed from none to 50"),
]  # fmt: skip


def desk(steps=3, **query):
    made = Desk(compare_and="noise", compare_and_values="[0.0,0.1]", **query)
    for _ in range(steps):
        made.ask("one_step")
    return made


def everything(page):
    """All that a visitor could find to be another."""
    page.controller.send_address()
    runs = [run for cell in page.runs.comparison.runs for run in cell]
    history = page.runs.comparison.history
    return {
        "settings": {name: getattr(page.session, name) for name in SETTINGS},
        "address": page.last("address")["query"],
        "weights": [run.network.parameters.tobytes() for run in runs],
        "epochs": [run.epochs for run in runs],
        "next": [run.next_batch.tolist() for run in runs],
        "points": [cell.data.points.tobytes() for cell in page.runs.cells],
        "curves": {name: values.tobytes() for name, values in history.items()},
        "moments": page.runs.comparison.timeline.steps,
    }


@pytest.mark.parametrize(("asked", "words"), KINDS)
@in_loop
async def test_a_change_is_taken_back_and_made_again_with_weights_and_curves(asked, words):
    page = desk()
    before = everything(page)
    await page.did(**asked)
    assert page.last("changes") == {"topic": "changes", "undo": f"Undo: {words}. (Ctrl+Z)", "redo": None}
    after = everything(page)
    assert after != before
    page.ask("undo")
    assert page.last("announce")["text"] == f"Undone: {words}."
    assert page.last("comparison")["margins"][0]["values"][0]["text"] == "0.003"
    assert everything(page) == before
    page.ask("redo")
    assert everything(page) == after
    assert page.controller.history.next is None


def test_each_topic_trains_or_looks_or_has_words():
    without_words = CompareController.no_steps | NOT_OF_A_PAGE | {"undo", "redo", "set"}
    named = {topic for topic in ASKED["compare"] if topic not in without_words}
    assert named - {"reset"} <= set(CHANGES)


@in_loop
async def test_all_that_was_changed_goes_back_to_the_beginning_and_forth_to_the_end():
    page = desk()
    seen = [everything(page)]
    for asked, _ in KINDS:
        await page.did(**asked)
        state = everything(page)
        if state != seen[-1]:  # runs at their start cannot be reset
            seen.append(state)
    assert len(seen) > 10
    for state in reversed(seen[:-1]):
        page.ask("undo")
        assert everything(page) == state
    page.ask("undo")
    for state in seen[1:]:
        page.ask("redo")
        assert everything(page) == state


def test_a_comparison_that_is_taken_up_again_goes_on_as_if_nothing_had_been():
    page, other = desk(), desk()
    page.ask("ready_made", name="rates").ask("one_step").ask("undo")
    page.ask("one_step"), other.ask("one_step")
    assert everything(page)["weights"] == everything(other)["weights"]


def test_who_trains_in_the_past_goes_on_from_there_and_undo_brings_back_what_came_after():
    page = desk()
    newest = everything(page)
    page.ask("go_to", step=1)
    assert page.controller.history.last is None
    page.ask("one_step")
    assert page.last("changes")["undo"] == "Undo: training continued from step 1. (Ctrl+Z)"
    gone_on = everything(page)
    assert gone_on["moments"] == [0, 1, 2]
    page.ask("undo")
    assert everything(page) == newest
    page.ask("redo")
    assert everything(page) == gone_on
    page.ask("go_to", step=1).ask("reset")
    page.ask("undo")
    assert everything(page) == gone_on


def test_what_changes_nothing_is_no_step():
    page = desk(0)
    page.ask("reset").ask("set", name="theme", value="dark").ask("go_to", step=0)
    page.ask("value_move", margin=0, at=1, to=9).ask("undo").ask("redo")
    assert page.controller.history.last is None


def test_of_many_large_comparisons_the_oldest_are_kept_without_what_they_had_come_to():
    page = desk(2)
    page.controller.history.most_bytes = 1_200_000  # two comparisons of eight small runs
    page.ask("value", margin=0, at=0, text="0.5").ask("value", margin=0, at=0, text="0.6")
    page.ask("value", margin=0, at=0, text="0.7")
    assert page.controller.history.bytes <= 1_200_000
    page.ask("undo").ask("undo").ask("undo")
    assert page.session.compare_values[0] == 0.003
    assert page.runs.comparison.steps == 0
    assert page.last("compared_status")["step"] == 0
