"""What a page asks that trains a network: its coming and going, the moments that its browser keeps, and what is said of
the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from engine import Problem
from playground.messages import Message, every_page
from playground.messages.fields import Said
from playground.session import Session
from playground.shared.acknowledged_loop import AcknowledgedLoop
from playground.shared.kept_run import KeptRun, fingerprint, pack, unpack
from playground.shared.layers_controller import LayersController
from playground.shared.moment_keeper import MomentKeeper


class TrainingController(LayersController):
    """Hears what is asked of a run; a page's controller has the `loop` that trains it, and does what is left open."""

    run_settings: ClassVar[tuple[str, ...]]  # what tells a run from others: its moments are kept under these
    loop: AcknowledgedLoop

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(session, send, problems)
        self.message: Problem | None = None  # what is said of the run
        self.message_kind: Said = "info"
        self.keeper = MomentKeeper(
            lambda: fingerprint(session, self.run_settings),
            self.send,
            self._keep,
            self._resume,
            self._say_lost,
            pack,
            unpack,
            lambda: self.loop.running,
            self._if_at_rest,
        )
        self.topics |= {
            "ready": self.ready,
            "kept": self.keeper.take,
            "ack": self.acknowledge,
            "train": self.train,
            "pause": self.pause,
            "reset": self.reset,
            "step_through": self.step_through,
            "close_trace": self.close_trace,
        }

    def ready(self, message: every_page.Ready) -> None:
        """A page is there and has nothing yet, or has been connected anew."""
        self.ask_for_kept()  # first, so that it is answered before anything can be clicked
        self.loop.forget_unanswered()
        self.forget_sent()
        self.send_settings()
        self.send_page()

    def send_page(self) -> None:
        """All that is drawn, for a page that has nothing yet."""
        raise NotImplementedError

    def acknowledge(self, message: every_page.Ack) -> None:
        self.loop.acknowledge(message["id"])
        self.keeper.arrived(message["id"])

    def sleep(self) -> None:
        self.loop.asleep = True
        super().sleep()

    def wake(self) -> None:
        self.loop.asleep = False
        self.loop.forget_unanswered()
        super().wake()

    def close(self) -> None:
        self.loop.stop()
        self.keeper.leave()
        super().close()
        del self.loop, self.keeper  # they would hold whom they tell

    def train(self, message: every_page.Train) -> None:
        raise NotImplementedError

    def pause(self, message: every_page.Pause) -> None:
        self.loop.stop()
        self._settled()

    def reset(self, message: every_page.Reset) -> None:
        raise NotImplementedError

    def step_through(self, message: every_page.StepThrough) -> None:
        raise NotImplementedError

    def close_trace(self, message: every_page.CloseTrace) -> None:
        raise NotImplementedError

    def _settled(self) -> None:
        """The weights have come to rest."""
        raise NotImplementedError

    # Moments kept by the browser

    def ask_for_kept(self) -> None:
        """Asks a page that comes what its browser has kept."""
        self.keeper.begin()

    def _keep(self) -> KeptRun | None:
        """This moment of the run, which need not last; None where there is none that could be gone on with."""
        raise NotImplementedError

    def _if_at_rest(self, do: Callable[[], None]) -> None:
        """Does it, unless a worker is at work on the run."""
        do()

    def _resume(self, kept: KeptRun) -> None:
        """Goes on from a moment. Raises ValueError when it cannot be one of this run."""
        raise NotImplementedError

    def send_address(self) -> None:
        super().send_address()
        self.keeper.changed()

    # What is said of the run

    def _say(self, remark: Problem | None, kind: Said = "info") -> None:
        self.message, self.message_kind = remark, kind

    def _say_lost(self, remark: Problem) -> None:
        self._say(remark, "error")
        self._send_status()

    def _send_status(self) -> None:
        """How far the run is, and what is said of it."""
        raise NotImplementedError
