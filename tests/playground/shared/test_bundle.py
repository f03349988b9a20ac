"""Modules that import each other by path, for a page without a server."""

import base64
from types import MappingProxyType

import pytest

from playground.shared.assets import Asset, Assets
from playground.shared.bundle import imports

SOURCES = {
    "network/map.js": (
        '// @ts-check\nimport { a } from "../shared/stage.js";\nimport {\n  b,\n  c,\n} from "./edges.js";\n'
    ),
    "network/edges.js": '/** @typedef {import("./types.js").Edge} Edge */\nexport { d } from "../shared/deep/d.js";\n',
    "shared/stage.js": 'const from = "./not.js";\nexport const a = from;\n',
    "shared/deep/d.js": 'import "../effects.js";\nimport { a } from "../stage.js";\nexport const d = a;\n',
    "shared/effects.js": "",
    "shared/unasked.js": "",
}


def files(sources):
    kept = {
        path: Asset("text/javascript", source.encode(), None, "digest") for path, source in sources.items()
    }
    return Assets(MappingProxyType(kept), "version")


def bundled(*asked, sources=SOURCES):
    found = imports(files(sources), asked)
    return {path: base64.b64decode(address.partition(",")[2]).decode() for path, address in found.items()}


def test_all_that_is_imported_comes_along_and_nothing_else():
    assert bundled("network/map.js").keys() == SOURCES.keys() - {"shared/unasked.js"}


def test_imports_are_by_path_in_static():
    modules = bundled("network/map.js")
    assert '} from "network/edges.js";' in modules["network/map.js"]
    assert 'import { a } from "shared/stage.js";' in modules["network/map.js"]
    assert 'export { d } from "shared/deep/d.js";' in modules["network/edges.js"]
    assert modules["shared/deep/d.js"].startswith(
        'import "shared/effects.js";\nimport { a } from "shared/stage.js";'
    )


def test_what_only_looks_like_an_import_is_left_alone():
    modules = bundled("network/map.js")
    assert modules["shared/stage.js"] == SOURCES["shared/stage.js"]
    assert 'import("./types.js")' in modules["network/edges.js"]


def test_modules_that_import_each_other_are_there_once():
    sources = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    assert bundled("a.js", sources=sources).keys() == {"a.js", "b.js"}


def test_a_module_that_is_not_there_is_told():
    with pytest.raises(KeyError, match=r"b\.js"):
        bundled("a.js", sources={"a.js": 'import { b } from "./b.js";\n'})
