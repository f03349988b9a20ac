"""The file that is taken along: whole, by itself, and safe whatever was typed."""

import base64
import html
import json
import re

import numpy as np
import pytest

import engine
from playground.graph.examples import find_example
from playground.graph.exports import taken
from playground.graph.expression_graph import ExpressionGraph
from playground.graph.foldings import foldings
from playground.graph.html_export import html_file
from playground.graph.titles import file_stem, title
from playground.messages.graph import Take
from playground.session import Session
from playground.shared.played import Drawn
from playground.shared.reading import read
from playground.shared.refused import Refused
from playground.shared.trace_payload import trace_message
from playground.shared.work import Job

HOSTILE = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> ${title} $trace"


@pytest.fixture
def message():
    trace = engine.backpropagate(engine.parse("(x + y) * z"), {"x": -2, "y": 5, "z": -4})
    return trace_message(trace, level="expression", levels=["expression"], cursor=3)


def typed(expression, inputs, **settings):
    session = Session()
    session.param.update(expression=expression, inputs=inputs, **settings)
    return ExpressionGraph(session)


def finished(graph, kind):
    return Job(lambda: taken(graph, kind)).finish()


def drawn(message):
    """A graph that is drawn in one way alone."""
    return [Drawn(message, {"topic": "code", "lines": [], "source": ""}, {})]


def embedded(page):
    """The foldings that are in a file."""
    found = re.search(r'<script type="application/json" id="foldings">(.*?)</script>', page, re.S)
    return json.loads(found.group(1))


def embedded_trace(page):
    return embedded(page)[0]["trace"]


class TestFile:
    def test_holds_the_whole_trace_and_every_digit(self, message):
        trace = embedded_trace(html_file("f", drawn(message)))
        numbers = np.frombuffer(base64.b64decode(trace.pop("numbers")), "<f8")
        assert np.array_equal(numbers, message["numbers"])
        assert trace == json.loads(
            json.dumps({key: value for key, value in message.items() if key != "numbers"} | {"cursor": 0})
        )

    def test_has_every_module_that_its_modules_import(self, message):
        page = html_file("f", drawn(message))
        modules = json.loads(re.search(r'<script type="importmap">(.*?)</script>', page, re.S).group(1))[
            "imports"
        ]
        views = {f"shared/stepping/{name}.js" for name in ("graph", "predict", "arithmetic", "transport")}
        views |= {"graph/code.js"}
        assert views | {"shared/context.js", "shared/playback.js"} <= modules.keys()
        for address in modules.values():
            source = base64.b64decode(address.partition(",")[2]).decode()
            assert set(re.findall(r'^(?:import|\}) .*from "([^"]+)";', source, re.M)) <= modules.keys()

    def test_asks_for_nothing_from_outside(self, message):
        page = html_file("f", drawn(message))
        assert "http:" not in re.sub(r"http://www\.w3\.org/", "", page)
        assert not re.search(r"https:|src=|<link|@import|url\(", page)

    @pytest.mark.parametrize("place", ["title", "expression", "words"])
    def test_escapes_hostile_text(self, message, place):
        page = html_file(**{"title": "f", "drawn": drawn(message), place: HOSTILE})
        assert "<script>alert" not in page
        assert "<img" not in page
        assert page.count("</script>") == 3
        assert "&lt;/script&gt;" in page
        assert "${title} $trace" in page

    def test_escapes_hostile_names_in_the_trace(self, message):
        page = html_file("f", drawn({**message, "loss": HOSTILE}))
        assert "<script>alert" not in page
        assert embedded_trace(page)["loss"] == HOSTILE

    def test_keeps_what_is_no_number(self):
        trace = engine.backpropagate(engine.parse("log(x) / x"), {"x": 0.0})
        numbers = base64.b64decode(embedded_trace(html_file("f", drawn(trace_message(trace))))["numbers"])
        assert not np.isfinite(np.frombuffer(numbers, "<f8")).all()


