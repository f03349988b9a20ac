import numpy as np
import pytest

from engine.datasets import features

POINTS = np.array([[2.0, -3.0], [0.0, 0.5]])


def test_each_feature_of_the_plane_is_what_its_name_says():
    expanded = features.expand(POINTS, ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"])
    assert expanded.shape == (2, 7)
    assert expanded[0, :5].tolist() == [2, -3, 4, 9, -6]
    assert expanded[0, 5:] == pytest.approx([0.909297, -0.141120], abs=1e-6)  # sin 2, sin -3
    assert expanded[1, :5].tolist() == [0, 0.5, 0, 0.25, 0]


def test_each_feature_of_a_line_is_what_its_name_says():
    expanded = features.expand(np.array([[3.0]]), ["sin(x)", "x^2", "x"])
    assert expanded[0] == pytest.approx([0.141120, 9, 3], abs=1e-6)


def test_columns_come_in_the_order_asked_for():
    assert features.expand(POINTS, ["x2", "x1"]).tolist() == [[-3, 2], [0.5, 0]]


def test_available_features_can_all_be_expanded():
    counts = range(1, features.MOST + 1)
    for dimensions in counts:
        names = features.available(dimensions)
        assert features.expand(np.ones((4, dimensions)), names).shape == (4, len(names))
    assert {name for d in counts for name in features.available(d)} == set(features.FEATURES)
    assert features.available(784) == ()


def test_a_feature_is_spoken_of_by_the_names_of_the_file():
    axes = ("sepal", "petal x1")
    assert [features.spoken(name, axes) for name in features.available(2)] == [
        "sepal", "petal x1", "sepal²", "petal x1²", "sepal·petal x1", "sin(sepal)", "sin(petal x1)",
    ]  # fmt: skip
    assert [features.spoken(name, ("hour",)) for name in features.available(1)] == [
        "hour",
        "hour²",
        "sin(hour)",
    ]
    assert features.spoken("x1*x2", ("x1", "x2")) == "x1·x2"
    assert features.spoken("pixel 3,7", ("x1", "x2")) == "pixel 3,7"


@pytest.mark.parametrize("names", [["x3"], ["x"], ["__class__"], ["x1", "x1"], []])
def test_a_bad_choice_is_refused(names):
    with pytest.raises(ValueError, match="feature"):
        features.expand(POINTS, names)


def test_points_must_be_rows():
    with pytest.raises(ValueError, match="dimension"):
        features.expand(np.ones(3), ["x1"])


def test_points_of_more_coordinates_than_can_be_drawn_are_given_as_they_are():
    points = np.arange(10.0).reshape(2, 5)
    assert features.available(5) == ("x1", "x2", "x3", "x4", "x5")
    assert features.expand(points, ["x5", "x2"]).tolist() == [[4, 1], [9, 6]]
    assert features.spoken("x5", ("a", "b", "c", "d", "e")) == "e"
