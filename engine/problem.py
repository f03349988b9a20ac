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
        "parenthesis_not_closed": "'(' was never closed",
        "parenthesis_not_opened": "unmatched ')'",
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
        "value_already": "{name} has a value already; give this one another name",
        "name_taken": "{name} is there already; give the function another name",
        "calls_itself": "{name} cannot call itself",
        "function_unknown": "there is no function {name!r}",
        "function_not_among": "there is no function {name!r}; there are {known}",
        "operations_too_deep": "operations are nested deeper than {most}; name the parts, as in q = x + y",
        "number_too_large": "this number is too large",
        "dot_misplaced": "a dot stands only in numbers, such as 0.5",
        "comma_misplaced": "a comma stands only between the arguments of a function",
        "plain_numbers_only": "only plain numbers are understood",
        "operation_unknown": "this is not understood; use + - * / ** @ and functions",
        "function_not_called": "{name} is a function: write {name}(...)",
        "own_value": "{name} is used in its own value; give the result another name",
        "power_too_large": "powers above {most} are not computed",
        "not_a_function": "only the name of a function can be called",
        "argument_unknown": "{name} takes no such argument",
        "one_argument": "{name} takes 1 argument",
        "one_argument_not": "{name} takes 1 argument, not {count}",
        "arguments_not": "{name} takes {needed} arguments, not {count}",
        "one_argument_or_more": "{name} takes 1 or more arguments, not {count}",
        "arguments_or_more": "{name} takes {needed} or more arguments, not {count}",
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
        "table_needed": "needs the numbers of rows, and a matrix with these rows",
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
