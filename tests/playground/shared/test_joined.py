"""All modules of a page as one."""

from types import MappingProxyType

import pytest

from playground.shared.assets import Asset, Assets
from playground.shared.joined import joined, pages

DRAWN = "\nexport const render = onPanel(draw);\n"
SOURCES = {
    "network/map.js": (
        '// @ts-check\nimport { a } from "../shared/stage.js";\nimport {\n  b as c,\n  d,\n} from "./edges.js";\n'
        + DRAWN
    ),
    "network/edges.js": (
        'import { a } from "../shared/stage.js";\nexport function b() {}\nexport async function* d() {}\n'
        'const e = `export const no = "${a}"`;\nexport { e };\n'
    ),
    "network/unasked.js": "",
    "graph/cards.js": DRAWN,
    "frame/channel.js": 'import { a } from "../shared/stage.js";\n' + DRAWN,
    "shared/stage.js": "export const a = 1;\nexport class F {}\n",
}


def files(**more):
    sources = {**SOURCES, **{name.replace("__", "/") + ".js": source for name, source in more.items()}}
    kept = {path: Asset("text/javascript", text.encode(), None, "digest") for path, text in sources.items()}
    return Assets(MappingProxyType(kept), "version")


def test_each_folder_with_drawings_is_a_page_but_for_what_all_pages_have():
    assert pages(files()) == ["graph", "network"]


def test_a_page_has_its_drawings_those_of_all_pages_and_what_they_import_once():
    text = joined(files(), "network")
    has = [path for path in SOURCES if f"// {path}\n" in text]
    assert has == ["network/map.js", "network/edges.js", "frame/channel.js", "shared/stage.js"]
    assert all(text.count(f"// {path}\n") == 1 for path in has)
    assert "cards" not in text


def test_a_module_comes_after_those_that_it_imports_and_takes_what_they_give():
    text = joined(files(), "network")
    places = [
        text.index(f"// {path}\n") for path in ("shared/stage.js", "network/edges.js", "network/map.js")
    ]
    assert places == sorted(places)
    assert "const { a } = m0;" in text
    assert "const { b: c, d } = m1;" in text
    assert "return { b, d, e };" in text
    assert "return { a, F };" in text
    assert '  "network/map.js": m2' in text


@pytest.mark.parametrize(
    "source",
    [
        'import * as all from "./stage.js";',
        'import "./stage.js";',
        "export default 1;",
        "export const [a, b] = [1, 2];",
        "export const { a } = {};",
        "export let a = 1;",
        "export { a as b };",
        'export { a } from "./stage.js";',
    ],
)
def test_what_is_not_read_is_refused(source):
    with pytest.raises(ValueError, match=r"shared/odd\.js"):
        joined(files(shared__odd=source + DRAWN), "network")


def test_a_circle_of_imports_is_refused():
    circle = {
        "shared__one": 'import { b } from "./two.js";' + DRAWN,
        "shared__two": 'import { a } from "./one.js";',
    }
    with pytest.raises(ValueError, match="imports itself"):
        joined(files(**circle), "network")
