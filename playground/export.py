"""A trace as one self-contained HTML file, which steps and plays in any browser with no server and no network."""

from __future__ import annotations

import base64
import html
import json
from pathlib import Path
from string import Template
from typing import Any

import numpy as np

STATIC = Path(__file__).resolve().parents[1] / "static"
VIEWS = ("graph", "arithmetic", "transport")

PAGE = Template("""<!DOCTYPE html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
$theme
body { margin: 0; height: 100vh; display: flex; flex-direction: column; background: var(--paper); }
h1 { margin: 0; padding: 8px 16px; font: 600 var(--large) var(--font); }
#graph { flex: 1 1 0; min-height: 240px; }
</style>
<script type="importmap">$importmap</script>
</head>
<body>
<h1>$title</h1>
<div id="graph"></div>
<div id="arithmetic"></div>
<div id="transport"></div>
<script type="application/json" id="trace">$trace</script>
<script type="module">
import { publish } from "stage";
const styles = $styles;
for (const [name, style] of Object.entries(styles)) {
  const { draw } = await import(name + "-view");
  const shadow = document.getElementById(name).attachShadow({ mode: "open" });
  shadow.innerHTML = "<style>" + style + "</style>";
  const root = document.createElement("div");
  root.style.height = "100%";
  shadow.append(root);
  draw(root);
}
const trace = JSON.parse(document.getElementById("trace").textContent);
const bytes = Uint8Array.from(atob(trace.numbers), (letter) => letter.charCodeAt(0));
publish("trace", { ...trace, numbers: new Float64Array(bytes.buffer) });
</script>
</body>
</html>
""")


def html_file(title: str, trace: dict[str, Any]) -> str:
    """The page with the whole trace in it; `trace` is the message of topic "trace". The views are the app's own."""
    modules = {path.stem: _module(path) for path in sorted((STATIC / "shared").glob("*.js"))}
    modules |= {f"{name}-view": _module(STATIC / "views" / f"{name}.js") for name in VIEWS}
    widgets = (STATIC / "widgets.css").read_text()
    styles = {name: widgets + (STATIC / "views" / f"{name}.css").read_text() for name in VIEWS}
    numbers = base64.b64encode(np.asarray(trace["numbers"], np.float64).tobytes()).decode()
    return PAGE.substitute(
        title=html.escape(title),
        theme=(STATIC / "theme.css").read_text(),
        importmap=_embedded({"imports": modules}),
        trace=_embedded({**trace, "numbers": numbers}),
        styles=_embedded(styles),
    )


def _module(path: Path) -> str:
    return "data:text/javascript;base64," + base64.b64encode(path.read_bytes()).decode()


def _embedded(value: Any) -> str:
    """JSON that cannot end the script element it stands in. Expressions are text that somebody typed."""
    return json.dumps(value).replace("<", "\\u003c")
