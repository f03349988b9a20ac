"""The contract with the browser: what Python sends is what is declared, and so is what the browser sends."""

import math
from typing import get_args, get_origin, get_type_hints, is_typeddict

import numpy as np
import pytest

from playground.app import PAGES_BY_NAME
from playground.messages import ASKED, OF_LESSONS, SENT, every_page, topic_of, typescript
from playground.messages import digits as digits_messages
from playground.messages import files as file_messages
from playground.messages import graph as graph_messages
from playground.messages import network as network_messages
from playground.session import Session
from playground.shared.reading import read
from playground.shared.refused import Refused


def declared(kind):
    return get_type_hints(kind, include_extras=True)


def fits(value, kind):
    """Whether a value is of a declared type, as far as a type can be seen from a value."""
    if is_typeddict(kind):
        hints = declared(kind)
        fields = set(value)
        return (kind.__required_keys__ <= fields <= set(hints)) and all(
            fits(value[name], hints[name]) for name in fields
        )
    inner = [part for part in get_args(kind) if not isinstance(part, (str, int))]
    if isinstance(value, np.ndarray):
        return f"{value.dtype.name.capitalize()}Array" in typescript.typescript(kind)
    if isinstance(value, list) and get_origin(kind) is list:
        return all(fits(entry, inner[0]) for entry in value)
    if isinstance(value, dict) and get_origin(kind) is dict:
        return all(fits(entry, inner[1]) for entry in value.values())
    if isinstance(value, dict) and inner:
        return any(fits(value, part) for part in inner if is_typeddict(part) or get_origin(part))
    return value is not None or typescript.typescript(kind).rpartition("| ")[2] in ("null", "unknown", "any")


def sent_by(page, **settings):
    """What a page is sent as it opens and by what is asked of it."""
    messages = []
    controller = PAGES_BY_NAME[page].controller(Session(page=page, **settings), messages.append, [])
    return controller, messages


@pytest.mark.parametrize("page", PAGES_BY_NAME)
def test_a_controller_hears_just_what_is_declared_for_its_page(page):
    controller, _ = sent_by(page)
    # The page to turn to is heard by what stands around all pages, test_visit.py.
    around = {"page", *(topic_of(kind) for kind in OF_LESSONS)}
    assert set(controller.topics) | around == set(ASKED[page])
    controller.close()


def test_what_the_network_page_sends_is_declared():
    controller, messages = sent_by("network")
    for asked in (
        {"topic": "ready"}, {"topic": "one_step"}, {"topic": "step_through", "sample": 3, "level": "layer"},
        {"topic": "close_trace"}, {"topic": "batch", "layer": 0, "row": 0, "column": 1}, {"topic": "set"},
        {"topic": "set", "name": "dataset", "value": "sine"}, {"topic": "set", "name": "dataset", "value": "blobs"},
    ):  # fmt: skip
        controller.receive(asked)
    _all_declared(
        messages, at_least={"network", "features", "data", "datasets", "frames", "history", "status"}
    )


def test_what_the_graph_page_sends_is_declared():
    controller, messages = sent_by("graph", expression="s = W @ x\nf = sum(s ** 2)", example="")
    for asked in (
        {"topic": "ready"}, {"topic": "check"}, {"topic": "jacobian", "node": "s", "index": 1},
        {"topic": "take", "kind": "code"}, {"topic": "expression", "text": "1 +"},
        {"topic": "example", "id": "sigmoid-neuron"},
    ):  # fmt: skip
        controller.receive(asked)
    _all_declared(
        messages, at_least={"trace", "expression", "examples", "code", "counts", "check", "jacobian", "taken"}
    )


def _all_declared(messages, at_least):
    assert at_least <= {message["topic"] for message in messages}
    for message in messages:
        kind, values = SENT[message["topic"]], dict(message)
        if kind is every_page.Settings:
            values = {name: value for name, value in message.items() if name in declared(kind)}
            assert set(message) - set(values) <= set(Session.param)
        assert fits(values, kind), f"{message['topic']} is not what is declared: {sorted(message)}"


