"""The file of one's own as the visitor's browser keeps it, for a reload or another server.

What comes back is untrusted."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from functools import partial
from typing import Any

from engine import Problem, datasets
from engine.datasets.csv import Choices, Origin
from playground.messages import Message, files
from playground.network.file_controller import SMALL_FILE, File, reading
from playground.network.nearest_experiment import nearest_experiment
from playground.network.stepping_controller import SteppingController
from playground.run_settings import UPLOADED, RunSettings
from playground.session import Session
from playground.shared.chosen_data import seed_of_points
from playground.shared.refused import Refused, Remark

# What an address says that is opened once its file is there.
WANTED = (*RunSettings.names(), "sample", "level", "cursor")


class KeptFileController(SteppingController):
    """Has the browser keep the file that the data of the session's `experiment` are from. A page that comes with the
    address of one is asked for it, and until it has answered, the nearest experiment without it is shown."""

    def __init__(self, session: Session, send: Callable[[Message], None], problems: list[Problem]) -> None:
        super().__init__(session, send, problems)
        self.topics["kept_file"] = self.kept_file
        self._kept = ("", "")  # the fingerprint and the name of the file that the browser has
        self._of_address = tuple(problems)
        self._wanted: dict[str, Any] | None = None  # what the address says, until its file is there
        if session.dataset == UPLOADED and session.file:
            self._wanted = {name: getattr(session, name) for name in WANTED}

    def ask_for_kept(self) -> None:
        if self._wanted is not None:
            self.send(files.FileWanted(topic="file_wanted", of=self._wanted["file"]))
            return
        super().ask_for_kept()
        if self.session.file:
            # What was sent last may have been lost with the line.
            self._kept = ("", "")
            self._keep_file()

    def send_problems(self) -> None:
        """What the address lacks is known when the file is there, or is not."""
        if self._wanted is None:
            super().send_problems()

    def send_address(self) -> None:
        super().send_address()
        self._keep_file()

    def _keep_file(self) -> None:
        """The browser is to keep this file, and no other of this page."""
        data, of = self.experiment.uploaded, self.session.file
        origin = data.origin if data is not None and of else None
        now = (of, data.name) if data is not None and origin is not None else ("", "")
        before, self._kept = self._kept, now
        if now == before:
            return
        if before[0] and before[0] != now[0]:
            self.send(files.FileToKeep(topic="file_to_keep", of=before[0]))
        if origin is not None:
            kept: files.FileToKeep = {"topic": "file_to_keep", "of": of, "name": now[1], **told_file(origin)}
            self.send(kept)

    def kept_file(self, message: files.KeptFile) -> None:
        """The file is read as any other, with the choices of columns that it was kept with."""
        wanted = self._wanted
        if wanted is None:
            return
        work = partial(reading_kept, message, wanted["file"], wanted["split"], seed_of_points(self.session))
        self.change(
            "kept_file",
            work,
            lambda read: self._go_on_with(read, wanted),
            len(message["bytes"] or b"") > SMALL_FILE,
        )

    def _go_on_with(self, read: datasets.Dataset | Problem | None, wanted: Mapping[str, Any]) -> None:
        """The address is opened with its file; without one, what it lacks is said."""
        self._wanted = None
        if isinstance(read, datasets.Dataset) and self._has_begun:
            read = Refused("run_begun_meanwhile")
        if isinstance(read, datasets.Dataset):
            self._open(read, wanted)
        elif read is not None:
            self.add_problem(Remark("kept_file_unusable", reason=read))
        self.send_problems()
        self.keeper.begin()

    @property
    def _has_begun(self) -> bool:
        """Whether something was done with what is shown instead."""
        return self.loop.running or self.experiment.newest > 0 or self.history.last is not None

    def _open(self, data: datasets.Dataset, wanted: Mapping[str, Any]) -> None:
        before, self._kept = self.experiment.generation, (wanted["file"], data.name)
        self.problems[:] = self._of_address
        self.session.update(**wanted)
        self.experiment = nearest_experiment(self.session, self.problems, data)
        self.experiment.generation += before
        self._changed()
        if self.session.sample is not None:
            self._open_trace(self.session.sample, self.session.level, self.session.cursor)


def told_file(origin: Origin) -> files.WholeFile:
    data, choices = origin.data, origin.choices
    return {
        "bytes": data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data,
        "header": choices.header,
        "style": choices.style,
        "roles": None if choices.roles is None else list(choices.roles),
        "kinds": None if choices.kinds is None else list(choices.kinds),
        "target_as": choices.target_as,
        "undivided": choices.undivided,
    }


def reading_kept(
    message: files.KeptFile, of: str, split: float, seed: int
) -> Generator[float, None, datasets.Dataset | Problem | None]:
    """Work that reads the file that is named `of`; or why it cannot be used. None where it was not kept."""
    if message["bytes"] is None:
        return None
    roles, kinds = message.get("roles"), message.get("kinds")
    choices = Choices(
        message.get("header"),
        message.get("style"),
        None if roles is None else tuple(roles),
        None if kinds is None else tuple(kinds),
        message.get("target_as"),
        message.get("undivided"),
    )
    file = File(message.get("name", "csv"), message["bytes"])
    if Origin(file.data, choices).fingerprint != of:
        return Refused("kept_file_damaged")
    try:
        read = yield from reading(file, choices, split, seed)
    except datasets.DataError as problem:
        return problem
    found = read.problem if read.data is None else read.data
    assert found is not None  # it is one of the two
    return found
