"""Why a visitor cannot have what was asked for: a code, its arguments, and the sentence in English.

SENTENCES is the one place of these words. The code and the arguments travel with each, so that it can be said in
another language; codes stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from engine import problem
from engine.problem import Argument, Problem

LARGEST_WHOLE = 2**53 - 1  # that is exact in the browser

OWN: Mapping[str, str] = MappingProxyType(
    {
        # Any message
        "unforeseen": "That did not work; nothing was changed.",
        "too_much_at_once": "Too much was asked for at once; this was not done.",
        "nothing_given": "Nothing was given for {field}.",
        "choice_unknown": "There is no such choice for {field}; there are {choices}.",
        "list_needed": "A list is needed for {field}.",
        "table_needed": "A table of names and values is needed for {field}.",
        "switch_needed": "Either on or off is needed for {field}.",
        "text_needed": "Text is needed for {field}.",
        "text_longer": "The text for {field} is longer than {most:,} characters.",
        "field_number_needed": "A number is needed for {field}.",
        "field_whole_number_needed": "A whole number is needed for {field}.",
        "file_needed": "That is not a file.",
        "page_unknown": "There is no such page.",
        # Settings
        "setting_unknown": "There is no such setting.",
        "setting_choice_unknown": "{label}: there is no such choice; there are {choices}.",
        "setting_not_taken": "{label} cannot be set to that.",
        "setting_switch": "{label} is either on or off.",
        "setting_between": "{label} is a number between {low:,g} and {high:,g}.",
        "setting_whole_between": "{label} is a whole number between {low:,g} and {high:,g}.",
        "setting_at_least": "{label} is a number of at least {low:,g}.",
        "setting_whole_at_least": "{label} is a whole number of at least {low:,g}.",
        # The address
        "address_value_unusable": "{label} in the address is not usable; the default is used.",
        "address_layer_width": "A layer in the address was wider than {most} or narrower than 1.",
        "address_activation_unknown": "There is no activation {name!r}; {usual} is used.",
        "address_does_not_fit": "{label} in the address does not go with the data.",
        "address_cannot_be_made": "What the address describes cannot be made; the rest of it is used.",
        "address_sample_unknown": "There is no sample {number} in this data.",
        "address_points_unknown": "The points that the address adds, moves or removes are none of this data.",
        "address_file_missing": "The file that this link was made with is not in the link: choose it again.",
        "address_weights_do_not_fit": "The weights in the link do not fit its network; the seed's are used.",
        "address_drawing_unusable": "Drawing in the address is not usable; the pad is empty.",
        "address_graph_unusable": "The graph of the address cannot be drawn as it is: {reason}",
        # Layers
        "too_many_layers": "There are at most {most} hidden layers.",
        "gap_unknown": "There is no such gap between layers.",
        "layer_place_unknown": "There is no such place for the layer.",
        "activation_unknown": "There is no activation {name!r}.",
        "layer_unknown": "There is no hidden layer {number}.",
        "layer_width": "A layer has 1 to {most} neurons.",
        # What the browser had kept
        "not_a_run": "It is not a run.",
        "run_damaged": "It is damaged.",
        "run_not_whole": "It is not whole.",
        "run_of_other_version": "It was kept by another version of the playground.",
        "run_of_other_settings": "It is a run with other settings.",
        "run_begun_meanwhile": "Another run has begun meanwhile.",
        "run_of_other_network": "The weights that it began with are not those of this network.",
        # The network
        "choose_file_first": "Choose a file first.",
        "feature_needed": "Choose at least one of the features.",
        "neuron_unknown": "There is no such neuron.",
        "level_unknown": "A graph is shown a layer or a number at a time.",
        "weight_unknown": "There is no such weight.",
        "weight_out_of_range": "A weight is a number between {low:,} and {high:,}.",
        "output_does_not_fit": "{name!r} does not go with this data.",
        "loss_does_not_fit": "The loss {name} does not go with this data.",
        "sample_unknown": "There is no sample {number}.",
        "too_many_points": "At most {most} points can be placed by hand.",
        "no_such_point": "There is no such point.",
        # The graph
        "example_unknown": "There is no such example.",
        "export_unknown": "There is no such file.",
        "worksheet_too_long": "A worksheet of this graph would have {count:,} numbers; at most {most:,} are printed.",
        "shapes_do_not_fit": "These shapes do not go together: {reason}",
        "shape_does_not_fit": "That shape does not go with the others: {reason}",
        "too_many_input_numbers": "The inputs have {count:,} numbers in all; at most {most:,} are taken.",
        "gate_too_wide": "{count:,} edges lead into one gate of this graph; at most {most} are drawn.",
        "graph_too_large": "This graph has {count:,} edges; at most {most:,} are drawn.",
        "passes_too_large": "The passes of this graph have {count:,} numbers; at most {most:,} are shown.",
        "input_unknown": "There is no input {name}.",
        "input_too_large": "An input has at most {most} rows and {most} columns.",
        "number_needed": "A number is needed.",
        "array_needed": "A number, a vector or a matrix is needed.",
        "rows_of_numbers_needed": "Numbers are needed, every row as long as the others.",
        "number_out_of_range": "Numbers lie between -1e9 and 1e9.",
        "gates_not_one": "These gates do not make up one gate.",
        "gate_not_made_of_others": "This gate is not made of others.",
        "too_many_redrawn": "At most {most} gates are drawn in another way than they were typed.",
        "edge_without_gradient": "No gradient goes along such an edge.",
        # The digits
        "softmax_needed": "Ten digits need the softmax output.",
        "training_too_long": "Training is spread over at most {most:g} seconds.",
        "nothing_trained": "Nothing has been trained yet.",
        "model_came_trained": "This model came along trained: Train begins one of your own.",
        "pictures_unknown": "There are templates, and pictures of the first layer.",
        "cell_unknown": "There is no such cell.",
        "label_unknown": "A label is a digit from 0 to 9.",
        "model_unknown": "There is no such model.",
        "digit_unknown": "The digits are numbered from 0 to {last:,}.",
        "weights_too_large": "The weights have grown too large to read anything: reset them, and lower the rate.",
        "strokes_not_list": "A drawing is a list of strokes.",
        "too_many_strokes": "There are more than {most} strokes: clear the pad and draw again.",
        "too_many_stroke_points": "There are more than {most:,} points: clear the pad and draw again.",
        "stroke_not_numbers": "A stroke is a list of numbers.",
        "stroke_not_pairs": "A stroke is x and y in turn.",
        "stroke_off_pad": "A stroke stays on the pad: its places lie between 0 and 1.",
        "pen_thickness": "The thickness of the pen lies between {low} and {high}.",
    }
)
SENTENCES: Mapping[str, str] = MappingProxyType({**problem.SENTENCES, **OWN})


class Refused(Problem):
    """Something that a visitor asked for and cannot have; its text says why, in plain words."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES

    @classmethod
    def because(cls, reason: Problem) -> Refused:
        """What the engine says of what it was given, as the reason itself."""
        return cls(reason.code, **reason.arguments)


def told(reason: Problem) -> dict[str, Any]:
    """A reason as it travels: `code`, `arguments` (one that is itself a reason in the same way) and `text`."""
    arguments = {name: _sendable(value) for name, value in reason.arguments.items()}
    return {"code": reason.code, "arguments": arguments, "text": reason.sentence}


def _sendable(value: Argument) -> Any:
    if isinstance(value, Problem):
        return told(value)
    # What an address says may be a number that JavaScript does not have.
    return str(value) if isinstance(value, int) and abs(value) > LARGEST_WHOLE else value
