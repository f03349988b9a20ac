"""The tabs of the Graph page's right column."""

from playground.views.component import View


class TabsView(View):
    """Publishes topic "tab", the part that is wanted; the parts show and hide themselves."""

    sheets = ("tab_list",)
