"""What the Graph page's right column is told: every figure is the engine's, for the graph as it stands."""

import numpy as np
import pytest

import engine
from playground.graph import panels
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.panels import counts, jacobian
from playground.graph.payloads import code, expression
from playground.session import Session
from playground.shared.refused import Refused
from playground.shared.work import Job

X = [[2.0, 1.0, -3.0], [-3.0, 4.0, 2.0]]
W = [[3.0, 2.0, 1.0, -1.0], [2.0, 1.0, 3.0, 2.0], [3.0, 2.0, 1.0, -2.0]]
UPSTREAM = [[2.0, 3.0, -3.0, 9.0], [-8.0, 1.0, 4.0, 6.0]]


def typed(expression, inputs, upstream=None):
    session = Session()
    session.expression, session.inputs, session.upstream = expression, inputs, upstream
    return ExpressionGraph(session)


def check(graph, h):
    return Job(lambda: panels.check(graph, h)).finish()


@pytest.fixture
def sigmoid_neuron():
    values = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
    return typed("1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))", values)


@pytest.fixture
def product():
    return typed("y = x @ w", {"x": X, "w": W}, UPSTREAM)


class TestCode:
    def test_each_line_names_the_step_it_is(self, sigmoid_neuron):
        lines = code(sigmoid_neuron)["lines"]
        steps = [(step.phase, step.node, step.input) for step in sigmoid_neuron.trace.steps]
        assert [(line["phase"], line["node"], line["input"]) for line in lines if line["phase"]] == steps

    def test_the_source_is_all_the_lines_and_runs(self, sigmoid_neuron):
        message = code(sigmoid_neuron)
        assert message["source"].splitlines() == [line["text"] for line in message["lines"]]
        known = {}
        exec(message["source"], known)
        assert known["dw0"] == pytest.approx(-0.19661193324148188)


class TestCheck:
    def test_both_gradients_and_their_error_at_the_chosen_step(self, sigmoid_neuron):
        message = check(sigmoid_neuron, 1e-5)
        assert message["leaves"] == ["w0", "x0", "w1", "x1", "w2"]
        assert message["analytic"]["x1"] == pytest.approx([-0.5898357997244457])
        assert message["numeric"]["x1"] == pytest.approx([-0.5898357997244457], rel=1e-8)
        assert message["chosen"] == 1e-5
        assert message["chosen_errors"] == pytest.approx(
            engine.check_gradients(sigmoid_neuron.graph, sigmoid_neuron.values, 1e-5)
        )

    def test_errors_go_down_with_truncation_and_up_with_rounding(self, sigmoid_neuron):
        message = check(sigmoid_neuron, 1e-5)
        errors = np.reshape(message["errors"], (5, len(message["h"])))
        at = dict(zip(np.round(np.log10(message["h"])).astype(int), errors.T, strict=True))
        assert set(at) == set(range(-12, 0))
        assert (at[-1] > 100 * at[-3]).all()  # truncation grows as h²
        assert (at[-12] > 100 * at[-8]).all()  # rounding as 1/h

    def test_arrays_come_flat_with_their_shapes_and_with_the_upstream_that_was_given(self, product):
        message = check(product, 1e-4)
        assert message["shapes"] == {"x": [2, 3], "w": [3, 4]}
        assert message["analytic"]["x"].tolist() == [0, 16, -9, -24, 9, -30]
        assert message["numeric"]["x"] == pytest.approx([0, 16, -9, -24, 9, -30], abs=1e-6)

    def test_it_says_in_words_whether_the_gradients_agree(self, sigmoid_neuron):
        assert "agree" in check(sigmoid_neuron, 1e-5)["verdict"]

    def test_a_kink_is_told(self):
        assert check(typed("relu(x)", {"x": 1.0}), 1e-5)["kinks"] == []
        (text,) = check(typed("relu(x)", {"x": 0.0}), 1e-5)["kinks"]
        assert "relu (f) is exactly at its kink" in text
        (text,) = check(typed("relu(x)", {"x": 0.01}), 1e-1)["kinks"]
        assert "0.01 from its kink, and changing x by h crosses it" in text
        assert "because of a kink at this h" in check(typed("relu(x)", {"x": 0.01}), 1e-1)["verdict"]
        (text,) = check(typed("relu(x)", {"x": 0.01}), 1e-5)["kinks"]
        assert "a larger h" in text

    @pytest.mark.parametrize(
        ("gates", "said"),
        [(10, "7 more gates are just as close to theirs."), (4, "1 more gate is just as close to its kink.")],
    )
    def test_of_many_kinks_a_few_are_told(self, gates, said):
        message = check(typed("sum(relu(x))", {"x": [0.0] * gates}), 1e-5)
        assert len(message["kinks"]) == 4
        assert message["kinks"][-1] == said


