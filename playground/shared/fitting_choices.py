"""Which features, losses and output activations go with data: what a visitor may choose among."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from engine import Problem
from engine.activations import OUTPUTS
from engine.comparing.setup import USUAL
from engine.datasets import Dataset, features
from engine.losses import LOSSES, allowed
from playground.run_settings import RunSettings
from playground.shared.refused import Refused

FITTED = ("features", "loss", "output")  # another is chosen where they do not go with the data


def losses_of(data: Dataset) -> list[str]:
    """Losses that go with the data, whatever the output."""
    regression = data.kind == "regression"
    known = [loss for loss in LOSSES if not (regression and LOSSES[loss].labels)]
    return [loss for loss in known if _outputs(loss, data.outputs)]


def outputs_of(data: Dataset, loss: str) -> list[str]:
    """Output activations that go with the data and the loss; the usual one first."""
    usual = USUAL[data.kind][0]
    return sorted(_outputs(loss, data.outputs), key=lambda output: output != usual)


def possible_outputs_of(data: Dataset) -> list[str]:
    """Output activations that go with the data under some loss."""
    return [
        output
        for output in OUTPUTS
        if any(output in _outputs(loss, data.outputs) for loss in losses_of(data))
    ]


def fit(settings: RunSettings, data: Dataset) -> None:
    """Chooses what goes with the data where the present choice does not: features, loss and output."""
    dimension = len(data.domain)
    known = features.available(dimension)
    if not set(settings.features) <= set(known):
        settings.features = list(known[:dimension])
    if settings.loss not in losses_of(data):
        settings.loss = USUAL[data.kind][1]
        settings.output = outputs_of(data, settings.loss)[0]
    if settings.output not in outputs_of(data, settings.loss):
        settings.output = outputs_of(data, settings.loss)[0]


def wanted(settings: RunSettings) -> dict[str, Any]:
    """What `fit` may choose otherwise, as it is now."""
    return {name: getattr(settings, name) for name in FITTED}


def misfits(settings: RunSettings, asked: Mapping[str, Any]) -> list[Problem]:
    """What an address asked for, where another was chosen that goes with the data."""
    table = settings.param
    others = [
        name for name, value in asked.items() if value not in (getattr(settings, name), table[name].default)
    ]
    return [Refused("address_does_not_fit", label=table[name].label or name) for name in others]


@cache  # asked for at each change of a setting
def _outputs(loss: str, outputs: int) -> tuple[str, ...]:
    return tuple(output for output in OUTPUTS if allowed(loss, output, outputs) is None)
