import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import datasets
from engine.datasets import DataError

TABLES = ["and", "or", "xor table", "nand"]
DRAWN = [name for name in datasets.NAMES if name not in TABLES]
PLANAR = ["circle", "xor", "two gaussians", "spiral", "moons", "blobs"]


def test_every_dataset_promised_is_there_with_its_kind_and_a_line_of_text():
    kinds = {name: datasets.describe(name).kind for name in datasets.NAMES}
    promised = {
        **dict.fromkeys(["circle", "xor", "two gaussians", "spiral", "moons", *TABLES], "binary"),
        "blobs": "classes",
        **dict.fromkeys(["plane", "multi-gaussian", "line", "parabola", "sine", "step"], "regression"),
    }
    assert promised.items() <= kinds.items()
    assert all(datasets.describe(name).text.endswith(".") for name in datasets.NAMES)


@pytest.mark.parametrize("name", datasets.NAMES)
def test_shapes_and_kinds_are_as_described(name):
    data = datasets.load(name, samples=50, noise=0.2, seed=3)
    description = datasets.describe(name)
    rows = 4 if name in TABLES else 50
    assert (data.name, data.kind) == (name, description.kind)
    assert data.X.shape == data.points.shape == (rows, description.dimensions)
    assert data.X.dtype == data.y.dtype == np.float64
    assert data.y.shape == (rows, data.outputs)
    assert data.labels.shape == (rows,)
    assert len(data.input_names) == len(data.domain) == len(data.axes) == description.dimensions
    assert data.outputs == (len(data.classes) if data.kind == "classes" else 1)


@pytest.mark.parametrize("name", datasets.NAMES)
def test_points_lie_inside_the_domain_and_values_in_about_minus_one_to_one(name):
    data = datasets.load(name, samples=2000, noise=1.0, seed=1)
    low, high = np.array(data.domain).T
    assert np.all((low <= data.points) & (data.points <= high))
    if data.kind == "regression":
        clean = datasets.load(name, samples=2000, noise=0.0, seed=1)
        assert 0.8 < np.abs(clean.y).max() <= 1.05


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_seed_gives_the_same_bits_and_another_seed_other_points(name):
    one, again, other = (datasets.load(name, 100, 0.3, seed) for seed in (7, 7, 8))
    assert one.X.tobytes() == again.X.tobytes()
    assert one.y.tobytes() == again.y.tobytes()
    assert one.train.tobytes() == again.train.tobytes()
    assert one.X.tobytes() != other.X.tobytes()


@pytest.mark.parametrize("name", PLANAR)
def test_turning_up_the_noise_moves_each_point_smoothly_and_keeps_its_class(name):
    calm, rougher = datasets.load(name, 300, 0.20), datasets.load(name, 300, 0.21)
    assert 0 < np.abs(calm.X - rougher.X).max() < 0.1
    assert np.array_equal(calm.y, rougher.y)


@pytest.mark.parametrize("name", PLANAR)
def test_classes_are_balanced(name):
    counts = np.bincount(datasets.load(name, samples=100).labels)
    assert counts.max() - counts.min() <= 1


def test_without_noise_the_plain_rules_separate_the_classes():
    circle = datasets.load("circle", noise=0.0)
    assert np.array_equal(np.hypot(*circle.X.T) < 3, circle.labels == 1)
    xor = datasets.load("xor", noise=0.0)
    assert np.array_equal(xor.X[:, 0] * xor.X[:, 1] < 0, xor.labels == 1)
    gaussians = datasets.load("two gaussians", noise=0.0)
    assert np.mean((gaussians.X.sum(axis=1) > 0) == (gaussians.labels == 1)) > 0.99


@pytest.mark.parametrize("arms", [2, 3, 4, 5])
def test_arms_of_a_spiral_are_one_arm_turned(arms):
    data = datasets.load("spiral", samples=20 * arms, noise=0.0, arms=arms)
    assert data.kind == ("binary" if arms == 2 else "classes")
    assert len(data.classes) == arms
    first, second = data.X[data.labels == 0], data.X[data.labels == 1]
    turn = 2 * np.pi / arms  # clockwise
    turned = first @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    assert turned == pytest.approx(second)


@pytest.mark.parametrize("classes", [3, 4, 5])
def test_blobs_have_as_many_classes_as_asked(classes):
    data = datasets.load("blobs", classes=classes)
    assert data.outputs == len(data.classes) == classes
    assert np.array_equal(data.y.sum(axis=1), np.ones(500))
    assert sorted(set(data.labels)) == list(range(classes))


@pytest.mark.parametrize(
    ("name", "answers"),
    [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("xor table", [0, 1, 1, 0]), ("nand", [1, 1, 1, 0])],
)
def test_truth_tables_are_exact_and_undivided(name, answers):
    data = datasets.load(name, samples=500, noise=1.0, seed=9, split=0.1)
    assert data.X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.y[:, 0].tolist() == answers
    assert data.train.tolist() == data.validation.tolist() == [0, 1, 2, 3]
    assert data.resplit(0.2, 5) is data


