"""The lecture's route as a lesson."""

from playground.views.component import View


class RouteView(View):
    """The lecture's route as a lesson."""
