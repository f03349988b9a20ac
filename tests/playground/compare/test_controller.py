"""The Compare page without a browser: what is asked of it, and what it says."""

import asyncio
import csv
import io
from urllib.parse import parse_qsl

import numpy as np
import pytest
from compare_desk import Desk, in_loop

from playground.compare import controller as compare_controller
from playground.compare.ready_made import READY_MADE


def test_a_page_opens_with_a_row_of_runs_that_differ_in_the_learning_rate_alone():
    desk = Desk().ask("ready")
    told = desk.last("comparison")
    assert [margin["name"] for margin in told["margins"]] == ["rate"]
    assert desk.values() == ["0.003", "0.03", "0.3", "30"]
    assert [cell["title"] for cell in told["cells"]][:2] == ["Learning rate 0.003", "Learning rate 0.03"]
    runs = [cell[0] for cell in desk.runs.comparison.runs]
    assert [run.optimizer.rate for run in runs] == [0.003, 0.03, 0.3, 30.0]
    assert len({run.network.parameters.tobytes() for run in runs}) == 1
    assert all(run.data is runs[0].data for run in runs)
    assert len(told["data"]) == 1
    assert len(told["data"][0]["targets"]) == 400
    assert sum(told["data"][0]["train"]) == 200


def test_one_step_brings_every_run_to_the_same_step_in_one_frame():
    desk = Desk().ask("one_step")
    frame = desk.last("compared")
    assert frame["steps"].tolist() == [[1]]
    assert frame["maps"].shape == (1, 4 * 48 * 48)
    assert [run[0].iteration for run in desk.runs.comparison.runs] == [1, 1, 1, 1]
    losses = frame["last"].reshape(4, 5, 3)[:, 0, 1]
    assert losses == pytest.approx([cell[0].evaluate()["train_loss"] for cell in desk.runs.comparison.runs])
    assert frame["leader"].tolist() == [[float(np.argmin(frame["last"].reshape(4, 5, 3)[:, 1, 1]))]]
    assert desk.last("compared_status")["step"] == 1
    assert desk.last("compared_results")["rows"][0]["final_train_loss"] == pytest.approx(losses[0])


def test_what_a_cell_shows_is_what_its_run_answers():
    desk = Desk(compare_values="[0.3, 0.1]").ask("ready")
    network = desk.runs.comparison.runs[1][0].network
    corner = network.predict(np.array([[-6.0, 6.0]]))[0, 0]  # the first pixel
    byte = desk.last("compared")["maps"].reshape(2, 48 * 48)[1, 0]
    assert byte == int((corner - 0.5) * 254 + 128.5)
    assert np.isnan(desk.last("compared")["straight"]).all(), "a layer of tanh bends"


def test_the_boundary_of_a_linear_run_is_the_straight_line_itself():
    desk = Desk(compare_values="[0.3, 0.1]", layers=[], activations=[], dataset="two gaussians").ask(
        "one_step"
    )
    ends = desk.last("compared")["straight"].reshape(2, 2, 2)
    for cell, places in zip(desk.runs.comparison.runs, ends, strict=True):
        assert cell[0].network.predict(places.astype(float))[:, 0] == pytest.approx([0.5, 0.5], abs=1e-4)


def test_values_are_changed_added_moved_and_taken_away():
    desk = Desk()
    assert desk.ask("value", margin=0, at=3, text="1").values() == ["0.003", "0.03", "0.3", "1"]
    assert desk.ask("value", margin=0, text="0,1").values() == ["0.003", "0.03", "0.3", "1", "0.1"]
    assert desk.ask("value_move", margin=0, at=4, to=0).values() == ["0.1", "0.003", "0.03", "0.3", "1"]
    assert desk.ask("value_away", margin=0, at=1).values() == ["0.1", "0.03", "0.3", "1"]
    assert [cell[0].optimizer.rate for cell in desk.runs.comparison.runs] == [0.1, 0.03, 0.3, 1.0]
    assert "compare_values=[0.1,0.03,0.3,1.0]" in desk.last("address")["query"]


