"""A graph as a worksheet to print: blanks for what the passes compute, and after a page break the answers."""

from __future__ import annotations

import html
import re
from collections.abc import Generator, Sequence
from string import Template
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.graphs.backprop import Step
from engine.graphs.flat_code import code_lines
from engine.graphs.not_finite import causes
from engine.graphs.trace import Trace
from engine.ops.base import PRODUCT
from playground.graph.paper_rules import general_rule, own_form, own_rule
from playground.graph.worksheet_abreast import BLANK, CELL, FIGURE, GAP, SIGN, SMALL, abreast
from playground.shared.arrays_on_paper import grid, in_full, lost, rows, table
from playground.shared.card_label import called
from playground.shared.enough_digits import Sums
from playground.shared.graph_on_paper import columns, drawing
from playground.shared.paper_look import LETTERS, MONO, style
from playground.shared.written_numbers import DIGITS, column, full

MOST_WRITTEN = 64  # elements of an array that are written out, or have blanks
MOST_STANDING = 2  # columns of a matrix: for more the sheet lies on its side
PORTRAIT_COLUMNS = 5  # of the drawing; with more the sheet lies on its side

PAGE = Template("""<!DOCTYPE html>
<html lang="en" class="on-paper">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title: worksheet</title>
<style>
@page { size: $paper; margin: 11mm 14mm; }
* { box-sizing: border-box; }
$look
body { max-width: $width; margin: 24px auto; padding: 0 16px; font: 10.5pt/1.3 $letters; }
h1 { margin: 0; font-size: 16pt; overflow-wrap: anywhere; }
h2 { margin: 9pt 0 3pt; font-size: 12.5pt; break-after: avoid; }
h2 small { font-weight: 400; font-size: 10pt; color: #4c5462; }
pre, code { font-family: $mono; }
pre { margin: 6pt 0; padding: 4pt 10pt; background: #f4f6f8; white-space: pre-wrap; overflow-wrap: anywhere; }
p { margin: 4pt 0; }
.lead { break-after: avoid; }
.who { display: flex; gap: 16pt; margin: 7pt 0; }
.who span { flex: 1; border-bottom: 0.75pt solid #868f9c; }
.who span.short { flex: 0 0 110pt; }
table.steps { width: 100%; border-collapse: collapse; table-layout: fixed; }
.steps thead { display: table-header-group; break-inside: avoid; break-after: avoid; }
.steps th { width: auto; }
.steps th.first { width: 16%; }
.steps th.to { width: 9%; }
.steps th.local { width: 33%; }
.steps th.downstream { width: 27%; }
.values { display: grid; grid-template-columns: repeat(var(--abreast), minmax(0, 1fr)); gap: 8pt ${gap}pt; }
.values > div { display: flex; flex-wrap: wrap; gap: 0 5pt; align-items: center; align-content: center;
  break-inside: avoid; }
.values > .across { grid-column: 1 / -1; }
/* A formula stays whole; a number that has no room beside it stands under it. */
.values > div > :first-child, .given > span > :first-child { flex: 0 0 auto; max-width: 100%; overflow-wrap: anywhere; }
.values > div > :last-child { flex: 1 1 auto; }
@media (max-width: 600px) { .values { display: block; } }
/* Not alone on a page. */
.asked { break-inside: avoid; break-before: avoid; }
.last { break-inside: avoid; break-before: avoid; }
/* Arrays of several edges stand beside each other, as many as have room. */
.edges { display: flex; flex-wrap: wrap; gap: 5pt 18pt; }
.edge { flex: 0 1 auto; max-width: 100%; padding-top: 3pt; border-top: 0.75pt solid #d2d7de; break-inside: avoid; }
.edge > p { margin: 0; }
.edge small { display: block; color: #4c5462; font-size: 8.5pt; line-height: 1.2; }
.edge > small { width: 0; min-width: 100%; }
.edge small.law { font-size: 7.5pt; }
.abreast { display: flex; flex-wrap: wrap; gap: 2pt 10pt; }
/* Squares of 5 mm, as paper for sums has. */
.exercise .grid td { height: 15pt; }
.edge .blank { width: 50pt; }
.steps th { padding: 2pt 6pt; border-bottom: 1.5pt solid #15181e; text-align: left; font-size: 10pt; }
.steps td { padding: 2.5pt 6pt; border-bottom: 0.75pt solid #d2d7de; vertical-align: middle; overflow-wrap: anywhere; }
.steps tr { break-inside: avoid; }
.steps td small { display: block; color: #4c5462; font-size: 9pt; }
.steps td small.beside { display: inline; }
.steps td small.law { font-size: 7.5pt; }
b { font-weight: 600; }
/* It makes nothing wider: others may stand beside it. */
.exact.under { display: block; width: 0; min-width: max(100%, 140pt); }
/* Digits that have no room beside their number stand under it. */
.edge .grid td { white-space: normal; overflow-wrap: normal; }
.graph { max-height: $tallest; }
.key { break-before: page; margin-top: 48px; padding-top: 24px; border-top: 3px double #15181e; line-height: 1.25; }
/* Nobody writes here: without the room for a hand its last line does not need a page of its own. */
.key .values { row-gap: 4pt; }
.key .steps > tbody > tr > td { padding-block: 1.5pt; }
.key .edges { row-gap: 5pt; }
.key .grid td { height: 14pt; padding-block: 0; }
@media print { body { max-width: none; margin: 0; padding: 0; } .key { margin: 0; padding: 0; border: 0; } }
</style>
</head>
<body>
<main>
<section class="exercise">
<h1>$title</h1>
<div class="who">Name <span></span> Date <span class="short"></span></div>
<pre>$expression</pre>
$exercise
$questions
</section>
<section class="key" id="key">
<h1>Answers: $title</h1>
<p>Each answer is rounded, with all its digits in small type beside it.</p>
$answers
</section>
</main>
</body>
</html>
""")


