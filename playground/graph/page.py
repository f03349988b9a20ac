"""The Graph page: any expression as a computational graph, stepped forward and backward."""

from playground.graph import views
from playground.graph.controller import GraphController
from playground.graph.sketch import sketch
from playground.graph.still import still
from playground.shared.arrangement import Page, graph_part, part, rail, row, tall
from playground.shared.views import ArithmeticView, PredictView, TransportView

# The expression and its inputs, the graph over its arithmetic and the transport bar, and what is known of it.
WHOLE = row(
    "page",
    rail("rail", "expression", "Expression and inputs"),
    part("expression", tall(views.ExpressionView)),
    part(
        "centre",
        row("drawings", graph_part(), views.TakeawayView),
        part("stepping", PredictView, ArithmeticView),
        part("transport", TransportView),
    ),
    part(
        "panels",
        views.TabsView,
        tall(views.CodeView),
        tall(views.CheckView),
        tall(views.JacobianView),
        tall(views.DescentView),
        tall(views.CountsView),
    ),
    rail("rail", "panels", "Code, checks and counts"),
)

PAGE = Page("graph", "Graph", WHOLE, GraphController, sketch, still)
