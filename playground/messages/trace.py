"""A trace, on whichever page: both passes of a graph, to be played."""

from typing import Literal, NotRequired, TypedDict

from playground.messages.fields import Float64s, Int8s, Reason

Level = Literal["layer", "scalar", "expression"]


class CoarsePicture(TypedDict):
    """Where in `coarse` the small picture of a large matrix begins."""

    at: int
    rows: int
    columns: int


class Ref(TypedDict):
    """The place of an array in `numbers`; None when it was too large to send."""

    at: int | None
    shape: list[int]
    coarse: NotRequired[CoarsePicture]


class TraceNode(TypedDict):
    """A node as it is drawn: what it computes as one types it, `written` like a rule, and along which `axis`; x and y
    in columns and rows of the layout, `place` in a network; and why its value or its gradient is not finite, or is
    none."""

    name: str
    op: str | None
    symbol: str
    label: str
    kind: Literal["leaf", "parameter", "constant", "op"]
    place: list[str | int] | None
    shape: list[int]
    pattern: str | None
    inputs: list[str]
    written: NotRequired[list[str | int]]
    axis: NotRequired[int]
    x: float
    y: float
    value: NotRequired[Ref | None]
    value_cause: NotRequired[Reason]
    gradient_cause: NotRequired[Reason]


TraceEdge = TypedDict(
    "TraceEdge", {"from": str, "to": str, "index": int, "points": NotRequired[list[list[float]]]}
)


class TraceTermPart(TypedDict):
    """A sign of a formula; or a name, with the array or the setting that it stands for."""

    kind: Literal["name", "sign"]
    text: str
    value: NotRequired[Ref | None]
    setting: NotRequired[float]


class TraceTerm(TypedDict):
    """A line of an optimizer's arithmetic: `parts` are its formula's. `digits`: see TraceStep, of each element."""

    label: str
    formula: str
    parts: list[TraceTermPart]
    value: Ref | None
    digits: NotRequired[list[int]]


class TraceForm(TypedDict):
    """How upstream meets local: factors ("upstream", "localᵀ") and the signs between them, in order, and over what the
    product is summed. Without factors, the gradients that arrive are added up."""

    factors: list[str]
    summed: Literal["", "broadcast", "rows", "columns", "bias", "placed", "part", "parts"]


class TraceRule(TypedDict):
    """The local gradient, to be said with the names of the graph: signs, and the numbers of the gate's inputs or −1 for
    its output. It is `formula` `where` that holds, else `otherwise`; `where` alone says why it is so here. `each`: it
    is said of an element ᵢ of the output and one ⱼ of the input."""

    formula: list[str | int]
    where: NotRequired[list[str | int]]
    otherwise: NotRequired[list[str | int]]
    each: NotRequired[bool]


class SumPart(TypedDict):
    """A sign; or a number: element `place` of the value or of the gradient of `node`, of a local gradient, or what the
    other `place` terms come to ("rest"); "moved" where a sum is nothing but that element, at another place now."""

    kind: Literal["sign", "value", "gradient", "local", "rest", "moved"]
    text: NotRequired[str]
    node: NotRequired[str]
    place: NotRequired[int]


class TraceSum(TypedDict):
    """How one element of what a step brings is made; its numbers and its result stand in order beside it. `digits`,
    `rounding`: see TraceStep, of this element."""

    element: int
    parts: list[SumPart]
    digits: NotRequired[int]
    rounding: NotRequired[bool]