def test_a_field_that_is_not_declared_is_seen():
    message = {"topic": "announce", "text": "Done."}
    assert fits(message, every_page.Announce)
    assert not fits({**message, "txet": "Done."}, every_page.Announce)
    assert not fits({"topic": "announce"}, every_page.Announce)
    assert not fits(
        {"topic": "gradient", "label": 1, "gradient": np.zeros(3), "loss": 0.5}, digits_messages.Gradient
    )


def test_the_browsers_declarations_are_up_to_date():
    assert typescript.FILE.read_text(encoding="utf-8") == typescript.declarations(), (
        "run python -m playground.messages.typescript"
    )


def test_types_as_typescript_writes_them():
    text = typescript.declarations()
    for line in (
        "  weight: WeightPlace;", "  parameters: Float32Array;", '  kind: "info" | "error" | "question" | null;',
        "  layer: number | null;", "  strokes: Float64Array[];", "  place: (string | number)[] | null;",
        "  confidence?: Uint8Array;", "  map: Uint8Array | Uint16Array | Float32Array;",
        "  analytic: Record<string, Float64Array>;",
        "export interface Settings extends Partial<SettingValues> {", "  name: keyof SettingValues;",
    ):  # fmt: skip
        assert f"\n{line}\n" in text


class TestReading:
    """Of what the browser sends, only what is declared is taken, and only as it is declared."""

    def test_the_declared_fields_are_taken_and_others_left(self):
        message = {"topic": "width", "layer": 1.0, "width": 3, "more": "x"}
        assert read(every_page.Width, message) == {"topic": "width", "layer": 1, "width": 3}

    def test_what_may_be_missing_may_be_missing(self):
        assert read(every_page.StepThrough, {"topic": "step_through"}) == {"topic": "step_through"}
        assert read(network_messages.ProbeUnit, {"topic": "probe", "layer": None})["layer"] is None

    @pytest.mark.parametrize(
        ("kind", "fields", "words"),
        [
            (every_page.Width, {"layer": 1}, "Nothing was given for width."),
            (every_page.Width, {"layer": 1, "width": 2.5}, "A whole number is needed for width."),
            (every_page.Width, {"layer": True, "width": 2}, "A number is needed for layer."),
            (every_page.Width, {"layer": math.inf, "width": 2}, "A number is needed for layer."),
            (every_page.Width, {"layer": 10**400, "width": 2}, "A number is needed for layer."),
            (every_page.Width, {"layer": [1], "width": 2}, "A number is needed for layer."),
            (network_messages.ChooseFeatures, {"names": "x1"}, "A list is needed for names."),
            (network_messages.ChooseFeatures, {"names": [1]}, "Text is needed for names."),
            (file_messages.Csv, {"name": "a.csv", "bytes": "text"}, "This is not a file. Choose a file."),
            (
                file_messages.Csv,
                {"name": "a" * 81, "bytes": b""},
                "The text for name is longer than 80 characters.",
            ),
            (
                graph_messages.Take,
                {"kind": "exe"},
                "This is not an option for kind; the options are html, worksheet, code.",
            ),
            (
                graph_messages.SetInput,
                {"name": "x", "value": 1, "also": {1: 2}},
                "A table of names and values is needed for also.",
            ),
            (digits_messages.Pick, {"index": 3, "step": 1}, "Either on or off is needed for step."),
        ],
    )
    def test_what_is_of_another_kind_is_refused_in_words(self, kind, fields, words):
        with pytest.raises(Refused, match=f"^{words}$"):
            read(kind, {"topic": topic_of(kind), **fields})

    def test_bytes_arrive_as_bytes_whatever_held_them(self):
        taken = read(file_messages.Csv, {"topic": "csv", "name": "a.csv", "bytes": memoryview(b"1,2")})
        assert taken["bytes"] == b"1,2"
