"""What a run is about to do, as it is seen on a plane through its weights."""

from __future__ import annotations

import numpy as np

from engine.landscapes.planes import Plane
from engine.landscapes.walk import NextStep
from engine.training.split import Split
from engine.training.trainer import Trainer


def next_step(trainer: Trainer, plane: Plane) -> NextStep:
    """The next step of a run, without making it: the gradient over its next mini-batch and what the optimizer makes of
    it, both as they lie on the plane, (2,).

    A share of the parameters' step stands at a right angle to the plane and is not seen. Of a plane of two weights the
    terms are those of the two; along other directions there are none, since squares of gradients have no direction.
    """
    weights = trainer.network.parameters
    gradient = trainer.gradient()
    optimizer, number = trainer.optimizer, trainer.optimizer.steps + 1
    whole = optimizer.split(gradient, optimizer.state, number, trainer.rate)
    memory, fresh = (plane.directions @ part for part in whole.parts)
    point = plane.points((np.asarray(weights, np.float64) + whole.move)[None])[0]
    terms = []
    if is_of_two_weights(plane):
        two = plane.directions.argmax(axis=1)
        terms = [
            (label, formula, np.asarray(value)[two])
            for label, formula, value in optimizer.explain(
                weights, gradient, optimizer.state, number, trainer.rate
            )
        ]
    return NextStep(plane.directions @ gradient, Split(memory, fresh, np.ones(2)), terms, point)


def is_of_two_weights(plane: Plane) -> bool:
    """Whether each direction of the plane is one of the parameters."""
    return bool(
        (np.count_nonzero(plane.directions, axis=1) == 1).all() and (plane.directions.max(axis=1) == 1).all()
    )
