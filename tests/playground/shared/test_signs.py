"""Every sign of every trace is explained, and a gradient that stays empty says why."""

import re
import shutil
from typing import Any

import pytest
from written_steps import opened, signs_of

import engine
from playground.graph.examples import EXAMPLES
from playground.shared.trace_payload import trace_message

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
SENTENCE = re.compile(r"^[^\W_].*[^.]\.$")


def of_examples() -> list[tuple[engine.Trace, dict[str, Any]]]:
    return [opened(engine.parse(one.expression), one.inputs, one.upstream) for one in EXAMPLES]


def of_networks() -> list[tuple[engine.Trace, dict[str, Any]]]:
    traces = []
    for level in ("scalar", "layer"):
        for activation in ("tanh", "maxout", "linear"):
            network = engine.Network([2, 4, 3], activation=activation, output="softmax", seed=1)
            graph = network.graph(
                [0.3, -1.2], [0.0, 1.0, 0.0], loss="cross-entropy", penalty=engine.L2(0.1), level=level
            )
            trace = engine.backpropagate(graph)
            traces.append((trace, trace_message(trace, level=level)))
    return traces


def test_each_sign_of_each_node_is_a_sentence() -> None:
    traces = of_examples() + of_networks()
    for (trace, _), said in zip(traces, signs_of([message for _, message in traces]), strict=True):
        assert said.keys() == {node.name for node in trace.graph.nodes}
        for name, of_node in said.items():
            for text in of_node["signs"]:
                assert SENTENCE.match(text), f"{text} of {name} in {trace.graph}"
                assert not re.search(r"undefined|null|\[object", text), text


def test_a_node_says_why_it_has_no_gradient_just_where_it_has_none() -> None:
    traces = of_examples() + of_networks()
    more = "q = x > 0; d = detach(x * 2); f = sum(where(q, x, d)) * y"
    traces.append(opened(engine.parse(more), {"x": [1.0, -2.0], "y": 3.0}))
    empty = 0
    for (trace, _), said in zip(traces, signs_of([message for _, message in traces]), strict=True):
        reached = {step.input or step.node for step in trace.steps if step.phase == "backward"}
        for node in trace.graph.nodes:
            why = said[node.name]["none"]
            assert bool(why) == (node.kind != "constant" and node.name not in reached), f"{node.name}: {why}"
            if why:
                assert SENTENCE.match(why)
                empty += 1
    assert empty >= 8


def test_the_reason_is_the_one_that_holds() -> None:
    def why(text: str, name: str, **inputs: Any) -> str:
        [said] = signs_of([opened(engine.parse(text), inputs)[1]])
        return str(said[name]["none"]).partition(": ")[2]

    x = [1.0, -2.0]
    jumps = "it jumps between 0 and 1, so there is no slope to follow."
    for sign in ("<", "<=", ">", ">=", "==", "!="):
        assert why(f"m = x {sign} 0; f = sum(m * x)", "m", x=x) == jumps
    held = "m = x ** 2; d = detach(m); e = d * 2; f = sum(e * x)"
    assert why(held, "d", x=x) == "detach stops it, as intended."
    assert why(held, "m", x=x) == "it is used only in d, where no gradient arrives."
    assert why(held, "e", x=x) == "nothing that it is computed from gets a gradient."
    assert (
        why("c = sqrt(2); f = c * x", "c", x=3.0)
        == "it is computed from constants alone, which do not change."
    )
    label = "cross-entropy uses it as a label or an index, which gets no gradient."
    assert why("f = cross_entropy(x, k)", "k", x=x, k=1.0) == label
    assert why("e = exp(x); f = x * 2", "e", x=3.0) == "it is not used to compute f."


def test_the_output_of_a_network_says_that_its_activation_and_the_loss_are_one_gate() -> None:
    network = engine.Network([2, 3, 1], output="sigmoid", seed=0)
    for level, names in (("layer", ("a2", "z2")), ("scalar", ("a2_1", "z2_1"))):
        graph = network.graph([0.3, 0.2], [1.0], loss="binary cross-entropy", level=level)
        trace = engine.backpropagate(graph)
        [said] = signs_of([trace_message(trace, level=level)])
        a, z = (name.replace("_1", "₁") for name in names)
        assert said[names[0]]["none"] == (
            f"{a} gets no gradient: sigmoid and the loss are computed as one function of {z}, which gets the gradient "
            "directly."
        )
