"""The way of an optimizer over a surface, and what its next step is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.landscapes.surface import Numbers, Surface
from engine.problem import Problem
from engine.training.batches import MOST_COUNTED
from engine.training.optimizers import Optimizer, Term, find_optimizer
from engine.training.split import Split


class NextStep(NamedTuple):
    """What an optimizer is about to do, all (2,): the gradient at the point; `split`, the parts of its step; `terms`,
    its arithmetic, label by label; `point`, where it leads."""

    gradient: Numbers
    split: Split
    terms: list[Term]
    point: Numbers


class Walked(NamedTuple):
    """What `Walk.progress` gives and `Walk.resume` takes: its `point`, `steps` and `state`."""

    point: Numbers
    steps: int
    state: dict[str, Numbers]


class Walk:
    """An optimizer, by name or as an object, on its way over a surface from a point, the surface's own start unless
    given. It goes by the gradient of the surface itself: there are no mini-batches here.

    point (2,): where it stands; steps: how many it has made; state: the optimizer's, {name: (2,)}.
    """

    def __init__(
        self, surface: Surface, optimizer: str | Optimizer, start: Sequence[float] | Numbers | None = None
    ) -> None:
        self.surface, self.optimizer = surface, find_optimizer(optimizer).fresh()
        self.point = np.array(surface.start if start is None else start, np.float64)
        self.steps = 0
        self.state: dict[str, Numbers] = {name: np.zeros(2) for name in self.optimizer.names}

    def look(self) -> NextStep:
        """The next step, without making it."""
        gradient, step = self.surface.gradient(self.point), self.steps + 1
        terms = self.optimizer.explain(self.point, gradient, self.state, step)
        split = self.optimizer.split(gradient, self.state, step)
        return NextStep(gradient, split, terms, terms[-1][2])

    def go(self, count: int = 1) -> Numbers:
        """Make so many steps, and return the way (count + 1, 2), the present point first; it is shorter when the next
        point would have no finite numbers."""
        way = [self.point]
        for _ in range(count):
            with np.errstate(all="ignore"):
                terms = self.look().terms
            if not np.isfinite(terms[-1][2]).all():
                break
            values = {label: value for label, _, value in terms}
            self.state = {name: values[name] for name in self.state}
            self.point, self.steps = values["w"], self.steps + 1
            way.append(self.point)
        return np.array(way)

    def progress(self) -> Walked:
        """All that it has come to, in little room."""
        return Walked(self.point, self.steps, dict(self.state))

    def resume(self, walked: Walked) -> None:
        """Go on from what such a walk has come to elsewhere. Raises Problem, and stays where it is, when it cannot be
        that."""
        point, steps, state = walked
        if set(state) != set(self.state):
            raise Problem("progress_of_other_optimizer")
        for array in (point, *state.values()):
            if array.shape != (2,) or not np.isfinite(array).all():
                raise Problem("progress_weights_not_finite")
        if not 0 <= steps <= MOST_COUNTED:
            raise Problem("progress_steps_impossible")
        self.point, self.steps = point, steps
        self.state = {name: state[name] for name in self.state}
