"""A run that one page gives to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.datasets import Dataset
from playground.run_settings import RunSettings
from playground.shared.kept_run import KeptRun


class HandOver(NamedTuple):
    """settings: all of RunSettings that make the run, by name. kept: what it has come to, where that goes along.
    uploaded: the file of the visitor that its points are from."""

    settings: Mapping[str, Any]
    kept: KeptRun | None = None
    uploaded: Dataset | None = None


def run_settings_of(settings: RunSettings) -> dict[str, Any]:
    """What makes a run: all but how it is looked at, and weights, which go along as they are."""
    names = [name for name in RunSettings.names() if RunSettings.change(name) != "looking"]
    return {**{name: getattr(settings, name) for name in names}, "weights": None}
