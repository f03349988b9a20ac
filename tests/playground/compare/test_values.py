"""Values of a setting that is compared: typed, written, and put into the settings of a run."""

import pytest

from engine.activations import ACTIVATIONS
from playground.compare.runs import ComparedRuns
from playground.compare.values import (
    COLUMNS,
    USUAL,
    Margin,
    margin_settings,
    options,
    put,
    read_value,
    readable,
    shown,
    usual,
    written,
)
from playground.run_settings import RunSettings
from playground.session import COMPARED, Session
from playground.shared.refused import Refused


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("rate", " 0,03 ", 0.03), ("rate", "1/100", 0.01), ("rate", "1e-3", 0.001),
        ("batch", "16", 16), ("batch", "All", "all"),
        ("optimizer", "adam", "Adam"), ("initializer", "He (Kaiming)", "he"), ("dataset", "squares", "xor"),
        ("layers", "8, 8", [8, 8]), ("layers", "8-4 2", [8, 4, 2]), ("layers", "none", []),
        ("features", "x2 x1", ["x1", "x2"]), ("activations", "ReLU", "relu"), ("seed", "7", 7), ("noise", "0", 0.0),
        ("optimizer_rate", "adam  0,03", "Adam 0.03"), ("restraint", "None", "none"),
        ("restraint", "l1 1e-2", "L1 0.01"),
        ("restraint", "Dropout .5", "dropout 0.5"),
    ],
)  # fmt: skip
def test_a_value_is_read_as_people_type_it(name, text, value):
    assert read_value(name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("rate", "fast", "value_number_needed"), ("rate", "0", "setting_between"),
        ("rate", "nan", "value_number_needed"),
        ("batch", "2.5", "setting_whole_between"), ("batch", "inf", "value_number_needed"),
        ("batch", "0", "setting_whole_between"), ("layers", "8, x", "widths_needed"), ("layers", "", "widths_needed"),
        ("layers", "33", "layer_width"), ("layers", "0", "layer_width"), ("layers", "2," * 9, "too_many_layers"),
        ("features", "x9", "value_choice_unknown"), ("features", "", "value_choice_unknown"),
        ("optimizer", "Adamax", "value_choice_unknown"), ("noise", "2", "setting_between"),
        ("optimizer_rate", "0.1", "pair_needed"), ("optimizer_rate", "Adam", "pair_needed"),
        ("optimizer_rate", "Adamax 0.1", "value_choice_unknown"), ("restraint", "", "pair_needed"),
        ("optimizer_rate", "Adam fast", "value_number_needed"),
        ("restraint", "dropout 2", "setting_between"), ("restraint", "L3 0.1", "value_choice_unknown"),
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused_with_its_reason(name, text, code):
    with pytest.raises(Refused) as refused:
        read_value(name, text)
    assert refused.value.code == code


@pytest.mark.parametrize("name", COMPARED)
def test_the_usual_values_are_read_back_as_they_are_written(name):
    assert [read_value(name, written(value)) for value in USUAL[name]] == list(USUAL[name])
    for dimension in (1, 2):
        margin = usual(name, dimension, 2)
        assert len(margin.values) == 2
        assert [read_value(name, written(value)) for value in margin.values] == list(margin.values)


@pytest.mark.parametrize("dataset", ["circle", "blobs", "line", "plane", "and"])
@pytest.mark.parametrize("name", COMPARED)
def test_each_setting_can_be_compared_at_once_whatever_the_data(name, dataset):
    session = Session()
    session.param.update(dataset=dataset, **margin_settings([Margin("rate", (0.1,))]))
    runs = ComparedRuns(session, [])
    margin = runs.usual_margin(name, COLUMNS)
    runs.begin(**margin_settings([margin]))
    assert len(runs.cells) == len(margin.values) > (name != "batch")


def test_a_value_is_shown_as_it_is_called():
    assert [shown("initializer", "he"), shown("layers", []), shown("rate", 0.003), shown("dataset", "xor")] == [
        "He (Kaiming)", "none", "0.003", "Squares",
    ]  # fmt: skip
    assert options("rate") is None
    assert options("activations") == list(ACTIVATIONS)
    assert options("layers") is options("features") is None


def test_of_the_values_in_an_address_those_that_fit_are_kept():
    assert readable("rate", [0.1, "x", 0.1, 0.2, None, {}, 0.3, 0.4], 3) == Margin("rate", (0.1, 0.2, 0.3))
    assert readable("layers", [[8], [99], "4", 3], 6) == Margin("layers", ([8], [4], [3]))


def test_a_value_is_put_into_the_settings_of_a_run():
    settings = RunSettings(seed=5, layers=[3, 3], activations=["relu", "relu"])
    put(settings, "layers", [8])
    assert (settings.layers, settings.activations) == ([8], ["relu"])
    put(settings, "layers", [])
    put(settings, "layers", [2, 2])
    assert settings.activations == ["tanh", "tanh"]
    put(settings, "activations", "sigmoid")
    assert settings.activations == ["sigmoid", "sigmoid"]
    put(settings, "batch", "all")
    assert settings.batch == 10_000
    put(settings, "batch", 3)
    put(settings, "rate", 0.5)
    assert (settings.batch, settings.rate) == (3, 0.5)
    put(settings, "optimizer_rate", "RMSprop 0.02")
    assert (settings.optimizer, settings.rate) == ("RMSprop", 0.02)
    put(settings, "restraint", "L2 0.1")
    assert (settings.penalty, settings.strength, settings.dropout) == ("L2", 0.1, 0)
    put(settings, "restraint", "dropout 0.2")
    assert (settings.penalty, settings.dropout) == ("none", 0.2)
    put(settings, "restraint", "none")
    assert (settings.penalty, settings.dropout) == ("none", 0)
    put(settings, "seed", 9)
    assert (settings.seed, settings.data_seed) == (9, 5)


def test_of_an_address_it_is_told_which_loss_and_output_do_not_go_with_its_data():
    session, problems = Session(), []
    session.param.update(dataset="line", loss="cross-entropy", output="softmax")
    ComparedRuns(session, problems)
    assert (session.loss, session.output) == ("mean squared", "linear")
    told = [f"{label} in the address does not fit the data." for label in ("Loss", "Output activation")]
    assert list(map(str, problems)) == told
