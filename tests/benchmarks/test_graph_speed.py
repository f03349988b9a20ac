"""Passes through graphs of single numbers against micrograd, side by side in one run, one thread.

A figure is the median of the ratios of paired rounds, so that a machine that is busy slows both alike. The
graphs are a network 2-4-2-1 with ReLUs and half squared loss, 69 nodes here and 74 values in micrograd (here
a neuron's sum is one gate), and a chain of gates, gate for gate the same in both: 71 nodes, 71 values.
Run with `pytest tests/benchmarks`; the extra "bench" installs what is compared with.
"""

import statistics
import time

import numpy as np
import pytest

import engine

Value = pytest.importorskip("micrograd.engine").Value

WIDTHS, X, Y = [2, 4, 2, 1], [0.5, -1.0], 1.0


class Recording(Value):
    """micrograd's Value made to keep each step of a pass: forward (node, its value), and backward an edge
    (node, input, upstream, local, downstream, gradient so far). Plain tuples, which cost it the least."""

    steps: list

    def __add__(self, other):
        other = other if isinstance(other, Recording) else Recording(other)
        out = Recording(self.data + other.data, (self, other), "+")
        self.steps.append((out, out.data))

        def backward():
            upstream = out.grad
            self.grad += upstream
            self.steps.append((out, self, upstream, 1.0, upstream, self.grad))
            other.grad += upstream
            self.steps.append((out, other, upstream, 1.0, upstream, other.grad))

        out._backward = backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Recording) else Recording(other)
        out = Recording(self.data * other.data, (self, other), "*")
        self.steps.append((out, out.data))

        def backward():
            upstream = out.grad
            downstream = other.data * upstream
            self.grad += downstream
            self.steps.append((out, self, upstream, other.data, downstream, self.grad))
            downstream = self.data * upstream
            other.grad += downstream
            self.steps.append((out, other, upstream, self.data, downstream, other.grad))

        out._backward = backward
        return out

    def __pow__(self, other):
        out = Recording(self.data**other, (self,), f"**{other}")
        self.steps.append((out, out.data))

        def backward():
            local = other * self.data ** (other - 1)
            downstream = local * out.grad
            self.grad += downstream
            self.steps.append((out, self, out.grad, local, downstream, self.grad))

        out._backward = backward
        return out

    def relu(self):
        out = Recording(0 if self.data < 0 else self.data, (self,), "ReLU")
        self.steps.append((out, out.data))

        def backward():
            local = float(out.data > 0)
            downstream = local * out.grad
            self.grad += downstream
            self.steps.append((out, self, out.grad, local, downstream, self.grad))

        out._backward = backward
        return out


def network():
    return engine.Network(WIDTHS, "relu", "linear", seed=1)


def network_in_micrograd(kind):
    """A function that builds the loss of one sample and goes back through it, as micrograd always does."""
    layers = [(w.tolist(), b.tolist()) for w, b in zip(network().weights, network().biases, strict=True)]

    def once():
        if kind is Recording:
            Recording.steps = []
        a = [kind(value) for value in X]
        for number, (weights, biases) in enumerate(layers):
            z = []
            for row, bias in zip(weights, biases, strict=True):
                total = kind(bias)
                for weight, value in zip(row, a, strict=True):
                    total = total + kind(weight) * value
                z.append(total if number == len(layers) - 1 else total.relu())
            a = z
        loss = (a[0] - Y) ** 2 * 0.5
        loss.backward()
        return loss

    return once


KINDS = [("relu" if number % 6 == 5 else "*" if number % 2 else "+") for number in range(38)]
NUMBERS = [0.5 + 0.01 * number for number in range(1 + sum(kind != "relu" for kind in KINDS))]


def chain_text():
    """38 gates, each of the one before and (but for ReLUs) of one of 33 numbers."""
    lines, before, numbers = [], "x0", 0
    for gate, kind in enumerate(KINDS):
        numbers += kind != "relu"
        lines.append(
            f"g{gate} = relu({before})" if kind == "relu" else f"g{gate} = {before} {kind} x{numbers}"
        )
        before = f"g{gate}"
    return "\n".join(lines)


