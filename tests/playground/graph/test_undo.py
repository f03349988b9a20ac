"""Changes on the Graph page are taken back and made again, and an expression of one's own is not lost."""

import asyncio
import itertools
import json

import own_loop
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.graph.controller import OWN, GraphController
from playground.graph.graph_moment import MOST_BYTES, SETTINGS, pack, unpack
from playground.messages import ASKED, NOT_OF_A_PAGE
from playground.session import Session
from playground.shared.changes import CHANGES
from playground.shared.refused import Refused

LONG = "\n".join(f"q{at} = x{at} * {at} + exp(x{at})" for at in range(20)) + "\nf = q0 + q19"


class Desk:
    """A page that keeps what it is given, and whose visitor takes more than a moment between two changes."""

    def __init__(self, kept=None, **values):
        self.sent = []
        self.kept = {} if kept is None else kept
        self.now = 0.0
        self.controller = GraphController(Session(page="graph", **values), self.hear, [])
        self.controller.history._clock = lambda: self.now
        self.say("ready")

    def hear(self, message):
        self.sent.append(message)
        if message["topic"] == "moment_wanted":
            self.controller.receive(
                {"topic": "kept", "of": message["of"], "blob": self.kept.get(message["of"])}
            )
        elif message["topic"] == "moment":
            self.kept[message["of"]] = message["blob"]

    def say(self, topic, wait=10.0, **fields):
        self.now += wait
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def type(self, text, wait=10.0):
        return self.say("expression", wait, text=text)

    def choose(self, name):
        return self.say("example", id=name)

    def last(self, topic):
        return ([message for message in self.sent if message["topic"] == topic] or [None])[-1]

    @property
    def session(self):
        return self.controller.session

    @property
    def inputs(self):
        return self.session.inputs

    def everything(self):
        self.controller.send_address()
        typed = self.controller.typed
        return {
            "settings": {name: getattr(self.session, name) for name in SETTINGS},
            "address": self.last("address")["query"],
            "text": typed.text,
            "problem": typed.problem and str(typed.problem),
            "drawn": [node.name for node in typed.graph.nodes],
            "groups": typed.groups,
            "values": {name: value.tolist() for name, value in typed.trace.values.items()},
            "gradients": {name: value.tolist() for name, value in typed.trace.gradients.items()},
        }


SIGMOID = "s = sigmoid(w * x)\nf = s * 2"
KINDS = [
    ({"topic": "expression", "text": "a * b + c"}, "expression changed"),
    ({"topic": "expression", "text": "a * b +"}, "expression changed"),
    ({"topic": "expression", "text": LONG}, "expression changed"),
    ({"topic": "example", "id": "sigmoid-neuron"}, "example “Sigmoid neuron” opened"),
    ({"topic": "input", "name": "w", "value": 7}, "w changed from 2 to 7"),
    ({"topic": "input", "name": "w", "value": [1, 2]}, "values of w changed"),
    ({"topic": "unfold", "name": "s"}, "s unfolded into its gates"),
]


@pytest.fixture
def desk():
    return Desk(expression=SIGMOID, example="", inputs={"w": 2.0, "x": 3.0})


@pytest.mark.parametrize(("change", "words"), KINDS)
def test_each_kind_of_change_is_taken_back_and_made_again(change, words):
    async def work():
        desk = Desk(expression=SIGMOID, example="", inputs={"w": 2.0, "x": 3.0})
        before = desk.everything()
        await settled(desk.say(**change))
        assert desk.last("changes")["undo"] == f"Undo: {words}. (Ctrl+Z)"
        after = desk.everything()
        assert after != before
        await settled(desk.say("undo"))
        assert desk.last("announce")["text"] == f"Undone: {words}."
        assert desk.last("changes") == {
            "topic": "changes",
            "undo": None,
            "redo": f"Redo: {words}. (Ctrl+Shift+Z)",
        }
        assert desk.last("expression")["text"] == SIGMOID
        assert desk.everything() == before
        await settled(desk.say("redo"))
        assert desk.last("announce")["text"] == f"Redone: {words}."
        assert desk.everything() == after

    own_loop.run(work())


async def settled(desk):
    """What is done by a worker is done."""
    async with asyncio.timeout(60):
        while desk.controller.busy:
            await asyncio.sleep(0.01)


def test_while_a_worker_changes_the_graph_nobody_looks_at_the_moment(desk, monkeypatch):
    async def work():
        looked = []
        take = desk.controller.moment
        monkeypatch.setattr(
            desk.controller, "moment", lambda: looked.append(desk.controller._changes.busy) or take()
        )
        await settled(desk.type(LONG))
        assert desk.controller.history.last
        await settled(desk.say("undo"))
        assert looked
        assert not any(looked)

    own_loop.run(work())


