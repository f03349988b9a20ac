"""The curves of a run: Bokeh figures, which the browser feeds with what arrives anyway for the drawings."""

from collections.abc import Iterator

import panel as pn
from bokeh.models import (
    BasicTicker,
    ColumnDataSource,
    CrosshairTool,
    FixedTicker,
    HoverTool,
    LogTicker,
    Range1d,
)
from bokeh.models.annotations import Span
from bokeh.models.formatters import NumeralTickFormatter, PrintfTickFormatter
from bokeh.models.glyphs import Line
from bokeh.plotting import figure

COLUMNS = (
    "epoch",
    "train_loss",
    "validation_loss",
    "train_accuracy",
    "validation_accuracy",
    "train_log",
    "validation_log",
)
FIGURES = (
    ("loss-linear", 78, "loss", ("train_loss", "validation_loss")),
    ("loss-log", 78, "loss", ("train_log", "validation_log")),
    ("accuracy", 82, "accuracy", ("train_accuracy", "validation_accuracy")),
)
# --second-set: static/network/curves.js has it "none" where the points that validate are those that train.
TOOLTIP = """
<div style="margin:-5px;padding:6px 10px;background:var(--surface);color:var(--ink);
  font-family:var(--font);font-size:var(--small);font-variant-numeric:tabular-nums;line-height:1.5">
  Epoch @epoch{%.6g}<br>Training <b>@train_NAME{FORMAT}</b><span style="display:var(--second-set,inline)"><br>Validation
  <b>@validation_NAME{FORMAT}</b></span>
</div>"""


def figures() -> Iterator[pn.pane.Bokeh]:
    """Those of the losses, of which one is seen, and that of the accuracies below them."""
    # Lists, not arrays: the document may be asked for again without its binary buffers.
    source = ColumnDataSource({name: [] for name in COLUMNS}, name="curves")
    # They share one axis of epochs, which stands under the lower one, and what height there is.
    epochs = Range1d(start=0, end=1)
    for name, height, quantity, columns in FIGURES:
        plot = _plot(name, source, epochs, columns, quantity)
        yield pn.pane.Bokeh(plot, sizing_mode="stretch_both", min_height=height, margin=0)


def _plot(
    name: str, source: ColumnDataSource, epochs: Range1d, columns: tuple[str, str], quantity: str
) -> figure:
    log = name == "loss-log"
    plot = figure(
        name=name,
        sizing_mode="stretch_both",
        x_range=epochs,
        y_range=Range1d(start=0.01, end=1),
        y_axis_type="log" if log else "linear",
        tools="",
        toolbar_location=None,
        min_border=5,
        min_border_left=62,
        min_border_right=14,
        visible=not log,
    )
    # Solid and dashed: told apart without their hues, which the theme gives them in the browser.
    drawn = plot.add_glyph(source, Line(x="epoch", y=columns[0], line_width=2.2))
    plot.add_glyph(source, Line(x="epoch", y=columns[1], line_width=2.2, line_dash=[6, 3]))
    plot.xaxis.axis_label = "epoch"
    plot.yaxis.axis_label = quantity
    plot.xaxis.ticker = FixedTicker(ticks=[0, 1])  # the browser, which knows the room, marks as many as fit
    plot.xaxis.formatter = NumeralTickFormatter(format="0,0.[0]")
    plot.yaxis.ticker = LogTicker(desired_num_ticks=4) if log else BasicTicker(desired_num_ticks=4)
    if quantity == "accuracy":
        plot.yaxis.ticker = BasicTicker(desired_num_ticks=2)  # on a low screen more would lie on each other
        plot.yaxis.formatter = NumeralTickFormatter(format="0%")
    elif log:
        plot.yaxis.formatter = PrintfTickFormatter(format="%.3g")
    else:  # a run that diverges reaches figures that only an exponent makes short
        plot.yaxis.formatter = PrintfTickFormatter(format="%.4g")
    plot.axis.axis_label_text_font_style = "normal"
    plot.axis.axis_label_standoff = 4
    plot.axis.major_tick_in = 0
    plot.axis.major_tick_out = 4
    plot.axis.major_label_standoff = 3
    shown = ("@train_" + quantity, "@validation_" + quantity)
    hover = HoverTool(
        mode="vline",
        renderers=[drawn],
        tooltips=TOOLTIP.replace("NAME", quantity).replace("FORMAT", "%.6g"),
        formatters=dict.fromkeys(("@epoch", *shown), "printf"),
        attachment="horizontal",
    )
    plot.add_tools(hover, CrosshairTool(overlay=Span(dimension="height", line_dash="dotted", line_width=1)))
    return plot
