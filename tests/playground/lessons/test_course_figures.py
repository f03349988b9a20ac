"""The figures that the course states in its texts: each stands where it is said, and is what the engine has there."""

from __future__ import annotations

import re

import course_runs
import numpy as np
import pytest

from engine.networks.updated import updated
from engine.training.metrics import evaluate
from playground import address
from playground.compare.measures import measured
from playground.compare.runs import ComparedRuns
from playground.digits.experiment import DigitsExperiment, judged
from playground.digits.measures import measured as of_digits
from playground.graph.controller import GraphController
from playground.lessons.library import library
from playground.network.experiment import Experiment
from playground.network.measures import measured as of_network
from playground.network.neuron_card import neuron_card
from playground.session import Session

# Lesson, step, what is said there, and the measure that has this number at the step's moment. The numbers are those of
# the lectures where a lecture has them.
FIGURES = (
    ("one-gate", 1, "= 3", "value q"),
    ("one-gate", 3, "= −4", "gradient q"),
    ("one-gate", 6, "−4 for `x`", "gradient x"),
    ("one-gate", 6, "−4 for `y`", "gradient y"),
    ("one-gate", 6, "3 for `z`", "gradient z"),
    ("sigmoid-neuron", 2, "products −2", "value q"),
    ("sigmoid-neuron", 2, "and 6", "value q2"),
    ("sigmoid-neuron", 2, "their sum 4", "value q3"),
    ("sigmoid-neuron", 2, "its negative −1", "value q5"),
    ("sigmoid-neuron", 2, "0.37", "value q6"),
    ("sigmoid-neuron", 2, "1.37", "value q7"),
    ("sigmoid-neuron", 2, "0.73", "value f"),
    ("sigmoid-neuron", 4, "−0.53", "gradient q6"),
    ("sigmoid-neuron", 5, "−0.20", "gradient q5"),
    ("sigmoid-neuron", 5, "into 0.20", "gradient q4"),
    ("sigmoid-neuron", 6, "= −0.39", "gradient w1"),
    ("sigmoid-neuron", 6, "= −0.59", "gradient x1"),
    ("one-graph-many-drawings", 1, "0.1966", "gradient q4"),
    ("one-graph-many-drawings", 5, "sum is 9", "value q4"),
    ("one-graph-many-drawings", 5, "output 0.9999", "value f"),
    ("one-graph-many-drawings", 5, "0.000123", "gradient q4"),
    ("gate-patterns", 2, "`largest` = 2", "value largest"),
    ("gate-patterns", 3, "got 4", "gradient largest"),
    ("gate-patterns", 4, "1 from", "downstream f w_copy"),
    ("gate-patterns", 4, "2 from", "downstream q2 w_copy"),
    ("compute-once", 1, "256", "value q3"),
    ("compute-once", 2, "32", "gradient q2"),
    ("shapes", 1, "= 0.22", "value q[0]"),
    ("shapes", 3, "= 0.116", "output"),
    ("shapes", 5, "`W₁₂` = 0.5", "value W[0,1]"),
    ("relu-and-its-jacobian", 3, "is (4", "gradient x[0]"),
    ("relu-and-its-jacobian", 3, "0, 5", "gradient x[2]"),
    ("matrix-product", 1, "= −1.", "value y[0,0]"),
    ("matrix-product", 3, "= 0.", "gradient x[0,0]"),
    ("two-layers", 1, "= 13", "output"),
    ("two-layers", 4, "(26", "gradient h[0,0]"),
    ("two-layers", 4, "62)", "gradient h[0,1]"),
    ("softmax", 1, "3.2 for cat", "value scores[0]"),
    ("softmax", 1, "5.1 for car", "value scores[1]"),
    ("softmax", 1, "−1.7 for frog", "value scores[2]"),
    ("softmax", 3, "24.5 for cat", "value e[0]"),
    ("softmax", 3, "164.0 for car", "value e[1]"),
    ("softmax", 3, "0.18\nfor frog", "value e[2]"),
    ("softmax", 4, "188.7", "value q"),
    ("softmax", 4, "0.13 for cat", "value p[0]"),
    ("softmax", 4, "0.87 for car", "value p[1]"),
    ("softmax", 4, "0.00097", "value p[2]"),
    ("cross-entropy", 3, "it is\n2.04", "output"),
    ("cross-entropy", 4, "(−0.87", "gradient scores[0]"),
    ("cross-entropy", 4, ", 0.87", "gradient scores[1]"),
    ("large-scores", 4, "0.090", "value stable[0]"),
    ("large-scores", 4, "0.245", "value stable[1]"),
    ("large-scores", 4, "0.665", "value stable[2]"),
    ("large-scores", 5, "that is 5.24", "value q2"),
    ("large-scores", 6, "= 2.04", "output"),
    ("hinge-loss", 2, "(−1", "gradient scores[0]"),
    ("hinge-loss", 3, "R = 9.84", "value R"),
    ("yes-or-no", 1, "it is\n0.12", "value p"),
    ("yes-or-no", 2, "2.127", "output"),
    ("yes-or-no", 4, "loss is 8.0", "output"),
    ("yes-or-no", 4, "−0.9997", "gradient z"),
    ("yes-or-no", 5, "0.000335", "local q z"),
    ("xor-and-a-line", 3, "(0.25", "gradient p[0]"),
    ("xor-and-a-line", 3, "(0.25, −0.25", "gradient p[1]"),
    ("xor-and-a-line", 3, "loss is 0.25", "output"),
    ("xor-and-a-line", 5, "gets 2", "value p[3]"),
    ("a-hidden-layer", 1, "(1, 1), (2", "value q[3,0]"),
    ("a-hidden-layer", 2, "(0, −1", "value q2[0,1]"),
    ("a-hidden-layer", 2, "(2, 1", "value q2[3,1]"),
    ("a-hidden-layer", 5, "as −2", "value f[3]"),
    ("linear-collapse", 1, "(5", "value q[0]"),
    ("linear-collapse", 1, "(4, 10", "value f[1]"),
    ("linear-collapse", 2, "and (2", "value q[1,0]"),
    ("linear-collapse", 2, "and (2, 4", "value q[1,1]"),
    ("there-and-back", 1, "z1 = 2", "value z1"),
    ("there-and-back", 1, "z2 = 6", "value z2"),
    ("there-and-back", 1, "z3 = 18", "value z3"),
    ("there-and-back", 1, "is 32", "output"),
    ("there-and-back", 2, "8", "gradient z3"),
    ("there-and-back", 3, "= 24", "gradient x2"),
    ("there-and-back", 3, "× 48", "gradient w2"),
    ("there-and-back", 6, "got 72", "gradient w0"),
    ("eight-gradients", 1, "h = (0.463", "value h[0]"),
    ("eight-gradients", 1, "0.634", "value h[1]"),
    ("eight-gradients", 1, "are 0.463", "value out[0]"),
    ("eight-gradients", 1, "0.697", "value out[1]"),
    ("eight-gradients", 1, "0.387", "output"),
    ("eight-gradients", 2, "−0.537", "gradient out[0]"),
    ("eight-gradients", 2, "0.697", "gradient out[1]"),
    ("eight-gradients", 3, "−0.085", "gradient W2[0,1]"),
    ("eight-gradients", 3, "0.068", "gradient W2[1,0]"),
    ("eight-gradients", 3, "0.093", "gradient W2[1,1]"),
    ("eight-gradients", 5, "0.0363", "gradient h[0]"),
    ("eight-gradients", 5, "0.0090", "gradient q[0]"),
    ("eight-gradients", 5, "0.1979", "gradient h[1]"),
    ("eight-gradients", 5, "0.0459", "gradient q[1]"),
    ("numerical-gradient", 5, "109,312", "output"),
    ("vanishing-gradients", 1, "0.22", "gradient q4"),
    ("vanishing-gradients", 1, "0.050", "gradient q3"),
    ("vanishing-gradients", 2, "0.149", "gradient w4"),
    ("vanishing-gradients", 2, "0.0022", "gradient w1"),
    ("penalties-and-dropout", 1, "0.02", "gradient W[2]"),
    ("a-model-of-a-neuron", 2, "= 4", "value q"),
    ("a-model-of-a-neuron", 3, "0.73", "output"),
    ("activation-functions", 1, "0.018", "gradient z[0]"),
    ("activation-functions", 1, "0.105", "gradient z[1]"),
    ("activation-functions", 1, "0.25", "gradient z[2]"),
    ("activation-functions", 5, "are −2", "value q2"),
    ("activation-functions", 5, "and 2", "value q4"),
    ("a-layer-of-units", 2, "1.5", "value q2[0,1]"),
    ("a-layer-of-units", 2, "0.5", "value q2[1,1]"),
    ("a-layer-of-units", 2, "−0.5", "value q2[2,1]"),
    ("a-layer-of-units", 4, "0.741", "value h1[0]"),
    ("a-layer-of-units", 4, "0.475", "value h1[1]"),
    ("a-layer-of-units", 4, "0.198", "value h1[2]"),
    ("a-layer-of-units", 4, "0.701", "value h1[3]"),
    ("a-layer-of-units", 4, "0.740", "value out[0]"),
    ("counting-parameters", 1, "109,312", "output"),
)
# The same on the Network page.
NETWORKS = (("mini-batch", 2, "answers 0.5222", "value a2[0]"),)
# And of digits, where the moment is that of another step.
DIGITS = (
    ("probability-and-loss", 1, 1, "99.6 %", "probability 7"),
    ("probability-and-loss", 1, 1, "0.4 %", "probability 3"),
    ("probability-and-loss", 2, 1, "here 0.0045", "loss"),
    ("probability-and-loss", 5, 5, "loss is 6.6", "loss"),
    ("training-on-mnist", 3, 1, "92.27 %", "accuracy"),
    ("training-on-mnist", 4, 4, "98.85 %", "accuracy"),
)
# The same of comparisons, after so many epochs of training.
TRAINED = (
    ("linear-collapse", 3, 60, {4: (("between 0.213", "train_loss 3"), ("and 0.214", "train_loss 1"))}),
    (
        "any-curve",
        4,
        200,
        {5: (("One unit ends at 0.057", "train_loss 1"),)},
    ),
    (
        "deep-or-wide",
        1,
        100,
        {
            2: (
                ("0.51", "train_loss 1"),
                ("0.39", "train_loss 2"),
                ("0.31", "train_loss 3"),
                ("0.50", "train_loss 4"),
            ),
            3: (("0.54", "validation_loss 2"),),
        },
    ),
    (
        "learning-rate",
        3,
        60,
        {4: (("0.41", "train_loss 1"), ("to 0.12", "train_loss 2"), ("0.055", "train_loss 3"))},
    ),
    (
        "capacity",
        3,
        150,
        {
            4: (
                ("loss is 0.55", "validation_loss 3"),
                ("against 0.33", "validation_loss 1"),
                ("is 0.33 with", "validation_loss 7"),
                ("0.27 with", "validation_loss 9"),
            )
        },
    ),
    (
        "early-stopping",
        4,
        150,
        {
            5: (
                ("at 0.42", "validation_loss 1"),
                ("value of 0.18", "best 1"),
                ("at 0.08", "validation_loss 3"),
                ("0.034", "best 3"),
            )
        },
    ),
    (
        "ensembles",
        1,
        60,
        {4: (("between 0.11", "validation_loss 3"), ("and 0.24", "validation_loss 5"))},
    ),
)
NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")


