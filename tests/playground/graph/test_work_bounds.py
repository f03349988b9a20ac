"""However much is asked of a graph, it is bounded by counting, done in pieces, and in the order in which it came."""

import asyncio
import functools

import numpy as np
import own_loop
import pytest

import engine
from engine.graphs.gradient_check import check_gradients, compare_gradients
from engine.graphs.straight_line_passes import straight_line_passes
from engine.graphs.work import Limits, count_work
from playground.graph import panels
from playground.graph.controller import GraphController
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.limits import DRAWN, MOST_ELEMENTS, MOST_ON_PAPER, is_short, is_small, too_much
from playground.graph.worksheet import write_worksheet
from playground.session import Session

LONG = "+".join(f"x{i}" for i in range(60))


class Desk:
    """A controller whose messages are kept."""

    def __init__(self, **values):
        self.sent = []
        self.session = Session(page="graph", **values)
        self.controller = GraphController(self.session, self.sent.append, [])

    def ask(self, topic, **fields):
        self.controller.receive({"topic": topic, **fields})

    def all(self, topic):
        return [message for message in self.sent if message["topic"] == topic]

    async def until(self, topic, count=1):
        async with asyncio.timeout(30):
            while len(self.all(topic)) < count:
                await asyncio.sleep(0.001)
        return self.all(topic)


def typed(expression, **inputs):
    return ExpressionGraph(Session(expression=expression, inputs=inputs))


# Counting


def test_work_is_counted_by_hand():
    graph = engine.parse("sum(A @ x)")  # A, x, q = A @ x, f = sum(q)
    work = count_work(graph, {"A": (2, 3), "x": (3,), "q": (2,), "f": ()})
    # Values 6 + 3 + 2 + 1, and three times 2 for both edges of the product, 1 for that of the sum.
    assert (work.nodes, work.edges, work.widest, work.numbers) == (4, 3, 2, 12 + 2 * 3 * 2 + 3)
    assert (work.leaf_elements, work.things) == (9, 7)
    assert work.differences(15) == 2 * 15 * 9 * 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("max(" + ",".join(["x"] * 1990) + ")", "this gate has 1,990 incoming edges; at most 64 are allowed"),
        ("+".join("max(" + ",".join(["x"] * 64) + ")" for _ in range(20)), "more than 1,200 edges"),
        ("g(x) = max(" + ",".join(["x"] * 60) + ")\n" + "+".join(["g(y)"] * 30), "more than 1,200 edges"),
        ("+".join(["x"] * 502), "more than 500 operations"),
    ],
)
def test_a_text_that_asks_for_too_much_is_refused_with_the_limit(text, said):
    with pytest.raises(engine.ExpressionError, match=said):
        engine.parse(text, DRAWN)


def test_a_program_may_ask_for_more_than_a_page_draws():
    graph = engine.parse("max(" + ",".join(["x"] * 300) + ")")
    assert float(engine.backpropagate(graph, {"x": 2.0}).gradients["x"]) == 1.0
    with pytest.raises(engine.ExpressionError, match="at most 2 are allowed"):
        engine.parse("max(x, y, z)", Limits(inputs=2))


def test_the_code_of_a_wide_gate_grows_with_its_inputs_not_with_their_square():
    def size(count):
        graph = engine.parse("max(" + ",".join(f"x{i}" for i in range(count)) + ")")
        return len(graph.derived(straight_line_passes).program.source)

    assert size(400) < 2.5 * size(200)


@pytest.mark.parametrize("function", ["max", "min", "maxout"])
@pytest.mark.parametrize("values", [(1, 2, 3), (2, 2, 1), (1, 2, 2), (np.nan, 1, 2), (1, np.nan, 0)])
def test_a_wide_gate_routes_numbers_as_it_routes_arrays(function, values):
    graph = engine.parse(f"{function}(x, y, z)")
    numbers = dict(zip("xyz", values, strict=True))
    plain = engine.backpropagate(graph, numbers).gradients
    arrays = engine.backpropagate(graph, {name: [value] for name, value in numbers.items()}).gradients
    for name in "xyz":
        np.testing.assert_array_equal(plain[name], arrays[name][0])


def test_inputs_together_have_a_limit():
    rows = [[0.0] * 12] * 12
    names = [f"A{i}" for i in range(14)]
    graph = typed("+".join(f"sum({name})" for name in names), **dict.fromkeys(names[:13], rows))
    with pytest.raises(ValueError, match=f"at most {MOST_ELEMENTS:,} are allowed"):
        graph.set_inputs({"A13": rows})
    assert graph.trace.shapes["A13"] != (12, 12)


