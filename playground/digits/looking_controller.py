"""What is asked of the network that reads digits as it is: its weights as pictures, how it judges the test digits, and
where the gradient leads."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from engine import Problem
from playground.digits import measures
from playground.digits import payloads as digits_payloads
from playground.digits.experiment import CLASSES, DigitsExperiment, Followed, Judgement
from playground.messages import Message, digits, trace
from playground.session import Session
from playground.shared.element_payload import answered
from playground.shared.prediction_payload import slips_message
from playground.shared.refused import Refused
from playground.shared.training_controller import TrainingController

# Seconds between two messages of weights as pictures, while they are trained: ten templates cost less than a layer.
PICTURES = MappingProxyType({"templates": 0.2, "first_layer": 1.0})


class LookingController(TrainingController):
    """Looks at the session's `experiment`, and changes nothing in it."""

    experiment: DigitsExperiment

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[Problem]) -> None:
        super().__init__(session, send, problems)
        self.watched: digits.Which | None = None  # the pictures that are on the page
        self.pictured = 0.0  # when they were last sent
        self.accuracies: dict[str, float] = {}  # of the models that came along
        self.topics |= {
            "pictures": self.pictures,
            "judge": self.judge,
            "cell": self.cell,
            "element": self.element,
            "slips": self.tell_slips,
            "follow": self.follow,
        }

    def measure(self, words: str) -> float:
        return measures.measured(self.experiment, self.accuracies, words)

    def slips(self, words: str) -> Mapping[str, Sequence[float]]:
        return measures.slips(self.experiment, words)

    def pictures(self, message: digits.ChoosePictures) -> None:
        self.watched = message["which"]
        self._send_pictures()

    @property
    def pictures_due(self) -> bool:
        """Whether the pictures on the page are older than they may be while training changes them."""
        return self.watched is not None and time.perf_counter() - self.pictured >= PICTURES[self.watched]

    def _send_pictures(self) -> None:
        if self.watched:
            self.pictured = time.perf_counter()
            self.send(digits_payloads.pictures(self.experiment, self.watched))

    # Judging

    def judge(self, message: digits.Judge) -> None:
        model = self.session.digits_model

        def judged_now(result: Judgement) -> None:
            self.send(digits_payloads.judgement(result, model))

        self.answer("judge", self.experiment.judgement(), judged_now)

    def cell(self, message: digits.CellOf) -> None:
        row, column = message["row"], message["column"]
        if not (0 <= row < CLASSES and 0 <= column < CLASSES):
            raise Refused("cell_unknown")

        def found(result: Judgement) -> None:
            self.send(digits_payloads.cell(result, row, column))

        self.answer("cell", self.experiment.judgement(), found)

    def element(self, message: trace.ElementOf) -> None:
        """How an element of what a step of the walk brings is made."""
        if not self.session.digits_stepping:
            raise Refused("element_unknown")
        self.send(answered(self.experiment.trace(), message))

    def tell_slips(self, message: trace.SlipsOf) -> None:
        """What comes of the usual slips on the way to an element of what a step of the walk brings."""
        if not self.session.digits_stepping:
            raise Refused("element_unknown")
        self.send(slips_message(self.experiment.trace(), message))

    def _test(self) -> None:
        """How the visitor's own network reads the test digits, for the chooser."""
        run = self.experiment.run
        if run is None or self.session.digits_model != "own":
            return

        def tested(result: Judgement) -> None:
            if run is self.experiment.run and not self.loop.running:
                run.tested = result.accuracy
                self._send_model()

        self.answer("test", self.experiment.judgement(), tested)

    def _send_model(self) -> None:
        self.send(digits_payloads.digits(self.experiment, self.accuracies))

    # Following the gradient

    def follow(self, message: digits.Follow) -> None:
        self.experiment.readable  # noqa: B018  # says why not, when there is nothing to follow
        label = self.experiment.label
        if label is None:
            raise Refused("label_missing")
        self.accept("follow")
        model, generation = self.session.digits_model, self.experiment.generation

        def done(result: Followed) -> None:
            self.send(digits_payloads.followed(label, model, generation, *result))

        self.answer("follow", self.experiment.following(label), done)
