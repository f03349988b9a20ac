"""Takes the graph along: as a picture, as code, as a worksheet, as one file that plays."""

from playground.views.component import View


class TakeawayView(View):
    """Draws topics "expression" and "code" as files to keep; asks to "take" what the server writes."""