def test_what_cannot_be_drawn_is_said_with_the_limit():
    def work(**changed):
        return engine.graphs.work.Work(
            **{"nodes": 1, "edges": 1, "widest": 1, "numbers": 1, "leaf_elements": 1, **changed}
        )

    assert too_much(work()) is None
    assert "One gate of this graph has 1,990 incoming edges; at most 64" in str(too_much(work(widest=1990)))
    assert "at most 1,200 can be drawn" in str(too_much(work(edges=1201)))
    assert "at most 500,000 can be shown" in str(too_much(work(numbers=500_001)))


def test_opening_a_gate_into_too_many_changes_nothing():
    wide = "logsumexp(" + ",".join(["x"] * 64) + ")"
    text = "+".join([wide] * 16)
    graph = typed(text)
    wide_gates = [one.name for one in graph.groups if one.closed]
    opened, refused = _open_all(graph, wide_gates)
    assert refused
    assert "can be drawn" in refused[0]
    assert graph.session.unfolded == opened
    assert too_much(graph.work) is None
    assert all(name in graph.graph for name in opened)


def _open_all(graph, names):
    """What could be opened, and what was said of the rest."""
    opened, refused = [], []
    for name in names:
        try:
            graph.unfold(name)
        except ValueError as problem:
            refused.append(str(problem))
        else:
            opened.append(name)
    return opened, refused


@pytest.mark.parametrize(
    ("text", "short"),
    [("(x + y) * z", True), (LONG, False), ("g(a) = a * a\ng(g(x))", False), ("x # " + "no " * 50, False)],
)
def test_only_a_text_of_few_words_is_made_into_a_graph_while_others_wait(text, short):
    assert is_short(text) is short


def test_a_small_graph_is_small():
    assert is_small(typed("(x + y) * z").work)
    assert not is_small(typed(LONG).work)


# In pieces


def test_a_check_comes_in_a_piece_for_every_number_that_is_moved():
    graph = typed("x * y + relu(z)", x=1.0, y=2.0, z=3.0)
    pieces = list(panels.check(graph, 1e-5))
    # 12 steps and the chosen one move each of three leaves; the kink is looked for twice, and told in a piece each.
    assert len(pieces) == 3 * 13 + 2 * (3 + 1)
    assert pieces == sorted(pieces)
    assert pieces[-1] <= 1.0


def test_a_comparison_says_what_the_single_checks_say():
    graph = engine.parse("sum(relu(x) * y)")
    inputs = {"x": [0.5, -1.0], "y": [2.0, 3.0]}
    comparing = compare_gradients(graph, inputs, 1e-4, None, [1e-2, 1e-5])
    while True:
        try:
            next(comparing)
        except StopIteration as end:
            result = end.value
            break
    assert result.errors == check_gradients(graph, inputs, 1e-4)
    np.testing.assert_allclose(result.numeric["x"], [2.0, 0.0], atol=1e-8)
    assert result.sweep.h == (1e-2, 1e-5)
    assert result.sweep.errors["y"][1] == check_gradients(graph, inputs, 1e-5)["y"]


def test_a_worksheet_comes_in_a_piece_for_every_step():
    trace = typed("(x + y) * z").trace
    pieces = list(write_worksheet("t", "e", trace))
    assert len(pieces) == 2 * len(trace.steps)
    assert pieces == sorted(pieces)


# In order


def in_loop(test):
    @functools.wraps(test)
    def run(**fixtures):
        own_loop.run(test(**fixtures))

    return run


@in_loop
async def test_a_link_to_a_large_graph_is_opened_when_its_page_is_there():
    desk = Desk(expression=LONG, example="")
    assert desk.sent == []
    desk.ask("ready")
    (trace,) = await desk.until("trace")
    assert trace["output"] == "f"
    assert len(trace["nodes"]) == 60 + 59
    assert trace.wire["topic"] == "packed"


@in_loop
async def test_a_link_to_what_is_no_graph_is_told():
    desk = Desk(expression=LONG + "+(", example="")
    desk.ask("ready")
    (problems,) = await desk.until("address_problems")
    assert problems["text"]
    assert desk.session.expression == "(x + y) * z"


