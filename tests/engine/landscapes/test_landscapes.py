"""Landscapes: their heights and gradients against a second way to find them, and the ways of optimizers over them."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from independent import PAIRS, loss_of_parameters

import engine
from engine import landscapes, ops
from engine.activations import ACTIVATIONS
from engine.graphs.graph import GraphBuilder
from engine.landscapes.planes import near, parameter_names

POINTS = np.random.default_rng(0).uniform(-2, 2, size=(50, 2))
BY_HAND = {
    "bowl": lambda x, y: x**2 + y**2,
    "ravine": lambda x, y: x**2 / 2 + 10 * y**2,
    "saddle": lambda x, y: x**2 - y**2,
    "Rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "Himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "Beale": lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
    "plateaus": lambda x, y: (
        2 - anp.exp(-((x - 1) ** 2) - y**2) - 0.5 * anp.exp(-((x + 2) ** 2) / 2 - (y + 1) ** 2 / 2)
    ),
}


class TestNamedSurfaces:
    @pytest.mark.parametrize("title", landscapes.NAMED)
    def test_plain_descent_goes_down_from_the_start_with_the_rate_of_the_surface(self, title):
        surface, known = landscapes.named(title), landscapes.NAMED[title]
        heights = surface.heights(landscapes.Walk(surface, engine.SGD(known.rate)).go(100))
        assert heights[-1] < heights[0] == heights.max()
        assert landscapes.Walk(surface, engine.SGD(known.rate)).go(3000).shape == (3001, 2)

    @pytest.mark.parametrize("title", landscapes.NAMED)
    def test_are_what_their_formula_says_with_the_gradient_of_autograd(self, title):
        surface, formula = landscapes.named(title), BY_HAND[title]
        np.testing.assert_allclose(surface.heights(POINTS), formula(*POINTS.T), rtol=1e-12)
        for point in POINTS[:10]:
            expected = grad(lambda p: formula(p[0], p[1]))(point)
            np.testing.assert_allclose(surface.gradient(point), expected, rtol=1e-9, atol=1e-12)

    @pytest.mark.parametrize("title", landscapes.NAMED)
    def test_are_lowest_where_they_are_said_to_be(self, title):
        surface, known = landscapes.named(title), landscapes.NAMED[title]
        (left, right), (low, high) = surface.domain
        for x, y in [*known.lowest, known.start]:
            assert left <= x <= right
            assert low <= y <= high
        if known.lowest:
            heights = surface.heights(np.array(known.lowest))
            assert heights == pytest.approx(np.full(len(heights), heights[0]), abs=1e-6)
            assert (surface.map().heights >= heights[0] - 1e-6).all()
            assert np.abs(surface.gradient(np.array(known.lowest[0]))).max() < 0.02
        assert (surface.start == known.start).all()

    def test_an_unknown_name_is_refused_with_the_choices(self):
        with pytest.raises(ValueError, match="no surface 'hill'; there are bowl, ravine"):
            landscapes.named("hill")


def product(x, y, factors=None, total=False):
    """The graph of x y, or of that times some numbers, or of the sum of these."""
    add = GraphBuilder()
    last = add.apply(ops.MULTIPLY, add.leaf("y", y), add.leaf("x", x), name="xy")
    if factors is not None:
        last = add.apply(ops.MULTIPLY, last, add.leaf("c", factors, "constant"), name="all")
    return add.build(add.apply(ops.SUM, last, name="total") if total else last)


class TestExpressions:
    def test_any_expression_of_two_variables(self):
        surface = landscapes.ExpressionSurface("sin(w) * exp(b) + max(w, b)")
        assert surface.names == ("b", "w")
        assert surface.start.tolist() == [1, 1]
        b, w = POINTS.T
        np.testing.assert_allclose(surface.heights(POINTS), np.sin(w) * np.exp(b) + np.maximum(w, b))

    def test_a_graph_whose_variables_have_values_starts_there(self):
        assert landscapes.ExpressionSurface(product(3.0, -2.0)).start.tolist() == [3, -2]
        assert landscapes.ExpressionSurface(product(3.0, -2.0)).heights(POINTS) == pytest.approx(
            POINTS.prod(axis=1)
        )

    @pytest.mark.parametrize(("x", "y"), [([1.0, 2.0], 1.0), (1.0, [[1.0]])])
    def test_variables_and_heights_are_single_numbers(self, x, y):
        with pytest.raises(ValueError, match="single numbers"):
            landscapes.ExpressionSurface(product(x, y))
        with pytest.raises(ValueError, match="a single number, and this has several"):
            landscapes.ExpressionSurface(product(1.0, 2.0, [1.0, 2.0]))

    def test_gates_that_are_not_elementwise_take_point_by_point(self):
        surface = landscapes.ExpressionSurface(product(1.0, 2.0, [1.0, 2.0], total=True))
        assert surface.heights(POINTS) == pytest.approx(3 * POINTS.prod(axis=1))
        assert surface.gradient([5.0, 7.0]).tolist() == [21, 15]

    @pytest.mark.parametrize(
        "text",
        ["logsumexp(x, y, 1)", "softplus(x) + relu(y) * 3 + sigmoid(x * y)", "q = x + y; q * q", "x + 0 * y"],
    )
    def test_many_points_at_once_are_each_point_alone(self, text):
        surface = landscapes.ExpressionSurface(text)
        together = surface.heights(POINTS)
        for point, height in zip(POINTS, together, strict=True):
            graph = engine.parse(text)
            inputs = dict(zip("xy", point, strict=True))
            assert height == pytest.approx(engine.backpropagate(graph, inputs).output, rel=1e-12)

    def test_what_is_not_finite_is_so_on_the_map_and_nowhere_else(self):
        heights = landscapes.ExpressionSurface("log(x) + y").map(5, ((-1, 3), (0, 1))).heights
        assert np.isfinite(heights).tolist() == [[False, False, True, True, True]] * 5

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("x**2", "two variables, and this has 1: x"),
            ("x + y + z", "two variables, and this has 3: x, y, z"),
            ("hinge(x, y)", "y is the number of a class here"),
            ("1 + 1", "has none"),
        ],
    )
    def test_what_is_no_landscape_is_refused(self, text, says):
        with pytest.raises(ValueError, match=says):
            landscapes.ExpressionSurface(text)

    def test_a_bad_text_is_refused_with_its_column_and_a_long_one_by_the_limits(self):
        with pytest.raises(engine.ExpressionError):
            landscapes.ExpressionSurface("x +* y")
        with pytest.raises(engine.ExpressionError, match="operations"):
            landscapes.ExpressionSurface("x + y + x + y", limits=engine.Limits(operations=2))


class TestMaps:
    def test_columns_go_right_and_rows_go_up(self):
        x, y, heights = landscapes.ExpressionSurface("x + 10*y").map(3, ((0, 2), (5, 7)))
        assert (x.tolist(), y.tolist()) == ([0, 1, 2], [5, 6, 7])
        assert heights.tolist() == [[50, 51, 52], [60, 61, 62], [70, 71, 72]]

    def test_a_map_comes_in_slices_that_add_up(self):
        surface = landscapes.named("bowl")
        parts = [(share, np.isnan(found.heights).mean()) for share, found in surface.map_in_slices(100)]
        shares = [share for share, _ in parts]
        assert len(parts) == 5
        assert shares == sorted(shares)
        assert shares[-1] == 1
        assert parts[0][1] == pytest.approx(1 - shares[0])
        assert parts[-1][1] == 0

    @pytest.mark.parametrize(("hidden", "samples"), [([], 400), ([8, 8], 500), ([40] * 8, 2000)])
    def test_a_slice_is_about_as_much_work_whatever_the_network(self, hidden, samples):
        network = engine.Network([2, *hidden, 1], bias=bool(hidden))
        plane = landscapes.plane_of_weights(network, 0, 1)
        data = engine.datasets.load("circle", samples=samples)
        surface = landscapes.NetworkSurface(network, data, plane=plane)
        numbers = sum(network.widths[1:]) * data.train.size
        assert 2 <= surface.at_once <= 2048
        assert surface.at_once * numbers <= 3_000_000
        assert surface.at_once == 2048 or surface.at_once * numbers >= 1_000_000

    def test_a_slice_of_points_with_large_arrays_has_few_of_them(self):
        surface = landscapes.ExpressionSurface("norm(outer(x * ones(200), y * ones(200)))")
        assert surface.work.numbers > 200 * 200
        assert surface.at_once == 2000 // (4 + surface.work.numbers // 1000)

    def test_a_slice_of_gates_done_point_by_point_is_shorter_the_more_there_are(self):
        assert landscapes.ExpressionSurface(product(1.0, 2.0, [1.0, 2.0], total=True)).at_once == 2000 // 3
        assert landscapes.ExpressionSurface(product(1.0, 2.0)).at_once == 2048

    @pytest.mark.parametrize(("size", "domain"), [(1, None), (5, ((1, 1), (0, 1))), (5, ((0, 1), (2, 1)))])
    def test_a_map_of_nothing_is_refused(self, size, domain):
        with pytest.raises(ValueError, match="at least 2 x 2"):
            landscapes.named("bowl").map(size, domain)


def data_for(outputs):
    return engine.datasets.load("circle" if outputs == 1 else "blobs", samples=40, seed=0)


class TestOfNetworks:
    @pytest.mark.parametrize("penalty", [None, engine.L1(0.01), engine.L2(0.02)])
    @pytest.mark.parametrize(("loss", "output", "outputs"), PAIRS)
    def test_heights_and_gradients_are_those_of_autograd(self, loss, output, outputs, penalty):
        data = data_for(outputs)
        activation = list(ACTIVATIONS)[(len(loss) + len(output)) % len(ACTIVATIONS)]
        network = engine.Network([2, 3, outputs], activation, output, seed=1, dropout=0.5)
        before = network.parameters.copy()
        plane = landscapes.plane_of_weights(network, 1, 4)
        surface = landscapes.NetworkSurface(network, data, loss, penalty, plane)
        total = loss_of_parameters(network, data.X[data.train], data.y[data.train], loss, penalty)
        heights = surface.heights(POINTS)
        for point, height in zip(POINTS[:6], heights, strict=False):
            parameters = before.copy()
            parameters[[1, 4]] = point
            assert height == pytest.approx(total(parameters), rel=1e-9)
            expected = grad(total)(parameters)[[1, 4]]
            np.testing.assert_allclose(surface.gradient(point), expected, rtol=1e-7, atol=1e-10)
        assert (network.parameters == before).all()
        assert surface.start.tolist() == before[[1, 4]].tolist()
        found = surface.map(9)
        flat = np.stack(np.meshgrid(found.x, found.y), axis=-1).reshape(-1, 2)
        np.testing.assert_allclose(found.heights.ravel(), surface.heights(flat), rtol=2e-4, atol=1e-5)

    def test_a_model_of_two_parameters_is_all_there_is(self):
        data = engine.datasets.load("line", samples=30, seed=0)
        network = engine.Network([1, 1], (), "linear", seed=0)
        surface = landscapes.NetworkSurface(network, data, "mean squared")
        x, y = data.X[data.train, 0], data.y[data.train, 0]
        assert surface.names == ("w1_11", "b1_1")
        for w, b in POINTS[:5]:
            assert surface.heights(np.array([[w, b]]))[0] == pytest.approx(np.mean((w * x + b - y) ** 2))
            expected = [2 * np.mean((w * x + b - y) * x), 2 * np.mean(w * x + b - y)]
            np.testing.assert_allclose(surface.gradient([w, b]), expected, rtol=1e-9)
        with pytest.raises(ValueError, match="9 parameters, not two"):
            landscapes.NetworkSurface(engine.Network([2, 2, 1]), data)

    def test_large_logits_have_a_finite_loss(self):
        data = engine.datasets.load("circle", samples=400, seed=0)
        network = engine.Network([2, 1], bias=False)
        surface = landscapes.NetworkSurface(network, data)
        heights = surface.map(5, ((-1e4, 1e4), (-1e4, 1e4))).heights
        z = data.X[data.train] @ np.array([1e4, 1e4])
        expected = np.logaddexp(0, (1 - 2 * data.y[data.train, 0]) * z).mean()
        assert heights[-1, -1] == pytest.approx(expected, rel=1e-4)
        assert heights[2, 2] == pytest.approx(np.log(2), rel=1e-5)

    def test_the_plane_of_another_network_is_refused(self):
        plane = landscapes.plane_of_weights(engine.Network([2, 3, 1]), 0, 1)
        with pytest.raises(ValueError, match="another network"):
            landscapes.NetworkSurface(engine.Network([2, 4, 1]), data_for(1), plane=plane)

    def test_a_network_without_hidden_layers_and_one_of_many_points(self):
        network = engine.Network([2, 1], bias=False, seed=0)
        few = engine.datasets.load("xor table")
        surface = landscapes.NetworkSurface(network, few)
        z = POINTS @ few.X[few.train].T
        expected = np.logaddexp(0, (1 - 2 * few.y[few.train, 0]) * z).mean(axis=1)
        np.testing.assert_allclose(surface.heights(POINTS), expected, rtol=1e-12)


class TestPlanes:
    def test_of_two_weights(self):
        network = engine.Network([2, 2, 1], seed=0)
        plane = landscapes.plane_of_weights(network, 0, 7, reach=2)
        assert plane.names == ("w1_11", "w2_12")
        assert plane.domain == ((-2, 2), (-2, 2))
        (parameters,) = plane.parameters(np.array([[5.0, 6.0]]))
        assert (parameters[0], parameters[7]) == (5, 6)
        assert (np.delete(parameters, [0, 7]) == np.delete(network.parameters, [0, 7])).all()
        assert plane.points(parameters[None]).tolist() == [[5, 6]]
        for first, second in ((0, 0), (-1, 2), (0, 9)):
            with pytest.raises(ValueError, match="from 0 to 8"):
                landscapes.plane_of_weights(network, first, second)

    def test_of_ways_holds_what_lies_in_a_plane_exactly(self):
        random = np.random.default_rng(1)
        axes = np.linalg.qr(random.normal(size=(7, 2)))[0].T
        places = random.normal(size=(20, 2)) * [3, 1]
        ways = np.split(random.normal(size=7) + places @ axes, [12])
        plane = landscapes.plane_of_ways(ways)
        assert plane.directions @ plane.directions.T == pytest.approx(np.eye(2), abs=1e-12)
        assert sum(plane.shares) == pytest.approx(1)
        assert plane.shares[0] > plane.shares[1] > 0
        for way in ways:
            np.testing.assert_allclose(plane.parameters(plane.points(way)), way, atol=1e-12)
        points = np.concatenate([plane.points(way) for way in ways])
        for (low, high), column in zip(plane.domain, points.T, strict=True):
            assert low < column.min()
            assert column.max() < high
        assert (plane.directions[[0, 1], np.abs(plane.directions).argmax(axis=1)] > 0).all()

    @pytest.mark.parametrize(
        "way", [np.ones((1, 4)), np.arange(4.0) * np.arange(3.0)[:, None], np.zeros((5, 2))]
    )
    def test_of_ways_that_spread_in_fewer_directions_has_two_all_the_same(self, way):
        plane = landscapes.plane_of_ways([way])
        assert plane.directions @ plane.directions.T == pytest.approx(np.eye(2), abs=1e-12)
        np.testing.assert_allclose(plane.parameters(plane.points(way)), way, atol=1e-12)
        assert all(low < high for low, high in plane.domain)
        assert plane.shares[1] == pytest.approx(0, abs=1e-12)

    def test_what_goes_far_beyond_the_others_does_not_stretch_it(self):
        random = np.random.default_rng(0)
        ways = [np.cumsum(0.1 * random.normal(size=(20, 6)), axis=0) for _ in range(3)]
        far = np.cumsum(30 * random.normal(size=(20, 6)), axis=0)
        far[0] = ways[0][0]
        plane, alone = landscapes.plane_of_ways([*ways, far]), landscapes.plane_of_ways(ways)
        width = [high - low for low, high in plane.domain]
        assert max(width) < 3 * max(high - low for low, high in alone.domain)
        for way in ways:
            assert np.ptp(plane.points(way), axis=0).max() > 0.1 * max(width)
        # Where it is the only one, all of it is seen; and so are two that differ as rates do.
        one = landscapes.plane_of_ways([far])
        assert (one.points(far) > [side[0] for side in one.domain]).all()
        assert [len(way) for way in near([ways[0], 5 * ways[0]])] == [20, 20]
        assert [len(way) for way in near([far[:1], far[:1]])] == [1, 1]

    def test_of_ways_along_one_line_is_as_wide_across_them_and_across_goes_who_is_far_off(self):
        slow = np.linspace(0, 0.012, 4)[:, None] * np.array([0.6, 0.48, 0.64, 0.0]) + 0.3
        fast = 0.3 + np.linspace(0, 1, 4)[:, None] * np.array([0.0, 0.0, 0.0, 1.0])
        for ways, across in (([slow], None), ([slow, fast], [0, 0, 0, 1])):
            plane = landscapes.plane_of_ways(ways)
            assert plane.directions[0] == pytest.approx([0.6, 0.48, 0.64, 0])
            assert across is None or plane.directions[1] == pytest.approx(across, abs=1e-6)
            assert plane.shares == pytest.approx((1, 0))
            (left, right), (bottom, top) = plane.domain
            assert right - left == pytest.approx(0.0156)  # 0.012 long, with 15 % on each side
            assert (bottom, top) == pytest.approx((-0.0078, 0.0078))

    def test_of_ways_that_have_not_moved_reaches_one_to_each_side(self):
        assert landscapes.plane_of_ways([np.full((2, 5), 0.3)]).domain == ((-1, 1), (-1, 1))

    def test_of_no_weights_is_refused(self):
        for ways in ([], [np.ones((3, 1))]):
            with pytest.raises(ValueError, match="weights of at least one run"):
                landscapes.plane_of_ways(ways)

    def test_of_many_weights_that_have_not_moved_the_first_two_are_the_directions(self):
        plane = landscapes.plane_of_ways([np.ones((1, 60_000), np.float32)])
        assert plane.directions[:, :3].tolist() == [[1, 0, 0], [0, 1, 0]]

    def test_the_ways_of_a_comparison_over_its_own_landscape(self):
        data = data_for(1)
        comparison = engine.compare(engine.Setup(data, [3]), optimizer=["SGD", "Adam"])
        comparison.run(epochs=6)
        ways = comparison.timeline.ways()
        assert [way.shape for way in ways] == [(len(comparison.timeline.steps), 13)] * 2
        plane = landscapes.plane_of_ways(ways)
        run = comparison.runs[1][0]
        surface = landscapes.NetworkSurface(run.network, data, plane=plane)
        onto = plane.parameters(surface.start[None])[0]
        run.network.parameters[:] = onto
        assert surface.heights(surface.start[None])[0] == pytest.approx(run.evaluate()["train_loss"])

    def test_parameters_are_named_as_in_the_graph(self):
        network = engine.Network([2, 11, 1])
        graph = network.graph(np.ones(2), np.ones(1), level="scalar")
        assert sorted(parameter_names(network)) == sorted(graph.parameters)
        values = dict(zip(parameter_names(network), network.parameters, strict=True))
        assert all(graph.defaults[key] == value for key, value in values.items())
        assert parameter_names(engine.Network([2, 1], bias=False)) == ["w1_11", "w1_12"]


def test_an_expression_as_on_paper_is_the_landscape_that_it_is_in_code():
    paper, code = (
        landscapes.ExpressionSurface(text) for text in ("x² + 10y² + e^x", "x**2 + 10*y**2 + exp(x)")
    )
    assert np.array_equal(paper.heights(POINTS), code.heights(POINTS))
