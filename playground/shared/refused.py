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
        "unforeseen": "Something went wrong, and this was not done; everything else is unchanged.",
        "too_much_at_once": "Too much was asked for at once; this was not done.",
        "nothing_given": "Nothing was given for {field}.",
        "choice_unknown": "That is not an option for {field}; the options are {choices}.",
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
        "setting_choice_unknown": "{label}: that is not an option; the options are {choices}.",
        "setting_not_taken": "{label} cannot be set to that.",
        "setting_switch": "{label} is either on or off.",
        "setting_between": "{label} is a number between {low:,g} and {high:,g}.",
        "setting_whole_between": "{label} is a whole number between {low:,g} and {high:,g}.",
        "setting_at_least": "{label} is a number of at least {low:,g}.",
        "setting_whole_at_least": "{label} is a whole number of at least {low:,g}.",
        # The address
        "address_value_unusable": "{label} in the address cannot be used; the default is used instead.",
        "address_name_misspelt": "The address names a setting {name!r}, which does not exist; did you mean "
        "{nearest!r}?",
        "address_name_unknown": "The address names a setting {name!r}, which does not exist; it is ignored.",
        "address_names_unknown": "More names in the address that are not settings: {count}.",
        "address_layer_width": "A layer in the address was wider than {most} or narrower than 1.",
        "address_activation_unknown": "There is no activation {name!r}; {usual} is used.",
        "address_does_not_fit": "{label} in the address does not fit the data.",
        "address_cannot_be_made": "What the address describes cannot be made; the rest of it is used.",
        "address_sample_unknown": "There is no sample {number} in this data.",
        "address_points_unknown": "The points that the address adds, moves or removes do not belong to this data.",
        "address_file_missing": "The file that this link was made with is not in the link: choose it again.",
        "address_weights_do_not_fit": "The weights in the link do not fit its network; the seed's are used.",
        "address_drawing_unusable": "The drawing in the address cannot be used; the pad is empty.",
        "address_graph_unusable": "The graph of the address cannot be drawn as it is: {reason}",
        # Layers
        "too_many_layers": "There are at most {most} hidden layers.",
        "gap_unknown": "There is no such gap between layers.",
        "layer_place_unknown": "There is no such place for the layer.",
        "activation_unknown": "There is no activation {name!r}.",
        "layer_unknown": "There is no hidden layer {number}.",
        "layer_width": "A layer has 1 to {most} neurons.",
        # What the browser had kept
        "not_a_run": "It is not a saved run.",
        "run_damaged": "It is damaged.",
        "run_not_whole": "It is incomplete.",
        "run_of_other_version": "It was saved by another version of the playground.",
        "run_of_other_settings": "It is a run with other settings.",
        "run_begun_meanwhile": "Another run has begun meanwhile.",
        "expression_damaged": "The expression that this browser saved is damaged.",
        "run_of_other_network": "The weights that it began with are not those of this network.",
        "kept_unusable": "The training that this browser saved cannot be used. {reason}",
        # What is said of a run
        "interrupted_at_step": "Training was interrupted at step {step:,}. Go on?",
        "interrupted_at_epoch": "Training was interrupted at epoch {epoch:,}. Go on?",
        "interrupted_within_epoch": "Training was interrupted at epoch {epoch:.2f}. Go on?",
        "epoch_reached": "Epoch {epoch:,} has been reached.",
        "loss_reached": "The training loss is {loss:.4g}: it has reached its target of {target:g}.",
        "descent_made": "{steps:,} steps are made: the loss went from {before:.4g} to {after:.4g}.",
        "descent_reached": "The loss is {loss:.4g} after {steps:,} steps: it has reached its target of {target:g}.",
        "back_at_start": "The run is at its start again, now with a rate of {rate:g}.",
        "back_at_best": "The run is back where its loss was lowest, at epoch {epoch:,.3g}, now with a rate of "
        "{rate:g}.",
        "update_only_shown": "The update of sample {sample} was only shown: the weights are as they were.",
        "update_made": "The update of sample {sample} is made: its loss went from {before:.4g} to {after:.4g}.",
        "trained_one_epoch": "Trained for 1 epoch.",
        "trained_epochs": "Trained for {count:,} epochs.",
        "training_failed": "Training stopped; the weights are as they were.",
        "best_kept": "Stopped. The best weights, those of epoch {epoch:.3g}, are kept.",
        "weights_not_in_address": "Fresh weights: a link cannot hold trained ones.",
        "built": "Built from your code: {sizes}, with fresh weights.",
        "built_without_dropout": "Built from your code: {sizes}, with fresh weights. All hidden layers have one share "
        "of dropout here, at most 0.9, and the inputs have none: that of your code was left out.",
        "built_with_our_slope": "Built from your code: {sizes}, with fresh weights. Leaky ReLU has the slope {slope:g} "
        "here.",
        "built_without_dropout_and_with_our_slope": "Built from your code: {sizes}, with fresh weights. All hidden "
        "layers have one share of dropout here, at most 0.9, and the inputs have none: that of your code was left out. "
        "Leaky ReLU has the slope {slope:g} here.",
        "line_cannot_part": "The boundary of this network is a straight line, whatever its weights are, and no "
        "straight line puts more than {share:.0%} of these points on the right side.",
        "set_up_doubted": "This set-up may not learn {dataset}.",
        "set_up_doubted_for_function": "This set-up may not learn this function.",
        # The network
        "choose_file_first": "Choose a file first.",
        "feature_needed": "Choose at least one of the features.",
        "neuron_unknown": "There is no such neuron.",
        "level_unknown": "A graph is shown by layers or by single numbers.",
        "element_unknown": "There is no such element at this step.",
        "weight_unknown": "There is no such weight.",
        "weight_out_of_range": "A weight is a number between {low:,} and {high:,}.",
        "output_does_not_fit": "{name!r} does not fit this data.",
        "loss_does_not_fit": "The loss {name} does not fit this data.",
        "network_unreadable": "Line {line}: {reason}.",
        "sample_unknown": "There is no sample {number}.",
        "too_many_points": "At most {most} points can be placed by hand.",
        "no_such_point": "There is no such point.",
        # The graph
        "example_unknown": "There is no such example.",
        "export_unknown": "There is no such file.",
        "worksheet_too_long": "A worksheet of this graph would have {count:,} numbers; at most {most:,} are printed.",
        "too_many_input_numbers": "The inputs have {count:,} numbers in all; at most {most:,} are taken.",
        "gate_too_wide": "{count:,} edges lead into one gate of this graph; at most {most} are drawn.",
        "graph_too_large": "This graph has {count:,} edges; at most {most:,} are drawn.",
        "passes_too_large": "The passes of this graph have {count:,} numbers; at most {most:,} are shown.",
        "declared_refused": "{name} cannot have that value. {reason}",
        "input_unknown": "There is no input {name}.",
        "input_too_large": "An input has at most {most} rows and {most} columns.",
        "number_needed": "A number is needed.",
        "array_needed": "A number, a vector or a matrix is needed.",
        "rows_of_numbers_needed": "Numbers are needed, every row as long as the others.",
        "number_out_of_range": "Numbers lie between -1e9 and 1e9.",
        "gates_not_one": "These gates do not make up one gate.",
        "gate_not_made_of_others": "This gate is not made of others.",
        "too_many_redrawn": "At most {most} gates are drawn in another way than they were typed.",
        "edge_without_gradient": "The graph has no edge there along which a gradient goes back.",
        # The comparison
        "curve_of_x_needed": "The runs learn values along a line: write a function of x alone.",
        "curve_not_here": "A curve of your own is learned where all runs learn values along a line, and the dataset is "
        "not what is compared.",
        "too_many_values": "There is room for {most} values here.",
        "last_value": "At least one value is needed.",
        "value_there_already": "{value} is among the values already.",
        "value_unknown": "There is no such value.",
        "value_number_needed": "{label} needs a number, not {text!r}.",
        "value_choice_unknown": "{label}: there is no {text!r}; there are {choices}.",
        "pair_needed": "{label} is a name and then a number, such as {example}.",
        "widths_needed": "Widths of layers are whole numbers with commas between them, such as 8, 8, or none.",
        "compared_twice": "{label} is compared already.",
        "batch_larger_than_set": "A batch of {batch} is larger than the training set, which has {samples} samples.",
        "comparison_too_large": "These runs together are too much work for one page. Compare fewer of them, or smaller "
        "networks, smaller batches or fewer samples.",
        "cell_unmade": "{cell}: {reason}",
        "values_left_out": "Not all values in the address can be compared; those that can are.",
        "cell_of_comparison_unknown": "There is no such run.",
        "ready_made_unknown": "There is no such comparison.",
        "all_diverged": "Every run has diverged.",
        "cell_diverged": "{cell} has diverged and rests; the others go on.",
        # The landscape
        "landscape_refused": "This is no landscape: {reason}.",
        "landscape_too_large": "This expression has {count:,} numbers in its passes; a landscape takes at most "
        "{most:,}.",
        "landscape_unknown": "There is no such landscape.",
        "landscape_rate": "A learning rate is above 0 and at most {most:,g}.",
        "landscape_place": "A place on the map is two numbers, each between plus and minus {most:,g}.",
        "landscape_part_too_small": "A part of the map is wider and higher than that.",
        "start_of_networks": "The networks begin with the weights of their set-up: choose another seed there.",
        "optimizer_unknown": "There is no such optimizer.",
        "last_optimizer": "At least one optimizer is needed.",
        "landscape_in_address": "The landscape in the address cannot be shown as it is; the rest of it is used. "
        "{reason}",
        "walkers_rest": "Nobody can go on: where they would step to, the height has no number.",
        "step_reached": "Step {step:,} has been reached.",
        "walker_rests": "{name} rests: where it would step to, the height has no number. A lower rate may help.",
        "walked": "Step {step:,}: the lowest is {name}, at a height of {height:.4g}.",
        # The digits
        "softmax_needed": "The output for ten digits is always a softmax.",
        "training_too_long": "Training is spread over at most {most:g} seconds.",
        "nothing_trained": "Nothing has been trained yet.",
        "model_came_trained": "This model is trained already. Press Train to begin one of your own.",
        "pictures_unknown": "Only templates and pictures of the first layer can be shown.",
        "cell_unknown": "The table has ten rows and ten columns, one for each digit.",
        "label_missing": "Choose a label first: the digit that the picture is to become.",
        "model_unknown": "There is no such model.",
        "digit_unknown": "The digits are numbered from 0 to {last:,}.",
        "weights_too_large": "The weights have become too large to read anything: reset them, and lower the learning "
        "rate.",
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


class Remark(Problem):
    """What is said of a run, in the same way."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES


def told(reason: Problem) -> dict[str, Any]:
    """A reason as it travels: `code`, `arguments` (one that is itself a reason in the same way) and `text`."""
    arguments = {name: _sendable(value) for name, value in reason.arguments.items()}
    return {"code": reason.code, "arguments": arguments, "text": reason.sentence}


def _sendable(value: Argument) -> Any:
    if isinstance(value, Problem):
        return told(value)
    # What an address says may be a number that JavaScript does not have.
    return str(value) if isinstance(value, int) and abs(value) > LARGEST_WHOLE else value
