"""The landscape of the Compare page without a browser: its map, the ways over it, and what is refused."""

import asyncio

import numpy as np
import pytest
from landscape_desk import Desk, in_loop, maps_are_left_to_the_tests_of_maps  # noqa: F401

import engine
from engine.training.optimizers import OPTIMIZERS
from playground.compare import landscape_payloads as payloads
from playground.compare.landscape_walks import MOST_PLACES, Walks, Way


class TestTheMap:
    @in_loop
    async def test_a_page_gets_the_map_of_its_landscape_with_round_lines(self):
        desk = Desk(landscape="bowl").ask("ready")
        told, found = desk.last("landscape"), await desk.map()
        assert (told["name"], told["formula"], told["names"]) == ("bowl", "x**2 + y**2", ["x", "y"])
        assert told["domain"] == [[-3, 3], [-3, 3]]
        assert (told["whole"], told["own_start"], told["start"]) == (True, False, [-2, 2])
        assert found["map"] == told["map"]
        assert found["shades"].shape == (120 * 120,)
        assert len(found["levels"]) == len(found["counts"])
        assert found["counts"].sum() * 4 == found["pieces"].size
        first = found["pieces"][: 4 * found["counts"][0]].reshape(-1, 2) * 6 - 3
        assert (first**2).sum(axis=1) == pytest.approx(found["levels"][0], rel=0.02), "shares of the map"

    def test_it_is_drawn_from_the_upper_left_as_dark_between_two_lines_as_between_any_others(self):
        heights = np.array([[0.0, 1.0], [10.0, np.nan]])  # rising rows: the first is the lowest
        shades = payloads.shades(heights, np.array([1.0]))
        assert shades.tolist() == [255, 0, 1, 128]

    def test_a_flat_map_has_one_shade_and_one_without_heights_none(self):
        assert set(payloads.shades(np.full((3, 3), 2.0), np.array([])).tolist()) == {1}
        assert set(payloads.shades(np.full((3, 3), np.inf), np.array([])).tolist()) == {0}

    @in_loop
    async def test_a_part_of_it_is_looked_at_while_the_walks_stay_where_they_are(self):
        desk = Desk(landscape="bowl").ask("one_step")
        before = desk.walks.points.copy()
        desk.ask("landscape_part", domain=[-1, 1, 0, 2])
        told, found = desk.last("landscape"), await desk.map()
        assert (told["domain"], told["whole"]) == ([[-1, 1], [0, 2]], False)
        assert found["map"] == told["map"] == 1
        assert (desk.walks.points == before).all()
        assert desk.query["landscape_domain"] == "[-1.0,1.0,0.0,2.0]"
        assert [way.near for way in desk.walks.ways] == [(2 / 500, 2 / 500)] * 4
        desk.ask("landscape_part", domain=[])
        assert desk.last("landscape")["whole"]

    @in_loop
    async def test_an_expression_without_a_number_somewhere_has_no_ground_there(self):
        desk = Desk().ask("type_landscape", text="log(x) + y**2")
        found = await desk.map()
        shades = found["shades"].reshape(120, 120)
        assert (shades[:, :60] == 0).all()
        assert (shades[:, 60:] > 0).all()


