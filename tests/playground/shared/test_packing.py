"""A packed message says on the other side what it said on this one."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from playground.shared import packing
from playground.shared.packing import Packed, packed, written


def unpacked(wire):
    """What static/frame/channel.js makes of it."""

    def read(value):
        if "$deep" in value:
            at, length = value["$deep"]
            return wire["deep"][at : at + length]
        return float(value["$number"].replace("inity", "")) if "$number" in value else value

    rest = json.loads(wire["text"].tobytes().decode(), object_hook=read)
    return {**rest, **{key: value for key, value in wire.items() if key not in ("topic", "text", "deep")}}


def test_every_number_arrives():
    message = {
        "topic": "check",
        "h": np.array([1.0, np.nan]),
        "numeric": {"x": np.array([[1.0, 2.0], [3.0, np.inf]]), "y": np.array(7.0)},
        "errors": {"x": float("nan"), "y": [float("inf"), -float("inf"), 0.5]},
        "verdict": "σ ≤ 1 </script>",
        "chosen": None,
    }
    wire = packed(message).wire
    assert set(wire) == {"topic", "text", "h", "deep"}
    assert all(isinstance(value, np.ndarray) for key, value in wire.items() if key != "topic")
    arrived = unpacked(wire)
    np.testing.assert_equal(arrived["h"], message["h"])
    np.testing.assert_equal(arrived["numeric"], {"x": [1.0, 2.0, 3.0, np.inf], "y": [7.0]})
    np.testing.assert_equal(arrived["errors"], message["errors"])
    assert (arrived["topic"], arrived["verdict"], arrived["chosen"]) == ("check", message["verdict"], None)


def test_who_reads_it_here_finds_the_message_itself():
    message = {"topic": "trace", "numbers": np.zeros(3), "steps": [1, 2]}
    assert isinstance(packed(message), Packed)
    assert packed(message) == message
    assert "deep" not in packed(message).wire


def test_what_cannot_be_written_is_not_sent():
    with pytest.raises(TypeError, match="set cannot be sent"):
        packed({"topic": "x", "value": {1, 2}})


def test_a_long_message_is_written_piece_by_piece_and_says_the_same(monkeypatch):
    at_once = []

    def noted(value, **named):
        at_once.append(
            len(value) if isinstance(value, list) else len(value) / 1_000 if isinstance(value, str) else 1
        )
        return json.dumps(value, **named)

    monkeypatch.setattr(packing, "json", SimpleNamespace(dumps=noted))
    steps = [{"node": f"x{number}", "parts": [number, [number / 2]]} for number in range(1_234)]
    message = {
        "topic": "trace",
        "steps": steps,
        "few": [1, [2, 3]],
        "none": [],
        "α": "β",
        "text": '<p title="∂f/∂x">\n\\𝛼' * 20_000,
        "numbers": np.zeros(2),
    }
    assert unpacked(packed(message).wire) | {"numbers": 0} == message | {"numbers": 0}
    # Entries, or thousands of characters: a millisecond or two of the lock for which the server's thread waits.
    assert max(at_once) == 100


def test_arrays_in_a_long_list_arrive_in_their_places():
    rows = [{"values": np.array([number, -number])} for number in range(250)]
    arrived = unpacked(packed({"topic": "x", "rows": rows}).wire)["rows"]
    assert [row["values"].tolist() for row in arrived] == [[number, -number] for number in range(250)]


def test_a_number_that_json_has_no_word_for_is_not_written_as_if_it_had():
    with pytest.raises(ValueError, match="JSON"):
        written({"rows": [0.5] * 500 + [float("nan")]})
