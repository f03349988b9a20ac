"""A network out of code that people have already: nn.Sequential and nn.Module of PyTorch, Sequential and model.add of
Keras.

The text is read by ast against a list of names and never executed; what does not fit the room that there is for a
network is refused at its place.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine.activations import ACTIVATIONS as OF_HIDDEN_LAYERS
from engine.activations import OUTPUTS
from engine.graphs.python_subset.errors import ExpressionError
from engine.losses import allowed
from engine.networks.pasted_names import HIDDEN
from engine.networks.pasted_pieces import Activated, Dropped, Entry, Full, WrittenLoss
from engine.networks.pasted_reader import NetworkReader


@dataclass(frozen=True)
class Room:
    """What there is room for: the numbers of inputs and outputs, the most hidden layers and neurons in one, and the
    losses that go with the data."""

    inputs: int
    outputs: int
    most_layers: int
    most_width: int
    losses: Collection[str]


@dataclass(frozen=True)
class PastedNetwork:
    """What a text says of a network.

    `widths` and `activations` are of the hidden layers, `output` is the last activation and `loss` the loss, by our
    names, None where the text leaves it open. `dropout` is the share that is left out of the inputs, then of each
    hidden layer; `slope` that of a leaky ReLU below zero, None where there is none or none is given.
    """

    widths: tuple[int, ...]
    activations: tuple[str, ...]
    output: str | None
    loss: str | None
    bias: bool
    dropout: tuple[float, ...]
    slope: float | None


def read_network(text: str, room: Room) -> PastedNetwork:
    """The network that a text of PyTorch or Keras builds. Raises ExpressionError, with the place, on what is not
    understood, does not fit together, or has no room."""
    reader = NetworkReader(text)
    if reader.row is None:
        raise ExpressionError("network_missing", 1, 1)
    return _Fitting(reader, room).network()


class _Fitting:
    """The pieces of a text, one behind the other, made to fit."""

    def __init__(self, reader: NetworkReader, room: Room) -> None:
        self.error, self.loss, self.room = reader.source.error, reader.loss, room
        self.layers: list[Full] = []
        self.activations: list[Activated | None] = []
        self.dropout = [0.0]
        self.slope: float | None = None
        entry: Entry | None = None
        for piece in reader.row.pieces if reader.row else ():
            if isinstance(piece, Full):
                self._add(piece, entry)
            elif isinstance(piece, Activated):
                self._activate(piece)
            elif isinstance(piece, Dropped):
                self.dropout[-1] = piece.share + self.dropout[-1] * (1 - piece.share)
            elif self.layers:
                self.error(piece.at, "input_misplaced")
            else:
                entry = piece
        if not self.layers:
            raise ExpressionError("network_missing", 1, 1)

    def _add(self, layer: Full, entry: Entry | None) -> None:
        before = self.layers[-1].width if self.layers else None
        if before is not None and layer.inputs is not None and layer.inputs != before:
            self.error(layer.at, "layer_inputs_differ", given=layer.inputs, before=before)
        given = layer.inputs if entry is None else entry.inputs
        if before is None and given is not None and given != self.room.inputs:
            at = layer.at if entry is None else entry.at
            self.error(at, "first_layer_inputs", given=given, needed=self.room.inputs)
        if self.layers and layer.bias != self.layers[0].bias:
            self.error(layer.at, "biases_differ")
        self.layers.append(layer)
        self.activations.append(None)
        self.dropout.append(0.0)
        if layer.activation is not None:
            self._activate(layer.activation)

    def _activate(self, activation: Activated) -> None:
        if not self.layers or self.activations[-1] is not None:
            self.error(activation.at, "activation_misplaced")
        self.activations[-1] = activation
        if activation.name == "leaky relu":
            self.slope = activation.slope

    def network(self) -> PastedNetwork:
        *hidden, last = self.layers
        room = self.room
        for number, layer in enumerate(hidden, start=1):
            if number > room.most_layers:
                self.error(layer.at, "layers_too_many", most=room.most_layers)
            if layer.width > room.most_width:
                self.error(layer.at, "layer_too_wide", width=layer.width, most=room.most_width)
        if last.width != room.outputs:
            self.error(last.at, "last_layer_width", given=last.width, needed=room.outputs)
        for activation in self.activations[:-1]:
            if activation is not None and activation.name not in OF_HIDDEN_LAYERS:
                self.error(activation.at, "activation_not_hidden", name=activation.written, known=HIDDEN)
        names = tuple("linear" if one is None else one.name for one in self.activations[:-1])
        return PastedNetwork(
            tuple(layer.width for layer in hidden), names, self._output(last), self._loss_name(), last.bias,
            tuple(self.dropout[:-1]), self.slope,
        )  # fmt: skip

    def _loss_name(self) -> str | None:
        return None if self.loss is None else self.loss.known.loss

    def _output(self, last: Full) -> str | None:
        """The activation of the last layer: as it is written, or as the loss contains it."""
        given = self.activations[-1]
        own = None if given is None or given.name == "linear" else given.name
        if self.loss is not None:
            return self._output_of_loss(self.loss, last, given, own)
        if given is None:
            return None
        fits = [name for name in OUTPUTS if any(self._goes(loss, name) for loss in self.room.losses)]
        if given.name not in fits:
            self.error(given.at, "output_not_for_data", name=given.written, known=" or ".join(fits))
        return given.name

    def _output_of_loss(self, loss: WrittenLoss, last: Full, given: Activated | None, own: str | None) -> str:
        known = loss.known
        if known.loss not in self.room.losses:
            self.error(loss.at, "loss_not_for_data", name=loss.written)
        if known.contains:
            if given is not None and own is not None:
                self.error(given.at, "loss_contains", loss=loss.written, name=known.contains)
            return known.contains
        if known.needs and own != known.needs:
            self.error(last.at, "loss_needs", loss=loss.written, name=known.needs)
        output = own or "linear"
        if not self._goes(known.loss, output):
            at = last.at if given is None else given.at
            self.error(at, "output_not_for_loss", name=output, loss=loss.written)
        return output

    def _goes(self, loss: str, output: str) -> bool:
        return output in OUTPUTS and allowed(loss, output, self.room.outputs) is None
