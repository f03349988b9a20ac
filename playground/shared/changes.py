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

from engine.numbers_in_words import WORDS

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
        "move_layer": "layer {layer} moved to position {to}",
        "activation": "activation of layer {layer} changed from {before} to {after}",
        "output": "activation of the output changed from {before} to {after}",
        # The network and its data
        "features": "features changed",
        "weight": "weight {column} of neuron {row} in layer {layer} set by hand",
        "bias": "bias of neuron {row} in layer {layer} set by hand",
        "new_weights": "new weights drawn",
        "reset": "run reset",
        "go_on": "training continued from epoch {epoch:,.4g}",
        "apply_update": "update of sample {sample} applied",
        "lower_rate": "learning rate lowered from {before} to {after}",
        "network_code": "network built from pasted code",
        "take_set_up": "suggested set-up used",
        "dataset": "data changed from {before} to {after}",
        "new_data": "new data drawn",
        "own_function": "data changed to the function {function}",
        "own_formula": "data changed to the formula {formula}",
        "build_formula": "network built from the formula",
        "draw_curve": "data changed to the drawn curve",
        "csv": "data changed to the file {file}",
        "file_columns": "columns of the file {file} chosen",
        "open_session": "saved session opened",
        "file_header_names": "first row of the file taken as names",
        "file_header_data": "first row of the file taken as data",
        "point_add": "point added",
        "point_move": "point moved",
        "point_remove": "point removed",
        # Runs side by side
        "compared_setting": "compared settings changed",
        "value": "{before} changed to {after}",
        "value_added": "{value} added",
        "value_away": "{value} removed",
        "value_move": "{value} moved",
        "ready_made": "comparison “{title}” opened",
        "choose_landscape": "landscape changed",
        "type_landscape": "landscape expression changed",
        "landscape_start": "starting point on the landscape moved",
        "landscape_goes": "optimizers on the landscape changed",
        "landscape_rate": "learning rate of {name} on the landscape changed",
        "runs_reset": "runs reset",
        "runs_go_on": "training continued from step {step}",
        # A digit
        "stroke": "stroke drawn",
        "stroke_back": "stroke removed",
        "clear_pad": "pad cleared",
        "pen": "pen thickness changed",
        "pick": "digit {number} chosen",
        "begin_own": "network of your own started",
        "take_best": "best weights restored",
        # A graph
        "expression": "expression changed",
        "example": "example “{title}” opened",
        "own_expression": "your own expression opened",
        "input": "{name} changed from {before} to {after}",
        "inputs": "values of {name} changed",
        "upstream": "upstream gradient changed",
        "mark": "{name} marked for descent",
        "unmark": "{name} no longer marked for descent",
        "descend": "gradient descent steps made",
        "descent_start": "inputs reset to their starting values",
        "fold": "gates of {name} folded into one",
        "unfold": "{name} unfolded into its gates",
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
        "undone_back": "Undone: {change}. The run is back at epoch {epoch}.",
        "redone_back": "Redone: {change}. The run is back at epoch {epoch}.",
        "undone_on": "Undone: {change}. The weights and curves are unchanged.",
        "redone_on": "Redone: {change}. The weights and curves are unchanged.",
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
        return WORDS.format(CHANGES[self.kind], **self.arguments)

    def said(self, sentence: str, **more: Any) -> str:
        """One of SENTENCES about this change."""
        return WORDS.format(SENTENCES[sentence], change=self, **more)


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
