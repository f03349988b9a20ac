"""The Digits page: a digit is drawn and read, and its gradient walked back to the pixels."""

from playground.digits import views
from playground.digits.controller import DigitsController
from playground.digits.payloads import kept_pictures
from playground.digits.sketch import sketch
from playground.digits.still import still
from playground.shared.arrangement import Page, graph_part, part, row, tall
from playground.shared.views import ArithmeticView, PredictView, TransportView

# The pad, what happens inside the network, and what it makes of the digit; while a digit is walked through,
# the graph and its arithmetic take the place of the layers.
WHOLE = row(
    "page",
    part("drawing", views.PadView, part("route", tall(views.RouteView))),
    part(
        "centre",
        part("layers", tall(views.LayersView)),
        part(
            "looking",
            views.TabsView,
            tall(views.InsideView),
            tall(views.CurvesView),
            tall(views.JudgeView),
        ),
        row("walking", graph_part()),
        part("stepping", PredictView, ArithmeticView),
        part("transport", TransportView),
        part("training-bar", views.TrainingView),
    ),
    part("reading", views.BarsView, views.PixelsView),
)

PAGE = Page("digits", "Digits", WHOLE, DigitsController, sketch, still, kept=kept_pictures)
