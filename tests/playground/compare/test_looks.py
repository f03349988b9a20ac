"""What is looked at in the cells: signals, gradients, weights, parts of units, the product; an ensemble's mean."""

import asyncio

import numpy as np
import pytest
from compare_desk import Desk, in_loop

from engine.comparing import ensemble
from engine.comparing.looks import layer_sizes, ordered_weights, pieces, product
from playground.compare import payloads
from playground.compare import runs as compared_runs
from playground.compare.pictures import LINE, SIDE
from playground.messages.compare import ComparedMoment


def looked(desk):
    """The numbers of each cell in the frame that was sent last."""
    counts = [cell["count"] for cell in desk.cells]
    return np.split(desk.last("compared")["looked"][-1], np.cumsum(counts)[:-1])


@pytest.fixture
def look():
    """A page that looks at something in its cells."""

    def made(name, **query):
        desk = Desk(compare_look=name, **query).ask("ready")
        desk.cells = desk.last("comparison")["cells"]
        return desk

    return made


def test_by_layer_the_sizes_of_now_and_of_the_start(look):
    desk = look("layers", compare_values="[0.1,0.3]", layers="3,2")
    start = looked(desk)
    desk.ask("one_step")
    for numbers, before, cell in zip(looked(desk), start, desk.runs.comparison.runs, strict=True):
        rows = cell[0].data.train
        rows = rows[np.linspace(0, len(rows) - 1, 100).astype(int)]
        now = np.concatenate(layer_sizes(cell[0], rows))
        assert numbers[:6] == pytest.approx(now, rel=1e-5)
        assert numbers[6:].tolist() == before[:6].tolist() == before[6:].tolist()
        assert numbers[:6].tolist() != numbers[6:].tolist()
    assert [cell["look"] for cell in desk.cells] == ["layers", "layers"]
    assert "maps" not in desk.last("compared")


def test_to_look_at_the_start_leaves_the_weights_where_they_are(look):
    desk = look("answers").ask("one_step")
    before = desk.runs.comparison.weights(0)
    desk.ask("set", name="compare_look", value="layers")
    assert desk.runs.comparison.weights(0).tolist() == before.tolist()
    assert desk.last("comparison")["look"] == "layers"
    assert desk.last("compared")["looked"].size


def test_weights_in_their_order_after_how_many_there_are_and_are_nearly_nothing(look):
    desk = look("weights", compare_by="initializer", compare_values='["xavier","zeros"]', layers="3")
    drawn, zeros = looked(desk)
    assert drawn[2:] == pytest.approx(ordered_weights(desk.runs.comparison.runs[0][0].network, 99))
    assert (drawn[0], zeros.tolist()) == (9, [9, 9, *[0] * 9])


def test_of_many_weights_no_more_are_sent_than_can_be_told_apart(look):
    desk = look("weights", compare_values="[0.1]", layers="20,20")
    (numbers,) = looked(desk)
    assert (len(numbers), numbers[0]) == (202, 2 * 20 + 400 + 20)


def test_along_a_line_what_each_unit_adds_under_the_answer(look):
    curve = {"dataset": "sine", "features": '["x"]', "output": "linear", "loss": "mean squared"}
    desk = look("units", compare_by="layers", compare_values='["3","none"]', **curve)
    first, none = desk.cells
    assert (first["look"], first["count"], none["look"], none["count"]) == ("units", 3 * LINE, "answers", 0)
    network = desk.runs.comparison.runs[0][0].network
    along = np.linspace(*desk.runs.cells[0].data.domain[0], LINE)[:, None]
    assert looked(desk)[0].reshape(3, LINE) == pytest.approx(pieces(network, along), abs=1e-5)
    answers = desk.last("compared")["lines"].reshape(2, LINE)
    bias = network.dense[-1].biases[0]
    assert answers[0] == pytest.approx(looked(desk)[0].reshape(3, LINE).sum(axis=0) + bias, abs=1e-5)


