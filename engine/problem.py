"""What is wrong with something that somebody has typed or given, so that it can be said in any language.

A problem is a code, which stays the same, and arguments, which are said with it; SENTENCES has the English of each
code, a whole sentence with places for the arguments, written as `str.format` reads them. Who words it in another
language needs the code and the arguments alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Union

Argument = Union[str, int, float, "Problem"]

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        # Expressions: what stands at a place of the text
        "text_too_long": "the text is longer than {most} characters",
        "nothing_typed": "there is nothing here yet: type an expression such as (x + y) * z",
        "parentheses_too_deep": "nested deeper than {most} parentheses",
        "sign_unknown": "{sign!r} means nothing here",
        "power_sign": "{sign!r} means nothing here; a power is written **",
        "number_malformed": "{number!r} is no number",
        "product_sign_missing": "{number!r} is no number: write * for a product, as in 2*x",
        "name_underscores": "a name begins with a letter and has no double underscore",
        "name_reserved": "{name!r} cannot be a name here",
        "parenthesis_not_closed": "{sign!r} was never closed",
        "parenthesis_not_opened": "unmatched {sign!r}",
        "quote_not_closed": "this quotation mark was never closed",
        "colon_missing": "a colon is missing here",
        "indentation": "the lines of a block begin under one another, further in than the line that it belongs to",
        "while_unread": "while is not read; write for i in range(3), which is written out turn by turn",
        "choice_unread": "a choice is not read; write where(x > 0, a, b), or a mask: (x > 0) * a",
        "logic_unread": "and, or and not are not read; multiply masks, as in (x > 0) * (x < 1)",
        "class_unread": "classes are not read; paste the functions, and the lines that use them",
        "sign_unexpected": "{sign!r} is not expected here",
        "end_too_early": "something is missing at the end",
        "operator_missing": "an operator such as + or * is expected here",
        "plain_name_needed": "only a plain name can stand before =",
        "one_plain_name_needed": "only one plain name can stand before =",
        "syntax": "this is not understood here; type an expression such as (x + y) * z",
        "nested_too_deeply": "this is nested too deeply",
        "statement_unknown": "only expressions and names for them, such as q = x + y, are understood",
        "expression_missing": "an expression is expected after the definition of a function",
        "name_is_function": "{name} is a function and cannot be a name",
        "used_before_value": "{name} is used before it gets a value here",
        "name_taken": "{name} is there already; give the function another name",
        "calls_itself": "{name} cannot call itself",
        "function_unknown": "there is no function {name!r}",
        "function_not_among": "there is no function {name!r}; there are {known}",
        "operations_too_deep": "operations are nested deeper than {most}; name the parts, as in q = x + y",
        "number_too_large": "this number is too large",
        "comma_misplaced": "a comma stands only between the arguments of a function",
        "plain_numbers_only": "only plain numbers are understood",
        "operation_unknown": "this is not understood; use + - * / ** @ and functions",
        "comparison_chain": "one comparison at a time: write (0 < x) * (x < 1)",
        "import_unread": "{name} is not read here; numpy, torch, math and micrograd are",
        "element_assigned": "an element cannot be given a value; make the array anew, as in stack([a, b])",
        "decorator_unread": "a line with @ before a function is not read; leave it out",
        "arguments_unread": "only plain arguments are read, as in def f(x, w, b)",
        "return_outside": "return stands only in a function",
        "return_in_loop": "a loop that returns is not read; return after it",
        "nothing_returned": "{name} returns nothing; end it with return and a value",
        "own_arguments": "the arguments of {name} are: {names}",
        "comprehension_unread": "only one for, without if, is read here, as in [w * x for w, x in zip(ws, xs)]",
        "names_and_values": "{names} names stand for {values} values here",
        "loop_over_data": "how many {what} has is not known here; write range(3), or give it its numbers first",
        "loop_too_long": "a loop is written out up to {most} times",
        "range_unknown": "range takes whole numbers that are known here, as in range(3)",
        "length_unknown": "the length of {what} is not known here; write the number",
        "slice_unknown": "a place is a whole number that is known here, as in x[0], x[0:2] or X[:, 1]",
        "mask_index": "a choice by a mask would change the shape; multiply by it: (x > 0) * x",
        "too_much_to_read": "this is more than is read: with all its turns and calls more than {most:,} parts",
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
        "list_method_unread": "a list has no {name} here; write the list whole, as in [a, b]",
        "function_near": "there is no function {name!r}; did you mean {near}?",
        "method_unknown": "there is no .{name}() here; write {near}(x) or x.{near}()",
        "method_not_called": "{name} is a function: write .{name}()",
        "dot_unknown": "there is no .{name} here; .T, .sum(), .mean() and the like are read",
        "size_unread": "a shape is read where it says how many, as in range(x.shape[0]), if x has its numbers here",
        "gradient_unread": "the gradients are worked out here: leave .grad out, and end with the loss",
        "layer_needed": "a layer is needed here, as in nn.Linear(2, 3) or nn.ReLU()",
        "linear_sizes": "nn.Linear needs how many go in and how many come out, up to {most}, as in nn.Linear(2, 3)",
        "slope_needed": "the slope is a number from 0 up to 1",
        "function_not_called": "{name} is a function: write {name}(...)",
        "own_value": "{name} is used in its own value; give the result another name",
        "power_too_large": "powers above {most} are not computed",
        "not_a_function": "only the name of a function can be called",
        "argument_unknown": "{name} takes no such argument",
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
        "gate_shapes": "{gate}: {reason} (shapes {shapes})",
        "shapes_differ": "these shapes do not go together",
        "vector_needed": "needs a vector, not a single number",
        "matrix_needed": "needs a matrix",
        "equal_shapes_needed": "both must have the same shape, not {left} and {right}",
        "place_outside": "[{places}] lies outside the shape {shape}",
        "rows_needed": "needs the numbers of rows, and a matrix with these rows",
        "row_number_outside": "the number of a row is a whole number from 0 on, and there are {rows} rows",
        "reshape_sizes": "{count} elements do not go into the shape {shape}",
        "array_too_deep": "an array is a vector or a matrix here; this one would have more than two dimensions",
        "convolution_of_vectors": "conv1d takes two vectors: the row and the kernel",
        "convolution_of_matrices": "conv2d takes two matrices: the picture and the kernel",
        "kernel_too_large": "a kernel of shape {kernel} does not go into the shape {shape}",
        "window_too_large": "a window of {size} does not go into the shape {shape}",
        "two_pieces_needed": "needs two pieces of one size, not {count} elements",
        "inner_sizes_differ": "a product of shapes {left} and {right}: the inner sizes must be equal",
        "scores_not_vector": "the scores must be a vector, one for each class, not a single number",
        "label_not_class": "the label must be the index of one of the {classes} classes, counted from 0",
        "label_not_number": "the label of a single score must be a single number, 0 or 1",
        "upstream_shape": "the upstream gradient has shape {given}, the output {output}",
        "jacobian_too_large": "the Jacobian of {node} by {input} has {rows:,} x {columns:,} entries "
        "({size}); it is written out up to {most:,}",
        # Drawings
        "pad_empty": "There is nothing to read yet.",
        "pad_full": "The pad is full: there is nothing to read.",
        "pad_dot": "That is a dot: there is nothing to read.",
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
        "function_one_class": "all points lie on one side: the function does not divide them",
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
    """Values whose shapes do not go through a gate, or do not go together."""
