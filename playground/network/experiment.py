"""What the settings describe, alive: the data, the network and its training. It knows no screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from copy import deepcopy
from typing import Literal

import numpy as np

import engine
from engine import Problem, datasets, losses
from engine.comparing.setup import USUAL
from engine.datasets import features
from engine.graphs.trace import parameter_states
from engine.networks.straight_lines import weighted_sum
from playground.network.experiment_data import ExperimentData
from playground.run_settings import MAX_LAYERS, MAX_WIDTH
from playground.session import Session
from playground.shared.chosen_data import doubt
from playground.shared.fitting_choices import fit
from playground.shared.hidden_layers import HiddenLayers
from playground.shared.kept_run import KeptRun
from playground.shared.learning import optimizer_of, penalty_of, schedule_of
from playground.shared.pictured_plane import PLANE
from playground.shared.refused import Refused, Remark

Level = Literal["layer", "scalar"]  # what a node of a sample's graph is: a layer, or one number
LARGEST_WEIGHT = 1_000_000  # that is set by hand
PIECE = 0.001  # seconds of steps between two looks at the clock
FEW_STEPS = 100  # and LITTLE_WORK samples times parameters: an epoch that is done while others wait
LITTLE_WORK = 500_000
SAMPLES = 16  # whose gradients are found at a time
LINE_IS_ENOUGH = (
    0.9  # of the points on the right side: where even noise leaves fewer, a line is blamed for less
)
MOMENTS = 64  # that can be gone back to, of a small network
MOST_KEPT = (
    250_000  # numbers in all moments: 4 MB, since an optimizer and the best keep three more of each parameter
)
HISTORY_LENGTH = 2000  # records kept; then every second one goes, so that an hour of training stays small


class Experiment(ExperimentData):
    """The data, the network and the trainer of one session.

    `start` is the network as the run began, which `reset` restores to the bit. `generation` counts changes of shape,
    so that a frame drawn for an earlier shape is known as such. `timeline` has the moments of the run that `look_back`
    goes to.
    """

    def __init__(self, session: Session, uploaded: datasets.Dataset | None = None) -> None:
        super().__init__(session, uploaded)
        self.generation = 0
        fit(self.session, self.data)
        self.take_all_columns()
        self.came_with_another = not self.has_set_up
        self.begin()
        self._take_weights_of_session()

    # Data

    def exchange_data(self) -> None:
        """Goes on with the same weights on the points as they are set now."""
        self.load_data()
        self.trainer.data = self.inputs
        self.timeline.clear()  # they were moments of other points
        self.timeline.keep(self.trainer.iteration)

    def new_data(self) -> None:
        """Begins a run on another dataset: with the set-up that learns it, unless the present one was changed by hand.
        Another kind of data brings its usual loss and output in any case."""
        kind, untouched = self.data.kind, self.has_set_up
        self.load_data()
        if untouched:
            self.session.update(**self.set_up)
        elif self.data.kind != kind:
            self.session.loss = USUAL[self.data.kind][1]
            self.session.output = self.outputs[0]
        fit(self.session, self.data)
        if len(self.data.domain) > self.dimension:
            # Who has chosen more features than can be drawn wants them all.
            self.session.features = list(features.available(len(self.data.domain)))
        self.came_with_another = not self.has_set_up
        self.begin()

    def take_set_up(self) -> None:
        """Begins a run with the set-up that learns the data."""
        self.session.update(**self.set_up)
        self.begin()

    @property
    def doubt(self) -> Problem | None:
        """What is to be said of a dataset that was come to with another set-up than its own, until it is learned; and
        of one that no straight line can part, where the network's boundary is one."""
        if self.data.kind == "binary" and len(self.data.domain) == 2 and self._is_linear():
            if self._line_accuracy is None:
                self._line_accuracy = datasets.best_line_accuracy(self.data.points, self.data.labels)
            if self._line_accuracy < LINE_IS_ENOUGH:
                return Remark("line_cannot_part", share=self._line_accuracy)
        if not self.came_with_another or self.has_set_up:
            return None
        return doubt(self.session, self.data, self.trainer.history)

    def _is_linear(self) -> bool:
        """Whether the boundary is a straight line, whatever the weights are."""
        output = len(self.network.dense) - 1
        return set(self.session.features) <= set(PLANE) and weighted_sum(self.network, output, 0) is not None

    # The network

    @property
    def widths(self) -> list[int]:
        return [len(self.session.features), *self.session.layers, self.data.outputs]

    def begin(self) -> None:
        """A new run: weights from the seed."""
        session = self.session
        self.network = engine.Network(
            self.widths,
            session.activations,
            session.output,
            session.initializer,
            session.bias,
            session.seed,
            dtype=np.float32,
            dropout=session.dropout,
        )
        self.start = self.network.copy()
        self._new_trainer()

    def _take_weights_of_session(self) -> None:
        """Weights that came with the address, if they fit."""
        blob = self.session.weights
        if blob is None:
            return
        values = np.frombuffer(blob[: len(blob) // 4 * 4], np.float32)
        if values.size != self.network.parameter_count or not np.isfinite(values).all():
            raise Refused("address_weights_do_not_fit")
        self.begin_with(values)

    def begin_with(self, parameters: np.ndarray) -> None:
        """A new run of the same network from other weights."""
        self.network.parameters[:] = parameters
        self.start = self.network.copy()
        self._new_trainer()

    def own_weights(self) -> bytes | None:
        """The parameters where they are not simply the seed's, for the address."""
        fresh = self.network.copy()
        fresh.initialize()
        if np.array_equal(fresh.parameters, self.network.parameters):
            return None
        return self.network.parameters.tobytes()

    def reshape(
        self, sources: Sequence[int | None] | None = None, kept_features: Sequence[int | None] | None = None
    ) -> None:
        """Gives the network the shape that the settings say; weights that survive the change are kept."""
        session = self.session
        shape = (self.widths, session.activations, session.output, sources, kept_features)
        self.network = self.network.reshaped(*shape)
        self.start = self.start.reshaped(*shape)
        self.network.drop(session.dropout)  # a new layer has the share of the others
        self._new_trainer()

    def set_bias(self) -> None:
        """Takes the biases away, or gives new ones of zero; the weights stay."""
        for name in ("network", "start"):
            old: engine.Network = getattr(self, name)
            new = engine.Network(
                old.widths,
                old.activations,
                old.output,
                old.initializer,
                self.session.bias,
                old.seed,
                old.dtype,
                old.dropout,
            )
            for weights, kept in zip(new.weights, old.weights, strict=True):
                weights[:] = kept
            setattr(self, name, new)
        self._new_trainer()

    @property
    def hidden(self) -> HiddenLayers:
        session = self.session
        return HiddenLayers(tuple(session.layers), tuple(session.activations), MAX_LAYERS, MAX_WIDTH)

    def change(self, edit: Callable[[HiddenLayers], HiddenLayers]) -> None:
        """Another shape; weights that survive it are kept."""
        hidden = edit(self.hidden)
        self.session.update(layers=list(hidden.widths), activations=list(hidden.activations))
        self.reshape(hidden.sources)

    def set_output(self, name: str) -> None:
        if name not in self.possible_outputs:
            raise Refused("output_does_not_fit", name=name)
        self.session.output = name
        if losses.allowed(self.session.loss, name, self.data.outputs) is not None:
            # The visitor chose the output last, so the loss follows it.
            self.session.loss = next(
                loss for loss in self.losses if losses.allowed(loss, name, self.data.outputs) is None
            )
        self.reshape()

    def set_features(self, names: Sequence[str]) -> None:
        before = list(self.session.features)
        known = features.available(len(self.data.domain))
        if not names or len(set(names)) != len(names) or not set(names) <= set(known):
            raise Refused("feature_needed")
        names = [name for name in known if name in names]
        self.session.features = names
        self.reshape(kept_features=[before.index(name) if name in before else None for name in names])

    def edit_weight(self, layer: int, row: int, column: int, value: float) -> None:
        """Sets one weight; the last column of a layer with biases is the bias."""
        if not np.isfinite(value) or abs(value) > LARGEST_WEIGHT:
            raise Refused("weight_out_of_range", low=-LARGEST_WEIGHT, high=LARGEST_WEIGHT)
        blocks = self.network.blocks(self.network.parameters)
        if not (
            0 <= layer < len(blocks)
            and 0 <= row < len(blocks[layer])
            and 0 <= column < blocks[layer].shape[1]
        ):
            raise Refused("weight_unknown")
        blocks[layer][row, column] = value
        if self.trainer.iteration == 0:
            self.begin_with(self.network.parameters)

    # Training

    def _new_trainer(self) -> None:
        session = self.session
        self.generation += 1
        self.trainer = engine.Trainer(
            self.network,
            self.inputs,
            session.loss,
            optimizer_of(session),
            session.batch,
            penalty_of(session),
            schedule_of(session),
            session.seed,
        )
        self.timeline = engine.Timeline(
            [self.trainer], min(MOMENTS, MOST_KEPT // self.network.parameter_count)
        )
        self.record()

    def set_loss(self) -> None:
        """Another loss: the weights stay, the curves begin anew, since their unit is another."""
        if self.session.loss not in self.losses:
            raise Refused("loss_does_not_fit", name=self.session.loss)
        if self.session.output in self.outputs:
            self._new_trainer()
        else:
            self.session.output = self.outputs[0]
            self.reshape()

    def learn_with(self, name: str) -> None:
        """Another value of a setting of learning: the run goes on with it."""
        session, trainer = self.session, self.trainer
        trainer.judged_from = len(trainer.history["train_loss"])
        if name == "optimizer":
            trainer.optimizer = optimizer_of(session)
            self.timeline.forget_optimizers()
        elif name == "rate":
            trainer.optimizer.rate = session.rate
            trainer.diverged = None
        elif name in trainer.optimizer.settings:
            kept = trainer.optimizer.snapshot()
            trainer.optimizer = optimizer_of(session)
            trainer.optimizer.restore(kept)
        elif name == "batch":
            trainer.batch_size = session.batch
        elif name in ("penalty", "strength"):
            trainer.penalty = penalty_of(session)
        elif name == "dropout":
            trainer.dropout = session.dropout
        elif name in ("schedule", "decay"):
            trainer.schedule = schedule_of(session)

    def lower_rate(self, rate: float) -> float:
        """Another rate, from the best there was; returns its epoch, 0 for the start."""
        best, self.session.rate = self.trainer.best, rate
        if best is None or best.epoch == 0:
            self.reset()
            return 0.0
        self.trainer.lower_rate(rate)
        self.timeline.keep(self.trainer.iteration)
        return best.epoch

    def reset(self) -> None:
        """Exactly the weights, the order of samples and the optimizer that the run began with."""
        self.network.parameters[:] = self.start.parameters
        self._new_trainer()

    def finish_epoch(self) -> Generator[float, None, None]:
        """Trains to the end of the epoch under way, in pieces of a millisecond or of one step: the same steps as at
        once. Yields the share that is done."""
        trainer = self.trainer
        whole = left = trainer.steps_left
        size = 1
        while left > 0:
            began = time.perf_counter()
            done = trainer.step(min(size, left))
            if done == 0:
                return  # it has diverged
            left -= done
            size = 2 * size if time.perf_counter() - began < PIECE / 2 else max(1, size // 2)
            yield 1 - left / whole

    @property
    def epoch_is_long(self) -> bool:
        """Whether finishing the epoch takes longer than a moment."""
        trainer = self.trainer
        work = len(trainer.data.train) * self.network.parameter_count
        return trainer.steps_left > FEW_STEPS or work > LITTLE_WORK

    def batch_gradients(self, column: int) -> Generator[float, None, np.ndarray]:
        """dL/dw of one parameter, the number `column` of them, for each sample of the next mini-batch. Yields the share
        that is done: the gradients of all parameters for all samples would fill the memory."""
        rows = self.trainer.next_batch
        parts = []
        for at in range(0, len(rows), SAMPLES):
            parts.append(self.trainer.sample_gradients(rows[at : at + SAMPLES])[:, column].astype(np.float64))
            yield min(1.0, (at + SAMPLES) / len(rows))
        return np.concatenate(parts)

    def record(self) -> None:
        """Notes loss and accuracy of this moment, and keeps it."""
        self.trainer.record()
        self.timeline.keep(self.trainer.iteration)
        if len(self.trainer.history["epoch"]) > HISTORY_LENGTH:
            self.timeline.thin_histories()

    # Moments that can be gone back to

    @property
    def newest(self) -> int:
        """The steps of the run, wherever in it one looks."""
        return self.timeline.steps[-1] if self.timeline.looks_back else self.trainer.iteration

    def look_back(self, step: int) -> None:
        """Weights, curves and all as they were at the moment that is nearest to a step. What came after it stays until
        the run goes on from there, or the network is changed."""
        self.timeline.go_to(self.timeline.nearest(step))

    # Moments that the browser keeps

    def keep(self, training: bool) -> KeptRun:
        """The run as it is now: wherever in it one looks, at its newest moment."""
        progress = self.timeline.last()[0] if self.timeline.looks_back else self.trainer.progress()
        return KeptRun(progress, training, self.start.parameters.copy())

    def resume(self, kept: KeptRun) -> None:
        """Goes on from a moment of a run with these very settings. Raises ValueError, and changes nothing, when it
        cannot be one."""
        start = kept.start
        if start is None or start.shape != self.start.parameters.shape or not np.isfinite(start).all():
            raise Refused("run_of_other_network")
        self.trainer.resume(kept.progress)
        self.start.parameters[:] = start
        self.timeline.clear()
        self.timeline.keep(self.trainer.iteration)

    # One sample

    def scalar_level_fits(self) -> bool:
        """Whether one node an operation is still a picture: up to 2-4-4-1."""
        return self.network.parameter_count <= 37 and max(self.widths) <= 8

    def next_sample(self) -> int:
        """The first sample of the mini-batch that comes next."""
        return int(self.trainer.next_batch[0])

    def trace(self, sample: int, level: Level) -> tuple[engine.Trace, dict[str, dict[str, np.ndarray]]]:
        """The passage of one sample, forward, backward, and the update that it alone would make, with what dropout
        drops in the next step; and the optimizer's state before that update, which training leaves as it is."""
        trainer = self.trainer
        if not 0 <= sample < len(trainer.data.X):
            raise Refused("sample_unknown", number=sample)
        graph = self.network.graph(
            trainer.data.X[sample],
            trainer.data.y[sample],
            trainer.loss,
            trainer.penalty,
            level,
            "training",
            trainer.iteration,
            names=self.input_labels,
        )
        trace = engine.backpropagate(graph)
        states = deepcopy(parameter_states(graph, trainer.named_state()))
        step = trainer.optimizer.steps + 1
        return engine.trace_update(trace, trainer.optimizer, states, step, trainer.rate), states
