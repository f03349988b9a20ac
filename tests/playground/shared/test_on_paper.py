"""What is drawn on paper: graphs at a place in their trace, planes, pictures of pixels."""

import base64
import re
import struct
import zlib
from collections import Counter

import numpy as np
import pytest

import engine
from engine import datasets
from playground.shared import assets
from playground.shared.arrays_on_paper import in_full, lost, rounded
from playground.shared.graph_on_paper import drawing, given, has_numbers, reached
from playground.shared.paper_look import colours, rgb, style
from playground.shared.pictured_plane import Plane
from playground.shared.pictures_on_paper import grey, png, signed, winners
from playground.shared.plane_on_paper import MOST_POINTS, SIDE, Frame, mark, picture
from playground.shared.trace_on_paper import MOST_LISTED, place_in_words, trace_picture


@pytest.fixture
def product():
    return engine.backpropagate(engine.parse("(x + y) * z"), {"x": -2, "y": 5, "z": -4})


def pixels_of(address):
    """The pixels of a picture, read as its format says and not as ours is written."""
    data = base64.b64decode(address.removeprefix("data:image/png;base64,"))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, {}
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + content),)
        chunks[kind] = content
        at += 12 + length
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (8, 2)
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, 1 + 3 * width)
    assert not lines[:, 0].any()
    assert b"IEND" in chunks
    return lines[:, 1:].reshape(height, width, 3)


class TestPlaceInATrace:
    def test_before_the_first_step_the_leaves_are_known(self, product):
        assert set(given(product).values) == {"x", "y", "z"}
        start = reached(product, 0)
        assert set(start.values) == {"x", "y", "z"}
        assert (start.gradients, start.node, start.edge) == ({}, "", None)

    def test_forward_and_back(self, product):
        names = [node.name for node in product.graph.nodes if node.op is not None]
        first = reached(product, 1)
        assert set(first.values) == {"x", "y", "z", names[0]}
        assert first.node == names[0]
        seed = reached(product, 3)
        assert {name: float(value) for name, value in seed.gradients.items()} == {names[1]: 1.0}
        assert seed.edge is None
        back = reached(product, 4)
        assert (back.node, back.edge) == (names[1], (names[0], names[1]))
        assert float(back.gradients[names[0]]) == -4.0
        end = reached(product, 100)
        assert {name: float(end.gradients[name]) for name in "xyz"} == {"x": -4.0, "y": -4.0, "z": 3.0}

    def test_a_gradient_is_what_has_gathered_so_far(self):
        trace = engine.backpropagate(engine.parse("x * y + x"), {"x": 2, "y": 3})
        seen = [
            float(found.gradients["x"])
            for at in range(len(trace.steps) + 1)
            if "x" in (found := reached(trace, at)).gradients
        ]
        assert seen[-1] == 4.0

    def test_an_updated_parameter_has_its_new_value(self):
        network = engine.Network([1, 1], output="linear", seed=0)
        trace = engine.backpropagate(network.graph(np.array([2.0]), np.array([1.0]), "mean squared"))
        updated = engine.trace_update(trace, engine.SGD(0.1), {}, 1, 0.1)
        before = reached(updated, len(trace.steps)).values["W1"]
        after = reached(updated, len(updated.steps)).values["W1"]
        assert np.array_equal(before, trace.values["W1"])
        assert after == pytest.approx(before - 0.1 * trace.gradients["W1"])
        assert place_in_words(updated, len(trace.steps) + 1).endswith("in the update.")

    def test_the_drawing_marks_where_the_pass_is(self, product):
        drawn = drawing(product, reached(product, 4))
        assert drawn.count(" walked") == 1
        assert drawn.count('class="gate at"') == 1
        assert " at" not in drawing(product)
        assert "walked" not in drawing(product)

    def test_what_the_cards_have_no_room_for_is_listed(self):
        trace = engine.backpropagate(engine.parse("sum((W @ x) ** 2)"), {"W": [[1, 2], [3, 4]], "x": [1, -1]})
        assert not has_numbers(trace)
        before, after = trace_picture(trace, 0), trace_picture(trace, len(trace.steps))
        assert before.count('<b class="value">') == 2
        assert 'class="gradient"' not in before
        assert '<code>W</code> =</span><b class="value"><table class="grid">' in before
        assert re.search(r"<code>d\w+/dx</code> =</span><b class=.gradient.><table", after)

    def test_a_long_list_ends(self):
        text = " + ".join(f"sum(a{at} * a{at})" for at in range(30))
        trace = engine.backpropagate(engine.parse(text), {f"a{at}": [1.0, 2.0] for at in range(30)})
        assert trace_picture(trace, 0).count('<b class="value">') == MOST_LISTED

    def test_a_long_vector_lies_and_a_longer_one_is_left_out(self):
        def listed(count):
            return trace_picture(
                engine.backpropagate(engine.parse("relu(x)"), {"x": [1.0] * count}, [1.0] * count), 0
            )

        assert listed(4).count("<tr>") == 4
        assert listed(5).count("<tr>") == 1
        assert listed(16).count("<td>") == 16
        assert "<td>" not in listed(17)

    def test_the_place_is_said_in_words(self, product):
        assert place_in_words(product, 0) == "Before the first of 7 steps."
        assert place_in_words(product, 2) == "After step 2 of 7, in the forward pass."
        assert place_in_words(product, 3) == "After step 3 of 7, in the backward pass."
        assert place_in_words(product, 7) == "After the last of 7 steps."

    def test_names_are_text(self):
        trace = engine.backpropagate(engine.parse("a < b"), {"a": [1, 2], "b": [2, 1]})
        assert "<code><" not in trace_picture(trace, 1)


