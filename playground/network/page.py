"""The Network page: a network built by dragging, trained live, and stepped through."""

from playground.network import views
from playground.network.controller import NetworkController
from playground.network.dataset_thumbnails import dataset_thumbnails
from playground.network.sketch import sketch
from playground.network.still import still
from playground.shared.arrangement import Page, graph_part, part, rail, row, tall
from playground.shared.views import ArithmeticView, PredictView, TransportView

# Data, network and results side by side; while a sample is stepped, network and graph share the centre. On a phone they
# follow each other: data, network, training bar, results, and last the settings of the run, which are on top here.
WHOLE = row(
    "page",
    rail("rail-of-data", "data", "Data"),
    part("data", views.DataView),
    part(
        "centre",
        part("run-settings", views.SettingsView),
        row("drawings", part("network", tall(views.NetworkView)), graph_part()),
        part("stepping", PredictView, ArithmeticView),
        part("transport", TransportView),
        part("training-bar", views.TrainingView),
    ),
    part(
        "results",
        views.InsideView,
        views.BoundaryView,
        part("curves", tall(views.CurvesView)),
        part("past", views.PastView),
        part("stepping", views.UpdateView, views.BatchView),
    ),
    rail("rail-while-stepping", "results", "Map and batch"),
)

PAGE = Page(
    "network", "Network", WHOLE, NetworkController, sketch, still, kept=lambda: [dataset_thumbnails()]
)
