"""A network on paper, and the moments of the pages with networks as they stand."""

import re

import numpy as np
import pytest

import engine
from playground.app import PAGES_BY_NAME
from playground.network.network_on_paper import MOST_WRITTEN, network_drawing
from playground.shared.refused import Refused
from playground.shared.work import Job


def still(page, **settings):
    return Job(lambda: PAGES_BY_NAME[page].still({"page": page, **settings})).finish()


def network(*widths, seed=0):
    made = engine.Network(list(widths), activation="tanh", output="sigmoid", seed=seed)
    return made


class TestDrawing:
    def test_each_weight_is_a_line_of_its_sign_and_size(self):
        made = network(2, 2, 1)
        made.weights[0][:] = [[2.0, -1.0], [0.0, 0.5]]
        made.weights[1][:] = [[1.0, -4.0]]
        drawn = network_drawing(made, ["x₁", "x₂"])
        kinds = re.findall(r'class="weight (\w+)"', drawn)
        assert kinds == ["positive", "negative", "none", "positive", "positive", "negative"]
        thick = [float(one) for one in re.findall(r'stroke-width="([\d.]+)"', drawn)]
        assert thick == pytest.approx([4.5, 2.45, 0.4, 1.425, 1.425, 4.5], abs=0.01)
        assert re.findall(r'class="number"[^>]*>([^<]+)<', drawn) == ["2", "−1", "0", "0.500", "1", "−4"]
        assert re.findall(r'class="layer"[^>]*>([^<]+)<', drawn) == ["tanh", "sigmoid"]
        assert re.findall(r'class="name"[^>]*>([^<]+)<', drawn) == ["x₁", "x₂"]
        assert drawn.count('class="unit"') == 3
        assert drawn.count(">b = 0<") == 3

    def test_many_weights_are_not_written(self):
        made = network(2, 4, 2, 1)
        assert sum(weights.size for weights in made.weights) > MOST_WRITTEN
        drawn = network_drawing(made, ["x", "y"])
        assert 'class="number"' not in drawn
        assert "b =" not in drawn
        assert drawn.count('class="weight') == 18

    def test_weights_that_are_no_numbers_have_no_line_and_names_are_text(self):
        made = network(1, 1)
        made.weights[0][:] = np.nan
        drawn = network_drawing(made, ["<script>"])
        assert 'class="weight' not in drawn
        assert "<script>" not in drawn

    def test_the_two_sums_of_a_maxout_unit_end_apart_at_its_box(self):
        made = engine.Network([1, 2, 1], activation="maxout", output="sigmoid", seed=0)
        made.weights[0][:] = [
            [1.0],
            [2.0],
            [3.0],
            [4.0],
        ]  # the first sums of both units, then the second ones
        made.dense[0].biases[:] = np.array([0.0, 1.0, 2.0, 3.0]).reshape(made.dense[0].biases.shape)
        drawn = network_drawing(made, ["x"])
        ends = re.findall(r'class="weight positive" d="M12 40L120 ([\d.]+)"', drawn)
        assert ends == ["14", "54", "26", "66"]
        assert drawn.count('class="unit"') == 3
        assert re.findall(r'class="bias"[^>]*>([^<]+)<', drawn)[:2] == ["b = 0, 2", "b = 1, 3"]

    def test_a_long_name_is_cut(self):
        assert "abcdefghijklm…" in network_drawing(network(1, 1), ["abcdefghijklmnopq"])


class TestNetworkPage:
    def test_shows_the_network_its_plane_and_how_well_it_does(self):
        found = still("network", dataset="xor table", layers="2", activations="tanh", noise="0.0")
        assert 'class="network"' in found.picture
        assert 'class="plane"' in found.picture
        loss = found.measure("train_loss")
        assert found.caption.startswith(f"Training loss {loss:.3f}, training accuracy ")

    def test_a_sample_that_is_stepped_through_has_its_graph(self):
        settings = {"dataset": "xor table", "layers": "2", "activations": "tanh", "noise": "0.0"}
        found = still("network", **settings, sample="2", level="layer", cursor="3")
        assert 'class="graph"' in found.picture
        assert "Sample 2: after step 3 of " in found.caption
        assert "graph" not in still("network", **settings).picture.replace("paragraph", "")
        assert np.isfinite(found.measure("value loss"))

    def test_values_have_no_accuracy(self):
        found = still("network", dataset="sine", features="x", layers="2", activations="tanh")
        assert "accuracy" not in found.caption
        assert 'class="curve"' in found.picture

    def test_slips_are_those_of_the_page(self):
        settings = {"dataset": "xor table", "layers": "2", "activations": "tanh", "noise": "0.0"}
        found = still("network", **settings, sample="2", level="layer", cursor="3")
        assert found.slips("train_loss") == {}
        assert found.slips("gradient W2[0,0]")


class TestDigitsPage:
    def test_shows_the_digit_and_the_ten_bars(self):
        found = still("digits", digits_model="softmax", digits_index="60000")
        assert found.picture.count('class="digit"') == 1
        shares = [
            float(one)
            for one in re.findall(r'class="share"[^>]*>([\d.e-]+) %', found.picture.replace("e−", "e-"))
        ]
        assert len(shares) == 10
        assert sum(shares) == pytest.approx(100, abs=0.5)
        assert found.caption.startswith("The model reads 7.")
        assert found.measure("answer") == 7
        assert found.measure("accuracy") == pytest.approx(0.92, abs=0.01)

    def test_at_the_end_of_a_walk_stands_the_gradient_of_the_pixels(self):
        settings = {"digits_model": "softmax", "digits_index": "60000", "digits_stepping": "on"}
        assert still("digits", **settings, cursor="2").picture.count('class="digit"') == 1
        end = still("digits", **settings, cursor="999")
        assert end.picture.count('class="digit"') == 2
        assert 'class="graph"' in end.picture
        assert "After the last of" in end.caption

    def test_an_empty_pad_says_so(self):
        found = still("digits", digits_model="softmax")
        assert found.picture == ""
        assert found.caption
        with pytest.raises(Refused):
            found.measure("answer")


class TestComparePage:
    def test_each_cell_is_drawn_under_its_title(self):
        found = still("compare", compare_by="rate", compare_values="[0.1,0.01]", dataset="moons")
        assert re.findall(r"<figcaption>([^<]+)<", found.picture) == [
            "Learning rate 0.1",
            "Learning rate 0.01",
        ]
        assert found.picture.count('class="plane"') == 2
        assert found.caption == "Before training."
        assert found.measure("cells") == 2

    def test_a_landscape_has_lines_and_a_start(self):
        found = still("compare", compare_view="landscape", landscape="ravine", landscape_optimizers="SGD")
        assert 'class="contour"' in found.picture
        assert 'class="start"' in found.picture
        assert "SGD: the start is the circle." in found.caption
        moved = still("compare", compare_view="landscape", landscape="ravine", landscape_start="[0.5,0.5]")
        start = re.search(r'class="start" cx="([\d.]+)"', found.picture)[1]
        assert start != re.search(r'class="start" cx="([\d.]+)"', moved.picture)[1]
