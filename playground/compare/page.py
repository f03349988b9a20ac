"""The Compare page: several runs side by side that differ in one or two settings and in nothing else."""

from playground.compare import views
from playground.compare.controller import CompareController
from playground.compare.sketch import sketch
from playground.compare.still import still
from playground.shared.arrangement import Page, part, row, tall

# What is compared over the cells, or the landscape, and the bar that trains them; beside cells their curves over the
# table, beside a landscape who goes over it. Where the screen has more height than a row of cells, the table stands
# under them; under networks on a landscape of theirs stand their curves.
WHOLE = row(
    "page",
    part(
        "centre",
        row(
            "compared-head",
            part("compared-view", views.LandscapeTabsView),
            part("compared-settings", views.SetUpView),
            part("landscape-settings", views.LandscapeSettingsView),
        ),
        part("cells", tall(views.CellsView)),
        part("landscape", tall(views.LandscapeView)),
        part("training-bar", views.TrainingView),
    ),
    part("outcomes", tall(views.CurvesView)),
    part("table", tall(views.ResultsView)),
    part("walkers", tall(views.WalkersView)),
)

PAGE = Page("compare", "Compare", WHOLE, CompareController, sketch, still)