class TestTaken:
    def test_opens_at_the_start_wherever_the_visitor_is(self):
        graph = typed("x * y", {"x": 2.0, "y": 3.0}, cursor=2)
        assert embedded_trace(finished(graph, "html")["text"])["cursor"] == 0

    def test_says_what_it_is_of(self):
        chosen = find_example("sigmoid-neuron")
        graph = typed(chosen.expression, dict(chosen.inputs), example=chosen.id)
        page = finished(graph, "html")["text"]
        assert f"<h1>{chosen.title}</h1>" in page
        assert f"<pre>{html.escape(chosen.expression)}</pre>" in page
        assert f"<p>{html.escape(chosen.text)}</p>" in page
        assert "from the backprop playground" in page

    def test_folds_and_unfolds_by_itself_and_always_leads_back(self):
        graph = typed("f = sigmoid(w * x) + 1 / (1 + exp(-y))", {"w": 2.0, "x": -1.0, "y": 0.5})
        found = embedded(finished(graph, "html")["text"])
        assert len(found) == 4  # each of the two sigmoids as one gate, or as several
        sizes = [len(one["trace"]["nodes"]) for one in found]
        assert sizes[0] == len(graph.graph.nodes)
        assert len(set(sizes)) > 1
        for place, one in enumerate(found):
            assert {fold["name"] for fold in one["trace"]["folds"]} == one["leads"].keys()
            assert any(line["phase"] == "backward" for line in one["code"]["lines"])
            for name, to in one["leads"].items():
                assert to != place
                assert found[to]["leads"][name] == place
        assert graph.session.folded == graph.session.unfolded == []

    def test_has_as_many_foldings_as_there_is_room_for_and_no_way_out_of_them(self):
        text = " + ".join(f"sigmoid({name})" for name in "abcdefgh")
        graph = typed(text, dict.fromkeys("abcdefgh", 0.5))
        found = Job(lambda: foldings(graph)).finish()
        assert len(found) == 32
        assert sum(len(one.typed.trace.steps) for one in found) <= 4000
        for one in found:
            assert [group.name for group in one.groups] == [
                group.name for group in one.typed.groups if group.name in one.leads
            ]
            assert one.leads
            assert all(0 <= to < 32 for to in one.leads.values())

    @pytest.mark.parametrize(
        ("kind", "name", "mime"),
        [
            ("html", "x-times-y.html", "text/html"),
            ("worksheet", "x-times-y-worksheet.html", "text/html"),
            ("code", "x-times-y.py", "text/x-python"),
        ],
    )
    def test_says_what_file_it_is(self, kind, name, mime):
        answer = finished(typed("x * y", {"x": 2.0, "y": 3.0}), kind)
        assert (answer["topic"], answer["kind"], answer["name"], answer["mime"]) == (
            "taken",
            kind,
            name,
            mime,
        )

    @pytest.mark.parametrize("kind", [None, "", "exe", 3, ["html"], {"html": 1}])
    def test_another_kind_is_refused_where_the_message_is_read(self, kind):
        with pytest.raises(Refused, match="This is not an option for kind"):
            read(Take, {"topic": "take", "kind": kind})


class TestNames:
    @pytest.mark.parametrize(
        ("expression", "stem"),
        [
            ("(x + y) * z", "x-plus-y-times-z"),
            ("q = W @ x\nf = sum(q ** 2)", "q-is-w-at-x-f-is-sum-q-to-the-2"),
            ("a" * 200, "graph"),
            ("../../etc/passwd", "over-over-etc-over-passwd"),
            ('ä<>|:"?', "graph"),
        ],
    )
    def test_a_file_is_called_by_its_expression_in_plain_letters(self, expression, stem):
        session = Session()
        session.example, session.expression = "", expression
        assert file_stem(session) == stem

    def test_a_long_expression_makes_a_short_name(self):
        session = Session()
        session.expression = " + ".join(f"w{i} * x{i}" for i in range(50))
        assert len(file_stem(session)) <= 48
        assert len(title(session)) == 80

    def test_an_example_gives_its_own_name(self):
        session = Session()
        chosen = find_example("sigmoid-neuron")
        session.example, session.expression = chosen.id, chosen.expression
        assert (file_stem(session), title(session)) == ("sigmoid-neuron", chosen.title)
