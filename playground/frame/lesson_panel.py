"""The panel of the lesson that runs, beside whatever page it has led to."""

from playground.shared.view import View


class LessonPanelView(View):
    """Words of a step, its question with the verdict and hints, and the way through the lesson.

    Draws topics "lesson" and "lesson_judged", which come over the line of the page that is shown; asks to open a step,
    to put its moment back, and what an answer is worth, and to "lesson_take" the lesson on paper or as a file."""

    drawing = "frame/lesson_panel"
    sheets = ("shared/progress", "shared/export_menu", "shared/sketch")