class TestTheWays:
    def test_the_bar_leads_all_from_one_start_and_each_goes_as_the_engine_does(self):
        desk = Desk(landscape="ravine", landscape_optimizers=",".join(OPTIMIZERS))
        for _ in range(7):
            desk.ask("one_step")
        ways = desk.last("landscape_ways")
        surface = engine.landscapes.named("ravine")
        told = desk.ask("ready").last("landscape")
        for at, walker in enumerate(told["walkers"]):
            optimizer = OPTIMIZERS[walker["name"]](walker["rate"])
            way = engine.landscapes.Walk(surface, optimizer).go(7)
            assert ways["points"].reshape(-1, 2)[at].tolist() == way[-1].tolist()
            assert ways["heights"][at] == pytest.approx(surface.heights(way[-1:])[0])
        assert ways["step"] == 7
        assert ways["counts"].tolist() == [8] * 6
        status = desk.last("compared_status")
        assert (status["step"], status["epochs"], status["training"]) == (7, 7, False)

    def test_an_epoch_is_a_step_and_a_reset_brings_all_back_to_the_start(self):
        desk = Desk().ask("one_epoch")
        assert desk.walks.steps == 1
        desk.ask("reset")
        assert desk.walks.steps == 0
        assert desk.last("landscape_ways")["places"].tolist() == [-2.5, 1] * 4
        assert desk.last("compared_status")["step"] == 0

    def test_the_lowest_is_said_after_a_step(self):
        desk = Desk(landscape_optimizers="SGD,Adam").ask("one_step")
        said = desk.last("announce")["text"]
        assert said == f"Step 1: SGD is lowest, at a height of {desk.walks.heights[0]:.4g}."

    @in_loop
    async def test_they_go_on_the_clock_of_the_page_until_they_are_paused(self):
        desk = Desk(speed="fastest").ask("train")
        assert desk.last("compared_status")["training"]
        await desk.until(lambda: desk.last("landscape_walked") and desk.walks.steps > 20)
        chunk = desk.last("landscape_walked")
        assert chunk["points"].shape == (chunk["frames"] * 4 * 2,)
        assert chunk["counts"].sum() * 2 == chunk["places"].size
        assert (np.diff(chunk["steps"]) > 0).all()
        desk.ask("pause")
        assert not desk.last("compared_status")["training"]
        assert desk.last("landscape_ways")["step"] == desk.walks.steps
        assert None not in desk.last("landscape_steps")["steps"]

    @in_loop
    async def test_a_pause_is_heard_however_soon_it_comes_after_a_chunk_has_arrived(self):
        paused = []
        for turns in range(6):
            desk = Desk(speed="fastest").ask("train")
            await desk.until(lambda desk=desk: desk.last("landscape_walked"))
            for _ in range(turns):
                await asyncio.sleep(0)
            desk.ask("pause")
            paused.append((turns, desk, desk.walks.steps))
        await asyncio.sleep(0.3)
        for turns, desk, steps in paused:
            assert desk.walks.steps == steps, f"after {turns} turns"

    @in_loop
    async def test_they_stop_where_they_are_told_to(self):
        desk = Desk(speed="fastest", target_epochs="30").ask("train")
        await desk.until(lambda: desk.last("compared_status")["message"])
        assert desk.walks.steps == 30
        assert desk.last("compared_status")["message"]["text"] == "Step 30 has been reached."

    def test_who_would_come_to_where_there_is_no_number_rests_and_the_others_go_on(self):
        desk = Desk(landscape="bowl", landscape_rates='{"SGD": 1000}', landscape_optimizers="SGD,Adam")
        for _ in range(120):
            desk.ask("one_step")
        assert desk.walks.resting == [True, False]
        assert desk.last("landscape_ways")["resting"].tolist() == [1, 0]
        assert desk.last("landscape_steps")["steps"][0] is None
        assert np.isfinite(desk.walks.heights[1])

    def test_who_begins_to_rest_is_told_of(self):
        desk = Desk(landscape="bowl", landscape_rates='{"SGD": 1000}', landscape_optimizers="SGD")
        while not desk.walks.resting[0]:
            desk.ask("one_step")
        assert desk.last("compared_status")["message"]["code"] == "walker_rests"
        assert desk.last("compared_status")["kind"] == "error"
        desk.ask("train")
        assert not desk.last("compared_status")["training"], "nobody can go on"

    def test_a_way_keeps_what_can_be_told_apart_and_no_more_than_there_is_room_for(self):
        way = Way([0, 0], (0.1, 0.1))
        way.add(0.05, 0.09)
        way.add(0.05, 0.1)
        assert way.fresh() == [(0.0, 0.0), (0.05, 0.1)]
        assert way.fresh() == []
        for at in range(MOST_PLACES):
            way.add(float(at % 2), 5.0)
        assert way.thinned
        assert len(way.places) <= MOST_PLACES
        assert way.places[0] == (0.0, 0.0), "where it began"
        assert way.fresh() == way.places, "all of it, since places went"

    def test_a_frame_tells_what_is_new_of_each_way(self):
        walks = Walks(
            engine.landscapes.named("bowl"), {"SGD": engine.SGD(0.1)}, [1.0, 0.0], ((-3, 3), (-3, 3))
        )
        payloads.ways(walks, 1)
        walks.step(2)
        frame = payloads.frame(walks)
        assert frame["places"] == pytest.approx([0.8, 0, 0.64, 0])
        assert frame["counts"].tolist() == [2]
        assert frame["points"] == pytest.approx([0.64, 0])
        assert payloads.frame(walks)["counts"].tolist() == [0]


class TestTheNextStep:
    def test_its_parts_are_those_of_the_engine_and_make_up_the_move(self):
        desk = Desk(landscape_optimizers="momentum,Adam").ask("one_step")
        for step, walk in zip(desk.last("landscape_steps")["steps"], desk.walks.walks, strict=True):
            look = walk.look()
            assert step["gradient"] == look.gradient.tolist()
            assert np.add(step["memory"], step["fresh"]) == pytest.approx(step["move"])
            assert np.add(walk.point, step["move"]) == pytest.approx(step["point"])
            assert step["terms"][-1]["value"] == step["point"]
            assert step["memory"] != [0, 0]

    def test_the_height_and_the_gradient_where_one_points(self):
        desk = Desk(landscape="bowl").ask("landscape_look", x=1.5, y=-2.0)
        seen = desk.last("landscape_seen")
        assert (seen["x"], seen["y"], seen["height"], seen["gradient"]) == (1.5, -2, 6.25, [3, -4])

    def test_where_there_is_no_number_there_is_neither(self):
        desk = Desk().ask("type_landscape", text="log(x) + y").ask("landscape_look", x=-1.0, y=0.0)
        assert (desk.last("landscape_seen")["height"], desk.last("landscape_seen")["gradient"]) == (
            None,
            None,
        )
