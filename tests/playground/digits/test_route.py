"""The lecture's route asks only what the Digits page answers."""

import pytest

from playground.digits.controller import DigitsController
from playground.digits.route import ROUTE
from playground.digits.views import TabsView
from playground.session import Session
from playground.shared import assets

ASKS = [ask for step in ROUTE for action in step.actions for ask in action.asks]


def test_the_steps_follow_the_lecture():
    ids = [step.id for step in ROUTE]
    assert ids == ["one-hot", "scores", "softmax", "cross-entropy", "momentum", "train"]
    assert all(step.title and step.text and step.formula and step.actions for step in ROUTE)


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: str(ask["topic"]))
def test_every_button_asks_what_the_controller_knows(ask):
    controller = DigitsController(Session(page="digits"), lambda message: None, [])
    assert ask["topic"] in controller.topics
    if ask["topic"] == "set":
        assert ask["name"] in controller.settable
        setattr(controller.session, ask["name"], ask["value"])  # ValueError outside its bounds
    controller.close()


def test_every_tab_that_a_button_names_is_there():
    named = {action.tab for step in ROUTE for action in step.actions} - {None}
    drawn = assets.current().text(f"{TabsView.drawing}.js")
    assert all(f'["{tab}",' in drawn for tab in named)
