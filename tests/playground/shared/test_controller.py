"""What stands in a message is read as what it should be, or refused in words, whatever it is."""

import asyncio
import threading

import numpy as np
import own_loop
import pytest
from desks import Desk

from playground.session import PAGES
from playground.shared import controller as controller_module

UNFORESEEN = (
    "An error occurred, and your last change was not made. Everything else is unchanged; please try again."
)


# page, message, what is said, under which field
REFUSALS = [
    ("network", {"topic": "set", "name": "rate", "value": 10**400}, "Learning rate must be a number", "rate"),
    ("network", {"topic": "set", "name": "rate", "value": np.ones(3)}, "Learning rate must be a number", "rate"),
    ("network", {"topic": "set", "name": "batch", "value": -(10**400)}, "Batch size must be a whole number", "batch"),
    ("network", {"topic": "set", "name": "dataset", "value": np.ones(3)}, "Dataset: this is not an option", "dataset"),
    ("network", {"topic": "set", "name": "loss", "value": ["l1"]}, "Loss: this is not an option", "loss"),
    ("network", {"topic": "set", "name": [[[]]], "value": 1}, "Text is needed for name", "set"),
    ("network", {"topic": "set", "name": np.ones(2), "value": 1}, "Text is needed for name", "set"),
    ("network", {"topic": "width", "layer": np.ones(2), "width": 3}, "number is needed for layer", "width"),
    ("network", {"topic": "width", "layer": 0, "width": 10**400}, "number is needed for width", "width"),
    ("network", {"topic": "width", "layer": 0, "width": 1e300}, "1 to 32 neurons", "width"),
    ("network", {"topic": "activation", "layer": 0, "name": ["tanh"]}, "Text is needed for name", "activation"),
    ("network", {"topic": "activation", "layer": 0, "name": "x" * 99}, "longer than 80 characters", "activation"),
    ("network", {"topic": "activation", "layer": 0, "name": "step"}, "no activation 'step'", "activation"),
    ("network", {"topic": "features", "names": ["x1", "x1"]}, "at least one feature", "features"),
    ("network", {"topic": "features", "names": [["x1"]]}, "Text is needed for names", "features"),
    ("network", {"topic": "step_through", "level": np.ones(3)}, "not an option", "step_through"),
    ("network", {"topic": "step_through", "level": ""}, "not an option", "step_through"),
    ("network", {"topic": "step_through", "sample": 10**400}, "number is needed for sample", "step_through"),
    ("network", {"topic": "csv", "name": "a.csv", "bytes": [1, 2]}, "not a file", "csv"),
    ("network", {"topic": "csv", "name": "a.csv", "bytes": b",,\n"}, "contains only separators", "csv"),
    ("graph", {"topic": "input", "name": "x", "value": 10**400}, "between −1,000,000,000 and", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": [1, float("nan")]}, "between −1,000,000,000 and", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": np.array([np.inf])}, "between −1,000,000,000 and", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": ["1", "2"]}, "rows must be equally long", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": [True]}, "rows must be equally long", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": [1, [2]]}, "rows must be equally long", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": np.array(["1"])}, "rows must be equally long", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": [[[1]]]}, "a vector or a matrix is needed", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": []}, "a vector or a matrix is needed", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": [[], []]}, "a vector or a matrix is needed", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": {"0": 1}}, "A number is needed", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": b"12"}, "A number is needed", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": [1.0] * 13}, "at most 12 rows and 12 columns", "input:x"),
    ("graph", {"topic": "input", "name": "x", "value": np.ones(10**6)}, "at most 12 rows and 12 columns", "input:x"),
    ("graph", {"topic": "input", "name": "w", "value": 1}, "no input w", "input:w"),
    ("graph", {"topic": "input", "name": "x", "value": "1"}, "A number is needed", "input:x"),
    ("graph", {"topic": "input", "name": ["x"], "value": 1}, "Text is needed for name", "input"),
    ("graph", {"topic": "input", "name": "x", "value": 1, "also": {7: 1, "y" * 99: 2}}, "A table of names", "input"),
    ("graph", {"topic": "upstream", "value": 10**400}, "between −1,000,000,000 and", "upstream"),
    ("graph", {"topic": "upstream", "value": [1, 2]}, "upstream gradient has the size 2", "upstream"),
    ("graph", {"topic": "take", "kind": np.ones(2)}, "not an option", "take"),
    ("graph", {"topic": "take", "kind": ["html"]}, "not an option", "take"),
    ("graph", {"topic": "jacobian", "node": ["f"], "index": 0}, "Text is needed for node", "jacobian"),
    ("graph", {"topic": "jacobian", "node": "f", "index": -1}, "no edge here", "jacobian"),
    ("graph", {"topic": "fold", "name": None}, "Text is needed for name", "fold"),
    ("graph", {"topic": "example", "id": {"a": 1}}, "Text is needed for id", "example"),
    ("graph", {"topic": "expression", "text": b"x"}, "Text is needed for text", "expression"),
    ("digits", {"topic": "pictures", "which": ["templates"]}, "not an option", "pictures"),
    ("digits", {"topic": "pictures", "which": np.ones(2)}, "not an option", "pictures"),
    ("digits", {"topic": "set", "name": "digits_model", "value": ["own"]}, "not an option", "digits_model"),
    ("digits", {"topic": "draw", "strokes": [np.array(0.5)], "thickness": 0.1}, "list of numbers", "draw"),
    ("digits", {"topic": "draw", "strokes": [[0.1, [0.2]]], "thickness": 0.1}, "list of numbers", "draw"),
    ("digits", {"topic": "draw", "strokes": [[0.1, 10**400]], "thickness": 0.1}, "list of numbers", "draw"),
    ("digits", {"topic": "draw", "strokes": [np.ones((2, 2))], "thickness": 0.1}, "an x and a y for each", "draw"),
    ("digits", {"topic": "draw", "strokes": [[0.1, 0.2]], "thickness": 10**400}, "pen thickness", "draw"),
    ("digits", {"topic": "draw", "strokes": [[0.1, 0.2]], "thickness": 0.1, "id": [1]}, "needed for id", "draw"),
    ("digits", {"topic": "train", "seconds": 10**400}, "number is needed for seconds", "train"),
    ("digits", {"topic": "set", "name": "digits_label", "value": 10**400}, "Label must be a whole", "digits_label"),
]  # fmt: skip


