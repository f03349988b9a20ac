"""What the Network page is sent for the views beside its boundary."""

from typing import Literal, NotRequired, TypedDict

from playground.messages.fields import Float32s, Float64s, Heights, Int32s, Uint8s


class Spaces(TypedDict):
    """The points `rows` (n,) and the plane's grid as the hidden layer `layer` sees them, from 1; 0 is where they lie
    themselves. `points` (n, 2), `flat` where they lie in the plane (n, 2); `grid` and `plane` (side ** dimension, 2)
    likewise, `answers` what the network answers there, 128 being the middle, or the class that wins, and `leads` by
    how much it does. `boxes` (8,): the least and the most of both axes of the plane, then of the layer. `line` (4,):
    where the output turns, NaN where that is no straight line. `axes`: what the two axes are; `share`: how much of
    the spread of the points they show."""

    topic: Literal["spaces"]
    generation: int
    layer: int
    layers: int
    side: int
    rows: Int32s
    points: Float32s
    flat: Float32s
    grid: Float32s
    plane: Float32s
    answers: Uint8s
    leads: NotRequired[Float32s]
    boxes: Float32s
    line: Float32s
    axes: list[str]
    share: float


class LayerFacts(TypedDict):
    """What goes on in each of `layers` layers with weights, over the training points; arrays as engine/comparing's
    layer_statistics has them, (layers,) or (layers, bins). Sizes that are not finite are NaN. `flat`: whether a
    layer's function has no slope anywhere."""

    topic: Literal["layer_facts"]
    generation: int
    layers: int
    bins: int
    samples: int
    functions: list[str]
    flat: list[bool]
    activations: Float32s
    low: Float32s
    high: Float32s
    gradients: Float32s
    reach: Float32s
    sizes: Float32s
    spreads: Float32s
    dead: Float32s
    saturated: Float32s


class UnitCurves(TypedDict):
    """Of a network of one input: what each unit of the last hidden layer adds to the output's weighted sum, (units,
    count), at `places` (count,), and `sums` (units + 1, count): the bias, then with one unit after the other, all of
    them being what the activation `output` makes the answer of."""

    topic: Literal["unit_curves"]
    generation: int
    units: int
    count: int
    places: Float32s
    pieces: Float32s
    sums: Float32s
    bias: float
    output: str


class Ghost(TypedDict):
    """The network's output `before` and `after` the update that a trace ends in, (grid ** dimension,) each, as the big
    map has them; where they are straight, the ends of the lines on which they turn."""

    topic: Literal["ghost"]
    generation: int
    dimension: int
    grid: int
    before: Heights
    after: Heights
    line_before: NotRequired[Float32s]
    line_after: NotRequired[Float32s]


class NeuronCard(TypedDict):
    """A neuron for one sample: `products` (inputs,) of its `weights` and `inputs`, which with the `bias` sum up to `z`;
    `digits` is with how many they come out. `piece` is the one of maxout that is let through. `slope` is da/dz; `curve`
    and `slopes` are the activation and its derivative at `places`, all empty where it is a function of several sums."""

    topic: Literal["neuron_card"]
    layer: int
    unit: int
    sample: int
    activation: str
    piece: int | None
    weights: Float64s
    inputs: Float64s
    products: Float64s
    bias: float | None
    z: float
    a: float
    slope: float | None
    places: Float32s
    curve: Float32s
    slopes: Float32s
    digits: int


# Asked


class CardOf(TypedDict):
    """The card of a neuron; `layer` from 0, the first hidden one."""

    topic: Literal["neuron_card"]
    layer: int
    unit: int
