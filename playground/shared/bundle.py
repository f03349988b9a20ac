"""Modules of static/ for a page that has no server to fetch them from."""

from __future__ import annotations

import base64
import functools
import posixpath
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.shared.assets import Assets

# An import or export at the beginning of a line, over as many lines as it takes. What types are imported from stands in
# comments, which are no matter here.
RELATIVE = re.compile(r'^((?:import|export)\s(?:[^;"]*?\sfrom\s)?)"(\.{1,2}/[^"\n]+)"', re.MULTILINE)


# What the script of a file that plays begins with: its theme and large type, and each of its $views in its place.
BEGINNING = """import { createContext } from "shared/context.js";
import { player } from "shared/played.js";
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
const views = $views;
const modules = await Promise.all(Object.values(views).map((drawing) => import(drawing + ".js")));
for (const [at, [name, style]] of Object.entries(styles).entries()) {
  const shadow = document.getElementById(name).attachShadow({ mode: "open" });
  shadow.innerHTML = "<style>" + style + "</style>";
  const root = document.createElement("div");
  root.style.height = "100%";
  shadow.append(root);
  modules[at].draw(root, context);
}
"""


def imports(files: Assets, asked: Iterable[str]) -> dict[str, str]:
    """The "imports" of an import map: the modules that are asked for by their path in static/, and all that these
    import, each at a data: address. There is nothing that a relative path could be relative to in such an address; so
    each module is given its path for a name, by which the others import it. Raises KeyError for a module that is not
    there."""
    return {
        path: "data:text/javascript;base64,"
        + base64.b64encode(by_name(files.text(path), path).encode()).decode()
        for path in closure(files, tuple(asked))
    }


@functools.lru_cache(maxsize=16)
def closure(files: Assets, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The paths of the modules that are asked for and of all that these import, those first that are asked for. Raises
    KeyError for a module that is not there."""
    found: dict[str, None] = dict.fromkeys(asked)
    waiting = list(asked)
    while waiting:
        path = waiting.pop(0)
        new = [one for one in imported(files.text(path), path) if one not in found]
        found.update(dict.fromkeys(new))
        waiting += dict.fromkeys(new)
    return tuple(found)


def imported(source: str, path: str) -> list[str]:
    """The paths in static/ of what the module at `path` imports, in the order in which it does."""
    return [_joined(path, found[2]) for found in RELATIVE.finditer(source)]


def by_name(source: str, path: str) -> str:
    """The module with each relative import replaced by the path in static/."""
    return RELATIVE.sub(lambda found: f'{found[1]}"{_joined(path, found[2])}"', source)


def _joined(path: str, relative: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), relative))
