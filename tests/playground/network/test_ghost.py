"""The boundary before and after the update that is stepped through."""

import numpy as np
import pytest
from undoing_desk import Desk


@pytest.mark.parametrize("level", ["layer", "scalar"])
def test_what_the_ghost_shows_is_what_applying_the_update_makes(level):
    desk = Desk(rate=2.0).say("step_through", sample=3, level=level)
    ghost = desk.last("ghost")
    assert not np.array_equal(ghost["before"], ghost["after"])
    desk.say("apply_update", sample=3)
    now = desk.last("ghost")
    assert np.abs(now["before"].astype(int) - ghost["after"].astype(int)).max() <= 1
    assert desk.last("trace") is not None


def test_a_straight_boundary_has_straight_ghosts_and_classes_have_winners():
    desk = Desk(layers=[], activations=[]).say("step_through", sample=3, level="layer")
    assert {"line_before", "line_after"} <= set(desk.last("ghost"))
    desk = Desk(dataset="blobs", output="softmax", loss="cross-entropy").say(
        "step_through", sample=0, level="layer"
    )
    assert set(np.unique(desk.last("ghost")["after"])) <= {0, 1, 2}
    curve = {"dataset": "sine", "features": ["x"], "output": "linear", "loss": "mean squared"}
    assert (
        Desk(**curve).say("step_through", sample=0, level="layer").last("ghost")["after"].dtype == np.float32
    )
