"""The values of a setting that is compared: read from what is typed, written so that they are read back, and put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import param

from engine.activations import ACTIVATIONS
from engine.datasets import NAMES
from engine.datasets.features import available
from engine.numbers_in_words import plain
from playground.run_settings import FEATURE_NAMES, MAX_LAYERS, MAX_WIDTH, RunSettings
from playground.session import NOTHING
from playground.shared.chosen_data import seed_of_points
from playground.shared.controller import not_taken
from playground.shared.refused import Refused
from playground.shared.typed_number import number_in

Value = float | int | str | list[int] | list[str]

ROW = 6  # values of a setting that is compared alone
COLUMNS, ROWS = 4, 3  # and of two that make a grid
ALL = "all"  # as a batch: the whole training set
NO_LAYERS = "none"
NUMBERS = ("rate", "decay", "strength", "dropout", "noise")
WHOLE = ("batch", "samples", "seed")
# Two settings that are compared as one, since a value of the one goes with a value of the other: what they are called,
# and a value as it is typed.
PAIRS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "optimizer_rate": ("Optimizer and rate", "Adam 0.03"),
        "restraint": ("Regularization or dropout", "L1 0.01 or dropout 0.2"),
    }
)
UNRESTRAINED = "none"
# What a setting begins with when it is chosen to be compared.
USUAL: Mapping[str, tuple[Value, ...]] = MappingProxyType(
    {
        "rate": (0.003, 0.03, 0.3, 30.0),
        "optimizer": ("SGD", "momentum", "RMSprop", "Adam"),
        "optimizer_rate": ("SGD 0.3", "momentum 0.03", "RMSprop 0.03", "Adam 0.03"),
        "batch": (1, 16, 64, ALL),
        "schedule": ("constant", "exponential", "inverse time"),
        "decay": (0.001, 0.01, 0.1),
        "layers": ([2], [4], [8], [8, 8]),
        "activations": ("tanh", "relu", "sigmoid", "linear"),
        "initializer": ("xavier", "he", "small normal", "zeros"),
        "penalty": ("none", "L1", "L2"),
        "strength": (0.0001, 0.001, 0.01, 0.1),
        "dropout": (0.0, 0.2, 0.5),
        "restraint": ("none", "L1 0.01", "L2 0.01", "dropout 0.2"),
        "dataset": ("circle", "xor", "moons", "spiral"),
        "noise": (0.0, 0.1, 0.3, 0.5),
        "samples": (40, 100, 400),
        "features": (["x1", "x2"], ["x1", "x2", "x1*x2"], ["x1", "x2", "x1^2", "x2^2"]),
        "loss": ("binary cross-entropy", "mean squared"),
        "seed": (0, 1, 2, 3),
    }
)
CURVE_FEATURES: tuple[Value, ...] = (["x"], ["x", "x^2"], ["x", "x^2", "sin(x)"])
CURVE_LOSSES: tuple[Value, ...] = ("mean squared", "half squared", "l1")


@dataclass(frozen=True)
class Margin:
    """A setting that is compared, with its values in their order."""

    name: str
    values: tuple[Value, ...]


def margin_settings(margins: Sequence[Margin]) -> dict[str, Any]:
    """The settings that say that these, one or two, are compared."""
    first, *others = margins
    second = others[0] if others else Margin(NOTHING, ())
    return {
        "compare_by": first.name,
        "compare_values": list(first.values),
        "compare_and": second.name,
        "compare_and_values": list(second.values),
    }


def label(name: str) -> str:
    return PAIRS[name][0] if name in PAIRS else str(RunSettings.param[name].label)


def options(name: str) -> list[str] | None:
    """What there is to pick, or None where a value is typed."""
    if name == "activations":
        return list(ACTIVATIONS)
    if name in PAIRS:
        return None
    parameter = RunSettings.param[name]
    if name in ("layers", "features") or not isinstance(parameter, param.Selector):
        return None
    return [str(option) for option in parameter.objects]


def called(name: str, option: str) -> str:
    """What an option is called in sight."""
    if name in PAIRS:
        return option
    if name == "dataset" and option in NAMES:
        return NAMES[option].title
    return str(getattr(RunSettings.param[name], "called", {}).get(option, option))


def written(value: Any) -> str:
    """A value as it would be typed."""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or NO_LAYERS
    return plain(value) if isinstance(value, float) else str(value)


def shown(name: str, value: Value) -> str:
    """A value in large type."""
    return called(name, value) if isinstance(value, str) else written(value)


def read_value(name: str, text: str) -> Value:
    """What is typed or picked as a value of this setting. Raises Refused."""
    text = text.strip()
    if name == "layers":
        return _widths(text)
    if name == "features":
        return _features(text)
    if name in PAIRS:
        return _pair(name, text)
    choices = options(name)
    if choices is not None:
        for option in choices:
            if text.casefold() in (option.casefold(), called(name, option).casefold()):
                return option
        raise Refused(
            "value_choice_unknown",
            label=label(name),
            text=text[:24],
            choices=", ".join(called(name, one) for one in choices),
        )
    if name == "batch" and text.casefold() == ALL:
        return ALL
    return _number(name, text)


def _pair(name: str, text: str) -> str:
    first, _, second = text.rpartition(" ")
    if name == "restraint":
        if text.casefold() == UNRESTRAINED:
            return UNRESTRAINED
        if first.strip().casefold() == "dropout":
            return f"dropout {plain(_number('dropout', second))}"
    if not first.strip():
        raise Refused("pair_needed", label=label(name), example=PAIRS[name][1])
    parts = ("optimizer", "rate") if name == "optimizer_rate" else ("penalty", "strength")
    return f"{read_value(parts[0], first)} {plain(_number(parts[1], second))}"


def _put_pair(settings: RunSettings, name: str, value: str) -> None:
    first, _, second = value.rpartition(" ")
    if name == "optimizer_rate":
        settings.update(optimizer=first, rate=float(second))
        return
    settings.update(penalty="none", dropout=0.0)
    if first == "dropout":
        settings.dropout = float(second)
    elif first:
        settings.update(penalty=first, strength=float(second))


def _number(name: str, text: str) -> float | int:
    otherwise = Refused("value_number_needed", label=label(name), text=text[:24])
    typed = number_in(text, otherwise, whole=name in WHOLE)
    number: float | int = typed
    parameter = RunSettings.param[name]
    if name in WHOLE:
        if not typed.is_integer():  # neither is what is not finite
            raise not_taken(parameter)
        number = int(number)
    try:
        setattr(RunSettings(), name, number)  # type: ignore[no-untyped-call]  # param declares no types
    except ValueError:
        raise not_taken(parameter) from None
    return number


def _widths(text: str) -> list[int]:
    if text.casefold() == NO_LAYERS:
        return []
    parts = [part for part in text.replace("-", ",").replace(" ", ",").split(",") if part]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        raise Refused("widths_needed")
    if len(parts) > MAX_LAYERS:
        raise Refused("too_many_layers", most=MAX_LAYERS)
    widths = [int(part[:6]) for part in parts]
    if not all(1 <= width <= MAX_WIDTH for width in widths):
        raise Refused("layer_width", most=MAX_WIDTH)
    return widths


def _features(text: str) -> list[str]:
    names = list(dict.fromkeys(part for part in text.replace(" ", ",").split(",") if part))
    unknown = [name for name in names if name not in FEATURE_NAMES]
    if unknown or not names:
        raise Refused(
            "value_choice_unknown",
            label=label("features"),
            text=(unknown or [""])[0][:24],
            choices=", ".join(FEATURE_NAMES),
        )
    return [name for name in FEATURE_NAMES if name in names]


def usual(name: str, dimension: int, most: int) -> Margin:
    """The values that a setting begins with, for points with so many coordinates."""
    values = USUAL[name]
    if dimension > 2 and name == "features":
        every = available(dimension)
        values = (list(every), list(every[:2]), list(every[:1]))
    if dimension == 1 and name in ("features", "loss"):
        values = CURVE_FEATURES if name == "features" else CURVE_LOSSES
    return Margin(name, values[:most])


def readable(name: str, values: Sequence[Any], most: int) -> Margin:
    """Those of the values that an address names which can be compared, as many as there is room for."""
    found: list[Value] = []
    for value in values[: 10 * most]:
        try:
            one = read_value(name, written(value)[:200])
        except Refused:
            continue
        if one not in found:
            found.append(one)
    return Margin(name, tuple(found[:most]))


def put(settings: RunSettings, name: str, value: Value) -> None:
    """A run's settings with this value in them."""
    if name == "layers":
        usual_one = (settings.activations or ["tanh"])[0]
        settings.update(layers=value, activations=[usual_one] * len(value))  # type: ignore[arg-type]
    elif name == "activations":
        settings.activations = [value] * len(settings.layers)
    elif name == "batch":
        settings.batch = RunSettings.param.batch.bounds[1] if value == ALL else value
    elif name in PAIRS:
        _put_pair(settings, name, str(value))
    elif name == "seed":
        # The points stay: only the first weights and the order of samples are others.
        settings.update(data_seed=seed_of_points(settings), seed=value)
    else:
        setattr(settings, name, value)
