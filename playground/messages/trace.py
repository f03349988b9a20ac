"""A trace, on whichever page: both passes of a graph, to be played."""

from typing import Literal, NotRequired, TypedDict

from playground.messages.fields import Float64s, Int8s

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
    """A node as it is drawn: x and y in columns and rows of the layout, `place` in a network."""

    name: str
    op: str | None
    symbol: str
    label: str
    kind: Literal["leaf", "parameter", "constant", "op"]
    place: list[str | int] | None
    shape: list[int]
    pattern: str | None
    inputs: list[str]
    x: float
    y: float
    value: NotRequired[Ref | None]


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
    """A line of an optimizer's arithmetic: `parts` are its formula's."""

    label: str
    formula: str
    parts: list[TraceTermPart]
    value: Ref | None


class TraceForm(TypedDict):
    """How upstream meets local: factors ("upstream", "localᵀ") and the signs between them, in order, and over what the
    product is summed. Without factors, the gradients that arrive are added up."""

    factors: list[str]
    summed: Literal["", "broadcast", "rows", "columns", "bias", "placed", "part", "parts"]


class TraceStep(TypedDict):
    """A place of the cursor. `held_bytes` are in memory after it; `taken` and `freed` name buffers."""

    phase: Literal["forward", "backward", "update"]
    node: str
    held_bytes: int
    taken: list[str]
    freed: list[str]
    input: NotRequired[str]
    index: NotRequired[int | None]
    rule: NotRequired[str]
    law: NotRequired[str]
    form: NotRequired[TraceForm]
    pattern: NotRequired[str]
    value: NotRequired[Ref | None]
    upstream: NotRequired[Ref | None]
    local: NotRequired[Ref | None]
    downstream: NotRequired[Ref | None]
    gradient: NotRequired[Ref | None]
    parts: NotRequired[list[Ref | None]]
    terms: NotRequired[list[TraceTerm]]


class TraceSample(TypedDict):
    """Which sample is walked; index -1 is a drawing."""

    index: int
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
    columns: int
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
