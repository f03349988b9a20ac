"""What the Compare page is sent, and what it asks. Margin 0 names the columns, margin 1 the rows."""

from typing import Literal, NotRequired, TypedDict

from playground.messages.fields import (
    ErrorInUnits,
    Float32s,
    Float64s,
    Kind,
    Line,
    Name,
    Reason,
    Said,
    Uint8s,
)

Form = Literal["plane", "classes", "line"]  # how the answers of a run are drawn


class Option(TypedDict):
    """Something to pick, and what it is called in sight."""

    name: str
    called: str


class ValueOfMargin(TypedDict):
    """A value as it would be typed, and in large type."""

    text: str
    shown: str


class ComparedMargin(TypedDict):
    """A setting that is compared, its values in order, what there is to pick (nothing, where a value is typed), and how
    many values there may be."""

    name: str
    label: str
    values: list[ValueOfMargin]
    options: list[Option]
    most: int


class ComparedCell(TypedDict):
    """A run: which of the sets of points it learns, and the form in which its answers are drawn. `look` is what is seen
    inside it, in `count` numbers, and the answers besides them only if `with_answers`: "layers" has four by layer (how
    far its activations lie apart, the size of its gradient, both again as they were at the start), "weights" how many
    there are, how many nearly 0, and then weights in their order, "units" (units, line) what each adds along a line,
    "product" one matrix (outputs, inputs) and bias (outputs,), then the matrices whose product it is. `widths` of all
    layers, inputs first. `error`: what its loss means in the units of the file that its points are from."""

    title: str
    data: int
    form: Form
    look: str
    count: int
    with_answers: bool
    widths: list[int]
    parameters: int
    error: ErrorInUnits | None


class ComparedData(TypedDict):
    """Points (n, dimension), targets (n,), train 1 for those that train."""

    kind: Kind
    dimension: int
    points: list[float]
    targets: list[float]
    train: list[int]
    domain: list[list[float]]
    classes: list[str]


class ReadyMadeQuestion(TypedDict):
    name: str
    question: str
    answer: str


class OwnCurve(TypedDict):
    """A curve of one's own that the runs learn: its text, where it was typed; drawn: its heights evenly along the line,
    none where it was not drawn."""

    text: str
    drawn: list[float]


class Comparison(TypedDict):
    """What is compared. Cells go along the values of margin 0, then of margin 1. `generation` counts comparisons.
    `look` is what was asked to be looked at in each cell; an `ensemble` has a picture of the mean of all besides.
    `own_curve`: None where the runs cannot be given one."""

    topic: Literal["comparison"]
    generation: int
    margins: list[ComparedMargin]
    settings: list[Option]
    seeds: int
    ready_made: ReadyMadeQuestion | None
    all_ready_made: list[Option]
    cells: list[ComparedCell]
    data: list[ComparedData]
    look: str
    ensemble: bool
    own_curve: OwnCurve | None


class ComparedHistory(TypedDict):
    """The curves so far. steps (records,); epochs, multiplications and seconds (records, cells), NaN where they are not
    timed; measures (records, cells, 5, 3): training and validation loss, training and validation accuracy, distance
    from the start; least, median and most over the seeds."""

    topic: Literal["compared_history"]
    generation: int
    steps: Float32s
    epochs: Float32s
    multiplications: Float64s
    seconds: Float32s
    measures: Float32s


class ComparedMoment(TypedDict):
    """A moment of training: steps (1,); epochs, multiplications, seconds and measures a record of the curves each;
    last (cells, 5, 3), the same not smoothed; diverged (cells,), how many of a cell's runs rest; leader (1,), -1 for
    none; errors (cells,), what the last validation loss means in the file's units, NaN where a cell has no `error`; of
    cells that have such pictures, in order: maps (..., side ** 2), confidence of the winner of several classes,
    straight (..., 4), of two classes or values: x1 and x2 of the ends of a boundary that is a straight line, NaN of
    another; lines (..., line); looked, the numbers of what is seen inside, cell after cell. Of the mean of an ensemble
    its picture, mean_measures (4,), the first four of the measures, and mean_error (1,)."""

    steps: Float64s
    epochs: Float64s
    multiplications: Float64s
    seconds: Float64s
    measures: Float64s
    last: Float64s
    diverged: Uint8s
    leader: Float64s
    errors: Float64s
    maps: NotRequired[Uint8s]
    confidence: NotRequired[Uint8s]
    straight: NotRequired[Float32s]
    lines: NotRequired[Float32s]
    looked: NotRequired[Float32s]
    mean_maps: NotRequired[Uint8s]
    mean_confidence: NotRequired[Uint8s]
    mean_lines: NotRequired[Float32s]
    mean_measures: NotRequired[Float64s]
    mean_error: NotRequired[Float64s]


class Compared(ComparedMoment):
    """Moments of training, stacked array by array, the frames before all else. On the wire all of it is `deflated`, as
    playground/shared/moving_pictures.py says."""

    topic: Literal["compared"]
    id: int
    acknowledge: int
    frames: int
    interval: int
    generation: int
    side: int
    line: int


class ComparedStatus(TypedDict):
    """How far all runs are; `moments` are the steps that can be gone back to."""

    topic: Literal["compared_status"]
    training: bool
    step: int
    epochs: float
    moments: list[int]
    message: Reason | None
    kind: Said | None


class ComparedRow(TypedDict):
    """What a cell has come to: medians over its seeds, None where there is no number. `final_error`: the
    last of the errors in the file's units; `won`: in how many seeds no other cell's last loss is lower; `diverged`: how
    many of its runs rest."""

    name: str
    final_train_loss: float | None
    best_train_loss: float | None
    final_validation_loss: float | None
    best_validation_loss: float | None
    final_train_accuracy: float | None
    best_train_accuracy: float | None
    final_validation_accuracy: float | None
    best_validation_accuracy: float | None
    best_epoch: float | None
    final_error: float | None
    parameters: int
    small_weights: float | None
    multiplications: int
    won: int
    diverged: int


class ComparedResults(TypedDict):
    topic: Literal["compared_results"]
    generation: int
    seeds: int
    rows: list[ComparedRow]


class ComparisonFileMade(TypedDict):
    """A file to be saved."""

    topic: Literal["comparison_file_made"]
    name: str
    text: str


# Asked


class ComparedSetting(TypedDict):
    """Another setting for a margin; "nothing" takes the second away."""

    topic: Literal["compared_setting"]
    margin: int
    name: Name


class ChooseReadyMade(TypedDict):
    topic: Literal["ready_made"]
    name: Name


class OpenCell(TypedDict):
    """A run, weights and all, is to go on on the Network page; of several seeds, that of the first."""

    topic: Literal["open_cell"]
    cell: int


class SetValue(TypedDict):
    """A value in a place of a margin; without one, one more at its end."""

    topic: Literal["value"]
    margin: int
    at: NotRequired[int | None]
    text: Line


class TakeValueAway(TypedDict):
    topic: Literal["value_away"]
    margin: int
    at: int


class MoveValue(TypedDict):
    topic: Literal["value_move"]
    margin: int
    at: int
    to: int


class ComparisonFile(TypedDict):
    topic: Literal["comparison_file"]
    kind: Literal["results", "curves"]
