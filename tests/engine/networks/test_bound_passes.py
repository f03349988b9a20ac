"""What makes a compiled step fast: few calls, and buffers that are written again and again."""

import numpy as np
import pytest

import engine
from engine.activations import OUTPUTS
from engine.bound_calls import run, scalar
from engine.losses import LOSSES
from engine.networks.bound_passes import compile_gradient
from engine.networks.network import MOST_NUMBERS


def compiled(widths, batch=10):
    network = engine.Network(widths, dtype=np.float32)
    gradients = np.zeros_like(network.parameters)
    calls, _ = compile_gradient(
        network.blocks(network.parameters),
        network.blocks(gradients),
        network.buffers(batch),
        OUTPUTS["sigmoid"],
        LOSSES["binary cross-entropy"],
        np.ones((widths[0] + 1, batch), np.float32),
        np.ones((widths[-1], batch), np.float32),
        scalar(0.1, np.float32),
    )
    return calls, gradients


@pytest.mark.parametrize("widths", [[2, 4, 2, 1], [2, 8, 8, 8, 1], [2, 8, 8, 8, 8, 8, 8, 1]])
def test_a_step_of_l_layers_is_5_l_plus_4_calls(widths):
    layers = len(widths) - 1
    update = 1  # w - (rate g), the rate having gone into dL/dz
    assert len(compiled(widths)[0]) + update == 5 * layers + 4


def test_the_calls_give_the_same_again():
    calls, gradients = compiled([2, 4, 2, 1])
    run(calls)
    first = gradients.copy()
    run(calls)
    assert gradients.tobytes() == first.tobytes()
    assert gradients.any()


@pytest.mark.parametrize("activation", ["tanh", "maxout"])
def test_as_many_samples_as_a_pass_may_have_write_no_more_than_it_may(activation):
    network = engine.Network([50, 30, 20, 10], activation, "softmax")
    samples = network.most_samples
    buffers = network.buffers(samples)
    apart = [z.size + dz.size for z, dz in zip(buffers.z, buffers.dz, strict=True)]
    flat = buffers.flat.size + buffers.slopes.size + sum(back.size for back in buffers.back_ones)
    written = 50 * samples + flat + buffers.z_out.size + buffers.delta.size
    written += 0 if network.dense[0].activation.in_place else sum(apart)
    assert written == pytest.approx(MOST_NUMBERS, rel=0.05)


def test_a_pass_has_a_sample_at_least():
    assert engine.Network([MOST_NUMBERS, 1]).most_samples == 1