REFUSED = [
    ({"topic": "value", "margin": 0, "text": "x"}, "must be a number"),
    ({"topic": "value", "margin": 0, "text": "0.3"}, "already one of the values"),
    ({"topic": "value", "margin": 1, "text": "0.3"}, "value does not exist"),
    ({"topic": "value", "margin": 0, "at": 4, "text": "1"}, "value does not exist"),
    ({"topic": "value", "margin": 0, "at": -1, "text": "1"}, "value does not exist"),
    ({"topic": "value_away", "margin": 0, "at": 4}, "value does not exist"),
    ({"topic": "value_move", "margin": 0, "at": 0, "to": 4}, "value does not exist"),
    ({"topic": "value_move", "margin": 0, "at": -1, "to": 0}, "value does not exist"),
    ({"topic": "compared_setting", "margin": 1, "name": "rate"}, "already being compared"),
    ({"topic": "compared_setting", "margin": 0, "name": "nothing"}, "setting does not exist"),
    ({"topic": "compared_setting", "margin": 0, "name": "speed"}, "setting does not exist"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "words"), REFUSED)
def test_what_makes_no_sense_is_refused_and_what_was_there_stays(asked, words):
    desk = Desk()
    before = desk.runs.comparison
    assert words in desk.ask(**asked).error
    assert desk.runs.comparison is before
    assert desk.session.compare_values == [0.003, 0.03, 0.3, 30.0]


def test_a_row_has_six_values_and_a_grid_four_by_three():
    desk = Desk(compare_values="[1,2,3,4,5,6]")
    assert desk.ask("value", margin=0, text="7").error == "At most 6 values can be compared here."
    desk.ask("compared_setting", margin=1, name="noise")
    assert (desk.values(0), desk.values(1)) == (["1", "2", "3", "4"], ["0", "0.1", "0.3"])
    assert len(desk.last("comparison")["cells"]) == 12
    assert desk.ask("value", margin=0, text="7").error == "At most 4 values can be compared here."
    assert desk.ask("value", margin=1, text="0.7").error == "At most 3 values can be compared here."
    for left in (2, 1):
        assert len(desk.ask("value_away", margin=1, at=0).values(1)) == left
    assert desk.ask("value_away", margin=1, at=0).error == "Keep at least one value."
    desk.ask("compared_setting", margin=1, name="nothing")
    assert len(desk.last("comparison")["cells"]) == 4


def test_a_grid_has_the_first_setting_along_and_the_second_down():
    desk = Desk(compare_and="layers", compare_and_values="[[2],[8,8]]", compare_values="[0.1,0.2,0.3]").ask(
        "ready"
    )
    runs = [cell[0] for cell in desk.runs.comparison.runs]
    assert [run.optimizer.rate for run in runs] == [0.1, 0.2, 0.3] * 2
    assert [run.network.widths for run in runs] == [[2, 2, 1]] * 3 + [[2, 8, 8, 1]] * 3
    assert [cell["title"] for cell in desk.last("comparison")["cells"]][5] == "Learning rate 0.3, Layers 8, 8"


def test_what_makes_no_sense_together_is_refused_with_its_cell():
    desk = Desk(compare_by="batch", compare_values='[1,"all"]')
    error = desk.ask("value", margin=0, text="300").error
    assert error == "Batch size 300: A batch of 300 is larger than the training set, which has 200 samples."
    assert [cell[0].batch_size for cell in desk.runs.comparison.runs] == [1, 200]
    desk = Desk(compare_by="loss", compare_values='["mean squared"]')
    assert (
        "loss cross-entropy does not fit this data" in desk.ask("value", margin=0, text="cross-entropy").error
    )
    desk = Desk(compare_by="features", compare_values='[["x1"]]')
    assert "Features x, x^2: Features" in desk.ask("value", margin=0, text="x, x^2").error


@in_loop
async def test_more_work_than_the_server_does_in_one_go_is_refused():
    desk = Desk(compare_by="layers", compare_values="[[2]]", samples="1000", batch="500")
    for width in ("32", "31"):
        desk.ask("value", margin=0, text=", ".join([width] * 8))
    assert desk.error == ""
    before = desk.runs.comparison
    await desk.did("set", name="compare_seeds", value=True)
    assert desk.error.startswith("These runs together are too much work")
    assert desk.session.compare_seeds is False
    assert desk.runs.comparison is before
    many = Desk(compare_by="layers", compare_values="[[32,32,32,32,32,32,32,32],[31,31,31,31,31,31,31,31]]", batch="1",
                samples="20")  # fmt: skip
    assert many.ask("set", name="compare_seeds", value=True).error == ""  # little work, and numbers enough
    for width in ("30", "29"):
        await many.did("value", margin=0, text=", ".join([width] * 8))
    assert many.error.startswith("These runs together are too much work")


