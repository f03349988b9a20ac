"""The landscape of the Compare page over what is learned: small models on points, and the weights of the networks."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from landscape_desk import Desk, in_loop, maps_are_left_to_the_tests_of_maps  # noqa: F401

import engine


class TestModels:
    def test_a_line_goes_through_the_points_of_the_set_up_where_they_lie_along_a_line(self):
        desk = Desk(landscape="line", dataset="sine", samples="40", landscape_optimizers="SGD").ask(
            "one_step"
        )
        ways = desk.last("landscape_ways")
        w, b = ways["points"]
        assert ways["ends"] == pytest.approx([-6, b - 6 * w, 6, b + 6 * w])
        told = desk.ask("ready").last("landscape")
        assert (told["names"], told["data"]["dimension"], len(told["data"]["targets"])) == (["w", "b"], 1, 40)
        sine = engine.datasets.load("sine", samples=40, noise=0.1, seed=0)
        assert told["data"]["targets"] == pytest.approx(sine.y[:, 0], rel=1e-6)

    def test_it_has_points_of_its_own_where_those_of_the_set_up_are_others(self):
        desk = Desk(landscape="line", dataset="circle", samples="60").ask("ready")
        assert desk.last("landscape")["data"]["dimension"] == 1
        assert len(desk.last("landscape")["data"]["targets"]) == 60
        for other in ("csv", "circle"):  # there is no file, and no line parts a disc from its ring
            ground = Desk(landscape="neuron", dataset=other).controller.ground
            assert ground.data.name == "two gaussians"
        assert Desk(landscape="neuron", dataset="moons").controller.ground.data.name == "moons"

    def test_its_points_are_those_of_the_set_up_as_it_is_when_one_looks(self):
        desk = Desk(compare_view="networks", landscape="neuron", dataset="moons", samples="60")
        assert len(desk.controller.ground.data.X) == 60
        desk.session.samples = 80
        desk.ask("set", name="compare_view", value="landscape")
        assert len(desk.last("landscape")["data"]["targets"]) == 80
        before = desk.last("landscape")["map"]
        desk.ask("one_step").ask("set", name="compare_view", value="networks")
        desk.ask("set", name="compare_view", value="landscape")
        assert (desk.last("landscape")["map"], desk.walks.steps) == (before, 1), "the same points: all stay"

    @in_loop
    async def test_the_lines_move_with_those_who_go(self):
        desk = Desk(landscape="neuron", speed="fastest").ask("train")
        await desk.until(lambda: desk.last("landscape_walked"))
        chunk = desk.last("landscape_walked")
        assert chunk["ends"].shape == (chunk["frames"] * 4 * 4,)
        desk.controller.close()

    def test_another_landscape_has_no_lines(self):
        desk = Desk(landscape="bowl").ask("ready")
        assert desk.last("landscape")["data"] is None
        assert desk.last("landscape_ways")["ends"].size == 0


class TestTheNetworks:
    async def opened(self, **query):
        desk = Desk(landscape="runs", layers="3", activations="tanh", samples="40", **query).ask("ready")
        await desk.map()
        return desk

    async def stepped(self, desk, topic="one_step"):
        desk.ask(topic)
        await desk.map()

    @in_loop
    async def test_their_ways_lie_on_the_plane_in_which_they_spread_the_most(self):
        desk = await self.opened(compare_values="[0.03,0.3]")
        for _ in range(3):
            await self.stepped(desk)
        told, ways = desk.last("landscape"), desk.last("landscape_ways")
        runs = desk.controller.runs.comparison
        plane = engine.landscapes.plane_of_ways(runs.timeline.ways())
        assert told["domain"] == [list(side) for side in plane.domain]
        assert [walker["name"] for walker in told["walkers"]] == ["Learning rate 0.03", "Learning rate 0.3"]
        assert (told["walkers"][0]["rate"], told["plane"]["others"]) == (None, 0)
        parameters = np.array([cell[0].network.parameters for cell in runs.runs])
        assert ways["points"].reshape(-1, 2) == pytest.approx(plane.points(parameters))
        assert ways["counts"].tolist() == [4, 4]
        assert ways["step"] == 3
        assert ways["heights"] == pytest.approx([cell[0].evaluate()["train_loss"] for cell in runs.runs])
        assert desk.walks.steps == 0, "nobody walks meanwhile"
        assert desk.last("compared_status")["step"] == 3

    @in_loop
    async def test_along_two_chosen_weights_the_map_is_the_loss_of_the_first_of_them(self):
        query = {"landscape_plane": "weights", "landscape_first": "2", "landscape_second": "4"}
        desk = await self.opened(compare_values="[0.03,0.3]", **query)
        told, run = desk.last("landscape"), desk.controller.runs.comparison.runs[0][0]
        names = engine.landscapes.planes.parameter_names(run.network)
        assert (told["names"], told["plane"]["weights"]) == ([names[2], names[4]], names)
        place = [float(one) for one in run.network.parameters[[2, 4]]]
        assert desk.last("landscape_ways")["points"][:2] == pytest.approx(place)
        seen = desk.ask("landscape_look", x=place[0], y=place[1]).last("landscape_seen")
        assert seen["height"] == pytest.approx(run.evaluate()["train_loss"], rel=1e-5)

    @in_loop
    async def test_networks_of_another_shape_are_left_out(self):
        desk = await self.opened(compare_by="layers", compare_values='["3","4","3, 3"]')
        told = desk.last("landscape")
        assert ([walker["name"] for walker in told["walkers"]], told["plane"]["others"]) == (
            ["Layers 3"],
            2,
        )

    @in_loop
    async def test_they_are_drawn_as_they_move_and_the_map_is_found_when_they_rest(self):
        desk = await self.opened(speed="fastest")
        generation = desk.last("landscape")["generation"]
        desk.ask("train")
        await desk.until(lambda: desk.last("landscape_ways"))
        assert desk.last("landscape_ways")["generation"] == generation
        assert desk.last("landscape_map") is None
        desk.ask("pause")
        await desk.map()
        assert desk.last("landscape")["generation"] > generation
        assert desk.last("landscape_ways")["step"] == desk.controller.runs.comparison.steps

    @in_loop
    async def test_turning_to_a_surface_and_back_stops_what_the_bar_had_started(self):
        desk = await self.opened()
        desk.ask("train").ask("choose_landscape", name="bowl")
        assert not desk.controller.loop.running
        desk.ask("train").ask("choose_landscape", name="runs")
        assert not desk.controller.walking.running
        assert (await desk.map())["map"] == desk.last("landscape")["map"]

    @in_loop
    async def test_their_common_start_is_moved_on_the_plane_and_back_and_all_begin_there(self):
        desk = await self.opened(compare_values="[0.03,0.3]")
        for _ in range(2):
            await self.stepped(desk)
        seen = desk.controller._seen
        before = [cell[0].start for cell in desk.controller.runs.comparison.runs]
        number = desk.last("landscape")["map"]
        place = [float(side[0] + 0.25 * (side[1] - side[0])) for side in seen.domain]
        desk.ask("landscape_start", place=place)
        runs = desk.controller.runs.comparison
        assert (runs.steps, desk.error) == (0, "")
        plane = seen.surface.plane
        for cell, was in zip(runs.runs, before, strict=True):
            now = cell[0].network.parameters
            assert plane.points(now[None])[0] == pytest.approx(place, abs=1e-5)
            beside = now - was - (now - was) @ plane.directions.T @ plane.directions
            assert np.abs(beside).max() < 1e-5, "what lies beside the plane stays"
        told, ways = desk.last("landscape"), desk.last("landscape_ways")
        assert told["map"] == number, "they are seen on the map that was there"
        assert (told["start"], told["own_start"]) == (pytest.approx(place, abs=1e-5), True)
        assert ways["points"].reshape(-1, 2) == pytest.approx(np.array([place, place]), abs=1e-5)
        # Reset and a link come back to it, and Undo to what was.
        moved = runs.runs[0][0].start
        await self.stepped(desk)
        desk.ask("reset")
        assert np.array_equal(desk.controller.runs.comparison.runs[0][0].network.parameters, moved)
        again = Desk(**dict(parse_qsl(desk.last("address")["query"])))
        assert np.array_equal(again.controller.runs.comparison.runs[0][0].network.parameters, moved)
        desk.ask("landscape_start", place=[])
        assert np.array_equal(desk.controller.runs.comparison.runs[0][0].start, before[0])
        assert "on the landscape moved" in desk.last("changes")["undo"]
        desk.ask("undo")
        assert np.array_equal(desk.controller.runs.comparison.runs[0][0].start, moved)
        assert desk.last("landscape")["own_start"] is True
        for wrong in ([1.0], [1e9, 0.0], [1.0, 2.0, 3.0]):
            assert desk.ask("landscape_start", place=wrong).error
        desk.controller.close()
        again.controller.close()

    @in_loop
    async def test_where_the_next_step_leads_is_where_it_leads_and_its_parts_add_up(self):
        desk = await self.opened(compare_by="optimizer", compare_values='["SGD","momentum","Adam"]')
        for _ in range(3):
            await self.stepped(desk)
        seen, steps = desk.controller._seen, desk.last("landscape_steps")["steps"]
        assert len(steps) == 3
        runs = desk.controller.runs.comparison
        runs.step(1)
        for step, cell in zip(steps, runs.runs, strict=True):
            led = seen.surface.plane.points(cell[0].network.parameters[None])[0]
            assert step["point"] == pytest.approx(led, abs=1e-5)
            assert np.add(step["memory"], step["fresh"]) == pytest.approx(step["move"])
            assert step["terms"] == []
        assert steps[0]["memory"] == [0, 0]
        assert np.abs(steps[1]["memory"]).max() > 0
        desk.controller.close()

    @in_loop
    async def test_of_two_chosen_weights_the_step_is_told_term_by_term(self):
        query = {"landscape_plane": "weights", "landscape_first": "2", "landscape_second": "4"}
        desk = await self.opened(compare_by="optimizer", compare_values='["Adam","SGD"]', **query)
        await self.stepped(desk)
        step = desk.last("landscape_steps")["steps"][0]
        assert [term["label"] for term in step["terms"]] == ["m", "v", "m_hat", "v_hat", "w"]
        assert step["terms"][-1]["value"] == pytest.approx(step["point"], abs=1e-6)
        desk.controller.close()

    @in_loop
    async def test_what_their_optimizers_keep_is_set_and_all_begin_anew(self):
        desk = await self.opened(compare_by="optimizer", compare_values='["momentum","Adam"]')
        options = [walker["options"] for walker in desk.last("landscape")["walkers"]]
        assert options == [["beta"], ["beta1", "beta2", "epsilon"]]
        await self.stepped(desk)
        desk.ask("set", name="beta", value=0.5).ask("set", name="beta2", value=0.9)
        runs = desk.controller.runs.comparison
        assert runs.steps == 0
        assert runs.runs[0][0].optimizer.settings == {"beta": 0.5}
        assert runs.runs[1][0].optimizer.settings == {"beta1": 0.9, "beta2": 0.9, "epsilon": 1e-8}
        assert "beta=0.5&beta2=0.9" in desk.last("address")["query"]
        for name, value in (("beta", 1.0), ("beta1", -0.1), ("epsilon", 0.0)):
            assert desk.ask("set", name=name, value=value).error
        desk.ask("undo")
        assert desk.controller.runs.comparison.runs[1][0].optimizer.beta2 == 0.999
        desk.controller.close()

    @in_loop
    async def test_a_run_of_a_huge_rate_leaves_room_for_the_others(self):
        desk = await self.opened(compare_values="[0.03,0.1,0.3,50]", batch="20")
        for _ in range(5):
            await self.stepped(desk)
        told, ways = desk.last("landscape"), desk.last("landscape_ways")
        (left, right), (low, high) = told["domain"]
        points = ways["points"].reshape(-1, 2)
        inside = (points > [left, low]).all(axis=1) & (points < [right, high]).all(axis=1)
        assert inside.tolist() == [True, True, True, False]
        starts = np.cumsum([0, *ways["counts"][:-1]])
        places = ways["places"].reshape(-1, 2)
        moved = np.linalg.norm(points[2] - places[starts[2]])
        assert moved > 0.05 * max(right - left, high - low), "it is more than a dot"
        desk.controller.close()

    @in_loop
    async def test_a_part_of_the_plane_is_looked_at(self):
        desk = await self.opened()
        desk.ask("landscape_part", domain=[-1, 1, -2, 2])
        await desk.map()
        assert desk.last("landscape")["domain"] == [[-1, 1], [-2, 2]]
        assert "Choose a larger one" in desk.ask("landscape_part", domain=[1, 1, 1, 1]).error
        desk.ask("landscape_rate", name="SGD", rate=0.5)
        assert desk.last("landscape") is None
        desk.controller.close()
