"""What the Digits page is sent: one message a function, as in payloads."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine import Problem
from engine.activations import ACTIVATIONS
from engine.datasets.mnist import SIDE, mnist
from engine.digits.shipped_models import shipped
from engine.graphs.trace import Trace as Walked
from engine.networks.network import Network
from playground.digits.experiment import CELL, DigitsExperiment, Judgement, Reading, as_bytes, scaled
from playground.digits.run import Run
from playground.messages import digits as messages
from playground.messages.fields import Said
from playground.messages.trace import Trace
from playground.session import MAX_DIGITS_LAYERS, MAX_DIGITS_WIDTH
from playground.shared.enough_digits import enough_digits
from playground.shared.kept_messages import KeptMessage, kept
from playground.shared.moving_pictures import deflated
from playground.shared.packing import Packed
from playground.shared.refused import Refused, told
from playground.shared.trace_payload import trace_message
from playground.shared.written_numbers import DIGITS

DECK = 0.8358  # the accuracy that the lecture reaches with a softmax classifier
LABELS = {"network": "Network 784-128-64-10", "softmax": "Softmax classifier", "own": "Your own"}
SHIPPED_PICTURES: tuple[tuple[messages.Which, str], ...] = (
    ("templates", "softmax"),
    ("first_layer", "softmax"),
    ("first_layer", "network"),
)
DRAWN_ELEMENTS = 2000  # of an array in a trace; of a larger one the shape is sent


def digits(experiment: DigitsExperiment, accuracies: dict[str, float]) -> messages.Digits:
    """The models, and the shape of the one in use. `accuracies` of those that came along, as far as they are known."""
    session, network, run = experiment.session, experiment.network, experiment.run
    known: dict[str, float | None] = {**accuracies, "own": run.tested if run else None}
    return {
        "topic": "digits",
        "model": session.digits_model,
        "models": [
            {
                "name": name,
                "label": label,
                "test_accuracy": known.get(name),
                "exists": name != "own" or run is not None,
            }
            for name, label in LABELS.items()
        ],
        "layers": list(network.widths[1:-1]),
        "rows": [rows for rows, _ in network.shapes[:-1]],
        "activations": list(network.activations),
        "choices": {"activations": list(ACTIVATIONS)},
        "limits": {"layers": MAX_DIGITS_LAYERS, "width": MAX_DIGITS_WIDTH},
        "count": network.parameter_count,
        "formula": network.count_formula(),
        "formula_numbers": network.count_formula(numbers=True),
        "optimizer": session.digits_optimizer,
        "rate": session.digits_rate,
        "batch": session.digits_batch,
        "epochs": session.digits_epochs,
        "label": session.digits_label,
        "generation": experiment.generation,
        "deck": {"test": DECK},
    }


def reading(experiment: DigitsExperiment, identifier: int | None) -> Packed:
    """What the model makes of the picture at hand; `identifier` is that of the drawing which it answers. There are many
    a second while somebody draws, mostly paper and neurons at rest."""
    return deflated(_reading(experiment, identifier), {})


def _reading(experiment: DigitsExperiment, identifier: int | None) -> messages.Reading:
    picture = experiment.picture
    message: messages.Reading = {
        "topic": "reading",
        "id": identifier,
        "problem": None if picture.problem is None else str(picture.problem),
        "picture": None if picture.pixels is None else as_bytes(picture.pixels),
        "probabilities": None,
        "scores": None,
        "digit": None,
        "activations": [],
        "label": experiment.label,
        "loss": None,
        "source": "drawing" if picture.index is None else {"index": picture.index, "label": picture.truth},
        "model": experiment.session.digits_model,
    }
    if picture.pixels is None or picture.problem is not None:
        return message
    try:
        read = experiment.read()
    except Refused as problem:
        return {**message, "problem": str(problem)}
    return {
        **message,
        "probabilities": _floats(read.probabilities),
        "scores": _floats(read.scores),
        "digit": read.digit,
        "activations": [_floats(a) for a in read.activations],
        "loss": read.loss,
        "loss_digits": _digits_of_loss(experiment, read),
    }


def _digits_of_loss(experiment: DigitsExperiment, read: Reading) -> int:
    """With how many digits the label's probability p stands in L = −ln p, so that it comes out."""
    if read.loss is None or experiment.label is None:
        return DIGITS
    probability = np.array(np.float32(read.probabilities[experiment.label]), np.float64)
    loss, none = np.array(read.loss), np.zeros((), bool)
    with np.errstate(divide="ignore"):
        return (
            enough_digits(lambda values: np.asarray(-np.log(values[0])), [probability], loss, none)[0]
            or DIGITS
        )


def gradient(experiment: DigitsExperiment) -> messages.Gradient:
    """dL/d pixel of the picture at hand, against its label."""
    return {
        "topic": "gradient",
        "label": experiment.walked_label,
        "gradient": experiment.gradient(),
        "loss": experiment.read().loss,
    }


