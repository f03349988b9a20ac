"""What is told of a file of points, and asked of it: how it was read, and which of its columns are used."""

from typing import Literal, NotRequired, TypedDict

from engine.datasets.csv import ColumnKind, Role, Style, TargetAs
from playground.messages.fields import (
    File,
    Name,
    Reason,
)


class FileColumn(TypedDict):
    """`cells` are the first of it, `missing` how many are empty."""

    name: str
    role: Role
    kind: ColumnKind
    missing: int
    different: int
    cells: list[str]


class FileRead(TypedDict):
    """What stands in a file, and what its columns are taken for, to be chosen. `example` is a number in it that could
    mean two, and `style` what it was said to mean; `problem` is why it cannot be used so, `most` how many numbers of a
    row a network can be given, `inputs` how many they are now."""

    topic: Literal["file_read"]
    id: int
    name: str
    rows: int
    header: bool
    example: str
    style: Style | None
    target_as: TargetAs
    undivided: bool
    columns: list[FileColumn]
    inputs: int
    most: int
    problem: Reason | None
    notes: list[Reason]


class Csv(TypedDict):
    """A file that the visitor brought."""

    topic: Literal["csv"]
    name: Name
    bytes: File


class FileOpen(TypedDict):
    """The columns of the file that the data are from, to be chosen anew."""

    topic: Literal["file_open"]


class TakenFor(TypedDict):
    """What the columns of a file that is kept were taken for."""

    header: NotRequired[bool | None]
    style: NotRequired[Style | None]
    roles: NotRequired[list[Role] | None]
    kinds: NotRequired[list[ColumnKind] | None]
    target_as: NotRequired[TargetAs | None]
    undivided: NotRequired[bool | None]


class FileToKeep(TakenFor):
    """A file, and what its columns are taken for, to be kept in the browser under `of`; without `bytes` it is to be
    forgotten."""

    topic: Literal["file_to_keep"]
    of: str
    name: NotRequired[str]
    bytes: NotRequired[File]


class FileWanted(TypedDict):
    """Asks a page that comes for the file that its browser has kept under `of`."""

    topic: Literal["file_wanted"]
    of: str


class WholeFile(TakenFor):
    bytes: File


class KeptFile(TakenFor):
    """The file that this browser had kept, or no `bytes`. It is as it was sent, or as somebody has made it."""

    topic: Literal["kept_file"]
    bytes: File | None
    name: NotRequired[Name]


class SessionSaved(TypedDict):
    """All of the page in one file, to be saved under `name`."""

    topic: Literal["session_saved"]
    name: str
    bytes: File


class SaveSession(TypedDict):
    """What is on the page is wanted in one file: its address, the visitor's file, and the run."""

    topic: Literal["save_session"]


class OpenSession(TypedDict):
    """Such a file; or whatever somebody has made."""

    topic: Literal["open_session"]
    bytes: File


class FileHeader(TypedDict):
    """Whether the first row of the file that the data are from are names."""

    topic: Literal["file_header"]
    header: bool


class FileColumns(TypedDict):
    """What the columns of the file that was read last are taken for; `use`: it becomes the data, else a "file_read"
    with this `id` says what would come of it. `roles` and `kinds` have one for each column."""

    topic: Literal["file_columns"]
    id: int
    header: bool
    style: Style | None
    roles: list[Role]
    kinds: list[ColumnKind]
    target_as: TargetAs | None
    undivided: bool | None
    use: bool
