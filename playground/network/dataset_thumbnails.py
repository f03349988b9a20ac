"""The datasets to choose from, each with enough of its real points to be recognised when drawn small."""

import functools

import numpy as np

from engine import datasets
from engine.datasets import truth_tables
from playground.messages.network import DatasetItem, Datasets
from playground.shared.kept_messages import KeptMessage, kept

CLOUD = 90  # points of a cloud; an arm of a spiral needs more to be seen as a line
SPIRAL = 140
SURFACE = 220
CURVE = 121
NOISE = 0.05


@functools.cache
def dataset_thumbnails() -> KeptMessage:
    """Topic "datasets": {items: [{name, title, group, kind, dimension, text, points, targets, classes, domain,
    fixed, options}]}.

    `points` is (n, dimension) row-major float32 in drawing coordinates, `targets` (n,) float32: numbers of
    classes or values. A curve comes without noise and in order, so that it can be drawn as the line that is
    to be found. `classes` counts them, `domain` is as in topic "data", `options` are {name, low, high,
    default}. `group` is the heading under which the dataset is shown; `fixed` says that noise, size and split
    mean nothing to it.
    """
    message: Datasets = {"topic": "datasets", "items": [_item(name) for name in datasets.NAMES]}
    return kept(message)


def _item(name: str) -> DatasetItem:
    about = datasets.describe(name)
    fixed = name in truth_tables.ANSWERS
    curve = about.dimensions == 1
    regression = about.kind == "regression"
    size = CURVE if curve else SURFACE if regression else SPIRAL if name == "spiral" else CLOUD
    data = datasets.load(name, samples=size, noise=0.0 if regression else NOISE, seed=1)
    points = np.asarray(data.points, dtype=np.float32)
    targets = np.asarray(data.labels, dtype=np.float32)
    if curve:
        order = np.argsort(points[:, 0])
        points, targets = points[order], targets[order]
    return {
        "name": name,
        "title": about.title,
        "group": _group(about.kind, fixed),
        "kind": data.kind,
        "dimension": about.dimensions,
        "text": about.text,
        "points": points.ravel(),
        "targets": targets,
        "classes": len(data.classes),
        "domain": [list(pair) for pair in data.domain],
        "fixed": fixed,
        "options": [
            {"name": option.name, "low": option.low, "high": option.high, "default": option.default}
            for option in about.options
        ],
    }


def _group(kind: str, fixed: bool) -> str:
    if fixed:
        return "Truth tables"
    return "Regression" if kind == "regression" else "Classes"