def worksheet(title: str, expression: str, trace: Trace, questions: Sequence[str] = ()) -> str:
    """The sheet as one HTML page without script: given numbers, blanks, a page break, the answers."""
    writing = write_worksheet(title, expression, trace, questions)
    while True:
        try:
            next(writing)
        except StopIteration as end:
            return str(end.value)


def write_worksheet(
    title: str, expression: str, trace: Trace, questions: Sequence[str] = ()
) -> Generator[float, None, str]:
    """The same in pieces: yields the share that is written."""
    exercise, key = _Sheet(trace, answers=False), _Sheet(trace, answers=True)
    wide = exercise.lies
    parts = []
    for share, sheet in ((0.0, exercise), (0.5, key)):
        parts.append((yield from sheet.body(share)))
    asked = "".join(f"<li>{html.escape(question)}</li>" for question in questions)
    return PAGE.substitute(
        title=html.escape(title),
        expression=html.escape(expression),
        paper="landscape" if wide else "portrait",
        width="267mm" if wide else "180mm",
        gap=GAP,
        tallest="120mm" if wide else "190mm",
        look=style(),
        letters=LETTERS,
        mono=MONO,
        exercise=parts[0],
        answers=parts[1],
        questions=f'<div class="asked"><h2>Think about it</h2><ol>{asked}</ol></div>' if asked else "",
    )