def test_folds_and_the_given_gradient_are_taken_back():
    desk = Desk(expression="s = sigmoid(w)\nf = s * 2", example="", inputs={"w": [1.0, 2.0]})
    start = desk.everything()
    desk.say("unfold", name="s").say("fold", name="s").say("upstream", value=[3.0, 4.0])
    assert desk.last("changes")["undo"] == "Undo: upstream gradient changed. (Ctrl+Z)"
    end = desk.everything()
    desk.say("undo")
    assert desk.session.upstream is None
    desk.say("undo")
    assert desk.last("announce")["text"] == "Undone: gates of s folded into one."
    assert desk.session.unfolded == ["s"]
    desk.say("undo")
    assert desk.everything() == start
    desk.say("redo").say("redo").say("redo")
    assert desk.everything() == end


def test_every_topic_of_the_page_is_a_kind_of_change_with_words_or_none():
    """Who adds a message says what it is called when it is taken back."""
    without_words = GraphController.no_steps | NOT_OF_A_PAGE | {"undo", "redo", "set"}
    assert set(ASKED["graph"]) - without_words <= set(CHANGES)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([kind[0] for kind in KINDS if kind[0].get("text") != LONG]),
            st.builds(
                lambda name: {"topic": "example", "id": name},
                st.sampled_from(["", "add-then-multiply", "nobody's"]),
            ),
            st.builds(
                lambda text: {"topic": "expression", "text": text},
                st.sampled_from([SIGMOID, "x = 3\nf = x * x", "W @ x", "f("]),
            ),
            st.builds(
                lambda name, value: {"topic": "input", "name": name, "value": value},
                st.sampled_from("wxab"),
                st.sampled_from([1.5, [1, 2], [[1, 2], [3, 4]]]),
            ),
            st.builds(
                lambda value: {"topic": "upstream", "value": value}, st.sampled_from([None, 2, [1, 2]])
            ),
            st.builds(
                lambda topic, name: {"topic": topic, "name": name},
                st.sampled_from(["fold", "unfold"]),
                st.sampled_from("sf"),
            ),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_all_changes_undone_all_is_as_at_the_start_and_redone_as_at_the_end(changes):
    desk = Desk(expression=SIGMOID, example="", inputs={"w": 2.0, "x": 3.0})
    start = desk.everything()
    for change in changes:
        desk.say(**change)
    end = desk.everything()
    while desk.controller.history.last:
        desk.say("undo")
    assert desk.everything() == start
    while desk.controller.history.next:
        desk.say("redo")
    assert desk.everything() == end


def test_looking_is_no_step(desk):
    desk.say("set", name="cursor", value=3).say("set", name="step_size", value=1e-4).say("check")
    desk.say("set", name="predict", value=True).say("jacobian", node="s", index=0).say("take", kind="code")
    assert desk.controller.history.last is None
    assert desk.say("ready").last("changes") == {"topic": "changes", "undo": None, "redo": None}


def test_what_is_typed_in_one_go_is_one_step(desk):
    for end in range(1, len("a * b") + 1):
        desk.type("a * b"[:end], wait=0.2)
    assert desk.say("undo").session.expression == SIGMOID
    assert desk.say("redo").session.expression == "a * b"


def test_an_input_that_is_dragged_is_one_step_and_another_input_another(desk):
    for value in range(3, 30):
        desk.say("input", 0.05, name="w", value=value)
    desk.say("input", 0.05, name="x", value=5)
    desk.say("undo")
    assert desk.inputs == {"w": 29, "x": 3}
    desk.say("undo")
    assert desk.inputs == {"w": 2, "x": 3}


def test_values_that_wait_and_are_replaced_belong_to_the_move_that_they_began():
    async def work():
        desk = Desk(expression=LONG, example="")
        await settled(desk)
        minutes = itertools.count()
        desk.controller.history._clock = lambda: 60.0 * next(minutes)
        desk.say("input", name="x3", value=5)
        assert desk.controller.busy
        desk.say("input", name="x3", value=6)  # another move, whose first value does not come to its turn
        await settled(desk.say("input", name="x3", value=7, same_move=True))
        assert desk.inputs["x3"] == 7
        await settled(desk.say("undo"))
        assert desk.inputs["x3"] == 5

    own_loop.run(work())


def test_the_place_in_the_trace_stays_while_numbers_are_taken_back(desk):
    desk.say("set", name="cursor", value=4).say("input", name="w", value=7).say("undo")
    assert (desk.session.cursor, desk.last("trace")["moved"]) == (4, True)
    desk.type("a + b").say("undo")
    assert desk.session.cursor == 0


# An expression of one's own