def test_the_product_of_linear_layers_over_their_boundary_and_none_where_a_layer_bends(look):
    activations = '["linear","tanh"]'
    desk = look("product", compare_by="activations", compare_values=activations, layers="3,2")
    linear, bent = desk.cells
    assert (linear["look"], bent["look"], linear["widths"]) == ("product", "answers", [2, 3, 2, 1])
    network = desk.runs.comparison.runs[0][0].network
    matrix, bias = product(network)
    numbers = looked(desk)[0]
    assert numbers[:3] == pytest.approx([*matrix[0], *bias], rel=1e-5)
    assert numbers[3:] == pytest.approx(np.concatenate([one.ravel() for one in network.weights]), rel=1e-5)
    assert desk.last("compared")["maps"].shape == (1, 2 * SIDE**2)


def test_units_are_looked_for_along_a_line_only(look):
    assert {cell["look"] for cell in look("units").cells} == {"answers"}


@in_loop
async def test_what_is_looked_at_is_seen_while_the_runs_train():
    desk = Desk(compare_values="[0.1]", compare_look="weights", layers="3,2").ask("ready").ask("train")
    async with asyncio.timeout(30):
        while not (desk.last("compared") and desk.last("compared")["steps"][-1, 0] > 3):
            await asyncio.sleep(0.01)
    desk.ask("pause")
    assert desk.last("compared")["looked"][0, 0] == 2 * 3 + 3 * 2 + 2 * 1


def test_runs_that_differ_in_their_seed_answer_together():
    desk = Desk(compare_by="seed", compare_values="[0,1,2]").ask("one_step")
    frame = desk.last("compared")
    members = [cell[0] for cell in desk.runs.comparison.runs]
    assert desk.runs.members == members
    assert frame["mean_measures"][0].tolist() == pytest.approx(list(ensemble.measure(members).values()))
    assert frame["mean_maps"].shape == (1, SIDE**2)
    each = frame["maps"].reshape(3, SIDE**2).astype(float)
    assert frame["mean_maps"][0] == pytest.approx(each.mean(axis=0), abs=1)
    assert len({member.data.X.tobytes() for member in members}) == 1
    assert Desk(compare_by="seed", compare_values="[0,1]").ask("ready").last("comparison")["ensemble"]


@pytest.mark.parametrize(
    ("dataset", "form", "size"), [("blobs", "mean_confidence", SIDE**2), ("sine", "mean_lines", LINE)]
)
def test_classes_and_curves_have_a_mean_too(dataset, form, size):
    frame = Desk(dataset=dataset, compare_by="seed", compare_values="[0,1]").ask("ready").last("compared")
    assert frame[form].shape == (1, size)


def test_others_have_no_mean():
    for query in ({}, {"compare_by": "seed", "compare_values": "[1]"}):
        desk = Desk(**query).ask("ready")
        assert not desk.last("comparison")["ensemble"]
        assert "mean_measures" not in desk.last("compared")
    grid = {
        "compare_by": "seed",
        "compare_values": "[0,1]",
        "compare_and": "rate",
        "compare_and_values": "[0.1]",
    }
    assert "mean_measures" not in Desk(**grid).ask("ready").last("compared")


@in_loop
async def test_the_steps_of_each_run_are_timed_once_they_are_to_be_drawn_against_seconds(monkeypatch):
    timed = []

    def seconds(setup):
        timed.append(setup)
        return 0.5 * len(timed)

    monkeypatch.setattr(compared_runs, "seconds_a_step", seconds)
    desk = Desk(compare_values="[0.1,0.3]").ask("one_step")
    assert np.isnan(desk.last("compared")["seconds"]).all()
    assert timed == []
    desk.ask("set", name="compare_axis", value="seconds")
    await desk.until(lambda: desk.runs.seconds is not None)
    assert desk.last("compared_history")["seconds"].reshape(2, 2).tolist() == [[0, 0], [0.5, 1]]
    assert timed == list(desk.runs.comparison.setups)
    desk.ask("one_step")
    assert desk.last("compared")["seconds"].tolist() == [[1, 2]]
    desk.ask("value", margin=0, text="0.2")
    await desk.until(lambda: desk.runs.seconds is not None)
    assert len(timed) == 5
    page = Desk(compare_values="[0.1]", compare_axis="seconds").ask("ready")
    await page.until(lambda: page.runs.seconds is not None)


def test_every_array_that_not_every_moment_has_is_among_those_that_are_stacked():
    assert set(payloads.SOMETIMES) == ComparedMoment.__optional_keys__
