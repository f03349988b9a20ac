"""The package as it is handed on: built, installed where no checkout is at hand, and served from there."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import playground

ROOT = Path(__file__).resolve().parents[2]
NAME = f"backprop_playground-{playground.__version__}"
BIN = "Scripts" if sys.platform == "win32" else "bin"
LEFT_BEHIND = {"__pycache__", ".pytest_cache"}  # by tools, in a checkout

pytestmark = pytest.mark.package


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with the source archive, and the wheel that was built from that."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """The folder of an environment in which the wheel is installed; what the wheel needs comes from this one's."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / BIN / "python"
    run(
        *(sys.executable, "-m", "pip", "--python", python, "install"),
        *("--quiet", "--no-index", "--no-deps", "--no-compile", built / f"{NAME}-py3-none-any.whl"),
    )
    # Folders named in a .pth file are searched last, and the .pth files in them are not read: so an editable install
    # of the checkout is not found by this one.
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (packages / "what_it_needs.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return folder


def run(*command: str | Path, folder: Path | None = None) -> str:
    done = subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env={
            name: value for name, value in os.environ.items() if name != "PYTHONPATH"
        },  # it may name a checkout
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(*command: str | Path, folder: Path) -> Iterator[str]:
    """Runs a server, in a folder, on a free port; the address where it answers."""
    port = free_port()
    with (folder / "server.log").open("w+") as log:
        process = subprocess.Popen(
            [*map(str, command), "--port", str(port)], cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            wait_for(port, process, folder / "server.log")
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("localhost", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


def fetch(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, ""


def title_of(page: str) -> str:
    found = re.search(r"<title>\s*(.*?)\s*</title>", page, re.DOTALL)
    assert found, page
    return found.group(1)


def test_the_command_serves_the_page_and_its_modules_from_any_folder(installed, tmp_path):
    with served(installed / BIN / "backprop-playground", folder=tmp_path) as address:
        status, page = fetch(f"{address}/playground")
        assert status == 200
        assert title_of(page) == "Backprop playground"
        assert (
            "A playground that shows how backpropagation works, step by step." in page
        )  # templates/index.html is there
        status, module = fetch(f"{address}/playground-assets/0/shared/stage.js")
        assert (status, module) == (200, (ROOT / "static/shared/stage.js").read_text())
        # Bokeh has no second way to the same files.
        assert fetch(f"{address}/playground/static/shared/stage.js")[0] == 404


def test_panel_serve_in_a_checkout_takes_nothing_from_what_is_installed(installed, tmp_path):
    checkout = tmp_path / "checkout"
    for name in ("engine", "playground", "static"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    app = checkout / "playground" / "app.py"
    app.write_text(app.read_text().replace('TITLE = "', 'TITLE = "Changed: '))
    stage = checkout / "static" / "shared" / "stage.js"
    stage.write_text("// changed")
    # -P: as the command `panel`, and unlike `python -m panel`, it does not search the folder in which it is run.
    panel = (installed / BIN / "python", "-P", "-m", "panel")
    with served(*panel, "serve", "playground", folder=checkout) as address:
        assert title_of(fetch(f"{address}/playground")[1]) == "Changed: Backprop playground"
        assert fetch(f"{address}/playground-assets/0/shared/stage.js")[1] == "// changed"


def test_the_engine_and_its_data_come_with_it(installed, tmp_path):
    program = """
import engine, playground
print(playground.__version__, engine.datasets.mnist.mnist().images.shape[1])
print(engine.__file__)
"""
    said, place = run(installed / BIN / "python", "-P", "-c", program, folder=tmp_path).split("\n")[:2]
    assert said == f"{playground.__version__} 784"
    assert Path(place).is_relative_to(installed.resolve())


def test_the_wheel_has_all_files_of_the_app_and_nothing_else(built):
    with zipfile.ZipFile(built / f"{NAME}-py3-none-any.whl") as wheel:
        there = {name for name in wheel.namelist() if ".dist-info/" not in name}
    expected = {
        path.replace("static/", "playground/static_files/", 1) if path.startswith("static/") else path
        for path in files_of("engine", "playground", "static")
    }
    assert there == expected
    assert {"engine/py.typed", "playground/py.typed"} <= there


def test_the_source_archive_has_what_is_needed_to_build_test_and_lock_it(built):
    with tarfile.open(built / f"{NAME}.tar.gz") as archive:
        there = {name.removeprefix(f"{NAME}/") for name in archive.getnames()}
    assert files_of("engine", "playground", "static", "tests", "requirements") <= there
    assert {"Makefile", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"} <= there


def files_of(*folders: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not LEFT_BEHIND & set(path.parts)
    }
