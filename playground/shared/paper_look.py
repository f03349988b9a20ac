"""How things look on paper, whatever prints them: the light colours of the theme, numbers, arrays and drawings.

All of it holds within an element of the class "on-paper".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from playground.shared import assets

LETTERS = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, '
    "sans-serif"
)
MONO = 'ui-monospace, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace'
VARIABLE = re.compile(r"(--[a-z0-9-]+):\s*(#[0-9a-f]{6});")

RULES = """
.on-paper { color: var(--ink); background: #ffffff; color-scheme: light;
  font-variant-numeric: tabular-nums; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.on-paper .given { display: flex; flex-wrap: wrap; gap: 8pt 20pt; align-items: center; }
.on-paper .given > span { display: inline-flex; flex-wrap: wrap; gap: 0 5pt; align-items: center; max-width: 100%;
  break-inside: avoid; }
.on-paper .value { color: var(--forward); }
.on-paper .gradient { color: var(--backward); }
.on-paper .exact { display: inline-block; color: var(--ink-soft); font-size: 8.5pt; font-weight: 400;
  overflow-wrap: anywhere; }
.on-paper .blank { display: inline-block; width: 68pt; height: 15pt; border-bottom: 0.75pt solid var(--ink); }
.on-paper .grid { display: inline-table; width: auto; margin: 0; border-collapse: collapse; vertical-align: middle; }
.on-paper .grid td { min-width: 36pt; height: 19pt; padding: 1pt 4pt; border: 0.75pt solid var(--line-strong);
  text-align: center; white-space: nowrap; }
.on-paper .grid.wide td { min-width: 22pt; font-size: 9pt; }
.on-paper .graph { display: block; max-width: 100%; height: auto; margin: 8pt auto; break-inside: avoid; }
.on-paper .graph rect { fill: #ffffff; stroke: var(--ink); stroke-width: 1.25; }
.on-paper .graph .given rect { fill: var(--sunken); stroke: var(--line-strong); }
.on-paper .graph .copy rect { stroke-dasharray: 4 3; }
.on-paper .graph .at rect { stroke: var(--ink); stroke-width: 3.5; }
.on-paper .graph .line { fill: none; stroke: var(--line-strong); stroke-width: 1.5; }
.on-paper .graph .walked { stroke: var(--backward); stroke-width: 4; }
.on-paper .graph text { font-size: 14px; fill: var(--ink); }
.on-paper .graph .symbol { font-weight: 700; }
.on-paper .graph .name { fill: var(--ink-soft); text-anchor: end; font-size: 12px; }
.on-paper .graph text.value { fill: var(--forward); }
.on-paper .graph text.gradient { fill: var(--backward); }
.on-paper .graph .blank { stroke: var(--ink); stroke-width: 1; }
.on-paper .side-by-side { display: flex; flex-wrap: wrap; gap: 6pt 16pt; align-items: center; justify-content: center;
  break-inside: avoid; }
.on-paper .cells { display: flex; flex-wrap: wrap; gap: 6pt 10pt; }
.on-paper .cells figure { flex: 0 0 auto; width: 44mm; margin: 0; break-inside: avoid; }
.on-paper figcaption { font-size: 9pt; font-weight: 600; }
.on-paper .cells .plane { width: 100%; }
.on-paper .plane { width: 62mm; }
.on-paper .network { flex: 0 1 auto; max-width: 92mm; height: auto; max-height: 70mm; }
.on-paper .bars { width: 74mm; }
.on-paper .digit { width: 44mm; height: 44mm; border: 0.75pt solid var(--line-strong); image-rendering: pixelated; }
.on-paper .plane text, .on-paper .network text, .on-paper .bars text { font-size: 12px; fill: var(--ink); }
.on-paper .plane .frame { fill: none; stroke: var(--line-strong); }
.on-paper .plane .boundary, .on-paper .plane .curve { fill: none; stroke: var(--ink); stroke-width: 2; }
.on-paper .plane .contour { fill: none; stroke: var(--ink-soft); stroke-width: 0.7; }
.on-paper .plane .ring { fill: none; stroke: var(--ink); stroke-width: 2.5; }
.on-paper .plane .start { fill: #ffffff; stroke: var(--ink); stroke-width: 2.5; }
.on-paper .plane .point { stroke: var(--ink); stroke-width: 0.8; }
.on-paper .plane .target { fill: none; stroke: var(--positive); }
.on-paper .network .weight { fill: none; stroke: var(--positive); }
.on-paper .network .weight.negative { stroke: var(--negative); stroke-dasharray: 6 3; }
.on-paper .network .weight.none { stroke: var(--line-strong); }
.on-paper .network rect { fill: #ffffff; stroke: var(--ink); stroke-width: 1.25; }
.on-paper .network rect.input { fill: var(--sunken); stroke: var(--line-strong); }
.on-paper .network text { text-anchor: middle; }
.on-paper .network .name { text-anchor: end; }
.on-paper .network .number, .on-paper .network .bias { stroke: #ffffff; stroke-width: 3; paint-order: stroke; }
.on-paper .bars rect { fill: var(--ink-soft); }
"""


@cache
def colours() -> Mapping[str, str]:
    """The colours of the light theme, by the names of its variables."""
    light = assets.current().text("theme.css").partition("html {")[2].partition("}")[0]
    return MappingProxyType(dict(VARIABLE.findall(light)))


@cache
def style() -> str:
    """The style sheet of what is on paper."""
    variables = "; ".join(f"{name}: {colour}" for name, colour in colours().items())
    return f".on-paper {{ {variables}; }}{RULES}"


def rgb(name: str) -> NDArray[np.float64]:
    """A colour of the theme as red, green and blue, 0 to 255."""
    return np.array([int(colours()[name][at : at + 2], 16) for at in (1, 3, 5)], np.float64)
