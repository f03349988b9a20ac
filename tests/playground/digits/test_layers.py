"""Hidden layers are changed within limits, and it is known which was which."""

import pytest

from playground.shared.hidden_layers import HiddenLayers
from playground.shared.refused import Refused

TWO = HiddenLayers((128, 64), ("relu", "tanh"), most=4, widest=256)


def test_each_change_says_what_every_layer_was():
    wider = TWO.resized(0, 200)
    assert (wider.widths, wider.sources) == ((200, 64), (0, 1))
    more = TWO.inserted(1, 32, "relu")
    assert (more.widths, more.activations, more.sources) == (
        (128, 32, 64),
        ("relu", "relu", "tanh"),
        (0, None, 1),
    )
    assert (TWO.removed(0).widths, TWO.removed(0).activations, TWO.removed(0).sources) == (
        (64,),
        ("tanh",),
        (1,),
    )
    assert (TWO.moved(0, 1).widths, TWO.moved(0, 1).sources) == ((64, 128), (1, 0))
    assert TWO.activated(1, "elu").activations == ("relu", "elu")


def test_a_layer_comes_where_there_was_none():
    none = HiddenLayers((), (), most=4, widest=256)
    assert none.inserted(0, 16, "relu").activations == ("relu",)


@pytest.mark.parametrize(
    "change",
    [
        lambda: TWO.resized(2, 8),
        lambda: TWO.resized(-1, 8),
        lambda: TWO.resized(0, 0),
        lambda: TWO.resized(0, 257),
        lambda: TWO.inserted(3, 8, "relu"),
        lambda: TWO.inserted(-1, 8, "relu"),
        lambda: TWO.inserted(0, 8, "relu").inserted(0, 8, "relu").inserted(0, 8, "relu"),
        lambda: TWO.removed(2),
        lambda: TWO.moved(0, 2),
        lambda: TWO.moved(-1, 0),
        lambda: TWO.activated(0, "softmax!"),
        lambda: TWO.activated(2, "relu"),
    ],
)
def test_what_cannot_be_is_refused(change):
    with pytest.raises(Refused):
        change()
