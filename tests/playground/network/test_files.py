"""A file is read, its columns are chosen, and it becomes the data; each of it can be taken back."""

import numpy as np
import pytest
from undoing_desk import Desk

from playground.network.file_controller import SMALL_FILE

MANY = "id,length,width,depth,kind\n" + "".join(
    f"{row},{row % 7},{row % 5},{row % 3},{'ab'[row % 2]}\n" for row in range(30)
)
THREE = "0,1,2\n" + "".join(f"{row / 4},{row * row / 8},{row % 2}\n" for row in range(20))


def read(desk):
    return desk.last("file_read")


def choose(desk, use=False, **changed):
    """Says what the dialog would, with some of it changed."""
    shown = desk.shown
    desk.say(
        "file_columns",
        **{
            "id": shown["id"] + 1,
            "header": shown["header"],
            "style": shown["style"],
            "roles": [column["role"] for column in shown["columns"]],
            "kinds": [column["kind"] for column in shown["columns"]],
            "target_as": None,
            "undivided": None,
            "use": use,
            **changed,
        },
    )
    desk.shown = read(desk) or desk.shown
    return desk


def opened(text, name="mine.csv"):
    desk = Desk().say("csv", name=name, bytes=text.encode())
    desk.shown = read(desk)
    return desk


def test_a_file_of_many_columns_is_shown_before_it_becomes_the_data():
    desk = opened(MANY)
    assert desk.session.dataset == "circle"
    assert (desk.shown["name"], desk.shown["rows"], desk.shown["header"]) == ("mine.csv", 30, True)
    columns = {column["name"]: column for column in desk.shown["columns"]}
    assert columns["id"]["role"] == "ignored"
    assert columns["length"] == {
        "name": "length",
        "role": "feature",
        "kind": "number",
        "missing": 0,
        "different": 7,
        "cells": ["0", "1", "2", "3", "4"],
    }
    assert (columns["kind"]["role"], columns["kind"]["kind"]) == ("target", "category")
    choose(desk, use=True)
    assert desk.session.dataset == "csv"
    assert desk.last("error")["field"] == "file_columns"
    assert desk.last("error")["text"] == ""
    assert desk.last("data")["target_name"] == "kind"
    assert desk.say("undo").session.dataset == "circle"
    assert desk.say("redo").session.dataset == "csv"


def test_what_would_come_of_a_choice_is_said_and_what_cannot_be_used_is_refused():
    desk = opened(MANY)
    roles = ["ignored", "ignored", "ignored", "ignored", "target"]
    choose(desk, roles=roles)
    assert read(desk)["problem"]["code"] == "feature_column_needed"
    assert read(desk)["id"] == 1
    choose(desk, use=True, roles=roles)
    assert desk.last("error")["field"] == "file_columns"
    assert desk.last("error")["text"]
    assert desk.session.dataset == "circle"
    choose(desk, use=True, roles=["ignored", "target", "feature", "feature", "ignored"])
    assert (desk.last("data")["names"], desk.last("data")["target_name"]) == (["width", "depth"], "length")


def test_the_columns_of_the_data_can_be_chosen_anew():
    desk = choose(opened(MANY), use=True)
    desk.shown = read(desk.say("file_open"))
    assert [column["role"] for column in desk.shown["columns"]].count("target") == 1
    choose(desk, use=True, roles=["ignored", "feature", "ignored", "target", "ignored"], target_as="values")
    assert (desk.last("data")["dimension"], desk.last("data")["kind"]) == (1, "regression")
    assert desk.last("changes")["undo"] == "Undo: columns of the file mine.csv chosen. (Ctrl+Z)"
    before = read(desk.say("undo").say("file_open"))
    assert [column["role"] for column in before["columns"]][4] == "target"  # of the file as it is taken now


def test_what_was_decided_of_the_first_row_is_changed_by_one_message():
    desk = Desk().say("csv", name="three.csv", bytes=THREE.encode())
    data = desk.last("data")
    assert (data["header"], len(data["targets"]), data["taken"][0]["code"]) == (True, 20, "first_row_names")
    data = desk.say("file_header", header=False).last("data")
    assert (data["header"], len(data["targets"]), data["taken"][0]["code"]) == (False, 21, "first_row_data")
    assert desk.last("changes")["undo"] == "Undo: first row of the file taken as data. (Ctrl+Z)"


def test_a_number_that_could_mean_two_is_asked_for():
    desk = opened("a;b\n" + "".join(f"{row},000;{row * row}\n" for row in range(1, 9)))
    assert (desk.shown["example"], desk.shown["style"]) == ("1,000", None)
    assert desk.shown["problem"]["code"] == "thousands_unclear"
    choose(desk, style="point")
    assert desk.shown["problem"] is None
    choose(desk, use=True)
    assert desk.last("data")["offset"] == [4500.0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"roles": ["feature"]}, "file_columns"),
        ({"roles": ["king"] * 5}, "file_columns"),
        ({"kinds": []}, "file_columns"),
        ({"kinds": ["number"] * 6}, "file_columns"),
        ({"style": "roman"}, "file_columns"),
        ({"target_as": "nothing"}, "file_columns"),
        ({"header": "yes"}, "file_columns"),
    ],
)
def test_choices_that_are_none_are_refused(wrong, field):
    desk = opened(MANY)
    choose(desk, **wrong)
    refused = desk.last("error") or {"field": field, "text": "as it was proposed"}
    assert refused["field"] == field
    assert desk.session.dataset == "circle"
    assert desk.last("error") or "kinds" in wrong


