"""The Network page: what the browser asks for, done to the visitor's experiment, and what is said of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from engine import Problem
from playground import address
from playground.network import payloads
from playground.network.chosen_data import following_seed, seed_of_points
from playground.network.dataset_thumbnails import dataset_thumbnails
from playground.network.experiment import Level
from playground.network.heat_maps import HeatMaps, Probe
from playground.network.nearest_experiment import nearest_experiment
from playground.network.points_controller import PointsController
from playground.network.training_loop import TrainingLoop
from playground.run_settings import UPLOADED, RunSettings
from playground.session import Session
from playground.settings import OF_A_RUN
from playground.shared.controller import number, whole
from playground.shared.hidden_layers import HiddenLayers
from playground.shared.kept_run import KeptRun
from playground.shared.layers_controller import Edit
from playground.shared.moment_keeper import interrupted
from playground.shared.refused import Refused
from playground.shared.trace_payload import trace_message

# What tells a run from others: its moments are kept under these. The weights are those of the address.
RUN_SETTINGS = RunSettings.names(*OF_A_RUN, "shape", "moment")
FEW_SAMPLES = 64  # of a mini-batch whose gradients are found while others wait
SETTABLE = (
    *RunSettings.names(*OF_A_RUN, "looking"),
    *("cursor", "theme", "projector", "validation_points", "discretize"),
)


class NetworkController(PointsController):
    """Changes the session's experiment, and says what has changed."""

    page = "network"
    run_settings = RUN_SETTINGS
    settable = frozenset(SETTABLE)
    at_once = frozenset(("cancel", "ack"))
    replaced = frozenset(("set", "csv", "probe"))
    new_activation = "tanh"

    def __init__(
        self, session: Session, send: Callable[[payloads.Message], None], problems: list[Problem]
    ) -> None:
        super().__init__(session, send, problems)
        self.probe: Probe = None
        self.experiment = nearest_experiment(session, self.problems)
        self.maps = HeatMaps(self.experiment)
        self.loop = TrainingLoop(
            lambda: self.experiment, lambda: (self.maps, self.probe), self.send, self._stopped
        )
        self.loop.trained = self.keeper.changed
        self.topics |= {
            "one_step": self.one_step,
            "one_epoch": self.one_epoch,
            "lower_rate": self.lower_rate,
            "take_set_up": self.take_set_up,
            "new_weights": self.new_weights,
            "features": self.features,
            "weight": self.weight,
            "probe": self.set_probe,
            "batch": self.batch,
        }

    # Messages

    def send_page(self) -> None:
        self.send(dataset_thumbnails())
        self._send_all()
        self.send_problems()
        if self.session.sample is not None:
            self._open_trace(self.session.sample, self.session.level, self.session.cursor)

    def wake(self) -> None:
        super().wake()
        self.send(payloads.history(self.experiment))
        self._send_frame()
        self._send_status()

    # Moments kept by the browser

    def _keep(self) -> KeptRun | None:
        """This moment of the run. One on a file that was uploaded could not be gone on with: the browser has no file.
        A question that has not been answered is asked again."""
        if self.session.dataset == UPLOADED:
            return None
        return self.experiment.keep(self.loop.running or self.message_kind == "question")

    def _resume(self, kept: KeptRun) -> None:
        if self.loop.running or self.experiment.trainer.iteration:
            raise Refused("run_begun_meanwhile")
        self.experiment.resume(kept)
        self._changed()
        trainer = self.experiment.trainer
        if kept.training:
            whole_epochs = math.floor(trainer.epochs + 1e-9)
            place = f"epoch {whole_epochs:,}" if whole_epochs else f"step {trainer.iteration:,}"
            self._say(interrupted(place), "question")
        if trainer.diverged:
            self._say(trainer.diverged, "error")
        self._send_status()

    # Settings

    def check_setting(self, name: str, value: Any) -> None:
        if name == "dataset" and value == UPLOADED and self.experiment.uploaded is None:
            raise Refused("choose_file_first")

    def apply_setting(self, name: str) -> None:
        """Makes the experiment what the changed setting says."""
        experiment, change = self.experiment, self.session.change(name)
        if change == "looking":
            self.send_address()
            return  # how one looks at it changes nothing in the experiment
        if change in ("points", "data") or (name == "seed" and self.session.data_seed is None):
            self._forget_point_edits()
        if change == "points":
            experiment.exchange_data()
        elif change == "data":
            experiment.new_data()
        elif change == "start":
            experiment.load_data()  # which the seed may draw as well
            experiment.begin()
        elif change == "biases":
            experiment.set_bias()
        elif change == "loss":
            experiment.set_loss()
        else:
            experiment.learn_with(name)
        if name == "rate":
            self._say(None)
        self._changed(shape=change != "learning")

    def take_set_up(self, message: Mapping[str, Any]) -> None:
        self._close_trace()
        self.experiment.take_set_up()
        self._changed()

    def new_weights(self, message: Mapping[str, Any]) -> None:
        self.session.param.update(
            data_seed=seed_of_points(self.session), seed=following_seed(self.session.seed)
        )
        self.experiment.begin()
        self._changed()

    # Training

    def train(self, message: Mapping[str, Any]) -> None:
        self._close_trace()
        self._say(None)
        self.experiment.trainer.diverged = None
        self.loop.start()
        self._send_status()

    def one_step(self, message: Mapping[str, Any]) -> None:
        self.loop.stop()
        self._close_trace()
        self.experiment.trainer.step(1)
        self._after_training()

    def one_epoch(self, message: Mapping[str, Any]) -> None:
        self.loop.stop()
        self._close_trace()
        experiment = self.experiment
        self.change(
            "one_epoch",
            experiment.finish_epoch,
            lambda _: self._after_training(),
            experiment.epoch_is_long,
            here=True,
        )

    def _after_training(self) -> None:
        self.experiment.record()
        diverged = self.experiment.trainer.diverged
        self._say(diverged, "error")
        self._settled()

    def reset(self, message: Mapping[str, Any]) -> None:
        self.loop.stop()
        self._close_trace()
        self._say(None)
        self.experiment.reset()
        self._changed()

    def _stopped(self, reason: str | None) -> None:
        self._say(reason, "error" if self.experiment.trainer.diverged else "info")
        self._settled()

    def _settled(self) -> None:
        """The weights have come to rest: a fine picture of them, and the address that leads to it."""
        self._send_frame()
        self._send_status()
        self.send_address()

    def lower_rate(self, message: Mapping[str, Any]) -> None:
        """After a run that diverged: the rate that was offered, from the best weights there were."""
        if self.experiment.trainer.suggested_rate is None:
            return
        self.experiment.trainer.lower_rate()
        self.session.rate = self.experiment.trainer.optimizer.rate
        self._say(None)
        self._changed(shape=False)

    # The shape of the network

    @property
    def hidden(self) -> HiddenLayers:
        return self.experiment.hidden

    def change_layers(self, topic: str, edit: Edit) -> None:
        self.experiment.change(edit)
        self._changed()

    def change_output(self, name: str) -> None:
        self.experiment.set_output(name)
        self._changed()

    def features(self, message: Mapping[str, Any]) -> None:
        self.experiment.set_features(message["names"])
        self._changed()

    def weight(self, message: Mapping[str, Any]) -> None:
        place = [whole(message, key) for key in ("layer", "row", "column")]
        generation = self.experiment.generation
        self.experiment.edit_weight(place[0], place[1], place[2], number(message, "value"))
        self.experiment.record()
        self.accept("weight")
        self._changed(shape=self.experiment.generation != generation)

    def set_probe(self, message: Mapping[str, Any]) -> None:
        """Which neuron the big map shows; layer None for the network's output."""
        if message.get("layer") is None:
            self.probe = None
        else:
            layer, unit = whole(message, "layer"), whole(message, "unit")
            widths = self.experiment.widths[1:]
            if not (0 <= layer < len(widths) and 0 <= unit < widths[layer]):
                raise Refused("neuron_unknown")
            self.probe = (layer, unit)
        self._send_frame()

    # One sample

    def step_through(self, message: Mapping[str, Any]) -> None:
        self.loop.stop()
        sample = message.get("sample")
        level = message.get("level") or self.session.level
        if level not in ("layer", "scalar"):
            raise Refused("level_unknown")
        chosen = self.experiment.next_sample() if sample is None else whole(message, "sample")
        self._open_trace(chosen, level)

    def _open_trace(self, sample: int, level: Level, cursor: int = 0) -> None:
        levels: list[Level] = ["layer", "scalar"] if self.experiment.scalar_level_fits() else ["layer"]
        level = level if level in levels else "layer"
        trace, states = self.experiment.trace(sample, level)
        self.session.param.update(sample=sample, level=level, cursor=min(cursor, len(trace.steps)))
        trainer = self.experiment.trainer
        self.send(
            trace_message(
                trace,
                level=level,
                levels=levels,
                sample={
                    "index": sample,
                    "x": trainer.data.X[sample].tolist(),
                    "y": trainer.data.y[sample].tolist(),
                },
                loss=trainer.loss.name,
                optimizer=trainer.optimizer,
                rate=trainer.rate,
                states=states,
                update=trainer.optimizer.steps + 1,
                cursor=self.session.cursor,
            )
        )
        self._send_status()
        self.send_address()

    def close_trace(self, message: Mapping[str, Any]) -> None:
        self._close_trace()
        self._send_status()
        self.send_address()

    def _close_trace(self) -> None:
        if self.session.sample is not None:
            self.session.param.update(sample=None, cursor=0)
            self.send({"topic": "trace_closed"})

    def batch(self, message: Mapping[str, Any]) -> None:
        layer, row, column = (whole(message, key) for key in ("layer", "row", "column"))
        shapes = self.experiment.network.shapes
        if not (0 <= layer < len(shapes) and 0 <= row < shapes[layer][0] and 0 <= column < shapes[layer][1]):
            raise Refused("weight_unknown")
        long = self.experiment.trainer.batch_size > FEW_SAMPLES
        work = partial(payloads.batch, self.experiment, layer, row, column)
        self.change("batch", work, self.send, long, here=True)

    # Saying what has changed

    def _changed(self, shape: bool = True) -> None:
        """The experiment is another: the drawing, the curves and the address follow."""
        if shape:
            self._say(None)  # what was said was of another run
            self.maps = HeatMaps(self.experiment)
            layers = self.experiment.widths[1:]
            if self.probe and (self.probe[0] >= len(layers) or self.probe[1] >= layers[self.probe[0]]):
                self.probe = None
            self._send_all()
        else:
            self._send_frame()
            self._send_status()
        self.send_settings()
        self.send_address()
        self._refresh_trace()

    def _refresh_trace(self) -> None:
        """A trace that is open shows the network as it is now."""
        sample = self.session.sample
        if sample is None:
            return
        if sample < len(self.experiment.trainer.data.X):
            self._open_trace(sample, self.session.level, self.session.cursor)
        else:
            self._close_trace()

    def _send_all(self) -> None:
        experiment = self.experiment
        self.send_changed(payloads.data(experiment))
        self.send_changed(payloads.feature_pictures(experiment))
        self.send(payloads.network(experiment))
        self.send(payloads.history(experiment))
        self._send_frame()
        self._send_status()

    def _send_frame(self) -> None:
        if not self.asleep:
            self.send(payloads.frame(self.experiment, self.maps, self.probe))

    def send_settings(self) -> None:
        values = {name: getattr(self.session, name) for name in (*SETTABLE, "output")}
        choices = {"loss": self.experiment.losses, "output": self.experiment.possible_outputs}
        self.send({"topic": "settings", **values, "choices": choices})

    def _send_status(self) -> None:
        self.send(payloads.status(self.experiment, self.loop.running, self.message, self.message_kind))

    def send_address(self) -> None:
        weights = self.experiment.own_weights()
        self.session.weights = weights if weights is None or len(weights) <= address.MAX_BYTES else None
        super().send_address()
