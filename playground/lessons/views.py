"""The part of the Lessons page that is drawn."""

from playground.shared.view import View


class MapView(View):
    """The course: chapters and lessons, each with a picture and with what this browser knows of it; and the summary of
    what was done, to be printed or saved.

    Draws topics "course" and "sketches"; asks to "lesson_open", and to "lesson_take" a lesson on paper or as a file."""

    drawing = "lessons/map"
    sheets = ("shared/progress", "shared/export_menu", "shared/sketch")
