"""Of Bokeh's and Panel's scripts what the pages need, as one script.

Theirs are 2.7 MB in four files, of which a browser runs all of 1,100 modules in each opening, most for figures, tables
and widgets that are not here: a third of what it has to do then. Each of their modules names those that it requires, so
what is needed follows from the models that stand on a page. Read in Bokeh 3.9 and 3.10, Panel 1.9 and 1.10.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

# What stands on the pages, by the name under which a document names it, and the module that has it, but for what Bokeh
# has always. A test looks at the pages' documents. Of other modules those are there that these require.
MODELS: Mapping[str, str] = MappingProxyType(
    {
        "Row": "@bokehjs/models/layouts/row",
        "Column": "@bokehjs/models/layouts/column",
        "ImportedStyleSheet": "@bokehjs/models/dom/stylesheets",
        "Notifications": "@bokehjs/models/ui/notifications",
        "panel.models.layout.Column": "models/column",
        "panel.models.esm.ReactiveESM": "models/reactive_esm",
    }
)
BOKEH, WIDGETS, PANEL = "bokeh.min.js", "bokeh-widgets.min.js", "panel.min.js"
# Bokeh's own module that requires all of its models and registers them.
ALL_MODELS = "models/main"
# What has been left for Bokeh's module of style sheets, before any of them is used: playground/shared/joined.py.
ADOPTING = 'globalThis[Symbol.for("backprop-playground.adopt")]?.(e("@bokehjs/core/dom"))'

FIRST = re.compile(r"\n *\}\)\n\([\[{]\n")
LAST = re.compile(r"\n[\]}], \"?(\w+)\"?, (\{[^{}]*\}), \{[^{}]*\}\);\}\);\s*$")
MODULE = re.compile(r"^(?:\"?(\w+)\"?: )?(function) _\(", re.MULTILINE)
REQUIRE = re.compile(r"function _\(([\w$]+)")


class UnknownScriptError(ValueError):
    """The scripts are written in another way than is known here."""


@dataclass(frozen=True)
class Part:
    """One of their scripts taken apart: what stands before its modules, these by their ids, and after them."""

    head: str
    modules: Mapping[str, str]  # id -> "function _(require, ...) {...}"
    aliases: Mapping[str, str]  # path -> id
    entry: str
    tail: str


def taken_apart(script: str) -> Part:
    """Raises UnknownScriptError."""
    first, last = FIRST.search(script), LAST.search(script)
    if first is None or last is None:
        raise UnknownScriptError("where the modules begin and end")
    body = script[first.end() : last.start() + 1]
    begins = list(MODULE.finditer(body))
    ends = [*(one.start() for one in begins[1:]), len(body)] if begins else []
    modules = {
        one[1] or str(number): body[one.start(2) : end].rstrip().removesuffix(",")
        for number, (one, end) in enumerate(zip(begins, ends, strict=True))
    }
    aliases = {path: str(one) for path, one in json.loads(last[2]).items()}
    if not set(aliases.values()) <= set(modules) or last[1] not in modules:
        raise UnknownScriptError("the modules that it lists")
    return Part(script[: first.end()], modules, aliases, last[1], script[last.start() :])


def required(module: str) -> set[str]:
    """What a module requires, by id or path; and perhaps more, since names are short here and used for other things."""
    found = REQUIRE.match(module)
    if found is None:
        raise UnknownScriptError("a module")
    asks = re.compile(rf"(?<![\w$.]){re.escape(found[1])}\((?:\"([^\"\n]+)\"|(\d+))\)")
    return {path or number for path, number in asks.findall(module)}


def needed(bokeh: str, widgets: str, panel: str, models: Iterable[str] = tuple(MODELS.values())) -> str:
    """One script of these three: what their own beginnings require, and these models. Raises UnknownScriptError."""
    parts = [taken_apart(script) for script in (bokeh, widgets, panel)]
    core, _, plugin = parts
    wanted = set(models)
    of_bokeh, of_panel = (
        sorted(one for one in wanted if "@" in one),
        sorted(one for one in wanted if "@" not in one),
    )
    replaced = {core.aliases.get(ALL_MODELS, ""): _registering("Bokeh", of_bokeh, ADOPTING)}
    replaced |= {part.entry: _registering("Panel", of_panel if part is plugin else []) for part in parts[1:]}
    if "" in replaced:
        raise UnknownScriptError(ALL_MODELS)
    every = {name: source for part in parts for name, source in part.modules.items()} | replaced
    paths = {path: one for part in parts for path, one in part.aliases.items()}

    def id_of(name: str) -> str | None:
        path = name.removeprefix("@bokehjs/")
        found = name if name in every else paths.get(path) or paths.get(f"{path}/index")
        if found is None and name.startswith("@bokehjs/"):
            raise UnknownScriptError(f"no module {name}")
        return found

    kept: set[str] = set()
    waiting = [part.entry for part in parts]
    while waiting:
        one = waiting.pop()
        if one not in kept:
            kept.add(one)
            waiting += [found for name in required(every[one]) if (found := id_of(name)) is not None]
    return "\n".join(_written(part, every, kept) for part in parts)


def _registering(what: str, models: list[str], then: str = "") -> str:
    """A module that requires these models and has Bokeh know them; it exports them under one name, as theirs do."""
    requires = ",".join(f'e("{one}")' for one in models)
    return (
        f"function _(e,t,n){{const found=Object.assign({{}},...[{requires}]);"
        f'n.{what}=found;e("@bokehjs/base").register_models(found);{then}}}'
    )


def _written(part: Part, every: Mapping[str, str], kept: set[str]) -> str:
    """The script again, with those of its modules that are kept."""
    is_list = part.head.rstrip().endswith("[")
    if is_list:  # a module's id is its place
        modules = [every[one] if one in kept else "" for one in part.modules]
    else:
        modules = [f'"{one}": {every[one]}' for one in part.modules if one in kept]
    return part.head + ",\n".join(modules) + part.tail


@functools.cache
def script() -> bytes | None:
    """That of the Bokeh and Panel that are installed; None where they are written in another way than is known here:
    then their own are sent."""
    static = importlib.resources.files("bokeh.server") / "static" / "js"
    read: Callable[[Path], str] = lambda path: path.read_text("utf-8")  # noqa: E731
    try:
        bokeh, widgets = (read(Path(str(static / name))) for name in (BOKEH, WIDGETS))
        panel = read(Path(str(importlib.resources.files("panel") / "dist" / PANEL)))
        return needed(bokeh, widgets, panel).encode()
    except (OSError, UnknownScriptError):
        return None
