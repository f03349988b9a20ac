"""The arrangement of the views on the page, and the wiring of one visitor's session."""

from collections.abc import Mapping

import panel as pn

from playground import address
from playground.digits import views as digits
from playground.digits.controller import DigitsController
from playground.frame import head
from playground.frame.channel import ChannelView
from playground.frame.header import HeaderView
from playground.graph import views as graph
from playground.graph.controller import GraphController
from playground.network import views as network
from playground.network.controller import NetworkController
from playground.network.curves import curves
from playground.session import Session
from playground.shared.view import Column, Row
from playground.shared.views import ArithmeticView, GraphView, TransportView

TITLE = "Backprop playground"


def build_app(session: Session, query: Mapping[str, str]) -> pn.viewable.Viewable:
    """The whole page for one visitor, whose address had this query."""
    pn.config.param.update(reconnect=True, respect_explicit_sizing=True)
    head.prepare()
    problems = address.read(session, query)
    channel = ChannelView()
    controller = CONTROLLERS[session.page](session, channel.send, problems)
    channel.connect(controller.receive)
    if pn.state.curdoc is not None:
        pn.state.on_session_destroyed(lambda context: controller.close())
    body = ARRANGEMENTS[session.page]()
    page = Column(
        HeaderView(page=session.page),
        body,
        channel,
        css_classes=["app"],
        stylesheets=[head.layout_sheet()],
        sizing_mode="stretch_both",
        margin=0,
    )
    head.fill(page)
    return page


def network_page() -> Row:
    """Data, network and results side by side; while a sample is stepped, network and graph share the centre."""
    return _row(
        "page",
        _part("data", network.DataView()),
        _part(
            "centre",
            _part("building", network.SettingsView()),
            _row("drawings", _part("network", network.NetworkView(sizing_mode="stretch_both")), _graph()),
            _part("stepping", ArithmeticView()),
            _part("transport", TransportView()),
            _part("building", network.TrainingView()),
        ),
        _part(
            "results",
            network.BoundaryView(),
            _part("curves", curves()),
            _part("stepping", network.BatchView()),
        ),
    )


def graph_page() -> Row:
    """The expression and its inputs, the graph over its arithmetic and the transport bar, and what is known of it."""
    return _row(
        "page",
        _part("expression", graph.ExpressionView(sizing_mode="stretch_both")),
        _part(
            "centre",
            _row("drawings", _graph(), graph.TakeawayView()),
            _part("stepping", graph.PredictView(), ArithmeticView()),
            _part("transport", TransportView()),
        ),
        _part(
            "panels",
            graph.TabsView(),
            graph.CodeView(sizing_mode="stretch_both"),
            graph.CheckView(sizing_mode="stretch_both"),
            graph.JacobianView(sizing_mode="stretch_both"),
            graph.CountsView(sizing_mode="stretch_both"),
        ),
    )


def digits_page() -> Row:
    """The pad, what happens inside the network, and what it makes of the digit; while a digit is walked through,
    the graph and its arithmetic take the place of the layers."""
    return _row(
        "page",
        _part("drawing", digits.PadView(), _part("route", digits.RouteView(sizing_mode="stretch_both"))),
        _part(
            "centre",
            _part("layers", digits.LayersView(sizing_mode="stretch_both")),
            _part(
                "looking",
                digits.TabsView(),
                digits.InsideView(sizing_mode="stretch_both"),
                digits.CurvesView(sizing_mode="stretch_both"),
                digits.JudgeView(sizing_mode="stretch_both"),
            ),
            _row("walking", _graph()),
            _part("stepping", ArithmeticView()),
            _part("transport", TransportView()),
            _part("building", digits.TrainingView()),
        ),
        _part("reading", digits.BarsView(), digits.PixelsView()),
    )


CONTROLLERS = {"network": NetworkController, "graph": GraphController, "digits": DigitsController}
ARRANGEMENTS = {"network": network_page, "graph": graph_page, "digits": digits_page}


def _graph() -> Column:
    return _part("graph", GraphView(sizing_mode="stretch_both"))


def _row(name: str, *parts: pn.viewable.Viewable) -> Row:
    return Row(
        *parts, css_classes=[name], stylesheets=[head.layout_sheet()], sizing_mode="stretch_both", margin=0
    )


def _part(name: str, *views: pn.viewable.Viewable) -> Column:
    """Views above each other; app.css says how wide and how high, and when they are shown."""
    return Column(
        *views, css_classes=[name], stylesheets=[head.layout_sheet()], sizing_mode="stretch_width", margin=0
    )
