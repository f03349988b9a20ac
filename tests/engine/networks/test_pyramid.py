"""The geometric pyramid rule for the widths of hidden layers."""

import pytest

from engine.networks.pyramid import geometric_pyramid


@pytest.mark.parametrize(
    ("inputs", "outputs", "layers", "widths"),
    [
        (16, 4, 1, [8]),  # sqrt(16 * 4)
        (27, 1, 2, [9, 3]),  # r = 3: outputs * r ** 2, outputs * r
        (7, 1, 2, [4, 2]),
        (784, 10, 2, [183, 43]),
        (2, 32, 3, [4, 8, 16]),  # it widens where there are more outputs
        (1, 1, 4, [1, 1, 1, 1]),
        (7, 1, 0, []),
    ],
)
def test_widths_fall_by_one_factor_from_inputs_to_outputs(inputs, outputs, layers, widths):
    assert geometric_pyramid(inputs, outputs, layers) == widths


@pytest.mark.parametrize("sizes", [(0, 1, 1), (1, 0, 1), (1, 1, -1)])
def test_what_is_no_network_has_no_widths(sizes):
    with pytest.raises(ValueError, match="at least one"):
        geometric_pyramid(*sizes)