class TraceStep(TypedDict):
    """A place of the cursor. `held_bytes` are in memory after it; `taken` and `freed` name buffers. `digits` are the
    significant digits of the numbers from which the result is computed, where it takes more than those of a result for
    the sum to come out as it is written; `rounding` lists elements of the result that are what rounding left of 0;
    `cause` says why what it brings is not finite, or means nothing; `convention` what is taken for a slope at a kink.
    `sum`: where an array may be a picture, that of the largest element. `asks`: of an array that a pass brings, the
    element that is to be predicted.
    """

    phase: Literal["forward", "backward", "update"]
    node: str
    held_bytes: int
    taken: list[str]
    freed: list[str]
    input: NotRequired[str]
    index: NotRequired[int | None]
    rule: NotRequired[str]
    named: NotRequired[TraceRule]
    form: NotRequired[TraceForm]
    pattern: NotRequired[str]
    value: NotRequired[Ref | None]
    upstream: NotRequired[Ref | None]
    local: NotRequired[Ref | None]
    downstream: NotRequired[Ref | None]
    gradient: NotRequired[Ref | None]
    parts: NotRequired[list[Ref | None]]
    terms: NotRequired[list[TraceTerm]]
    digits: NotRequired[int]
    rounding: NotRequired[list[int]]
    sum: NotRequired[TraceSum]
    sum_numbers: NotRequired[Ref | None]
    asks: NotRequired[int]
    cause: NotRequired[Reason]
    convention: NotRequired[Reason]


class TraceAnswer(TypedDict):
    """What the network says of a sample in the file's units: what `node` has come to, `given`, is this `value` of the
    `column`, given * scale + offset, and `off` by so much from the `target`. `digits`: with which that comes out."""

    node: str
    column: str
    given: float
    scale: float
    offset: float
    value: float
    target: float
    off: float
    digits: int


class TraceSample(TypedDict):
    """Which sample is walked; index -1 is a drawing. `names` are those of its inputs, whose numbers are not the
    file's where they are `scaled`: these are the `values` of its `columns`, and what the network is `given` of them is
    (value - offset) / scale, with the `digits` with which that comes out."""

    index: int
    names: NotRequired[list[str]]
    scaled: NotRequired[bool]
    columns: NotRequired[list[str]]
    values: NotRequired[list[float]]
    offsets: NotRequired[list[float]]
    scales: NotRequired[list[float]]
    given: NotRequired[list[float]]
    digits: NotRequired[list[int]]
    answer: NotRequired[TraceAnswer]
    x: NotRequired[list[float]]
    y: NotRequired[list[float]]
    label: NotRequired[int]


class TraceFold(TypedDict):
    """Gates that are drawn as one (`closed`) or can be."""

    name: str
    kind: str
    nodes: list[str]
    closed: bool
    title: str


class Trace(TypedDict):
    """Both passes, whole: the browser plays them. `buffers` are the bytes of each buffer; `cursor` the steps made."""

    topic: Literal["trace"]
    nodes: list[TraceNode]
    edges: list[TraceEdge]
    steps: list[TraceStep]
    numbers: Float64s
    coarse: NotRequired[Int8s]
    buffers: dict[str, int]
    output: str
    peak_bytes: int
    peak_step: int
    level: Level
    levels: list[Level]
    columns: float
    rows: float
    sample: TraceSample | None
    loss: str
    optimizer: str
    rate: float | None
    constants: dict[str, float]
    cursor: int
    moved: NotRequired[bool]
    folds: NotRequired[list[TraceFold]]


class TraceClosed(TypedDict):
    topic: Literal["trace_closed"]


class ElementSum(TypedDict):
    """The sum of an element that was asked for, of a step counted from 0; None where no one sum makes it."""

    topic: Literal["element_sum"]
    step: int
    element: int
    sum: TraceSum | None
    numbers: Float64s


# In the order in which they are looked for.
SlipKind = Literal["upstream", "path", "sign", "swapped", "local"]


class Slip(TypedDict):
    """A usual slip on the way to a number: what somebody gets who makes it, and what is said of it then."""

    kind: SlipKind
    numbers: list[float]
    hint: str


class Slips(TypedDict):
    """The usual slips on the way to an element of what a step brings, in the order in which they are looked for."""

    topic: Literal["slips"]
    step: int
    element: int
    slips: list[Slip]


# Asked


class ElementOf(TypedDict):
    """How an element of what a step brings is made."""

    topic: Literal["element"]
    step: int
    element: int


class SlipsOf(TypedDict):
    """What somebody gets who computes an element of what a step brings with a usual slip."""

    topic: Literal["slips"]
    step: int
    element: int
