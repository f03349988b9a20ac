"""What the Network page is sent, and what it asks."""

from typing import Literal, NotRequired, TypedDict

from playground.messages.fields import (
    Code,
    ErrorInUnits,
    Float32s,
    Float64s,
    Heights,
    Int32s,
    Kind,
    Line,
    Name,
    Reason,
    Said,
    Uint8s,
)


class FeatureChoice(TypedDict):
    """`title` says it with the names of the file's columns."""

    name: str
    title: str
    active: bool


class NetworkLayer(TypedDict):
    """`rows` is the width, twice that for maxout."""

    width: int
    activation: str
    rows: int


class ParameterBlock(TypedDict):
    """A layer's part of `parameters`: (rows, columns), the bias in the last column."""

    offset: int
    rows: int
    columns: int
    bias: bool


class Limits(TypedDict):
    layers: int
    width: int


class Network(TypedDict):
    """The shape of the network, what may be chosen in it, and its parameters (P,). `generation` counts shapes."""

    topic: Literal["network"]
    generation: int
    kind: Kind
    dimension: int
    features: list[FeatureChoice]
    layers: list[NetworkLayer]
    widths: list[int]
    blocks: list[ParameterBlock]
    parameters: Float32s
    count: int
    formula: str
    formula_numbers: str
    activations: list[str]
    outputs: list[str]
    limits: Limits
    classes: list[str]


class Features(TypedDict):
    """A picture of each feature, (names, thumbnail ** dimension), 128 being 0."""

    topic: Literal["features"]
    names: list[str]
    thumbnails: Uint8s
    thumbnail: int


Source = Literal["csv", "function", "formula", "drawn", "generator"]


class Data(TypedDict):
    """Points (n, dimension) in drawing coordinates, targets (n,), train (n,) 1 for those that train; `undivided`: all
    are for training and for validation. `offset` and `scale` lead back to the file's own units: value * scale + offset.
    Of a file with more features than are drawn `columns` are all of them, `drawn` the numbers of the two, from 1, and
    `through` the sample that the plane goes through; None where the others have their mean. `taken` says how a file was
    read, `header` whether its first row are names. `truth` is the curve that is to be learned, in even steps over the
    domain, where the visitor typed it."""

    topic: Literal["data"]
    kind: Kind
    dimension: int
    points: Float32s
    targets: Float32s
    train: Uint8s
    domain: list[list[float]]
    classes: list[str]
    names: list[str]
    columns: list[str]
    drawn: list[int]
    through: int | None
    target_name: str
    offset: list[float]
    scale: list[float]
    target_offset: float
    target_scale: float
    name: str
    editable: bool
    source: Source
    note: str
    undivided: bool
    taken: list[Reason]
    header: bool | None
    truth: NotRequired[Float32s]


class DatasetOption(TypedDict):
    name: str
    low: float
    high: float
    default: float


class DatasetItem(TypedDict):
    """A dataset to choose, with enough of its points (n, dimension) and targets (n,) to be drawn small; `title` is its
    name in sight."""

    name: str
    title: str
    group: str
    kind: Kind
    dimension: int
    text: str
    points: Float32s
    targets: Float32s
    classes: int
    domain: list[list[float]]
    fixed: bool
    options: list[DatasetOption]


class Datasets(TypedDict):
    topic: Literal["datasets"]
    items: list[DatasetItem]


class Unit(TypedDict):
    """A neuron: `layer` from 0, the first hidden one."""

    layer: int
    unit: int


class Frames(TypedDict):
    """Moments of training, stacked array by array, to be played over `interval` milliseconds. `metrics` (frames, 8):
    epoch, iteration, losses, accuracies, errors in the file's units; thumbnails (pictured, neurons, thumbnail **
    dimension), spread evenly over the frames; map (frames, grid ** dimension), one byte each or, of a finer map, two,
    or values along a line; confidence by how much the winner leads; range (frames, 2) centre and reach of the map's
    colours; line (frames, 4), where that between them is straight: x1 and x2 of its ends in the plane, NaN where it
    lies elsewhere. The page acknowledges `id`, unless it is 0. On the wire all of it is `deflated`, as
    playground/shared/moving_pictures.py says."""

    topic: Literal["frames"]
    frames: int
    pictured: int
    interval: int
    generation: int
    dimension: int
    grid: int
    thumbnail: int
    probe: Unit | None
    id: int
    metrics: Float64s
    parameters: Float32s
    thumbnails: Uint8s
    map: Heights
    confidence: NotRequired[Uint8s]
    range: NotRequired[Float32s]
    line: NotRequired[Float32s]


