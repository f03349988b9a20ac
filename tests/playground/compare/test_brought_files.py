"""Runs on a file with more features than can be drawn: side by side, over the plane that the page has chosen."""

import numpy as np
import pytest
from compare_desk import Desk

from engine import datasets
from playground.shared.hand_over import HandOver

MANY = "length,width,depth,kind\n" + "".join(
    f"{row % 7},{row % 5},{row % 3},{'ab'[row % 2]}\n" for row in range(30)
)


def test_cells_show_the_plane_of_two_features_at_the_mean_of_the_others():
    data = datasets.from_csv(MANY, "mine.csv")
    settings = {"dataset": "csv", "features": ["x1", "x2", "x3"], "across": 3, "upward": 1}
    desk = Desk().ask("ready")
    desk.controller.take_over(HandOver(settings, None, data))
    (shown,) = desk.last("comparison")["data"]
    assert shown["dimension"] == 2
    assert np.reshape(shown["points"], (30, 2)) == pytest.approx(data.points[:, [2, 0]].astype("f4"))
    network = desk.runs.comparison.runs[0][0].network
    assert network.widths[0] == 3
    corner = network.predict(np.array([[6.0, data.points[:, 1].mean(), -6.0]], "f4"))[0, 0]  # the first pixel
    byte = desk.last("compared")["maps"].reshape(-1, 48 * 48)[0, 0]
    assert abs(int(byte) - int((corner - 0.5) * 254 + 128.5)) <= 1
    assert [reason["code"] for reason in desk.last("address")["lacks"]] == ["link_without_file"]


def test_the_columns_of_a_file_can_be_compared():
    data = datasets.from_csv(MANY, "mine.csv")
    desk = Desk().ask("ready")
    desk.controller.take_over(HandOver({"dataset": "csv", "features": ["x1", "x2", "x3"]}, None, data))
    desk.ask("compared_setting", margin=0, name="features")
    assert desk.values() == ["x1, x2, x3", "x1, x2", "x1"]
