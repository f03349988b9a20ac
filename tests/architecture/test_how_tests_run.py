"""How pytest is told to run these tests: in how many processes, in which order, and for how long at most."""

import asyncio
import signal
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings

TESTS = Path(__file__).resolve().parents[1]
HERE = str(Path(__file__))


@pytest.fixture
def hooks(pytestconfig):
    """tests/conftest.py, as it is at work."""
    return pytestconfig.pluginmanager.get_plugin(str(TESTS / "conftest.py"))


@pytest.mark.parametrize(
    ("arguments", "processes"),
    [
        ([HERE], 0),
        ([f"{HERE}::test_it", str(TESTS / "conftest.py")], 0),
        ([str(TESTS / "benchmarks")], 0),
        ([str(TESTS / "engine")], None),
        ([HERE, str(TESTS / "engine")], None),
        ([str(TESTS / "benchmarks"), str(TESTS / "engine")], None),
    ],
)
def test_single_files_and_benchmarks_run_in_one_process_and_all_else_on_every_core(
    hooks, arguments, processes
):
    assert hooks.pytest_xdist_auto_num_workers(SimpleNamespace(args=arguments)) == processes


@pytest.mark.parametrize(
    ("folder", "wanted", "passed_over"),
    [
        ("browser", "not browser", True),
        ("browser", "not package", None),
        ("browser", "", None),
        ("engine", "not browser", None),
    ],
)
def test_tests_in_a_browser_are_not_read_where_none_of_them_is_wanted(hooks, folder, wanted, passed_over):
    config = SimpleNamespace(option=SimpleNamespace(markexpr=wanted))
    assert hooks.pytest_ignore_collect(TESTS / folder, config) is passed_over


def test_what_builds_the_package_and_starts_servers_comes_first_and_all_else_stays_in_order(hooks):
    items = [
        SimpleNamespace(path=TESTS / folder / "test_it.py", at=at)
        for at, folder in enumerate(("engine", "serving", "architecture", "package", "serving", "engine/ops"))
    ]
    hooks.pytest_collection_modifyitems(items)
    assert [item.at for item in items] == [1, 3, 4, 0, 2, 5]


def test_garbage_is_looked_for_again_once_all_is_collected_and_not_in_what_was(hooks, monkeypatch):
    done = []
    fake = {name: lambda *given, name=name: done.append((name, *given)) for name in ("freeze", "enable")}
    monkeypatch.setattr(hooks, "gc", SimpleNamespace(**fake, set_threshold=lambda *given: done.append(given)))
    hooks.pytest_collection_finish()
    assert done == [("freeze",), ("enable",), (20_000, 20, 20)]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system sets no alarm")
def test_a_test_that_hangs_is_ended(hooks):
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("signals come to the main thread")
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    assert 0 < left <= hooks.LONGEST
    with pytest.raises(TimeoutError, match="has taken more than"):
        signal.getsignal(signal.SIGALRM)(signal.SIGALRM, None)


@pytest.mark.parametrize("hook", ["pytest_runtest_setup", "pytest_runtest_call"])
@pytest.mark.parametrize("in_browser", [False, True])
def test_the_loop_that_playwright_leaves_is_hidden_from_tests_without_a_browser(hooks, hook, in_browser):
    item = SimpleNamespace(get_closest_marker=lambda name: in_browser and name == "browser")
    before, loop = asyncio._get_running_loop(), asyncio.new_event_loop()
    try:
        asyncio._set_running_loop(loop)
        around = getattr(hooks, hook)(item)
        next(around)
        assert asyncio._get_running_loop() is (loop if in_browser else None)
        with pytest.raises(StopIteration):
            next(around)
        assert asyncio._get_running_loop() is loop
    finally:
        asyncio._set_running_loop(before)
        loop.close()


def test_examples_are_the_same_each_time_and_may_take_their_time():
    same = settings.get_profile("same")
    assert same.derandomize
    assert same.deadline is None
