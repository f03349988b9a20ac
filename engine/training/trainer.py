"""Training: one step, one epoch, a run; history, early stopping, and what happens when it diverges."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from engine.bound_calls import Array
from engine.losses import Loss
from engine.networks.network import Network
from engine.networks.regularizers import Penalty
from engine.problem import Problem
from engine.training import metrics
from engine.training.batches import Data, Indices, Place, positive
from engine.training.explained_update import explain_update, make_update, named_state
from engine.training.learning import Learning
from engine.training.optimizers import Optimizer, Term
from engine.training.optimizers import Snapshot as OptimizerSnapshot
from engine.training.progress import FIELDS, Best, Progress, check, cut
from engine.training.schedules import Constant, Schedule


class Trainer(Learning):
    """Trains a network on a Dataset, in place.

    loss and optimizer are given by name or as objects; `loss` is the object. The optimizer (SGD unless given, by name
    at a rate of 0.03) is copied: to change the rate, set `trainer.optimizer.rate`.
    optimizer, penalty, schedule, batch_size and data may be assigned at any time and leave the weights alone;
    a new optimizer begins with fresh state. A batch larger than the training set means the whole set. With
    `evaluate_on`, train loss and accuracy are measured on so many of the training samples, always the same.
    ValueError when loss, output and data do not fit together, with the reason in plain English.

    iteration: steps done. history: dict of lists, "epoch" and the names of `evaluate`. diverged: None, or why
    training has stopped, and then suggested_rate is a lower rate. best: (epoch, validation_loss, parameters)
    or None.
    """

    def __init__(
        self,
        network: Network,
        data: Data,
        loss: str | Loss = "binary cross-entropy",
        optimizer: str | Optimizer | None = None,
        batch_size: int = 10,
        penalty: Penalty | None = None,
        schedule: Schedule | None = None,
        seed: int = 0,
        shuffle: bool = True,
        evaluate_on: int | None = None,
    ) -> None:
        super().__init__(network, data, loss, optimizer, batch_size, penalty, schedule, seed, shuffle)
        self.evaluate_on = None if evaluate_on is None else positive(evaluate_on, "measurement")
        self.iteration = 0
        self.diverged: Problem | None = None
        self.suggested_rate: float | None = None
        self.history: dict[str, list[float | None]] = {}
        self._start = network.parameters.copy()
        # The last parameters recorded with a finite loss, and where in the run they were.
        self._sound = self._start
        self._sound_at = self.order, self.order.mark, 0
        self.reset()

    def __repr__(self) -> str:
        done = f"{self.iteration} steps, {self.epochs:.4g} epochs"
        return f"Trainer({self.network!r}, {self.loss.name}, {self.optimizer!r}, {done})"

    # Training

    def step(self, count: int = 1) -> int:
        """Train on the next `count` mini-batches. Returns the steps really done: fewer when it diverges, and none
        after that until the rate has been lowered or the optimizer changed."""
        if not self.begin():
            return 0
        done = 0
        with np.errstate(all="ignore"):  # a run that overflows is told in words
            while done < count and self.diverged is None:
                done += self._slice(count - done)
        return done

    def begin(self) -> bool:
        """Whether another step may be made: not when it has diverged, and the rate is what it was."""
        if self.diverged is not None:
            if self._optimizer.rate >= self._refused:
                return False
            self.diverged = self.suggested_rate = None
        if self.iteration == 0:
            self._start[:] = self.network.parameters  # a weight may have been set by hand
        return True

    def has_made(self, count: int) -> None:
        """So many steps were made in a stack of runs: parameters and optimizer are already what they led to."""
        self.order.advance(count * self.batch_size)
        self.iteration += count
        self._forget_batches()

    def _slice(self, count: int) -> int:
        """Up to `count` steps on the batches that are gathered; whether all went well is checked once at the end."""
        if self._slot == self._steps.filled:
            self._slot = 0
            self._steps.gather(self.order.ahead(self._steps.room))
        count = min(count, self._steps.filled - self._slot)
        self._steps.prepare(self.iteration)
        if self._steps.is_sure(self.rate):
            self._run(1)
            return 1
        before = self._moment()
        if isinstance(self.schedule, Constant):
            self._run(count)
        else:
            for _ in range(count):
                self._run(1)
        if self._steps.finite():
            return count
        # Walk the same steps again, one at a time, to find the last that was sound.
        self._go_back(before)
        here, done = before, 0
        while True:
            self._run(1)
            if not self._steps.finite():
                break
            before, here = here, self._moment()
            done += 1
        # A loss that was not finite was that of the weights before this step: then one step further back.
        if done > 0 and not self._steps.finite_loss():
            here, done = before, done - 1
        self._go_back(here)
        self._diverge()
        return done

    def _run(self, count: int) -> None:
        """`count` of the batches gathered, at one rate."""
        self._steps.set_rate(self.rate)
        self._steps.run(self._slot, self._slot + count, self.iteration)
        self._slot += count
        self.order.advance(count * self._steps.batch)
        self.iteration += count

    def _moment(self) -> tuple[Array, OptimizerSnapshot, Place, int, int]:
        w, state = self.network.parameters.copy(), self._optimizer.snapshot()
        return w, state, self.order.place, self._slot, self.iteration

    def _go_back(self, moment: tuple[Array, OptimizerSnapshot, Place, int, int]) -> None:
        """Back to a moment of this slice, whose samples are still gathered."""
        parameters, optimizer, self.order.place, self._slot, self.iteration = moment
        self.network.parameters[:] = parameters
        self._optimizer.restore(optimizer)

    def _diverge(self) -> None:
        rate = self._refused = self._optimizer.rate
        self.suggested_rate = float(f"{rate / 10:.2g}")
        self.diverged = Problem("diverged", rate=rate, lower=self.suggested_rate)

    def lower_rate(self, rate: float | None = None) -> None:
        """Take this rate, or the one suggested after a run has diverged (none: nothing happens), and go back to the
        best that was recorded, be it the start: curves and steps end there, the optimizer's state is fresh. (The last
        finite weights are often so large that no rate would bring them back.)"""
        rate = self.suggested_rate if rate is None else rate
        if rate is None:
            return
        best, history = self.best, self.history
        self._optimizer.rate = rate
        self.reset()
        if best is not None and best.epoch > 0:
            self.order.go_to(best.epoch)
            mark, steps = self.order.mark, round(best.epoch * self.steps_per_epoch)
            until = cut(history, best.epoch)
            self.go_back(Progress(best.parameters, (0, {}), mark, steps, until, best, False))

    def epoch(self) -> int:
        """Finish the epoch under way. Returns the steps done."""
        return self.step(self.steps_left)

    def run(
        self,
        epochs: int | None = None,
        target_loss: float | None = None,
        max_epochs: int = 1000,
        patience: int | None = None,
    ) -> int:
        """Train for `epochs`, or until the train loss is at most `target_loss`, or for `max_epochs`; record
        once an epoch. With `patience`, stop when so many epochs have not lowered the best validation loss,
        and restore the best. Stops when it diverges. Returns the epochs run."""
        if not self.history["epoch"]:
            self.record()
        done = 0
        while done < (max_epochs if epochs is None else epochs) and self.diverged is None:
            loss = self.history["train_loss"][-1]
            if target_loss is not None and loss is not None and loss <= target_loss:
                break
            self.epoch()
            if self.diverged is not None:
                break
            done += 1
            self.record()
            if patience is not None and self.best is not None and self.epochs - self.best.epoch >= patience:
                self.restore_best()
                break
        return done

    # Looking at it

    def evaluate(self) -> dict[str, float | None]:
        """train_loss, validation_loss (without penalty), train_accuracy, validation_accuracy (0 to 1; None
        for regression). None where there are no samples."""
        return metrics.evaluate_parts(self.network, self.data, self.loss, self.evaluate_on)

    def record(self) -> dict[str, float | None]:
        """Append evaluate() and the epoch to the history, and note the best. A loss or a parameter that is
        not finite stops training: the moment recorded last comes back, and nothing is appended."""
        result = self.evaluate()
        finite = all(value is None or math.isfinite(value) for value in result.values())
        # tanh can make a finite loss of an infinite weight.
        if not (finite and np.isfinite(self.network.parameters).all()):
            self._return_to_sound()
            self._diverge()
            return result
        self._sound = self.network.parameters.copy()
        self._sound_at = self.order, self.order.mark, self.iteration
        self.history["epoch"].append(self.epochs)
        for name, value in result.items():
            self.history[name].append(value)
        loss = result["train_loss"] if result["validation_loss"] is None else result["validation_loss"]
        if loss is not None and (self.best is None or loss < self.best.validation_loss):
            self.best = Best(self.epochs, loss, self._sound)
        return result

    def _return_to_sound(self) -> None:
        self.network.parameters[:] = self._sound
        self._optimizer.clear()
        order, mark, iteration = self._sound_at
        if order is self.order:  # other data may have come since
            order.return_to(mark)
            self.iteration = iteration
            self._forget_batches()

    def restore_best(self) -> None:
        """Put the best recorded parameters into the network. ValueError when nothing has been recorded."""
        if self.best is None:
            raise ValueError("nothing has been recorded yet")
        self.network.parameters[:] = self.best.parameters

    def gradient(self, indices: Sequence[int] | Indices | None = None) -> Array:
        """Gradient of the mean loss over rows `indices` of data.X (default: the next batch), plus that of the
        penalty, flat like network.parameters, by the compiled path. ValueError when there are no rows."""
        rows = self.next_batch if indices is None else np.asarray(indices, np.intp)
        if len(rows) == 0:
            raise ValueError("a gradient needs at least one sample")
        with np.errstate(all="ignore"):
            return self._steps.gradients([rows], True, self.iteration)[0]  # type: ignore[no-any-return]

    @property
    def start(self) -> Array:
        """The parameters that `reset` goes back to, a copy."""
        return self._start.copy()

    def sample_gradients(self, indices: Sequence[int] | Indices) -> Array:
        """Gradient of the loss of each of these rows of data.X, without penalty, (len(indices), P)."""
        rows = np.asarray(indices, np.intp).reshape(-1, 1)
        if len(rows) == 0:
            return np.empty((0, self.network.parameter_count), self.network.dtype)
        with np.errstate(all="ignore"):
            return self._steps.gradients(list(rows), False, self.iteration)

    def named_state(self) -> dict[str, dict[str, Array]]:
        """The optimizer's state by parameter array: {"W1": {"m": ..., "v": ...}, "b1": ...}, views."""
        return named_state(self.network, self._optimizer)

    def update_trace(self, gradients: Array, names: Iterable[str] | None = None) -> dict[str, list[Term]]:
        """The arithmetic of the next update with this flat gradient (P,), for each parameter array named
        ("W1", "b1", ...; default all): the terms of Optimizer.explain, float64."""
        return explain_update(self.network, self._optimizer, gradients, self.rate, names)

    def update_on(self, indices: Sequence[int]) -> None:
        """One step by the gradient of these rows of data.X alone, as `update_trace` explains it; the order of the
        samples stays. ValueError when there are no rows."""
        gradient = self.gradient(indices)
        if self.begin():
            make_update(self.network, self._optimizer, gradient, self.rate)
            self.iteration += 1

    # Going back

    def reset(self) -> None:
        """Exactly the parameters, order of samples and (empty) optimizer state that the run began with.
        Settings changed since then stay as they are."""
        if self.iteration > 0:
            self.network.parameters[:] = self._start
        self.order.restart()
        self._optimizer.clear()
        self._forget_batches()
        self.iteration = 0
        self.diverged = self.suggested_rate = self.best = None
        self._sound = self._start
        self._sound_at = self.order, self.order.mark, 0
        self._refused = math.inf
        self.history = {name: [] for name in FIELDS}
        self.judged_from = 0  # records before are of other settings, and say nothing of these

    def progress(self, history: bool = True, copy: bool = True) -> Progress:
        """All that this run has come to, in arrays and lists of its own; the history is empty unless asked for. Without
        a `copy` the arrays are the run's, for who is done with them before the next step."""
        own = self._optimizer
        return Progress(
            self.network.parameters.copy() if copy else self.network.parameters,
            own.snapshot() if copy else (own.steps, own.state),
            self.order.mark,
            self.iteration,
            {name: list(values) if history else [] for name, values in self.history.items()},
            self.best,
            self.diverged is not None,
        )

    def resume(self, progress: Progress) -> None:
        """Go on from what a trainer with the same settings, seed and data has come to: what follows is then the
        same bits. Raises Problem, and changes nothing, when it cannot have been one."""
        check(progress, self.network.parameters.size, self._optimizer.names)
        steps, state = progress.optimizer
        begins_anew = bool(self._optimizer.names) and not state
        self.go_back(progress._replace(optimizer=(0 if begins_anew else steps, state)))

    def go_back(self, progress: Progress) -> None:
        """As `resume`, to what this trainer itself has come to: nothing of it is checked but the place in the data."""
        self.order.return_to(progress.mark)
        self.network.parameters[:] = progress.parameters
        self._optimizer.restore(progress.optimizer)
        self._forget_batches()
        self.iteration, self.best = progress.iteration, progress.best
        self.history = {name: list(progress.history[name]) for name in FIELDS}
        self._sound = self.network.parameters.copy()
        self._sound_at = self.order, progress.mark, self.iteration
        self.diverged = self.suggested_rate = None
        self._refused = math.inf
        if progress.diverged:
            self._diverge()

    def _forget_batches(self) -> None:
        self._slot = 0
        if self._bound is not None:
            self._bound.filled = 0