@in_loop
async def test_wishes_wait_for_the_graph_that_is_being_made_and_come_in_order():
    desk = Desk()
    desk.ask("expression", text=LONG)
    desk.ask("input", name="x7", value=5.0)
    desk.ask("set", name="cursor", value=3)
    assert desk.sent == []
    traces = await desk.until("trace", 2)
    assert float(desk.controller.typed.values["x7"]) == 5.0
    assert desk.session.cursor == 3
    assert [trace["moved"] for trace in traces] == [False, True]


@in_loop
async def test_of_texts_typed_while_a_graph_is_made_only_the_last_is_read():
    desk = Desk()
    desk.ask("expression", text=LONG)
    for number in range(30):
        desk.ask("expression", text=f"{LONG}+{number}")
    await desk.until("trace", 2)
    await asyncio.sleep(0.05)
    assert len(desk.all("trace")) == 2
    assert desk.session.expression == f"{LONG}+29"


@in_loop
async def test_too_many_wishes_are_refused_in_words():
    desk = Desk()
    desk.ask("expression", text=LONG)
    for number in range(150):
        desk.ask("jacobian", node=f"q{number}", index=0)
    refused = [message for message in desk.all("error") if "too many requests" in message["text"]]
    assert len(refused) == 50
    await desk.until("trace")


@in_loop
async def test_large_wishes_are_kept_in_small_number():
    desk = Desk()
    desk.ask("expression", text=LONG)
    for number in range(4):
        desk.ask("jacobian", node="f", index=number, rest=["x" * 3_000_000])
    assert sum("too many requests" in message["text"] for message in desk.all("error")) == 2
    await desk.until("trace")


@in_loop
async def test_a_check_is_answered_while_other_wishes_are_heard_and_can_be_cancelled():
    desk = Desk()
    desk.ask("expression", text="@".join(["A"] * 200))
    await desk.until("trace")
    desk.ask("check")
    desk.ask("set", name="cursor", value=2)
    assert desk.session.cursor == 2
    desk.ask("cancel", of="check")
    assert not desk.controller._answers.busy
    desk.ask("jacobian", node="f", index=0)
    assert desk.all("jacobian")
    assert desk.all("check") == []
    desk.controller.close()


@in_loop
async def test_a_check_of_a_graph_that_is_gone_is_not_finished():
    desk = Desk()
    desk.ask("expression", text="@".join(["A"] * 200))
    await desk.until("trace")
    desk.ask("check")
    desk.ask("expression", text="x * y")
    await desk.until("trace", 2)
    assert not desk.controller._answers.busy


@in_loop
async def test_a_file_is_of_the_graph_that_was_there_when_it_was_asked_for():
    desk = Desk()
    desk.ask("expression", text=LONG)
    await desk.until("trace")
    desk.ask("take", kind="code")
    desk.ask("expression", text="x * y")
    (file,) = await desk.until("taken")
    assert "x59" in file["text"]


@in_loop
async def test_a_page_of_a_small_graph_is_written_while_others_are_heard_because_it_has_all_its_foldings():
    desk = Desk()
    desk.ask("example", id="lstm-cell")
    assert desk.all("trace")  # it is drawn at once
    desk.ask("take", kind="html")
    assert desk.all("taken") == []
    await desk.until("taken")


@in_loop
async def test_a_worksheet_that_nobody_would_print_is_refused_in_words_and_the_other_files_are_not():
    desk = Desk()
    desk.ask("expression", text="@".join(["A"] * 60))
    await desk.until("trace")
    desk.ask("input", name="A", value=[[0.1] * 12] * 12)
    await desk.until("trace", 2)
    desk.ask("take", kind="worksheet")
    (refused,) = await desk.until("error", 2) and [one for one in desk.all("error") if one["field"] == "take"]
    count = desk.controller.typed.work.numbers
    assert count > MOST_ON_PAPER == 50_000
    assert refused["text"] == (
        f"A worksheet for this graph would have {count:,} numbers; at most 50,000 can be printed."
    )
    assert desk.all("taken") == []
    for number, kind in enumerate(("code", "html"), 1):
        desk.ask("take", kind=kind)
        await desk.until("taken", number)


@in_loop
async def test_who_leaves_has_nothing_more_done():
    desk = Desk()
    desk.ask("expression", text=LONG)
    desk.ask("expression", text="x")
    desk.controller.close()
    await asyncio.sleep(0.2)
    assert desk.sent == []
