"""The Digits page: what is drawn is read, the network that reads it is trained, and a digit is walked through it."""

from __future__ import annotations

from collections.abc import Callable

from engine import Problem
from engine.datasets.mnist import TOTAL
from playground.digits import payloads as digits_payloads
from playground.digits.digits_moment import NOTHING_DRAWN
from playground.digits.experiment import DigitsExperiment, judged
from playground.digits.run import Run
from playground.digits.taking_back import TakingBackController
from playground.digits.training import DigitsLoop
from playground.messages import Message, digits, every_page, trace
from playground.session import DigitsSettings, Session
from playground.shared.hidden_layers import HiddenLayers
from playground.shared.kept_run import KeptRun
from playground.shared.layers_controller import Edit
from playground.shared.packing import Packed, packed
from playground.shared.refused import Refused, Remark

# What tells a run of the visitor's own from others: its moments are kept under these.
RUN_SETTINGS = (*DigitsSettings.names("learning", "shape"), "seed")
SETTABLE = (*DigitsSettings.names("learning", "looking"), "cursor", "theme", "projector", "predict")
LONGEST = 60.0  # seconds over which training may be spread
# What can be heard while the network is being trained, since it looks at a copy.
WHILE_TRAINING = frozenset(("ack", "cancel", "draw", "drawn", "follow", "pictures", "close_trace"))


