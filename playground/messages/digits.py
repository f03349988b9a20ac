"""What the Digits page is sent, and what it asks. Pictures are 28 x 28, bytes from 0 (paper) to 255 (ink)."""

from typing import Literal, NotRequired, TypedDict

from playground.messages.fields import Float32s, Float64s, Int8s, Int32s, Json, Reason, Said, Uint8s
from playground.messages.network import Limits

Which = Literal["templates", "first_layer"]


class DigitsModel(TypedDict):
    name: str
    label: str
    test_accuracy: float | None
    exists: bool


class ActivationChoices(TypedDict):
    activations: list[str]


class Deck(TypedDict):
    """The accuracy that the lecture reaches."""

    test: float


class Digits(TypedDict):
    """The models, and the shape of the one in use: of each hidden layer the `rows` of its matrix, twice its width for
    maxout."""

    topic: Literal["digits"]
    model: str
    models: list[DigitsModel]
    layers: list[int]
    rows: list[int]
    activations: list[str]
    choices: ActivationChoices
    limits: Limits
    count: int
    formula: str
    formula_numbers: str
    optimizer: str
    rate: float
    batch: int
    epochs: int
    label: int | None
    generation: int
    deck: Deck


class DigitOfMnist(TypedDict):
    index: int
    label: int | None


class Reading(TypedDict):
    """What the model makes of the picture (784,) at hand; `id` is that of the drawing which it answers."""

    topic: Literal["reading"]
    id: int | None
    problem: str | None
    picture: Uint8s | None
    probabilities: Float32s | None
    scores: Float32s | None
    digit: int | None
    activations: list[Float32s]
    label: int | None
    loss: float | None
    loss_digits: NotRequired[int]
    source: Literal["drawing"] | DigitOfMnist
    model: str


class Gradient(TypedDict):
    """dL/d pixel (784,) of the picture at hand."""

    topic: Literal["gradient"]
    label: int
    gradient: Float32s
    loss: float | None


class Followed(TypedDict):
    """Pictures (count, 784) on the way along the gradient from the digit at hand on, losses (count,), probabilities
    (count, 10); of which model, as `Digits` names it."""

    topic: Literal["followed"]
    label: int
    model: str
    generation: int
    pictures: Uint8s
    losses: Float32s
    probabilities: Float32s
    count: int


class Pictures(TypedDict):
    """Weights as pictures (count, side * side), -127 to 127."""

    topic: Literal["pictures"]
    which: Which
    model: str
    count: int
    side: int
    pictures: Int8s
    names: list[str]


class DigitsStatus(TypedDict):
    """Where training stands, in epochs and seconds; the page answers when it is given a number to acknowledge."""

    topic: Literal["digits_status"]
    training: bool
    epoch: float
    epochs: float
    progress: float
    seconds_left: float | None
    train_loss: float | None
    validation_loss: float | None
    train_accuracy: float | None
    validation_accuracy: float | None
    best_validation: float | None
    best_epoch: float | None
    message: Reason | None
    kind: Said | None
    acknowledge: int | None


class DigitsHistory(TypedDict):
    topic: Literal["digits_history"]
    epoch: Float32s
    train_loss: Float32s
    validation_loss: Float32s
    train_accuracy: Float32s
    validation_accuracy: Float32s


class Mistakes(TypedDict):
    """Test digits (n,) under their numbers among all 70,000."""

    indices: Int32s
    pictures: Uint8s
    labels: Int32s
    predictions: Int32s
    confidences: Float32s


class Judgement(TypedDict):
    """confusion (10, 10): digits of the row's class read as the column's; by_class (10,) shares read right."""

    topic: Literal["judgement"]
    model: str
    confusion: Int32s
    accuracy: float
    by_class: Float32s
    total: int
    mistakes: Mistakes


class Cell(TypedDict):
    """The digits of one cell of the confusion matrix, as many as are shown of `count`."""

    topic: Literal["cell"]
    row: int
    column: int
    count: int
    indices: Int32s
    pictures: Uint8s


class Drawing(TypedDict):
    """A drawing for the pad: x and y in turn, from 0 to 1 of its side; `again`: in the place of what is on it."""

    topic: Literal["drawing"]
    strokes: list[Float64s]
    thickness: float
    again: bool


# Asked


class Draw(TypedDict):
    """The strokes on the pad, read as untrusted by digits/strokes.py; `id` comes back with the reading. `example`: they
    drew themselves."""

    topic: Literal["draw"]
    strokes: Json
    thickness: Json
    id: NotRequired[int | None]
    example: NotRequired[bool]


class Drawn(TypedDict):
    """The hand rests."""

    topic: Literal["drawn"]


class Pick(TypedDict):
    """A digit of MNIST; `step`: and its walk."""

    topic: Literal["pick"]
    index: int
    step: NotRequired[bool]


class ChoosePictures(TypedDict):
    """Which weights are looked at; None for none."""

    topic: Literal["pictures"]
    which: Which | None


class Stop(TypedDict):
    """Training ends, and the best weights so far are kept."""

    topic: Literal["stop"]


class Judge(TypedDict):
    topic: Literal["judge"]


class CellOf(TypedDict):
    topic: Literal["cell"]
    row: int
    column: int


class Follow(TypedDict):
    """The picture is to follow its gradient to the label that is chosen."""

    topic: Literal["follow"]
