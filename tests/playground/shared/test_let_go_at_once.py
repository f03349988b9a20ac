"""What was made for a message is let go with it: large arrays do not wait for the collector, which comes seldom."""

import gc
import weakref

import numpy as np
import pytest

from playground.shared.enough_digits import met
from playground.shared.moving_pictures import bytes_of


@pytest.fixture(autouse=True)
def no_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_arrays_that_meet_in_a_line_of_the_backward_pass():
    upstream = np.ones((2, 3))
    gone = weakref.ref(upstream)
    assert met(["upstream", "×", "local"], "", {"upstream": upstream, "local": np.ones((2, 3))}, (2, 3)).all()
    del upstream
    assert gone() is None


def test_frames():
    message = {"topic": "frames", "id": 1, "of": [{"map": np.zeros((1, 4), np.uint8)}], "loss": float("nan")}
    bytes_of(message, {"map": 2})
    assert gc.collect() == 0