class TestJacobian:
    def test_it_is_written_out_row_by_row(self, product):
        message = jacobian(product, "y", 0)
        assert (message["rows"], message["columns"]) == (8, 6)
        matrix = np.reshape(message["matrix"], (8, 6))
        # Row i of y depends on row i of x alone, through wᵀ.
        assert matrix.tolist() == np.kron(np.eye(2), np.transpose(W)).tolist()
        assert message["nonzero"] == 24

    def test_the_parts_of_each_element_add_up_to_its_gradient(self, product):
        for index, leaf in enumerate(("x", "w")):
            message = jacobian(product, "y", index)
            parts = np.reshape(message["parts"], (message["rows"], message["columns"]))
            assert parts.sum(axis=0) == pytest.approx(np.ravel(product.trace.gradients[leaf]))

    def test_relu_is_diagonal(self):
        graph = typed("z = relu(x)", {"x": [1.0, -2.0, 3.0, -1.0]}, [4.0, -1.0, 5.0, 9.0])
        assert (
            np.reshape(jacobian(graph, "z", 0)["matrix"], (4, 4)).tolist() == np.diag([1, 0, 1, 0]).tolist()
        )

    def test_its_memory_here_and_for_a_layer_of_real_size(self, product):
        message = jacobian(product, "y", 0)
        assert message["explicit_bytes"] == 8 * 6 * 8
        assert message["together_bytes"] == message["explicit_bytes"] + message["implicit_bytes"]
        assert message["large"]["explicit_bytes"] == 256 * 2**30
        assert message["large"]["implicit_bytes"] < 2**30

    def test_one_too_large_is_told_and_not_sent(self):
        side = [[1.0] * 12] * 12
        message = jacobian(typed("A @ B", {"A": side, "B": side}), "f", 0)
        assert message["matrix"] is None
        assert message["parts"] is None
        assert "144 x 144" in message["reason"]
        assert message["explicit_bytes"] == 144 * 144 * 8

    @pytest.mark.parametrize(("node", "index"), [("nothing", 0), ("x", 0), ("y", 2), ("y", -1)])
    def test_an_edge_that_is_not_there_is_refused(self, product, node, index):
        with pytest.raises(Refused):
            jacobian(product, node, index)


class TestCounts:
    def test_without_the_table_a_value_is_computed_wherever_it_is_read(self):
        message = counts(typed("q = exp(x)\nf = exp(q)", {"x": 0.5}))
        # Forward q and f; backward exp' is the output itself: f (and q in it) for df/dq, q for dq/dx.
        assert {row["name"]: (row["with"], row["without"]) for row in message["per_node"]} == {
            "q": (1, 3),
            "f": (1, 2),
        }
        assert (message["with_table"], message["without_table"]) == (2, 5)
        assert (message["forward_without"], message["backward_without"], message["paths"]) == (2, 3, 1)
        assert "3 more for the gradients" in message["text"]

    def test_where_nothing_is_read_twice_the_table_saves_nothing(self):
        message = counts(typed("x + y", {"x": 1.0, "y": 2.0}))
        assert message["with_table"] == message["without_table"] == 1
        assert "twice" in message["text"]

    def test_counts_beyond_all_bounds_stay_numbers_that_travel(self):
        doubled = "\n".join(f"x{i + 1} = x{i} * x{i}" for i in range(60))
        message = counts(typed(doubled, {"x0": 1.0}))
        assert message["without_table"] > 2.0**60
        assert isinstance(message["without_table"], float)


