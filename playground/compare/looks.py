"""What is looked at in a cell besides its answers: the numbers, one after the other, for the browser to draw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine import Trainer
from engine.comparing.looks import layer_sizes, ordered_weights, pieces, product
from engine.comparing.results import small_weights

Numbers = NDArray[np.floating]
MOST_WEIGHTS = 200  # that are drawn: more bars than pixels say nothing
MOST_UNITS = 32
MOST_ENTRIES = 4096  # of all matrices of a product
SAMPLES = 100  # over which signals and gradients are taken, always the same


class Look:
    """Of one cell. `count` numbers of each moment, none where only the answers are shown, which are there besides the
    numbers if `with_answers`."""

    name = "answers"
    with_answers = True

    def __init__(self, count: int = 0) -> None:
        self.count = count

    def numbers(self, run: Trainer, along: Numbers | None) -> Numbers:
        """(count,) of a run as it is now; `along` are the inputs (places, features) of a line."""
        return np.empty(0)


ANSWERS = Look()


class Layers(Look):
    """Signals and gradients by layer, (4, L): signals and gradients now, and both as they were at the start."""

    name = "layers"
    with_answers = False

    def __init__(self, run: Trainer) -> None:
        super().__init__(4 * len(run.network.dense))
        train = run.data.train
        self._rows = train[np.linspace(0, len(train) - 1, min(SAMPLES, len(train))).astype(int)]
        now = run.network.parameters.copy()
        run.network.parameters[:] = run.start
        self._start = self._sizes(run)
        run.network.parameters[:] = now

    def _sizes(self, run: Trainer) -> Numbers:
        return np.concatenate(layer_sizes(run, self._rows))

    def numbers(self, run: Trainer, along: Numbers | None) -> Numbers:
        return np.concatenate([self._sizes(run), self._start])


class Weights(Look):
    """How many weights there are, how many are nearly 0, and at most MOST_WEIGHTS of them in their order."""

    name = "weights"
    with_answers = False

    def __init__(self, run: Trainer) -> None:
        self._total = sum(one.size for one in run.network.weights)
        super().__init__(2 + min(self._total, MOST_WEIGHTS))

    def numbers(self, run: Trainer, along: Numbers | None) -> Numbers:
        small = round(small_weights(run.network) * self._total)
        return np.concatenate([[self._total, small], ordered_weights(run.network, MOST_WEIGHTS)])


class Units(Look):
    """Along a line, what each unit of the last hidden layer adds, (units, places); at most MOST_UNITS of them."""

    name = "units"

    def __init__(self, run: Trainer, places: int) -> None:
        super().__init__(min(run.network.widths[-2], MOST_UNITS) * places)

    def numbers(self, run: Trainer, along: Numbers | None) -> Numbers:
        assert along is not None
        return pieces(run.network, along)[:MOST_UNITS].ravel()


class Product(Look):
    """The one matrix (outputs, inputs) and bias (outputs,) that linear layers come to, and then their own matrices."""

    name = "product"

    def __init__(self, run: Trainer) -> None:
        widths = run.network.widths
        super().__init__(widths[-1] * (widths[0] + 1) + sum(one.size for one in run.network.weights))

    def numbers(self, run: Trainer, along: Numbers | None) -> Numbers:
        found = product(run.network)
        assert found is not None
        return np.concatenate([part.ravel() for part in (*found, *run.network.weights)])


def look_of(name: str, run: Trainer, places: int | None) -> Look:
    """What is looked at in the cell of a run, whose answers lie along a line of so many places, or over a plane. Where
    there is no such thing in it, only its answers are."""
    if name == "layers":
        return Layers(run)
    if name == "weights":
        return Weights(run)
    if name == "units" and places is not None and len(run.network.dense) > 1:
        return Units(run, places)
    entries = sum(one.size for one in run.network.weights)
    if name == "product" and entries <= MOST_ENTRIES and product(run.network) is not None:
        return Product(run)
    return ANSWERS
