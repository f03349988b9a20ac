"""What goes on in each layer: how its activations and gradients are distributed, and how many units pass none on."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.comparing.looks import layer_sizes
from engine.networks.unit_states import layer_states
from engine.training.trainer import Trainer

Numbers = NDArray[np.float64]
BINS = 25


class LayerStatistics(NamedTuple):
    """Of each layer with weights, first to last. `activations` (L, BINS) are the shares of all activations, of all
    units and samples, that lie in each of as many equal parts from `low` to `high`, (L,) each; `gradients` likewise, of
    dL/dw between minus and plus its `reach`. `sizes` (L,) are the roots of the mean squares of dL/dw, `spreads` how far
    the activations of different samples lie apart. `dead` and `saturated` (L,) are shares of the units of a hidden
    layer and of their activations, NaN where the layer's function has none such."""

    activations: Numbers
    low: Numbers
    high: Numbers
    gradients: Numbers
    reach: Numbers
    sizes: Numbers
    spreads: Numbers
    dead: Numbers
    saturated: Numbers


def layer_statistics(run: Trainer, rows: NDArray[np.intp]) -> LayerStatistics:
    """Of a run as it is now, over these rows of its data. ValueError when there are none."""
    network, X = run.network, run.data.X[np.asarray(rows, np.intp)]
    sizes = layer_sizes(run, rows)
    with np.errstate(all="ignore"):  # weights just before a run diverges
        passed = network.forward(X)
    blocks = network.blocks(run.gradient(rows))
    activations, gradients, ends, reach = [], [], [], []
    for (_, a), block, dense in zip(passed, blocks, network.dense, strict=True):
        values = np.nan_to_num(a.astype(np.float64)).ravel()
        low, high = dense.activation.range
        low = low if math.isfinite(low) else min(0.0, float(values.min()))
        high = high if math.isfinite(high) else max(0.0, float(values.max()))
        high = high if high > low else low + 1.0
        ends.append((low, high))
        activations.append(_shares(values, low, high))
        slopes = np.nan_to_num(block[:, : dense.weights.shape[1]].astype(np.float64)).ravel()
        reach.append(float(np.abs(slopes).max()))
        gradients.append(_shares(slopes, -(reach[-1] or 1.0), reach[-1] or 1.0))
    low_ends, high_ends = np.array(ends).T
    dead, saturated = np.array(layer_states(network, X)).T
    return LayerStatistics(
        np.array(activations),
        low_ends,
        high_ends,
        np.array(gradients),
        np.array(reach),
        sizes.gradients,
        sizes.signals,
        dead,
        saturated,
    )


def _shares(values: Numbers, low: float, high: float) -> Numbers:
    """Of the values between low and high in equal parts, (BINS,)."""
    counts, _ = np.histogram(values, BINS, (low, high))
    return np.asarray(counts / max(1, len(values)))