class TestArrays:
    def test_rounded_and_in_full(self):
        array = np.array([[1.0, 0.123456]])
        assert "0.123456" in in_full(array)
        assert "0.12<" in rounded(array)
        assert rounded(np.array(2.0)) == "2"

    def test_what_a_text_loses(self):
        assert lost("−4", -4.0) == ""
        assert "0.123456" in lost("0.123", 0.123456)
        assert "not a number" in lost("NaN", float("nan"))


class TestPixels:
    def test_a_picture_is_read_back(self):
        pixels = np.random.default_rng(0).integers(0, 256, (3, 5, 3)).astype(np.uint8)
        assert np.array_equal(pixels_of(png(pixels)), pixels)

    def test_signed_numbers_are_orange_and_blue_and_nothing_is_white(self):
        low, middle, high = signed(np.array([1, 128, 255], np.uint8), pale=0)
        assert np.array_equal(low, rgb("--negative"))
        assert middle.tolist() == [255, 255, 255]
        assert np.array_equal(high, rgb("--positive"))

    def test_a_class_is_stronger_the_further_it_leads(self):
        near, far = winners(np.array([2, 2], np.uint8), np.array([0, 255], np.uint8), pale=0)
        assert np.array_equal(far, rgb("--class-2"))
        assert (near > far).all()

    def test_ink_is_black(self):
        assert grey(np.array([0.0, 1.0, 7.0]))[:, 0].tolist() == [255, 0, 0]


