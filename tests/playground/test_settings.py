"""Each setting says in one place what it may be and what a change of it means."""

from inspect import signature

import pytest

from engine.training.optimizers import OPTIMIZERS
from playground.digits.controller import DigitsController
from playground.graph.controller import GraphController
from playground.landscape_settings import LandscapeSettings
from playground.network.controller import RUN_SETTINGS, NetworkController
from playground.network.views import SETTINGS, SettingsView
from playground.optimizer_options import OPTION_NAMES
from playground.run_settings import RunSettings
from playground.session import CompareSettings, DigitsSettings, GraphSettings, Session
from playground.setting_choices import choices


def test_every_setting_says_what_a_change_of_it_means():
    meant = {name: Session.change(name) for name in Session.names()}
    assert set(meant) == set(Session.param) - {"name"}
    assert (meant["rate"], meant["dataset"], meant["noise"], meant["seed"]) == (
        "learning", "data", "points", "start",
    )  # fmt: skip
    assert (meant["bias"], meant["loss"], meant["theme"], meant["layers"]) == (
        "biases", "loss", "looking", "shape",
    )  # fmt: skip


def test_a_setting_stands_in_one_table():
    tables = (RunSettings, GraphSettings, DigitsSettings, CompareSettings, LandscapeSettings)
    names = [name for table in tables for name in table.names()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", OPTION_NAMES)
def test_an_option_of_the_optimizers_is_declared_once_and_begins_as_the_engine_does(name):
    assert choices((name,))[name] == choices((f"landscape_{name}",))[f"landscape_{name}"]
    takers = [made for made in OPTIMIZERS.values() if name in signature(made).parameters]
    assert takers
    assert {signature(made).parameters[name].default for made in takers} == {Session.param[name].default}


def test_two_runs_have_settings_of_their_own_with_the_same_bounds():
    one, other = RunSettings(), RunSettings(rate=0.5)
    one.layers = [3]
    assert (one.rate, other.rate, other.layers) == (0.03, 0.5, [4, 2])
    with pytest.raises(ValueError, match="at most 100"):
        one.rate = 101


def test_several_are_set_at_once_and_none_that_is_not_there():
    session = Session()
    session.update(rate=0.5, layers=[3])
    assert (session.rate, session.layers) == (0.5, [3])
    with pytest.raises(ValueError, match="no setting 'rates'"):
        session.update(rates=0.1)
    with pytest.raises(ValueError, match="at most 100"):
        session.update(rate=101)


def test_what_a_setting_may_be_is_not_copied_for_each_visitor():
    assert Session().param["rate"] is Session.param["rate"]


def test_the_settings_with_a_meaning_come_in_the_order_of_their_table():
    assert RunSettings.names("points") == ("noise", "samples", "split", "data_seed")
    assert RunSettings.names("data", "start") == ("dataset", "arms", "classes", "initializer", "seed")


def test_a_page_sets_what_is_set_by_itself_and_nothing_else():
    assert {"rate", "dataset", "speed", "theme", "bias"} <= set(NetworkController.settable)
    assert not {"layers", "weights", "points_added", "sample", "expression"} & set(NetworkController.settable)
    assert GraphController.settable == {
        "cursor", "predict", "step_size", "theme", "projector", "rate", "descent_steps", "descent_loss"
    }  # fmt: skip
    assert set(DigitsController.settable) == {
        "digits_optimizer", "digits_rate", "digits_batch", "digits_epochs", "digits_label", "digits_model",
            "digits_speed",
        "cursor", "predict", "theme", "projector",
    }  # fmt: skip


def test_what_tells_one_run_from_another_is_not_how_it_is_looked_at():
    assert {"dataset", "layers", "rate", "weights", "points_moved"} <= set(RUN_SETTINGS)
    assert not {"speed", "target_epochs", "target_loss", "theme"} & set(RUN_SETTINGS)


def test_every_field_of_the_network_page_says_in_a_sentence_what_it_does():
    fields = choices(SETTINGS)
    assert all(field["doc"].endswith(".") and len(field["doc"]) > 30 for field in fields.values())
    assert all(len(field["doc"]) < 120 for field in fields.values())
    assert (fields["penalty"]["label"], fields["strength"]["label"]) == (
        "Regularization",
        "Regularization rate",
    )
    assert (fields["decay"]["label"], fields["split"]["label"]) == ("Decay rate", "Training split")


def test_a_choice_is_called_what_the_field_calls_it_and_stays_in_links_what_it_was():
    fields = choices(("loss", "initializer", "optimizer"))
    assert fields["loss"]["called"]["mean squared"] == "mean squared error"
    assert fields["initializer"]["called"] == {"xavier": "Xavier (Glorot)", "he": "He (Kaiming)"}
    assert fields["optimizer"]["called"] == {}
    for field in fields.values():
        assert set(field["called"]) <= set(field["options"])


def test_how_the_map_is_looked_at_is_no_part_of_a_run():
    assert {"validation_points", "discretize"} <= set(NetworkController.settable)
    assert not {"validation_points", "discretize"} & set(RunSettings.names())
    assert (Session.change("validation_points"), Session.change("discretize")) == ("looking", "looking")


def test_every_field_of_the_pages_graph_and_digits_says_what_it_does_and_what_is_usual():
    names = [name for name in DigitsSettings.names("learning", "looking") if name != "digits_label"]
    for field in choices((*names, "step_size", "rate")).values():
        assert field["doc"].endswith(".")
        assert 30 < len(field["doc"]) < 120
    for name in ("digits_optimizer", "digits_rate", "digits_batch", "digits_epochs"):
        assert "usual" in choices((name,))[name]["doc"]


def test_the_row_of_the_network_page_has_a_field_of_every_setting_of_learning():
    # The options of optimizers are set by lessons and links, the seed of the points by New data.
    view = SettingsView()
    assert (
        set(RunSettings.names("learning", "start")) - {*OPTION_NAMES, "data_seed"}
        <= set(view.order)
        <= set(view.choices)
    )
    assert view.order[:3] == ["rate", "optimizer", "batch"]