def test_other_datasets_bring_what_goes_with_them_and_nothing_else():
    desk = Desk(compare_by="dataset", compare_values='["circle","blobs","sine"]', rate="0.1").ask("ready")
    runs = [cell[0] for cell in desk.runs.comparison.runs]
    assert [run.network.output for run in runs] == ["sigmoid", "softmax", "linear"]
    assert {run.optimizer.rate for run in runs} == {0.1}
    assert [cell["form"] for cell in desk.last("comparison")["cells"]] == ["plane", "classes", "line"]
    frame = desk.last("compared")
    assert (frame["maps"].shape, frame["confidence"].shape, frame["lines"].shape) == (
        (1, 2 * 48 * 48), (1, 48 * 48), (1, 96),
    )  # fmt: skip
    assert [len(data["domain"]) for data in desk.last("comparison")["data"]] == [2, 2, 2]


def test_seeds_differ_in_their_weights_and_not_in_their_points():
    desk = Desk(compare_by="seed", compare_values="[0,1]")
    first, second = (cell[0] for cell in desk.runs.comparison.runs)
    assert first.data is second.data
    assert not np.array_equal(first.network.parameters, second.network.parameters)


def test_with_five_seeds_a_curve_has_its_least_median_and_most_and_the_table_says_who_won():
    desk = Desk(compare_values="[0.003,0.3]").ask("set", name="compare_seeds", value=True)
    assert [len(cell) for cell in desk.runs.comparison.runs] == [5, 5]
    desk.ask("one_step")
    losses = [run.evaluate()["train_loss"] for run in desk.runs.comparison.runs[0]]
    least, median, most = desk.last("compared")["measures"].reshape(2, 5, 3)[0, 0]
    assert (least, median, most) == pytest.approx((min(losses), sorted(losses)[2], max(losses)))
    results = desk.last("compared_results")
    assert results["seeds"] == 5
    assert sum(row["won"] for row in results["rows"]) == 5
    assert "compare_seeds=on" in desk.last("address")["query"]


@in_loop
async def test_one_epoch_ends_when_the_run_with_the_smallest_batches_has_finished_its_own():
    desk = Desk(compare_by="batch", compare_values='[20,"all"]')
    await desk.did("one_epoch")
    assert desk.runs.comparison.steps == 10
    assert desk.last("compared_status")["moments"] == [0, 10], "what is gone back to has numbers of its own"
    assert [cell[0].epochs for cell in desk.runs.comparison.runs] == pytest.approx([1, 10])
    assert desk.last("compared")["epochs"].tolist() == [pytest.approx([1, 10])]
    costs = desk.last("compared")["multiplications"].ravel()
    assert costs[1] == 10 * costs[0] > 0


@in_loop
async def test_training_stops_at_the_epoch_that_every_run_is_to_reach():
    desk = Desk(compare_values="[0.03,0.1]", target_epochs="3", speed="fastest")
    desk.ask("train")
    assert desk.last("compared_status")["training"] is True
    await desk.until(lambda: not desk.controller.loop.running)
    assert [cell[0].epochs for cell in desk.runs.comparison.runs] == pytest.approx([3, 3])
    status = desk.last("compared_status")
    assert (status["training"], status["message"]["code"]) == (False, "epoch_reached")
    frames = [message for message in desk.sent if message["topic"] == "compared" and message["acknowledge"]]
    steps = np.concatenate([frame["steps"].ravel() for frame in frames])
    assert (np.diff(steps) > 0).all()
    assert steps[-1] == 60


@in_loop
async def test_a_run_that_diverges_says_so_and_rests_while_the_others_go_on():
    desk = Desk(compare_values="[0.01,99]", dataset="sine", optimizer="SGD", target_epochs="4", speed="fastest",
                features="x", output="linear", loss="mean squared", activations="relu", layers="4")  # fmt: skip
    desk.ask("train")
    await desk.until(lambda: not desk.controller.loop.running)
    assert desk.runs.diverged == [0, 1]
    said = [message["text"] for message in desk.sent if message["topic"] == "announce"]
    assert said[0] == "Learning rate 99 has diverged and has stopped; the other runs continue."
    assert desk.last("compared")["diverged"].tolist() == [[0, 1]]
    assert desk.runs.epochs == pytest.approx(4)
    desk.ask("value_away", margin=0, at=0)
    desk.ask("train")
    await desk.until(lambda: not desk.controller.loop.running)
    assert desk.last("compared_status")["message"]["code"] == "all_diverged"
    desk.ask("train")
    assert not desk.controller.loop.running


