"""What is sent of a landscape, and what is asked of it. A place is two numbers: to the right, and upwards. A walker is
an optimizer that goes over the map."""

from typing import Literal, TypedDict

from playground.messages.compare import ComparedData, Option
from playground.messages.fields import Float32s, Float64s, Int32s, Line, Name, Uint8s


class LandscapeWalker(TypedDict):
    """One who may go: `on` whether it does; `colour` is the same whoever else goes; `options`, the settings that it
    has beside its rate. Of a network there is no rate to be set here."""

    name: str
    on: bool
    colour: int
    rate: float | None
    options: list[str]


class LandscapePlane(TypedDict):
    """The plane through the weights of networks. weights: the first of all of them, by name; shares: how much of what
    the ways spread lies along each of the two; others: how many networks are of another shape or other points."""

    weights: list[str]
    shares: list[float]
    others: int


class Landscape(TypedDict):
    """What the map is of. domain: from and to of both numbers, `whole` unless one looks at a part; lowest: its known
    lowest places; data: the points, where it is the loss of a model on them. `generation` counts walks and `map` maps,
    so that what comes of an earlier one is known. plane: where it is the loss of the networks that are compared; their
    start is theirs."""

    topic: Literal["landscape"]
    generation: int
    map: int
    name: str
    choices: list[Option]
    formula: str
    about: str
    names: list[str]
    domain: list[list[float]]
    whole: bool
    start: list[float]
    own_start: bool
    lowest: list[list[float]]
    data: ComparedData | None
    plane: LandscapePlane | None
    walkers: list[LandscapeWalker]


class LandscapeMap(TypedDict):
    """shades (side ** 2,), from the upper left: 0 where there is no number, else from 1 (lowest) to 255, as much darker
    from one line to the next everywhere. The lines: levels (n,), counts (n,) of their pieces; pieces (sum, 4), each
    from a place to another, x before y, as shares of the map from its lower left, 0 to 1."""

    topic: Literal["landscape_map"]
    map: int
    side: int
    shades: Uint8s
    levels: Float64s
    counts: Int32s
    pieces: Float32s


class LandscapeWays(TypedDict):
    """All that go, and their ways so far. counts (walkers,); places (sum, 2); points (walkers, 2), where each is;
    heights (walkers,); resting (walkers,), 1 for who would come to where there is no number; ends (walkers, 4), where
    it is the loss of a model: the line through the points that each is, x, y, x, y."""

    topic: Literal["landscape_ways"]
    generation: int
    step: int
    counts: Int32s
    places: Float64s
    points: Float64s
    heights: Float64s
    resting: Uint8s
    ends: Float64s


class LandscapeMoment(TypedDict):
    """A moment of the walks: steps (1,); points (walkers, 2); heights and resting (walkers,); ends (walkers, 4), where
    there are any; counts (walkers,), how many places the way of each has more; places (sum, 2). Whose `again`
    (walkers,) is 1, its places are all that there are."""

    steps: Float64s
    points: Float64s
    heights: Float64s
    resting: Uint8s
    ends: Float64s
    counts: Int32s
    places: Float64s
    again: Uint8s


class LandscapeWalked(LandscapeMoment):
    """Moments of the walks, end to end, to be played over `interval` milliseconds."""

    topic: Literal["landscape_walked"]
    acknowledge: int
    frames: int
    interval: int
    generation: int


class LandscapeTerm(TypedDict):
    """A line of an optimizer's arithmetic, for both numbers."""

    label: str
    formula: str
    value: list[float]


class LandscapeStep(TypedDict):
    """What one is about to do: the gradient; what its memory and the gradient itself have of the move, which is their
    sum; where it leads."""

    gradient: list[float]
    memory: list[float]
    fresh: list[float]
    move: list[float]
    point: list[float]
    terms: list[LandscapeTerm]


class LandscapeSteps(TypedDict):
    """The next step of each that goes, while all rest; None of who has none. Nothing while they go."""

    topic: Literal["landscape_steps"]
    generation: int
    steps: list[LandscapeStep | None]


class LandscapeSeen(TypedDict):
    """The height and the gradient at a place; None where there is no number."""

    topic: Literal["landscape_seen"]
    generation: int
    x: float
    y: float
    height: float | None
    gradient: list[float] | None


# Asked


class ChooseLandscape(TypedDict):
    topic: Literal["choose_landscape"]
    name: Name


class TypeLandscape(TypedDict):
    """The expression that the map is of."""

    topic: Literal["type_landscape"]
    text: Line


class LandscapeStart(TypedDict):
    """Where all begin; an empty list: where the landscape says."""

    topic: Literal["landscape_start"]
    place: list[float]


class LandscapePart(TypedDict):
    """From and to of both numbers; an empty list: the whole map."""

    topic: Literal["landscape_part"]
    domain: list[float]


class LandscapeGoes(TypedDict):
    """Whether an optimizer goes over the map."""

    topic: Literal["landscape_goes"]
    name: Name
    on: bool


class LandscapeRate(TypedDict):
    topic: Literal["landscape_rate"]
    name: Name
    rate: float


class LandscapeLook(TypedDict):
    """What is at this place."""

    topic: Literal["landscape_look"]
    x: float
    y: float