@pytest.mark.parametrize(("lesson", "step", "said", "measure"), FIGURES)
def test_what_is_said_is_what_the_engine_has(lesson, step, said, measure):
    at = library().lessons[lesson].steps[step - 1]
    assert_said(at, said, live(at.moment).measure(measure))


@pytest.mark.parametrize(("lesson", "step", "said", "measure"), NETWORKS)
def test_what_is_said_of_a_network_is_what_the_engine_has(lesson, step, said, measure):
    at = library().lessons[lesson].steps[step - 1]
    assert_said(at, said, of_network(experiment_of(at), measure))


def test_what_is_said_of_four_neurons_is_on_their_cards():
    at = library().lessons["a-model-of-a-neuron"].steps[4]
    experiment = experiment_of(at)
    cards = [neuron_card(experiment, 0, unit) for unit in range(4)]
    assert_said(at, "0.2223", cards[0]["products"][0])
    assert_said(at, "0.2223 − 0.2974", -cards[0]["products"][1])
    assert_said(at, "0.2974 + 0", cards[0]["bias"])
    assert_said(at, "= −0.0751", cards[0]["z"])
    assert_said(at, "slope, 0.25", cards[0]["slope"])
    slopes = [card["slope"] for card in cards]
    assert at.question.right - 1 == slopes.index(min(slopes))
    assert f"slope is {slopes[1]:.2f}," in at.question.hints[1].markdown
    assert f"sum is {cards[3]['z']:.2f}," in at.question.way[0].markdown
    assert f"slope is {slopes[3]:.3f}." in at.question.way[0].markdown


