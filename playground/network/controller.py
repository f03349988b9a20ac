"""The Network page: what the browser asks for, done to the visitor's experiment, and what is said of it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable
from typing import Any

from engine import Problem
from engine.training.trouble import left_far_off, trouble_at_another_rate, trouble_since, without_slope
from playground.messages import Message, every_page
from playground.messages import network as messages
from playground.network import payloads
from playground.network.dataset_thumbnails import dataset_thumbnails
from playground.network.experiment import Experiment
from playground.network.heat_maps import HeatMaps, Probe
from playground.network.insides import send_inside
from playground.network.nearest_experiment import nearest_experiment
from playground.network.pasted_code import build_from_code
from playground.network.session_file_controller import SessionFileController
from playground.network.training_loop import TrainingLoop
from playground.run_settings import UPLOADED, RunSettings
from playground.session import Session
from playground.settings import OF_A_RUN
from playground.shared.chosen_data import following_seed, seed_of_points
from playground.shared.hand_over import HandOver, run_settings_of
from playground.shared.hidden_layers import HiddenLayers
from playground.shared.kept_run import KeptRun
from playground.shared.layers_controller import Edit
from playground.shared.packing import Packed
from playground.shared.refused import Refused, Remark

# What tells a run from others: its moments are kept under these. The weights are those of the address.
RUN_SETTINGS = RunSettings.names(*OF_A_RUN, "shape", "moment")
JUDGED_EVERY = 1.0  # seconds of training
SETTABLE = (
    *RunSettings.names(*OF_A_RUN, "looking"),
    *("cursor", "theme", "projector", "validation_points", "discretize", "view", "space", "predict"),
)


class NetworkController(SessionFileController):
    """Changes the session's experiment, and says what has changed."""

    page = "network"
    run_settings = RUN_SETTINGS
    settable = frozenset(SETTABLE)
    at_once = frozenset(("cancel", "ack"))
    replaced = frozenset(("set", "csv", "file_columns", "probe", "answer_at", "go_to"))
    new_activation = "tanh"

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[Problem]) -> None:
        super().__init__(session, send, problems)
        self.probe: Probe = None
        self.experiment = nearest_experiment(session, self.problems)
        self.maps = HeatMaps(self.experiment)
        self.loop = TrainingLoop(
            lambda: self.experiment, lambda: (self.maps, self.probe), self.send, self._stopped
        )
        self.loop.trained = self._trained
        self._judged = 0.0  # when it was last asked whether the run gets anywhere
        self._nowhere: Problem | None = None  # what was said of it while it trained
        self.topics |= {
            "one_step": self.one_step,
            "one_epoch": self.one_epoch,
            "go_to": self.look_back,
            "lower_rate": self.lower_rate,
            "take_set_up": self.take_set_up,
            "new_weights": self.new_weights,
            "features": self.features,
            "weight": self.weight,
            "probe": self.set_probe,
            "finer_map": self.finer_map,
            "answer_at": self.answer_at,
            "network_code": self.network_code,
            "compare_this": self.compare_this,
        }

    # Messages

    def send_page(self) -> None:
        self.send(dataset_thumbnails())
        self._send_all()
        self.send_changes()
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
        """This moment of the run. A question that has not been answered is asked again."""
        return self.experiment.keep(self.loop.running or self.message_kind == "question")

    def _resume(self, kept: KeptRun) -> None:
        if self.loop.running or self.experiment.trainer.iteration:
            raise Refused("run_begun_meanwhile")
        self.experiment.resume(kept)
        self._changed()
        trainer = self.experiment.trainer
        if kept.training:
            whole_epochs = math.floor(trainer.epochs + 1e-9)
            if whole_epochs:
                self._say(Remark("interrupted_at_epoch", epoch=whole_epochs), "question")
            else:
                self._say(Remark("interrupted_at_step", step=trainer.iteration), "question")
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
        diverged = experiment.trainer.diverged is not None
        if change == "looking":
            self._refresh_plane()
            if name in ("view", "space"):
                send_inside(experiment, self.send)
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
            trainer, start = experiment.trainer, experiment.start
            self._nowhere = trouble_at_another_rate(trainer, start, diverged, self.message)
            self._say(self._nowhere)
        self._changed(shape=change != "learning")

    def take_set_up(self, message: messages.TakeSetUp) -> None:
        self._close_trace()
        self.experiment.take_set_up()
        self._changed()

    def new_weights(self, message: messages.NewWeights) -> None:
        self.session.update(data_seed=seed_of_points(self.session), seed=following_seed(self.session.seed))
        self.experiment.begin()
        self._changed()

    # To and from the Compare page

    def compare_this(self, message: messages.CompareThis) -> None:
        """The set-up is what the runs on the Compare page have in common."""
        self.hand_over("compare", HandOver(run_settings_of(self.session), uploaded=self.experiment.uploaded))

    def take_over(self, run: HandOver) -> None:
        """A run of another page goes on here."""
        self.loop.stop()
        self._close_trace()
        self._say(None)
        self.session.update(**run.settings)
        before = self.experiment
        self.experiment = Experiment(self.session, run.uploaded or before.uploaded)
        self.experiment.generation += before.generation
        if run.kept is not None:
            self.experiment.resume(run.kept)
        self._changed()

    # Training

    def train(self, message: every_page.Train) -> None:
        self._close_trace()
        self._go_on_from_here(message)
        experiment = self.experiment
        self._nowhere = left_far_off(experiment.trainer, experiment.start, self.message)
        self._say(self._nowhere or without_slope(experiment.network))
        experiment.trainer.diverged = None
        self.loop.start()
        self._send_status()

    def one_step(self, message: messages.OneStep) -> None:
        self.loop.stop()
        self._close_trace()
        self._go_on_from_here(message)
        self.experiment.trainer.step(1)
        self._after_training()

    def one_epoch(self, message: messages.OneEpoch) -> None:
        self.loop.stop()
        self._close_trace()
        self._go_on_from_here(message)
        experiment = self.experiment
        self.change(
            "one_epoch",
            experiment.finish_epoch,
            lambda _: self._after_training(),
            experiment.epoch_is_long,
            here=True,
        )

    def look_back(self, message: every_page.GoTo) -> None:
        """The run as it was at the moment nearest to a step. The address stays: it leads to the run as it is now."""
        experiment = self.experiment
        if self.loop.running:
            self.loop.stop()
            experiment.record()  # or what it has come to since the last record would be gone
        experiment.look_back(message["step"])
        self._say(experiment.trainer.diverged, "error" if experiment.trainer.diverged else "info")
        self.send(payloads.history(experiment))
        self._send_frame()
        self._send_status()
        self._refresh_trace()

    def _go_on_from_here(self, message: Message) -> None:
        """Who trains at an earlier moment goes on from there; what came after it comes back with Undo."""
        if self.experiment.timeline.looks_back:
            with self.step(message):
                self.experiment.timeline.forget_later()

    def _after_training(self) -> None:
        self.experiment.record()
        self._stopped(None)

    def reset(self, message: every_page.Reset) -> None:
        self.loop.stop()
        self._close_trace()
        self._say(None)
        self.experiment.reset()
        self._changed()

    def _stopped(self, reason: Problem | None) -> None:
        trainer, start = self.experiment.trainer, self.experiment.start
        if left_far_off(trainer, start, self.message):
            trainer.diverged = None  # that is the reason, and not the rate
        found = trouble_since(trainer, start, self.message) or reason or without_slope(trainer.network)
        self._say(trainer.diverged or found, "error" if trainer.diverged else "info")
        self._settled()

    def _trained(self) -> None:
        """After a chunk of work: now and then it is asked whether the run gets anywhere."""
        self.keeper.changed()
        now = time.monotonic()
        if now - self._judged < JUDGED_EVERY:
            return
        self._judged = now
        found = trouble_since(self.experiment.trainer, self.experiment.start, self.message)
        # What is said once stays as it was said, until it is not so any more: it is read out, and read.
        if (found is None) == (self._nowhere is None):
            return
        self._nowhere = found
        self._say(found)
        self._send_status()

    def _settled(self) -> None:
        """The weights have come to rest: a fine picture of them, and the address that leads to it."""
        self._send_frame()
        self._send_status()
        self.send_address()

    def lower_rate(self, message: messages.LowerRate) -> None:
        """After a run that diverged or gets nowhere: the rate that was offered, from the best there was."""
        rate = payloads.suggested_rate(self.experiment, self.message)
        if rate is None:
            return
        self.loop.stop()
        epoch = self.experiment.lower_rate(rate)
        self._changed()
        self._say(
            Remark("back_at_best", epoch=epoch, rate=rate) if epoch else Remark("back_at_start", rate=rate)
        )
        self._send_status()

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

    def network_code(self, message: messages.NetworkCode) -> None:
        """The network that pasted code builds, in place of the present one."""
        said = build_from_code(self.experiment, message["text"])
        self._close_trace()
        self.accept("network_code")
        self._changed()
        self._say(said)
        self._send_status()

    def features(self, message: messages.ChooseFeatures) -> None:
        self.experiment.set_features(message["names"])
        self._changed()

    def weight(self, message: messages.SetWeight) -> None:
        experiment, generation = self.experiment, self.experiment.generation
        experiment.edit_weight(message["layer"], message["row"], message["column"], message["value"])
        experiment.record()
        self._changed(shape=experiment.generation != generation)
        self.accept("weight")

    def set_probe(self, message: messages.ProbeUnit) -> None:
        """Which neuron the big map shows; layer None for the network's output."""
        layer, unit = message["layer"], message.get("unit")
        if layer is None:
            self.probe = None
        else:
            widths = self.experiment.widths[1:]
            if unit is None or not (0 <= layer < len(widths) and 0 <= unit < widths[layer]):
                raise Refused("neuron_unknown")
            self.probe = (layer, unit)
        self._send_frame()

    def finer_map(self, message: messages.FinerMap) -> None:
        """The picture of this moment once more, in full resolution, if it rests and is looked at."""
        if self.asleep or self.loop.running or self.experiment.dimension == 1:
            return
        seen = self._seen()
        work = payloads.finer_frame(self.experiment, self.maps, self.probe)
        self.answer("finer_map", work, lambda frame: self._show_finer(frame, seen))

    def _show_finer(self, frame: Packed, seen: Hashable) -> None:
        if not self.loop.running and seen == self._seen():
            self.send(frame)

    def _seen(self) -> Hashable:
        """What tells a picture from others: of another one, a finer map comes too late."""
        return self.experiment.generation, self.probe, self.experiment.network.parameters.tobytes()

    def answer_at(self, message: messages.AnswerAt) -> None:
        """What is answered at a place of the map, with every digit."""
        self.send(payloads.answer(self.experiment, self.probe, message["x"], message["y"]))

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
            send_inside(self.experiment, self.send)

    def send_settings(self) -> None:
        values = {name: getattr(self.session, name) for name in (*SETTABLE, "output")}
        choices = {"loss": self.experiment.losses, "output": self.experiment.possible_outputs}
        message: every_page.Settings = {"topic": "settings", "choices": choices}
        self.send({**message, **values})

    def _send_status(self) -> None:
        self.send(payloads.status(self.experiment, self.loop.running, self.message, self.message_kind))
