"""How changes on the Digits page are taken back: its settings, what is on the pad, and the weights of one's own run."""

from __future__ import annotations

import math

from playground.digits.described_changes import described
from playground.digits.digits_moment import NOTHING_DRAWN, DigitsMoment, moment_of
from playground.digits.drawing_controller import DrawingController
from playground.messages import Message
from playground.shared.changes import Change
from playground.shared.history import Step
from playground.shared.undoing_controller import Told, UndoingController

USUAL_BYTES = 440_000  # of the weights of the network that came along
ALL_BYTES = 24_000_000  # of all moments that are remembered: fifty times as many
OF_THE_RUN = (
    5  # bytes less for each that a larger run has: training takes much, and a whole moment still has room
)


class TakingBackController(UndoingController[DigitsMoment], DrawingController):
    """Gives the moments of the session's `experiment`, and goes to them; the Digits page's controller says what
    follows."""

    no_steps = frozenset(
        (
            *(
                "ready",
                "cancel",
                "ack",
                "kept",
                "pictures",
                "judge",
                "cell",
                "element",
                "slips",
                "follow",
                "drawn",
            ),
            *("pause", "step_through", "close_trace"),
        )
    )
    most_bytes = ALL_BYTES

    def _changed(self, shape: bool = True) -> None:
        """The model is another: all that is drawn of it follows."""
        raise NotImplementedError

    def moment(self) -> DigitsMoment:
        return moment_of(self.experiment, self.on_pad, self.loop.running)

    def before(self, asked: Message) -> DigitsMoment:
        """What changes the very run that is there is told apart from what puts another in its place."""
        name = asked.get("name")  # as it came: it may be an array, which is equal to nothing as a whole
        in_place = asked["topic"] == "stop" or (isinstance(name, str) and name == "digits_optimizer")
        if not in_place or self.experiment.run is None:
            return self.moment()
        # First: what it takes would else be there beside what then has to go for it.
        self.history.leave_room(3 * self.experiment.run.network.parameters.nbytes)
        return self.moment().with_run()

    def left(self, step: Step[DigitsMoment]) -> DigitsMoment:
        return (self.moment().with_run() if step.dropped else self.moment()).put_by()

    def remembered(self, before: DigitsMoment, dropped: bool) -> DigitsMoment:
        run = self.experiment.run
        larger = 0 if run is None else max(0, run.network.parameters.nbytes - USUAL_BYTES)
        self.history.most_bytes = ALL_BYTES - OF_THE_RUN * larger
        return (before.with_run() if dropped else before).put_by()

    def described(self, asked: Message, before: DigitsMoment, now: DigitsMoment) -> Change:
        return described(asked, before, now)

    def has_dropped(self, before: DigitsMoment, now: DigitsMoment) -> bool:
        return before.kept is not None or not before.is_same_run(now)

    def go_to(self, step: Step[DigitsMoment], told: Told) -> None:
        """A run that the change had dropped comes back as it was left: it trains on only if it was being trained then
        and one is being trained now. A run that has gone on through the change goes on."""
        experiment, moment = self.experiment, step.moment
        going = self.loop.running and moment.training
        if step.dropped:
            self.loop.stop()
        self._go_to_settings(moment, with_run=not step.dropped)
        if step.dropped:
            experiment.return_to(moment.kept, going)
            if going and experiment.run is not None:
                self.loop.start()
            self._say(None)
        self._go_to_picture(moment)
        run = experiment.run
        if step.dropped and run is not None and run.trainer is not None and run.trainer.diverged:
            self._say(run.trainer.diverged, "error")
        self._changed()
        if step.dropped and run is not None and run.epoch:
            if not going and run.tested is None:
                self._test()
            told("_back", epoch=f"{math.floor(run.epoch + 1e-9):,}")
        else:
            told()

    def _go_to_settings(self, moment: DigitsMoment, with_run: bool) -> None:
        session, run = self.session, self.experiment.run
        changed = [name for name, value in moment.settings.items() if getattr(session, name) != value]
        session.update(**moment.settings)
        for name in changed if with_run and run is not None else ():
            if session.change(name) == "learning" or name == "digits_speed":
                assert run is not None
                with run.held():
                    getattr(run, "set_" + name.removeprefix("digits_"))()

    def _go_to_picture(self, moment: DigitsMoment) -> None:
        """What lay on the pad lies there again."""
        index, picture = moment.settings["digits_index"], self.experiment.picture
        if moment.drawing is self.on_pad and index == picture.index:
            return
        if index is not None:
            self.experiment.pick(index)
            self.on_pad, self.unkept = None, False
        else:
            self._lay_on_pad(moment.drawing)
            drawing = moment.drawing or NOTHING_DRAWN
            self.experiment.draw(drawing.strokes, drawing.thickness)
            self._send_drawing(again=True)
        if self.experiment.picture.problem is not None:
            self._close_trace()
