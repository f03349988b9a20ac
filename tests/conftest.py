"""What tests of several parts stand on."""

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# As a server does: threads of matrix products that wait for each other cost three times the work, and the cores are
# taken by other tests. NumPy reads it when it loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pytest
from hypothesis import settings

# What one process has compiled all others read, each server that a test starts among them: so it is kept, even where
# Python is told to keep nothing.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The same examples each time: whoever changed something else is not stopped by an unlucky draw. Others are drawn with
# pytest --hypothesis-profile=default. However long an example takes on a busy machine, it is no fault.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

gc.disable()  # until all is collected, of which nothing is garbage

LONGEST = (
    900  # seconds of one test on a slow and busy machine: one that hangs fails and does not stop all others
)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process where nothing but single files is asked for, whose tests are over before a second one is there, and
    where nothing else may run while something is measured; else None: as many as there are cores."""
    named = [Path(argument.partition("::")[0]) for argument in config.args]
    return 0 if all(path.is_file() or path.name == "benchmarks" for path in named) else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Who wants no test in a browser does not wait until these, a fifth of all files, have been read."""
    unwanted = collection_path.name == "browser" and config.option.markexpr == "not browser"
    return unwanted or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The package is built and servers are started in one process: what comes first is not given to another."""
    items.sort(key=lambda item: item.path.parent.name not in ("package", "serving"))


def pytest_collection_finish() -> None:
    """What is there now stays, and is not looked through for garbage again and again; nor is what a test makes."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Ends a test that waits for what never comes, and tells where it waits."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return (yield)

    def stop(number: int, frame: object) -> None:
        raise TimeoutError(f"the test has taken more than {LONGEST} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    with _without_a_loop_that_was_left(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    with _without_a_loop_that_was_left(item):
        return (yield)


@contextmanager
def _without_a_loop_that_was_left(item: pytest.Item) -> Iterator[None]:
    """Playwright leaves a running loop in the thread of its tests, in which nothing runs between its calls: what other
    tests put off in it would never come, and those that run a loop of their own could not. (Not after a test: with the
    last one of a process its browser is closed, whatever that test was.)"""
    if item.get_closest_marker("browser"):
        yield
        return
    left = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(left)


RunElsewhere = Callable[[str, Sequence[str]], dict[str, np.ndarray]]

RUNNER = """
import contextlib, io, json, sys
import numpy as np
np.seterr(all="ignore")
for line in sys.stdin:
    source, names = json.loads(line)
    space = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(source, space)
    print(json.dumps([np.asarray(space[name]).tolist() for name in names]), flush=True)
"""


@pytest.fixture(scope="session")
def run_elsewhere() -> Iterator[RunElsewhere]:
    """run_elsewhere(source, names) -> {name: array}: runs a program in a process of its own, each in a namespace of its
    own, and returns what those names stand for at its end."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", RUNNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def run(source: str, names: Sequence[str]) -> dict[str, np.ndarray]:
        print(json.dumps([source, list(names)]), file=process.stdin, flush=True)
        answer = process.stdout.readline()
        assert answer, f"the program failed:\n{source}"
        return {
            name: np.asarray(value, dtype=float)
            for name, value in zip(names, json.loads(answer), strict=True)
        }

    yield run
    process.stdin.close()
    process.wait(timeout=10)
