"""A visitor's own network for digits, and its training: slices of work that a worker thread does."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import MappingProxyType

import numpy as np

import engine
from engine import Problem
from engine.datasets.base import Dataset
from engine.datasets.mnist import TRAINING, mnist
from engine.training.batches import Order
from engine.training.optimizers import OPTIMIZERS
from engine.training.progress import FIELDS, Progress, check
from playground.session import Session
from playground.shared.kept_run import KeptRun
from playground.shared.refused import Remark

LOSS = "cross-entropy"
VALIDATION = 5000  # digits kept for validation
EVALUATED = 2000  # of the training digits when its loss is drawn: all of them would take a third of an epoch
GROUP = 0.005  # seconds of steps between two looks at the clock, and at who is waiting
RECORDING = 0.1  # share of the time of training that evaluating it may take within an epoch
TOLD = 0.5  # seconds of training after which it is told how long the rest will take
EARLY = (1 / 32, 1 / 8)  # epochs after which it is evaluated nevertheless: that is where the curves bend
# Seconds that an epoch takes at least, so that one sees the weights take shape.
PACE = MappingProxyType({"1 epoch in 15 s": 15.0, "1 epoch in 4 s": 4.0, "fastest": 0.0})
SLOWLY = 1 / 20  # epochs between two evaluations of a run that is to be watched


@cache
def digits() -> Dataset:
    """The digits to train on, one object for everybody. The first call of a process takes a second."""
    return mnist().dataset(train=TRAINING - VALIDATION, validation=VALIDATION)


class Run:
    """One network and its training, from these weights on.

    `advance` is called in a worker thread; everybody else looks and changes under `held`, which has the slice under
    way end early. `seen` is a copy of the network that is safe to use at any time; `look` renews it.
    """

    def __init__(self, session: Session, network: engine.Network | None = None) -> None:
        """An untrained network of the session's layers, unless one is given."""
        self._given = network is not None
        self.session, self.network = session, network or fresh(session)
        self.seen = self.network.copy()
        self.trainer: engine.Trainer | None = None
        self.tested: float | None = None  # share of the test digits that it reads right
        self.settled = 0  # how often it was given other weights than training gave it
        self.begun = 0.0  # the epoch at which Train was last pressed
        self._lock = threading.Lock()
        self._waiting = 0
        self._taken = False  # by who need not ask for it again
        self._going = False  # between Train and what ends it; a slice that was in line then does nothing
        self._group = 1  # steps that take about GROUP
        self._worked = 0.0  # seconds of steps since the last record
        self._recording = math.inf  # seconds that a record takes when nothing disturbs it
        self._early = list(EARLY)
        self._since = (math.inf, 0.0)  # when Train was pressed last, and the epoch at which
        self._spread = 0.0  # seconds over which Train was asked to spread each epoch, whatever the speed
        self.watched = True  # unseen, it goes as fast as it can
        self._recorded = 0.0  # the epoch at which it was evaluated last

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing is trained meanwhile."""
        if self._taken:
            yield
            return
        self._waiting += 1
        with self._lock:
            self._waiting -= 1
            yield

    # For the server's thread, which must not wait for a step that takes long: take it, or ask for it, have a worker
    # stand by until the slice under way has ended, and take it then.

    def take(self) -> bool:
        """Holds it until `give_back`, if no slice is under way; whether it is held."""
        self._taken = self._lock.acquire(blocking=False)
        return self._taken

    def give_back(self) -> None:
        self._taken = False
        self._lock.release()

    def if_at_rest(self, do: Callable[[], None]) -> None:
        """Does it, unless a slice is under way."""
        if self._taken:
            do()
        elif self.take():
            try:
                do()
            finally:
                self.give_back()

    def ask_for_it(self) -> None:
        """The slice under way ends early, and none begins until `asked_for_it`."""
        self._waiting += 1

    def asked_for_it(self) -> None:
        self._waiting -= 1

    def stand_by(self) -> None:
        """Waits, in a worker, until the slice under way has ended."""
        with self._lock:
            pass

    # What is to be known of it

    @property
    def epoch(self) -> float:
        return 0.0 if self.trainer is None else self.trainer.epochs

    @property
    def plain(self) -> bool:
        """Whether its weights are simply the seed's."""
        return self.trainer is None and not self._given

    @property
    def target(self) -> float:
        """The epoch at which it stops."""
        epochs: int = self.session.digits_epochs
        return self.begun + epochs

    @property
    def going(self) -> bool:
        """Whether it is being trained, or would be if it had its turn."""
        return self._going

    @property
    def finished(self) -> bool:
        return self.epoch >= self.target

    @property
    def seconds_left(self) -> float | None:
        """At the mean pace since Train was pressed."""
        passed, done = time.perf_counter() - self._since[0], self.epoch - self._since[1]
        return None if passed < TOLD or done <= 0 else max(0.0, self.target - self.epoch) * passed / done

    @property
    def _slowest(self) -> float:
        """Seconds that an epoch takes at least."""
        return (self._spread or PACE[self.session.digits_speed]) if self.watched else 0.0

    @property
    def seconds_ahead(self) -> float:
        """How long it has to wait, so that it goes no faster than asked."""
        due = self._since[0] + self._slowest * (self.epoch - self._since[1])
        return max(0.0, due - time.perf_counter()) if self._slowest else 0.0

    def look(self) -> None:
        """Renews `seen`; under `held`, or between two slices."""
        self.seen.parameters[:] = self.network.parameters

    def forget_pace(self) -> None:
        """The clock starts anew."""
        self._since = (time.perf_counter(), self.epoch)

    def watch(self, watched: bool) -> None:
        """Whether somebody looks on; between two slices."""
        if watched != self.watched:
            self.watched = watched
            self.forget_pace()

    # Changes, under `held`

    def go_on(self, seconds: float = 0.0) -> None:
        """Train was pressed: on to the target, in no less than so many seconds if any are given and otherwise at the
        speed that is set; where it is reached, for as many epochs again."""
        if self.finished:
            self.begun = self.epoch
        self._spread = seconds / (self.target - self.epoch)
        self.forget_pace()
        if self.trainer is not None:
            self.trainer.diverged = None
        self.tested = None
        self._going = True

    def rest(self) -> None:
        """Nothing more is trained until Train is pressed again."""
        self._going = False
        self.let_go()
        self.look()

    def let_go(self) -> None:
        """Of what is there for its steps alone; Train has it made anew."""
        if self.trainer is not None:
            self.trainer.let_go()

    def keep_best(self) -> float | None:
        """Takes the parameters of the lowest validation loss; the epoch that they are of."""
        if self.trainer is None or self.trainer.best is None:
            return None
        self.trainer.restore_best()
        self.settled += 1
        self.tested = None
        return self.trainer.best.epoch

    def set_optimizer(self) -> None:
        if self.trainer is not None:
            self.trainer.optimizer = self._optimizer()

    def set_rate(self) -> None:
        if self.trainer is not None:
            self.trainer.optimizer.rate = self.session.digits_rate
            self.trainer.diverged = None

    def set_speed(self) -> None:
        self._spread = 0.0
        self.forget_pace()

    def set_batch(self) -> None:
        if self.trainer is not None:
            self.trainer.batch_size = self.session.digits_batch
            self._group = 1

    def _optimizer(self) -> engine.Optimizer:
        return OPTIMIZERS[self.session.digits_optimizer](self.session.digits_rate)

    # Training, in a worker

    def advance(self, seconds: float) -> Problem | None:
        """Trains for about so long. The reason why it is over, or None when there is more to do."""
        data = digits()  # the first time it has to be read, for which nobody should have to wait
        with self._lock:
            trainer = self._trainer(data)
            began = now = time.perf_counter()
            while self._going and not self._waiting and now - began < seconds and not self.seconds_ahead:
                if trainer.diverged:
                    return trainer.diverged
                if self.finished:
                    return self._finished()
                steps = min(self._group, self._steps_to_the_end_of_the_epoch(trainer))
                trainer.step(steps)
                took, now = time.perf_counter() - now, time.perf_counter()
                self._worked += took
                if took < GROUP / 2:
                    self._group *= 2
                elif took > GROUP * 2:
                    self._group = max(1, self._group // 2)
                if self._record_is_due(trainer):
                    self._record(trainer)
                    now = time.perf_counter()
        return None

    # Moments that the browser keeps

    def keep(self, training: bool, copy: bool = True) -> KeptRun:
        """This moment of the run; under `held`, or between two slices. Without a `copy` it lasts no longer."""
        if self.trainer is not None:
            return KeptRun(self.trainer.progress(copy=copy), training, begun=self.begun)
        start = Order(np.arange(1), self.session.seed, shuffle=True).mark
        history: dict[str, list[float | None]] = {name: [] for name in FIELDS}
        progress = Progress(self.network.parameters.copy(), (0, {}), start, 0, history, None, False)
        return KeptRun(progress, training, begun=0.0)

    def resume(self, kept: KeptRun) -> None:
        """Goes on from a moment of a run with these settings, in a worker: the digits may have to be read. Raises
        ValueError when it cannot be one."""
        check(kept.progress, self.network.parameters.size, self._optimizer().names)
        digits()
        with self._lock:
            self._take_up(kept)
        if not 0 <= self.begun <= self.epoch:
            raise ValueError("It cannot have begun so late.")

    def return_to(self, kept: KeptRun) -> None:
        """As `resume`, to what this visitor's run has come to itself: nothing of it is checked."""
        self._take_up(kept)

    def _take_up(self, kept: KeptRun) -> None:
        self._given = True
        self.network.parameters[:] = kept.progress.parameters
        self.look()
        if kept.progress.iteration:
            self.trainer = self._new_trainer(digits())
            steps, state = kept.progress.optimizer
            anew = bool(self._optimizer().names) and not state
            self.trainer.go_back(kept.progress._replace(optimizer=(0 if anew else steps, state)))
            self.begun, self._recorded = kept.begun, self.trainer.epochs
            self._early = [epoch for epoch in EARLY if epoch > self.trainer.epochs]

    def _finished(self) -> Problem:
        count = round(self.epoch)
        return Remark("trained_one_epoch") if count == 1 else Remark("trained_epochs", count=count)

    def _trainer(self, data: Dataset) -> engine.Trainer:
        if self.trainer is None:
            self.trainer = self._new_trainer(data)
            self._record(self.trainer)
        return self.trainer

    def _new_trainer(self, data: Dataset) -> engine.Trainer:
        return engine.Trainer(
            self.network,
            data,
            LOSS,
            self._optimizer(),
            self.session.digits_batch,
            seed=self.session.seed,
            evaluate_on=EVALUATED,
        )

    def _record_is_due(self, trainer: engine.Trainer) -> bool:
        if self._early and trainer.epochs >= self._early[0]:
            del self._early[0]
            self._worked -= self._recording / RECORDING  # what comes early is paid for later
            return True
        if self._slowest and trainer.epochs - self._recorded >= SLOWLY:
            return True
        ended = trainer.epochs == math.floor(trainer.epochs)
        return ended or self._worked * RECORDING > self._recording

    def _record(self, trainer: engine.Trainer) -> None:
        began = time.perf_counter()
        trainer.record()
        self._recorded = trainer.epochs
        self._recording = min(self._recording, time.perf_counter() - began)
        self._worked = min(self._worked, 0.0)

    @staticmethod
    def _steps_to_the_end_of_the_epoch(trainer: engine.Trainer) -> int:
        samples = round((math.floor(trainer.epochs) + 1 - trainer.epochs) * len(trainer.data.train))
        return max(1, -(-samples // trainer.batch_size))


def fresh(session: Session) -> engine.Network:
    """An untrained network of the session's layers."""
    return engine.Network(
        [784, *session.digits_layers, 10],
        session.digits_activations,
        "softmax",
        "he",
        seed=session.seed,
        dtype=np.float32,
    )
