"""Loss and accuracy over many samples. Accuracy is the share whose predicted class is the labelled one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.bound_calls import Array
from engine.losses import Loss, find
from engine.networks.network import Network
from engine.training.batches import Data, Indices

BLOCK = 4096  # samples evaluated at a time: bounds the memory of evaluating 60,000 digits


def accuracy(a: Array, y: Array, threshold: float = 0.5) -> float:
    """Share of right answers, 0 to 1, for activations a and targets y, each (n, outputs): one output is
    compared with the threshold, of several the largest counts. nan when there are no samples."""
    if len(y) == 0:
        return float("nan")
    several = y.shape[1] > 1
    right = a.argmax(axis=1) == y.argmax(axis=1) if several else (a[:, 0] > threshold) == (y[:, 0] > 0.5)
    return np.count_nonzero(right) / len(y)


def evaluate(
    network: Network, data: Data, loss: str | Loss, samples: Indices
) -> tuple[float | None, float | None]:
    """Mean loss (without penalty) and accuracy over these rows of the data. The accuracy of a regression is
    None, and without samples both are."""
    if len(samples) == 0:
        return None, None
    total = right = 0.0
    loss = find(loss)
    block = min(BLOCK, network.most_samples)
    for start in range(0, len(samples), block):
        some = samples[start : start + block]
        y = np.asarray(data.y.take(some, axis=0), network.dtype)
        with np.errstate(all="ignore"):  # a loss that overflows is infinite, and is told in words
            z, a = network.forward(data.X.take(some, axis=0))[-1]
            total += float(loss.value(z, a, y).sum())
        right += accuracy(a, y, loss.threshold) * len(some)
    return total / len(samples), None if data.kind == "regression" else right / len(samples)


def evaluate_parts(
    network: Network, data: Data, loss: str | Loss, most: int | None = None
) -> dict[str, float | None]:
    """train_loss, validation_loss, train_accuracy and validation_accuracy, as `evaluate` finds them. With
    `most`, the first and the third are of so many of the training samples, always the same."""
    train = data.train
    if most is not None and most < len(train):
        train = train[np.arange(most) * len(train) // most]  # from all over the training set
    train_loss, train_accuracy = evaluate(network, data, loss, train)
    validation_loss, validation_accuracy = evaluate(network, data, loss, data.validation)
    return {
        "train_loss": train_loss,
        "validation_loss": validation_loss,
        "train_accuracy": train_accuracy,
        "validation_accuracy": validation_accuracy,
    }


def confusion(labels: ArrayLike, predictions: ArrayLike, classes: int) -> NDArray[np.intp]:
    """How often a sample of each class (row) was taken for each class (column): (classes, classes) counts.
    labels and predictions (n,) are numbers of classes; ValueError for others."""
    true, taken = np.asarray(labels, np.intp), np.asarray(predictions, np.intp)
    if true.shape != taken.shape or true.ndim != 1:
        raise ValueError(f"as many predictions as labels are needed, not {taken.shape} and {true.shape}")
    for numbers in (true, taken):
        if np.any((numbers < 0) | (numbers >= classes)):
            raise ValueError(f"classes are numbered from 0 to {classes - 1}")
    return np.bincount(true * classes + taken, minlength=classes**2).reshape(classes, classes)


def accuracy_by_class(counts: ArrayLike) -> NDArray[np.float64]:
    """Of a confusion matrix (classes, classes), the share of each class that was right, 0 to 1; nan for a class
    without samples."""
    table = np.asarray(counts, np.float64)
    with np.errstate(invalid="ignore"):
        return np.asarray(table.diagonal() / table.sum(axis=1))


def worst_mistakes(probabilities: ArrayLike, labels: ArrayLike, count: int) -> Indices:
    """Rows of at most `count` samples whose largest probability is not that of their label, the least probable
    labels (the largest cross-entropies) first. probabilities (n, classes), labels (n,)."""
    shares, true = np.asarray(probabilities), np.asarray(labels, np.intp)
    wrong = np.flatnonzero(shares.argmax(axis=1) != true)
    return wrong[np.argsort(shares[wrong, true[wrong]], kind="stable")[:count]]
