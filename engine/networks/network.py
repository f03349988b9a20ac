"""Dense networks: one flat array of parameters, seen as a matrix [W b] a layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike

from engine.activations import ACTIVATIONS, OUTPUTS, Activation, find
from engine.bound_calls import Array, Call, run
from engine.losses import Loss
from engine.networks import initializers
from engine.networks.bound_passes import Buffers, compile_forward
from engine.networks.layers import Dense, Dropout, Mode
from engine.networks.masks import Masks
from engine.networks.regularizers import Penalty

MOST_NUMBERS = 1 << 21  # that a pass writes: 8 MB of float32, where a batch may have thousands of samples


class Network:
    """A dense network of L weight layers, the last being the output.

    widths: [inputs, hidden..., outputs]. activation: one for all hidden layers, or one each; by name, of
    engine.activations.ACTIVATIONS, or an Activation of one's own. output: one of OUTPUTS, or an Activation.
    initializer: one of engine.networks.initializers.INITIALIZERS. dtype: float32 or float64. dropout: the share of a
    hidden layer's units that training drops, one for all hidden layers or one each, 0 for none. Weights that are
    not to be `drawn` are zero. ValueError on anything else, and on a width below 1.

    layers: the Dense layers, and a Dropout after each hidden one that has a share; dense: the Dense ones alone.
    parameters: flat (P,); a layer's block (rows, inputs + 1) has the bias as its last column, blocks follow one
    another. weights: views (rows, inputs); biases: views (rows,), or None without biases. activations and output are
    names, dropout a share a hidden layer.

    A pass in the mode "evaluating" drops nothing. In the mode "training" it drops what training drops in step number
    `step` (counted from 0): which units those are follows from the seed, the step and a sample's place in the batch.
    """

    def __init__(
        self,
        widths: Sequence[int],
        activation: str | Activation | Sequence[str | Activation] = "tanh",
        output: str | Activation = "sigmoid",
        initializer: str = "xavier",
        bias: bool = True,
        seed: int = 0,
        dtype: DTypeLike = np.float64,
        dropout: float | Sequence[float] = 0.0,
        drawn: bool = True,
    ) -> None:
        self.widths = [int(width) for width in widths]
        if len(self.widths) < 2 or min(self.widths) < 1:
            raise ValueError(f"widths must be at least [inputs, outputs], each 1 or more, not {list(widths)}")
        hidden = len(self.widths) - 2
        chosen = [activation] * hidden if isinstance(activation, (str, Activation)) else list(activation)
        if len(chosen) != hidden:
            raise ValueError(f"{hidden} hidden layers need {hidden} activations, not {len(chosen)}")
        functions = [find(one, ACTIVATIONS) for one in chosen] + [find(output, OUTPUTS, "output")]
        if initializer not in initializers.INITIALIZERS:
            choices = ", ".join(initializers.INITIALIZERS)
            raise ValueError(f"unknown initializer {initializer!r}; choose one of {choices}")
        self.initializer, self.bias, self.seed = initializer, bool(bias), seed
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float32, np.float64):
            raise ValueError(f"dtype must be float32 or float64, not {self.dtype}")
        self.dense = [
            Dense(inputs, units, function, self.bias)
            for inputs, units, function in zip(self.widths, self.widths[1:], functions, strict=False)
        ]
        self.layers, self.dropout = _with_dropout(self.dense, dropout)
        self.activations = [layer.activation.name for layer in self.dense[:-1]]
        self.output = self.dense[-1].activation.name
        self.parameters: Array = np.zeros(sum(rows * columns for rows, columns in self.shapes), self.dtype)
        for layer, block in zip(self.dense, self.blocks(self.parameters), strict=True):
            layer.attach(block)
        self.weights = [layer.weights for layer in self.dense]
        biases = [layer.biases for layer in self.dense if layer.biases is not None]
        self.biases = biases if self.bias else None
        self._maps: _Maps | None = None
        if drawn:
            self.initialize()

    def __repr__(self) -> str:
        """Network(2-4-2-1, tanh, sigmoid, 25 parameters)"""
        hidden = list(dict.fromkeys(self.activations))
        if any(self.dropout):
            hidden.append("dropout " + "-".join(f"{share:g}" for share in dict.fromkeys(self.dropout)))
        shape = "-".join(map(str, self.widths))
        return f"Network({', '.join([shape, *hidden, self.output])}, {self.parameter_count} parameters)"

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """Shape of each layer's block [W b]: (rows, inputs + 1), or (rows, inputs) without biases."""
        return [layer.shape for layer in self.dense]

    def blocks(self, flat: Array) -> list[Array]:
        """Views of a flat array (P,), parameters or gradients, as one block [W b] a layer."""
        views, start = [], 0
        for rows, columns in self.shapes:
            views.append(flat[start : start + rows * columns].reshape(rows, columns))
            start += rows * columns
        return views

    def buffers(self, batch: int, dtype: DTypeLike | None = None) -> Buffers:
        """Everything that a bound pass over `batch` samples writes, of the network's dtype unless given."""
        hidden = [layer.activation for layer in self.dense[:-1]]
        dropped = [share > 0 for share in self.dropout]
        return Buffers(self.widths, hidden, self.bias, batch, self.dtype if dtype is None else dtype, dropped)

    def named(self, flat: Array) -> dict[str, Array]:
        """Views of a flat array (P,) by name: "W1" (rows, inputs), "b1" (rows,), "W2" and so on."""
        parts: dict[str, Array] = {}
        for i, (block, inputs) in enumerate(zip(self.blocks(flat), self.widths, strict=False), 1):
            parts[f"W{i}"] = block[:, :inputs]
            if self.bias:
                parts[f"b{i}"] = block[:, -1]
        return parts

    def weight_mask(self) -> Array:
        """Flat (P,): 1 for a weight, 0 for a bias."""
        mask = np.ones_like(self.parameters)
        if self.bias:
            for block in self.blocks(mask):
                block[:, -1] = 0
        return mask

    def initialize(self, seed: int | None = None) -> None:
        """Draw the weights anew, in place, from `seed` (which is kept) or the network's own; biases become
        0."""
        if seed is not None:
            self.seed = seed
        generator = np.random.default_rng(self.seed)
        self.parameters.fill(0)
        for weights, inputs, outputs in zip(self.weights, self.widths, self.widths[1:], strict=False):
            weights[:] = initializers.draw(self.initializer, len(weights), inputs, outputs, generator)

    def masks(self, step: int, samples: int) -> list[Array | None]:
        """What dropout multiplies the activations of each hidden layer by in a training step with so many samples:
        (samples, width), 0 or 1 / (1 - share); None for a layer without dropout."""
        masks: list[Array | None] = [None] * len(self.dropout)
        if any(self.dropout):
            numbers = Masks([self.seed], [self.dropout], self.widths[1:-1]).draw(step, samples)[0]
            parts = np.split(numbers, np.cumsum(self.widths[1:-1])[:-1], axis=1)
            place = -1
            for layer in self.layers:
                if isinstance(layer, Dropout):
                    masks[place] = layer.mask(parts[place]).astype(self.dtype)
                else:
                    place += 1
        return masks

    def drop(self, shares: float | Sequence[float]) -> None:
        """Other shares of dropout from now on, one for all hidden layers or one each; the weights stay. ValueError as
        for a new network. A trainer that is at work on it is told by its own `dropout`."""
        self.layers, self.dropout = _with_dropout(self.dense, shares)
        self._maps = None  # they were compiled for the others

    def forward(self, X: Array, mode: Mode = "evaluating", step: int = 0) -> list[tuple[Array, Array]]:
        """(z, a) of every Dense layer for X (n, inputs): z (n, rows), a (n, width), before dropout. The readable
        path."""
        passed: list[tuple[Array, Array]] = []
        a = self._inputs(X)
        masks = self.masks(step, len(a)) if mode == "training" else []
        for layer in self.layers:
            if isinstance(layer, Dense):
                z, a = layer.forward(a)
                passed.append((z, a))
            elif mode == "training":
                a = a * masks[len(passed) - 1]
        return passed

    def predict(self, X: Array, mode: Mode = "evaluating", step: int = 0) -> Array:
        """Outputs (n, outputs) for X (n, inputs)."""
        return self.forward(X, mode, step)[-1][1]

    def maps(self, X: Array) -> list[Array]:
        """Activations of every neuron, L arrays (width, n), for X (n, inputs); the fast path.

        The arrays are buffers, kept for the shape of X and written anew by the next call.
        """
        X = self._inputs(X)
        if self._maps is None or self._maps.samples != len(X):
            self._maps = _Maps(self, len(X))
        self._maps.x[: self.widths[0]] = X.T
        run(self._maps.calls)
        return self._maps.activations

    def copy(self) -> Network:
        """An independent network with the same parameters."""
        functions = [layer.activation for layer in self.dense]
        twin = Network(
            self.widths,
            functions[:-1],
            functions[-1],
            self.initializer,
            self.bias,
            self.seed,
            self.dtype,
            self.dropout,
            drawn=False,
        )
        twin.parameters[:] = self.parameters
        return twin

    def __deepcopy__(self, memo: dict[int, Any]) -> Network:
        return self.copy()

    @property
    def parameter_count(self) -> int:
        """Number of weights and biases."""
        return self.parameters.size

    @property
    def most_samples(self) -> int:
        """So many samples a bound pass there and back should have at most, that it writes no more than MOST_NUMBERS."""
        written = self.widths[0] + 2 * self.widths[-1]
        for layer in self.dense[:-1]:
            apart = 0 if layer.activation.in_place else 2 * layer.activation.pieces
            written += (3 + apart) * layer.units
        return max(1, MOST_NUMBERS // written)

    def count_formula(self, numbers: bool = False) -> str:
        """How the parameters are counted: "785*d1 + (d1+1)*d2 + (d2+1)*10", where 785 is 784 inputs and the
        constant 1 of the biases; with `numbers` "785*128 + 129*64 + 65*10"."""
        last = len(self.widths) - 1
        terms = []
        for i, (inputs, outputs) in enumerate(zip(self.widths, self.widths[1:], strict=False)):
            fan_in = str(inputs + self.bias)
            if i > 0 and not numbers:
                fan_in = f"(d{i}+1)" if self.bias else f"d{i}"
            fan_out = str(outputs) if numbers or i + 1 == last else f"d{i + 1}"
            twice = "2*" if i + 1 < last and self.dense[i].activation.pieces == 2 else ""
            terms.append(f"{twice}{fan_in}*{fan_out}")
        return " + ".join(terms)

    def reshaped(
        self,
        widths: Sequence[int],
        activation: str | Activation | Sequence[str | Activation] | None = None,
        output: str | Activation | None = None,
        sources: Sequence[int | None] | None = None,
        inputs: Sequence[int | None] | None = None,
    ) -> Network:
        """A new network of another shape that keeps every weight whose two ends are still joined.

        sources: for each new hidden layer the index of the old one that it was, or None for a new one
        (default: the same index). inputs: for each new input the old input's index, or None (default: the
        same index). A bias stays with its unit. What is new comes from the initializer and the seed.
        """
        hidden = len(widths) - 2
        old_hidden = len(self.widths) - 2
        if sources is None:
            sources = [i if i < old_hidden else None for i in range(hidden)]
        if inputs is None:
            inputs = [j if j < self.widths[0] else None for j in range(widths[0])]
        if len(sources) != hidden or len(inputs) != widths[0]:
            raise ValueError("sources needs an entry for each hidden layer, inputs one for each input")
        if activation is None:
            functions = [layer.activation for layer in self.dense[:-1]]
            spare = functions[-1] if functions else ACTIVATIONS["tanh"]
            activation = [spare if source is None else functions[source] for source in sources]
        network = Network(
            widths,
            activation,
            self.dense[-1].activation if output is None else output,
            self.initializer,
            self.bias,
            self.seed,
            self.dtype,
            [0.0 if source is None else self.dropout[source] for source in sources],
        )
        was = [*sources, old_hidden]  # the old layer that each new layer was; the output stays the output
        for layer, source in enumerate(was):
            if source is None:
                continue
            if layer == 0:
                columns = list(inputs) if source == 0 else []
            elif was[layer - 1] is not None and was[layer - 1] == source - 1:
                kept = min(network.widths[layer], self.widths[source])
                columns = list(range(kept))
            else:
                columns = []
            self._keep(network, layer, source, columns)
        return network

    def _keep(self, other: Network, layer: int, source: int, columns: Sequence[int | None]) -> None:
        """Copy what a layer of `other` shares with the layer `source` of this network."""
        new_width, old_width = other.widths[layer + 1], self.widths[source + 1]
        kept = min(new_width, old_width)
        both = min(len(other.weights[layer]) // new_width, len(self.weights[source]) // old_width)
        for piece in range(both):
            new_rows = slice(piece * new_width, piece * new_width + kept)
            old_rows = slice(piece * old_width, piece * old_width + kept)
            for new, old in enumerate(columns):
                if old is not None:
                    other.weights[layer][new_rows, new] = self.weights[source][old_rows, old]
            if other.biases is not None and self.biases is not None:
                other.biases[layer][new_rows] = self.biases[source][old_rows]

    def graph(
        self,
        x: Array,
        y: Array,
        loss: str | Loss = "binary cross-entropy",
        penalty: Penalty | None = None,
        level: Literal["layer", "scalar"] = "layer",
        mode: Mode = "evaluating",
        step: int = 0,
        place: int = 0,
        names: Sequence[str] = (),
    ) -> Any:
        """The computational graph of one sample, x (inputs,) and y (outputs,), through this network to the
        loss, its inputs labelled with these `names`. In the mode "training" dropout's masks are gates of it: those of
        the sample at `place` in the batch (from 0) of that step."""
        # Here, because a graph of a network needs the network's own module.
        from engine.networks import sample_graph

        masks = [
            None if mask is None or mode == "evaluating" else mask[place]
            for mask in self.masks(step, place + 1)
        ]
        return sample_graph.build(self, x, y, loss, penalty, level, masks, names)

    def _inputs(self, X: Array) -> Array:
        X = np.asarray(X, self.dtype)
        if X.ndim != 2 or X.shape[1] != self.widths[0]:
            raise ValueError(f"X must be (n, {self.widths[0]}), not {X.shape}")
        return X


def _with_dropout(
    dense: Sequence[Dense], shares: float | Sequence[float]
) -> tuple[list[Dense | Dropout], list[float]]:
    """The layers with a Dropout after each hidden one that has a share, and the share of each hidden layer."""
    hidden = len(dense) - 1
    each = (
        [float(shares)] * hidden if isinstance(shares, (int, float)) else [float(share) for share in shares]
    )
    if len(each) != hidden:
        raise ValueError(f"{hidden} hidden layers need {hidden} shares of dropout, not {len(each)}")
    layers: list[Dense | Dropout] = []
    for layer, share in zip(dense, each, strict=False):
        dropout = Dropout(layer.units, share)
        layers += [layer, dropout] if share > 0 else [layer]
    return [*layers, dense[-1]], each


class _Maps:
    """The forward pass over a fixed number of samples, compiled."""

    def __init__(self, network: Network, samples: int) -> None:
        self.samples = samples
        self.x = np.ones((network.widths[0] + network.bias, samples), network.dtype)
        buffers = network.buffers(samples)
        output = np.empty_like(buffers.z_out)
        self.calls: list[Call] = compile_forward(network.blocks(network.parameters), buffers, self.x)
        self.calls += network.dense[-1].activation.forward_calls(buffers.z_out, output)
        self.activations = [*buffers.a, output]
