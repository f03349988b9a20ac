"""What is said of lessons, on every page: a lesson stands beside whichever page it has led to."""

from typing import Annotated, Literal, NotRequired, TypedDict

from playground.messages.fields import Json
from playground.session import PageName

# Made by playground/lessons/markdown.py, of tags that can run nothing.
Html = str
LessonName = Annotated[str, 60]
QuestionKind = Literal["number", "choice", "order", "click", "goal"]
ComesFrom = Literal["folder", "recorder", "link"]


# Small pictures


class SketchDots(TypedDict):
    """Points of one colour, that of a class: x and y in turn."""

    places: list[float]
    colour: int


class SketchRoom(TypedDict):
    """A part of the picture."""

    x: float
    y: float
    width: float
    height: float


class SketchNetwork(SketchRoom):
    """Layers of so many units, with all that joins them, in a part of the picture."""

    widths: list[int]


class SketchImage(SketchRoom):
    """A picture of pixels in a part of the picture; `address` has all of it within."""

    address: str


class SketchWord(TypedDict):
    """A word about a place."""

    text: str
    x: float
    y: float


class Sketch(TypedDict):
    """A small picture of a moment, in units of 120 x 72. Of a graph: the `places` of its nodes (x and y in turn), of
    which `gates` compute something and to which a pass has come or not (`states`: 1 with a value, 2 with a gradient),
    and the `edges`, two numbers of nodes each. Besides boxes and bars (x, y, width and height in turn), lines through
    places, and pieces of lines, two places each. Without any, what its page looks like is drawn."""

    kind: PageName
    places: NotRequired[list[float]]
    gates: NotRequired[list[bool]]
    states: NotRequired[list[int]]
    edges: NotRequired[list[int]]
    boxes: NotRequired[list[float]]
    bars: NotRequired[list[float]]
    dots: NotRequired[list[SketchDots]]
    lines: NotRequired[list[list[float]]]
    segments: NotRequired[list[float]]
    networks: NotRequired[list[SketchNetwork]]
    images: NotRequired[list[SketchImage]]
    words: NotRequired[list[SketchWord]]


# A lesson that runs


class GlossaryEntry(TypedDict):
    """A word that explains itself; `query` is the address of what it shows, of which `sketch` is a small picture: ""
    and None where it shows nothing."""

    word: str
    text: Html
    query: str
    sketch: Sketch | None


class LessonQuestion(TypedDict):
    """What is asked. `entries` are the options of a choice, and what is to be put in order; `conditions` what a goal
    needs; `page` is where it is asked about."""

    kind: QuestionKind
    ask: Html
    entries: list[Html]
    conditions: list[str]
    page: str


class LessonNamed(TypedDict):
    id: str
    title: str


class ShownLesson(TypedDict):
    """A step of a lesson, counted from 1 to `count`: its heading, the text before its question and after it. `question`
    is None where nothing is asked; `asked` are the steps that ask something. `following` comes after this lesson.
    `comes_from` says where it is from: the folders of this server, the recorder that tries it, a link."""

    id: str
    comes_from: ComesFrom
    title: str
    chapter: str
    can: str
    step: int
    count: int
    heading: str
    before: Html
    after: Html
    question: LessonQuestion | None
    asked: list[int]
    words: list[GlossaryEntry]
    following: LessonNamed | None


class Lesson(TypedDict):
    """The lesson that runs; None where none does. `recording`: the recorder stands in its place, in which one of
    `others` may be opened."""

    topic: Literal["lesson"]
    shown: ShownLesson | None
    recording: bool
    others: list[LessonNamed]


class LessonTurned(TypedDict):
    """A lesson has opened this address. `entry`: the browser's way back leads to what was there before."""

    topic: Literal["lesson_turned"]
    name: str
    query: str
    entry: bool


class LessonJudged(TypedDict):
    """What an answer to a step's question is worth. `right` is None for what was no answer. `said` is about the answer,
    `parts` of each entry of an order, or condition of a goal, whether it is right; `way` leads to the answer, and comes
    after the second that was wrong. `tries` counts the wrong ones."""

    topic: Literal["lesson_judged"]
    lesson: str
    step: int
    right: bool | None
    said: Html
    parts: list[bool]
    way: list[Html]
    tries: int


# The page of the course


class SketchOfLesson(TypedDict):
    lesson: str
    sketch: Sketch


class Sketches(TypedDict):
    """The pictures of the lessons on the map, the same for everybody: a file that a browser keeps."""

    topic: Literal["sketches"]
    items: list[SketchOfLesson]


class LessonOnMap(TypedDict):
    """`needs` are the lessons before it, `asked` its steps that ask something; `query` is the address of its beginning.
    `own`: a teacher's."""

    id: str
    title: str
    can: str
    minutes: int
    needs: list[str]
    count: int
    asked: list[int]
    headings: list[str]
    query: str
    own: bool


class ChapterOnMap(TypedDict):
    title: str
    lessons: list[LessonOnMap]


class LessonFileProblem(TypedDict):
    """A mistake in a lesson's file; line 0 for the file as a whole."""

    path: str
    line: int
    text: str


class Course(TypedDict):
    """The map of all lessons, and what could not be read."""

    topic: Literal["course"]
    chapters: list[ChapterOnMap]
    problems: list[LessonFileProblem]


# Asked


class LessonOpen(TypedDict):
    """A step of a lesson is wanted, with its moment."""

    topic: Literal["lesson_open"]
    lesson: LessonName
    step: int


class LessonTake(TypedDict):
    """A lesson on paper, its key, or all of it as one file that plays."""

    topic: Literal["lesson_take"]
    lesson: LessonName
    kind: Literal["handout", "key", "lesson"]


class LessonPutBack(TypedDict):
    """The moment of this step once more, as the lesson has it."""

    topic: Literal["lesson_put_back"]


class LessonAnswer(TypedDict):
    """An answer to this step's question: a text as it was typed, the number of an option, the places of entries in
    their order, or the name of a node."""

    topic: Literal["lesson_answer"]
    step: int
    answer: Json
