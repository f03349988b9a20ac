"""Keeps the shape of the house: which way imports point, no shared mutable state, nothing from outside.

main, app_hooks -> app -> the pages' arrangements -> views -> controllers, payloads, session and the like -> engine
"""

import ast
import functools
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from each import of_each

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*ROOT.glob("engine/**/*.py"), *ROOT.glob("playground/**/*.py")])
PAGES = tuple(sorted(path.parent.name for path in ROOT.glob("playground/*/page.py")))
BASE_OF_VIEWS = "playground.shared.view"
VIEWS = {
    "playground.frame",
    "playground.shared.view",
    "playground.shared.views",
} | {f"playground.{page}.views" for page in PAGES}
ARRANGEMENTS = {"playground.shared.arrangement"} | {f"playground.{page}.page" for page in PAGES}
MUTABLE_CALLS = {"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"}
MUTATORS = {
    "append",
    "extend",
    "insert",
    "add",
    "update",
    "setdefault",
    "pop",
    "popitem",
    "remove",
    "discard",
    "clear",
}
NAMESPACES = ("http://www.w3.org/",)  # names that look like addresses and are never asked
LOCAL = re.compile(r"https?://(localhost|127\.0\.0\.1)\b")


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@functools.cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


@functools.cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, anywhere in it; `from package import name` is package.name too."""
    return tuple(_imports_of(path))


def _imports_of(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, (
                f"{path.name}:{node.lineno}: a relative import; it would load a second copy"
            )
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def height(module: str) -> int:
    """The floor of a module: imports go to the same floor or down."""
    if is_in(module, "engine"):
        return 0
    if any(is_in(module, view) for view in VIEWS):
        return 2
    if is_in(module, "playground.serving") or module in ARRANGEMENTS:
        return 3
    upper = {
        "playground.app": 4,
        "playground.visit": 4,
        "playground.pages": 4,
        "playground.sitting": 4,
        "playground.sketches": 3,
        "playground.main": 5,
        "playground.app_hooks": 5,
        "playground.command_line": 5,
    }
    return upper.get(module, 1)


def in_the_house(module: str) -> bool:
    return (is_in(module, "engine") or is_in(module, "playground")) and (
        (ROOT / Path(*module.split("."))).is_dir()
        or (ROOT / Path(*module.split("."))).with_suffix(".py").is_file()
    )


def each_module(package: str) -> list[Path]:
    return [path for path in MODULES if is_in(module_name(path), package)]


@of_each(each_module("engine"))
def test_the_engine_imports_numpy_and_the_standard_library_only(path):
    for imported in imports_of(path):
        top = imported.split(".")[0]
        assert top in {"engine", "numpy"} or top in sys.stdlib_module_names, (
            f"{module_name(path)} imports {imported}"
        )


def part_of_the_engine(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_the_folders_of_the_engine_import_each_other_in_one_direction():
    read: dict[str, set[str]] = {}
    for path in ROOT.glob("engine/*/**/*.py"):
        here = part_of_the_engine(module_name(path))
        there = {part_of_the_engine(name) for name in imports_of(path) if name.startswith("engine.")}
        read.setdefault(here, set()).update(there - {here})
    order = tuple(TopologicalSorter(read).static_order())  # CycleError where there is none
    assert order.index("engine.ops") < order.index("engine.graphs") < order.index("engine.training")


@of_each(each_module("playground"))
def test_imports_point_down(path):
    module = module_name(path)
    for imported in filter(in_the_house, imports_of(path)):
        if imported in {"playground", "playground.frame"}:
            continue  # the package on the way to a module, empty itself
        assert height(imported) <= height(module), f"{module} imports {imported}, which stands above it"


@of_each(each_module("playground"))
def test_a_page_imports_no_other_page(path):
    module = module_name(path)
    for page in PAGES:
        if is_in(module, f"playground.{page}"):
            for imported in imports_of(path):
                others = [
                    other for other in PAGES if other != page and is_in(imported, f"playground.{other}")
                ]
                assert not others, f"{module} imports {imported}"


def test_each_page_is_a_folder_here_and_in_static_and_a_name_in_the_session():
    from playground.app import PAGES_BY_NAME
    from playground.session import PAGES as NAMES

    assert set(NAMES) == set(PAGES) == set(PAGES_BY_NAME)
    for name, page in PAGES_BY_NAME.items():
        assert page.name == name
        assert (ROOT / "static" / name).is_dir()
        assert {view.__module__.split(".")[1] for view in page.whole.views()} >= {name}


@of_each(each_module("playground.shared"))
def test_what_pages_share_imports_no_page(path):
    for imported in imports_of(path):
        assert not any(is_in(imported, f"playground.{page}") for page in PAGES), (
            f"{path.name} imports {imported}"
        )


@of_each(path for path in MODULES if height(module_name(path)) == 2)
def test_a_view_imports_no_view_but_their_base(path):
    module = module_name(path)
    for imported in filter(in_the_house, imports_of(path)):
        if height(imported) == 2 and imported != "playground.frame":
            assert imported == BASE_OF_VIEWS, f"{module} imports {imported}"


@of_each(each_module("playground"))
def test_what_stands_below_the_views_knows_no_panel(path):
    module = module_name(path)
    if height(module) != 1:
        return
    for imported in imports_of(path):
        assert imported.split(".")[0] not in {"panel", "bokeh"}, f"{module} imports {imported}"


@of_each(MODULES)
def test_nothing_mutable_at_module_level(path):
    """One server process serves everybody: what a module holds, all visitors share.

    A constant table in UPPER_CASE may be a list, a dict or a set; then nothing may change it. main.py alone
    is run anew for each visitor.
    """
    if module_name(path) == "playground.main":
        return
    tree = tree_of(path)
    tables: set[str] = set()
    for node in tree.body:
        for name, value in assignments(node):
            if not is_mutable(value):
                continue
            constant = re.fullmatch(r"_?[A-Z][A-Z0-9_]*|__all__", name)
            assert constant, f"{path.name}:{node.lineno}: {name} is mutable and shared by all visitors"
            tables.add(name)
    for node in nodes_of(path):
        assert not isinstance(node, ast.Global), f"{path.name}:{node.lineno}: a global that is changed"
        for name in changed_names(node):
            assert name not in tables, f"{path.name}:{node.lineno}: the table {name} is changed"


def assignments(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.target, ast.Name):
        yield node.target.id, node.value


def is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    if isinstance(value, ast.Call):
        called = value.func
        name = (
            called.id
            if isinstance(called, ast.Name)
            else called.attr
            if isinstance(called, ast.Attribute)
            else ""
        )
        return name in MUTABLE_CALLS
    return False


def changed_names(node: ast.AST) -> Iterator[str]:
    """Names whose contents this node changes: name[...] = x, del name[...], name.append(x)."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        if isinstance(node.value, ast.Name):
            yield node.value.id
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in MUTATORS
        and isinstance(node.func.value, ast.Name)
    ):
        yield node.func.value.id


