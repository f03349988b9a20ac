"""The Digits page: a digit is drawn and read, and its gradient walked back to the pixels."""

from playground.digits import views
from playground.digits.controller import DigitsController
from playground.shared.arrangement import Page, graph_part, part, row
from playground.shared.view import Row
from playground.shared.views import ArithmeticView, TransportView


def arrange() -> Row:
    """The pad, what happens inside the network, and what it makes of the digit; while a digit is walked through,
    the graph and its arithmetic take the place of the layers."""
    return row(
        "page",
        part("drawing", views.PadView(), part("route", views.RouteView(sizing_mode="stretch_both"))),
        part(
            "centre",
            part("layers", views.LayersView(sizing_mode="stretch_both")),
            part(
                "looking",
                views.TabsView(),
                views.InsideView(sizing_mode="stretch_both"),
                views.CurvesView(sizing_mode="stretch_both"),
                views.JudgeView(sizing_mode="stretch_both"),
            ),
            row("walking", graph_part()),
            part("stepping", ArithmeticView()),
            part("transport", TransportView()),
            part("building", views.TrainingView()),
        ),
        part("reading", views.BarsView(), views.PixelsView()),
    )


PAGE = Page("digits", "Digits", arrange, DigitsController)
