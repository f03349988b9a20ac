"""What is said on every page."""

from typing import Annotated, Literal, NotRequired, TypedDict

from playground.messages.fields import Arguments, File, Json, Name, Reason, SettingName
from playground.messages.trace import Level


class Settings(TypedDict):
    """Every value that may be set, as it is, under its own name beside these; and the choices that depend on others."""

    topic: Literal["settings"]
    choices: NotRequired[dict[str, list[str]]]


class Error(TypedDict):
    """What is said beside a field: why a wish is not met, or nothing any more, with an empty code and text."""

    topic: Literal["error"]
    field: str
    code: str
    arguments: Arguments
    text: str


class Announce(TypedDict):
    """What the live region says."""

    topic: Literal["announce"]
    text: str


class Progress(TypedDict):
    """How far something is that takes long: of which topic, and the share that is done, from 0 to 1; None when it is
    over, or not waited for any more."""

    topic: Literal["progress"]
    of: str
    share: float | None


class Address(TypedDict):
    """The query, without its question mark, that leads to what is on the page now; `lacks` says what of it does not go
    into an address."""

    topic: Literal["address"]
    query: str
    lacks: list[Reason]


class AddressProblems(TypedDict):
    """What could not be taken from the address: each reason, and all of them in words."""

    topic: Literal["address_problems"]
    reasons: list[Reason]
    text: str


class Changes(TypedDict):
    """What would be taken back and what made again, in words; None where there is nothing."""

    topic: Literal["changes"]
    undo: str | None
    redo: str | None


class MomentWanted(TypedDict):
    """Asks a page that comes what this browser has kept of the run, or the race, whose settings have the
    fingerprint `of`."""

    topic: Literal["moment_wanted"]
    of: str


class Moment(TypedDict):
    """This moment of it, to be kept in the browser under `of`; None where nothing is to be kept any more. The page
    answers when it is given a number to acknowledge, other than 0."""

    topic: Literal["moment"]
    of: str
    blob: File | None
    acknowledge: int


class TurnTo(TypedDict):
    """Another page is to be shown, as if its link had been pressed: it has been given something."""

    topic: Literal["turn_to"]
    name: str


class Anew(TypedDict):
    """What comes from here on is of another moment of this page, and has nothing to do with what was drawn before."""

    topic: Literal["anew"]


# Asked


class Ready(TypedDict):
    """A page is there and has nothing yet, or has been connected anew."""

    topic: Literal["ready"]


class Page(TypedDict):
    """Another page is wanted, as the query that it was left with says; one that is there already is as it was left."""

    topic: Literal["page"]
    name: Annotated[str, 20]
    query: Annotated[str, 20_000]


class Kept(TypedDict):
    """The moment that this browser had kept under `of`, or None. It is as it was sent, or as somebody has made it."""

    topic: Literal["kept"]
    of: Annotated[str, 40]
    blob: File | None


class Ack(TypedDict):
    """The message of this number has arrived: the next may be sent."""

    topic: Literal["ack"]
    id: int


class Cancel(TypedDict):
    """What was asked for under this topic is not waited for any more."""

    topic: Literal["cancel"]
    of: Annotated[str, 40]


class Set(TypedDict):
    """One value of the session's table."""

    topic: Literal["set"]
    name: SettingName
    value: Json


class Undo(TypedDict):
    """The last change is to be taken back."""

    topic: Literal["undo"]


class Redo(TypedDict):
    """What was taken back last is to be made again."""

    topic: Literal["redo"]


class Train(TypedDict):
    """Training goes on; in no less than so many seconds, for a class to see it happen."""

    topic: Literal["train"]
    seconds: NotRequired[float]


class Pause(TypedDict):
    topic: Literal["pause"]


class Reset(TypedDict):
    """The weights that the run began with. `begin`: and where a model came trained, fresh weights in its shape."""

    topic: Literal["reset"]
    begin: NotRequired[bool]


class GoTo(TypedDict):
    """What is trained, as it was at the moment nearest to this step."""

    topic: Literal["go_to"]
    step: int


class StepThrough(TypedDict):
    """A sample is walked: this one, or None for the next that training would take; a digit, where one is read."""

    topic: Literal["step_through"]
    sample: NotRequired[int | None]
    level: NotRequired[Level | None]


class CloseTrace(TypedDict):
    """`updated`: its update was stepped through, and not made."""

    topic: Literal["close_trace"]
    updated: NotRequired[bool]


# Hidden layers, counted from 0; the layer behind the last is the output.


class Width(TypedDict):
    topic: Literal["width"]
    layer: int
    width: int


class InsertLayer(TypedDict):
    topic: Literal["insert_layer"]
    at: int
    width: int


class RemoveLayer(TypedDict):
    topic: Literal["remove_layer"]
    layer: int


class MoveLayer(TypedDict):
    topic: Literal["move_layer"]
    layer: int
    to: int


class ActivationOf(TypedDict):
    topic: Literal["activation"]
    layer: int
    name: Name
