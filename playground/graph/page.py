"""The Graph page: any expression as a computational graph, stepped forward and backward."""

from playground.graph import views
from playground.graph.controller import GraphController
from playground.shared.arrangement import Page, graph_part, part, row
from playground.shared.view import Row
from playground.shared.views import ArithmeticView, TransportView


def arrange() -> Row:
    """The expression and its inputs, the graph over its arithmetic and the transport bar, and what is known of it."""
    return row(
        "page",
        part("expression", views.ExpressionView(sizing_mode="stretch_both")),
        part(
            "centre",
            row("drawings", graph_part(), views.TakeawayView()),
            part("stepping", views.PredictView(), ArithmeticView()),
            part("transport", TransportView()),
        ),
        part(
            "panels",
            views.TabsView(),
            views.CodeView(sizing_mode="stretch_both"),
            views.CheckView(sizing_mode="stretch_both"),
            views.JacobianView(sizing_mode="stretch_both"),
            views.CountsView(sizing_mode="stretch_both"),
        ),
    )


PAGE = Page("graph", "Graph", arrange, GraphController)
