"""A trace as one self-contained HTML file, which steps and plays in any browser with no server and no network."""

from __future__ import annotations

import base64
import html
from string import Template
from typing import Any

import numpy as np

from playground.shared import assets, bundle
from playground.shared.packing import Message, written

ROOM = "shared/stepping"
VIEWS = ("graph", "arithmetic", "transport")
MODULES = ("shared/context.js", *(f"{ROOM}/{name}.js" for name in VIEWS))

PAGE = Template("""<!DOCTYPE html>
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
pre { flex: 1 1 auto; max-height: 4.5em; margin: 0; overflow: auto; color: var(--ink-soft);
  font: var(--type)/1.4 var(--mono); white-space: pre-wrap; }
header kbd { color: var(--ink-soft); font: var(--small) var(--font); }
#graph { flex: 1 1 0; min-height: 160px; }
#arithmetic, #transport { flex: 0 0 auto; }
noscript { padding: 16px; }
@media (max-width: 600px) { header kbd { display: none; } }
</style>
<script type="importmap">$importmap</script>
</head>
<body>
<header><h1>$title</h1>$expression<kbd>Space plays, ← → step, F: large</kbd></header>
<main id="graph"></main>
<div id="arithmetic"></div>
<div id="transport"></div>
<noscript>This page is drawn by the script that is in it; let it run.</noscript>
<script type="application/json" id="trace">$trace</script>
<script type="module">
import { createContext } from "shared/context.js";
const page = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = () => (page.dataset.theme = dark.matches ? "dark" : "light");
dark.addEventListener("change", dress);
dress();
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
  page.dataset.projector = page.dataset.projector === "on" ? "off" : "on";
});
const context = createContext();
const styles = $styles;
for (const [name, style] of Object.entries(styles)) {
  const { draw } = await import("$room/" + name + ".js");
  const shadow = document.getElementById(name).attachShadow({ mode: "open" });
  shadow.innerHTML = "<style>" + style + "</style>";
  const root = document.createElement("div");
  root.style.height = "100%";
  shadow.append(root);
  draw(root, context);
}
const trace = JSON.parse(document.getElementById("trace").textContent);
const bytes = Uint8Array.from(atob(trace.numbers), (letter) => letter.charCodeAt(0));
context.stage.publish("trace", { ...trace, numbers: new Float64Array(bytes.buffer) });
</script>
</body>
</html>
""")


def html_file(title: str, trace: dict[str, Any], expression: str = "") -> str:
    """The page with the whole trace in it, the cursor where the message has it; `trace` is the message of topic
    "trace", `expression` the text that it is of. The views are the app's own."""
    files = assets.current()
    widgets = files.text("shared/widgets.css")
    styles = {name: widgets + files.text(f"{ROOM}/{name}.css") for name in VIEWS}
    styles["graph"] += ".fold { display: none }"  # another folding is another trace: the server's work
    numbers = base64.b64encode(np.asarray(trace["numbers"], "<f8").tobytes()).decode()
    # A title made of the expression says it already.
    shown = "" if expression.strip() in ("", title) else f"<pre>{html.escape(expression)}</pre>"
    return PAGE.substitute(
        title=html.escape(title),
        expression=shown,
        theme=files.text("theme.css"),
        room=ROOM,
        importmap=_embedded({"imports": bundle.imports(files, MODULES)}),
        trace=_embedded({**trace, "numbers": numbers}),
        styles=_embedded(styles),
    )


def _embedded(value: Message) -> str:
    """JSON that cannot end the script element it stands in. Expressions are text that somebody typed."""
    return written(value).replace("<", "\\u003c")