def test_the_update_that_is_stepped_through_makes_of_the_boundary_what_is_said():
    at = library().lessons["mini-batch"].steps[1]
    experiment = experiment_of(at)
    trainer, sample = experiment.trainer, experiment.session.sample
    after = updated(experiment.network, experiment.trace(sample, experiment.session.level)[0])
    train = np.asarray(trainer.data.train)
    right = [
        round(len(train) * evaluate(one, trainer.data, trainer.loss, train)[1])
        for one in (experiment.network, after)
    ]
    assert_said(at, "all 100", right[0])
    assert_said(at, "only 90", right[1])
    assert_said(at, "90 of the 100", len(train))
    assert_said(at, "becomes 0.79", after.predict(trainer.data.X[[sample]])[0, 0])


@pytest.mark.parametrize(("lesson", "step", "at", "said", "measure"), DIGITS)
def test_what_is_said_of_digits_is_what_the_models_have(lesson, step, at, said, measure):
    steps = library().lessons[lesson].steps
    session = Session()
    assert not address.read(session, steps[at - 1].moment.settings)
    experiment = DigitsExperiment(session)
    experiment.pick(session.digits_index)
    accuracies = {name: judged(name).accuracy for name in ("softmax", "network")}
    value = of_digits(experiment, accuracies, measure)
    assert_said(steps[step - 1], said, 100 * value if said.endswith("%") else value)


