"""Runs of one shape that are trained as one array: parameters (runs, P), and one list of bound calls for all of them.

For small networks a step is nearly all overhead of calls, and a call for eight runs costs little more than a call for
one. Each run does exactly what it does alone: its own weights, optimizer, rate, penalty, dropout and samples.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from itertools import groupby

import numpy as np

from engine.bound_calls import Array, Call, bind
from engine.networks.bound_passes import Buffers, StackedProducts, compile_gradient
from engine.networks.masks import Masks
from engine.networks.regularizers import Penalty
from engine.training.optimizers import Optimizer
from engine.training.schedules import Constant
from engine.training.stacked_batches import StackedBatches
from engine.training.trainer import Trainer


def shape_of(trainer: Trainer) -> Hashable:
    """Equal for two runs that may step in one stack: same layers and loss, same place in batches of the same size."""
    network = trainer.network
    layers = tuple((dense.shape, id(dense.activation)) for dense in network.dense)
    batches = (trainer.batch_size, len(trainer.data.train), trainer.order.position)
    return layers, network.bias, network.dtype, id(trainer.loss), batches, trainer.iteration


def _update_of(trainer: Trainer) -> tuple[Hashable, ...]:
    """Equal for two runs whose gradients become updates by the same calls."""
    optimizer = trainer.optimizer
    counted = optimizer.steps - trainer.iteration
    return (
        type(optimizer).__qualname__,
        tuple(optimizer.settings.items()),
        counted,
        type(_penalty_of(trainer)).__name__,
    )


def _penalty_of(trainer: Trainer) -> Penalty | None:
    penalty = trainer.penalty
    return penalty if penalty is not None and penalty.strength > 0 else None


class Stack:
    """Trainers of equal `shape_of` that step together.

    Between calls of `step` each trainer is where it would be had it trained alone, and may be looked at, changed,
    recorded and gone back with; `fits` tells whether this stack still does what they would.
    """

    def __init__(self, trainers: Sequence[Trainer]) -> None:
        # Runs that are updated alike lie side by side, so that they are updated by one pass.
        self.trainers = sorted(trainers, key=lambda trainer: repr(_update_of(trainer)))
        first = self.trainers[0]
        network, runs = first.network, len(self.trainers)
        self._details = [self._detail(trainer) for trainer in self.trainers]
        self._shared = self._is_shared()
        self._parameters = np.empty((runs, network.parameter_count), network.dtype)
        self._gradients = np.zeros_like(self._parameters)
        self._blocks = self._stacked_blocks(self._parameters)
        self._gradient_blocks = self._stacked_blocks(self._gradients)
        shares = [trainer.network.dropout for trainer in self.trainers]
        seeds = [trainer.network.seed for trainer in self.trainers]
        drops = any(any(one) for one in shares)
        self._masks = Masks(seeds, shares, network.widths[1:-1]) if drops else None
        self._batches = StackedBatches(self.trainers, self._shared)
        self._segments: list[_Segment] = []
        start = 0
        for _, group in groupby(self.trainers, key=_update_of):
            members = list(group)
            rows = slice(start, start + len(members))
            self._segments.append(_Segment(members, self._parameters[rows], self._gradients[rows]))
            start += len(members)
        self._programs: dict[int, _Program] = {}
        self._rates: list[float] | None = None  # those that the segments were given last
        self._steady = all(isinstance(trainer.schedule, Constant) for trainer in self.trainers)

    def _detail(self, trainer: Trainer) -> tuple[Hashable, ...]:
        penalty, network = _penalty_of(trainer), trainer.network
        dropout = tuple(network.dropout), network.seed
        return _update_of(trainer), penalty, dropout, trainer.schedule, id(trainer.data), trainer.seed

    def _is_shared(self) -> bool:
        """Whether all runs see the same samples in the same order."""
        first, *others = self.trainers
        place = first.order.mark, first.shuffle, first.seed
        return all(
            one.data is first.data and (one.order.mark, one.shuffle, one.seed) == place for one in others
        )

    def _stacked_blocks(self, flat: Array) -> list[Array]:
        """Views (runs, rows, inputs + 1) of (runs, P)."""
        shapes = self.trainers[0].network.shapes
        ends = np.cumsum([rows * columns for rows, columns in shapes])
        return [
            flat[:, end - rows * columns : end].reshape(len(flat), rows, columns)
            for end, (rows, columns) in zip(ends, shapes, strict=True)
        ]

    def fits(self, trainers: Sequence[Trainer]) -> bool:
        """Whether it is a stack of just these trainers as they are now."""
        return (
            {id(one) for one in self.trainers} == {id(one) for one in trainers}
            and self._details == [self._detail(trainer) for trainer in self.trainers]
            and self._shared == self._is_shared()
        )

    def step(self, count: int) -> int:
        """Train all on their next `count` mini-batches. Returns the steps done, which are fewer only when a run has
        diverged: it stands then at its last finite weights, and the stack no longer fits."""
        done = 0
        with np.errstate(all="ignore"):  # a run that overflows is told in words
            self._gather()
            while done < count and all(trainer.diverged is None for trainer in self.trainers):
                done += self._slice(count - done)
        return done

    def _slice(self, count: int) -> int:
        count = min(count, self._batches.left())
        first = self.trainers[0]
        if self._masks is not None:
            self._masks.step = first.iteration
        program = None
        for i in range(count):
            size = self._batches.next_size
            before, program = program, self._programs.get(size) or self._compile(size)
            if program is not before or not self._steady:
                self._set_rates(program, i * first.batch_size)
            self._batches.take(program.x, program.target)
            for call in program.calls:
                call()
        if program is not None:
            self._scatter(count, program)
        return count

    def _compile(self, size: int) -> _Program:
        first, runs = self.trainers[0], len(self.trainers)
        network = first.network
        hidden = [dense.activation for dense in network.dense[:-1]]
        dropped = [] if self._masks is None else self._masks.dropped
        buffers = Buffers(network.widths, hidden, network.bias, runs * size, network.dtype, dropped)
        factor, target = np.empty_like(buffers.delta), np.empty_like(buffers.delta)
        x = np.empty((1 if self._shared else runs, size, network.widths[0] + network.bias), network.dtype)
        calls: list[Call] = [] if self._masks is None else [bind(self._masks.next, buffers)]
        passes, unit = compile_gradient(
            self._blocks,
            self._gradient_blocks,
            buffers,
            network.dense[-1].activation,
            first.loss,
            x[0].T if self._shared else x.transpose(0, 2, 1),
            target,
            factor,
            StackedProducts(runs),
        )
        calls += passes
        for segment in self._segments:
            calls += segment.calls
        program = self._programs[size] = _Program(calls, x, target, factor, buffers.delta, unit / size)
        return program

    def _set_rates(self, program: _Program, ahead: int) -> None:
        """The rates of the next step, so many samples after the place where the runs stand."""
        rates = [
            trainer.optimizer.rate * trainer.schedule.factor(trainer.order.epochs_after(ahead))
            for trainer in self.trainers
        ]
        if program.rates == rates and self._rates == rates:
            return
        program.rates = self._rates = rates
        by_run = program.factor.reshape(len(program.factor), len(rates), -1)
        start = 0
        for segment in self._segments:
            some = rates[start : start + segment.runs]
            for i, rate in enumerate(some):
                by_run[:, start + i] = rate * program.scale if segment.folded else program.scale
            segment.set_rates(some)
            start += segment.runs

    def _gather(self) -> None:
        for row, trainer in zip(self._parameters, self.trainers, strict=True):
            row[:] = trainer.network.parameters
        for segment in self._segments:
            segment.gather()
        self._batches.begin()

    def _scatter(self, count: int, program: _Program) -> None:
        """Give each run what it has come to. One whose numbers are not finite is left where it was before, and walks
        these steps again by itself, to find the last that was sound."""
        flat, delta = self._parameters.ravel(), program.delta.ravel()
        sound = [True] * len(self.trainers)
        if not math.isfinite(flat.dot(flat) + delta.dot(delta)):
            by_run = program.delta.reshape(len(program.delta), len(sound), -1).transpose(1, 0, 2)
            for r, (row, errors) in enumerate(zip(self._parameters, by_run, strict=True)):
                own = errors.ravel()
                sound[r] = math.isfinite(row.dot(row)) and math.isfinite(own.dot(own))
        start = 0
        for segment in self._segments:
            segment.scatter(count, sound[start : start + segment.runs])
            start += segment.runs
        for trainer, row, fine in zip(self.trainers, self._parameters, sound, strict=True):
            if fine:
                trainer.network.parameters[:] = row
                trainer.has_made(count)
            else:
                trainer.step(count)
        self._batches.went_on()


class _Program:
    """The calls of a step on batches of one size, and what they are given. x (1 or runs, size, inputs + 1), target and
    factor (outputs, runs * size)."""

    def __init__(
        self, calls: list[Call], x: Array, target: Array, factor: Array, delta: Array, scale: float
    ) -> None:
        self.calls, self.x, self.target, self.factor, self.delta = tuple(calls), x, target, factor, delta
        self.scale = scale  # of each sample's dL/dz: the constant left out by the loss, over the batch
        self.rates: list[float] | None = None


class _Segment:
    """Runs beside each other that are updated by the same calls; parameters and gradients are their rows (runs, P)."""

    def __init__(self, trainers: Sequence[Trainer], parameters: Array, gradients: Array) -> None:
        self.runs, self._trainers = len(trainers), trainers
        first = trainers[0]
        w, g = parameters.reshape(-1), gradients.reshape(-1)
        penalties = [penalty for penalty in map(_penalty_of, trainers) if penalty is not None]
        self._rate = np.empty_like(w)
        self._optimizer: Optimizer = first.optimizer.fresh()
        update = self._optimizer.compile(w, g, self._rate)
        # As in a run alone: a rate that is multiplied into dL/dz saves a pass over all parameters.
        self.folded = self._optimizer.linear and not penalties
        self.calls: list[Call] = [bind(np.subtract, w, g, w)] if self.folded else update
        if penalties:
            is_weight = first.network.weight_mask()
            factor = np.concatenate([penalty.factor(is_weight) for penalty in penalties])
            self.calls = [*penalties[0].calls(w, g, factor), *update]

    def _states(self) -> list[tuple[Array, list[Array]]]:
        """Each state array of all, by run, with the runs' own arrays."""
        return [
            (array.reshape(self.runs, -1), [trainer.optimizer.state[name] for trainer in self._trainers])
            for name, array in self._optimizer.state.items()
        ]

    def set_rates(self, rates: Sequence[float]) -> None:
        for row, rate in zip(self._rate.reshape(self.runs, -1), rates, strict=True):
            row.fill(rate)

    def gather(self) -> None:
        """Take the optimizers' states from the runs."""
        self._optimizer.steps = self._trainers[0].optimizer.steps
        for rows, own in self._states():
            for row, array in zip(rows, own, strict=True):
                row[:] = array

    def scatter(self, count: int, sound: Sequence[bool]) -> None:
        """Give them back to those that are sound."""
        for rows, own in self._states():
            for row, array, fine in zip(rows, own, sound, strict=True):
                if fine:
                    array[:] = row
        for trainer, fine in zip(self._trainers, sound, strict=True):
            trainer.optimizer.steps += count * fine


class Together:
    """Runs of any shapes that step together: those of one shape in stacks."""

    def __init__(self, trainers: Sequence[Trainer]) -> None:
        self.trainers = list(trainers)
        self._stacks: list[Stack] = []

    def step(self, count: int = 1) -> None:
        """Train all on their next `count` mini-batches. A run that diverges rests, and the others go on."""
        groups: dict[Hashable, list[Trainer]] = {}
        for trainer in self.trainers:
            if trainer.begin():
                groups.setdefault(shape_of(trainer), []).append(trainer)
        stacks = []
        for members in groups.values():
            left = count
            while len(members) > 1 and left > 0:
                stack = next((one for one in self._stacks if one.fits(members)), None) or Stack(members)
                left -= stack.step(left)
                members = [trainer for trainer in members if trainer.diverged is None]
                if left == 0:
                    stacks.append(stack)
            for trainer in members:
                trainer.step(left)
        self._stacks = stacks
