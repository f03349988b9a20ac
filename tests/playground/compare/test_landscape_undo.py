"""Changes of a landscape are taken back and made again: which it is, where all begin, who goes over it, and how."""

import pytest
from landscape_desk import Desk, maps_are_left_to_the_tests_of_maps  # noqa: F401

KINDS = [
    {"topic": "choose_landscape", "name": "saddle"},
    {"topic": "type_landscape", "text": "a**2 + 3*b**2"},
    {"topic": "landscape_start", "place": [1.5, -0.5]},
    {"topic": "landscape_goes", "name": "Nesterov", "on": True},
    {"topic": "landscape_goes", "name": "Adam", "on": False},
    {"topic": "landscape_rate", "name": "SGD", "rate": 0.0123},
    {"topic": "set", "name": "landscape_beta", "value": 0.5},
    {"topic": "set", "name": "landscape_epsilon", "value": 0.1},
]


def everything(desk):
    """All that a visitor could find to be another: what is drawn, where each would step, and the address."""
    desk.controller.send_address()
    walks = desk.walks
    return {
        "surface": (desk.controller.ground.formula, walks.surface.names),
        "goers": walks.names,
        "start": walks.start.tolist(),
        "next": [look and look.point.tolist() for look in walks.looks()],
        "address": desk.last("address")["query"],
    }


@pytest.mark.parametrize("asked", KINDS, ids=lambda asked: f"{asked['topic']} {asked.get('name', '')}")
def test_a_change_of_the_landscape_is_taken_back_and_made_again(asked):
    desk = Desk()
    before = everything(desk.ask("ready"))
    desk.ask(**asked)
    assert desk.last("changes")["undo"].startswith("Undo: ")
    after = everything(desk)
    assert after != before
    desk.ask("undo")
    told = desk.last("landscape")
    assert everything(desk) == before
    assert told["name"] == "ravine", "it is drawn anew"
    desk.ask("redo")
    assert everything(desk) == after


def test_all_changes_of_a_landscape_go_back_to_the_first_and_forth_to_the_last():
    desk = Desk().ask("ready")
    seen = [everything(desk)]
    for asked in KINDS:
        desk.ask(**asked)
        seen.append(everything(desk))
    for state in reversed(seen[:-1]):
        desk.ask("undo")
        assert everything(desk) == state
    for state in seen[1:]:
        desk.ask("redo")
        assert everything(desk) == state


def test_looking_at_a_part_of_the_map_is_no_change():
    desk = Desk().ask("ready")
    desk.ask("landscape_part", domain=[-1, 1, -1, 1])
    assert desk.controller.history.last is None
