"""Any Boolean formula as a network of threshold units.

A unit that is to be 1 when all of its inputs are (AND) sums them and has a bias that only the full sum outweighs; one
that is to be 1 when any is (OR) needs only one of them. What is negated comes in with the weight -1, and the bias makes
up for it; so NOT costs no unit:

    AND of p inputs and n negated ones:  z = sum(x) - sum(negated) - (p - 1/2)
    OR  of p inputs and n negated ones:  z = sum(x) - sum(negated) + (n - 1/2)

XOR is (a OR b) AND (NOT a OR NOT b), two layers. Gates of the formula that are the same are one unit, and what a later
layer reads again is handed on by a unit of weight 1. Where that would take more layers or wider ones than there may be,
the truth table itself makes one hidden layer: a unit for each row that is true, or for each that is false.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from engine.datasets.boolean_formula import Formula, Gate, rows_of
from engine.networks.network import Network


class _Signal(NamedTuple):
    """An input or the answer of a unit, by its number, or what is negated of it."""

    number: int
    negated: bool = False

    @property
    def opposite(self) -> _Signal:
        return _Signal(self.number, not self.negated)


class _Unit(NamedTuple):
    """1 where all of its signals are 1, or any of them is."""

    all: bool
    of: tuple[_Signal, ...]


def threshold_network(formula: Formula, inputs: int, most_layers: int = 8, widest: int = 32) -> Network:
    """The network of threshold units that answers as a formula does: its first inputs are the formula's variables in
    their order, and all others change nothing. At most so many hidden layers, each at most so wide: 32 is enough for
    any formula of six variables. ValueError where there are fewer inputs than variables, or less room than it takes."""
    if inputs < len(formula.names):
        raise ValueError(f"{len(formula.names)} variables need as many inputs, not {inputs}")
    circuit = _Circuit(inputs)
    answer = circuit.add(_simplified(formula.root), formula.names)
    layers = circuit.layers(answer)
    if len(layers) - 1 > most_layers or any(len(layer) > widest for layer in layers):
        layers = _of_table(formula, inputs)
        if len(layers) - 1 > most_layers or any(len(layer) > widest for layer in layers):
            raise ValueError(f"{most_layers} layers of at most {widest} units are too few for this formula")
    return _network(inputs, layers)


def _simplified(gate: Gate) -> Gate:
    """Gates of one kind within one another are one gate; XOR of several is one of two at a time."""
    if gate.kind == "name":
        return gate
    below = [_simplified(one) for one in gate.below]
    if gate.kind == "not":
        return below[0].below[0] if below[0].kind == "not" else Gate("not", below=(below[0],))
    if gate.kind == "xor":
        whole = below[0]
        for one in below[1:]:
            whole = Gate("xor", below=(whole, one))
        return whole
    flat: list[Gate] = []
    for one in below:
        flat += one.below if one.kind == gate.kind else (one,)
    return Gate(gate.kind, below=tuple(dict.fromkeys(flat)))


class _Circuit:
    """Units numbered after the inputs, each in the layer above those that it reads."""

    def __init__(self, inputs: int) -> None:
        self._inputs = inputs
        self._numbers: dict[_Unit, int] = {}
        self._units: list[_Unit] = []
        self._heights = [0] * inputs

    def add(self, gate: Gate, names: Sequence[str]) -> _Signal:
        if gate.kind == "name":
            return _Signal(names.index(gate.name))
        below = [self.add(one, names) for one in gate.below]
        if gate.kind == "not":
            return below[0].opposite
        if gate.kind == "xor":
            some = self._unit(False, below)
            not_all = self._unit(False, [one.opposite for one in below])
            return self._unit(True, [some, not_all])
        return self._unit(gate.kind == "and", below)

    def _unit(self, all_of: bool, signals: Iterable[_Signal]) -> _Signal:
        unit = _Unit(all_of, tuple(sorted(set(signals))))
        if unit not in self._numbers:
            self._numbers[unit] = self._inputs + len(self._units)
            self._units.append(unit)
            self._heights.append(1 + max(self._heights[one.number] for one in unit.of))
        return _Signal(self._numbers[unit])

    def layers(self, answer: _Signal) -> list[list[_Unit]]:
        """Units layer by layer, the last being the output alone; the signals of each are of the layer below. Units that
        nothing reads are left out."""
        answer = self._unit(True, [answer]) if self._is_no_unit(answer) else answer
        top = self._heights[answer.number]
        wanted: list[dict[int, None]] = [
            {} for _ in range(top + 1)
        ]  # by layer, the numbers that it must have
        wanted[top][answer.number] = None
        for height in range(top, 0, -1):
            for number in wanted[height]:
                for one in self._reads(number, height).of:
                    wanted[height - 1][one.number] = None
        layers = []
        below = list(range(self._inputs))
        for height in range(1, top + 1):
            places = {number: at for at, number in enumerate(below)}
            below = sorted(wanted[height])
            units = [self._reads(number, height) for number in below]
            layers.append(
                [
                    _Unit(one.all, tuple(_Signal(places[signal.number], signal.negated) for signal in one.of))
                    for one in units
                ]
            )
        return layers

    def _is_no_unit(self, answer: _Signal) -> bool:
        """Whether an answer is an input itself, or the opposite of something."""
        return answer.negated or answer.number < self._inputs

    def _reads(self, number: int, height: int) -> _Unit:
        """What makes this signal in a layer: its unit, or above that one that hands it on."""
        if self._heights[number] == height:
            return self._units[number - self._inputs]
        return _Unit(True, (_Signal(number),))


def _of_table(formula: Formula, inputs: int) -> list[list[_Unit]]:
    """A unit for each row that is true, and any of them; or one for each that is false, and none of them."""
    rows, table = rows_of(len(formula.names)), formula.table()
    few = bool(table.sum() * 2 <= len(table))
    hidden = [
        _Unit(True, tuple(_Signal(at, not bit) for at, bit in enumerate(row)))
        for row in rows[table == few].tolist()
    ]
    if not hidden:  # it is the same in every row
        return [[_Unit(not few, ())]]
    return [hidden, [_Unit(not few, tuple(_Signal(at, not few) for at in range(len(hidden))))]]


def _network(inputs: int, layers: Sequence[Sequence[_Unit]]) -> Network:
    network = Network(
        [inputs, *(len(layer) for layer in layers)], "threshold", "threshold", "zeros", dtype=np.float32
    )
    assert network.biases is not None
    for units, weights, biases in zip(layers, network.weights, network.biases, strict=True):
        for at, unit in enumerate(units):
            negated = sum(one.negated for one in unit.of)
            for one in unit.of:
                weights[at, one.number] += -1 if one.negated else 1
            biases[at] = 0.5 - (len(unit.of) - negated) if unit.all else negated - 0.5
    return network