class _Sheet:
    """The tables of one worksheet, with blanks or with the answers in them."""

    def __init__(self, trace: Trace, answers: bool) -> None:
        self._trace, self._answers = trace, answers
        self._output = trace.graph.output
        self._sums = Sums(trace)
        self._causes = causes(trace)
        # Numbers all digits of which stand on the sheet.
        self._told: set[tuple[tuple[int, ...], bytes]] = set()
        arrays = [
            array
            for step in trace.steps
            for array in (step.upstream, step.local, step.downstream)
            if array is not None and array.ndim
        ]
        self._has_arrays = bool(arrays)
        wide = any(array.ndim > 1 and array.shape[1] > MOST_STANDING for array in arrays)
        self.lies = columns(trace) > PORTRAIT_COLUMNS or wide
        leaves = {name: trace.values[name] for name in trace.graph.leaves}
        lines = code_lines(trace.graph, leaves, trace.gradients[self._output])
        self._formulas = {
            line.node: self._on_paper(line.node, line.text)
            for line in lines
            if line.phase == "forward" and line.node
        }

    def _on_paper(self, name: str, code: str) -> str:
        """A line of the program without the module's name; as it is typed where the program says what only NumPy
        needs to know."""
        text = code.replace("np.", "")
        node = self._trace.graph[name]
        if node.op is None or not re.search(r"axis=|keepdims|\.reduce", text):
            return text
        return f"{name} = {node.op.written(*(called(self._trace.graph, one) for one in node.inputs))}"

    def body(self, share: float) -> Generator[float, None, str]:
        """All that stands under the title; yields the share that is written, from `share` to half more."""
        # Every number that is to be written into the drawing stands in the lists of the key.
        given = "" if self._answers else self._given() + drawing(self._trace)
        steps = self._trace.steps
        forward: list[tuple[str, float]] = []
        backward = []
        for number, step in enumerate(steps):
            if step.phase == "forward" and not self._is_copy(step.node):
                forward.append(self._value(step))
            digits, _ = self._sums.look(step) if self._answers else (DIGITS, [])
            if step.phase == "backward" and step.input:
                backward.append(self._edge(step, digits))
            yield share + 0.5 * number / len(steps)
        return f"{given}{self._forward(forward)}{self._backward(backward)}{self._leaves()}"

    def _given(self) -> str:
        entries = [
            f"<span><span><code>{html.escape(name)}</code> =</span>{in_full(self._trace.values[name])}</span>"
            for name in self._trace.graph.leaves
        ]
        upstream = self._trace.gradients[self._output]
        if upstream.shape:
            entries.append(
                f"<span><span>gradient at {self._name(self._output)} =</span>{in_full(upstream)}</span>"
            )
        return f'<h2>Given</h2><div class="given">{"".join(entries)}</div>'

    def _value(self, step: Step) -> tuple[str, float]:
        """A formula and its number, and the width that they need beside each other."""
        why = self._causes.values.get(step.node)
        said = f"<small>{html.escape(str(why.reason))}</small>" if self._answers and why else ""
        number = self._number(step.value, "value")
        value = np.asarray(step.value, np.float64)
        self._told.add((value.shape, value.tobytes()))
        formula = self._formulas.get(step.node, step.node)
        needed = SIGN * (len(formula) + 3) + self._width(value)
        return f"<span>{self._formula(step.node)} =</span><span>{number} {said}</span>", needed

    def _width(self, array: NDArray[np.float64]) -> float:
        """That a number or an array takes, about."""
        across = rows(array).shape[1] if array.size else 1
        if not self._answers:
            return across * CELL if array.ndim else BLANK
        texts = column(array.ravel(), DIGITS)
        each = [
            (FIGURE * len(text) + 10, SMALL * len(full(value)) if lost(text, value) else 0.0)
            for text, value in zip(texts, array.ravel().tolist(), strict=True)
        ]
        if array.ndim > 1:
            return across * max((CELL, *(figure for figure, _ in each)))
        return max((sum(one) for one in each), default=0.0)

    def _forward(self, values: Sequence[tuple[str, float]]) -> str:
        """As many abreast as have room, but for a few that are long: these have a row of their own."""
        count, long = abreast([needed for _, needed in values], self.lies)
        kinds = [' class="across"' if one else "" for one in long]
        entries = [f"<div{kind}>{entry}</div>" for kind, (entry, _) in zip(kinds, values, strict=True)]
        return (
            "<h2>1. Forward <small>compute the values, row by row</small></h2>"
            f'<div class="values" style="--abreast: {count}">{"".join(entries)}</div>'
        )

    def _backward(self, rows: Sequence[str]) -> str:
        start = "1" if not self._trace.gradients[self._output].shape else "the gradient that is given"
        lead = f"Begin at {self._name(self._output)} with {start}. Work from the output to the inputs."
        lead = "" if self._answers else f'<p class="lead">{lead}</p>'
        title = "<h2>2. Backward <small>upstream gradient and local gradient give the downstream gradient</small></h2>"
        if self._has_arrays:
            return f'{title}{lead}<div class="edges">{"".join(rows)}</div>'
        return (
            f'{title}{lead}<table class="steps"><thead><tr><th class="first">From gate</th><th class="to">To</th>'
            "<th>Upstream</th><th class='local'>Local gradient</th><th class='downstream'>Downstream</th>"
            f"</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        )

    def _edge(self, step: Step, digits: int) -> str:
        target = self._name(str(step.input))
        if self._is_copy(step.node):
            return self._copy(step, target, digits)
        rule = self._rule(step) if self._answers else ""
        form = "" if step.form == PRODUCT else f"<small>{html.escape(own_form(self._trace, step))}</small>"
        # Every digit of it stands where it was found, above.
        upstream = self._number(step.upstream, "gradient", digits, exact=False)
        local, in_local = self._found("local", step.local, "", digits)
        downstream, in_downstream = self._found("downstream", step.downstream, "gradient")
        if self._has_arrays:
            numbers = {"upstream": upstream, "local": local, "downstream": downstream}
            abreast = "".join(f"<div><small>{name}</small>{number}</div>" for name, number in numbers.items())
            title = f"{self._gate(step.node)} to {target}"
            return _block(title, abreast, f"{rule}{form}{in_local}{in_downstream}")
        return (
            f"<tr><td>{self._gate(step.node)}</td><td>{target}</td>"
            f"<td>{upstream}</td><td>{local}{rule}</td><td>{downstream}{form}</td></tr>"
        )

    def _found(self, name: str, number: Any, kind: str, digits: int = DIGITS) -> tuple[str, str]:
        """A number or an array, and every digit of a matrix in a line below; all digits that stand on the sheet already
        are not told again."""
        array = np.asarray(number, np.float64)
        key = (array.shape, array.tobytes())
        new = key not in self._told
        self._told.add(key)
        texts = column(array.ravel(), digits)
        lines = (
            self._answers
            and new
            and array.ndim > 1
            and array.size <= MOST_WRITTEN
            and _any_lost(texts, array)
        )
        below = f'<small class="exact">{name}: {_exact(array)}</small>' if lines else ""
        return self._number(array, kind, digits, exact=new and array.ndim < 2), below

    def _copy(self, step: Step, target: str, digits: int) -> str:
        """The parts of the gradient of what is used several times, and their sum."""
        several = len(step.parts) > 1
        used = f"is used {len(step.parts)} times" if several else f"is called <code>{step.node}</code> too"
        summed = "the parts add up" if several else "the gradient is passed on unchanged"
        parts = [self._number(part, "gradient", digits, exact=False) for part in step.parts]
        gradient = self._number(step.gradient, "gradient")
        if self._has_arrays:
            abreast = "".join(
                f"<div><small>part {at}</small>{part}</div>" for at, part in enumerate(parts, 1)
            )
            gradient = f"<div><small>gradient of {target}</small>{gradient}</div>"
            return _block(f"{target} {used}", abreast + gradient, f"<small>{summed}</small>")
        return (
            f"<tr><td>{target} {used}</td><td>{target}</td>"
            f'<td colspan="2">{" + ".join(parts)}<small>{summed}</small></td><td>{gradient}</td></tr>'
        )

    def _rule(self, step: Step) -> str:
        """With the names of the graph, the general one in smaller type below it; or that one alone."""
        own, general = own_rule(self._trace, step), general_rule(self._trace, step)
        law = f'<small class="law">{html.escape(general)}</small>' if own and general else ""
        beside = "" if self._has_arrays else ' class="beside"'
        return f" <small{beside}>{html.escape(own or step.rule)}</small>{law}"

    def _leaves(self) -> str:
        entries = [
            f"<span><span>d{self._name(self._output)}/d{self._name(name)} =</span>"
            f"<span>{self._number(self._trace.gradients[name], 'gradient', exact=False)}</span></span>"
            for name in self._trace.graph.leaves
            if name in self._trace.gradients
        ]
        listed = f'<div class="given">{"".join(entries)}</div>'
        return f'<div class="last"><h2>3. The gradients of the inputs</h2>{listed}</div>'

    def _is_copy(self, name: str) -> bool:
        op = self._trace.graph[name].op
        return op is not None and op.name == "copy"

    def _name(self, name: str) -> str:
        """A node as it is called on paper: a copy by what it copies."""
        return f"<code>{html.escape(called(self._trace.graph, name))}</code>"

    def _gate(self, name: str) -> str:
        """What a gate computes, as it is typed where that is shorter; its name alone where two lines do not hold it:
        its formula stands above."""
        node = self._trace.graph[name]
        assert node.op is not None
        typed = f"{name} = {node.op.written(*(called(self._trace.graph, one) for one in node.inputs))}"
        text = min(self._formulas.get(name, name), typed, key=len)
        return f"<code>{html.escape(text if len(text) <= (30 if self.lies else 20) else name)}</code>"

    def _formula(self, name: str) -> str:
        return f"<code>{html.escape(self._formulas.get(name, name))}</code>"

    def _number(self, number: Any, kind: str, digits: int = DIGITS, exact: bool = True) -> str:
        """A blank for the number or array, or in the key itself, with so many digits and with every one."""
        array = np.asarray(number, np.float64)
        if not self._answers:
            return _blank(array)
        texts = column(array.ravel(), digits)
        if not exact or array.size > MOST_WRITTEN or not _any_lost(texts, array):
            return f'<b class="{kind}">{grid(array, texts)}</b>'
        if array.ndim < 2:
            cells = [
                html.escape(text) + lost(text, value)
                for text, value in zip(texts, array.ravel().tolist(), strict=True)
            ]
            return f'<b class="{kind}">{table(array, [[cell] for cell in cells]) if array.ndim else cells[0]}</b>'
        return f'<b class="{kind}">{grid(array, texts)}</b><span class="exact under">{_exact(array)}</span>'


def _block(title: str, abreast: str, rule: str) -> str:
    """An edge whose numbers are arrays."""
    return f'<div class="edge"><p>{title}</p><div class="abreast">{abreast}</div>{rule}</div>'


def _blank(array: NDArray[np.float64]) -> str:
    if not array.ndim:
        return '<span class="blank"></span>'
    if array.size > MOST_WRITTEN:
        return f'<span class="blank"></span> <small>shape {"×".join(map(str, array.shape))}</small>'
    return table(array, [[""] * len(row) for row in rows(array)])


def _any_lost(texts: Sequence[str], array: NDArray[Any]) -> bool:
    """Whether rounding has taken digits."""
    return any(lost(text, value) for text, value in zip(texts, array.ravel().tolist(), strict=True))


def _exact(array: NDArray[np.float64]) -> str:
    return html.escape("; ".join(", ".join(full(float(number)) for number in row) for row in rows(array)))