class TestPlane:
    plane = Plane(((-1.0, 1.0), (0.0, 4.0)))

    def data(self, name="two gaussians", **options):
        return datasets.load(name, samples=40, noise=0.1, seed=0, **options)

    def test_places(self):
        frame = Frame(self.plane.sides)
        assert frame.at(np.array([[-1, 0], [1, 4], [0, 1]])).tolist() == [
            [0, SIDE],
            [SIDE, 0],
            [SIDE / 2, 0.75 * SIDE],
        ]

    def test_the_boundary_is_where_the_colours_change(self):
        # The left half of the plane is negative: the line goes upright through the middle.
        codes = np.where(np.arange(10) < 5, 1, 255)[None].repeat(10, axis=0).astype(np.uint8)
        drawn = picture(self.data(), Plane(((-6.0, 6.0), (-6.0, 6.0))), {"map": codes.ravel()}, "A map")
        path = re.search(r'class="boundary" d="([^"]+)"', drawn)[1]
        across = [float(x) for x in re.findall(r"[ML]([-\d.]+) ", path)]
        assert len(across) == 18
        assert all(abs(x - SIDE / 2) < 1 for x in across)
        pixels = pixels_of(re.search(r'href="([^"]+)"', drawn)[1])
        assert (pixels[0, 0] != pixels[0, 9]).any()

    def test_points_of_different_classes_differ_in_shape(self):
        data = self.data("blobs", classes=5)
        drawn = picture(data, Plane(data.domain), {"map": np.full(100, 128, np.uint8)}, "A map")
        shapes = re.findall(r'fill-opacity="1.00">(<[^>]+>)', drawn)
        wanted = np.bincount(np.asarray(data.labels)[data.train].astype(int))
        assert sorted(Counter(shapes).values()) == sorted(wanted.tolist())
        assert len({mark(index, 3) for index in range(10)}) == 10
        assert "boundary" not in drawn  # flat

    def test_no_more_points_than_can_be_seen(self):
        data = datasets.load("circle", samples=2000, noise=0.1, seed=0)
        drawn = picture(data, Plane(data.domain), {"map": np.full(100, 128, np.uint8)}, "A map")
        assert drawn.count('class="point"') == MOST_POINTS

    def test_a_curve_over_its_points(self):
        data = datasets.load("sine", samples=40, noise=0.0, seed=0)
        drawn = picture(data, Plane(data.domain), {"map": np.zeros(50)}, "A curve")
        assert drawn.count('class="target"') == len(data.train)
        assert drawn.count("L", drawn.index('class="curve"')) == 49
        broken = picture(data, Plane(data.domain), {"map": np.full(50, np.nan)}, "A curve")
        assert 'class="curve"' not in broken

    def test_lines_part_the_regions_of_several_classes(self):
        data = datasets.load("blobs", samples=40, noise=0.1, seed=0)
        codes = np.repeat(np.array([2, 0, 1], np.uint8), [4, 4, 2])[None].repeat(10, axis=0)
        seen = {"map": codes.ravel(), "confidence": np.full(100, 255, np.uint8)}
        plane = Plane(((-6.0, 6.0), (-6.0, 6.0)))
        drawn = picture(data, plane, seen, "A map")
        lines = "".join(re.findall(r'class="boundary" d="([^"]+)"', drawn))
        across = {round(float(x)) for x in re.findall(r"[ML]([-\d.]+) ", lines)}
        expected = [SIDE * column / 9 for column in (3.5, 7.5)]
        assert all(min(abs(x - there) for there in expected) < 2 for x in across)
        assert all(any(abs(x - there) < 2 for x in across) for there in expected)
        assert 'class="point"' in drawn
        seen["map"] = np.full(100, 2, np.uint8)
        assert "boundary" not in picture(data, plane, seen, "A map")

    def test_labels_are_text(self):
        drawn = picture(
            self.data(), Plane(((-6.0, 6.0), (-6.0, 6.0))), {"map": np.full(100, 9, np.uint8)}, '"<b>'
        )
        assert "<b>" not in drawn


def test_the_colours_on_paper_are_the_light_ones_of_the_theme():
    light, dark = assets.current().text("theme.css").split('html[data-theme="dark"]')[:2]
    for name in ("--ink", "--negative", "--positive", "--class-3"):
        assert f"{name}: {colours()[name]};" in light
        assert f"{name}: {colours()[name]};" not in dark
    assert "".join(f"{int(part):02x}" for part in rgb("--negative")) == colours()["--negative"][1:]
    assert ".on-paper { " in style()
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", style()))
    assert used <= set(colours())
