"""What reads digits for one visitor, alive: the models, the picture at hand and what can be asked of both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

import engine
from engine.datasets.mnist import PIXELS, TOTAL, mnist
from engine.digits.pixel_gradient import follow_gradient, pixel_gradient
from engine.digits.rasterize import as_digit, reading_problem, strokes_to_picture
from engine.digits.shipped_models import shipped
from engine.losses import LOSSES
from engine.problem import Problem
from engine.training import metrics
from playground.digits.run import LOSS, Run
from playground.digits.strokes import Strokes, as_kept
from playground.messages.digits import Which
from playground.session import MAX_DIGITS_LAYERS, MAX_DIGITS_WIDTH, Session
from playground.shared.hidden_layers import HiddenLayers
from playground.shared.kept_run import KeptRun
from playground.shared.refused import Refused
from playground.shared.work import Job, Work

Array = NDArray[np.floating]
Followed = tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float32]]
CLASSES = 10
BLOCK = 1000  # digits read at a time, so that others get their turn in between
MISTAKES = 40  # of the worst that are shown
CELL = 60  # digits of one cell of the confusion matrix that are shown
FOLLOWED = 61  # pictures on the way to another label


@dataclass(frozen=True)
class Picture:
    """What is at hand to be read: 784 numbers from 0 to 1, or None and the reason why there is nothing to read.
    `index` and `truth` are those of a digit of MNIST."""

    pixels: Array | None = None
    problem: Problem | None = Problem("pad_empty")  # noqa: RUF009  # it is only read
    index: int | None = None
    truth: int | None = None


@dataclass(frozen=True)
class Reading:
    """What a network makes of a picture."""

    activations: list[Array]
    scores: Array
    probabilities: Array
    loss: float | None

    @property
    def digit(self) -> int:
        return int(self.probabilities.argmax())


@dataclass(frozen=True)
class Judgement:
    """How a network reads the 10,000 test digits."""

    rows: NDArray[np.intp]
    labels: NDArray[np.uint8]
    probabilities: Array
    predictions: NDArray[np.intp]

    @property
    def accuracy(self) -> float:
        return float(np.mean(self.predictions == self.labels))

    @property
    def confusion(self) -> NDArray[np.intp]:
        """(10, 10): how many digits of the row's class were read as the column's."""
        return np.asarray(metrics.confusion(self.labels, self.predictions, CLASSES))

    @property
    def by_class(self) -> Array:
        """(10,): the share of each class that is read right."""
        return metrics.accuracy_by_class(self.confusion)

    def worst(self) -> NDArray[np.intp]:
        """The mistakes whose true label was thought least probable, numbered as the test digits are."""
        return np.asarray(metrics.worst_mistakes(self.probabilities, self.labels, MISTAKES))

    def cell(self, row: int, column: int) -> NDArray[np.intp]:
        """The test digits of class `row` read as `column`, the surest first."""
        found = np.flatnonzero((self.labels == row) & (self.predictions == column))
        return found[np.argsort(-self.probabilities[found, column], kind="stable")]


def judge(network: engine.Network) -> Judgement:
    """Reads all test digits. Takes some 50 ms of a core."""
    result: Judgement = Job(lambda: judging(network)).finish()
    return result


def judging(network: engine.Network) -> Generator[float, None, Judgement]:
    """The same in pieces; yields the share that has been read."""
    digits = mnist()
    rows = digits.test
    read = []
    block = min(BLOCK, network.most_samples)
    for at in range(0, len(rows), block):
        with np.errstate(all="ignore"):  # weights that have grown too large read nothing right
            read.append(network.predict(digits.X[rows[at : at + block]]))
        yield min(1.0, (at + block) / len(rows))
    probabilities = np.nan_to_num(np.concatenate(read))
    return Judgement(rows, digits.labels[rows], probabilities, probabilities.argmax(axis=1))


@cache
def judged(name: str) -> Judgement:
    """How a shipped model reads the test digits: the same for everybody."""
    return judge(shipped(name))


class DigitsExperiment:
    """The models of one session and the picture at hand. `generation` counts the visitor's own networks."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.generation = 0
        self.run: Run | None = None
        self.picture = Picture()
        self._judgement: tuple[object, Judgement] | None = None
        if session.digits_model == "own":
            self.begin()

    # Models

    @property
    def network(self) -> engine.Network:
        """The network that reads now."""
        if self.session.digits_model == "own" and self.run is not None:
            return self.run.seen
        return shipped(self.session.digits_model)

    def choose(self, name: str) -> None:
        """Another model reads. The visitor's own is begun when there is none."""
        if name not in self.session.param.digits_model.objects:
            raise Refused("model_unknown")
        if name == "own" and self.run is None:
            self.begin()
        self.session.digits_model = name

    def begin(self) -> None:
        """An untrained network of the session's layers, as the visitor's own."""
        self._adopt(Run(self.session))

    def resume(self, kept: KeptRun) -> Run:
        """The visitor's own run as it was at a moment that the browser has kept, for `go_on_with`: the work of a
        worker. Raises ValueError when it cannot be one."""
        run = Run(self.session)
        run.resume(kept)
        return run

    def go_on_with(self, run: Run) -> None:
        """This run takes the place of the one that was there; which model reads stays."""
        model = self.session.digits_model
        self._adopt(run)
        self.session.digits_model = model

    def return_to(self, kept: KeptRun | None, going: bool) -> None:
        """The visitor's own run as it was left, whose settings the session has; None for none at all. `going`: on to
        its target."""
        model = self.session.digits_model
        if kept is None:
            self.generation += 1
            self.run = self._judgement = None
            return
        run = Run(self.session)
        run.return_to(kept)
        self._adopt(run)
        self.session.digits_model = model
        if going:
            run.go_on()

    def reset(self) -> None:
        """Fresh weights for the layers that are on the page."""
        self._take_shape()
        self.begin()

    def train(self, seconds: float = 0.0) -> Run:
        """The run that Train goes on with, in no less than so many seconds: an untrained network of the model's shape
        unless there is one."""
        if self.session.digits_model != "own" or self.run is None:
            self.reset()
        assert self.run is not None
        with self.run.held():
            self.run.go_on(seconds)
        return self.run

    def _take_shape(self) -> None:
        network = self.network
        self.session.update(
            digits_layers=list(network.widths[1:-1]), digits_activations=list(network.activations)
        )

    def _adopt(self, run: Run) -> None:
        self.generation += 1
        self.run = run
        self._judgement = None
        self.session.digits_model = "own"

    # Layers

    @property
    def hidden(self) -> HiddenLayers:
        network = self.network
        return HiddenLayers(
            tuple(network.widths[1:-1]), tuple(network.activations), MAX_DIGITS_LAYERS, MAX_DIGITS_WIDTH
        )

    def change(self, edit: Callable[[HiddenLayers], HiddenLayers]) -> None:
        """Another shape; weights that survive it are kept. A model that came along becomes the visitor's own."""
        after = edit(self.hidden)
        going = False
        if self.session.digits_model == "own" and self.run is not None:
            going = self.run.going
            with self.run.held():
                self.run.rest()
        network = self.network.reshaped(
            [PIXELS, *after.widths, CLASSES], after.activations, sources=after.sources
        )
        self.session.update(digits_layers=list(after.widths), digits_activations=list(after.activations))
        self._adopt(Run(self.session, network))
        if going and self.run is not None:
            self.run.go_on()

    # The picture

    def draw(self, strokes: Strokes, thickness: float) -> None:
        """The picture is this drawing, as its address has it: whoever opens that reads the same numbers."""
        drawing = strokes_to_picture(*as_kept(strokes, thickness))
        digit = as_digit(drawing)
        pixels = None if digit is None else np.asarray(digit, np.float32).reshape(PIXELS)
        self.picture = Picture(pixels, reading_problem(drawing))
        self.session.digits_index = None

    def pick(self, index: int) -> None:
        """The picture is a digit of MNIST."""
        if not 0 <= index < TOTAL:
            raise Refused("digit_unknown", last=TOTAL - 1)
        digits = mnist()
        self.picture = Picture(digits.X[index], None, index, int(digits.labels[index]))
        self.session.update(digits_index=index, digits_drawing=None)

    @property
    def label(self) -> int | None:
        """The digit that the loss is against: the one chosen, else the true one where it is known."""
        return self.picture.truth if self.session.digits_label is None else self.session.digits_label

    @property
    def readable(self) -> Array:
        """The pixels at hand. Raises Refused when there is nothing to read."""
        if self.picture.pixels is None or self.picture.problem is not None:
            raise Refused.because(self.picture.problem or Problem("pad_empty"))
        return self.picture.pixels

    def read(self) -> Reading:
        """What the model makes of the picture at hand. Raises Refused when there is nothing to read."""
        with np.errstate(all="ignore"):
            passed = self.network.forward(self.readable[None])
        scores, probabilities = passed[-1]
        if not np.isfinite(probabilities).all():
            raise Refused("weights_too_large")
        loss = None
        if self.label is not None:
            loss = float(LOSSES[LOSS].value(scores, probabilities, _one_hot([self.label]))[0])
        return Reading([a[0] for _, a in passed[:-1]], scores[0], probabilities[0], loss)

    # Walking it back

    @property
    def walked_label(self) -> int:
        """The label of a walk: without one, what the model reads, so that there is always a loss."""
        return self.read().digit if self.label is None else self.label

    def trace(self) -> engine.Trace:
        """The picture's passage, layer by layer to the loss and back to the pixels."""
        return self.tracing()()

    def tracing(self) -> Callable[[], engine.Trace]:
        """What makes `trace`, of the model, the picture and the label as they are now: for a worker. (A trace has
        several times as many numbers as the network.) Raises Refused when there is nothing to read."""
        network, pixels, target = self.network.copy(), self.readable, _one_hot([self.walked_label])[0]
        return lambda: engine.backpropagate(network.graph(pixels, target, LOSS))

    def gradient(self) -> NDArray[np.float32]:
        """dL/d pixel (784,) against the label."""
        return np.asarray(pixel_gradient(self.network, self.readable, self.walked_label), np.float32)

    def following(self, label: int) -> Callable[[], Generator[float, None, Followed]]:
        """The work of following the picture's gradient to another label, to be done by a worker: (n, 784) pictures from
        the one at hand on, as bytes, losses (n,), probabilities (n, 10). Raises Refused when there is nothing to
        follow."""
        network, picture = self.network.copy(), self.readable

        def work() -> Generator[float, None, Followed]:
            steps = []
            for step in follow_gradient(network, picture, label):
                steps.append(step)
                yield min(1.0, len(steps) / FOLLOWED)
            pictures, lost, probabilities = zip(*steps, strict=True)
            return (
                as_bytes(np.stack(pictures)),
                np.array(lost, np.float32),
                np.asarray(np.stack(probabilities), np.float32),
            )

        return work

    # Looking inside

    def pictured(self, which: Which) -> tuple[engine.Network, str]:
        """The model whose weights from the pixels are seen as pictures, and its name. The templates are the rows of W
        of the softmax classifier, where the model at hand has hidden layers."""
        if which == "templates" and len(self.network.widths) > 2:
            return shipped("softmax"), "softmax"
        return self.network, self.session.digits_model

    # Judging

    def judgement(self) -> Work:
        """The work of judging the model at hand, to be done by a worker; what was judged before is not judged again."""
        name = self.session.digits_model
        if name != "own" or self.run is None:
            return lambda: judged(name)
        run = self.run
        with run.held():
            run.look()
        key = (run, hashlib.sha256(run.seen.parameters.data).digest())
        if self._judgement is not None and self._judgement[0] == key:
            known = self._judgement[1]
            return lambda: known
        network = run.seen.copy()

        def work() -> Generator[float, None, Judgement]:
            result = yield from judging(network)
            self._judgement = (key, result)
            return result

        return work


def as_bytes(pictures: Array) -> NDArray[np.uint8]:
    """Numbers from 0 to 1 as 0 to 255."""
    return np.asarray(np.rint(np.clip(pictures, 0, 1) * 255), np.uint8)


def scaled(rows: Array) -> NDArray[np.int8]:
    """Weights (n, 784) as pictures: each from -127 to 127, its own largest number being one of them."""
    largest = np.abs(rows).max(axis=1, keepdims=True)
    return np.asarray(np.rint(rows / np.where(largest > 0, largest, 1) * 127), np.int8)


def _one_hot(labels: Sequence[int]) -> Array:
    return np.eye(CLASSES, dtype=np.float32)[list(labels)]
