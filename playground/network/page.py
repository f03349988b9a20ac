"""The Network page: a network built by dragging, trained live, and stepped through."""

from playground.network import views
from playground.network.controller import NetworkController
from playground.network.curves import curves
from playground.shared.arrangement import Page, graph_part, part, row
from playground.shared.view import Row
from playground.shared.views import ArithmeticView, TransportView


def arrange() -> Row:
    """Data, network and results side by side; while a sample is stepped, network and graph share the centre."""
    return row(
        "page",
        part("data", views.DataView()),
        part(
            "centre",
            part("building", views.SettingsView()),
            row("drawings", part("network", views.NetworkView(sizing_mode="stretch_both")), graph_part()),
            part("stepping", ArithmeticView()),
            part("transport", TransportView()),
            part("building", views.TrainingView()),
        ),
        part(
            "results",
            views.BoundaryView(),
            part("curves", curves()),
            part("stepping", views.BatchView()),
        ),
    )


PAGE = Page("network", "Network", arrange, NetworkController)