def followed(
    label: int,
    model: str,
    generation: int,
    pictures: NDArray[np.uint8],
    losses: NDArray[np.float32],
    probabilities: NDArray[np.float32],
) -> messages.Followed:
    """The pictures on the way, for the browser to play."""
    return {
        "topic": "followed",
        "label": label,
        "model": model,
        "generation": generation,
        "pictures": pictures.ravel(),
        "losses": losses,
        "probabilities": probabilities.ravel(),
        "count": len(losses),
    }


def pictures(experiment: DigitsExperiment, which: messages.Which) -> messages.Pictures | KeptMessage:
    """Weights as pictures, -127 to 127."""
    network, model = experiment.pictured(which)
    return shipped_pictures(which, model) if model != "own" else _pictures(which, model, network)


@functools.cache
def shipped_pictures(which: messages.Which, model: str) -> KeptMessage:
    """Those of a model that came along: the same for everybody."""
    return kept(_pictures(which, model, shipped(model)))


def kept_pictures() -> Iterable[KeptMessage]:
    """All of these that can be asked for."""
    return [shipped_pictures(*one) for one in SHIPPED_PICTURES]


def _pictures(which: messages.Which, model: str, network: Network) -> messages.Pictures:
    found = scaled(network.weights[0])
    return {
        "topic": "pictures",
        "which": which,
        "model": model,
        "count": len(found),
        "side": SIDE,
        "pictures": found.ravel(),
        "names": [str(number if which == "templates" else number + 1) for number in range(len(found))],
    }


def status(
    run: Run | None, epochs: int, training: bool, message: Problem | None, kind: Said, acknowledge: int | None
) -> messages.DigitsStatus:
    """Where training stands; the page answers when it is given a number to acknowledge."""
    history = run.trainer.history if run and run.trainer else {}
    last = {name: values[-1] for name, values in history.items() if values}
    epoch, best = (run.epoch, run.trainer.best if run.trainer else None) if run else (0.0, None)
    begun = run.begun if run else 0.0
    return {
        "topic": "digits_status",
        "training": training,
        "epoch": epoch,
        "epochs": begun + epochs,
        "progress": min(1.0, (epoch - begun) / epochs),
        "seconds_left": run.seconds_left if run and training else None,
        "train_loss": last.get("train_loss"),
        "validation_loss": last.get("validation_loss"),
        "train_accuracy": last.get("train_accuracy"),
        "validation_accuracy": last.get("validation_accuracy"),
        "best_validation": None if best is None else best.validation_loss,
        "best_epoch": None if best is None else best.epoch,
        "message": None if message is None else told(message),
        "kind": kind if message else None,
        "acknowledge": acknowledge,
    }


def history(run: Run | None) -> messages.DigitsHistory:
    """Losses and accuracies so far."""
    columns = run.trainer.history if run and run.trainer else {}

    def column(name: str) -> NDArray[np.float32]:
        return _floats([math.nan if value is None else value for value in columns.get(name, ())])

    return {
        "topic": "digits_history",
        "epoch": column("epoch"),
        "train_loss": column("train_loss"),
        "validation_loss": column("validation_loss"),
        "train_accuracy": column("train_accuracy"),
        "validation_accuracy": column("validation_accuracy"),
    }


def judgement(result: Judgement, model: str) -> messages.Judgement:
    """The confusion matrix, accuracy by class, and the worst mistakes."""
    worst = result.worst()
    indices, pictures = _numbered(result, worst)
    return {
        "topic": "judgement",
        "model": model,
        "confusion": result.confusion.astype(np.int32).ravel(),
        "accuracy": result.accuracy,
        "by_class": _floats(result.by_class),
        "total": len(result.labels),
        "mistakes": {
            "indices": indices,
            "pictures": pictures,
            "labels": result.labels[worst].astype(np.int32),
            "predictions": result.predictions[worst].astype(np.int32),
            "confidences": _floats(result.probabilities[worst, result.predictions[worst]]),
        },
    }


def cell(result: Judgement, row: int, column: int) -> messages.Cell:
    """The digits of one cell of the confusion matrix, as many as are shown."""
    found = result.cell(row, column)
    indices, pictures = _numbered(result, found[:CELL])
    return {
        "topic": "cell",
        "row": row,
        "column": column,
        "count": len(found),
        "indices": indices,
        "pictures": pictures,
    }


def _numbered(result: Judgement, chosen: NDArray[np.intp]) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """The numbers of test digits among all 70,000, and their pictures."""
    rows = result.rows[chosen]
    return rows.astype(np.int32), mnist().images[rows].ravel()


def trace(walked: Walked, index: int | None, label: int, cursor: int) -> Trace:
    """The walk of a picture, which has that `index` in MNIST; of large arrays only the shape."""
    return trace_message(
        walked,
        level="layer",
        levels=["layer"],
        sample={
            "index": -1 if index is None else index,
            "label": label,
        },
        loss="cross-entropy",
        cursor=min(cursor, len(walked.steps)),
        most=DRAWN_ELEMENTS,
    )


def _floats(numbers: ArrayLike) -> NDArray[np.float32]:
    return np.asarray(numbers, np.float32)
