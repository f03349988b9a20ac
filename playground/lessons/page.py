"""The Lessons page: the course as a map."""

from playground.lessons.controller import LessonsController
from playground.lessons.views import MapView
from playground.shared.arrangement import Page, part, row, tall

PAGE = Page("lessons", "Lessons", row("page", part("course", tall(MapView))), LessonsController)
