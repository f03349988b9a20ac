"""A graph as one self-contained HTML file, which steps, plays, folds and asks in any browser, with no server and no
network."""

from __future__ import annotations

import html
from string import Template
from types import MappingProxyType

from playground.shared import assets, bundle
from playground.shared.mistakes import HINTS
from playground.shared.played import PlayedGraph, embedded, embedded_graph

# Where on the page -> the drawing that stands there.
VIEWS = MappingProxyType(
    {
        "graph": "shared/stepping/graph",
        "predict": "shared/stepping/predict",
        "arithmetic": "shared/stepping/arithmetic",
        "transport": "shared/stepping/transport",
        "code": "graph/code",
    }
)
MODULES = ("shared/context.js", "shared/played.js", *(f"{drawing}.js" for drawing in VIEWS.values()))

PAGE = Template(
    """<!DOCTYPE html>
<html lang="en" data-theme="light" data-page="graph">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
$theme
body { margin: 0; height: 100vh; height: 100dvh; display: flex; flex-direction: column; overflow: hidden; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 20px; padding: 8px 16px;
  background: var(--surface); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font: 600 var(--large) var(--font); }
header p { flex: 1 0 100%; margin: 0; color: var(--ink-soft); font: var(--type)/1.35 var(--font); }
pre { flex: 1 1 auto; max-height: 4.5em; margin: 0; overflow: auto; color: var(--ink-soft);
  font: var(--type)/1.4 var(--mono); white-space: pre-wrap; }
header kbd { color: var(--ink-soft); font: var(--small) var(--font); }
main { flex: 1 1 0; display: flex; min-height: 0; }
#stepping { flex: 1 1 0; display: flex; flex-direction: column; min-width: 0; }
#graph { flex: 1 1 0; min-height: 160px; }
#predict, #arithmetic, #transport { flex: 0 0 auto; }
#code { flex: 0 0 320px; border-left: 1px solid var(--line); }
footer { padding: 4px 16px; color: var(--ink-soft); background: var(--surface); font: var(--small) var(--font); }
noscript { padding: 16px; }
[data-projector="on"] #code { flex-basis: 400px; }
@media (max-width: 900px) {
  body { height: auto; min-height: 100vh; overflow: auto; }
  main { flex: none; flex-direction: column; }
  #stepping { flex: none; height: 80vh; height: 80dvh; }
  #code { flex: none; height: 60vh; border: 0; border-top: 1px solid var(--line); }
  header kbd { display: none; }
}
</style>
<script type="importmap">$importmap</script>
</head>
<body>
<header><h1>$title</h1>$expression<kbd>Space: play, ← →: step, F: large type</kbd>$words</header>
<main>
<div id="stepping">
<div id="graph"></div>
<div id="predict"></div>
<div id="arithmetic"></div>
<div id="transport"></div>
</div>
<div id="code"></div>
</main>
<footer>A computational graph, forward and backward, from the backprop playground. Nothing else is needed.</footer>
<noscript>This page needs JavaScript. Allow scripts for this file to see the graph.</noscript>
<script type="application/json" id="foldings">$foldings</script>
<script type="module">
"""
    + bundle.BEGINNING
    + """const hints = $hints;
player(context, hints).show(JSON.parse(document.getElementById("foldings").textContent));
</script>
</body>
</html>
"""
)


def html_file(title: str, drawn: PlayedGraph, expression: str = "", words: str = "") -> str:
    """The page with all foldings in it, the first of them shown at its start. `expression` is the text that they are
    of, `words` what there is to see. The views are the app's own."""
    files = assets.current()
    widgets = files.text("shared/widgets.css")
    styles = {
        name: widgets + "".join(files.text(sheet) for sheet in files.sheets_of(drawing))
        for name, drawing in VIEWS.items()
    }
    # A title made of the expression says it already.
    shown = "" if expression.strip() in ("", title) else f"<pre>{html.escape(expression)}</pre>"
    return PAGE.substitute(
        title=html.escape(title),
        expression=shown,
        words=f"<p>{html.escape(words)}</p>" if words else "",
        theme=files.text("theme.css"),
        importmap=embedded({"imports": bundle.imports(files, MODULES)}),
        foldings=embedded_graph(drawn),
        hints=embedded(HINTS),
        styles=embedded(styles),
        views=embedded(VIEWS),
    )
