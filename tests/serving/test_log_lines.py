"""A visitor cannot fill the log."""

import inspect
import io
import logging

import pytest
from bokeh.server.views.ws import WSHandler

from playground.serving import log_lines
from playground.serving.log_lines import LONGEST, LONGEST_TRACE, PAUSE, Brief, cut

ROOM = 100  # characters for the words on what was left out


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def written(clock):
    """What a log writes, with our filter; `written.log` writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Brief(clock))
    log = logging.Logger("a library")
    log.addHandler(handler)
    stream.log = log
    return stream


def fail(text):
    raise ValueError(text)


def complain(log, text):
    try:
        fail(text)
    except ValueError:
        log.exception("failed")


def test_a_long_line_is_cut_in_its_middle(written):
    written.log.warning("Received %r", "a" * 9_000_000 + "z")
    line = written.getvalue()
    assert len(line) < LONGEST + ROOM
    assert line.startswith("Received 'aaa")
    assert "left out" in line


def test_what_is_cut_says_how_much_is_left_out():
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdefgh", 6) == "abc … 2 characters left out … fgh"
    assert cut("a" * 5000, 6) == "aaa … 4,994 characters left out … aaa"


def test_so_is_one_that_was_put_together_before(written):
    written.log.error(f"Received {'a' * 9_000_000}z")
    assert len(written.getvalue()) < LONGEST + ROOM
    assert written.getvalue().endswith("az\n")


def test_a_long_traceback_keeps_its_end(written):
    complain(written.log, "x" * 9_000_000 + "!")
    text = written.getvalue()
    assert len(text) < LONGEST_TRACE + 2 * ROOM
    assert text.startswith("failed\nTraceback")
    assert text.endswith("x!\n")


def test_where_nothing_was_raised_a_traceback_says_so(written):
    written.log.warning("failed", exc_info=True)
    assert written.getvalue() == "failed\nNoneType: None\n"


def test_a_line_is_for_somebody_who_reads_it():
    assert LONGEST <= 1_000
    assert LONGEST_TRACE <= 10_000
    assert PAUSE <= 300


def test_a_short_line_is_left_as_it_is(written):
    written.log.warning("Refused %s of %d", "one", 2)
    assert written.getvalue() == "Refused one of 2\n"


def test_one_kind_is_written_once_a_minute_and_then_counted(written, clock):
    for moment in (0.0, 1.0, PAUSE - 0.1, PAUSE):
        clock.now = moment
        written.log.warning("Refused a message at %s", moment)
    assert written.getvalue() == (
        f"Refused a message at 0.0\nRefused a message at {PAUSE} (and 2 more like this since the last one)\n"
    )


def test_another_line_is_another_kind(written):
    for _ in range(2):
        written.log.warning("one")
        written.log.warning("two")
    assert written.getvalue() == "one\ntwo\n"


def test_another_error_at_the_same_line_is_another_kind(written):
    for _ in range(2):
        for raised in (ValueError("a"), ValueError("b"), KeyError("c")):
            try:
                raise raised
            except (ValueError, KeyError):
                written.log.exception("failed")
    assert written.getvalue().count("failed") == 2


def test_an_error_from_another_place_is_another_kind(written):
    def elsewhere(text):
        raise ValueError(text)

    for raising in (fail, elsewhere, fail, elsewhere):
        try:
            raising("x")
        except ValueError:
            written.log.exception("failed")
    assert written.getvalue().count("failed") == 2


def test_information_is_left_as_it_is(written):
    written.log.setLevel(logging.INFO)
    for _ in range(3):
        written.log.info("GET %s", "/" * LONGEST)
    assert written.getvalue() == 3 * f"GET {'/' * LONGEST}\n"


@pytest.mark.parametrize("name", ["", "bokeh", "panel", "tornado"])
def test_it_stands_on_every_handler_once(monkeypatch, name):
    handler = logging.StreamHandler(io.StringIO())
    monkeypatch.setattr(logging.getLogger(name), "handlers", [handler])
    log_lines.install()
    log_lines.install()
    assert [type(one) for one in handler.filters] == [Brief]


def test_bokeh_itself_still_logs_whole_what_it_could_not_take():
    source = inspect.getsource(inspect.getmodule(WSHandler))
    assert '"Unhandled exception receiving a message: %r: %r"' in source, (
        "Bokeh logs otherwise now: see what playground/serving/log_lines.py is still for"
    )
