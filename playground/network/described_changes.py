"""What a message to the Network page has changed, in the words of playground/shared/changes.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import datasets
from playground.messages import Message
from playground.network.run_moment import RunMoment
from playground.run_settings import DRAWN, FORMULA, OWN, UPLOADED, RunSettings
from playground.shared.changes import CHANGES, Change, setting_changed

# What the points are called that are none of those to choose.
BROUGHT = {UPLOADED: "a file", OWN: "a function", FORMULA: "a formula", DRAWN: "a drawn curve"}


def described(asked: Message, before: RunMoment, now: RunMoment) -> Change:
    """`asked` is the message, which has been read."""
    topic, was, is_now = asked["topic"], before.settings, now.settings
    numbers = {name: asked[name] + 1 for name in ("layer", "row", "column", "at", "to") if name in asked}
    match topic:
        case "set":
            return _of_setting(asked["name"], was, is_now)
        case "width":
            layer = asked["layer"]
            widths = {"before": was["layers"][layer], "after": is_now["layers"][layer]}
            return Change("width", {**numbers, **widths}, (topic, layer))
        case "insert_layer":
            return Change(topic, {"layer": numbers["at"]})
        case "activation" if asked["layer"] < len(was["layers"]):
            names = {
                "before": was["activations"][asked["layer"]],
                "after": is_now["activations"][asked["layer"]],
            }
            return Change("activation", {**numbers, **names})
        case "activation":
            return Change("output", {"before": was["output"], "after": is_now["output"]})
        case "weight":
            is_bias = is_now["bias"] and asked["column"] == _inputs_of(asked["layer"], is_now)
            return Change("bias" if is_bias else "weight", numbers, (topic, *numbers.values()))
        case "point_move":
            return Change(topic, thing=(topic, asked["index"]))
        case "lower_rate":
            return Change(topic, {"before": was["rate"], "after": is_now["rate"]})
        case "apply_update":
            return Change(topic, {"sample": asked["sample"]})
        case "own_function" if is_now["dataset"] == FORMULA:
            return Change("own_formula", {"formula": is_now["formula"]})
        case "own_function":
            return Change(topic, {"function": is_now["function"]})
        case "csv":
            return Change(topic, {"file": asked["name"]})
        case "file_header":
            return Change("file_header_names" if asked["header"] else "file_header_data")
        case "file_columns":
            name = now.uploaded.name if now.uploaded is not None else ""
            return Change("csv" if was["dataset"] != UPLOADED else topic, {"file": name})
        case "train" | "one_step" | "one_epoch":
            epoch = now.kept().progress.history["epoch"][-1] or 0.0
            return Change("go_on", {"epoch": epoch})
    return Change(topic if topic in CHANGES else "other", numbers)


def _of_setting(name: str, was: Mapping[str, Any], is_now: Mapping[str, Any]) -> Change:
    if name != "dataset":
        return setting_changed(RunSettings.param[name], was[name], is_now[name])
    titles = {"before": _title(was[name]), "after": _title(is_now[name])}
    return Change("dataset", titles)


def _title(dataset: str) -> str:
    return BROUGHT.get(dataset) or datasets.describe(dataset).title


def _inputs_of(layer: int, settings: Mapping[str, Any]) -> int:
    """How many weights a neuron of a layer has, besides its bias."""
    return int(settings["layers"][layer - 1]) if layer else len(settings["features"])
