"""The theme's variables hold in shadow roots, in which Bokeh defines its own."""

import re
from importlib.resources import files
from pathlib import Path

import bokeh.server

STATIC = Path(__file__).resolve().parents[2] / "static"
OF_BOKEH = {"--font-size"}  # which takes its value from a variable of the theme


def variables(text):
    return set(re.findall(r"(--[a-z][a-z0-9-]*)\s*:", text))


def test_no_variable_of_the_theme_has_another_value_in_bokehs_shadow_roots():
    script = (Path(str(files(bokeh.server))) / "static/js/bokeh.min.js").read_text(encoding="utf-8")
    theme = (STATIC / "theme.css").read_text(encoding="utf-8")
    host = re.search(
        r"\n:host \{(.*?)\n\}", (STATIC / "shared/widgets.css").read_text(encoding="utf-8"), re.DOTALL
    )
    (base,) = re.findall(r'"(:host\{--base-font:.*?)"', script)
    redefined = variables(base) & variables(theme)
    assert "--error" in redefined, "Bokeh's own variables were not found"
    assert redefined - OF_BOKEH <= variables(host[1])
