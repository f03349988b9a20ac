"""What the Graph page is sent, and what it asks."""

from typing import Literal, NotRequired, TypedDict

from playground.messages.fields import Arguments, Float64s, Json, Line, Name, Nested, Reason, Uint8s
from playground.messages.fields import Code as CodeText
from playground.messages.trace import TraceForm


class TextProblem(TypedDict):
    """What is wrong with an expression, and where: line and column from 1; line 0 where it is no one place."""

    code: str
    arguments: Arguments
    text: str
    line: int
    column: int
    length: int


InputKind = Literal["number", "vector", "matrix"]


class GraphInput(TypedDict):
    """An input of the graph; `whole` for the number of a class, which has no gradient."""

    name: str
    shape: list[int]
    kind: InputKind
    value: Nested
    whole: bool


class NotFinite(TypedDict):
    """Why something in the graph is not finite, and the inputs of the gate in which it arose."""

    inputs: list[str]
    code: str
    arguments: Arguments
    text: str


class GraphOutput(TypedDict):
    name: str
    shape: list[int]


class Expression(TypedDict):
    """The text as it stands, what is wrong with it, the inputs of the last good graph, and what in it is not finite.
    `random`: inputs for which the text has no numbers but draws some, each depending on those before it if
    `random_in_order`. `plain`: the text in the form that it is read in, where it was typed in another: x**2 for x².
    `constants`: names in it that are numbers by themselves, e and pi. `own`: whether there is an
    expression that the visitor has typed and left for an example."""

    topic: Literal["expression"]
    text: str
    plain: str | None
    constants: list[str]
    error: TextProblem | None
    inputs: list[GraphInput]
    random: list[str]
    random_in_order: bool
    causes: list[NotFinite]
    output: GraphOutput
    needs_upstream: bool
    upstream: Nested
    example: str | None
    own: bool
    title: str
    file: str


class ExampleItem(TypedDict):
    id: str
    title: str
    theme: str
    text: str
    expression: str
    erratum: str | None
    questions: list[str]


class Examples(TypedDict):
    topic: Literal["examples"]
    items: list[ExampleItem]


class CodeLine(TypedDict):
    text: str
    phase: str
    node: str | None
    input: str | None


class Code(TypedDict):
    """The graph as runnable NumPy, each line with the step that it is."""

    topic: Literal["code"]
    lines: list[CodeLine]
    source: str


class Check(TypedDict):
    """Analytic gradients beside numerical ones at step `chosen`; errors (leaves, steps h) are relative."""

    topic: Literal["check"]
    leaves: list[str]
    shapes: dict[str, list[int]]
    h: Float64s
    errors: Float64s
    analytic: dict[str, Float64s]
    numeric: dict[str, Float64s]
    chosen: float
    chosen_errors: dict[str, float]
    kinks: list[str]
    verdict: str


class LargeProduct(TypedDict):
    text: str
    explicit_bytes: int
    implicit_bytes: int
    together_bytes: int


class Jacobian(TypedDict):
    """d node / d input (rows, columns), what of it is touched, and upstream × local, element by element. `digits`: with
    how many the products of each column stand in their sum."""

    topic: Literal["jacobian"]
    node: str
    input: str
    index: int
    rows: int
    columns: int
    matrix: Float64s | None
    touches: Uint8s | None
    parts: Float64s | None
    digits: list[int]
    nonzero: int | None
    reason: str | None
    explicit_bytes: int
    implicit_bytes: int
    together_bytes: int
    large: LargeProduct
    form: TraceForm
    rule: str


# How often a gate is evaluated with the table of intermediate values, and without.
NodeCount = TypedDict("NodeCount", {"name": str, "text": str, "with": int, "without": float})


class Counts(TypedDict):
    topic: Literal["counts"]
    with_table: int
    without_table: float
    forward_without: float
    backward_without: float
    paths: float
    per_node: list[NodeCount]
    text: str


FileKind = Literal["html", "worksheet", "code"]


class Taken(TypedDict):
    """A file to be saved, of a graph or of a lesson."""

    topic: Literal["taken"]
    kind: str
    name: str
    text: str
    mime: str


class Descent(TypedDict):
    """The way of the marked inputs down the output: which may move and which are to, the losses (places,) so far, and
    where the inputs are while it `running`. `began`: it can be gone back to the start. The page acknowledges what has a
    number."""

    topic: Literal["descent"]
    markable: list[str]
    marked: list[str]
    losses: Float64s
    values: dict[str, Nested]
    running: bool
    began: bool
    message: Reason | None
    bad: bool
    acknowledge: int | None


# Asked


class MarkInput(TypedDict):
    """Whether an input is to move down the gradient."""

    topic: Literal["mark"]
    name: Line
    on: bool


class Descend(TypedDict):
    """Steps of gradient descent on the marked inputs, on from where they are."""

    topic: Literal["descend"]


class DescentStart(TypedDict):
    """The inputs as they were before the first step."""

    topic: Literal["descent_start"]


class TypeExpression(TypedDict):
    topic: Literal["expression"]
    text: CodeText


class ChooseExample(TypedDict):
    """An example by its name; without one, what the visitor had typed before."""

    topic: Literal["example"]
    id: Name


class SetInput(TypedDict):
    """A value for an input; `also` values of others that were refused before: they may fit together."""

    topic: Literal["input"]
    name: Line
    value: Json
    also: NotRequired[dict[str, Json]]


class SetUpstream(TypedDict):
    """The gradient that arrives at the output; None for ones."""

    topic: Literal["upstream"]
    value: Json


class FoldGates(TypedDict):
    topic: Literal["fold"]
    name: Line


class UnfoldGate(TypedDict):
    topic: Literal["unfold"]
    name: Line


class CheckGradients(TypedDict):
    topic: Literal["check"]


class JacobianOf(TypedDict):
    topic: Literal["jacobian"]
    node: Line
    index: int


class Take(TypedDict):
    """A file of what is on the page."""

    topic: Literal["take"]
    kind: FileKind