def test_all_runs_go_back_to_an_earlier_moment_and_on_from_it_as_they_did():
    desk = Desk()
    for _ in range(3):
        desk.ask("one_step")
    then = [cell[0].network.parameters.copy() for cell in desk.runs.comparison.runs]
    map_then = desk.last("compared")["maps"].copy()
    desk.ask("one_step")
    assert desk.last("compared_status")["moments"] == [0, 1, 2, 3, 4]
    desk.ask("go_to", step=3)
    assert desk.last("compared")["maps"].tolist() == map_then.tolist()
    assert len(desk.last("compared_history")["steps"]) == 4
    assert (desk.last("compared_status")["step"], desk.last("compared_status")["moments"]) == (
        3,
        [0, 1, 2, 3, 4],
    )
    desk.ask("go_to", step=2)
    desk.ask("one_step")
    assert all(
        np.array_equal(a, cell[0].network.parameters)
        for a, cell in zip(then, desk.runs.comparison.runs, strict=False)
    )
    desk.ask("reset")
    assert desk.last("compared_status")["moments"] == [0]
    assert len(desk.last("compared_history")["steps"]) == 1


def test_curves_are_smoothed_where_that_is_wanted_and_the_numbers_of_the_cells_are_not():
    desk = Desk(compare_values="[0.3]")
    for _ in range(3):
        desk.ask("one_step")
    rough = desk.ask("ready").last("compared_history")["measures"].reshape(4, 5, 3)[:, 0, 1]
    desk.ask("set", name="compare_smooth", value=True)
    assert desk.last("compared_history")["measures"].reshape(4, 5, 3)[-1, 0, 1] == pytest.approx(rough.mean())
    frame = desk.last("compared")
    assert frame["measures"].reshape(5, 3)[0, 1] == pytest.approx(rough.mean())
    assert frame["last"].reshape(5, 3)[0, 1] == pytest.approx(rough[-1])


def test_the_table_is_saved_as_csv():
    desk = Desk(compare_values="[0.1,0.3]").ask("one_step").ask("comparison_file", kind="results")
    made = desk.last("comparison_file_made")
    rows = list(csv.DictReader(io.StringIO(made["text"])))
    assert made["name"] == "results.csv"
    assert [row["name"] for row in rows] == ["Learning rate 0.1", "Learning rate 0.3"]


def test_an_address_with_too_many_values_keeps_the_first_that_fit_and_says_so():
    desk = Desk(compare_values=f"[{','.join(str(0.01 * n) for n in range(1, 21))}]").ask("ready")
    assert len(desk.values()) == 6
    assert "Some of the values in the address cannot be compared" in desk.last("address_problems")["text"]
    desk = Desk(compare_values="[0.1,-1]", compare_and="layers", compare_and_values='[[4],"x"]').ask("ready")
    assert (desk.values(0), desk.values(1)) == (["0.1"], ["4"])
    assert Desk(compare_values="[]").ask("ready").values() == ["0.003", "0.03", "0.3", "30"]
    assert (
        len(Desk(compare_and="rate", compare_and_values="[1]").ask("ready").last("comparison")["margins"])
        == 1
    )
    assert Desk(compare_and="noise").ask("ready").values(1) == ["0", "0.1", "0.3"]


def test_an_address_opens_the_nearest_comparison_that_can_be_made():
    desk = Desk(compare_by="batch", compare_values="[9000]").ask("ready")
    assert "larger than the training set" in desk.last("address_problems")["text"]
    assert desk.session.compare_by == "rate"
    desk = Desk(dataset="csv").ask("ready")
    assert desk.session.dataset == "circle"
    assert "Choose the file again" in desk.last("address_problems")["text"]


def test_the_address_opens_what_is_compared():
    desk = Desk()
    desk.ask("compared_setting", margin=0, name="layers").ask("value", margin=0, at=0, text="3, 3")
    desk.ask("compared_setting", margin=1, name="initializer").ask("set", name="compare_log", value=True)
    again = Desk(**dict(parse_qsl(desk.last("address")["query"])))
    assert again.ask("ready").values(0) == ["3, 3", "4", "8", "8, 8"]
    assert again.values(1) == ["xavier", "he", "small normal"]
    assert again.session.compare_log is True