def test_curves_without_noise_are_exact():
    x = datasets.load("line", noise=0.0).X[:, 0]
    assert datasets.load("line", noise=0.0).y[:, 0] == pytest.approx(x / 6)
    assert datasets.load("parabola", noise=0.0).y[:, 0] == pytest.approx(x**2 / 18 - 1)
    assert datasets.load("sine", noise=0.0).y[:, 0] == pytest.approx(np.sin(x))
    assert np.array_equal(datasets.load("step", noise=0.0).y[:, 0], np.where(x < 0, -1, 1))
    plane = datasets.load("plane", noise=0.0)
    assert plane.y[:, 0] == pytest.approx((plane.X[:, 0] + plane.X[:, 1]) / 12)


@given(
    name=st.sampled_from(DRAWN),
    samples=st.integers(4, 60),
    seed=st.integers(0, 2**32),
    split=st.floats(0.01, 0.99),
)
@settings(max_examples=60)
def test_every_row_is_on_exactly_one_side_and_neither_is_empty(name, samples, seed, split):
    data = datasets.load(name, samples, 0.5, seed, split)
    assert sorted([*data.train, *data.validation]) == list(range(samples))
    assert len(data.train) == min(max(round(split * samples), 1), samples - 1)


def test_the_split_keeps_the_share_of_every_class():
    data = datasets.load("blobs", samples=300, split=0.8)
    assert np.bincount(data.labels[data.train]).tolist() == [80, 80, 80]
    assert data.X_train.shape == (240, 2)
    assert data.y_validation.shape == (60, 3)
    again = data.resplit(0.5, seed=4)
    assert np.bincount(again.labels[again.train]).tolist() == [50, 50, 50]
    assert again.X is data.X


def test_features_replace_the_inputs_and_keep_the_points():
    data = datasets.load("circle").with_features(["x1^2", "x2^2"])
    assert np.array_equal(data.X, data.points**2)
    assert data.input_names == ("x1^2", "x2^2")
    assert data.with_features(["x1", "x2"]).X.tolist() == data.points.tolist()
    with pytest.raises(ValueError, match="no feature"):
        data.with_features(["x"])


def test_points_are_added_removed_and_moved():
    data = datasets.load("blobs", samples=10, split=0.5)
    changed = data.with_points(added=[(1, 2, 2)], removed=[0, 3], moved={5: (-1.5, 0.25)})
    assert len(changed.X) == 9
    assert changed.X[3].tolist() == [-1.5, 0.25]  # row 5, two rows before it gone
    assert changed.X[8].tolist() == [1, 2]
    assert changed.y[8].tolist() == [0, 0, 1]
    assert 8 in changed.train
    for new, old in enumerate([1, 2, 4, 5, 6, 7, 8, 9]):
        assert (new in changed.train) == (old in data.train)
        assert changed.y[new].tolist() == data.y[old].tolist()
    assert len(data.X) == 10  # the first is as it was


def test_features_follow_the_points_that_move():
    data = datasets.load("xor", samples=8).with_features(["x1*x2", "x1"]).with_points(moved={2: (2, -3)})
    assert data.points[2].tolist() == [2, -3]
    assert data.X[2].tolist() == [-6, 2]


def test_values_of_regression_are_added_as_they_are():
    data = datasets.load("sine", samples=6).with_points(added=[(0.5, -0.75)])
    assert data.X[6].tolist() == [0.5]
    assert data.y[6].tolist() == [-0.75]


def test_a_side_left_empty_takes_all_points():
    data = datasets.load("moons", samples=10)
    drawn = data.with_points(added=[(0, 0, 1), (1, 1, 0)], removed=range(10))
    assert drawn.train.tolist() == drawn.validation.tolist() == [0, 1]
    table = datasets.load("and").with_points(added=[(0.5, 0.5, 1)])
    assert table.train.tolist() == table.validation.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "change",
    [
        {"added": [(0, 7, 1)]},
        {"added": [(0, float("nan"), 1)]},
        {"added": [(0, 0, 2)]},
        {"added": [(0, 1)]},
        {"moved": {0: (-6.5, 0)}},
        {"moved": {99: (0, 0)}},
        {"removed": [-1]},
        {"removed": range(10)},
    ],
)
def test_a_bad_change_is_refused(change):
    with pytest.raises(DataError):
        datasets.load("moons", samples=10).with_points(**change)


@pytest.mark.parametrize(
    ("name", "added", "said"), [("sine", (0, 0, 1), "one coordinate"), ("moons", (0, 1), "2 coordinates")]
)
def test_a_point_with_other_coordinates_is_told_how_many_there_are(name, added, said):
    with pytest.raises(DataError, match=f"a point needs {said} here$"):
        datasets.load(name, samples=10).with_points(added=[added])


def test_data_cannot_be_changed_in_place():
    data = datasets.load("circle")
    for array in (data.X, data.y, data.points, data.train, data.validation):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": "no such"},
        {"name": "circle", "samples": 3},
        {"name": "circle", "samples": 10**9},
        {"name": "circle", "noise": 1.1},
        {"name": "circle", "noise": float("nan")},
        {"name": "circle", "split": 0},
        {"name": "circle", "split": 1},
        {"name": "circle", "seed": -1},
        {"name": "circle", "arms": 3},
        {"name": "spiral", "arms": 6},
        {"name": "blobs", "classes": 2},
    ],
)
def test_what_is_out_of_bounds_is_refused(arguments):
    with pytest.raises(ValueError, match=r"\w"):
        datasets.load(**arguments)