@of_each(MODULES)
def test_nothing_is_evaluated(path):
    if module_name(path) == "engine.graphs.straight_line_code":
        return  # it writes code of its own, none of it typed: its test holds it to that
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec"}, f"{path.name}:{node.lineno}: {node.func.id}"


def served_files() -> list[Path]:
    texts = {".py", ".js", ".css", ".html", ".svg", ".json"}
    return [
        path
        for folder in ("engine", "playground", "static")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in texts
    ]


@of_each(served_files())
def test_nothing_is_asked_from_another_host(path):
    text = path.read_text(encoding="utf-8")
    for found in re.finditer(r"(?:https?|wss?)://[\w.-]*\S*", text):
        address = found.group()
        assert address.startswith(NAMESPACES) or LOCAL.match(address), f"{path.name} names {address}"
    if path.suffix in {".js", ".css", ".html", ".svg"}:
        leading = re.search(r"""(?:["'(=]\s*)//[\w-]+\.\w""", text)
        assert leading is None, f"{path.name} names {leading and leading.group()}"


def test_test_folders_are_not_packages():
    # tests/engine/__init__.py would hide the package `engine`.
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_every_folder_of_modules_is_a_package():
    # What setuptools finds and installs are folders with an __init__.py.
    assert {path.parent for path in MODULES} == {
        path.parent for path in MODULES if path.name == "__init__.py"
    }


class TestTheseTestsSeeWhatTheyLookFor:
    """The checks above are only worth something if they fail when they should."""

    @pytest.mark.parametrize(
        "source",
        ["cache = {}", "seen: list[int] = []", "rows = [1 for _ in ()]", "queue = deque()", "x = y = set()"],
    )
    def test_mutable_assignments(self, source):
        assert any(is_mutable(value) for node in ast.parse(source).body for _, value in assignments(node))

    @pytest.mark.parametrize("source", ["T[0] = 1", "del T['a']", "T.append(2)", "T['a'] += 1"])
    def test_changes_of_a_table(self, source):
        assert "T" in {name for node in ast.walk(ast.parse(source)) for name in changed_names(node)}

    def test_floors(self):
        order = [
            "engine.graphs.graph",
            "playground.session",
            "playground.graph.views",
            "playground.graph.page",
            "playground.app",
            "playground.main",
        ]
        assert [height(module) for module in order] == [0, 1, 2, 3, 4, 5]
