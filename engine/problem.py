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
        "parentheses_too_deep": "nested deeper than {most} parentheses",
        "sign_unknown": "{sign!r} cannot be used here; use + - * / ** @ or a comparison such as <",
        "power_sign": "{sign!r} cannot be used here; a power is written **",
        "number_malformed": "{number!r} is not a number; write it as 12, 0.5 or 1e-3",
        "product_sign_missing": "{number!r} is not a number: write * for a product, as in 2*x",
        "name_underscores": "a name begins with a letter and has no double underscore",
        "word_unread": "{name!r} is a word of Python that is not supported here; leave this line out",
        "name_too_long": "a name has at most {most} letters",
        "parenthesis_not_closed": "{sign!r} was never closed",
        "parenthesis_not_opened": "unmatched {sign!r}",
        "quote_not_closed": "this quotation mark was never closed",
        "colon_missing": "a colon is missing here",
        "indentation": "the lines of a block begin under one another, further in than the line that it belongs to",
        "while_unread": "while is not supported; write for i in range(3), which is repeated line by line",
        "choice_unread": "if and else are not supported; write where(x > 0, a, b), or a mask: (x > 0) * a",
        "logic_unread": "and, or and not are not supported; multiply masks, as in (x > 0) * (x < 1)",
        "class_base": "only plain classes and those of nn.Module are read, as in class Net(nn.Module):",
        "class_body": "a class has functions here, such as __init__ and forward; write this line inside one of them",
        "self_missing": "{name} needs self as its first argument, as in def {name}(self, x):",
        "forward_missing": "{name} has no function forward; write def forward(self, x): with a return",
        "object_lacks": "{name} has no {given} here; write self.{given} = ... in __init__, or def {given}(self, x):",
        "sign_unexpected": "{sign!r} is not expected here",
        "end_too_early": "something is missing at the end",
        "operator_missing": "an operator such as + or * is expected here",
        "plain_name_needed": "only a plain name can stand before =",
        "one_plain_name_needed": "only one plain name can stand before =",
        "syntax": "this is not understood here; type an expression such as (x + y) * z",
        "nested_too_deeply": "this is nested too deeply",
        "statement_unknown": "only expressions and names for them, such as q = x + y, are understood",
        "expression_missing": "nothing is computed here yet; add a line that is, such as y = x * x",
        "name_is_function": "{name} is a function and cannot be a name; write another, such as {name}1",
        "used_before_value": "{name} is used before it gets a value here",
        "name_taken": "{name} is there already; give the function another name",
        "calls_itself": "{name} cannot call itself; write a loop, as in for i in range(3)",
        "function_unknown": "there is no function {name!r}",
        "function_not_among": "there is no function {name!r}; there are {known}",
        "operations_too_deep": "operations are nested deeper than {most}; name the parts, as in q = x + y",
        "number_too_large": "this number is too large",
        "comma_misplaced": "a comma stands only between the arguments of a function",
        "plain_numbers_only": "only plain numbers and names are understood here, as in 0.5 * x",
        "operation_unknown": "this is not understood; use + - * / ** @ and functions",
        "comparison_chain": "one comparison at a time: write (0 < x) * (x < 1)",
        "import_unread": "{name} cannot be imported here; numpy, torch, math and micrograd can",
        "element_assigned": "a single element cannot be given a value; build the whole array, as in stack([a, b])",
        "decorator_unread": "a line that begins with @ is not supported; leave it out",
        "arguments_unread": "only plain arguments are supported, as in def f(x, w, b)",
        "return_outside": "return can only be used in a function",
        "return_in_loop": "return inside a loop is not supported; return after it",
        "nothing_returned": "{name} returns nothing; end it with return and a value",
        "own_arguments": "the arguments of {name} are: {names}",
        "comprehension_unread": "only one for, without if, is supported here, as in [w * x for w, x in zip(ws, xs)]",
        "names_and_values": "{names} names are given {values} values here",
        "loop_over_data": "how many {what} has is not known here; write range(3), or give it its numbers first",
        "loop_too_long": "a loop is repeated at most {most} times",
        "range_unknown": "range takes whole numbers that are known here, as in range(3)",
        "length_unknown": "the length of {what} is not known here; write the number",
        "slice_unknown": "a place is a whole number that is known here, as in x[0], x[0:2] or X[:, 1]",
        "mask_index": "an index that is a mask would change the shape; multiply by it: (x > 0) * x",
        "too_much_to_read": "this is too long: with all its loops and calls it has more than {most:,} parts",
        "random_unread": "{name} draws random numbers; write the numbers, or leave the name without a value: "
        "then it is an input",
        "rows_differ": "the rows of a matrix must be of one length",
        "array_too_large": "an array here has at most {most:,} numbers",
        "sizes_needed": "{name} needs whole numbers that are known here as its sizes",
        "whole_number_needed": "a whole number that is known here is needed",
        "number_needed_here": "a number is needed here, as in 0.5",
        "flag_needed": "True or False is needed here",
        "reduction_unknown": 'the reduction is "mean" or "sum"',
        "option_missing": "{name} needs its {option} as well",
        "pieces_needed": "a list is needed here, as in [a, b]",
        "list_empty": "there is nothing in this list",
        "list_method_unread": "lists have no {name} here; write the whole list, as in [a, b]",
        "function_near": "there is no function {name!r}; did you mean {near}?",
        "method_unknown": "there is no .{name}() here; write {near}(x) or x.{near}()",
        "method_not_called": "{name} is a function: write .{name}()",
        "dot_unknown": "there is no .{name} here; .T, .sum(), .mean() and the like are read",
        "size_unread": "a shape is read where it says how many, as in range(x.shape[0]), if x has its numbers here",
        "gradient_unread": "the gradients are computed here: leave .grad out, and end with the loss",
        "layer_needed": "a layer is needed here, as in nn.Linear(2, 3) or nn.ReLU()",
        "linear_sizes": "nn.Linear needs the number of inputs and the number of outputs, up to {most}, as in "
        "nn.Linear(2, 3)",
        # A network out of code
        "network_missing": "there are no layers here; write them in a row, as in nn.Sequential(nn.Linear(2, 4), "
        'nn.Tanh(), nn.Linear(4, 1)) or Sequential([Dense(4, activation="tanh"), Dense(1)])',
        "network_arguments": "what {name} is made with is not said here; add the line that makes it, with its {names}",
        "network_not_written_out": "this is not supported here; write the layers of the network out, one by one",
        "network_no_chain": "this is not one layer after another, which is all that is built here; paste it on the "
        "Graph page instead",
        "layer_shared": "this layer stands in the network twice; here each has weights of its own",
        "network_outside": "this is not supported here; the lines with the layers and the one with the loss are enough",
        "network_too_long": "at most {most} layers and activations can stand in a row",
        "layer_near": "{name} is not supported here; did you mean {near}?",
        "layer_not_built": "{name} is not supported here; write nn.Linear or Dense, and an activation such as "
        "nn.Tanh()",
        "pasted_linear_sizes": "nn.Linear needs two whole numbers, the number of inputs and the number of outputs, as "
        "in nn.Linear(2, 4)",
        "dense_size": "Dense needs a whole number, how many neurons it has, as in Dense(4)",
        "input_shape": "the number of inputs is one whole number here, as in shape=(2,)",
        "input_misplaced": "the input must come before the first layer",
        "share_needed": "{name} takes a number from 0 up to 1, as in {name}(0.1)",
        "layer_inputs_differ": "this layer takes {given} numbers, but the layer before it gives {before}",
        "first_layer_inputs": "the first layer must take as many numbers as features are chosen: {needed}, not {given}",
        "last_layer_width": "the last layer must have as many neurons as the data have outputs: {needed}, not {given}",
        "layers_too_many": "there are at most {most} hidden layers here, and this is one more",
        "layer_too_wide": "a layer has at most {most} neurons here, not {width}",
        "biases_differ": "either all layers have biases here, or none has one",
        "activation_misplaced": "an activation must follow a layer, and only one can",
        "activation_not_built": "{name} is not an activation here; there are {known}",
        "activation_not_hidden": "{name} is for the last layer alone; a hidden layer here has {known}",
        "output_not_for_data": "{name} at the end does not fit these data; write {known}",
        "output_not_for_loss": "{name} at the end does not fit {loss}",
        "loss_not_built": "{name} is not a loss here; there are mean squared and absolute error, binary cross-entropy, "
        "cross-entropy and hinge",
        "loss_not_for_data": "{name} does not fit these data",
        "loss_contains": "{loss} contains the {name} already: leave it out here, or it is applied twice",
        "loss_needs": "{loss} needs probabilities: end with {name}, or take the loss that contains it",
        "slope_needed": "the slope is a number from 0 up to 1",
        "function_not_called": "{name} is a function: write {name}(...)",
        "own_value": "{name} is used in its own value; give the result another name",
        "power_too_large": "powers above {most} are not computed",
        "not_a_function": "only the name of a function can be called, as in exp(x)",
        "argument_unknown": "{name} takes no {given} here; by name it takes {known}",
        "no_argument_by_name": "{name} takes no arguments by name here, such as {given}",
        "one_argument": "{name} takes 1 argument",
        "one_argument_not": "{name} takes 1 argument, not {count}",
        "arguments_not": "{name} takes {needed} arguments, not {count}",
        "one_argument_or_more": "{name} takes 1 or more arguments, not {count}",
        "too_many_operations": "more than {most:,} operations",
        "too_many_edges": "more than {most:,} edges",
        "too_many_edges_into_gate": "{count:,} edges lead into this one gate; at most {most:,} may",
        "axis_unknown": "the axis is 0 (down the rows) or 1 (along them)",
        "value_not_finite": "this has no finite value",
        # Values that do not go through a gate, or to a graph
        "gate_refuses": "{gate}: {reason}",
        "shapes_differ": "these shapes do not fit together",
        "sizes_differ": "{left} and {right}: the sizes must be equal, or one of them 1",
        "pieces_differ": "{sizes}: these do not fit together",
        "vector_needed": "needs a vector, not a single number",
        "matrix_needed": "needs a matrix, not the size {size}",
        "axis_missing": "there is no axis {axis} in the size {size}",
        "equal_shapes_needed": "{left} and {right}: both must have the same shape",
        "input_too_long": "{name} would need {count:,} rows or columns; at most {most} are taken",
        "place_outside": "[{places}] lies outside the size {size}",
        "rows_needed": "needs the numbers of rows, and a matrix with these rows",
        "row_number_outside": "there is no row {row}: there are {rows} rows, counted from 0 to {last}",
        "reshape_sizes": "{count} elements do not fit into the size {size}",
        "array_too_deep": "an array is a vector or a matrix here; this one would have more than two dimensions",
        "convolution_of_vectors": "conv1d takes two vectors: the row and the kernel",
        "convolution_of_matrices": "conv2d takes two matrices: the picture and the kernel",
        "kernel_too_large": "a kernel of {kernel} does not fit into the size {size}",
        "window_too_large": "a window of {window} does not fit into the size {size}",
        "two_pieces_needed": "needs two pieces of one size, not {count} elements",
        "inner_sizes_differ": "{left} times {right}: the inner sizes must be equal",
        "product_of_numbers": "@ multiplies vectors and matrices; to multiply by a number write *",
        "scores_not_vector": "the scores must be a vector, one for each class, not a single number",
        "label_not_class": "there is no class {label}: there are {classes} classes, counted from 0 to {last}",
        "label_shape": "one label for each row of the {scores} scores is needed, or ones and zeros of that size; "
        "the size here is {label}",
        "label_not_number": "the label of a single score must be a single number, 0 or 1",
        "upstream_shape": "the upstream gradient is of the size {given}, the output {output}",
        "jacobian_too_large": "the Jacobian of {node} by {input} has {rows:,} x {columns:,} entries "
        "({size}); it is written out up to {most:,}",
        # Why a value, or a gradient, is not finite
        "log_of_negative": "log of {value} is not a number: log takes positive numbers",
        "log_of_zero": "log of 0 is −∞: log takes positive numbers",
        "root_of_negative": "the square root of {value} is not a number: it takes numbers from 0 up",
        "division_by_zero": "{value} divided by 0 is infinite",
        "zero_by_zero": "0 divided by 0 is not a number",
        "power_of_zero": "0 to the power of {exponent} divides by 0",
        "power_of_negative": "{base} to the power of {exponent} is not a number: a power that is not whole "
        "takes numbers from 0 up",
        "function_overflow": "{function}({value}) is larger than the largest float, about 1.8e308",
        "overflow": "{gate} is larger than the largest float, about 1.8e308",
        "not_a_number": "{gate} is not a number here",
        "too_few_to_spread": "{gate} has too few numbers: it would divide by 0",
        "probability_outside": "{value} is not a probability between 0 and 1, and has no cross-entropy",
        "slope_infinite": "the slope of {gate} is infinite here",
        "zero_times_infinite_slope": "the slope of {gate} is infinite here, and 0 times infinity is not a number",
        "gradient_overflow": "the gradient that {gate} sends back is larger than the largest float, about 1.8e308",
        "rule_alone": "{reason}; this gradient is what the rule gives, but there is no slope here",
        # Drawings
        "pad_empty": "There is nothing to read yet.",
        "pad_full": "The pad is full: there is nothing to read.",
        "pad_dot": "That is a dot: there is nothing to read.",
        # Down a graph
        "descent_needs_number": "Only a single number can be made smaller: the output here is a vector or a matrix.",
        "descent_needs_inputs": "Mark the inputs that are to move.",
        "descent_without_gradient": "{name} has no gradient, and so does not move.",
        "descent_rises": "The last {most} steps have each raised the loss: at a rate of {rate:g} they go too far. "
        "Go back to the start and try a rate of {lower:g}.",
        "descent_not_finite": "It stops here: at a rate of {rate:g} step {step:,} would leave the numbers that can be "
        "computed with. Go back to the start and try a rate of {lower:g}.",
        # Training
        "diverged": "Training stopped: at a rate of {rate:g} the steps became so large that the loss is no longer a "
        "finite number. The last finite weights are kept; try a rate of {lower:g}.",
        "training_jumps": "Training gets nowhere: after {steps:,} steps the loss jumps between {low:.3g} and "
        "{high:.3g}; at the start it was {first:.3g}. At a rate of {rate:g} the steps go too far. Try a rate of "
        "{lower:g}.",
        "units_dead": "Training gets nowhere: after {steps:,} steps {count} of the {units} neurons in hidden layer "
        "{layer} are dead. They give 0 for every sample, so no gradient flows back through them. Try a rate of "
        "{lower:g}, or other first weights.",
        "units_saturated": "Training gets nowhere: after {steps:,} steps {count} of the {units} neurons in hidden "
        "layer {layer} are saturated. Their slope is 0 for every sample, so no gradient flows back through them. Try a "
        "rate of {lower:g}, or other first weights.",
        "units_alike": "Training gets nowhere: after {steps:,} steps all neurons of a hidden layer are still the same, "
        "since they began the same and get the same gradient. Try another initializer.",
        "training_flat": "Training gets nowhere: after {steps:,} steps the loss is {last:.3g}, and at the start it was "
        "{first:.3g}. Try another learning rate, more neurons or other features.",
        "weights_blown_up": "The weights are still those that the run blew up to, as large as {largest:.2g}: hardly "
        "anything is learned from there. Reset puts back those that it began with.",
        "progress_of_other_optimizer": "The optimizer's state is that of another optimizer.",
        "progress_of_other_network": "The weights are those of another network.",
        "progress_weights_not_finite": "Some of the weights are not finite numbers.",
        "progress_steps_impossible": "No run has come to so many steps.",
        "progress_best_not_finite": "The best loss is not a finite number.",
        "progress_curves_not_whole": "The curves are incomplete.",
        "progress_epoch_not_finite": "An epoch of the curves is not a finite number.",
        "progress_epochs_out_of_order": "The epochs of the curves are out of order.",
        "progress_curves_not_finite": "Some numbers of the curves are not finite.",
        # Points
        "last_point": "at least one point must stay",
        "point_unknown": "there is no point {point}",
        "one_coordinate_needed": "a point here needs one coordinate",
        "coordinates_needed": "a point here needs {count} coordinates",
        "point_outside": "the point lies outside the plot",
        "point_value_not_finite": "the value of a point must be a finite number",
        "class_unknown": "there is no class {number}",
        # A function of one's own as data
        "function_too_long": "the function is longer than {most} characters",
        "function_unreadable": "column {column}: {reason}",
        "function_two_comparisons": "column {column}: one < or > is enough: it divides the plane into two classes",
        "function_variable_unknown": "{name} is not known: a curve is a function of x, a surface of x1 and x2",
        "function_variables_mixed": "x makes a curve, x1 and x2 make a surface: write one or the other",
        "function_constant": "this is the same everywhere: write a function of x, or of x1 and x2",
        "function_classes_of_line": "two classes lie in the plane: compare with x1 and x2, as in x2 > sin(x1)",
        "function_not_of_points": "{gate} cannot be computed of one point at a time",
        "function_not_finite": "the function has no finite value at {place}",
        "stroke_points": "a stroke has 1 to {most} points",
        "stroke_not_finite": "a stroke is drawn in pairs of finite numbers",
        "curve_missing": "nothing is drawn yet: draw a curve first",
        "function_one_class": "all points lie on one side: the function does not divide them",
        # Landscapes
        "landscape_without_variables": "a landscape has two variables, and this has none: write x and y, say",
        "landscape_variables": "a landscape has two variables, and this has {count}: {names}",
        "landscape_of_arrays": "the two variables of a landscape are single numbers",
        "landscape_not_one_number": "the height of a landscape is one number, and this has several",
        # CSV files
        "file_too_large": "the file is larger than {megabytes} MB",
        "file_not_utf8": "the file is not text in UTF-8; save it as CSV UTF-8",
        "file_not_text": "the file is not text",
        "file_empty": "the file is empty",
        "file_without_data": "the file has no data: there is nothing in it but separators",
        "row_with_one_column": "row {row} has 1 column; there must be {needed}: two features, then a label or a value",
        "row_with_columns": "row {row} has {count} columns; there must be {needed}: "
        "two features, then a label or a value",
        "row_malformed": "row {row} is malformed: its quotation marks do not match, or a cell is too long",
        "too_many_rows": "the file has more than {most:,} rows",
        "one_row": "the file has 1 row of data; at least {fewest} are needed",
        "too_few_rows": "the file has {count} rows of data; at least {fewest} are needed",
        "column_constant": "column {column!r} has the same value in every row",
        "column_not_drawable": "the numbers in column {column!r} are too large or too close together to be drawn",
        "cell_empty": "row {row}, column {column!r} is empty",
        "cell_not_number": "row {row}, column {column!r}: {text!r} is not a number",
        "cell_not_finite": "row {row}, column {column!r}: {text!r} is not a finite number",
        "one_class": "column {column!r} has one class only; at least two are needed",
        "too_many_classes": "column {column!r} has {count} different words; at most {most} classes can be drawn",
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
