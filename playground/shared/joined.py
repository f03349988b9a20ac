"""All modules of a page as one, and all its style sheets: a browser fetches, compiles and keeps one file in place of
some ninety.

Each module is a function that is called once, after those that it imports, and gives what it exports; the drawings are
found in it by static/frame/importer.js. Imports and exports are lists of names, and declarations of one name each; what
is not read here is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from playground.shared import bundle

if TYPE_CHECKING:
    from playground.shared.assets import Assets

ROOM = "joined"  # joined/network.js
DRAWN = "\nexport const render = "  # in a module that Panel asks for
EVERYWHERE = ("frame", "shared")  # folders whose drawings are on more than one page
ADOPTING = "frame/adopting.js"
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[^"\n]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function\*?|function\*?|const|class) ?([\w$]+)\b)", re.MULTILINE)
LIST = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
UNREAD = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def pages(files: Assets) -> list[str]:
    """The folders that have drawings of their own."""
    return sorted({path.split("/")[0] for path in _drawn(files)} - set(EVERYWHERE))


def address_of(page: str) -> str:
    """Its path among the files."""
    return f"{ROOM}/{page}.js"


def joined(files: Assets, page: str) -> str:
    """One module that exports `modules`: by its path, what each module of the page exports. Raises ValueError for one
    that is not read here, or imports itself in a circle."""
    asked = tuple(path for path in _drawn(files) if path.split("/")[0] in (page, *EVERYWHERE))
    order = list(_in_order({path: files.text(path) for path in bundle.closure(files, asked)}))
    names = {path: f"m{number}" for number, path in enumerate(order)}
    written = [_as_function(path, files.text(path), names) for path in order]
    table = ",\n".join(f'  "{path}": {name}' for path, name in names.items())
    return "\n".join([*written, f"export const modules = {{\n{table},\n}};\n"])


def looks_of(page: str) -> str:
    """The path among the files of the script that has a page's style sheets."""
    return f"{ROOM}/{page}_looks.js"


def looks(files: Assets, page: str) -> str:
    """A script, to stand before Bokeh's: it leaves for Bokeh's module of style sheets a function that has them adopted,
    with the texts of those of the page (static/frame/adopting.js)."""
    texts = {
        path: files.text(path)
        for path in files.files
        if path.endswith(".css") and path.split("/")[0] in (page, *EVERYWHERE)
    }
    adopting = _as_function(ADOPTING, files.text(ADOPTING), {ADOPTING: "looks"})
    call = f"(dom) => looks.adopt(dom, {json.dumps(texts)})"
    return f'{{\n{adopting}\nglobalThis[Symbol.for("backprop-playground.adopt")] = {call};\n}}\n'


def _drawn(files: Assets) -> list[str]:
    return [path for path in files.files if path.endswith(".js") and DRAWN in files.text(path)]


def _in_order(sources: Mapping[str, str]) -> Iterator[str]:
    """The paths, each after those that it imports."""
    done: set[str] = set()
    begun: list[str] = []

    def visit(path: str) -> Iterator[str]:
        if path in done:
            return
        if path in begun:
            raise ValueError(f"{path} imports itself through {begun[-1]}")
        begun.append(path)
        for one in bundle.imported(sources[path], path):
            yield from visit(one)
        begun.pop()
        done.add(path)
        yield path

    for path in sources:
        yield from visit(path)


def _as_function(path: str, source: str, names: Mapping[str, str]) -> str:
    def taken(found: re.Match[str]) -> str:
        wanted = [one.strip().replace(" as ", ": ") for one in found[1].split(",") if one.strip()]
        [imported] = bundle.imported(found[0], path)
        return f"const {{ {', '.join(wanted)} }} = {names[imported]};"

    source = IMPORT.sub(taken, source)
    given = [*EXPORT.findall(source)]
    for listed in LIST.findall(source):
        given += [one.strip() for one in listed.split(",") if one.strip()]
    source = LIST.sub("", EXPORT.sub("", source))
    unread = UNREAD.search(source)
    if unread or any(" " in name for name in given):
        raise ValueError(f"{path} has what is not read here: {unread[0] if unread else given}")
    return f"const {names[path]} = (() => {{ // {path}\n{source}\nreturn {{ {', '.join(given)} }};\n}})();"
