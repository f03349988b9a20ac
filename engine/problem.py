"""What is wrong with something that somebody has typed or given, so that it can be said in any language.

A problem is a code, which stays the same, and arguments, which are said with it; SENTENCES has the English of each
code, a whole sentence with places for the arguments, written as `str.format` reads them. Who words it in another
language needs the code and the arguments alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, Union

Argument = Union[str, int, float, "Problem"]

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        # Expressions: what stands at a place of the text
        "text_too_long": "the text is longer than {most} characters",
        "nothing_typed": "there is nothing here yet: type an expression such as (x + y) * z",
        "parentheses_too_deep": "parentheses are nested more than {most} deep; split the expression, as in q = x + y",
        "sign_unknown": "{sign!r} cannot be used here; use + - * / ** @ or a comparison such as <",
        "sign_written": "{sign!r} cannot be used here; write {right}",
        "power_sign": "{sign!r} cannot be used here; write ** for a power",
        "number_malformed": "{number!r} is not a number; write it as 12, 0.5 or 1e-3",
        "product_sign_missing": "{number!r} is not a number; write * for a product, as in 2*x",
        "name_underscores": "a name must begin with a letter and must not contain a double underscore",
        "word_unread": "the Python keyword {name!r} is not supported here; leave this line out",
        "name_too_long": "a name can have at most {most} letters",
        "parenthesis_not_closed": "{sign!r} was never closed",
        "parenthesis_not_opened": "{sign!r} has no matching opening bracket",
        "prime_written": "' cannot be used here; write A.T for a transpose",
        "quote_not_closed": "this quotation mark was never closed",
        "colon_missing": "a colon is missing here",
        "indentation": "the lines of a block must all be indented equally, and more than the line above the block",
        "while_unread": "while is not supported; write for i in range(3) instead",
        "with_unread": "'with' is not supported; leave this line out and move the lines under it to the left",
        "choice_unread": "if and else are not supported; write where(x > 0, a, b), or a mask: (x > 0) * a",
        "logic_unread": "and, or and not are not supported; multiply masks, as in (x > 0) * (x < 1)",
        "class_base": "only plain classes and subclasses of nn.Module are supported, as in class Net(nn.Module):",
        "class_body": "a class can contain only functions here, such as __init__ and forward; write this line inside "
        "one of them",
        "self_missing": "{name} needs self as its first argument, as in def {name}(self, x):",
        "forward_missing": "{name} has no forward function; write def forward(self, x): with a return",
        "object_lacks": "{name} has no {given} here; write self.{given} = ... in __init__, or def {given}(self, x):",
        "sign_unexpected": "{sign!r} is not expected here",
        "end_too_early": "something is missing at the end",
        "operator_missing": "an operator such as + or * is expected here",
        "brackets_missing": "brackets are missing here; write {name}(x)",
        "several_on_a_line": "write each name and its value on a line of its own, or put ; between them",
        "plain_name_needed": "only a plain name can stand before =",
        "one_plain_name_needed": "only one plain name can stand before =",
        "syntax": "this is not understood here; type an expression such as (x + y) * z",
        "nested_too_deeply": "this is nested too deeply",
        "statement_unknown": "this is not supported; write an expression, or give one a name, as in q = x + y",
        "expression_missing": "nothing is computed here yet; add a line that computes something, such as y = x * x",
        "name_is_function": "{name} is the name of a function; choose another name, such as {name}1",
        "used_before_value": "{name} is used here before it has a value",
        "name_taken": "the name {name} is already in use; give the function another name",
        "calls_itself": "{name} cannot call itself; write a loop, as in for i in range(3)",
        "function_unknown": "there is no function {name!r}",
        "function_not_among": "there is no function {name!r}; the functions are {known}",
        "operations_too_deep": "operations are nested more than {most} deep; give names to parts, as in q = x + y",
        "number_too_large": "this number is too large",
        "zero_divides": "this divides by zero",
        "product_before_bracket": "write * for a product, as in 2 * (x + y)",
        "never_called": "{name} is defined but never used; add a line such as y = {name}({inputs})",
        "comma_misplaced": "a comma can only separate the arguments of a function",
        "decimal_comma": "a comma can only separate the arguments of a function; write {right} with a point",
        "plain_numbers_only": "only numbers and names can be used here, as in 0.5 * x",
        "operation_unknown": "this is not supported; use + - * / ** @ and functions",
        "comparison_chain": "comparisons cannot be chained; write (0 < x) * (x < 1)",
        "import_unread": "{name} cannot be imported here; only numpy, torch, tensorflow, jax, math and micrograd can",
        "element_assigned": "a single element cannot be assigned a value; build the whole array, as in stack([a, b])",
        "decorator_unread": "a line that begins with @ is not supported; leave it out",
        "arguments_unread": "only simple arguments are supported, as in def f(x, w, b)",
        "return_outside": "return can only be used in a function",
        "return_in_loop": "return inside a loop is not supported; return after the loop",
        "nothing_returned": "{name} returns nothing; end it with return and a value",
        "own_arguments": "the arguments of {name} are: {names}",
        "comprehension_unread": "only one for, without if, is supported here, as in [w * x for w, x in zip(ws, xs)]",
        "names_and_values": "there are {values} values for {names} names here",
        "loop_over_data": "the length of {what} is not known here; write range(3), or give it its numbers first",
        "loop_too_long": "a loop can be repeated at most {most} times",
        "range_unknown": "range needs whole numbers that are known here, as in range(3)",
        "length_unknown": "the length of {what} is not known here; write the number",
        "slice_unknown": "an index must be a whole number that is known here, as in x[0], x[0:2] or X[:, 1]",
        "mask_index": "a mask cannot be used as an index; multiply by it, as in (x > 0) * x",
        "too_much_to_read": "this is too long: with all its loops and calls written out, it has more than {most:,} "
        "parts",
        "random_unread": "{name} is not supported because its result is random; use randn, rand, normal, uniform or "
        "randint, or write the numbers themselves",
        "random_range": "{name} needs whole numbers that are known here, with the smaller one first, as in "
        "randint(0, 3)",
        "rows_differ": "the rows of a matrix must all have the same length",
        "array_too_large": "an array can have at most {most:,} numbers here",
        "sizes_needed": "the sizes in {name} must be whole numbers that are known here",
        "whole_number_needed": "a whole number that is known here is needed",
        "number_needed_here": "a number is needed here, as in 0.5",
        "flag_needed": "True or False is needed here",
        "reduction_unknown": 'the reduction must be "mean" or "sum"',
        "option_missing": "{name} also needs {option}",
        "pieces_needed": "a list is needed here, as in [a, b]",
        "list_empty": "this list is empty",
        "list_method_unread": "lists have no .{name} here; write the whole list, as in [a, b]",
        "function_written": "there is no function {name!r}; write {right}",
        "function_near": "there is no function {name!r}; perhaps you meant {near}",
        "method_unknown": "there is no .{name}() here; write {near}(x) or x.{near}()",
        "method_not_called": "{name} is a function: write .{name}()",
        "dot_unknown": ".{name} is not supported here; .T, .sum(), .mean() and similar ones are",
        "size_unread": "a shape can only be used as a number of repetitions, as in range(x.shape[0]), and only if x "
        "has its numbers here",
        "gradient_unread": "the gradients are computed for you: leave .grad out, and end with the loss",
        "layer_needed": "a layer is needed here, as in nn.Linear(2, 3) or nn.ReLU()",
        "linear_sizes": "nn.Linear needs the numbers of inputs and outputs, up to {most}, as in nn.Linear(2, 3)",
        # A network out of code
        "network_missing": "there are no layers here; write them one after another, as in nn.Sequential(nn.Linear(2, "
        '4), nn.Tanh(), nn.Linear(4, 1)) or Sequential([Dense(4, activation="tanh"), Dense(1)])',
        "network_arguments": "the arguments of {name} are missing; add the line that creates it, with its {names}",
        "network_not_written_out": "this is not supported here; write out the layers of the network one by one",
        "network_no_chain": "only networks with one layer after another can be built here; paste this on the Graph "
        "page instead",
        "layer_shared": "this layer is used twice; each layer must have weights of its own here",
        "network_outside": "this is not supported here; the lines with the layers and the line with the loss are "
        "enough",
        "network_too_long": "there can be at most {most} layers and activations",
        "layer_near": "{name} is not supported here; perhaps you meant {near}",
        "layer_not_built": "{name} is not supported here; write nn.Linear or Dense, and an activation such as "
        "nn.Tanh()",
        "pasted_linear_sizes": "nn.Linear needs two whole numbers, the numbers of inputs and outputs, as in "
        "nn.Linear(2, 4)",
        "dense_size": "Dense needs the number of its neurons as a whole number, as in Dense(4)",
        "input_shape": "the number of inputs must be a single whole number here, as in shape=(2,)",
        "input_misplaced": "the input must come before the first layer",
        "share_needed": "{name} needs a number from 0 to below 1, as in {name}(0.1)",
        "layer_inputs_differ": "this layer has {given} inputs, but the layer before it has {before} outputs",
        "first_layer_inputs": "the first layer must have as many inputs as there are chosen features: {needed}, not "
        "{given}",
        "last_layer_width": "the last layer must have as many neurons as the data has outputs: {needed}, not {given}",
        "layers_too_many": "a network can have at most {most} hidden layers here, and this is one too many",
        "layer_too_wide": "a layer can have at most {most} neurons here, not {width}",
        "biases_differ": "either all layers or none must have biases here",
        "activation_misplaced": "an activation must follow a layer, and each layer can have only one",
        "activation_not_built": "{name} is not an activation here; the activations are {known}",
        "activation_not_hidden": "{name} can only be used in the last layer; for a hidden layer, use {known}",
        "output_not_for_data": "{name} at the end does not fit this data; write {known}",
        "output_not_for_loss": "{name} at the end does not fit {loss}",
        "loss_not_built": "{name} is not a loss here; the losses are mean squared error, absolute error, binary "
        "cross-entropy, cross-entropy and hinge",
        "loss_not_for_data": "{name} does not fit this data",
        "loss_contains": "{loss} already contains the {name}: leave it out here, or it is applied twice",
        "loss_needs": "{loss} needs probabilities: end with {name}, or use the loss that contains it",
        "slope_needed": "the slope must be a number from 0 to 1",
        "function_not_called": "{name} is a function: write {name}(...)",
        "own_value": "{name} is used in its own value; give the result another name",
        "power_too_large": "powers above {most} cannot be computed here",
        "not_a_function": "only the name of a function can be called, as in exp(x)",
        "argument_unknown": "{name} has no argument {given} here; its named arguments are {known}",
        "no_argument_by_name": "{name} has no named arguments here, such as {given}",
        "one_argument": "{name} takes 1 argument",
        "one_argument_not": "{name} takes 1 argument, not {count}",
        "arguments_not": "{name} takes {needed} arguments, not {count}",
        "one_argument_or_more": "{name} takes 1 or more arguments, not {count}",
        "too_many_operations": "there are more than {most:,} operations",
        "too_many_edges": "there are more than {most:,} edges",
        "too_many_edges_into_gate": "this gate has {count:,} incoming edges; at most {most:,} are allowed",
        "axis_unknown": "the axis must be 0 (down the columns) or 1 (along the rows)",
        "value_not_finite": "this has no finite value",
        # Values that do not go through a gate, or to a graph
        "gate_refuses": "{gate}: {reason}",
        "shapes_differ": "these shapes do not fit together",
        "sizes_differ": "{left} and {right}: the sizes must be equal, or one of them 1",
        "pieces_differ": "the sizes {sizes} do not fit together",
        "vector_needed": "needs a vector, not a single number",
        "matrix_needed": "needs a matrix, not the size {size}",
        "axis_missing": "there is no axis {axis} in the size {size}",
        "equal_shapes_needed": "{left} and {right}: both must have the same shape",
        "input_too_long": "{name} would need {count:,} rows or columns; at most {most} are allowed",
        "place_outside": "[{places}] is outside the size {size}",
        "rows_needed": "needs row numbers, and a matrix with these rows",
        "row_number_outside": "there is no row {row}: there are {rows} rows, counted from 0 to {last}",
        "reshape_sizes": "{count} elements do not fit into the size {size}",
        "array_too_deep": "an array is a vector or a matrix here; this one would have more than two dimensions",
        "convolution_of_vectors": "conv1d needs two vectors: the input and the kernel",
        "convolution_of_matrices": "conv2d needs two matrices: the picture and the kernel",
        "kernel_too_large": "a kernel of {kernel} does not fit into the size {size}",
        "window_too_large": "a window of {window} does not fit into the size {size}",
        "two_pieces_needed": "needs two pieces of equal size, not {count} elements",
        "inner_sizes_differ": "{left} times {right}: the inner sizes must be equal",
        "product_of_numbers": "@ multiplies vectors and matrices; to multiply by a number, write *",
        "scores_not_vector": "the scores must be a vector, one for each class, not a single number",
        "label_not_class": "there is no class {label}: there are {classes} classes, counted from 0 to {last}",
        "label_shape": "for scores of size {scores}, one label per row is needed, or ones and zeros of that size; "
        "the size here is {label}",
        "label_not_number": "the label of a single score must be a single number, 0 or 1",
        "upstream_shape": "the upstream gradient has the size {given}, but the output has the size {output}",
        "jacobian_too_large": "the Jacobian of {node} with respect to {input} has {rows:,} x {columns:,} entries "
        "({size}); at most {most:,} are written out",
        # Why a value, or a gradient, is not finite
        "log_of_negative": "log({value}) is not a number: log needs a positive number",
        "log_of_zero": "log(0) is −∞: log needs a positive number",
        "root_of_negative": "sqrt({value}) is not a real number: sqrt needs 0 or a positive number",
        "division_by_zero": "{value} divided by 0 is infinite",
        "zero_by_zero": "0 divided by 0 is not a number",
        "power_of_zero": "0 to the power of {exponent} divides by 0",
        "power_of_negative": "{base} to the power of {exponent} is not a real number: use a base that is not "
        "negative, or a whole exponent",
        "function_overflow": "{function}({value}) is larger than the largest float, about 1.8e308",
        "overflow": "{gate} is larger than the largest float, about 1.8e308",
        "not_a_number": "{gate} is not a number here",
        "too_few_to_spread": "{gate} has too few numbers: it would divide by 0",
        "probability_outside": "{value} has no cross-entropy, because it is not a probability between 0 and 1",
        "power_without_slope": "{base} to the power of b has a value only where b is a whole number, so it has no "
        "slope in b: use a base above 0",
        # What is taken for a slope where there is none
        "kink_at_zero": "{input} is exactly 0, where {gate} has a kink: {slope} is taken for its slope there",
        "kink_in_array": "where {input} is exactly 0, {gate} has a kink: {slope} is taken for its slope there",
        "kink_at_low": "{input} is exactly at the lower bound: 0 is taken for the slope there, as in max",
        "kink_at_high": "{input} is exactly at the upper bound: 1 is taken for the slope there, as in min",
        "kink_of_error": "where both are equal, {gate} has a kink: 0 is taken for its slope there",
        "kink_of_norm": "{input} is exactly 0, where its norm has a kink: 0 is taken for its slope there",
        "tie_to_number": "{input} and {number} are equal here: {gate} has a kink, and 0 is taken for its slope, as in "
        "ReLU",
        "tie_to_input": "{input} and {number} are equal here: min has a kink, and 1 is taken for its slope, since max "
        "takes 0",
        "tie_to_first": "some are equal here: {first}, the first of them, takes all of the gradient",
        "tie_of_elements": "some elements are equal here: the first of them takes all of the gradient",
        # What a loss is not defined for
        "targets_not_shares": "the targets of {gate} add up to {total} here, but cross-entropy needs shares that add "
        "up to 1, or the number of a class",
        "target_negative": "a target of {gate} is {value}, but cross-entropy needs shares between 0 and 1, or the "
        "number of a class",
        "targets_not_one": "the targets of {gate} need a single 1 among zeros here, or the number of a class",
        "target_outside": "a target of {gate} is {value}, but it must be between 0 and 1",
        "slope_infinite": "the slope of {gate} is infinite here",
        "zero_times_infinite_slope": "the slope of {gate} is infinite here, and 0 times infinity is not a number",
        "gradient_overflow": "the gradient that {gate} sends back is larger than the largest float, about 1.8e308",
        "rule_alone": "{reason}; this gradient is what the rule gives, but there is no slope here",
        # Drawings
        "pad_empty": "There is nothing to read yet. Draw a digit.",
        "pad_full": "The whole pad is filled in, so there is no digit to read. Clear it and draw again.",
        "pad_dot": "This is only a dot. Draw a digit.",
        "pad_specks": "These are several separate marks. Draw one digit.",
        "pad_two_digits": "These look like two digits side by side. Clear the pad and draw one at a time.",
        # Down a graph
        "descent_needs_number": "Descend needs a single number as the output; here it is a vector or a matrix. Add a "
        "line with sum or mean, for example.",
        "descent_needs_inputs": "Mark the inputs that gradient descent should change.",
        "descent_without_gradient": "{name} has no gradient, so gradient descent does not change it.",
        "descent_rises": "Each of the last {most} steps raised the loss: with a learning rate of {rate:g}, they are "
        "too large. Go back to the start and try a learning rate of {lower:g}.",
        "descent_not_finite": "Stopped: with a learning rate of {rate:g}, step {step:,} would lead to numbers that "
        "are not finite. Go back to the start and try a learning rate of {lower:g}.",
        # Training
        "diverged": "Training stopped: with a learning rate of {rate:g}, the steps became so large that the loss is "
        "no longer a finite number. The last finite weights have been kept. Try a learning rate of {lower:g}.",
        "training_jumps": "Training is making no progress: after {steps:,} steps, the loss jumps between {low:.3g} "
        "and {high:.3g}; at the start it was {first:.3g}. With a learning rate of {rate:g}, the steps are too large. "
        "Try a learning rate of {lower:g}.",
        "units_dead": "Training is making no progress: after {steps:,} steps, {count} of the {units} neurons in "
        "hidden layer {layer} are dead. Their output is 0 for every sample, so no gradient flows back through them. "
        "Try a learning rate of {lower:g}, or new weights.",
        "units_saturated": "Training is making no progress: after {steps:,} steps, {count} of the {units} neurons in "
        "hidden layer {layer} are saturated. Their slope is almost 0 for every sample, so hardly any gradient flows "
        "back through them. Try a learning rate of {lower:g}, or new weights.",
        "threshold_output": "The output is a threshold unit: its slope is 0 on both sides of the jump, so no gradient "
        "flows back, and training changes none of the weights. Set them by hand.",
        "threshold_hidden": "Hidden layer {layer} has threshold units: their slope is 0 on both sides of the jump, so "
        "no gradient flows back through them. Training changes only the weights above; set those below by hand.",
        "units_alike": "Training is making no progress: after {steps:,} steps, all neurons in a hidden layer are "
        "still identical, because they started with the same weights and get the same gradient. Try another "
        "initializer.",
        "training_flat": "Training is making no progress: after {steps:,} steps, the loss is {last:.3g}; at the "
        "start it was {first:.3g}. Try another learning rate, more neurons or other features.",
        "weights_blown_up": "The weights are still those from when the run diverged, as large as {largest:.2g}, and "
        "the network can hardly learn from there. Press Reset to return to the initial weights.",
        "loss_blown_up": "The loss is {loss:.3g}, far above the {first:.3g} at the start: steps that were too large "
        "have led the weights far away. If the loss does not come down, press Reset to return to the initial weights.",
        "progress_of_other_optimizer": "The optimizer's state belongs to another optimizer.",
        "progress_of_other_network": "The weights belong to another network.",
        "progress_weights_not_finite": "Some of the weights are not finite numbers.",
        "progress_steps_impossible": "The number of steps is not valid.",
        "progress_best_not_finite": "The best loss is not a finite number.",
        "progress_curves_not_whole": "The curves are incomplete.",
        "progress_epoch_not_finite": "An epoch of the curves is not a finite number.",
        "progress_epochs_out_of_order": "The epochs of the curves are out of order.",
        "progress_curves_not_finite": "Some numbers in the curves are not finite.",
        # Points
        "last_point": "keep at least one point",
        "point_unknown": "there is no point {point}",
        "one_coordinate_needed": "a point needs one coordinate here",
        "coordinates_needed": "a point needs {count} coordinates here",
        "point_outside": "the point lies outside the plot",
        "point_value_not_finite": "the value of a point must be a finite number",
        "class_unknown": "there is no class {number}",
        # A function of one's own as data
        "function_too_long": "the function is longer than {most} characters",
        "function_unreadable": "column {column}: {reason}",
        "function_two_comparisons": "column {column}: use only one < or >, which divides the plane into two classes",
        "function_variable_unknown": "{name} is not known here: write a function of x for a curve, or of x1 and x2 "
        "for a surface",
        "function_variables_mixed": "x cannot be used together with x1 and x2: use x for a curve, or x1 and x2 for a "
        "surface",
        "function_constant": "this has the same value everywhere: write a function of x, or of x1 and x2",
        "function_classes_of_line": "to get two classes, compare with x1 and x2, as in x2 > sin(x1)",
        "function_not_of_points": "{gate} cannot be computed for one point at a time",
        "function_not_finite": "the function has no finite value at {place}",
        # A Boolean formula of one's own
        "formula_empty": "there is nothing here yet: write a formula such as (A | B) & !(A & B)",
        "formula_too_long": "the formula is longer than {most} characters",
        "formula_too_many_names": "a formula can have at most {most} variables, and this has {count}",
        "formula_name_too_long": "column {column}: a variable can have at most {most} letters",
        "formula_sign_unknown": "column {column}: {sign!r} cannot be used in a formula; use & | ^ ! and parentheses, "
        "or and, or, xor, not",
        "formula_sign_misplaced": "column {column}: a variable or ( is expected here, not {sign!r}",
        "formula_sign_missing": "column {column}: a sign such as & or | is missing before {name!r}",
        "formula_ends": "something is missing at the end: a formula is (A | B) & !(A & B), for example",
        "formula_not_closed": "column {column}: this parenthesis was never closed",
        "formula_not_opened": "column {column}: this parenthesis was never opened",
        "formula_too_deep": "parentheses are nested more than {most} deep",
        "stroke_points": "a stroke must have 1 to {most} points",
        "stroke_not_finite": "a stroke must consist of pairs of finite numbers",
        "curve_missing": "nothing is drawn yet: draw a curve first",
        "function_one_class": "the function does not divide the points: all of them are on one side",
        # Landscapes
        "landscape_without_variables": "a landscape needs two variables, and this has none: use x and y, for example",
        "landscape_variables": "a landscape needs two variables, and this has {count}: {names}",
        "landscape_of_arrays": "the two variables of a landscape must be single numbers",
        "landscape_of_labels": "{name} is the number of a class here: a landscape needs two numbers that have a slope",
        "landscape_not_one_number": "the height of a landscape must be a single number, and this has several",
        # CSV files
        "file_too_large": "the file is larger than {megabytes} MB",
        "file_not_text": "the file is not text",
        "file_empty": "the file is empty",
        "file_without_data": "the file has no data: it contains only separators",
        "row_with_one_column": "row {row} has 1 column, but at least 2 are needed: a feature, and a label or a value",
        "row_with_columns": "row {row} has {count} columns, but most rows have {needed}",
        "too_many_columns": "the file has more than {most} columns",
        "too_many_cells": "the file has more than {most:,} cells",
        "row_malformed": "row {row} is malformed: its quotation marks do not match, or a cell is too long",
        "too_many_rows": "the file has more than {most:,} rows",
        "one_row": "the file has 1 row of data; at least {fewest} are needed",
        "too_few_rows": "the file has {count} rows of data; at least {fewest} are needed",
        "too_few_full_rows": "the file has {count} rows without an empty cell in the columns used; at least {fewest} "
        "are needed",
        "columns_differ": "the file has {count} columns, and something is chosen for another number of them",
        "thousands_unclear": "{text!r} could be in the thousands or have a decimal sign; choose what it is",
        "one_target_needed": "choose exactly one column as the target",
        "feature_column_needed": "choose at least one column as a feature",
        "too_many_inputs": "the chosen features are {count} numbers in each row; at most {most} can be used",
        "too_many_categories": "column {column!r} has {count} different words, and each of them would be a feature; at "
        "most {most} can be used",
        "classes_along_curve": "column {column!r} is classes, and these need two features; with one feature the target "
        "must be values",
        "column_constant": "column {column!r} has the same value in every row",
        "column_not_drawable": "the numbers in column {column!r} are too large or too close together to be drawn",
        "cell_not_number": "row {row}, column {column!r}: {text!r} is not a number",
        "cell_not_finite": "row {row}, column {column!r}: {text!r} is not a finite number",
        "one_class": "column {column!r} has only one class; at least two are needed",
        "too_many_classes": "column {column!r} has {count} different words; at most {most} classes can be drawn",
        # How a CSV file was taken
        "first_row_names": "The first row was taken as the names of the columns.",
        "first_row_data": "The first row was taken as data.",
        "row_left_out": "1 row was left out, because one of its cells is empty.",
        "rows_left_out": "{count:,} rows were left out, because some of their cells are empty.",
        "column_only_counts": "The column {column!r} only numbers the rows and is not used.",
        "columns_unused": "Not used: {names}.",
        "decimal_commas": "The comma was taken as the decimal sign.",
        "commas_group": "Numbers such as {text} were taken as thousands.",
        "encoding_guessed": "The file is not in UTF-8. It was read as Windows text, so some letters may be wrong.",
        "features_scaled": "The network is given the features scaled, from −5 to 5: {formulas}.",
        "features_scaled_more": "The network is given the features scaled, from −5 to 5: {formulas} and {more} more.",
        "target_scaled": "It learns {formula}, from −1 to 1; 1 in this scale, and in the loss, is {one} in {column}.",
        "undivided": "All {count:,} rows are used both for training and for validation.",
        "undivided_few": "All {count} rows are used both for training and for validation, because there are fewer than "
        "{fewest}.",
    }
)


class Problem(ValueError):
    """Something that was given and cannot be taken: `code`, `arguments`, and as its text the sentence in English.

    KeyError for a code without a sentence, and for an argument that the sentence has a place for and that is missing.
    """

    sentences: ClassVar[Mapping[str, str]] = SENTENCES

    def __init__(self, code: str, **arguments: Argument) -> None:
        super().__init__(self.sentences[code].format(**arguments))
        self.code, self.arguments = code, arguments

    @property
    def sentence(self) -> str:
        """What is wrong, in English."""
        return self.sentences[self.code].format(**self.arguments)

    def __format__(self, spec: str) -> str:
        return format(self.sentence, spec)  # in another's sentence: without the place that some add to theirs


class ShapeError(Problem):
    """Values whose shapes do not go through a gate, or do not fit together."""


class LabelError(Problem):
    """The number of a class, or of a row, that there is not."""


def size_text(shape: Sequence[int]) -> str:
    """A shape as it is said: "2×3" for a matrix, "3" for a vector, "1" for a number."""
    return "×".join(map(str, shape)) or "1"
