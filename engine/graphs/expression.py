"""Text to Graph: `q = x + y; f = q * z`, and the code that people have already. Parsed by Python's ast and a whitelist;
nothing is ever evaluated by it.

What is read is a safe subset of Python, in `python_subset`: NumPy's, PyTorch's and micrograd's names for our functions,
functions over several lines, loops over what is known, written out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.graphs.graph import Graph
from engine.graphs.python_subset.errors import ExpressionError as ExpressionError
from engine.graphs.python_subset.notation import in_our_form
from engine.graphs.python_subset.own_code import OwnCode
from engine.graphs.python_subset.random_names import DRAWING
from engine.graphs.python_subset.source import LONGEST_TEXT, Source
from engine.graphs.python_subset.statements import Program
from engine.graphs.work import Limits

# np.array(, np.random.randn(: the module, what is in it, and what is called.
CALLED = re.compile(r"(?<![\w.])([^\W\d]\w*)\.((?:\w+\.)*)(\w+)\(")


@dataclass(frozen=True)
class Reading:
    """A text that has been read: its graph, and where in it the numbers of inputs stand, from and to, by input.

    The `text` is in the form that is read, which what was typed may not have been (`changed`): x**2 for x². `constants`
    are the names in it that are numbers by themselves, e and pi.

    `random` are those of them whose numbers the text draws at random. Where these come `in_order` out of a generator
    with a seed, other numbers would be drawn for the others if one of them stood in the text as numbers.
    """

    text: str
    graph: Graph
    spans: Mapping[str, tuple[int, int]]
    random: frozenset[str] = frozenset()
    in_order: bool = False
    changed: bool = False
    constants: frozenset[str] = frozenset()

    def rewritten(self, values: Mapping[str, object]) -> str:
        """The text with other numbers for the inputs whose numbers stand in it; the others are passed over.

        A value is a number, a list or a list of lists.
        """
        text = self.text
        for name in sorted(self.spans, key=lambda name: self.spans[name], reverse=True):
            begin, end = self.spans[name]
            if name in values:
                text = text[:begin] + self._written(values[name], text[begin:end]) + text[end:]
        return text

    @staticmethod
    def _written(value: object, before: str) -> str:
        """A value as code, in the place of `before`: where that was a call that makes an array, so is it."""
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 and "." not in before:
            return str(int(value))
        found = CALLED.search(before)
        module = found[1] if found else ""
        if found and found[3] in DRAWING and not (found[2] or module == "torch"):
            module = ""  # a generator of the text's own, or Python's, which make no arrays
        if isinstance(value, Sequence) and module:
            return f"{module}.{'tensor' if module == 'torch' else 'array'}({value!r})"
        return repr(value)


def parse(text: str, limits: Limits | None = None) -> Graph:
    """The graph of an expression, or of several statements on lines or between semicolons, the last the output.

    A line that gives a name a number, a list or an array of numbers declares an input with that value, and a name that
    was given no value is an input without one. Random numbers, as in torch.randn(2, 3), are an input too, the same ones
    at each reading. `q = x + y` names a node; what has no name of its own is called q, q2,
    q3, ..., and the output f. A name that gets another value has another node: h, then h2. A name used twice makes a
    copy gate. `f(x) = x ** 2` and `def f(x): ...` define functions; each call adds the nodes of its body, each turn of
    a loop those of its own. Raises ExpressionError, with the place, on what is not understood and on what is more than
    the `limits` allow. Mathematics as it is written on paper, such as 3x² or |x|, is read where it has one meaning.
    """
    return read(text, limits).graph


def read(text: str, limits: Limits | None = None) -> Reading:
    """The graph of a text as `parse` makes it, and where the numbers of its inputs stand."""
    written = in_our_form(text, LONGEST_TEXT)
    try:
        source = Source(written.text)
        program = (OwnCode if source.own else Program)(source, limits or Limits())
        graph = program.graph_of_text()
    except ExpressionError as problem:
        raise written.placed(problem) from None
    spans = {name: span for name, span in program.spans.items() if name in graph}
    random = frozenset(name for name in program.random if name in spans)
    return Reading(
        written.text,
        graph,
        spans,
        random,
        program.draws.in_order,
        written.changed,
        frozenset(program.constants),
    )
