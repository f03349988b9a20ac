"""What is pinned in requirements/ and package-lock.json: all that is asked for, in allowed versions, by hash."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import playground

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNS = PROJECT["project"]["dependencies"]
BUILDS = PROJECT["build-system"]["requires"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
LOCKS = sorted(path.name for path in (ROOT / "requirements").glob("*.txt"))


def pinned(name: str) -> list[tuple[Requirement, int]]:
    """What a file pins, each with the number of its hashes."""
    text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(Requirement(line.partition(" --hash=")[0]), line.count(" --hash=sha256:")) for line in lines]


def versions(name: str, python: str) -> dict[str, str]:
    """Package -> version that is installed with that Python, on Linux."""
    here = {"python_version": python, "python_full_version": f"{python}.1", "sys_platform": "linux"}
    chosen: dict[str, str] = {}
    for requirement, _ in pinned(name):
        if requirement.marker is None or requirement.marker.evaluate(here):
            package = canonicalize_name(requirement.name)
            assert package not in chosen, f"{package} is pinned twice for Python {python}"
            chosen[package] = str(requirement.specifier).removeprefix("==")
    return chosen


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(
    ("name", "asked"), [("serve.txt", [*RUNS, *BUILDS]), ("test.txt", [*RUNS, *BUILDS, *EXTRAS["test"]])]
)
def test_all_that_is_asked_for_is_pinned_in_a_version_that_is_allowed(name, asked, python):
    chosen = versions(name, python)
    for requirement in map(Requirement, asked):
        version = chosen.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in {name}: make lock"
        assert requirement.specifier.contains(version), f"{name} has {requirement.name} {version}: make lock"


@pytest.mark.parametrize("python", PYTHONS)
def test_the_tests_run_with_what_is_served_with(python):
    assert versions("serve.txt", python).items() <= versions("test.txt", python).items()


@pytest.mark.parametrize("name", LOCKS)
def test_each_is_one_version_with_the_hashes_of_its_files_and_of_no_certain_registry(name):
    requirements = pinned(name)
    assert requirements
    for requirement, hashes in requirements:
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes >= 1, f"{requirement.name} has no hash"
    text = (ROOT / "requirements" / name).read_text()
    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("asked", [*RUNS, *BUILDS, *EXTRAS["test"], *EXTRAS["bench"]])
def test_each_range_ends_before_the_next_release_that_may_break_us(asked):
    operators = {specifier.operator for specifier in Requirement(asked).specifier}
    assert operators & {"<", "=="}, f"{asked} has no end"


def test_the_packages_of_npm_are_pinned_by_hash_and_of_no_certain_registry():
    asked = json.loads((ROOT / "package.json").read_text())
    assert set(asked) & {"dependencies", "scripts"} == set(), "nothing of npm is needed to serve"
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert lock[""]["devDependencies"] == asked["devDependencies"]
    for name, version in asked["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} is a range"
        assert lock[f"node_modules/{name}"]["version"] == version
    for name, package in lock.items():
        if name:
            assert package["integrity"].startswith("sha512-"), name
            assert package["dev"], name
            assert "resolved" not in package, name


def test_there_is_one_version():
    cited = re.search(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    assert cited
    assert cited.group(1) == playground.__version__
    assert "version" not in PROJECT["project"]
