"""How the settings of a run say that it learns: what the engine is given for their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

import engine
from engine.networks.regularizers import Penalty
from engine.training.optimizers import OPTIMIZERS, find_optimizer
from engine.training.schedules import Schedule
from playground.run_settings import RunSettings

PENALTY_CLASSES: Mapping[str, Callable[[float], Penalty | None]] = MappingProxyType(
    {"none": lambda strength: None, "L1": engine.L1, "L2": engine.L2}
)
SCHEDULE_CLASSES: Mapping[str, Callable[[float], Schedule]] = MappingProxyType(
    {
        "constant": lambda kappa: engine.Constant(),
        "exponential": engine.Exponential,
        "inverse time": engine.InverseTime,
    }
)


# The settings that an optimizer has beside its rate.
OPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: tuple(find_optimizer(name).settings) for name in OPTIMIZERS}
)


def optimizer_of(settings: RunSettings) -> engine.Optimizer:
    name = settings.optimizer
    return OPTIMIZERS[name](settings.rate, **{option: getattr(settings, option) for option in OPTIONS[name]})


def penalty_of(settings: RunSettings) -> Penalty | None:
    return PENALTY_CLASSES[settings.penalty](settings.strength)


def schedule_of(settings: RunSettings) -> Schedule:
    return SCHEDULE_CLASSES[settings.schedule](settings.decay)


def setup_of(settings: RunSettings, data: engine.Dataset) -> engine.Setup:
    """All of a run, for the engine; `data` as the network is given them, features and all."""
    return engine.Setup(
        data,
        tuple(settings.layers),
        tuple(settings.activations),
        settings.output,
        settings.loss,
        optimizer_of(settings),
        None,
        settings.batch,
        schedule_of(settings),
        penalty_of(settings),
        initializer=settings.initializer,
        bias=settings.bias,
        seed=settings.seed,
        dropout=settings.dropout,
        dtype=np.float32,
    )
