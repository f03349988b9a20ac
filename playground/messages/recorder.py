"""What is said while a teacher makes a lesson, on every page; and of a lesson that has come in a link."""

from typing import Annotated, Literal, TypedDict

from playground.messages.fields import File, Name, Reason
from playground.messages.lessons import LessonName

Text = Annotated[str, 64_000]
Letters = Annotated[str, 20_000]  # who unpacks them takes less, and says so

DraftField = Literal[
    "title", "chapter", "can", "minutes", "needs", "words", "moment", "before", "question", "after", "file"
]
Wanted = Literal["check", "try", "link"]


class LessonDraftStep(TypedDict):
    """`moment` and `question` are what stands in such a block of a lesson's file, "" for none."""

    title: Annotated[str, 400]
    moment: Annotated[str, 20_000]
    before: Text
    question: Text
    after: Text


class LessonDraft(TypedDict):
    """A lesson that is being written, mistakes and all."""

    title: Annotated[str, 400]
    chapter: Annotated[str, 400]
    can: Annotated[str, 1_000]
    minutes: int
    needs: list[Name]
    words: list[Name]
    steps: list[LessonDraftStep]


class DraftMistake(TypedDict):
    """What is wrong at a field: of a step, counted from 1, or of the head at 0, where the field "file" is all of it.
    `line` is that of the field, or 0. `blocks`: it keeps the lesson from being tried; `empty`: something is only not
    there yet."""

    step: int
    field: DraftField
    line: int
    text: str
    blocks: bool
    empty: bool


class RecorderTaken(TypedDict):
    """What the page shows now, as a step's moment, for who has asked with this `id`; `lacks` says what of it no address
    holds."""

    topic: Literal["recorder_taken"]
    id: int
    moment: str
    lacks: list[Reason]


class RecorderChecked(TypedDict):
    """What is wrong with the draft of this `id`; `asked` is what was wanted of it."""

    topic: Literal["recorder_checked"]
    id: int
    asked: Wanted
    mistakes: list[DraftMistake]


class RecorderWritten(TypedDict):
    """The file of the draft, to be saved."""

    topic: Literal["recorder_written"]
    name: str
    text: str


class RecorderOpened(TypedDict):
    """What stands in a file, or why it cannot be opened, and at which line; 0 for the file as a whole."""

    topic: Literal["recorder_opened"]
    name: str
    draft: LessonDraft | None
    line: int
    text: str


class RecorderLink(TypedDict):
    """The lesson in `letters`, with the query before them; None where it has more than `most`."""

    topic: Literal["recorder_link"]
    query: str
    letters: str | None
    count: int
    most: int


class LessonWanted(TypedDict):
    """Asks for a lesson that is in no folder: that of a link, or the one that is tried from the recorder."""

    topic: Literal["lesson_wanted"]
    lesson: str
    step: int


# Asked


class RecorderShow(TypedDict):
    """The recorder is wanted, beside this moment; "" for what is on the page."""

    topic: Literal["recorder_show"]
    moment: Annotated[str, 20_000]


class RecorderTake(TypedDict):
    """What the page shows is wanted as a step's moment. `cursor` is the place in the trace, which the browser knows
    first; None where there is none."""

    topic: Literal["recorder_take"]
    id: int
    cursor: int | None


class RecorderCheck(TypedDict):
    topic: Literal["recorder_check"]
    id: int
    draft: LessonDraft


class RecorderTry(TypedDict):
    """The draft is to be played from this step, counted from 1."""

    topic: Literal["recorder_try"]
    id: int
    step: int
    draft: LessonDraft


class RecorderWrite(TypedDict):
    topic: Literal["recorder_write"]
    draft: LessonDraft


class RecorderRead(TypedDict):
    """A file to be worked on."""

    topic: Literal["recorder_read"]
    name: Name
    bytes: File


class RecorderCopy(TypedDict):
    """A lesson of this server is to be worked on."""

    topic: Literal["recorder_copy"]
    lesson: LessonName


class RecorderPack(TypedDict):
    topic: Literal["recorder_pack"]
    id: int
    draft: LessonDraft


class LessonGiven(TypedDict):
    """The lesson of a link, in its letters; or None, where this browser has none such."""

    topic: Literal["lesson_given"]
    letters: Letters | None