class DigitsController(TakingBackController):
    """Reads digits for one visitor, trains the network that reads them, and says what has changed."""

    page = "digits"
    run_settings = RUN_SETTINGS
    settable = frozenset(SETTABLE)
    at_once = WHILE_TRAINING
    replaced = frozenset(("set", "draw", "follow"))
    new_activation = "relu"

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[Problem]) -> None:
        super().__init__(session, send, problems)
        self.experiment = DigitsExperiment(session)
        self.loop = DigitsLoop(self._run, self._report, self._trained)
        # Too large for the address, what was trained does not outlive a reload.
        begun = session.digits_model == "own"
        self._say(Remark("weights_not_in_address") if begun else None)
        self.topics |= {"stop": self.stop}

    def _hear(self, message: Message) -> None:
        """What could not be done in the middle of a step of training waits for its end, and the server does not."""
        run = self.experiment.run
        if run is None or message["topic"] in WHILE_TRAINING:
            super()._hear(message)
        elif run.take():
            try:
                super()._hear(message)
            finally:
                run.give_back()
        else:
            self._waiting.insert(0, message)
            run.ask_for_it()
            self.change(str(message["topic"]), run.stand_by, lambda _: run.asked_for_it())

    # Coming and going

    def send_page(self) -> None:
        self._send_model()
        drawn = self._draw_again()
        self._send_reading()
        self._send_status()
        self.send_changes()
        self.send_problems()
        self.answer("ready", self._load, lambda accuracies: self._loaded(accuracies, drawn))

    def _load(self) -> dict[str, float]:
        """Reads MNIST, if nobody has yet, and the accuracies of the models that came along."""
        return {name: judged(name).accuracy for name in ("softmax", "network")}

    def _loaded(self, accuracies: dict[str, float], drawn: bool) -> None:
        self.accuracies = accuracies
        self.send(digits_payloads.digits(self.experiment, accuracies))
        index = self.session.digits_index
        picked = index is not None and self.experiment.picture.index is None
        if index is not None and picked:
            self.experiment.pick(index)
            self._send_reading()
        if (drawn or picked) and self.session.digits_stepping and self.experiment.picture.problem is None:
            self._open_trace(self.session.cursor)

    def wake(self) -> None:
        super().wake()
        self._if_at_rest(self._send_status)  # else the end of the slice under way tells how far it is
        self._send_reading()
        self._send_pictures()

    def show_anew(self) -> None:
        # What the address names is not on the pad yet.
        named = self.session.digits_index is not None or self.session.digits_drawing is not None
        if self.on_pad is None and self.experiment.picture.index is None and not named:
            # What drew itself, which the page does again where there is nothing to read.
            self.experiment.draw(NOTHING_DRAWN.strokes, NOTHING_DRAWN.thickness)
        super().show_anew()
        if self.on_pad is not None:
            self._send_drawing(again=True)

    # Moments kept by the browser

    def _keep(self) -> KeptRun | None:
        run = self.experiment.run
        if run is None or run.plain:
            return None
        with run.held():
            # Of a large network a copy would be several times what comes of it: it is written while the run rests.
            return run.keep(run.going or self.message_kind == "question", copy=False)

    def _if_at_rest(self, do: Callable[[], None]) -> None:
        if self.experiment.run is None:
            do()
        else:
            self.experiment.run.if_at_rest(do)

    def _resume(self, kept: KeptRun) -> None:
        before = self.experiment.run

        def resumed(result: Run | ValueError) -> None:
            if isinstance(result, ValueError):
                self.keeper.refuse(result)
            elif self.experiment.run is before and not self.loop.running:
                self._go_on_with(result, kept.training)

        self.answer("kept", lambda: self._resumed(kept), resumed)

    def _resumed(self, kept: KeptRun) -> Run | ValueError:
        try:
            return self.experiment.resume(kept)
        except ValueError as problem:
            return problem

    def _go_on_with(self, run: Run, interrupted_then: bool) -> None:
        self.experiment.go_on_with(run)
        self._say(
            Remark("interrupted_within_epoch", epoch=run.epoch) if interrupted_then else None, "question"
        )
        if run.trainer is not None and run.trainer.diverged:
            self._say(run.trainer.diverged, "error")
        self._changed()
        if run.trainer is not None:
            self._test()
        self.keeper.now()

    # Models and settings

    def apply_setting(self, name: str) -> None:
        run = self.experiment.run
        if name == "digits_model":
            self.experiment.choose(self.session.digits_model)
            self._changed()
            return
        of_the_run = self.session.change(name) == "learning" or name == "digits_speed"
        if of_the_run and run is not None:
            with run.held():
                getattr(run, "set_" + name.removeprefix("digits_"))()
        if name == "digits_label":
            self._send_reading()
            self._refresh_trace()
        if name.startswith("digits_"):
            self._send_status()
        self.send_address()

    def send_settings(self) -> None:
        values = {name: getattr(self.session, name) for name in SETTABLE}
        choices = {"digits_optimizer": list(self.session.param.digits_optimizer.objects)}
        self.send({"topic": "settings", **values, "choices": choices})

    # Layers

    @property
    def hidden(self) -> HiddenLayers:
        return self.experiment.hidden

    def change_layers(self, topic: str, edit: Edit) -> None:
        self.experiment.change(edit)
        self.accept(topic)
        self._say(None)
        self._changed()

    def change_output(self, name: str) -> None:
        raise Refused("softmax_needed")

    # Training

    def train(self, message: every_page.Train) -> None:
        """On to the target; `seconds`: no faster than that it takes so long, for a class to see it happen."""
        seconds = message.get("seconds", 0.0)
        if not 0 <= seconds <= LONGEST:
            raise Refused("training_too_long", most=LONGEST)
        self._close_trace()
        self._say(None)
        self.forget_answer("test")  # of weights that will be others, a copy of which it has
        generation = self.experiment.generation
        self.experiment.train(seconds)
        self.loop.start()
        if self.experiment.generation != generation:
            self._changed()
        else:
            self._send_status()

    def stop(self, message: digits.Stop) -> None:
        """Training ends here, and the best weights so far are kept."""
        self.loop.stop()
        run = self.experiment.run
        if run is None or run.trainer is None:
            raise Refused("nothing_trained")
        with run.held():
            epoch = run.keep_best()
        if epoch is not None:
            self._say(Remark("best_kept", epoch=epoch))
        self._settled()

    def reset(self, message: every_page.Reset) -> None:
        """Fresh weights. A model that came trained is left as it is, unless one's own in its shape is to begin."""
        if self.session.digits_model != "own" and not message.get("begin"):
            raise Refused("model_came_trained")
        self.loop.stop()
        self._close_trace()
        self._say(None)
        self.experiment.reset()
        self._changed()

    def _run(self) -> Run:
        run = self.experiment.run
        assert run is not None
        return run

    def _report(self, identifier: int) -> None:
        """A slice is done and the page is told; nothing is trained before this returns."""
        run = self.experiment.run
        assert run is not None
        run.look()
        if self.asleep:
            self.loop.forget_unanswered()
            self.keeper.changed()
            return
        self.send(digits_payloads.history(run))
        if self.session.digits_model == "own":
            self._send_reading()
            if self.pictures_due:
                self._send_pictures()
        self._send_status(identifier)
        self.keeper.changed()

    def _trained(self, reason: Problem, bad: bool) -> None:
        """The run is over by itself."""
        self._say(reason, "error" if bad else "info")
        self._settled()
        self.send(every_page.Announce(topic="announce", text=reason.sentence))

    def _settled(self) -> None:
        """Training has come to rest: all that is on the page is of the same weights, and they are tested."""
        run = self.experiment.run
        if run is not None:
            with run.held():
                run.rest()
            if run.trainer is not None and run.tested is None:
                self._test()
        self._changed(shape=False)
        self.keeper.now()

    # Walking it back

    def step_through(self, message: every_page.StepThrough) -> None:
        self.experiment.readable  # noqa: B018  # says why not, when there is nothing to walk
        index = self.experiment.picture.index
        if self.session.digits_stepping and index is not None:
            # The transport bar's way on to the next one.
            self.experiment.pick((index + 1) % TOTAL)
            self._send_reading()
        self._walk()

    def _walk(self) -> None:
        """From the start, through weights that have come to rest."""
        if self.loop.running:
            self.loop.stop()
            self._settled()
        self._open_trace(0)
        self._send_status()

    def _open_trace(self, cursor: int) -> None:
        experiment = self.experiment
        tracing, index, label = experiment.tracing(), experiment.picture.index, experiment.walked_label
        self.session.update(digits_stepping=True, cursor=cursor)

        def write() -> Packed:
            # The numbers of four large layers take longer than a moment.
            return packed(digits_payloads.trace(tracing(), index, label, cursor))

        self.answer("trace", write, self._show_trace)

    def _show_trace(self, walked: Packed) -> None:
        self.session.update(cursor=walked["cursor"])
        self.send(walked)
        self.send(digits_payloads.gradient(self.experiment))
        self.send_address()

    def _refresh_trace(self) -> None:
        """A walk that is open shows the model and the label as they are now."""
        if self.session.digits_stepping and self.experiment.picture.problem is None:
            self._open_trace(self.session.cursor)

    def close_trace(self, message: every_page.CloseTrace) -> None:
        self._close_trace()
        self.send_address()

    def _close_trace(self) -> None:
        self.forget_answer("trace")
        if self.session.digits_stepping:
            self.session.update(digits_stepping=False, cursor=0)
            self.send(trace.TraceClosed(topic="trace_closed"))

    # Saying what has changed

    def _changed(self, shape: bool = True) -> None:
        """The model is another: all that is drawn of it follows."""
        self._send_model()
        self.send_settings()
        self._send_reading()
        self._send_pictures()
        self._send_status()
        if shape:
            self.send_address()
        self._refresh_trace()

    def _send_status(self, acknowledge: int | None = None) -> None:
        run = self.experiment.run
        if acknowledge is None:
            if run is not None:
                with run.held():
                    self.send(digits_payloads.history(run))
            else:
                self.send(digits_payloads.history(run))
        self.send(
            digits_payloads.status(
                run,
                self.session.digits_epochs,
                self.loop.running,
                self.message,
                self.message_kind,
                acknowledge,
            )
        )
