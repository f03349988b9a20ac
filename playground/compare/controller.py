"""The Compare page: what the browser asks for, done to the visitor's runs, and what is said of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence

from engine import Problem
from playground.compare import payloads
from playground.compare.landscape_controller import LANDSCAPE_SETTABLE
from playground.compare.landscape_runs_controller import LandscapeRunsController
from playground.compare.loop import CompareLoop
from playground.compare.pictures import CellPicture, pictures_of, together
from playground.compare.ready_made import READY_MADE
from playground.compare.runs import ComparedRuns
from playground.compare.values_controller import ValuesController
from playground.messages import Message, compare, every_page, network
from playground.messages.fields import Said
from playground.optimizer_options import OPTION_NAMES
from playground.session import CompareSettings, Session
from playground.shared.hand_over import HandOver, run_settings_of
from playground.shared.kept_run import KeptRun
from playground.shared.refused import Refused, Remark

LOOKING = ("speed", "target_epochs", *CompareSettings.names("looking"))
SETTABLE = (*LOOKING, "compare_seeds", *OPTION_NAMES, *LANDSCAPE_SETTABLE, "theme", "projector")
RESULTS_EVERY = 1.0  # seconds, while the runs are trained


class CompareController(LandscapeRunsController, ValuesController):
    """Changes the session's runs, and says what has changed."""

    page = "compare"
    settable = frozenset(SETTABLE)
    at_once = frozenset(("cancel", "ack"))
    replaced = frozenset(("set", "go_to", "landscape_start", "landscape_look"))

    def __init__(
        self, session: Session, send: Callable[[Message], None], problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(session, send, problems)
        # Many runs are made once somebody looks at the page, while others have their turns.
        self.runs = ComparedRuns(session, self.problems, later=True)
        self._opened = False
        self.pictures: list[CellPicture] = []
        self.message: Problem | None = None
        self.message_kind: Said = "info"
        self._said_diverged: list[int] = []
        self._results_due = 0.0
        self.loop = CompareLoop(lambda: (self.runs, self.pictures), self.send, self._stopped)
        self.loop.trained = self._trained
        if not self.runs.are_many():
            self._open()
        self.topics |= {
            "ready": self.ready,
            "train": self.train,
            "pause": self.pause,
            "one_step": self.one_step,
            "one_epoch": self.one_epoch,
            "reset": self.reset,
            "go_to": self.look_back,
            "ready_made": self.ready_made,
            "open_cell": self.open_cell,
            "comparison_file": self.file,
        }

    # Coming and going

    def _open(self) -> None:
        """Makes the runs of the address; what is asked meanwhile is heard afterwards."""
        self._opened = True
        runs = self.runs
        self.change(
            "ready", lambda: runs.opening(self.problems), lambda _: self._have_begun(), runs.are_many(), True
        )

    def receive(self, message: object) -> None:
        if not self._opened:
            self._open()
        super().receive(message)

    def ready(self, message: every_page.Ready) -> None:
        self.ask_for_kept()  # first, so that it is answered before anything can be clicked
        self.led.forget_unanswered()
        self.forget_sent()
        self.send_settings()
        self._send_all()
        self.send_landscape()
        self.send_changes()
        self.send_address()
        self.send_problems()
        self._time()

    def acknowledge(self, message: every_page.Ack) -> None:
        super().acknowledge(message)
        self.moment_arrived(message["id"])

    def sleep(self) -> None:
        self.loop.asleep = self.walking.asleep = True
        super().sleep()

    def wake(self) -> None:
        self.loop.asleep = self.walking.asleep = False
        self.led.forget_unanswered()
        if not self.runs.are_made:
            return  # all of it is said once they are
        super().wake()
        self._send_all()
        self.send_landscape()

    def close(self) -> None:
        self.loop.stop()
        super().close()
        del self.loop  # it would hold whom it tells

    # To and from the Network page

    def open_cell(self, message: compare.OpenCell) -> None:
        """A run, weights and all, goes on on the Network page; of several seeds, that of the first."""
        at = message["cell"]
        if at not in range(len(self.runs.cells)):
            raise Refused("cell_of_comparison_unknown")
        self._stop_training()
        self._send_status()
        run = self.runs.comparison.runs[at][0]
        kept = KeptRun(run.progress(), False, run.start)
        self.hand_over(
            "network", HandOver(run_settings_of(self.runs.cells[at].settings), kept, self.runs.uploaded)
        )

    def take_over(self, run: HandOver) -> None:
        """What the runs have in common is the set-up of another page from now on."""
        self.loop.stop()
        runs = self.runs

        def done(result: None) -> None:
            self._have_begun()
            self._changed()

        if runs.are_made and not self.busy and not runs.are_many(**run.settings):
            runs.take_common(run)
            done(None)
            return

        def taking() -> Generator[float, None, None]:
            if not runs.are_made:
                yield from runs.opening(self.problems)
            yield from runs.taking_common(run)

        self._opened = True
        self.change("take_over", taking, done, here=True)

    # What is compared

    def ready_made(self, message: compare.ChooseReadyMade) -> None:
        """A comparison that is ready to be trained, set-up and all, in place of this one."""
        found = next((one for one in READY_MADE if one.name == message["name"]), None)
        if found is None:
            raise Refused("ready_made_unknown")
        self.loop.stop()

        def done(result: None) -> None:
            self._have_begun()
            self.accept("ready_made")
            self._changed()

        runs, changed = self.runs, found.as_settings()
        self.change("ready_made", lambda: runs.beginning(**changed), done, runs.are_many(**changed), True)

    def compared_anew(self) -> None:
        self._have_begun()
        self._changed()

    def land_anew(self) -> None:
        self._take(landscape_domain=[])

    def rest_said(self) -> None:
        self._said_diverged = self.runs.diverged

    def put_up(self) -> None:
        self.loop.stop()
        self._have_begun()
        self._changed()
        self.runs_begun()

    def start_moved(self, moved: bytes | None) -> None:
        self.begin_anew("landscape_start", compare_start=moved, ready_made="")

    @property
    def networks_rest(self) -> bool:
        return not self.loop.running

    def _have_begun(self) -> None:
        """The runs are others, at their start."""
        self._look()
        self._said_diverged = self.runs.diverged
        self.message = None

    def _time(self) -> None:
        """Has the steps timed, if they are to be drawn against seconds and are not timed yet."""
        runs, generation = self.runs, self.runs.generation
        if self.session.compare_axis != "seconds" or runs.seconds is not None:
            return

        def done(seconds: payloads.Doubles) -> None:
            if runs.generation == generation:
                runs.seconds = seconds
                self._send_history()
                self._send_frame()

        self.answer("compare_axis", runs.timed, done)

    def _look(self) -> None:
        runs = self.runs
        self.pictures = pictures_of(runs.cells, runs.comparison.runs, self.session.compare_look)

    def apply_setting(self, name: str) -> None:
        if name in ("compare_seeds", *OPTION_NAMES):
            self.set_for_all(name)
        elif name == "compare_smooth":
            self.send(payloads.history(self.runs))
            self._send_frame()
        elif name == "compare_axis":
            self._time()
        elif name == "compare_look":
            self._look()
            self.send(payloads.comparison(self.runs, self.pictures))
            self._send_frame()
        elif name == "compare_view":
            self.loop.stop()
            self.walking.stop()
            self._send_status()
            self.send_landscape()
        super().apply_setting(name)

    # Training

    def train(self, message: every_page.Train) -> None:
        if self.on_walks:
            self.walk_on()
            return
        self.message = None
        self.go_on_from_here(message)
        if self.runs.training:
            self.loop.start()
        self._send_status()

    def pause(self, message: every_page.Pause) -> None:
        if self.on_walks:
            self.walk(0)
            return
        self.loop.stop()
        self._settled()

    def one_step(self, message: network.OneStep) -> None:
        if self.on_walks:
            self.walk(1)
            return
        self.loop.stop()
        self.message = None
        self.go_on_from_here(message)
        if self.runs.training:
            self.runs.comparison.step(1)
            self.runs.comparison.record()
        self._settled()

    def one_epoch(self, message: network.OneEpoch) -> None:
        if self.on_walks:
            self.walk(1)  # the gradient is that of the whole map
            return
        self.loop.stop()
        self.message = None
        self.go_on_from_here(message)
        runs = self.runs

        def done(result: None) -> None:
            runs.comparison.record()
            self._settled()

        self.change("one_epoch", runs.finish_epoch, done, here=True)

    def reset(self, message: every_page.Reset) -> None:
        if self.on_walks:
            self.walk_anew()
            return
        self.loop.stop()

        def done(result: None) -> None:
            self._have_begun()
            self._send_history()
            self._settled()

        runs = self.runs
        self.change("reset", runs.reset, done, runs.are_many(), here=True)

    def look_back(self, message: every_page.GoTo) -> None:
        """All runs as they were at the moment that is nearest to a step."""
        self._stop_training()
        comparison = self.runs.comparison
        comparison.go_to(comparison.timeline.nearest(message["step"]))
        self.message = None
        self._said_diverged = self.runs.diverged
        self._send_history()
        self._settled()

    def _trained(self) -> None:
        """A chunk of work is done: who has diverged meanwhile is told at once, the results now and then."""
        self._tell_diverged()
        self.keeper.changed()
        now = time.perf_counter()
        if now >= self._results_due and not self.asleep:
            self._results_due = now + RESULTS_EVERY
            self.send(payloads.results(self.runs))
        self.send_runs()

    def stop_networks(self) -> None:
        self.loop.stop()

    def _tell_diverged(self) -> None:
        before, self._said_diverged = self._said_diverged, self.runs.diverged
        for cell, was, now in zip(self.runs.cells, before, self._said_diverged, strict=True):
            if now > was:
                self._say(Remark("cell_diverged", cell=cell.title), "error")
                self._send_status()

    def _stopped(self, reason: Problem | None) -> None:
        if reason is not None:
            self._say(reason, "info" if self.runs.training else "error")
        self._settled()

    def _stop_training(self) -> None:
        """At a moment that is recorded, so that its numbers go with its pictures and it can be gone back to."""
        self.loop.stop()
        if not self.runs.comparison.is_recorded:
            self.runs.comparison.record()

    def _settled(self) -> None:
        """The runs have come to rest."""
        self._stop_training()
        self._tell_diverged()
        self._send_frame()
        self._send_status()
        self.send(payloads.results(self.runs))
        self.send_address()
        self.send_runs()
        self.find_plane()

    # Saying what has changed

    def _say(self, remark: Problem, kind: Said) -> None:
        self.message, self.message_kind = remark, kind
        self.send(every_page.Announce(topic="announce", text=remark.sentence))

    def _changed(self) -> None:
        self._send_all()
        self.send_settings()
        self.send_address()
        self._time()

    def _send_all(self) -> None:
        self.send(payloads.comparison(self.runs, self.pictures))
        self._send_history()
        self._send_frame()
        self._send_status()
        self.send(payloads.results(self.runs))

    def _send_history(self) -> None:
        self.send(payloads.history(self.runs))

    def _send_frame(self) -> None:
        if not self.asleep:
            runs = self.runs
            drawn = [
                picture.draw(cell[0])
                for picture, cell in zip(self.pictures, runs.comparison.runs, strict=True)
            ]
            mean = together(self.pictures, runs.members)
            self.send(payloads.chunk([payloads.snapshot(runs, drawn, mean)], runs.generation))

    def _send_status(self) -> None:
        if self.on_walks:
            self._send_land_status()
            return
        self.send(payloads.status(self.runs, self.loop.running, self.message, self.message_kind))

    def send_settings(self) -> None:
        values = {name: getattr(self.session, name) for name in SETTABLE}
        self.send({"topic": "settings", **values})

    def file(self, message: compare.ComparisonFile) -> None:
        """The table of results, or every record of the curves, to be saved."""
        comparison = self.runs.comparison
        if message["kind"] == "results":
            self.send(payloads.results_file(comparison))
        else:
            self.answer("comparison_file", payloads.curves_file(comparison), self.send)