@pytest.mark.parametrize(("lesson", "step", "epochs", "figures"), TRAINED)
def test_what_is_said_of_trained_networks_is_what_becomes_of_them(lesson, step, epochs, figures):
    steps = library().lessons[lesson].steps
    session = Session()
    assert not address.read(session, steps[step - 1].moment.settings)
    runs = ComparedRuns(session, [])
    course_runs.train(runs, epochs)
    for place, said_there in figures.items():
        for said, measure in said_there:
            assert_said(steps[place - 1], said, measured(runs, measure))


def assert_said(step, said, value):
    """That a step says a number, the last one in `said`, which is this value to as many places."""
    text = step.before.markdown + step.after.markdown
    assert said in text
    number = NUMBER.findall(said)[-1].replace("−", "-").replace(",", "")
    places = len(number.partition(".")[2])
    assert f"{value + 0.0:.{places}f}" == f"{float(number):.{places}f}"


def experiment_of(step):
    """The network of a step's moment."""
    session = Session()
    assert not address.read(session, step.moment.settings)
    return Experiment(session)


def live(moment):
    """The page of a moment."""
    session = Session()
    assert not address.read(session, moment.settings)
    controller = GraphController(session, lambda message: None, [])
    if controller._opened is None:
        controller._open()  # a graph that takes longer is made once its page is there
    return controller
