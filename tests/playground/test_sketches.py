"""Small pictures of moments: of each lesson one of its own, made once and kept by every browser."""

import base64

import pytest
from shipped_course import LIBRARY

from playground import sketches
from playground.graph.sketch import GRADIENT, UNKNOWN, VALUE
from playground.messages.lessons import Sketch
from playground.shared.small_picture import HEIGHT, MOST_POINTS, WIDTH
from playground.shared.work import Job


def drawn(**settings):
    page = settings["page"]
    query = "&".join(f"{name}={value}" for name, value in settings.items())
    return sketches.sketch(page, query.replace("+", "%2B"))


def pairs(numbers, count=2):
    return [numbers[at : at + count] for at in range(0, len(numbers), count)]


def test_every_lesson_has_a_picture_and_no_two_have_the_same():
    message = Job(sketches.drawing).finish()
    assert message is sketches.lesson_sketches()
    assert [one["lesson"] for one in message["items"]] == list(LIBRARY.lessons)
    found = [one["sketch"] for one in message["items"]]
    assert len({repr(one) for one in found}) == len(found)
    for one in found:
        assert Sketch.__required_keys__ < one.keys() <= Sketch.__annotations__.keys()
        for x, y in pairs(one.get("places", [])):
            assert 0 < x < WIDTH
            assert 0 < y < HEIGHT
    assert len(message.content) < 25_000
    kinds = {one["lesson"]: one["sketch"]["kind"] for one in message["items"]}
    assert kinds["learning-rate"] == "compare"  # of its first moment, a single gate, there is little to see


def test_every_word_of_the_glossary_has_a_picture():
    for word in LIBRARY.glossary.values():
        assert word.moment is not None, word.word
        assert len(sketches.sketch(word.moment.page, word.moment.query)) > 1, word.word


def test_a_graph_shows_how_far_its_passes_are_and_is_folded_as_it_is_there():
    def states(cursor):
        return drawn(page="graph", example="add-then-multiply", cursor=cursor)["states"]

    assert set(states(0)) == {UNKNOWN}
    assert states(1).count(VALUE) == 1
    assert set(states(7)) == {GRADIENT}
    opened = drawn(page="graph", example="sigmoid-neuron")
    folded = drawn(page="graph", example="sigmoid-neuron", folded="f")
    assert len(opened["gates"]) - len(folded["gates"]) > 2
    assert max(opened["edges"]) < len(opened["gates"]) == len(opened["places"]) / 2


def test_a_network_has_its_layers_and_its_points_in_the_colours_of_their_classes():
    found = drawn(page="network", dataset="xor table", layers="2", noise="0.0")
    assert found["networks"][0]["widths"] == [2, 2, 1]
    assert [(one["colour"], len(one["places"])) for one in found["dots"]] == [(0, 4), (1, 4)]
    many = drawn(page="network", dataset="blobs", layers="30", output="softmax")
    assert many["networks"][0]["widths"][1] < 30
    assert len(many["dots"]) > 2
    assert sum(len(one["places"]) for one in many["dots"]) <= 2 * MOST_POINTS
    curve = drawn(page="network", dataset="function", function="x**2", features="x", noise="0.0")
    ((line,), (x, y, width, height)) = curve["lines"], curve["boxes"]
    heights = [down for _, down in pairs(line)]
    assert heights.index(max(heights)) == pytest.approx(len(heights) / 2, abs=1)
    assert all(x <= across <= x + width and y <= down <= y + height for across, down in pairs(line))


def test_a_comparison_has_its_cells_with_what_is_other_in_each():
    assert [
        one["text"]
        for one in drawn(page="compare", compare_by="batch", compare_values='[1,16,"all"]')["words"]
    ] == [
        "1",
        "16",
        "all",
    ]
    layers = drawn(page="compare", compare_by="layers", compare_values="[[3],[2,2]]")
    assert [one["widths"] for one in layers["networks"]] == [[2, 3, 1], [2, 2, 2, 1]]
    assert (
        len(drawn(page="compare", compare_by="activations", compare_values='["relu","tanh"]')["lines"]) == 2
    )
    ravine = drawn(page="compare", compare_view="landscape", landscape="ravine")
    assert len(ravine["segments"]) > 100
    assert len(ravine["dots"]) == 1


def test_a_digit_stands_beside_what_is_looked_at():
    digit = {"page": "digits", "digits_index": "60000"}
    templates = drawn(**digit, digits_model="softmax")
    walked = drawn(**digit, digits_model="softmax", digits_stepping="on")
    held = drawn(**digit, digits_model="softmax", digits_label="3")
    layered = drawn(**digit, digits_model="network")
    assert [len(one.get("images", [])) for one in (templates, walked, held, layered)] == [2, 1, 2, 1]
    assert max(width for _, _, width, _ in pairs(walked["bars"], 4)) == walked["bars"][4 * 7 + 2]
    assert layered["networks"][0]["widths"][-1] == 7
    for one in templates["images"]:
        assert base64.b64decode(one["address"].partition(",")[2]).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "query",
    [
        "page=graph&expression=(a",
        "page=network&dataset=file",
        "page=compare&compare_values=3",
        "page=digits",
        "page=lessons",
    ],
)
def test_of_what_cannot_be_shown_there_is_the_kind_alone(query):
    page = query.partition("&")[0].removeprefix("page=")
    assert sketches.sketch(page, query)["kind"] == page
