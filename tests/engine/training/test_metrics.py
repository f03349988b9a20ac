"""What a classifier mistakes for what."""

import numpy as np
import pytest

from engine.training.metrics import accuracy_by_class, confusion, worst_mistakes


def test_a_confusion_matrix_has_the_true_class_in_the_row_and_the_predicted_in_the_column():
    counts = confusion([0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 2, 2], classes=4)
    assert counts.tolist() == [[1, 1, 0, 0], [0, 1, 0, 0], [1, 0, 2, 0], [0, 0, 0, 0]]
    assert accuracy_by_class(counts)[:3].tolist() == [0.5, 1, 2 / 3]
    assert np.isnan(accuracy_by_class(counts)[3])
    assert confusion([], [], 2).tolist() == [[0, 0], [0, 0]]
    assert confusion(np.array([255], np.uint8), [255], 256)[255, 255] == 1


@pytest.mark.parametrize(("labels", "predictions"), [([0, 1], [0]), ([3], [0]), ([0], [-1]), ([[0]], [[0]])])
def test_what_are_no_classes_is_refused(labels, predictions):
    with pytest.raises(ValueError, match=r"predictions|numbered"):
        confusion(labels, predictions, 3)


def test_the_worst_mistakes_are_those_whose_label_was_least_probable():
    probabilities = [[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.49, 0.01, 0.5], [0.2, 0.7, 0.1]]
    labels = [0, 1, 1, 0]
    assert worst_mistakes(probabilities, labels, 10).tolist() == [2, 3, 1]
    assert worst_mistakes(probabilities, labels, 1).tolist() == [2]
    assert worst_mistakes(np.empty((0, 3)), [], 5).tolist() == []
