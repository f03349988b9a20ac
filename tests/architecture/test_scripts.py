"""Keeps the shape of static/: which way imports point, nothing evaluated, nothing held by a module, types that say what
crosses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from each import of_each

from playground.shared import assets, joined

ROOT = Path(__file__).resolve().parents[2]
IMPORTER = ROOT / "static" / "frame" / "importer.js"  # no module: it stands in for what Panel imports by
# No modules either: they stand before all others.
NO_LINE = ROOT / "static" / "frame" / "no_line.js"
SCRIPTS = sorted({*(ROOT / "static").rglob("*.js")} - {IMPORTER, NO_LINE})
IMPORTED = re.compile(r'^(?:import|export)\s(?:[^;"]*?\sfrom\s)?"([^"\n]+)"', re.MULTILINE)


def room_of(path: Path) -> str:
    """The first folder in static/ of a file there; "" for what stands in none."""
    parts = path.resolve().relative_to((ROOT / "static").resolve()).parts
    return parts[0] if len(parts) > 1 else ""


def script_id(path: Path) -> str:
    return str(path.relative_to(ROOT))


@of_each(SCRIPTS)
def test_a_script_imports_its_own_room_and_what_is_shared(path):
    for address in IMPORTED.findall(path.read_text(encoding="utf-8")):
        assert address.startswith(("./", "../")), (
            f"{script_id(path)} imports {address}, which is no relative path"
        )
        imported = path.parent / address
        assert imported.is_file(), f"{script_id(path)} imports {address}, which is not there"
        assert room_of(imported) in {room_of(path), "shared"}, f"{script_id(path)} imports {address}"


@pytest.mark.parametrize("page", joined.pages(assets.current()))
def test_the_scripts_of_a_page_can_be_joined(page):
    """Imports and exports are written as playground/shared/joined.py reads them, and in no circle."""
    assert joined.joined(assets.current(), page)


@of_each(SCRIPTS)
def test_a_script_evaluates_nothing_and_imports_at_its_top(path):
    code = without_comments(path.read_text(encoding="utf-8"))
    found = re.search(r"\beval\(|\bnew Function\b|\bimport\(|\bdocument\.write\b", code)
    assert found is None, f"{script_id(path)} has {found and found.group()}"


@of_each(SCRIPTS)
def test_a_script_holds_nothing_that_changes(path):
    """Two drawings may stand in one document: what a module held, they would share. A page's own is in its context."""
    found = list(script_state(without_comments(path.read_text(encoding="utf-8"))))
    assert not found, f"{script_id(path)}: {found[0]}"


def script_state(code: str) -> Iterator[str]:
    """What stands at the left edge of a script and holds something that changes, or does something by itself. A table
    in UPPER_CASE may be an array, an object, a map or a set; then nothing may change it."""
    tables = set(re.findall(r"^(?:export )?const ([A-Z][A-Z0-9_]*) = ", code, re.MULTILINE))
    for line in code.splitlines():
        if re.match(r"(?:export )?(?:let|var)\b", line):
            yield line
        held = re.match(r"(?:export )?const (\w+) =\s*\(?\s*(?:new |\[|\{)(?!.*=>)", line)
        if held and held[1] not in tables:
            yield line
        if re.match(
            r"(?!import\b|export\b|const\b|function\b|async\b|class\b)[A-Za-z_$][\w$.]*\s*(?:\(|=(?!=))", line
        ):
            yield line
    for name in tables:
        changed = re.search(
            rf"\b{name}(?:\[[^\]]*\]|\.\w+)?\s*(?:[-+*/|&?]{{0,2}}=(?![=>])|\.(?:push|pop|shift|unshift|splice|sort|set|add|delete|clear)\()",
            re.sub(rf"^(?:export )?const {name} = ", "", code, flags=re.MULTILINE),
        )
        if changed:
            yield changed.group()


def without_comments(source: str) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", source, flags=re.DOTALL | re.MULTILINE)


# So many times a script says `any` where it could say what it means. Whoever types one takes it off the number, which
# never rises: an `any` that must stay has its reason on its line, or on the line above, after "// any: ".
UNTYPED = 5
ANY = re.compile(r"(?<=[:<(|,{])\s?any(?=\s*(?:[\[\]|,>)};=&]))")


