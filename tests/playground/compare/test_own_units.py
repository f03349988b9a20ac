"""Losses of a file whose values are scaled for the networks: what they mean in the units of the file."""

import numpy as np
import pytest
from compare_desk import Desk, in_loop

from engine import datasets
from playground.shared.hand_over import HandOver

PRICES = "size,rooms,price\n" + "".join(
    f"{45 + 5 * row},{1 + row % 5},{100_000 + 12_500 * row}\n" for row in range(40)
)


def of_prices(loss="mean squared"):
    data = datasets.from_csv(PRICES, "prices.csv")
    common = {"dataset": "csv", "features": ["x1", "x2"], "output": "linear", "loss": loss}
    desk = Desk(compare_by="rate", compare_values="[0.01,0.1]").ask("ready")
    desk.controller.take_over(HandOver(common, None, data))
    return desk, data


def off(run, data, rows):
    """By how much a run is off in price, row by row."""
    return (run.network.predict(data.X[rows]) - data.y[rows])[:, 0] * data.target_scale


@pytest.mark.parametrize(
    ("loss", "short", "mean"),
    [
        ("mean squared", "RMSE", lambda off: np.sqrt(np.mean(np.square(off)))),
        ("l1", "MAE", lambda off: np.mean(np.abs(off))),
    ],
)
@in_loop
async def test_each_cell_and_row_tells_its_error_in_prices(loss, short, mean):
    desk, data = of_prices(loss)
    cells = desk.last("comparison")["cells"]
    assert [(cell["error"]["short"], cell["error"]["of"]) for cell in cells] == [(short, "price")] * 2
    assert cells[0]["error"]["scaled"].startswith("(price − ")
    await desk.did("one_epoch")
    expected = [mean(off(run, data, data.validation)) for (run,) in desk.runs.comparison.runs]
    assert min(expected) > 1000
    assert expected[0] != pytest.approx(expected[1], rel=1e-3)
    assert desk.last("compared")["errors"][-1] == pytest.approx(expected, rel=1e-4)
    assert [row["final_error"] for row in desk.last("compared_results")["rows"]] == pytest.approx(
        expected, rel=1e-4
    )


def test_the_mean_of_an_ensemble_tells_its_error_too():
    desk, data = of_prices()
    desk.ask("compared_setting", margin=0, name="seed")
    mean = np.mean(
        [run.network.predict(data.X[data.validation]) for (run,) in desk.runs.comparison.runs], axis=0
    )
    wrong = (mean - data.y[data.validation])[:, 0] * data.target_scale
    assert desk.last("compared")["mean_error"][-1] == pytest.approx(
        [np.sqrt(np.mean(np.square(wrong)))], rel=1e-4
    )


def test_what_is_not_scaled_has_no_second_number():
    desk = Desk().ask("ready")
    assert {cell["error"] for cell in desk.last("comparison")["cells"]} == {None}
    assert np.isnan(desk.last("compared")["errors"]).all()
    assert {row["final_error"] for row in desk.last("compared_results")["rows"]} == {None}