@in_loop
async def test_while_another_page_is_shown_training_goes_on_and_nothing_is_drawn(monkeypatch):
    monkeypatch.setattr(compare_controller, "RESULTS_EVERY", 0.0)
    desk = Desk(speed="fastest")
    desk.ask("train")
    await desk.until(lambda: desk.last("compared_results"))
    desk.controller.sleep()
    desk.sent.clear()
    step = desk.runs.comparison.steps
    await desk.until(lambda: desk.runs.comparison.steps > step + 50)
    assert not {"compared", "compared_results"} & {message["topic"] for message in desk.sent}
    desk.controller.wake()
    assert {"compared", "comparison", "compared_history"} <= {message["topic"] for message in desk.sent}
    desk.controller.close()


@pytest.mark.parametrize("name", [one.name for one in READY_MADE])
@in_loop
async def test_a_ready_made_comparison_is_one_click_and_asks_its_question(name):
    desk = Desk()
    await desk.did("ready_made", name=name)
    told = desk.last("comparison")
    one = next(one for one in READY_MADE if one.name == name)
    assert told["ready_made"] == {"name": name, "question": one.question, "answer": one.answer}
    assert desk.session.target_epochs == one.epochs
    assert desk.error == ""
    assert f"ready_made={name}" in desk.last("address")["query"]


@in_loop
async def test_what_is_changed_is_no_ready_made_comparison_any_more():
    desk = Desk().ask("ready_made", name="rates").ask("value_away", margin=0, at=0)
    assert desk.last("comparison")["ready_made"] is None
    await desk.ask("ready_made", name="depth").did("set", name="compare_seeds", value=True)
    assert desk.last("comparison")["ready_made"] is None
    assert desk.ask("ready_made", name="nothing").error == "This comparison does not exist."


@in_loop
async def test_many_runs_are_made_piece_by_piece_while_others_have_their_turn():
    desk = Desk(compare_and="noise", compare_and_values="[0,0.1,0.3]", compare_seeds="on")
    await desk.did("ready")
    before, turns = desk.runs.comparison, []

    async def another():
        while True:
            turns.append(desk.runs.comparison)
            await asyncio.sleep(0)

    visitor = asyncio.create_task(another())
    desk.ask("value", margin=0, at=0, text="0.5").controller.receive({"topic": "one_step"})  # which waits
    assert desk.runs.comparison is before
    await desk.until(lambda: not desk.controller.busy)
    visitor.cancel()
    assert (
        sum(one is before for one in turns) > 3
    )  # how many, depends on how much is made in the time of a piece
    assert [desk.runs.comparison.steps, len(desk.runs.comparison.runs)] == [1, 12]
    assert desk.controller.history.last.change.said("undo").startswith("Undo: Learning rate 0.003 changed")
    desk.ask("value", margin=0, at=0, text="0.03")
    assert desk.error == "0.03 is already one of the values."
    desk.ask("compared_setting", margin=0, name="layers")
    await desk.until(lambda: not desk.controller.busy)
    wide = ", ".join(["32"] * 8)
    now = desk.runs.comparison
    desk.ask("value", margin=0, at=0, text=wide)
    await desk.until(lambda: not desk.controller.busy)
    assert desk.error.startswith("These runs together are too much work")
    assert desk.runs.comparison is now
    assert desk.session.compare_values[0] == [2]


@in_loop
async def test_where_training_is_stopped_is_a_moment_with_its_numbers():
    desk = Desk(compare_values="[0.03,0.1]", speed="fastest")
    desk.ask("train")
    await desk.until(lambda: desk.runs.comparison.steps > 0)
    desk.runs.comparison.step(1, keep=False)  # what a slice of training does before its frame
    desk.ask("pause")
    comparison = desk.runs.comparison
    assert comparison.timeline.steps[-1] == comparison.steps == comparison.history["step"][-1]
    assert desk.last("compared")["steps"].tolist() == [[comparison.steps]]
    now = comparison.steps
    desk.ask("train")
    comparison.step(1, keep=False)
    desk.ask("go_to", step=0)
    assert (comparison.steps, comparison.timeline.steps[-1]) == (0, now + 1)
