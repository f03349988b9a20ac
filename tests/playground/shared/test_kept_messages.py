"""A message that says the same to everybody is a file, named by what is in it."""

import hashlib
import json
import zlib

import numpy as np
import pytest

from playground.shared.kept_messages import kept
from playground.shared.moving_pictures import bytes_of


def message():
    return {"topic": "datasets", "items": [{"name": "circle", "points": np.array([1, 2.5], np.float32)}]}


def test_over_the_line_goes_where_it_is():
    made = kept(message())
    name = hashlib.sha256(made.content).hexdigest()[:20]
    assert made.wire == {"topic": "datasets", "kept": f"./playground-kept/{name}"}
    assert made.name == name


def test_the_file_says_what_the_message_says():
    made = kept(message())
    head, _, body = zlib.decompress(made.content, -15).partition(b"\n")
    assert json.loads(head) == {
        "topic": "datasets",
        "items": [{"name": "circle", "points": None}],
        "arrays": [[["items", 0, "points"], "Float32Array", 2, 2, 0]],
    }
    assert np.frombuffer(body, np.float32).tolist() == [1, 2.5]


def test_the_file_is_as_small_as_may_be_since_it_is_made_once():
    many = {"topic": "datasets", "items": [{"points": np.arange(1000, dtype=np.float32)} for _ in range(9)]}
    assert len(kept(many).content) < 0.3 * len(bytes_of(many, {}))


def test_another_message_has_another_name_and_the_same_the_same():
    assert kept(message()).name == kept(message()).name != kept({**message(), "topic": "others"}).name


def test_nobody_changes_what_everybody_gets():
    made = kept({**message(), "map": np.zeros(3, np.int8)})
    for array in (made["map"], made["items"][0]["points"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
