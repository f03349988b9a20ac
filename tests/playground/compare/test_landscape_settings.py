"""What can be set of the landscape on the Compare page, what goes to the address, and what is refused."""

import numpy as np
import pytest
from landscape_desk import Desk, in_loop, maps_are_left_to_the_tests_of_maps  # noqa: F401

import engine
from engine.training.optimizers import OPTIMIZERS
from playground.compare.landscape_surfaces import LIMITS, OPTIONS, usual_rate


class TestTheSettings:
    def test_the_start_is_that_of_all_and_in_the_address(self):
        desk = Desk().ask("one_step").ask("landscape_start", place=[1, -1.5])
        assert desk.walks.points.tolist() == [[1, -1.5]] * 4
        assert (desk.last("landscape")["start"], desk.last("landscape")["own_start"]) == ([1, -1.5], True)
        again = Desk(**desk.query)
        assert again.walks.points.tolist() == desk.walks.points.tolist()
        desk.ask("landscape_start", place=[])
        assert desk.last("landscape")["start"] == [-2.5, 1]

    def test_another_landscape_has_its_own_start_and_rates(self):
        desk = Desk(landscape_start="[1,1]", landscape_rates='{"SGD": 0.5}')
        desk.ask("choose_landscape", name="Rosenbrock")
        told = desk.last("landscape")
        assert (told["start"], told["walkers"][0]["rate"]) == ([-1.5, 2.5], 0.0008)
        assert desk.query["landscape"] == "Rosenbrock"
        assert "landscape_start" not in desk.query

    def test_a_typed_landscape_keeps_the_start_where_only_its_shape_is_another(self):
        desk = Desk().ask("type_landscape", text="a**2 + b**2").ask("landscape_start", place=[0.5, 2])
        assert desk.last("landscape")["names"] == ["a", "b"]
        assert desk.ask("type_landscape", text="a**2 + 3*b**2").last("landscape")["start"] == [0.5, 2]
        assert desk.ask("type_landscape", text="u = 2; v = 1; u*v").last("landscape")["start"] == [2, 1]
        assert desk.query["landscape_expression"] == "u = 2; v = 1; u*v"

    def test_who_goes_and_how_fast_is_in_the_address(self):
        desk = (
            Desk().ask("landscape_goes", name="Nesterov", on=True).ask("landscape_goes", name="SGD", on=False)
        )
        desk.ask("landscape_rate", name="Adam", rate=0.25)
        assert desk.walks.names == ("momentum", "Nesterov", "RMSprop", "Adam")
        assert desk.walks.walks[3].optimizer.rate == 0.25
        again = Desk(**desk.query)
        assert again.walks.names == desk.walks.names
        assert again.walks.walks[3].optimizer.rate == 0.25

    @pytest.mark.parametrize(
        ("option", "name"), [(option, name) for name, options in OPTIONS.items() for option in options]
    )
    def test_an_option_is_that_of_every_optimizer_that_has_it(self, option, name):
        desk = Desk(landscape_optimizers=name).ask("set", name=f"landscape_{option}", value=0.5)
        assert desk.walks.walks[0].optimizer.settings[option] == 0.5
        assert desk.query[f"landscape_{option}"] == "0.5"

    def test_the_options_of_each_are_all_that_the_engine_has(self):
        for name, make in OPTIMIZERS.items():
            assert set(OPTIONS[name]) == set(make(0.1).settings)

    def test_every_optimizer_has_a_usual_rate_that_goes_down(self):
        for name in engine.landscapes.NAMED:
            ground = Desk(landscape=name).controller.ground
            for optimizer, make in OPTIMIZERS.items():
                walk = engine.landscapes.Walk(ground.surface, make(usual_rate(ground, optimizer)))
                heights = ground.surface.heights(walk.go(300))
                assert heights[-1] < heights[0], (name, optimizer)