@pytest.fixture(scope="module")
def desks():
    return {page: Desk({"page": page}) for page in PAGES}


@pytest.mark.parametrize(("page", "message", "words", "field"), REFUSALS)
def test_what_cannot_be_done_is_refused_beside_its_field_with_the_reason(desks, page, message, words, field):
    desk = desks[page]
    desk.sent.clear()
    desk.receive(message)
    error = next(one for one in desk.sent if one["topic"] == "error")
    assert words in error["text"]
    assert error["field"] == field
    assert UNFORESEEN not in desk.said()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "message", [None, 7, [], "ready", {}, {"topic": None}, {"topic": ["set"]}, {"topic": "nonsense"}]
)
def test_what_is_no_message_is_passed_over(desks, page, message):
    desks[page].sent.clear()
    desks[page].receive(message)
    assert desks[page].sent == []


@pytest.mark.parametrize("page", ["network", "digits"])
def test_an_answer_to_nothing_is_no_answer(desks, page):
    loop = desks[page].controller.loop
    number = loop._next()
    for wrong in (np.ones(2), [number], str(number), number + 1, None, {"a": number}):
        desks[page].receive({"topic": "ack", "id": wrong})
        assert not loop._arrived.is_set()
    desks[page].receive({"topic": "ack", "id": number})
    assert loop._arrived.is_set()


def test_gates_are_opened_up_to_a_number_and_no_further():
    async def opened(desk):
        desk.ask("expression", text=" + ".join(["sigmoid(x)"] * 102))
        await desk.answered()
        names = [group.name for group in desk.controller.typed.groups if group.closed]
        assert len(names) == 102
        desk.session.unfolded = names[:100]
        desk.ask("unfold", name=names[100])
        await desk.answered()

    desk = Desk({"page": "graph"})
    own_loop.run(opened(desk))
    assert "At most 100 gates" in desk.said()
    assert UNFORESEEN not in desk.said()
    assert len(desk.session.unfolded) == 100


def test_a_row_too_long_is_taken_with_the_columns_that_it_needs():
    desk = Desk({"page": "graph", "expression": "dot(u, v)"})
    desk.ask("input", name="u", value=[1, 2, 3], also={"v": [4, 5, 6]})
    assert desk.controller.typed.trace.output == 32


def test_a_gate_is_closed_again_however_many_others_are():
    async def closed(desk):
        desk.ask("expression", text="sigmoid(x)")
        await desk.answered()
        desk.ask("unfold", name="f")
        await desk.answered()
        desk.session.folded = ["gone"] * 100
        desk.ask("fold", name="f")
        await desk.answered()

    desk = Desk({"page": "graph"})
    own_loop.run(closed(desk))
    assert desk.session.unfolded == []
    assert "At most 100 gates" not in desk.said()


def test_what_has_waited_is_heard_in_its_order_and_each_wish_in_a_turn_of_its_own():
    """All of them in one turn would keep everybody else waiting."""

    async def turns_in_which_wishes_were_heard():
        controller = Desk({"page": "digits"}).controller
        gate, heard, turn = threading.Event(), [], 0

        def first(message):
            heard.append(("first", turn))
            # It comes while others are still waiting.
            asyncio.get_running_loop().call_soon(controller.receive, {"topic": "undo"})

        controller.topics |= {"judge": first, "reset": lambda message: heard.append(("next", turn))}
        controller.topics |= {"undo": lambda message: heard.append(("last", turn))}
        controller.change("model", gate.wait, lambda _: None)
        for topic in ("judge", "reset", "reset"):
            controller.receive({"topic": topic})
        assert heard == []
        gate.set()
        async with asyncio.timeout(60):
            while controller.busy or len(heard) < 4:
                turn += 1
                await asyncio.sleep(0)
        controller.close()
        return heard

    heard = own_loop.run(turns_in_which_wishes_were_heard())
    assert [name for name, _ in heard] == ["first", "next", "next", "last"]
    assert len({turn for _, turn in heard}) == 4


def test_after_a_wish_that_took_a_while_others_have_several_turns(monkeypatch):
    monkeypatch.setattr(controller_module, "SLICE", -1)  # whatever it takes is a while
    monkeypatch.setattr(controller_module, "REST", 0.02)

    async def turns_between():
        controller = Desk({"page": "digits"}).controller
        gate, heard, turn = threading.Event(), [], 0
        controller.topics |= {"reset": lambda message: heard.append(turn)}
        controller.change("model", gate.wait, lambda _: None)
        for _ in range(2):
            controller.receive({"topic": "reset"})
        gate.set()
        async with asyncio.timeout(60):
            while len(heard) < 2:
                turn += 1
                await asyncio.sleep(0)
        controller.close()
        return heard[1] - heard[0]

    assert own_loop.run(turns_between()) > 3
