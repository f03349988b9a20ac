"""The lecture's route as a lesson: a step at a time, with buttons that act on the page."""

from typing import Any

import param

from playground.digits.route import ROUTE
from playground.views.component import View


class RouteView(View):
    """Draws the steps of the route with the numbers of topics "reading", "digits", "settings" and "digits_status"; asks
    what the steps' buttons ask."""

    steps = param.List(doc="RouteStep.message() of each.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"steps": [step.message() for step in ROUTE], **params})