class TestTheTwoViews:
    def test_the_bar_trains_what_one_looks_at(self):
        desk = Desk().ask("one_step")
        assert desk.controller.runs.comparison.steps == 0
        desk.ask("set", name="compare_view", value="networks")
        assert desk.last("compared_status")["step"] == 0
        desk.ask("one_step")
        assert (desk.controller.runs.comparison.steps, desk.walks.steps) == (1, 1)
        desk.ask("reset")
        assert (desk.controller.runs.comparison.steps, desk.walks.steps) == (0, 1)
        desk.ask("set", name="compare_view", value="landscape")
        assert desk.last("compared_status")["step"] == 1
        assert desk.last("landscape_ways")["step"] == 1

    @in_loop
    async def test_turning_to_the_other_view_pauses(self):
        desk = Desk().ask("train")
        desk.ask("set", name="compare_view", value="networks")
        assert not desk.controller.walking.running
        desk.ask("train")
        assert desk.controller.loop.running
        desk.ask("set", name="compare_view", value="landscape")
        assert not desk.controller.loop.running

    def test_who_looks_at_networks_is_sent_no_landscape(self):
        desk = Desk(compare_view="networks").ask("ready")
        assert desk.last("landscape") is None
        assert desk.last("compared_status")["moments"] == [0]

    @in_loop
    async def test_nothing_is_drawn_while_another_page_is_shown(self):
        desk = Desk(speed="fastest").ask("train")
        desk.controller.sleep()
        await desk.until(lambda: desk.walks.steps > 20)
        assert desk.last("landscape_walked") is None
        desk.controller.wake()
        assert desk.last("landscape_ways")["step"] == desk.walks.steps
        desk.controller.close()


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("x +* y", "This cannot be drawn as a landscape: "),
            ("x**2", "has 1: x"),
            ("x*y*z", "has 3: x, y, z"),
            ("7", "has none"),
            ("[x, y]", "this has several"),
            ("x @ y", "This cannot be drawn as a landscape: "),
            ("x = [1, 2]; sum(x) + y", "single numbers"),
            ("norm(outer(x*ones(500), y*ones(500)))", "at most 10,000"),
            ("+".join(["x*y"] * (LIMITS.operations // 2 + 1))[:400], "This cannot be drawn as a landscape: "),
            ("x" * 401, "longer than 400"),
            ("", "This cannot be drawn as a landscape: "),
        ],
    )
    def test_an_expression_that_is_no_landscape_leaves_what_was_there(self, text, says):
        desk = Desk(landscape="Beale").ask("one_step").ask("type_landscape", text=text)
        assert says in desk.error
        assert desk.last("error")["field"] == "type_landscape"
        assert (desk.session.landscape, desk.walks.steps) == ("Beale", 1)

    @pytest.mark.parametrize(
        ("topic", "fields", "says"),
        [
            ("choose_landscape", {"name": "hill"}, "landscape does not exist"),
            ("landscape_start", {"place": [1]}, "two numbers"),
            ("landscape_start", {"place": [1, 2e6]}, "between −1,000,000 and 1,000,000"),
            ("landscape_start", {"place": [1, float("nan")]}, "number"),
            ("landscape_start", {"place": ["1", 2]}, "number"),
            ("landscape_part", {"domain": [0, 1, 0]}, "two numbers"),
            ("landscape_part", {"domain": [0, 1, 2, 2]}, "too small"),
            ("landscape_part", {"domain": [1, 0, 0, 1]}, "too small"),
            ("landscape_part", {"domain": [0, 1e7, 0, 1]}, "two numbers, each between"),
            ("landscape_goes", {"name": "Newton", "on": True}, "optimizer does not exist"),
            ("landscape_rate", {"name": "Newton", "rate": 0.1}, "optimizer does not exist"),
            ("landscape_rate", {"name": "SGD", "rate": 0}, "above 0"),
            ("landscape_rate", {"name": "SGD", "rate": 1e4}, "at most 1,000"),
            ("landscape_look", {"x": 1e9, "y": 0}, "two numbers, each between"),
            ("landscape_look", {"x": None, "y": 0}, "number"),
            ("set", {"name": "landscape_beta", "value": 1}, "beta must be a number between"),
            ("set", {"name": "landscape_epsilon", "value": 0}, "epsilon must be a number between"),
            ("set", {"name": "compare_view", "value": "map"}, "not an option"),
            ("set", {"name": "landscape_plane", "value": "flat"}, "not an option"),
            ("set", {"name": "landscape_first", "value": -1}, "whole number between"),
            ("set", {"name": "landscape_second", "value": 1.5}, "whole number"),
            ("set", {"name": "landscape_optimizers", "value": "SGD"}, "setting does not exist"),
        ],
    )
    def test_bad_input_is_refused_in_words_and_changes_nothing(self, topic, fields, says):
        desk = Desk()
        before = {name: getattr(desk.session, name) for name in desk.session.param if name != "name"}
        desk.ask(topic, **fields)
        assert says in desk.error
        assert {name: getattr(desk.session, name) for name in before} == before

    def test_the_last_optimizer_stays(self):
        desk = Desk(landscape_optimizers="SGD").ask("landscape_goes", name="SGD", on=False)
        assert desk.error == "Keep at least one optimizer."
        assert desk.walks.names == ("SGD",)

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ({"landscape_start": "[1,2,3]"}, "landscape_start"),
            ({"landscape_start": '["a",2]'}, "landscape_start"),
            ({"landscape_start": "[1e9,2]"}, "landscape_start"),
            ({"landscape_domain": "[0,0,0,1]"}, "landscape_domain"),
            ({"landscape_domain": "[[0],1,0,1]"}, "landscape_domain"),
            ({"landscape_rates": '{"SGD": -1}'}, "landscape_rates"),
            ({"landscape_rates": '{"Newton": 1}'}, "landscape_rates"),
            ({"landscape_rates": '{"SGD": [1]}'}, "landscape_rates"),
            ({"landscape": "expression", "landscape_expression": "x +"}, "landscape_expression"),
            ({"landscape": "expression", "landscape_expression": "x*y+" * 200 + "x"}, "landscape_expression"),
            ({"landscape": "hill"}, "landscape"),
            ({"landscape_optimizers": ""}, "landscape_optimizers"),
        ],
    )
    def test_an_address_that_cannot_be_shown_is_told_of_and_the_rest_of_it_is_used(self, query, name):
        desk = Desk(**query, landscape_beta="0.5").ask("ready")
        assert desk.last("address_problems")["text"]
        assert getattr(desk.session, name) == desk.session.param[name].default
        assert desk.session.landscape_beta == 0.5
        desk.ask("one_step")
        assert np.isfinite(desk.walks.points).all()
