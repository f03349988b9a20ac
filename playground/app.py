"""The arrangement of the views on the page, and the wiring of one visitor's session."""

from collections.abc import Mapping

import panel as pn

from playground import address
from playground.controllers.network import NetworkController
from playground.session import Session
from playground.views import theme
from playground.views.arithmetic import ArithmeticView
from playground.views.batch import BatchView
from playground.views.boundary import BoundaryView
from playground.views.channel import ChannelView
from playground.views.component import STATIC
from playground.views.curves import curves
from playground.views.data import DataView
from playground.views.graph import GraphView
from playground.views.header import HeaderView
from playground.views.network import NetworkView
from playground.views.settings import SettingsView
from playground.views.training import TrainingView
from playground.views.transport import TransportView

TITLE = "Backprop playground"
APP_CSS = (STATIC / "app.css").read_text()
PAGE_CSS = (STATIC / "page.css").read_text()


def build_app(session: Session, query: Mapping[str, str]) -> pn.viewable.Viewable:
    """The whole page for one visitor, whose address had this query."""
    pn.config.param.update(reconnect=True, respect_explicit_sizing=True)
    theme.apply()
    pn.config.global_css = [*pn.config.global_css, PAGE_CSS]
    problems = address.read(session, query)
    channel = ChannelView()
    controller = NetworkController(session, channel.send, problems)

    channel.connect(controller.receive)
    if pn.state.curdoc is not None:
        pn.state.on_session_destroyed(lambda context: controller.close())
    return arrange(channel)


def arrange(channel: ChannelView) -> pn.Column:
    """Header; data, network and results side by side. app.css folds and stacks them."""
    drawings = pn.Row(
        _part("network", NetworkView(sizing_mode="stretch_both"), sizing_mode="stretch_both"),
        _part("graph", GraphView(sizing_mode="stretch_both"), sizing_mode="stretch_both"),
        css_classes=["drawings"],
        stylesheets=[APP_CSS],
        sizing_mode="stretch_both",
        margin=0,
    )
    centre = _part(
        "centre",
        _part("building", SettingsView()),
        drawings,
        _part("stepping", ArithmeticView(), TransportView()),
        _part("building", TrainingView()),
        sizing_mode="stretch_both",
    )
    page = pn.Row(
        _part("data", DataView()),
        centre,
        _part("results", BoundaryView(), _part("curves", curves()), _part("stepping", BatchView())),
        css_classes=["page"],
        stylesheets=[APP_CSS],
        sizing_mode="stretch_both",
        margin=0,
    )
    return pn.Column(
        HeaderView(),
        page,
        channel,
        css_classes=["app"],
        stylesheets=[APP_CSS],
        sizing_mode="stretch_both",
        margin=0,
    )


def _part(name: str, *views: pn.viewable.Viewable, sizing_mode: str = "stretch_width") -> pn.Column:
    return pn.Column(*views, css_classes=[name], stylesheets=[APP_CSS], sizing_mode=sizing_mode, margin=0)