@pytest.mark.parametrize("topic", ["file_open", "file_header", "file_columns"])
def test_there_is_nothing_to_choose_before_there_is_a_file(topic):
    desk = Desk()
    desk.shown = {"id": 0, "header": True, "style": None, "columns": []}
    if topic == "file_columns":
        choose(desk)
    else:
        desk.say(topic, header=True)
    assert desk.last("error")["text"] == "Choose a file first."


def test_a_file_whose_columns_must_be_chosen_is_no_step_until_they_are():
    desk = opened(MANY)
    assert desk.say("undo").session.dataset == "circle"
    assert len(MANY) < SMALL_FILE


def test_of_more_features_than_two_the_plane_of_two_is_drawn_at_the_mean_of_the_others():
    desk = choose(opened(MANY), use=True)
    data = desk.last("data")
    assert (data["columns"], data["names"], data["drawn"]) == (
        ["length", "width", "depth"],
        ["length", "width"],
        [1, 2],
    )
    assert (data["dimension"], data["points"].shape, data["through"]) == (2, (30, 2), None)
    assert [feature["title"] for feature in desk.last("network")["features"]] == ["length", "width", "depth"]
    experiment = desk.controller.experiment
    everywhere = experiment.data.points
    desk.set("across", 3)
    data = desk.last("data")
    assert (data["names"], data["drawn"]) == (["depth", "width"], [3, 2])
    assert data["points"] == pytest.approx(everywhere[:, [2, 1]].astype("f4"))
    desk.say("answer_at", x=1.5, y=-2.0)
    place = np.array([[everywhere[:, 0].mean(), -2.0, 1.5]])
    assert desk.last("answer")["values"] == experiment.network.predict(place.astype("f4"))[0].tolist()
    desk.set("upward", 3)  # the same for both: the next one stands in
    assert len(set(desk.session and desk.last("data")["drawn"])) == 2
    assert desk.last("frames")


def test_the_plane_goes_through_the_sample_that_is_stepped():
    desk = choose(opened(MANY), use=True)
    points = desk.controller.experiment.data.points
    desk.say("step_through", sample=4)
    assert desk.last("data")["through"] == 4
    assert desk.controller.maps.plane.rest == tuple(points[4])
    desk.say("close_trace")
    assert desk.last("data")["through"] is None
    assert desk.controller.maps.plane.rest == pytest.approx(points.mean(axis=0))


def test_a_point_of_many_coordinates_is_moved_along_the_two_that_are_drawn():
    desk = choose(opened(MANY), use=True)
    experiment = desk.controller.experiment
    before = experiment.data.points[5].copy()
    desk.set("upward", 3).say("point_move", index=5, x=1.0, y=2.0)
    assert experiment.data.points[5].tolist() == [1.0, before[1], 2.0]
    desk.say("point_add", x=0.5, y=0.25, target=1)
    assert experiment.data.points[-1] == pytest.approx(
        [0.5, experiment.data.points[:-1, 1].mean(), 0.25], abs=0.5
    )
    desk.say("point_remove", index=5).say("undo").say("one_epoch")
    assert experiment.trainer.iteration > 0


def test_a_boundary_that_is_straight_in_many_coordinates_is_straight_on_the_plane():
    desk = choose(opened(MANY), use=True)
    desk.set("loss", "binary cross-entropy")
    while desk.session.layers:
        desk.say("remove_layer", layer=0)
    desk.say("one_epoch")
    experiment = desk.controller.experiment
    x1, y1, x2, y2 = desk.last("frames")["line"][0]
    rest = desk.controller.maps.plane.rest[2]
    places = np.array([[x1, y1, rest], [x2, y2, rest]], "f4")
    assert experiment.network.predict(places).ravel() == pytest.approx([0.5, 0.5], abs=1e-4)


def lacks(desk):
    return [reason["code"] for reason in desk.last("address")["lacks"]]


def test_the_address_says_what_it_does_not_hold():
    desk = choose(opened(MANY), use=True)
    assert lacks(desk) == ["link_without_file"]
    assert "mine.csv" in desk.last("address")["lacks"][0]["text"]
    assert lacks(desk.set("dataset", "moons")) == []
    for layer in (0, 1):
        desk.say("width", layer=layer, width=32)
    desk.say("insert_layer", at=1, width=32)
    assert lacks(desk.say("new_weights")) == []  # the seed gives them
    assert lacks(desk.say("one_epoch")) == ["link_without_weights"]
    assert lacks(desk.say("new_weights")) == []
