"""A curve of one's own for the runs of a comparison to learn: typed, or drawn by hand."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from compare_desk import Desk, in_loop

from engine.datasets.drawn_curve import LINE_PLACES, MOST_POINTS
from playground import address
from playground.session import Session

SINE = {"dataset": "sine", "features": "x", "output": "linear", "loss": "mean squared"}
STROKE = [-6, -1, 0, 1, 6, -1]


@pytest.fixture
def desk():
    return Desk(**SINE).ask("ready")


def points(desk):
    (data,) = desk.last("comparison")["data"]
    return np.array(data["points"]), np.array(data["targets"])


def test_a_drawn_curve_is_what_all_runs_learn(desk):
    desk.session.noise = 0.0
    desk.ask("draw_curve", stroke=STROKE, anew=True)
    x, y = points(desk)
    assert y == pytest.approx(1 - np.abs(x) / 3, abs=0.01)
    told = desk.last("comparison")["own_curve"]
    assert told["text"] == ""
    assert told["drawn"] == pytest.approx(1 - np.abs(LINE_PLACES) / 3, abs=0.005)
    # A stroke over it changes it there, and there alone.
    desk.ask("draw_curve", stroke=[2, 0.9, 4, 0.9], anew=False)
    drawn = np.array(desk.last("comparison")["own_curve"]["drawn"])
    assert drawn[np.abs(LINE_PLACES - 3) < 0.9] == pytest.approx(0.9, abs=0.005)
    assert drawn[LINE_PLACES < 1] == pytest.approx(told["drawn"][: (LINE_PLACES < 1).sum()])
    # And one anew takes what was there away.
    desk.ask("draw_curve", stroke=[-6, 0.5, 6, 0.5], anew=True)
    assert np.ptp(desk.last("comparison")["own_curve"]["drawn"]) == 0


def test_a_typed_curve_is_learned_and_takes_the_drawn_ones_place(desk):
    desk.ask("draw_curve", stroke=STROKE, anew=True).ask("own_function", text="x**2 + 2*x + 2")
    assert desk.last("comparison")["own_curve"] == {"text": "x**2 + 2*x + 2", "drawn": []}
    assert desk.session.dataset == "function"


def test_it_is_kept_in_the_address_and_taken_back(desk):
    desk.ask("draw_curve", stroke=STROKE, anew=True)
    query = desk.last("address")["query"]
    assert "dataset=drawn" in query
    session = Session()
    assert address.read(session, dict(parse_qsl(query))) == []
    assert session.curve == desk.session.curve
    assert "data changed to the drawn curve" in desk.last("changes")["undo"]
    desk.ask("undo")
    assert (desk.session.dataset, desk.last("comparison")["own_curve"]["drawn"]) == ("sine", [])
    desk.ask("redo")
    assert desk.session.dataset == "drawn"


@pytest.mark.parametrize("stroke", [[], [0.0], [0.0, 0.5, 1.0], [0.0] * (2 * MOST_POINTS + 2)])
def test_what_is_no_stroke_is_refused_and_the_runs_stay(desk, stroke):
    comparison = desk.runs.comparison
    assert desk.ask("draw_curve", stroke=stroke, anew=True).error
    assert desk.runs.comparison is comparison
    assert desk.session.dataset == "sine"


def test_a_function_of_the_plane_is_refused_beside_the_field(desk):
    assert "a function of x alone" in desk.ask("own_function", text="x1*x2").error
    assert "column 4" in desk.ask("own_function", text="sin(").error


@pytest.mark.parametrize(
    "query",
    [{}, {**SINE, "compare_by": "dataset", "compare_values": '["sine","step"]'}],
)
def test_it_is_not_offered_where_no_line_is_learned_or_data_are_compared(query):
    desk = Desk(**query).ask("ready")
    assert desk.last("comparison")["own_curve"] is None
    assert "learn a function of x" in desk.ask("draw_curve", stroke=STROKE, anew=True).error
    assert "learn a function of x" in desk.ask("own_function", text="x**2").error


@in_loop
async def test_the_ready_made_approximation_takes_a_drawn_curve_with_all_its_seeds():
    desk = Desk().ask("ready")
    await desk.did("ready_made", name="approximation")
    await desk.did("draw_curve", stroke=STROKE, anew=True)
    assert (desk.session.dataset, desk.runs.seeds, len(desk.runs.cells)) == ("drawn", 5, 6)
    await desk.did("undo")
    assert desk.session.ready_made == "approximation"
    desk.controller.close()
