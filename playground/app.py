"""The arrangement of the views on the page, and the wiring of one visitor's session."""

from collections.abc import Mapping

import panel as pn

from playground import address
from playground.digits.controller import DigitsController
from playground.graph.controller import GraphController
from playground.network.controller import NetworkController
from playground.session import Session
from playground.views import theme
from playground.views.arithmetic import ArithmeticView
from playground.views.bars import BarsView
from playground.views.batch import BatchView
from playground.views.boundary import BoundaryView
from playground.views.channel import ChannelView
from playground.views.check import CheckView
from playground.views.code import CodeView
from playground.views.component import SHARED_MODULES, STATIC
from playground.views.counts import CountsView
from playground.views.curves import curves
from playground.views.data import DataView
from playground.views.digits_curves import DigitsCurvesView
from playground.views.digits_tabs import DigitsTabsView
from playground.views.digits_training import DigitsTrainingView
from playground.views.expression import ExpressionView
from playground.views.graph import GraphView
from playground.views.header import HeaderView
from playground.views.inside import InsideView
from playground.views.jacobian import JacobianView
from playground.views.judge import JudgeView
from playground.views.layers import LayersView
from playground.views.network import NetworkView
from playground.views.pad import PadView
from playground.views.pixels import PixelsView
from playground.views.predict import PredictView
from playground.views.route import RouteView
from playground.views.settings import SettingsView
from playground.views.tabs import TabsView
from playground.views.takeaway import TakeawayView
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
    controller = CONTROLLERS[session.page](session, channel.send, problems)
    channel.connect(controller.receive)
    if pn.state.curdoc is not None:
        pn.state.curdoc.template_variables["shared_modules"] = SHARED_MODULES
        pn.state.on_session_destroyed(lambda context: controller.close())
    body = ARRANGEMENTS[session.page]()
    return pn.Column(
        HeaderView(page=session.page),
        body,
        channel,
        css_classes=["app"],
        stylesheets=[APP_CSS],
        sizing_mode="stretch_both",
        margin=0,
    )


def network_page() -> pn.Row:
    """Data, network and results side by side; while a sample is stepped, network and graph share the centre."""
    return _row(
        "page",
        _part("data", DataView()),
        _part(
            "centre",
            _part("building", SettingsView()),
            _row("drawings", _part("network", NetworkView(sizing_mode="stretch_both")), _graph()),
            _part("stepping", ArithmeticView()),
            _part("transport", TransportView()),
            _part("building", TrainingView()),
        ),
        _part("results", BoundaryView(), _part("curves", curves()), _part("stepping", BatchView())),
    )


def graph_page() -> pn.Row:
    """The expression and its inputs, the graph over its arithmetic and the transport bar, and what is known of it."""
    return _row(
        "page",
        _part("expression", ExpressionView(sizing_mode="stretch_both")),
        _part(
            "centre",
            _row("drawings", _graph(), TakeawayView()),
            _part("stepping", PredictView(), ArithmeticView()),
            _part("transport", TransportView()),
        ),
        _part(
            "panels",
            TabsView(),
            CodeView(sizing_mode="stretch_both"),
            CheckView(sizing_mode="stretch_both"),
            JacobianView(sizing_mode="stretch_both"),
            CountsView(sizing_mode="stretch_both"),
        ),
    )


def digits_page() -> pn.Row:
    """The pad, what happens inside the network, and what it makes of the digit; while a digit is walked through,
    the graph and its arithmetic take the place of the layers."""
    return _row(
        "page",
        _part("drawing", PadView(), _part("route", RouteView(sizing_mode="stretch_both"))),
        _part(
            "centre",
            _part("layers", LayersView(sizing_mode="stretch_both")),
            _part(
                "looking",
                DigitsTabsView(),
                InsideView(sizing_mode="stretch_both"),
                DigitsCurvesView(sizing_mode="stretch_both"),
                JudgeView(sizing_mode="stretch_both"),
            ),
            _row("walking", _graph()),
            _part("stepping", ArithmeticView()),
            _part("transport", TransportView()),
            _part("building", DigitsTrainingView()),
        ),
        _part("reading", BarsView(), PixelsView()),
    )


CONTROLLERS = {"network": NetworkController, "graph": GraphController, "digits": DigitsController}
ARRANGEMENTS = {"network": network_page, "graph": graph_page, "digits": digits_page}


def _graph() -> pn.Column:
    return _part("graph", GraphView(sizing_mode="stretch_both"))


def _row(name: str, *parts: pn.viewable.Viewable) -> pn.Row:
    return pn.Row(*parts, css_classes=[name], stylesheets=[APP_CSS], sizing_mode="stretch_both", margin=0)


def _part(name: str, *views: pn.viewable.Viewable) -> pn.Column:
    """Views above each other; app.css says how wide and how high, and when they are shown."""
    return pn.Column(*views, css_classes=[name], stylesheets=[APP_CSS], sizing_mode="stretch_width", margin=0)
