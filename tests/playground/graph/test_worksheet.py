"""The worksheet: what is to be computed is blank, and stands in the key, rounded and exact."""

import html
import re
from html.parser import HTMLParser

import numpy as np
import pytest

import engine
from playground.graph import worksheet_abreast
from playground.graph.examples import EXAMPLES
from playground.graph.worksheet import worksheet
from playground.shared.written_numbers import full, read, short

VOID = {"meta", "br", "img", "hr"}


class Reader(HTMLParser):
    """The tags that are open, to see that all are closed, and the text without them."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        if "style" not in self.open:
            self.text += text


def sheet(expression, inputs, upstream=None, title="f", questions=()):
    trace = engine.backpropagate(engine.parse(expression), inputs, upstream)
    page = worksheet(title, expression, trace, questions)
    exercise, key = page.split('<section class="key"')
    return trace, exercise, key


def _in_key(number, text):
    """A number as it stands in the key, rounded to this text: with all of its digits, where these are others."""
    exact = "" if read(text) == number else f' <span class="exact">{full(number)}</span>'
    return f">{text}{exact}</b>"


NEURON = (
    "1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
    {"w0": 2.25, "x0": -1.5, "w1": -3.125, "x1": -2.0, "w2": -3.0},
)


class TestScalars:
    def test_what_is_computed_is_blank_before_the_key(self):
        trace, exercise, _ = sheet(*NEURON)
        text = exercise.split("<body>")[1]
        for step in trace.steps:
            for number in (step.value, step.downstream, step.local):
                if number is not None and abs(float(number)) not in (1.0, 2.0, 3.0, 2.25, 1.5, 3.125):
                    assert full(float(number)) not in text
                    assert f">{short(float(number))}<" not in text

    def test_there_is_a_blank_for_every_number(self):
        trace, exercise, _ = sheet(*NEURON)
        forward = sum(step.phase == "forward" for step in trace.steps)
        edges = sum(step.phase == "backward" and step.input is not None for step in trace.steps)
        assert exercise.count('<span class="blank">') == forward + 3 * edges + len(trace.graph.leaves)

    def test_the_drawing_has_blanks_too_and_the_key_no_drawing(self):
        trace, exercise, key = sheet(*NEURON)
        computed = [name for name in trace.gradients if trace.graph[name].op]
        assert exercise.count('<path class="blank"') == 2 * len(computed) + len(trace.graph.leaves)
        assert "<svg" not in key

    def test_the_key_has_every_number_rounded_and_exact(self):
        trace, _, key = sheet(*NEURON)
        edges = [step for step in trace.steps if step.phase == "backward" and step.input]
        values = [step.value for step in trace.steps if step.phase == "forward"]
        found = [*values, *(step.downstream for step in edges), *(step.local for step in edges)]
        for number in map(float, found):
            # The digits stand where rounding has taken some.
            assert any(_in_key(number, short(number, digits)) in key for digits in (3, 4))
        for step in edges:  # a gradient goes on up with the digits that were told where it was found
            assert any(f">{short(float(step.upstream), digits)}</b>" in key for digits in (3, 4))
        assert 'class="blank"' not in key

    def test_no_digits_are_told_twice(self):
        _, _, key = sheet("x * y", {"x": 3.0, "y": 0.125})
        assert key.count("0.375") == 1
        assert "exact" not in key

    def test_the_given_numbers_are_there(self):
        _, exercise, _ = sheet(*NEURON)
        for name, number in NEURON[1].items():
            assert f"<code>{name}</code> =</span>{full(number)}</span>" in exercise

    def test_rules_stand_in_the_key_alone(self):
        _, exercise, key = sheet(*NEURON)
        assert "d/dx exp(x) = exp(x)" in key
        assert "d/dx" not in exercise

    def test_a_value_used_twice_adds_up_its_parts(self):
        _, exercise, key = sheet("x * y + x", {"x": 3.0, "y": 4.0})
        assert "is used 2 times" in exercise
        assert "the parts add up" in key
        assert "x_copy" not in exercise + key

    def test_a_page_ends_before_the_key(self):
        _, exercise, _ = sheet(*NEURON)
        assert ".key { break-before: page;" in exercise


class TestArrays:
    W, X = [[0.125, 0.5], [-0.375, 0.75]], [0.25, 0.4375]

    def test_an_array_has_a_cell_for_each_element(self):
        trace, exercise, key = sheet("q = W @ x\nf = sum(q ** 2)", {"W": self.W, "x": self.X})
        given = {*np.ravel(self.W), *self.X}
        assert exercise.count("<td></td>") >= sum(
            np.size(trace.gradients[name]) for name in ("W", "x", "q", "q2")
        )
        for number in np.ravel(trace.gradients["W"]):
            assert short(number) in key
            assert full(number) in key
            assert number in given or full(number) not in exercise
        assert "<td></td>" not in key

    def test_edges_of_arrays_stand_beside_each_other_and_do_not_part_at_the_end_of_a_page(self):
        _, exercise, key = sheet("q = W @ x\nf = sum(q ** 2)", {"W": self.W, "x": self.X})
        for page in (exercise, key):
            edges = page[page.index('<div class="edges">') :].split('<div class="edge">')[1:]
            assert len(edges) == 4
            for name in ("upstream", "local", "downstream"):
                assert all(edge.count(f"<small>{name}</small>") == 1 for edge in edges)
        for kept in ("display: flex; flex-wrap: wrap;", "break-inside: avoid;"):
            assert re.search(rf"^\.edges? {{[^}}]*{kept}", exercise, re.MULTILINE)

    def test_a_given_upstream_gradient_is_told(self):
        _, exercise, _ = sheet("y = x * 2", {"x": [1.0, 2.0]}, [7.125, -8.5])
        assert "gradient at <code>y</code>" in exercise
        assert "<td>7.125</td>" in exercise
        assert "<td>−8.5</td>" in exercise

    def test_a_large_array_is_not_written_out(self):
        _, exercise, key = sheet("sum(X * X)", {"X": np.full((12, 12), 0.375)})
        assert "shape 12×12" in exercise
        assert key.count("0.375,") == 0

    def test_a_vector_has_the_digits_of_each_element_beside_it(self):
        _, _, key = sheet("sum(log(x))", {"x": [1.0, 2.0, 3.0]})
        assert "<td>0</td>" in key
        assert '<td>0.69 <span class="exact">0.6931471805599453</span></td>' in key


class TestPages:
    """What keeps together where a page ends; that a browser does so is a matter of the browser."""

    @pytest.mark.parametrize(
        "kept",
        [
            ".steps thead { display: table-header-group; break-inside: avoid; break-after: avoid; }",
            ".steps tr { break-inside: avoid; }",
            ".lead { break-after: avoid; }",
            ".asked { break-inside: avoid; break-before: avoid; }",
            ".last { break-inside: avoid; break-before: avoid; }",
        ],
    )
    def test_what_belongs_together_is_said(self, kept):
        _, exercise, _ = sheet(*NEURON)
        assert kept in exercise

    def test_the_heads_of_the_table_are_its_head(self):
        for part in sheet(*NEURON, questions=["Why?"])[1:]:
            table = part[part.index('<table class="steps">') :]
            assert re.match(
                '<table class="steps"><thead><tr>.*?Downstream</th></tr></thead><tbody><tr><td>', table
            )

    def test_the_sections_that_keep_together_are_marked(self):
        _, exercise, _ = sheet(*NEURON, questions=["Why?"])
        assert '<p class="lead">Begin at <code>f</code> with 1.' in exercise
        assert '<div class="last"><h2>3. The gradients of the inputs</h2>' in exercise
        assert '<div class="asked"><h2>Think about it</h2><ol><li>Why?</li></ol></div>' in exercise


class TestSafety:
    HOSTILE = '</style></pre><script>alert(1)</script><img src=x onerror="alert(1)"> & $title ${answers}'

    def test_hostile_text_is_text(self):
        trace = engine.backpropagate(engine.parse("x + 1"), {"x": 1.0})
        page = worksheet(self.HOSTILE, self.HOSTILE, trace, [self.HOSTILE])
        reader = Reader(page)
        assert "script" not in reader.tags
        assert "img" not in reader.tags
        assert reader.text.count(self.HOSTILE) == 5  # title, heading, expression, question, key
        assert not reader.open

    def test_asks_for_nothing_and_runs_nothing(self):
        page = "".join(sheet(*NEURON)[1:])
        for word in ("http", "<script", "src=", "<link", "@import", "url("):
            assert word not in page

    def test_a_number_that_is_none_is_said(self):
        _, _, key = sheet("log(x) * y", {"x": 0.0, "y": 0.0})
        assert "−∞" in key
        assert "not a number" in key


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.id)
def test_every_example_makes_a_sheet(one):
    try:
        _, exercise, key = sheet(one.expression, one.inputs, one.upstream, one.title, one.questions)
    except engine.ExpressionError:
        pytest.skip("not an expression of the engine yet")
    assert not Reader(exercise + '<section class="key"' + key).open
    assert all(question.partition(" ")[0] in exercise for question in one.questions)


class TestNames:
    """Another name for a value is a copy with one reader, or, where it is the output, with none."""

    @pytest.mark.parametrize("text", ["s = z", "s = z; s * 2"])
    def test_what_has_another_name_is_not_said_to_be_used_once(self, text):
        trace = engine.backpropagate(engine.parse(text), {"z": [1.0, 2.0]})
        page = Reader(worksheet("names", text, trace, ()))
        assert "z is called s too" in page.text
        assert "the gradient is passed on unchanged" in page.text
        assert "times" not in page.text

    def test_what_is_used_twice_is_said_to_be(self):
        trace = engine.backpropagate(engine.parse("z * z"), {"z": 3.0})
        assert "z is used 2 times" in Reader(worksheet("square", "z * z", trace, ())).text


def test_an_answer_that_is_not_finite_says_why_and_the_exercise_does_not():
    trace = engine.backpropagate(engine.parse("log(x)"), {"x": -2})
    exercise, answers = worksheet("t", "log(x)", trace).split('id="key"')
    assert "log(−2) is not a number: log needs a positive number" in answers
    assert "is not a number" not in exercise


def rules_on_paper(text: str, inputs: dict[str, object]) -> list[str]:
    """The local gradients and the forms that the answers say, in order."""
    trace = engine.backpropagate(engine.parse(text), inputs)
    answers = worksheet("t", text, trace).split('id="key"')[1]
    return [
        html.unescape(said)
        for said in re.findall(r"<small[^>]*>([^<]*)</small>", answers.split("2. Backward")[1])
    ]


def test_a_rule_is_said_with_the_names_of_the_graph_and_the_general_one_smaller() -> None:
    said = rules_on_paper("q = v * w; f = 1 / q", {"v": 2.0, "w": -1.0})
    assert said[1:] == ["∂f/∂q = −1/q²", "d/dx 1/x = −1/x²", "∂q/∂v = w", "∂q/∂w = v"]
    # A letter of the general rule that means something else here is left out with it.
    assert rules_on_paper("f = exp(x)", {"x": 2.0})[1:] == ["∂f/∂x = exp(x)"]
    assert rules_on_paper("f = relu(v)", {"v": -2.0})[1] == "∂f/∂v = 0, as v ≤ 0"


def test_an_array_that_is_read_in_a_product_stands_there_by_its_name() -> None:
    said = rules_on_paper("f = sum(M @ v)", {"M": [[1.0, 2.0]], "v": [1.0, 1.0]})
    assert "df/dM = df/dq @ vᵀ" in said
    assert "df/dv = Mᵀ @ df/dq" in said
    said = rules_on_paper("relu(v) * (1 - v)", {"v": [1.0, -1.0]})
    assert "dL/dq = dL/df × q2" in said
    assert "dL/dv = −dL/dq2" in said
    assert "dL/dv = dL/dq where v > 0, else 0" in said


@pytest.mark.parametrize(
    ("widths", "lies", "abreast", "long"),
    [
        ([200] * 6, True, 3, []),
        ([200] * 4, False, 2, []),
        ([300] * 6, True, 2, []),  # longer than a third of the sheet
        ([200] * 6 + [400], True, 3, [6]),  # one that is long has a row of its own
        ([200, 300, 200, 300, 200, 300], True, 2, []),  # of many such, half of the rows would be empty
        ([600], False, 1, []),
    ],
)
def test_as_many_values_stand_abreast_as_have_room_beside_their_formulas(widths, lies, abreast, long):
    count, across = worksheet_abreast.abreast(widths, lies)
    assert count == abreast
    assert [at for at, one in enumerate(across) if one] == long


def test_a_formula_says_nothing_that_only_numpy_needs_to_know():
    text = "A = softmax(Q / 2)\nq = stack([x, y])\nf = sum(A) + sum(q)"
    _, page, _ = sheet(text, {"Q": [[1.0, 2.0], [3.0, 4.0]], "x": 1.0, "y": 2.0})
    assert "A = softmax(q" in page
    assert "q = stack([x, y])" in page
    assert "axis=" not in page
    assert "keepdims" not in page


def test_a_gate_has_no_more_than_two_lines_in_its_column():
    def gates(text, values):
        _, page, _ = sheet(text, values)
        table = page.split("2. Backward")[1]
        found = re.findall(r'<(?:tr><td|div class="edge"><p)><code>([^<]*)</code>', table)
        return [html.unescape(one) for one in found]

    assert gates("h = sigmoid(x)", {"x": 1.0}) == ["h = sigmoid(x)"]
    assert "h = 1 / (1 + exp(-x))" in html.unescape(
        sheet("h = sigmoid(x)", {"x": 1.0})[1]
    )  # where it is computed
    assert gates("f = 2 / x", {"x": 1.0})[-1] == "f = 2 / x"
    scores = {"the_scores": [1.0, 2.0, 3.0], "the_label": 1}
    assert gates("loss = cross_entropy(the_scores, the_label)", scores) == ["loss"]


def test_arrays_of_the_answers_need_less_height_than_those_to_be_filled_in():
    """Nobody writes there: the answers to a loss of three classes have two pages and not three."""
    page = worksheet(
        "t", "exp(x)", engine.backpropagate(engine.parse("exp(x)"), {"x": np.ones(3)}, np.ones(3))
    )
    heights = dict(re.findall(r"^(\.key|\.on-paper) \.grid td {[^}]*height: (\d+)pt", page, re.MULTILINE))
    assert 12 <= int(heights[".key"]) < int(heights[".on-paper"]) - 4
