"""What is said of a call of something that is no function: the right spelling, where there is one."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NoReturn

from engine.graphs.functions import ALIASES, FUNCTIONS, NAMED_OPERATORS, RESERVED, WRITTEN_AS
from engine.graphs.python_subset.reader import Reader
from engine.graphs.python_subset.values import Defined

# Names of numbers rather than of functions: a letter, and what counts it. f, g and h are functions in most books.
NUMBER = re.compile(r"[^\W\dfgh]\d*")


def refuse_unknown(reader: Reader, node: ast.Call, called: str, special: Sequence[str]) -> NoReturn:
    """`special` are functions that are read in ways of their own."""
    own = [one for one, value in reader.scopes[0].items() if isinstance(value, Defined)]
    known = [*FUNCTIONS, *ALIASES, *NAMED_OPERATORS, *special, *own]
    if called in WRITTEN_AS:
        reader.error(node, "function_written", name=called, right=WRITTEN_AS[called])
    if NUMBER.fullmatch(called) and len(node.args) == 1 and not node.keywords:
        reader.error(node, "product_written", name=called)
    near = get_close_matches(called.lower(), known, 1, 0.7)
    if near:
        reader.error(node, "function_near", name=called, near=near[0])
    listed = [*(one for one in FUNCTIONS if one in RESERVED), *own]
    reader.error(node, "function_not_among", name=called, known=", ".join(listed))
