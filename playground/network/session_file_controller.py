"""How all of the Network page is saved in one file, and opened from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qsl

from engine import Problem, datasets
from playground import address
from playground.messages import Message, files
from playground.network.experiment import Experiment
from playground.network.file_controller import SMALL_FILE
from playground.network.kept_file_controller import WANTED, KeptFileController, reading_kept, told_file
from playground.network.saved_session import SavedSession, pack, unpack
from playground.session import Session
from playground.shared import kept_run
from playground.shared.chosen_data import seed_of_points
from playground.shared.refused import Refused

OF = ""  # the run stands beside its settings, and needs no fingerprint of them
MOST_IN_QUERY = 200  # names
NAME = "session.backprop"


class SessionFileController(KeptFileController):
    """Saves the session's `experiment` in a file, and opens one in its place."""

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[Problem]) -> None:
        super().__init__(session, send, problems)
        self.topics |= {"save_session": self.save_session, "open_session": self.open_session}

    def save_session(self, message: files.SaveSession) -> None:
        experiment = self.experiment
        run = kept_run.pack(experiment.keep(False), OF)
        data = experiment.uploaded if self.session.file else None
        file: files.KeptFile | None = None
        if data is not None and data.origin is not None:
            file = {"topic": "kept_file", "name": data.name, **told_file(data.origin)}
        try:
            packed = pack(SavedSession(address.write(self.session), run, file))
        except Refused as problem:
            self.refuse("csv", problem)
            return
        self.send(files.SessionSaved(topic="session_saved", name=NAME, bytes=packed))

    def open_session(self, message: files.OpenSession) -> None:
        """Nothing is changed unless all of it can be."""
        try:
            saved = unpack(message["bytes"])
            session = _session_of(saved.query)
        except ValueError as problem:
            self._refuse_session(problem)
            return
        if saved.file is None:
            self._try(saved, session, None)
            return
        work = partial(reading_kept, saved.file, session.file, session.split, seed_of_points(session))
        self.change(
            "csv",
            work,
            lambda data: self._try(saved, session, data),
            len(saved.file["bytes"] or b"") > SMALL_FILE,
        )

    def _try(self, saved: SavedSession, session: Session, data: datasets.Dataset | Problem | None) -> None:
        """`session` is another than the visitor's, on which the saved one is tried."""
        try:
            if isinstance(data, Problem):
                raise data
            tried = Experiment(session, data)
            if session.sample is not None and session.sample >= len(tried.data.points):
                raise Refused("address_sample_unknown", number=session.sample)
            tried.resume(kept_run.unpack(saved.run, OF))
        except (ValueError, TypeError, LookupError, ArithmeticError) as problem:
            self._refuse_session(problem)
            return
        self._wanted = None
        self.loop.stop()
        self._close_trace()
        before = self.experiment.generation
        self.session.update(**{name: getattr(session, name) for name in WANTED})
        self.experiment = Experiment(self.session, data)
        self.experiment.generation += before
        self.experiment.resume(kept_run.unpack(saved.run, OF))
        self.accept("csv")
        self._changed()
        if session.sample is not None:
            self._open_trace(session.sample, session.level, session.cursor)

    def _refuse_session(self, problem: Exception) -> None:
        reason = problem if isinstance(problem, Problem) else Refused("session_part_unusable")
        is_whole = isinstance(reason, Refused) and reason.code == "not_a_session"
        self.refuse("csv", reason if is_whole else Refused("session_unusable", reason=reason))


def _session_of(query: str) -> Session:
    """What an address says. Raises ValueError where not all of it can be used."""
    session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
    values = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_IN_QUERY))
    for problem in address.read(session, values):
        raise problem
    if session.page != "network":
        raise Refused("not_a_session")
    return session
