"""The tabs under the layers of the Digits page."""

from playground.views.component import View


class DigitsTabsView(View):
    """Publishes topic "tab", the part that is wanted: the weights, the curves of the run, or the judgement. The first
    training of a visit brings the curves into sight."""

    sheets = ("tab_list",)