def told(message):
    return [(one["code"], one["inputs"]) for one in message["causes"]]


def test_why_something_is_not_finite_is_told_beside_the_inputs_of_its_gate():
    message = expression(typed("log(x) * y", {"x": -2.0, "y": 3.0}))
    assert message["causes"] == [
        {
            "inputs": ["x"],
            "code": "log_of_negative",
            "arguments": {"value": -2.0},
            "text": "log(−2) is not a number: log needs a positive number",
        }
    ]
    assert told(expression(typed("log(x) + x / y", {"x": -2.0, "y": 0.0}))) == [
        ("log_of_negative", ["x"]), ("division_by_zero", ["x", "y"]),
    ]  # fmt: skip


def test_a_cause_that_no_input_has_is_told_without_one_and_an_infinite_slope_is_told_too():
    assert told(expression(typed("log(a * b)", {"a": -2.0, "b": 1.0}))) == [("log_of_negative", [])]
    assert told(expression(typed("sqrt(x)", {"x": 0.0}))) == [("slope_infinite", ["x"])]
    assert told(expression(typed("sqrt(x)", {"x": 4.0}))) == []


def test_no_more_causes_are_told_than_are_read():
    assert (
        len(expression(typed("log(a) + log(b) + log(c) + log(d)", dict.fromkeys("abcd", -1.0)))["causes"])
        == 3
    )


def test_shapes_that_do_not_fit_are_pointed_at_in_the_text():
    graph = typed("x + y", {"x": 1.0, "y": 2.0})
    graph.type("x = [1, 2]\ny = [1, 2, 3]\ns = x + 1; r = x + y")
    error = expression(graph)["error"]
    assert (error["text"], error["line"], error["column"], error["length"]) == (
        "x + y: 2 and 3: the sizes must be equal, or one of them 1", 3, 16, 5,
    )  # fmt: skip


class TestWhatIsWrong:
    def wrong(self, text):
        graph = typed("x + y", {"x": 1.0, "y": 2.0})
        assert not graph.type(text)
        message = expression(graph)
        assert message["text"] == text
        return message["error"]

    @pytest.mark.parametrize(
        ("text", "marked", "said"),
        [
            ("x = 2\nfoo(x)", "f", "there is no function 'foo'"),
            ("a = [1, 2]\nb = a @ [1, 2, 3]", "a @ [1, 2, 3]", "the inner sizes must be equal"),
            (
                "y = 2\nx = np.zeros((40, 2))\nx * y",
                "x",
                "x cannot have this value. An input can have at most 12 rows and 12 columns.",
            ),
            (
                "xs = 1\nx = 2e9\nxs * x",
                "x",
                "x cannot have this value. Numbers must be between",
            ),
            ("x" * 4001, "x", "longer than 4000 characters"),
        ],
    )
    def test_it_has_its_place(self, text, marked, said):
        wrong = self.wrong(text)
        assert said in wrong["text"]
        line = text.split("\n")[wrong["line"] - 1]
        assert line[wrong["column"] - 1 :][: wrong["length"]] == marked
        assert wrong["line"] == text.count("\n") + 1 or line.startswith("x = ")

    def test_what_is_about_the_whole_has_none(self):
        wrong = self.wrong(" + ".join(f"sum(a{at} * ones((12, 12)))" for at in range(20)))
        assert wrong["code"] == "too_many_input_numbers"
        assert (wrong["line"], wrong["column"], wrong["length"]) == (0, 0, 0)


def test_the_check_says_the_cause_of_what_is_no_number_first():
    message = check(typed("relu(log(x))", {"x": -1.0}), 1e-5)
    assert (
        message["verdict"]
        == "There is nothing to compare: log(−1) is not a number: log needs a positive number."
    )
    assert not message["kinks"]
