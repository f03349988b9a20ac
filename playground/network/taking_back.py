"""How changes of a run are taken back: its settings, its points, its shape, and the weights that it had."""

from __future__ import annotations

import math

from playground.messages import Message
from playground.network.described_changes import described
from playground.network.experiment import Experiment
from playground.network.run_moment import RunMoment, follow, is_same_run, moment_of, return_to
from playground.shared.changes import Change
from playground.shared.history import Step
from playground.shared.training_controller import TrainingController
from playground.shared.undoing_controller import Told, UndoingController


class TakingBackController(UndoingController[RunMoment], TrainingController):
    """Gives the moments of the session's `experiment`, and goes to them; the Network page's controller says what
    follows."""

    experiment: Experiment
    no_steps = frozenset(
        (
            *(
                "ready",
                "cancel",
                "ack",
                "kept",
                "probe",
                "answer_at",
                "finer_map",
                "batch",
                "element",
                "slips",
                "neuron_card",
                "step_through",
                "close_trace",
            ),
            *("train", "pause", "one_step", "one_epoch", "go_to", "compare_this"),
            # These note their step once the file has been read.
            *("csv", "file_open", "file_header", "file_columns"),
            *("kept_file", "save_session"),
        )
    )

    def _changed(self, shape: bool = True) -> None:
        """The experiment is another: the drawing, the curves and the address follow."""
        raise NotImplementedError

    def moment(self) -> RunMoment:
        last = self.history.last
        return moment_of(self.experiment, self.loop.running, last.moment if last else None)

    def described(self, asked: Message, before: RunMoment, now: RunMoment) -> Change:
        return described(asked, before, now)

    def has_dropped(self, before: RunMoment, now: RunMoment) -> bool:
        return not is_same_run(before, now)

    def go_to(self, step: Step[RunMoment], told: Told) -> None:
        """A run that the change had dropped comes back as it was left: it trains on only if it was being trained then
        and one is being trained now. A run that has gone on through the change goes on."""
        experiment, moment = self.experiment, step.moment
        went_on = not step.dropped and experiment.newest != moment.iteration
        if went_on:
            follow(experiment, moment)
        else:
            if not moment.kept().training:
                self.loop.stop()
            return_to(experiment, moment)
        self._changed()
        trainer = experiment.trainer
        if trainer.diverged:
            self._say(trainer.diverged, "error")
            self._send_status()
        if went_on:
            told("_on")
        elif step.dropped and trainer.iteration:
            told("_back", epoch=f"{math.floor(trainer.epochs + 1e-9):,}")
        else:
            told()
