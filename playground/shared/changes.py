"""What a change is called when it is taken back, or made again.

CHANGES is the one place of these words, a line for each kind of change, and SENTENCES has the sentences that they are
said in.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import param

CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "other": "the last change",
        # Settings
        "setting": "{label} changed from {before} to {after}",
        "setting_on": "{label} switched on",
        "setting_off": "{label} switched off",
        # Layers
        "width": "layer {layer} changed from {before} to {after} neurons",
        "insert_layer": "layer {layer} added",
        "remove_layer": "layer {layer} removed",
        "move_layer": "layer {layer} made layer {to}",
        "activation": "activation of layer {layer} changed from {before} to {after}",
        "output": "activation of the output changed from {before} to {after}",
        # The network and its data
        "features": "other features chosen",
        "weight": "weight {column} of neuron {row} in layer {layer} set by hand",
        "bias": "bias of neuron {row} in layer {layer} set by hand",
        "new_weights": "new weights drawn",
        "reset": "run reset",
        "go_on": "training gone on from epoch {epoch}",
        "apply_update": "update of sample {sample} made",
        "lower_rate": "learning rate lowered from {before} to {after}",
        "network_code": "network built of pasted code",
        "take_set_up": "set-up taken that learns the data",
        "dataset": "data changed from {before} to {after}",
        "new_data": "new data drawn",
        "own_function": "function {function} taken as data",
        "draw_curve": "curve drawn as data",
        "csv": "file {file} taken as data",
        "point_add": "point added",
        "point_move": "point moved",
        "point_remove": "point removed",
        # Runs side by side
        "compared_setting": "other settings compared",
        "value": "{before} changed to {after}",
        "value_added": "{value} added",
        "value_away": "{value} taken away",
        "value_move": "{value} moved",
        "ready_made": "“{title}” picked",
        "choose_landscape": "another landscape chosen",
        "type_landscape": "landscape typed",
        "landscape_start": "common start on the landscape moved",
        "landscape_goes": "other optimizers sent over the landscape",
        "landscape_rate": "learning rate of {name} on the landscape changed",
        "runs_reset": "runs reset",
        "runs_go_on": "training gone on from step {step}",
        # A digit
        "stroke": "stroke drawn",
        "stroke_back": "stroke taken back",
        "clear_pad": "pad cleared",
        "pen": "thickness of the pen changed",
        "pick": "digit {number} picked",
        "begin_own": "a network of your own begun",
        "take_best": "best weights taken",
        # A graph
        "expression": "expression typed",
        "example": "example “{title}” chosen",
        "own_expression": "your own expression chosen",
        "input": "{name} changed from {before} to {after}",
        "inputs": "values of {name} changed",
        "upstream": "upstream gradient changed",
        "mark": "{name} marked to move down",
        "unmark": "{name} marked to stay",
        "descend": "inputs moved down the gradient",
        "descent_start": "inputs put back to where they started",
        "fold": "gates of {name} drawn as one",
        "unfold": "{name} drawn as the gates that it is made of",
    }
)
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        # On the buttons
        "undo": "Undo: {change}. (Ctrl+Z)",
        "redo": "Redo: {change}. (Ctrl+Shift+Z)",
        # When it is done
        "undone": "Undone: {change}.",
        "redone": "Redone: {change}.",
        # And where the run that a change had dropped is there again, or one has gone on meanwhile
        "undone_back": "Undone: {change}. The run is at epoch {epoch} again.",
        "redone_back": "Redone: {change}. The run is at epoch {epoch} again.",
        "undone_on": "Undone: {change}. Weights and curves stay as they are.",
        "redone_on": "Redone: {change}. Weights and curves stay as they are.",
    }
)


@dataclass(frozen=True)
class Change:
    """A kind of change, with what is said of it. `thing` is what may change many times in one move, such as a slider;
    None for what is done at once. `unbroken`: it is one move however long the hand rests."""

    kind: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    thing: Hashable = None
    unbroken: bool = False

    def __str__(self) -> str:
        return CHANGES[self.kind].format(**self.arguments)

    def said(self, sentence: str, **more: Any) -> str:
        """One of SENTENCES about this change."""
        return SENTENCES[sentence].format(change=self, **more)


def setting_changed(parameter: param.Parameter[Any], before: Any, after: Any) -> Change:
    """Another value of a setting; of a number it may be one on the way."""
    if isinstance(parameter, param.Boolean):
        return Change("setting_on" if after else "setting_off", {"label": parameter.label})
    called = getattr(parameter, "called", {})
    values = {
        name: "none" if value is None else called.get(value, value)
        for name, value in (("before", before), ("after", after))
    }
    thing = parameter.name if isinstance(parameter, param.Number) else None
    return Change("setting", {"label": parameter.label, **values}, thing)
