"""The rule of a step as a worksheet says it: with the names of the graph, and the general one beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.graphs.backprop import Step
from engine.graphs.graph import Graph
from engine.graphs.trace import Trace
from engine.ops.base import PRODUCT, Form
from playground.shared.card_label import called, operand

READ = {"x": 0, "W": 1}  # which of a layer's inputs stands in its product


def own_rule(trace: Trace, step: Step) -> str:
    """The local gradient of a step with the names of its graph, "∂q/∂x = w"; of arrays the product that is made with
    it, "df/dx = Wᵀ @ df/dq"; "" where there is no such rule."""
    node = trace.graph[step.node]
    if node.op is None or step.index is None:
        return ""
    rule = node.op.named(step.index, [trace.values[name] for name in node.inputs], trace.values[step.node])
    if rule is None:
        return ""
    output, *names = (operand(called(trace.graph, name)) for name in (step.node, *node.inputs))

    def said(text: str) -> str:
        return text.format(*names, out=output)

    given = names[step.index]
    if rule.each:
        return f"∂{output}ᵢ/∂{given}ⱼ = {said(rule.formula)}"
    if not trace.values[step.node].shape:
        return f"∂{output}/∂{given} = {said(rule.formula)}" + (
            f", as {said(rule.where)}" if rule.where else ""
        )
    of = "L" if trace.values[trace.graph.output].shape else called(trace.graph, trace.graph.output)

    def multiplied(text: str) -> str:
        return "0" if said(text) == "0" else _product(step, f"d{of}/d{output}", said(text))

    cases = f" where {said(rule.where)}, else {multiplied(rule.otherwise)}" if rule.otherwise else ""
    return f"d{of}/d{given} = {multiplied(rule.formula)}{cases}"


def own_form(trace: Trace, step: Step) -> str:
    """How upstream meets local, the arrays that are read by their names: "upstream @ W1ᵀ"."""
    if step.form is None:
        return ""
    inputs = trace.graph[step.node].inputs
    factors = tuple(_factor(trace.graph, factor, inputs) for factor in step.form.factors)
    return str(Form(factors, step.form.summed))


def general_rule(trace: Trace, step: Step) -> str:
    """The rule in letters of its own; "" where one of them is the name of something else in this graph, and where it
    says no more than what add and multiply gates are known for."""
    op = trace.graph[step.node].op
    if op is not None and op.pattern in ("distributes", "swaps"):
        return ""
    words = re.findall("[A-Za-z]+", step.rule)
    letters = {*words, *(word.removeprefix("d") for word in words)}
    return "" if letters & {node.name for node in trace.graph.nodes} else step.rule


def _product(step: Step, upstream: str, local: str) -> str:
    """The factors of the downstream gradient by their names."""
    form = step.form or PRODUCT
    if form.factors == PRODUCT.factors and local in ("1", "−1"):
        return local.replace("1", upstream)
    is_sum = re.search("[+−] |^−", re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)", "", local)) is not None

    def named(factor: str) -> str:
        name, turned = factor.removesuffix("ᵀ"), "ᵀ" if factor.endswith("ᵀ") else ""
        if name == "upstream":
            return f"({upstream})ᵀ" if turned else upstream
        if name != "local":
            return factor
        return f"({local}){turned}" if is_sum or (turned and re.search(r"[\s(]", local)) else local + turned

    return str(Form(tuple(named(factor) for factor in form.factors)))


def _factor(graph: Graph, factor: str, inputs: Sequence[str]) -> str:
    place = READ.get(factor.removesuffix("ᵀ"))
    return factor if place is None else called(graph, inputs[place]) + ("ᵀ" if factor.endswith("ᵀ") else "")
