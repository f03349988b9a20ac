"""Frames that were made small for the line say on the other side what they said on this one."""

import json
import math
import shutil
import subprocess
import zlib
from pathlib import Path

import numpy as np
import pytest

from playground.network import payloads
from playground.network.experiment import Experiment
from playground.network.heat_maps import MOVING, HeatMaps
from playground.session import Session
from playground.shared.moving_pictures import deflated, differences, in_planes

ROOT = Path(__file__).parents[3]


def opened(wire):
    """What static/frame/frames.js makes of it, by the sums of whole arrays."""
    head, _, body = zlib.decompress(wire["deflated"], -15).partition(b"\n")
    message = json.loads(head)
    at = 0
    for place, kind, count, moments, side in message.pop("arrays"):
        dtype = np.dtype(kind.removesuffix("Array").lower())
        values = np.frombuffer(body, dtype, count, at).reshape(moments, -1)
        at += values.nbytes
        if side and dtype.itemsize == 2:
            low, high = np.frombuffer(values.tobytes(), np.uint8).reshape(2, -1).astype(np.int32)
            counted = low + 256 * high
            values = np.where(counted % 2, -1 - counted // 2, counted // 2).astype(dtype)
        if side:
            values = values.reshape(moments, -1, side).copy()
            values[0] = np.add.accumulate(values[0], 1, dtype=dtype)
            for axis in (*[1] * dtype.itemsize, 0):
                values = np.add.accumulate(values, axis, dtype=dtype)
        *way, name = place if isinstance(place, list) else [place]
        inside = message
        for one in way:
            inside = inside[one]
        inside[name] = values.reshape(moments, -1)
    assert at == len(body)
    return message


def finished(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def chunk_of(count, steps=3, **settings):
    experiment = Experiment(Session(**settings))
    maps = HeatMaps(experiment)
    frames = []
    for number in range(count):
        experiment.trainer.step(steps)
        experiment.record()
        frames.append(payloads.snapshot(experiment, maps, None, number=number))
    return frames, payloads.chunk(frames, experiment, maps, None, MOVING, 200, 7)


@pytest.mark.parametrize("settings", [{}, {"dataset": "blobs"}, {"layers": [], "activations": []}])
def test_a_chunk_has_all_that_its_frames_are_made_of(settings):
    frames, chunk = chunk_of(1, **settings)
    for name, value in frames[0].items():
        np.testing.assert_array_equal(chunk[name], [np.ravel(value)], name)


def test_each_number_is_its_difference_from_the_row_above_and_from_the_moment_before_or_the_left():
    pictures = np.array([[1, 2, 4, 8], [1, 3, 4, 250]], np.uint8)  # two moments of two rows
    # From the rows above they differ by 1 2 | 3 6 and 1 3 | 3 247.
    assert differences(pictures, 2).tolist() == [[[1, 1], [3, 3]], [[0, 1], [0, 241]]]


@pytest.mark.parametrize("dataset", ["circle", "sine", "blobs"])
def test_every_byte_of_a_chunk_arrives(dataset):
    _, message = chunk_of(6, dataset=dataset)
    arrived = opened(message.wire)
    assert set(arrived) == set(message)
    for name, value in message.items():
        np.testing.assert_array_equal(arrived[name], value)
        assert not isinstance(value, np.ndarray) or arrived[name].dtype == value.dtype


def test_numbers_of_two_bytes_are_taken_from_the_row_above_twice_and_travel_by_their_size():
    picture = np.array([[1, 2, 4, 8, 12, 65535]], np.uint16)  # three rows
    # From the rows above they differ by 1 2 | 3 6 | 8 65527, and these by 1 2 | 2 4 | 5 65521; from the left by
    # 1 1 | 2 2 | 5 65516, which is -20.
    assert differences(picture, 2).tolist() == [[[1, 1], [2, 2], [5, 65516]]]
    assert in_planes(differences(picture, 2)).tolist() == [[2, 2, 4, 4, 10, 39], [0] * 6]


def test_every_number_of_a_finer_map_arrives_and_it_is_small():
    experiment = Experiment(Session())
    experiment.trainer.step(300)
    maps = HeatMaps(experiment)
    message = finished(payloads.finer_frame(experiment, maps, None)())
    assert message["map"].dtype == np.uint16
    np.testing.assert_array_equal(opened(message.wire)["map"], message["map"])
    assert len(message.wire["deflated"]) < 25_000


@pytest.mark.parametrize("steep", [1, 3, 40])
def test_numbers_of_two_bytes_arrive_over_many_moments_however_they_leap(steep):
    pictures = np.random.default_rng(0).integers(0, 65536, (3, 30)).astype(np.uint16) // steep
    message = {"topic": "frames", "id": 0, "map": pictures}
    np.testing.assert_array_equal(opened(deflated(message, {"map": 5}).wire)["map"], pictures)


def test_arrays_arrive_that_stand_in_something():
    message = {
        "topic": "datasets", "id": 0, "shown": None, "items": [
            {"name": "circle", "points": np.array([1.5, 2], np.float32)},
            {"points": np.array([-3], np.int8), "more": [], "loss": float("inf")},
        ],
    }  # fmt: skip
    arrived = opened(deflated(message, {}).wire)
    first, second = arrived["items"]
    assert first["name"] == "circle"
    assert first["points"].ravel().tolist() == [1.5, 2]
    assert second["points"].ravel().tolist() == [-3]
    assert (second["more"], second["loss"], arrived["shown"]) == ([], {"$number": "Infinity"}, None)


def test_a_chunk_is_known_by_its_topic_and_its_id_before_it_is_opened():
    _, message = chunk_of(1)
    assert set(message.wire) == {"topic", "id", "deflated"}
    assert (message.wire["topic"], message.wire["id"]) == ("frames", 7)


def test_a_chunk_needs_none_that_was_before_it():
    frames, _ = chunk_of(8)
    experiment = Experiment(Session())
    maps = HeatMaps(experiment)
    late = opened(payloads.chunk(frames[4:], experiment, maps, None, MOVING).wire)
    np.testing.assert_array_equal(late["map"], [frame["map"] for frame in frames[4:]])


def test_every_second_frame_brings_the_thumbnails():
    frames, message = chunk_of(5)
    assert ["thumbnails" in frame for frame in frames] == [True, False, True, False, True]
    assert message["pictured"] == len(message["thumbnails"]) == 3
    np.testing.assert_array_equal(message["thumbnails"][1], frames[2]["thumbnails"].ravel())


@pytest.mark.parametrize(("layers", "kilobytes"), [([4, 2], 60), ([8, 8], 120)])
@pytest.mark.parametrize("dataset", ["circle", "spiral"])
def test_a_second_of_training_is_so_small(layers, kilobytes, dataset):
    settings = {"layers": layers, "activations": ["tanh"] * len(layers), "dataset": dataset}
    sizes = [len(chunk_of(6, steps, **settings)[1].wire["deflated"]) for steps in (1, 20, 100)]
    assert max(sizes) * 5 <= kilobytes * 1000


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_browser_makes_the_same_of_it_as_is_made_here():
    pictures = np.random.default_rng(0).integers(0, 256, (3, 8), np.uint8)
    fine = np.random.default_rng(1).integers(0, 65536, (2, 12), np.uint16)
    message = {
        "topic": "frames", "id": 3, "frames": 3, "note": "σ", "loss": -math.inf,
        "metrics": np.array([[1.5, np.nan]] * 3), "map": pictures, "range": np.array([[0.5, 2]] * 3, np.float32),
        "winners": pictures[:, :5], "fine": fine, "parts": [{"weights": np.array([-1, 127], np.int8)}],
    }  # fmt: skip
    script = """
      import { inflated } from "./static/frame/frames.js";
      const deflated = new Uint8Array(JSON.parse(process.argv[1])).buffer;
      const message = await inflated({ deflated });
      message.loss = String(message.loss);
      message.weights = message.parts[0].weights;
      for (const [name, value] of Object.entries(message)) {
        if (ArrayBuffer.isView(value)) message[name] = [value.constructor.name, [...value].map(String)];
      }
      console.log(JSON.stringify(message));
    """
    wire = list(deflated(message, {"map": 4, "fine": 3}).wire["deflated"])
    run = ["node", "--input-type=module", "--eval", script, json.dumps(wire)]
    told = json.loads(subprocess.run(run, cwd=ROOT, capture_output=True, check=True, timeout=60).stdout)
    assert {name: told[name] for name in ("topic", "id", "frames", "note")} == {
        "topic": "frames", "id": 3, "frames": 3, "note": "σ",
    }  # fmt: skip
    assert told["map"] == ["Uint8Array", [str(value) for value in pictures.ravel()]]
    assert told["fine"] == ["Uint16Array", [str(value) for value in fine.ravel()]]
    assert told["weights"] == ["Int8Array", ["-1", "127"]]
    assert told["loss"] == "-Infinity"
    assert told["winners"] == ["Uint8Array", [str(value) for value in pictures[:, :5].ravel()]]
    assert told["metrics"] == ["Float64Array", ["1.5", "NaN"] * 3]
    assert told["range"] == ["Float32Array", ["0.5", "2"] * 3]


def test_where_all_is_linear_a_frame_has_the_straight_line_itself():
    frames, message = chunk_of(3, layers=[], activations=[], dataset="two gaussians")
    experiment = Experiment(Session(layers=[], activations=[], dataset="two gaussians"))
    experiment.trainer.step(9)
    for x1, x2 in message["line"][-1].reshape(2, 2):
        answer = experiment.network.predict(np.array([[x1, x2]]))[0, 0]
        assert answer == pytest.approx(0.5, abs=1e-4)
        assert max(abs(x1), abs(x2)) == pytest.approx(6, abs=1e-4)
    assert not np.array_equal(frames[0]["line"], frames[2]["line"])


def test_layers_without_an_activation_bend_nothing():
    _, message = chunk_of(1, layers=[4, 3], activations=["linear", "linear"])
    assert message["line"].shape == (1, 4)


@pytest.mark.parametrize(
    "settings",
    [
        {"layers": [4], "activations": ["tanh"]},
        {"layers": [], "activations": [], "features": ["x1", "x1^2"]},
        {"layers": [], "activations": [], "dataset": "sine", "features": ["x"]},
        {"layers": [], "activations": [], "dataset": "blobs"},
    ],
)
def test_what_bends_or_has_no_boundary_has_no_line(settings):
    assert "line" not in chunk_of(1, **settings)[1]


def test_the_line_of_a_neuron_of_the_first_layer_is_straight_too_and_needs_no_second_input():
    experiment = Experiment(Session(layers=[3], activations=["tanh"], features=["x2"]))
    frame = HeatMaps(experiment).draw((0, 1), moving=True)
    x0, y0, x1, y1 = frame["line"]
    weight, bias = experiment.network.weights[0][1, 0], experiment.network.biases[0][1]
    assert (sorted([x0, x1]), y0) == (pytest.approx([-6, 6]), pytest.approx(y1))
    assert y0 == pytest.approx(-bias / weight, abs=1e-6)


def test_where_the_middle_of_the_colours_is_never_given_there_is_no_line():
    values = {
        "dataset": "plane",
        "layers": [],
        "activations": [],
        "output": "sigmoid",
        "loss": "mean squared",
    }
    experiment = Experiment(Session(**values))
    assert np.isnan(HeatMaps(experiment).draw(None, moving=True)["line"]).all()