class History(TypedDict):
    """Losses and accuracies so far, a column each; and errors in the file's units, NaN where there is no `error`."""

    topic: Literal["history"]
    error: ErrorInUnits | None
    epoch: Float32s
    train_loss: Float32s
    validation_loss: Float32s
    train_accuracy: Float32s
    validation_accuracy: Float32s
    train_error: Float32s
    validation_error: Float32s


class Status(TypedDict):
    """How far the run is, in epochs and steps, and what is said of it. `moments` are the steps that can be gone back
    to, `moment_epochs` the epochs that had been made then; the run is at the last unless one looks back."""

    topic: Literal["status"]
    training: bool
    stepping: bool
    epoch: float
    iteration: int
    steps_per_epoch: int
    moments: list[int]
    moment_epochs: list[float]
    message: Reason | None
    kind: Said | None
    suggested_rate: float | None
    doubt: Reason | None


class WeightPlace(TypedDict):
    layer: int
    row: int
    column: int


class Batch(TypedDict):
    """The gradient of one weight for each sample (batch,) of the next mini-batch, and their mean."""

    topic: Literal["batch"]
    weight: WeightPlace
    label: str
    samples: Int32s
    gradients: Float64s
    mean: float
    loss_label: str


class Answer(TypedDict):
    """What the outputs, or the neuron that the map shows, answer at a place in drawing coordinates; y is 0 along a
    line."""

    topic: Literal["answer"]
    x: float
    y: float
    values: list[float]


# Asked


class OneStep(TypedDict):
    topic: Literal["one_step"]


class OneEpoch(TypedDict):
    topic: Literal["one_epoch"]


class LowerRate(TypedDict):
    """After a run that diverged: the rate that was offered."""

    topic: Literal["lower_rate"]


class ApplyUpdate(TypedDict):
    """The update that the trace of this sample shows is to be made."""

    topic: Literal["apply_update"]
    sample: int


class TakeSetUp(TypedDict):
    """A run with the set-up that learns the dataset, in place of the present one."""

    topic: Literal["take_set_up"]


class NewData(TypedDict):
    """Other points of the same kind; the weights stay."""

    topic: Literal["new_data"]


class NewWeights(TypedDict):
    """A run from other first weights; the points stay."""

    topic: Literal["new_weights"]


class ChooseFeatures(TypedDict):
    topic: Literal["features"]
    names: list[Name]


class SetWeight(TypedDict):
    """`column` after the last input is the bias."""

    topic: Literal["weight"]
    layer: int
    row: int
    column: int
    value: float


class ProbeUnit(TypedDict):
    """Which neuron the big map shows; layer None for the network's output."""

    topic: Literal["probe"]
    layer: int | None
    unit: NotRequired[int | None]


class FinerMap(TypedDict):
    """The big map has come to rest: it is wanted once more, in more places and finer steps."""

    topic: Literal["finer_map"]


class PointAdd(TypedDict):
    """A point at x and y, of class `target`; along a line y is its value."""

    topic: Literal["point_add"]
    x: float
    y: float
    target: float


class PointMove(TypedDict):
    topic: Literal["point_move"]
    index: int
    x: float
    y: float


class PointRemove(TypedDict):
    topic: Literal["point_remove"]
    index: int


class OwnFunction(TypedDict):
    """A function that the visitor typed, to be learned; or a Boolean formula, for its truth table."""

    topic: Literal["own_function"]
    text: Line


class BuildFormula(TypedDict):
    """A network of threshold units that answers as the formula does whose rows are the data."""

    topic: Literal["build_formula"]


class DrawCurve(TypedDict):
    """A stroke over the line, to be learned with what is drawn there already: x0, y0, x1, y1 and so on, at most 400
    points; `anew`: what was drawn goes."""

    topic: Literal["draw_curve"]
    stroke: list[float]
    anew: bool


class NetworkCode(TypedDict):
    """Code that the visitor has, of PyTorch or Keras: its layers are to be those of the network."""

    topic: Literal["network_code"]
    text: Code


class CompareThis(TypedDict):
    """The set-up is to be what the runs on the Compare page have in common."""

    topic: Literal["compare_this"]


class AnswerAt(TypedDict):
    """What is answered at a place of the map, in drawing coordinates."""

    topic: Literal["answer_at"]
    x: float
    y: float


class BatchOf(TypedDict):
    """The gradients of this weight over the next mini-batch are asked for."""

    topic: Literal["batch"]
    layer: int
    row: int
    column: int