def untyped(source: str) -> int:
    """How many types in the comments of a script are `any` without a reason."""
    lines = source.splitlines()
    count = 0
    for before, line in zip(["", *lines], lines, strict=False):
        further = re.findall(
            r"^\s*\* .*$", line
        )  # a line of a longer comment, whose braces may open elsewhere
        types = further or re.findall(r"\{.*\}", "".join(re.findall(r"/\*\*.*?(?:\*/|$)", line)))
        if "// any: " not in before + line:
            count += len(ANY.findall("".join(types)))
    return count


def test_no_more_is_left_untyped_than_was():
    left = sum(untyped(path.read_text(encoding="utf-8")) for path in SCRIPTS)
    assert left <= UNTYPED, f"{left} types are `any` without a reason, {UNTYPED} were: say what crosses"
    assert left == UNTYPED, f"only {left} types are `any` now: let UNTYPED say so, that it stays"


SCRIPT_TESTS = sorted((ROOT / "tests" / "static").rglob("*.js"))


@of_each(SCRIPT_TESTS)
def test_the_tests_of_scripts_mirror_the_folders_of_static(path):
    folder = ROOT / "static" / path.parent.relative_to(ROOT / "tests" / "static")
    assert folder.is_dir(), f"{script_id(path)} stands where static has no folder"
    name = re.sub(r"\.(test|types|written|plain)\.js$", "", path.name)
    assert list(folder.glob(f"{name}.*")), f"{script_id(path)} is named after no file"


class TestTheseTestsSeeWhatTheyLookFor:
    """The checks above are only worth something if they fail when they should."""

    @pytest.mark.parametrize(
        "source",
        [
            "let made = 0;",
            "export let trace = null;",
            "const listeners = new Map();",
            "const waiting = [];",
            "const seen = /* all */ ({});",
            "onTheme(() => {});",
            "document.title = 'x';",
            "const TABLE = [1];\nfunction f() {\n  TABLE.push(2);\n}",
            "const TABLE = {};\nfunction f(key) {\n  TABLE[key] = 2;\n}",
        ],
    )
    def test_state_of_a_script(self, source):
        assert list(script_state(without_comments(source)))

    @pytest.mark.parametrize(
        "source",
        [
            "const TABLE = [1];\nfunction f(key) {\n  const found = [];\n  found.push(TABLE[key] === 2);\n}",
            "const narrow = matchMedia('(max-width: 900px)');",
            "export const render = onPanel(draw);",
            'import { a } from "./a.js";\nexport async function f() {}',
        ],
    )
    def test_what_a_script_may_have(self, source):
        assert not list(script_state(without_comments(source)))

    @pytest.mark.parametrize(
        ("source", "count"),
        [
            ("/** @param {any} one @param {Map<string, any>} two */", 2),
            ("let a = /** @type {any[]} */ ([]);", 1),
            (" * @typedef {{one: any, many: number}} Pair", 1),
            (" *   one: any, few: Map<string, any>, many: number}} Group", 2),
            ("/** @param {string} any which of any of them */", 0),
            ("const any = choose(any, {any});", 0),
            ("// any: Bokeh's own\n/** @type {any} */", 0),
        ],
    )
    def test_untyped_values(self, source, count):
        assert untyped(source) == count


@of_each(SCRIPTS)
def test_elements_are_made_in_one_place(path):
    code = without_comments(path.read_text(encoding="utf-8"))
    twin = path.name == "picture.js"  # which copies elements of whatever kind
    made = path.name == "elements.js" or twin or "createElement" not in code
    assert made, f"{script_id(path)} makes an element past `make`, `html` and `shape` of elements.js"


@of_each(SCRIPTS)
def test_a_readout_is_seen_and_not_said_at_every_change(path):
    """An output is a live region by itself: one that changes as something trains or is stepped would never be silent.
    `readout` of elements.js makes one that is; what is worth saying is said once, as "announce"."""
    code = path.read_text(encoding="utf-8")
    loud = [found for found in re.findall(r"<output[^>]*>", code) if 'aria-live="off"' not in found]
    made = [] if path.name == "elements.js" else re.findall(r'\b(?:make|html)\("output"', code)
    inside = path.name == "exactly.js"  # what is told of a number is said, as a whole
    assert inside or not loud + made, f"{script_id(path)}: {loud + made}"
