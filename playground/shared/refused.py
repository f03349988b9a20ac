"""Why a visitor cannot have what was asked for: a code, its arguments, and the sentence in English.

SENTENCES is the one place of these words. The code and the arguments travel with each, so that it can be said in
another language; codes stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from engine import problem_sentences
from engine.problem import Argument, Problem
from playground.messages.fields import Reason

LARGEST_WHOLE = 2**53 - 1  # that is exact in the browser

OWN: Mapping[str, str] = MappingProxyType(
    {
        # Any message
        "unforeseen": "An error occurred, and your last change was not made. Everything else is unchanged; please "
        "try again.",
        "too_much_at_once": "There were too many requests at once, so this one was not carried out. Wait a moment "
        "and try again.",
        "nothing_given": "Nothing was given for {field}.",
        "choice_unknown": "This is not an option for {field}; the options are {choices}.",
        "list_needed": "A list is needed for {field}.",
        "table_needed": "A table of names and values is needed for {field}.",
        "switch_needed": "Either on or off is needed for {field}.",
        "text_needed": "Text is needed for {field}.",
        "text_longer": "The text for {field} is longer than {most:,} characters.",
        "field_number_needed": "A number is needed for {field}.",
        "field_whole_number_needed": "A whole number is needed for {field}.",
        "file_needed": "This is not a file. Choose a file.",
        "page_unknown": "This page does not exist.",
        # Settings
        "setting_unknown": "This setting does not exist.",
        "setting_choice_unknown": "{label}: this is not an option; the options are {choices}.",
        "setting_not_taken": "{label} cannot have this value.",
        "setting_switch": "{label} must be either on or off.",
        "setting_between": "{label} must be a number between {low:,g} and {high:,g}.",
        "setting_whole_between": "{label} must be a whole number between {low:,g} and {high:,g}.",
        "setting_at_least": "{label} must be a number of at least {low:,g}.",
        "setting_whole_at_least": "{label} must be a whole number of at least {low:,g}.",
        # The address
        "address_value_unusable": "{label} in the address cannot be used; the default is used instead.",
        "address_name_misspelt": "The address names a setting {name!r}, which does not exist; did you mean "
        "{nearest!r}?",
        "address_name_unknown": "The address names a setting {name!r}, which does not exist; it is ignored.",
        "address_names_unknown": "The address also has other names that are not settings ({count}); they are ignored.",
        "address_layer_width": "A layer in the address must have between 1 and {most} neurons.",
        "address_activation_unknown": "There is no activation {name!r}; {usual} is used instead.",
        "address_does_not_fit": "{label} in the address does not fit the data.",
        "address_cannot_be_made": "Part of what the address describes is not possible; the rest of it is used.",
        "address_sample_unknown": "There is no sample {number} in this data.",
        "address_points_unknown": "The points that the address adds, moves or removes do not belong to this data.",
        "address_file_missing": "This link was made with a file of data, which a link cannot contain. Choose the "
        "file again.",
        "address_weights_do_not_fit": "The weights in the link do not fit its network; the initial weights of its "
        "seed are used instead.",
        "address_drawing_unusable": "The drawing in the address is damaged; the pad is empty.",
        "address_graph_unusable": "The graph in the address cannot be drawn: {reason}",
        # Layers
        "too_many_layers": "A network can have at most {most} hidden layers.",
        "gap_unknown": "A layer cannot be added at this position.",
        "layer_place_unknown": "The layer cannot be moved to this position.",
        "activation_unknown": "There is no activation {name!r}.",
        "layer_unknown": "There is no hidden layer {number}.",
        "layer_width": "A layer must have 1 to {most} neurons.",
        # What the browser had kept
        "not_a_run": "It is not a saved run.",
        "run_damaged": "It is damaged.",
        "run_not_whole": "It is incomplete.",
        "run_of_other_version": "It was saved by another version of the playground.",
        "run_of_other_settings": "It belongs to a run with different settings.",
        "run_begun_meanwhile": "Another run has started in the meantime.",
        "expression_damaged": "The expression that this browser saved is damaged.",
        "run_of_other_network": "Its initial weights are not those of this network.",
        "not_a_session": "This is not a saved session of the playground.",
        "session_unusable": "This saved session cannot be opened. {reason}",
        "session_part_unusable": "Part of what it describes is not possible.",
        "session_too_large": "This session is larger than {most} MB, so it cannot be saved in one file.",
        "kept_file_damaged": "It is damaged.",
        "kept_file_unusable": "The file that this browser saved cannot be used. {reason}",
        "kept_unusable": "The training that this browser saved cannot be used. {reason}",
        # What is said of a run
        "interrupted_at_step": "Training was interrupted at step {step:,}. Go on?",
        "interrupted_at_epoch": "Training was interrupted at epoch {epoch:,}. Go on?",
        "interrupted_within_epoch": "Training was interrupted at epoch {epoch:.2f}. Go on?",
        "epoch_reached": "Epoch {epoch:,} has been reached.",
        "loss_reached": "The training loss is {loss:.4g} and has reached its target of {target:g}.",
        "descent_made": "After {steps:,} steps, the loss has gone from {before} to {after}.",
        "descent_reached": "After {steps:,} steps, the loss is {loss} and has reached its target of {target:g}.",
        "back_at_start": "The run is back at its start, now with a learning rate of {rate:g}.",
        "back_at_best": "The run is back at epoch {epoch:,.3g}, where its loss was lowest, now with a learning rate "
        "of {rate:g}.",
        "update_only_shown": "The update for sample {sample} was only shown; the weights are unchanged.",
        "update_made": "The update for sample {sample} has been applied: its loss went from {before:.4g} to "
        "{after:.4g}.",
        "trained_one_epoch": "Trained for 1 epoch.",
        "trained_epochs": "Trained for {count:,} epochs.",
        "training_failed": "An error stopped training; the weights are unchanged. Press Train to try again.",
        "best_kept": "Training has stopped. The best weights, from epoch {epoch:.3g}, are in use.",
        "link_without_file": "It does not contain your file {name}: whoever opens it is asked to choose the file.",
        "link_without_weights": "It does not contain the trained weights, because there are more than {most:,}: "
        "whoever opens it sees the network before training.",
        "weights_not_in_address": "The weights are fresh, because a link cannot contain trained weights. Press Train "
        "to train them.",
        "built": "Built from your code: {sizes}, with fresh weights.",
        "built_without_dropout": "Built from your code: {sizes}, with fresh weights. The dropout in your code was "
        "left out: here all hidden layers share one dropout rate of at most 0.9, and the inputs have none.",
        "built_with_our_slope": "Built from your code: {sizes}, with fresh weights. Here, leaky ReLU always has a "
        "slope of {slope:g}.",
        "built_without_dropout_and_with_our_slope": "Built from your code: {sizes}, with fresh weights. The dropout "
        "in your code was left out: here all hidden layers share one dropout rate of at most 0.9, and the inputs "
        "have none. Here, leaky ReLU always has a slope of {slope:g}.",
        "built_of_thresholds": "Built from the formula: {sizes}, all of them threshold units. Their weights are exact, "
        "so there is nothing to train.",
        "formula_first": "Type a Boolean formula first, such as (A | B) & !C.",
        "line_cannot_part": "The decision boundary of this network is always a straight line, and no straight line "
        "puts more than {share:.0%} of these points on the correct side.",
        "set_up_doubted": "Another set-up is known to learn {dataset}.",
        "set_up_doubted_for_function": "Another set-up is made for functions like this one.",
        # The network
        "choose_file_first": "Choose a file first.",
        "feature_needed": "Choose at least one feature.",
        "neuron_unknown": "This neuron does not exist.",
        "level_unknown": "The graph can show either layers or single numbers.",
        "element_unknown": "This step has no such element.",
        "weight_unknown": "This weight does not exist.",
        "weight_out_of_range": "A weight must be a number between {low:,} and {high:,}.",
        "output_does_not_fit": "{name!r} does not fit this data.",
        "loss_does_not_fit": "The loss {name} does not fit this data.",
        "network_unreadable": "Line {line}: {reason}.",
        "sample_unknown": "There is no sample {number}.",
        "too_many_points": "At most {most} points can be placed by hand.",
        "no_such_point": "This point does not exist.",
        # The graph
        "example_unknown": "This example does not exist.",
        "worksheet_too_long": "A worksheet for this graph would have {count:,} numbers; at most {most:,} can be "
        "printed.",
        "too_many_input_numbers": "The inputs have {count:,} numbers altogether; at most {most:,} are allowed.",
        "gate_too_wide": "One gate of this graph has {count:,} incoming edges; at most {most} can be drawn.",
        "graph_too_large": "This graph has {count:,} edges; at most {most:,} can be drawn.",
        "passes_too_large": "The forward and backward passes of this graph have {count:,} numbers; at most {most:,} "
        "can be shown.",
        "declared_refused": "{name} cannot have this value. {reason}",
        "input_unknown": "There is no input {name}.",
        "input_too_large": "An input can have at most {most} rows and {most} columns.",
        "number_needed": "A number is needed.",
        "array_needed": "A number, a vector or a matrix is needed.",
        "rows_of_numbers_needed": "All entries must be numbers, and all rows must be equally long.",
        "number_out_of_range": "Numbers must be between −1,000,000,000 and 1,000,000,000.",
        "gates_not_one": "These gates cannot be folded into one.",
        "gate_not_made_of_others": "This gate cannot be unfolded.",
        "too_many_redrawn": "At most {most} gates can be folded or unfolded at once.",
        "edge_without_gradient": "There is no edge here along which a gradient flows back. Choose another edge.",
        # The comparison
        "start_does_not_fit": "The moved start belongs to other networks, so the runs start from the weights of their "
        "seeds.",
        "start_too_large": "The start of networks with more than {most:,} parameters cannot be moved, because the "
        "address could not hold it.",
        "curve_of_x_needed": "The runs learn a function of x, so write a function of x alone.",
        "curve_not_here": "A curve of your own can be used only if all runs learn a function of x and the dataset is "
        "not one of the compared settings.",
        "too_many_values": "At most {most} values can be compared here.",
        "last_value": "Keep at least one value.",
        "value_there_already": "{value} is already one of the values.",
        "value_unknown": "This value does not exist.",
        "value_number_needed": "{label} must be a number, not {text!r}.",
        "value_choice_unknown": "{label}: {text!r} is not an option; the options are {choices}.",
        "pair_needed": "{label}: write a name and then a number, such as {example}.",
        "widths_needed": "Write the widths of the layers as whole numbers separated by commas, such as 8, 8, or "
        "write none.",
        "compared_twice": "{label} is already being compared.",
        "batch_larger_than_set": "A batch of {batch} is larger than the training set, which has {samples} samples.",
        "comparison_too_large": "These runs together are too much work. Compare fewer of them, or use smaller "
        "networks, smaller batches or fewer samples.",
        "cell_unmade": "{cell}: {reason}",
        "values_left_out": "Some of the values in the address cannot be compared and were left out.",
        "cell_of_comparison_unknown": "This run does not exist.",
        "ready_made_unknown": "This comparison does not exist.",
        "all_diverged": "Every run has diverged.",
        "cell_diverged": "{cell} has diverged and has stopped; the other runs continue.",
        # Lessons: what is asked of a page in words, and what is answered
        "measure_unknown": "The page {page} has no measure {words!r}; its measures are {known}.",
        "measure_written_so": "{words!r} is not complete; write {right}.",
        "measure_not_here": "{words} is not known here yet.",
        "measure_needs_sample": "No sample is being stepped through. Click a point first.",
        "measure_node_unknown": "The graph has no node {name!r}.",
        "measure_edge_unknown": "The graph has no edge from {source!r} to {target!r}.",
        "measure_no_gradient": "{name} has no gradient.",
        "measure_element": "{name} has no element {place}; its size is {size}.",
        "measure_needs_element": "{name} has several elements; write which, as in {name}[0].",
        "measure_too_long": "A measure has at most {most} characters.",
        "number_in_two_ways": "“{text}” can be read in two ways: write {thousands} or {decimal}.",
        "answer_number_needed": "Type a number, such as −0.53, 1/3 or 1e-2.",
        "lesson_unknown": "This lesson does not exist.",
        "lesson_not_kept": "This lesson is not kept in this browser. Open the link, or the file, that it came from.",
        "lesson_link_long": "The lesson in this link is longer than {most:,} characters, so it is not opened.",
        "lesson_link_damaged": "The lesson in this link is damaged; part of the link may be missing.",
        "lesson_link_large": "The lesson in this link is larger than {most:,} bytes, so it is not opened.",
        "lesson_link_unusable": "The lesson in this link cannot be read: {reason}",
        "draft_large": "This lesson has more than {most:,} characters, so it is not looked at.",
        "draft_steps": "A lesson has at most {most} steps.",
        "lesson_elsewhere": "This question is about the {page} page. Press Put it back to return to it.",
        "answer_not_known": "The playground does not find an answer to this question.",
        "answer_unknown": "This is not one of the possible answers.",
        # The landscape
        "landscape_refused": "This cannot be drawn as a landscape: {reason}.",
        "landscape_too_large": "The forward and backward passes of this expression have {count:,} numbers; a "
        "landscape can have at most {most:,}.",
        "landscape_unknown": "This landscape does not exist.",
        "landscape_rate": "A learning rate must be above 0 and at most {most:,g}.",
        "landscape_place": "A place on the map must be two numbers, each between −{most:,g} and {most:,g}.",
        "landscape_part_too_small": "This part of the map is too small. Choose a larger one.",
        "start_of_networks": "The map is still being computed. Move the start once it is there.",
        "optimizer_unknown": "This optimizer does not exist.",
        "last_optimizer": "Keep at least one optimizer.",
        "landscape_in_address": "Part of the landscape in the address cannot be shown; the rest is used. {reason}",
        "walkers_rest": "No optimizer can continue: where the next step would lead, the height is not a finite "
        "number. Try a lower learning rate.",
        "step_reached": "Step {step:,} has been reached.",
        "walker_rests": "{name} has stopped: where its next step would lead, the height is not a finite number. A "
        "lower learning rate may help.",
        "walked": "Step {step:,}: {name} is lowest, at a height of {height:.4g}.",
        # The digits
        "softmax_needed": "The output activation for the ten digits is always softmax.",
        "training_too_long": "Training can be spread over at most {most:g} seconds.",
        "nothing_trained": "Nothing has been trained yet.",
        "model_came_trained": "This model is already trained. Press Train to start one of your own.",
        "cell_unknown": "The confusion matrix has ten rows and ten columns, one for each digit.",
        "label_missing": "First choose a label: the digit that the picture should become.",
        "model_unknown": "This model does not exist.",
        "digit_unknown": "The number of a digit must be between 0 and {last:,}.",
        "weights_too_large": "The weights have become too large for the network to read digits. Press Reset and "
        "lower the learning rate.",
        "strokes_not_list": "A drawing must be a list of strokes.",
        "too_many_strokes": "There are more than {most} strokes: clear the pad and draw again.",
        "too_many_stroke_points": "There are more than {most:,} points: clear the pad and draw again.",
        "stroke_not_numbers": "A stroke must be a list of numbers.",
        "stroke_not_pairs": "A stroke must have an x and a y for each of its points.",
        "stroke_off_pad": "A stroke must stay on the pad, with coordinates between 0 and 1.",
        "pen_thickness": "The pen thickness must be between {low} and {high}.",
    }
)
SENTENCES: Mapping[str, str] = MappingProxyType({**problem_sentences.SENTENCES, **OWN})


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


def told(reason: Problem) -> Reason:
    """A reason as it travels: `code`, `arguments` (one that is itself a reason in the same way) and `text`."""
    arguments = {name: _sendable(value) for name, value in reason.arguments.items()}
    return {"code": reason.code, "arguments": arguments, "text": reason.sentence}


def _sendable(value: Argument) -> Any:
    if isinstance(value, Problem):
        return told(value)
    # What an address says may be a number that JavaScript does not have.
    return str(value) if isinstance(value, int) and abs(value) > LARGEST_WHOLE else value
