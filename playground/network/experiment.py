"""What the settings describe, alive: the data, the network and its training. It knows no screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import numpy as np

import engine
from engine import datasets, losses
from engine.comparing.setup import USUAL
from engine.datasets import features
from engine.graphs.trace import parameter_states
from engine.training.optimizers import OPTIMIZERS
from engine.training.schedules import Schedule
from playground.network.chosen_data import chosen_data, doubt, its_set_up
from playground.network.fitting_choices import losses_of, outputs_of, possible_outputs_of
from playground.run_settings import MAX_LAYERS, MAX_WIDTH
from playground.session import Session
from playground.shared.hidden_layers import HiddenLayers
from playground.shared.kept_run import KeptRun
from playground.shared.refused import Refused

PENALTY_CLASSES = MappingProxyType({"none": lambda strength: None, "L1": engine.L1, "L2": engine.L2})
SCHEDULE_CLASSES: Mapping[str, Callable[[float], Schedule]] = MappingProxyType(
    {
        "constant": lambda kappa: engine.Constant(),
        "exponential": engine.Exponential,
        "inverse time": engine.InverseTime,
    }
)
Level = Literal["layer", "scalar"]  # what a node of a sample's graph is: a layer, or one number
LARGEST_WEIGHT = 1_000_000  # that is set by hand
PIECE = 0.001  # seconds of steps between two looks at the clock
FEW_STEPS = 100  # and LITTLE_WORK samples times parameters: an epoch that is done while others wait
LITTLE_WORK = 500_000
SAMPLES = 16  # whose gradients are found at a time
HISTORY_LENGTH = 2000  # records kept; then every second one goes, so that an hour of training stays small


class Experiment:
    """The data, the network and the trainer of one session.

    `start` is the network as the run began, which `reset` restores to the bit. `generation` counts changes of shape,
    so that a frame drawn for an earlier shape is known as such.
    """

    def __init__(self, session: Session, uploaded: datasets.Dataset | None = None) -> None:
        self.session = session
        self.uploaded = uploaded
        self.generation = 0
        self.load_data()
        self._fit_settings_to_data()
        self.came_with_another = not self.has_set_up
        self.begin()
        self._take_weights_of_session()

    # Data

    def load_data(self) -> None:
        """The points that the settings describe, with those that were placed, moved and removed by hand."""
        data = chosen_data(self.session, self.uploaded)
        self.data = self._edited(data)
        self.generated = data
        self.set_up = its_set_up(self.session, data)

    def _edited(self, data: datasets.Dataset) -> datasets.Dataset:
        session = self.session
        try:
            moved = {int(index): place for index, place in session.points_moved.items()}
            return data.with_points(session.points_added, session.points_removed, moved)
        except datasets.DataError:
            raise
        except (TypeError, ValueError, LookupError, ArithmeticError):
            raise Refused("address_points_unknown") from None

    @property
    def dimension(self) -> int:
        return len(self.data.domain)

    @property
    def inputs(self) -> datasets.Dataset:
        """The data as the network is given it."""
        return self.data.with_features(self.session.features)

    def original_row(self, index: int) -> int | None:
        """Row of the generated data that point `index` was, or None when it was placed by hand."""
        kept = np.delete(np.arange(len(self.generated.points)), self.session.points_removed)
        return int(kept[index]) if index < len(kept) else None

    def exchange_data(self) -> None:
        """Goes on with the same weights on the points as they are set now."""
        self.load_data()
        self.trainer.data = self.inputs

    def new_data(self) -> None:
        """Begins a run on another dataset: with the set-up that learns it, unless the present one was changed by hand.
        Another kind of data brings its usual loss and output in any case."""
        kind, untouched = self.data.kind, self.has_set_up
        self.load_data()
        if untouched:
            self.session.param.update(**self.set_up)
        elif self.data.kind != kind:
            self.session.loss = USUAL[self.data.kind][1]
            self.session.output = self.outputs[0]
        self._fit_settings_to_data()
        self.came_with_another = not self.has_set_up
        self.begin()

    @property
    def has_set_up(self) -> bool:
        """Whether the settings are those that learn the data: nothing that counts was changed by hand."""
        return all(getattr(self.session, name) == value for name, value in self.set_up.items())

    def take_set_up(self) -> None:
        """Begins a run with the set-up that learns the data."""
        self.session.param.update(**self.set_up)
        self.begin()

    @property
    def doubt(self) -> str | None:
        """What is to be said of a dataset that was come to with another set-up than its own, until it is learned."""
        if not self.came_with_another or self.has_set_up:
            return None
        return doubt(self.session, self.data, self.trainer.history)

    def _fit_settings_to_data(self) -> None:
        """Chooses what goes with the data where the present choice does not: features, loss and output."""
        session = self.session
        known = features.available(self.dimension)
        if not set(session.features) <= set(known):
            session.features = list(known[: self.dimension])
        if session.loss not in self.losses:
            session.loss = USUAL[self.data.kind][1]
            session.output = self.outputs[0]
        if session.output not in self.outputs:
            session.output = self.outputs[0]

    @property
    def losses(self) -> list[str]:
        """Losses that go with the data, whatever the output."""
        return losses_of(self.data)

    @property
    def outputs(self) -> list[str]:
        """Output activations that go with the data and the loss; the usual one first."""
        return outputs_of(self.data, self.session.loss)

    @property
    def possible_outputs(self) -> list[str]:
        """Output activations that go with the data under some loss."""
        return possible_outputs_of(self.data)

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
        self.network.parameters[:] = values
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
        self.session.param.update(layers=list(hidden.widths), activations=list(hidden.activations))
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
        known = features.available(self.dimension)
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
            self.start = self.network.copy()
            self._new_trainer()

    # Training

    def _new_trainer(self) -> None:
        session = self.session
        self.generation += 1
        self.trainer = engine.Trainer(
            self.network,
            self.inputs,
            session.loss,
            OPTIMIZERS[session.optimizer](session.rate),
            session.batch,
            PENALTY_CLASSES[session.penalty](session.strength),
            SCHEDULE_CLASSES[session.schedule](session.decay),
            session.seed,
        )
        self.trainer.record()

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
        if name == "optimizer":
            trainer.optimizer = OPTIMIZERS[session.optimizer](session.rate)
        elif name == "rate":
            trainer.optimizer.rate = session.rate
            trainer.diverged = None
        elif name == "batch":
            trainer.batch_size = session.batch
        elif name in ("penalty", "strength"):
            trainer.penalty = PENALTY_CLASSES[session.penalty](session.strength)
        else:
            trainer.schedule = SCHEDULE_CLASSES[session.schedule](session.decay)

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
        """Notes loss and accuracy of this moment."""
        history = self.trainer.history
        self.trainer.record()
        if len(history["epoch"]) > HISTORY_LENGTH:
            for column in history.values():
                del column[1:-1:2]

    # Moments that the browser keeps

    def keep(self, training: bool) -> KeptRun:
        """This moment of the run."""
        return KeptRun(self.trainer.progress(), training, self.start.parameters.copy())

    def resume(self, kept: KeptRun) -> None:
        """Goes on from a moment of a run with these very settings. Raises ValueError, and changes nothing, when it
        cannot be one."""
        start = kept.start
        if start is None or start.shape != self.start.parameters.shape or not np.isfinite(start).all():
            raise Refused("run_of_other_network")
        self.trainer.resume(kept.progress)
        self.start.parameters[:] = start

    # One sample

    def scalar_level_fits(self) -> bool:
        """Whether one node an operation is still a picture: up to 2-4-4-1."""
        return self.network.parameter_count <= 37 and max(self.widths) <= 8

    def next_sample(self) -> int:
        """The first sample of the mini-batch that comes next."""
        return int(self.trainer.next_batch[0])

    def trace(self, sample: int, level: Level) -> tuple[engine.Trace, dict[str, dict[str, np.ndarray]]]:
        """The passage of one sample, forward, backward, and the update that it alone would make; and the optimizer's
        state before that update."""
        trainer = self.trainer
        if not 0 <= sample < len(trainer.data.X):
            raise Refused("sample_unknown", number=sample)
        graph = self.network.graph(
            trainer.data.X[sample], trainer.data.y[sample], trainer.loss, trainer.penalty, level
        )
        trace = engine.backpropagate(graph)
        states = parameter_states(graph, trainer.named_state())
        step = trainer.optimizer.steps + 1
        return engine.trace_update(trace, trainer.optimizer, states, step, trainer.rate), states
