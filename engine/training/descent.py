"""Gradient descent on the leaves of a graph: forward, backward, update, again and again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from engine.graphs.graph import Graph
from engine.graphs.trace import Trace, backpropagate
from engine.ops import Array
from engine.problem import Problem
from engine.training.optimizers import SGD

RISING = 10  # steps in a row that raise the loss: they go too far, and every further one farther


class Descent:
    """The way of some leaves of a graph down its output, by plain gradient descent, from the values {leaf: array}.

    The output is the loss: a single number. values: where all leaves stand; losses: of every place so far, the first
    before any step; trace: both passes at the present place; diverged: None, or why it has stopped. A leaf may not grow
    beyond `largest`. Raises Problem when the output is no single number, when no leaf is to move, and when one of them
    has no gradient.
    """

    def __init__(
        self,
        graph: Graph,
        values: Mapping[str, Array],
        moved: Sequence[str],
        rate: float,
        largest: float = math.inf,
    ) -> None:
        self.graph, self.moved, self.largest = graph, tuple(moved), largest
        self.optimizer = SGD(rate)
        self.values = {name: np.asarray(value, np.float64) for name, value in values.items()}
        self.trace: Trace = backpropagate(graph, self.values)
        if self.trace.values[graph.output].ndim:
            raise Problem("descent_needs_number")
        if not moved:
            raise Problem("descent_needs_inputs")
        for name in moved:
            if name not in graph.leaves or name not in self.trace.gradients:
                raise Problem("descent_without_gradient", name=name)
        self.losses = [float(self.trace.output)]
        self.diverged: Problem | None = None
        self._risen = 0

    def step(self) -> bool:
        """One step; whether it was made. It is not when the next place would have no finite loss, or would lie beyond
        `largest`. It is the last one when the loss has risen with each of the last RISING."""
        if self.diverged is not None:
            return False
        values = dict(self.values)
        with np.errstate(all="ignore"):
            for name in self.moved:
                values[name] = self.optimizer.explain(values[name], self.trace.gradients[name], {}, 1)[-1][2]
        if all(self._lies_within(values[name]) for name in self.moved):
            trace = backpropagate(self.graph, values)
            loss = float(trace.output)
            if math.isfinite(loss):
                self._risen = self._risen + 1 if loss > self.losses[-1] else 0
                self.values, self.trace = values, trace
                self.losses.append(loss)
                if self._risen >= RISING:
                    rate = self.optimizer.rate
                    self.diverged = Problem("descent_rises", most=RISING, rate=rate, lower=self._lower)
                return True
        rate, step = self.optimizer.rate, len(self.losses)
        self.diverged = Problem("descent_not_finite", rate=rate, step=step, lower=self._lower)
        return False

    def _lies_within(self, value: Array) -> bool:
        return bool(np.isfinite(value).all() and (np.abs(value) <= self.largest).all())

    @property
    def _lower(self) -> float:
        return float(f"{self.optimizer.rate / 10:.2g}")