def test_an_expression_that_was_typed_comes_back_with_its_values_after_examples(desk):
    desk.say("input", name="w", value=11)
    assert desk.last("expression")["own"] is False
    own = desk.everything()
    desk.choose("add-then-multiply")
    assert desk.last("expression")["own"] is True
    desk.choose("sigmoid-neuron")
    assert (desk.session.example, desk.last("expression")["own"]) == ("sigmoid-neuron", True)
    desk.choose("")
    assert desk.last("expression")["example"] is None
    assert desk.everything() == own
    assert desk.last("changes")["undo"] == "Undo: your own expression opened. (Ctrl+Z)"
    assert desk.say("undo").session.example == "sigmoid-neuron"


def test_an_expression_that_is_not_finished_is_not_lost_either(desk):
    desk.choose("add-then-multiply").type("(x + y) *")
    desk.choose("sigmoid-neuron").choose("")
    assert desk.last("expression")["text"] == "(x + y) *"
    assert desk.last("expression")["error"]


def test_the_newest_expression_of_ones_own_is_the_one_that_comes_back(desk):
    desk.choose("sigmoid-neuron").type("u * v").choose("add-then-multiply").choose("")
    assert desk.session.expression == "u * v"


def test_while_ones_own_is_shown_there_is_nothing_to_go_back_to(desk):
    desk.choose("sigmoid-neuron").choose("").type("u * v")
    desk.choose("")
    assert desk.session.expression == "u * v"


def test_who_has_typed_nothing_has_nothing_to_go_back_to():
    desk = Desk()
    desk.choose("sigmoid-neuron")
    assert desk.last("expression")["own"] is False
    assert desk.kept == {}
    assert desk.choose("").last("error")["text"] == "This example does not exist."
    assert desk.session.example == "sigmoid-neuron"


def test_ones_own_expression_outlives_a_reload(desk):
    own = desk.everything()
    desk.choose("sigmoid-neuron")
    again = Desk(kept=desk.kept, example="sigmoid-neuron", expression=desk.session.expression)
    assert again.last("expression")["own"] is True
    assert again.choose("").everything() == own


def test_what_is_longer_than_any_expression_is_not_read(desk):
    blob = pack(desk.controller.moment())
    assert unpack(blob + b" " * (MOST_BYTES - len(blob)))
    with pytest.raises(Refused, match="is damaged"):
        unpack(blob + b" " * MOST_BYTES)


def test_what_a_browser_gives_later_takes_the_place_of_nothing(desk):
    other = pack(Desk(expression="u * v", example="").controller.moment())
    own = desk.everything()
    desk.choose("sigmoid-neuron").say("kept", of="", blob=other)
    assert desk.choose("").everything() == own


@pytest.mark.parametrize(
    "spoil",
    [
        b"",
        b"[1]",
        b"{" * 100_000,
        {"text": 3},
        {"text": "x" * 5000},
        {"expression": 3},
        {"more": 1},
        {"inputs": [1]},
        {"folded": [1]},
    ],
)
def test_what_a_browser_has_spoiled_is_refused_in_words(spoil, desk):
    blob = pack(desk.controller.moment())
    blob = json.dumps({**json.loads(blob), **spoil}).encode() if isinstance(spoil, dict) else spoil
    with pytest.raises(Refused, match="is damaged"):
        unpack(blob)
    again = Desk(kept={OWN: blob}, example="sigmoid-neuron")
    assert again.last("error")["text"] == "The expression that this browser saved is damaged."
    assert again.last("expression")["own"] is False


@pytest.mark.parametrize(
    "spoil", [{"expression": "x +"}, {"inputs": {"w": "much"}}, {"expression": "x" * 3000 + "("}]
)
def test_an_expression_of_a_browser_that_gives_no_graph_changes_nothing(spoil, desk):
    blob = json.dumps({**json.loads(pack(desk.controller.moment())), **spoil}).encode()
    again = Desk(kept={OWN: blob}, example="sigmoid-neuron")
    before = again.everything()
    assert again.choose("").last("error")["text"]
    assert again.everything() == before
    assert again.controller.history.last is None


def test_the_largest_moment_that_there_is_is_taken_back_from_a_browser():
    inputs = {f"x{at}": [[-1.2345678901234567e-5] * 12 for _ in range(12)] for at in range(13)}
    text = "f = " + " + ".join(inputs) + "\n" + "# " * 1900
    desk = Desk(expression=text, example="", inputs=inputs)
    assert desk.session.expression == text
    moment = desk.controller.moment()
    assert unpack(pack(moment)) == moment


def test_what_a_moment_holds_is_counted_with_its_numbers_and_its_text(desk):
    ((_, small),) = desk.controller.moment().held()
    desk.say("input", name="w", value=[1.0] * 12)
    ((_, more),) = desk.controller.moment().held()
    assert more - small == 11 * 32
    desk.type(SIGMOID + "#" * 100)
    ((_, longer),) = desk.controller.moment().held()
    assert longer - more >= 100