def chain_in_micrograd(kind):
    def once():
        if kind is Recording:
            Recording.steps = []
        numbers = iter(NUMBERS)
        value = kind(next(numbers))
        for gate in KINDS:
            if gate == "relu":
                value = value.relu()
            elif gate == "*":
                value = value * kind(next(numbers))
            else:
                value = value + kind(next(numbers))
        value.backward()
        return value

    return once


def network_in_engine():
    return network().graph(X, [Y], loss="half squared", level="scalar")


def chain_in_engine():
    graph = engine.parse(chain_text())
    values = {f"x{number}": np.array(value) for number, value in enumerate(NUMBERS)}
    return engine.Graph(graph.nodes, graph.output, values)


CASES = {"network": (network_in_engine, network_in_micrograd), "chain": (chain_in_engine, chain_in_micrograd)}


@pytest.fixture(params=CASES)
def case(request):
    return CASES[request.param]


def clocked(function, count):
    start = time.perf_counter()
    for _ in range(count):
        function()
    return (time.perf_counter() - start) / count


def compare(benchmark, ours, theirs, our_count, their_count, rounds=30):
    """The median of theirs / ours, both in seconds a call."""
    ours(), theirs()
    pairs = []
    benchmark.pedantic(
        lambda: pairs.append((clocked(ours, our_count), clocked(theirs, their_count))), rounds=rounds
    )
    ratio = statistics.median(other / own for own, other in pairs)
    own = statistics.median(own for own, _ in pairs)
    benchmark.extra_info.update(ratio=round(ratio, 2), microseconds=round(own * 1e6, 2))
    print(f"\n{ratio:.2f} times; {own * 1e6:.2f} us a call")
    return ratio


def test_both_compute_the_same(case):
    graph, theirs = case[0](), case[1]
    trace = engine.backpropagate(graph)
    loss = theirs(Recording)()
    assert loss.data == pytest.approx(trace.output, rel=1e-12)
    assert theirs(Value)().data == loss.data
    walked = {f"{abs(step[-1]):.9e}" for step in Recording.steps if len(step) > 2}
    gradients = {f"{abs(trace.gradients[name]):.9e}" for name in trace.graph.parameters or trace.graph.leaves}
    assert gradients <= walked


@pytest.mark.parametrize("recording", [False, True], ids=["plain", "recording"])
def test_a_recorded_pass_against_micrograd(benchmark, case, recording):
    """`engine.backpropagate` of one graph again and again: every number is there, steps are not yet read."""
    graph = case[0]()
    ratio = compare(
        benchmark, lambda: engine.backpropagate(graph), case[1](Recording if recording else Value), 100, 50
    )
    assert ratio >= 3 or not recording


def test_a_recorded_pass_whose_steps_are_read(benchmark, case):
    graph = case[0]()
    ratio = compare(benchmark, lambda: engine.backpropagate(graph).steps, case[1](Recording), 100, 50)
    assert ratio >= 1.5


def test_the_first_pass_of_a_graph(benchmark, case):
    """With the layout of the graph and its compiling, which happen once: no ratio is promised."""
    graph = case[0]()

    def first():
        engine.backpropagate(engine.Graph(graph.nodes, graph.output, graph.defaults))

    compare(benchmark, first, case[1](Recording), 5, 50)


@pytest.mark.parametrize("recording", [False, True], ids=["plain", "recording"])
def test_a_compiled_topology_against_micrograd(benchmark, case, recording):
    """The same graph with new inputs: values, gradients, and upstream, local, downstream of every edge."""
    compiled = engine.CompiledGraph(case[0]())
    leaves = [float(compiled.graph.defaults[name]) for name in compiled.leaves]
    ratio = compare(
        benchmark, lambda: compiled.run(leaves), case[1](Recording if recording else Value), 2000, 50
    )
    assert ratio >= 30 or not recording
