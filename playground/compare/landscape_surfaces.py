"""What the settings say of a landscape, as the engine's own objects. What cannot be is refused in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from engine import Problem
from engine.datasets import Dataset, load
from engine.datasets.best_line import best_line_accuracy
from engine.graphs.work import Limits
from engine.landscapes import MODELS, NAMED, ExpressionSurface, ModelSurface, Surface, named
from engine.landscapes.models import fits
from engine.landscapes.surface import Domain
from engine.training.optimizers import OPTIMIZERS, Optimizer
from playground.landscape_settings import FARTHEST, TYPED, LandscapeSettings
from playground.run_settings import RunSettings
from playground.session import Session
from playground.shared.chosen_data import chosen_data, seed_of_points
from playground.shared.learning import OPTIONS
from playground.shared.reading import number
from playground.shared.refused import Refused

LIMITS = Limits(
    operations=150, inputs=32, edges=500
)  # so that a step of six optimizers takes some 10 ms at most
MOST_NUMBERS = 10_000  # of one pass through the graph of what is typed
LONGEST = 400  # letters of an expression
LEAST_EXTENT = 1e-6  # of a part of a map
MOST_RATE = 1000.0
# Rates of optimizers that go by the size of the gradient are shares of what plain descent bears; those that divide by
# that size go so far in each step.
SHARES = MappingProxyType({"SGD": 1.0, "momentum": 0.2, "Nesterov": 0.2})
STEPS = MappingProxyType({"AdaGrad": 0.4, "RMSprop": 0.03, "Adam": 0.1})
FORMULAS = MappingProxyType(
    {"line": "mean of (w*x + b - y)**2", "neuron": "mean cross-entropy of sigmoid(w1*x1 + w2*x2)"}
)
POINTS = MappingProxyType({"line": "line", "neuron": "two gaussians"})
LEARNED = 0.8  # of two classes, the share that a straight line must be able to put on its sides
TYPED_RATE = 0.05  # nobody knows how steep it is
TEXTS = MappingProxyType(
    {
        "bowl": "Equally steep in every direction: gradient descent goes straight to the minimum.",
        "ravine": "Twenty times as steep across the valley as along it: plain gradient descent zigzags from wall to "
        "wall.",
        "saddle": "The surface falls away along y, but near y = 0 there is almost no slope in that direction.",
        "Rosenbrock": "Getting into the curved valley is easy; following its nearly flat floor to (1, 1) is slow.",
        "Himmelblau": "Four minima of equal depth: which one an optimizer reaches depends on where it starts.",
        "Beale": "Almost flat around the minimum, with steep walls in the corners.",
        "plateaus": "Nearly flat far from its two minima: a small gradient makes a small step.",
        "line": "The mean squared error of w x + b on these points: every place on the map stands for one line.",
        "neuron": "The cross-entropy of a neuron without a bias: every place on the map stands for one straight "
        "decision boundary.",
        TYPED: "The height is an expression in two variables that you type yourself.",
    }
)


class Ground(NamedTuple):
    """A surface with what is known of it. `rate`: what plain descent bears; `data`: the points of a model."""

    surface: Surface
    formula: str
    about: str
    lowest: Sequence[Sequence[float]]
    rate: float
    data: Dataset | None = None


def ground_of(settings: Session) -> Ground:
    """The surface that the settings name. Raises Refused where what is typed is none."""
    name = settings.landscape
    if name in MODELS:
        data = points_for(settings, name)
        return Ground(ModelSurface(name, data), FORMULAS[name], TEXTS[name], (), MODELS[name].rate, data)
    if name == TYPED:
        text = settings.landscape_expression
        return Ground(typed(text), text, TEXTS[name], (), TYPED_RATE)
    # Where one looks at the networks nobody walks: there is a surface all the same, to turn back to.
    name = name if name in NAMED else "ravine"
    known = NAMED[name]
    return Ground(named(name), known.text, TEXTS[name], known.lowest, known.rate)


def points_for(settings: RunSettings, name: str) -> Dataset:
    """The points of the common set-up, where the model can learn them; else as many, with as much noise, of its own."""
    try:
        data = chosen_data(settings, None)
        if fits(name, data) and (name == "line" or best_line_accuracy(data.X, data.y) >= LEARNED):
            return data
    except (Problem, ValueError):  # a file, or a function that is none
        pass
    samples, noise, seed = settings.samples, settings.noise, seed_of_points(settings)
    return load(POINTS[name], samples, noise, seed, settings.split)


def typed(text: str) -> ExpressionSurface:
    """The surface of an expression. Raises Refused."""
    if len(text) > LONGEST:
        raise Refused("text_longer", field="expression", most=LONGEST)
    try:
        surface = ExpressionSurface(text, limits=LIMITS)
    except Problem as reason:
        raise Refused("landscape_refused", reason=reason) from None
    if surface.work.numbers > MOST_NUMBERS:
        raise Refused("landscape_too_large", count=surface.work.numbers, most=MOST_NUMBERS)
    return surface


def usual_rate(ground: Ground, name: str) -> float:
    """The learning rate with which an optimizer begins here."""
    return STEPS[name] if name in STEPS else float(f"{SHARES[name] * ground.rate:.2g}")


def optimizer_of(settings: LandscapeSettings, name: str, rate: float) -> Optimizer:
    options = {option: getattr(settings, f"landscape_{option}") for option in OPTIONS[name]}
    return OPTIMIZERS[name](rate, **options)


def checked_rate(rate: Any) -> float:
    """Raises Refused."""
    found = number(rate, "rate")
    if not 0 < found <= MOST_RATE:
        raise Refused("landscape_rate", most=MOST_RATE)
    return found


def checked_rates(rates: Mapping[str, Any]) -> dict[str, float]:
    """Learning rates by optimizer. Raises Refused."""
    if not set(rates) <= set(OPTIMIZERS):
        raise Refused("optimizer_unknown")
    return {name: checked_rate(rate) for name, rate in rates.items()}


def checked_goers(names: Sequence[str]) -> None:
    """Raises Refused where nobody goes."""
    if not names:
        raise Refused("last_optimizer")


def checked_place(place: Sequence[Any]) -> list[float]:
    """Two numbers. Raises Refused."""
    numbers = [number(one, "start") for one in place]
    if len(numbers) != 2 or not all(abs(one) <= FARTHEST for one in numbers):
        raise Refused("landscape_place", most=FARTHEST)
    return numbers


def checked_domain(domain: Sequence[Any]) -> Domain:
    """From and to of both numbers. Raises Refused."""
    numbers = [number(one, "domain") for one in domain]
    if len(numbers) != 4 or not all(abs(one) <= FARTHEST for one in numbers):
        raise Refused("landscape_place", most=FARTHEST)
    left, right, low, high = numbers
    if right - left < LEAST_EXTENT or high - low < LEAST_EXTENT:
        raise Refused("landscape_part_too_small")
    return (left, right), (low, high)
