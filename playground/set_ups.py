"""A set-up that the engine declares, as settings of the page; and what an address without settings opens with."""

from typing import Any

from engine import datasets
from engine.comparing.setup import USUAL
from engine.datasets import features
from engine.datasets.base import Kind
from playground.run_settings import RunSettings


def as_settings(set_up: datasets.SetUp, kind: Kind, dimensions: int) -> dict[str, Any]:
    """Every setting that decides whether data of this kind, of points with so many coordinates, are learned."""
    output, loss = USUAL[kind]
    return {
        "features": list(set_up.features or features.available(dimensions)[:dimensions]),
        "layers": list(set_up.layers),
        "activations": [set_up.activation] * len(set_up.layers),
        "output": output,
        "bias": True,
        "initializer": "xavier",
        "loss": loss,
        "optimizer": set_up.optimizer,
        "rate": set_up.rate,
        "batch": set_up.batch,
        "penalty": "none",
        "dropout": 0.0,
        "schedule": "constant",
    }


def opening() -> dict[str, Any]:
    """All settings of a run where an address names none: the first dataset, with the set-up that learns it. The
    defaults of the table are something else: what an address means that leaves a setting out."""
    table = RunSettings.param
    defaults = {name: table[name].default for name in RunSettings.names()}
    about = datasets.describe(defaults["dataset"])
    return {**defaults, **as_settings(about.set_up, about.kind, about.dimensions)}
