"""Looking for garbage keeps nobody waiting, and a session that has ended leaves next to none."""

import asyncio
import contextlib
import ctypes
import gc
import inspect
import weakref
from types import SimpleNamespace

import pytest
from bokeh.application.application import Application
from bokeh.document import Document
from bokeh.server.contexts import ApplicationContext
from bokeh.server.session import ServerSession
from bokeh.server.tornado import BokehTornado
from panel.io.state import set_curdoc, state

from playground.app import build_app
from playground.serving import garbage
from playground.session import PAGES, Session


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    monkeypatch.setattr(gc, "callbacks", list(gc.callbacks))
    threshold = gc.get_threshold()
    gc.set_threshold(700, 10, 10)  # as Python begins
    gc.freeze()  # each look is at what the test itself makes
    yield
    gc.set_threshold(*threshold)
    gc.freeze()


class Held:
    """Holds itself."""

    def __init__(self):
        self.me = self


def visit(page):
    """A session with all that is on a page, and what it is made of."""
    document = Document()
    with set_curdoc(document):
        app = build_app(Session(page=page), {"page": page})
        app.server_doc(document, title="", location=False)
    return ServerSession("a", document), [*document.models, *app.select()]


def test_what_the_process_keeps_is_passed_over_from_the_start(served):
    assert served.kept > 100_000


def test_what_was_looked_at_once_is_passed_over_from_then_on():
    gc.disable()  # a look of its own would spare what is new before it is asked for
    try:
        new = [[] for _ in range(20_000)]  # whatever of the tests before has been looked at already
        before = gc.get_freeze_count()
        garbage.spare("start", {"generation": 2})
        garbage.spare("stop", {"generation": 1})
        assert gc.get_freeze_count() == before
        garbage.spare("stop", {"generation": 2})
        assert gc.get_freeze_count() > before + len(new) // 2
        assert len(gc.get_objects()) < 1_000
    finally:
        gc.enable()


def test_a_server_looks_at_each_thing_once():
    garbage.install()
    for _ in range(2):
        assert BokehTornado({"/": Application()}).app_paths == {"/"}
    assert gc.callbacks.count(garbage.spare) == 1
    # 700 * 10 * 5 new things before the next look at all
    assert gc.get_threshold() == (700, 10, garbage.YOUNG)


@pytest.mark.parametrize("page", PAGES)
def test_a_session_that_has_ended_falls_apart_by_itself(page, monkeypatch):
    garbage.install()
    monkeypatch.setattr(garbage, "LATER", 0.0)

    async def go():
        session, parts = visit(page)
        assert len(parts) > 10
        known = [weakref.ref(part) for part in parts]
        del parts
        gc.disable()
        try:
            session.destroy()
            assert sum(one() is not None for one in known) > len(known) / 2  # Panel's own way does not do it
            await asyncio.sleep(0.01)
            return [one() for one in known if one() is not None and vars(one())]
        finally:
            gc.enable()

    assert asyncio.run(go()) == []


def test_no_other_session_is_taken_apart(monkeypatch):
    garbage.install()
    monkeypatch.setattr(garbage, "LATER", 0.0)

    async def go():
        (session, _), (_, parts) = visit("graph"), visit("graph")
        session.destroy()
        await asyncio.sleep(0.01)
        return session.destroyed, [part for part in parts if not vars(part)]

    assert asyncio.run(go()) == (True, [])


def test_everything_is_looked_through_after_the_last_session_was_taken_apart(monkeypatch):
    planned = []
    loop = SimpleNamespace(call_later=lambda later, work, *_: planned.append((later, work)))
    monkeypatch.setattr(garbage.asyncio, "get_running_loop", lambda: loop)
    context = SimpleNamespace(_sessions={"a": ServerSession("a", Document())})

    async def clean(context, longest):
        garbage._take_apart(lambda session: None, context._sessions.pop("a"))

    with contextlib.suppress(StopIteration):
        garbage._clean(clean, context, 0.0).send(None)
    (when_emptied, first), (when_looked, then) = planned
    assert (first, then) == (garbage.empty, garbage.look_through)
    assert when_looked > when_emptied


def test_what_is_still_under_way_when_a_session_ends_finds_its_views(monkeypatch):
    garbage.install()

    async def go():
        session, parts = visit("graph")
        session.destroy()
        await asyncio.sleep(0.01)
        return all(vars(part) for part in parts)

    assert garbage.LATER > 1
    assert asyncio.run(go())


def cleaned(monkeypatch, sessions, left, come=()):
    """Whether everything is looked through after these sessions were looked at; some are `left`, and others `come`."""
    # What else this room does to it, for tests before, would let sessions go by times of its own.
    monkeypatch.setattr(
        ApplicationContext, "_cleanup_sessions", inspect.unwrap(ApplicationContext._cleanup_sessions)
    )
    garbage.install()
    monkeypatch.setattr(garbage, "LATER", 0.0)
    context = ApplicationContext(Application())
    context._loop = SimpleNamespace()

    async def go():
        lost = Held()
        gone = weakref.ref(lost)
        gc.freeze()
        del lost
        context._sessions = {name: ServerSession(name, Document()) for name in sessions}
        for name in set(sessions) - set(left):
            context._sessions[name].request_expiration()
            context._session_contexts[name] = SimpleNamespace(destroyed=False)
        monkeypatch.setattr(context._application, "on_session_destroyed", nothing, raising=False)
        await context._cleanup_sessions(1e9)
        assert set(context._sessions) == set(left)
        context._sessions |= dict.fromkeys(come)
        await asyncio.sleep(0.01)
        return gone() is None

    return asyncio.run(go())


async def nothing(*given):
    pass


def test_everything_is_looked_through_when_the_last_has_gone(monkeypatch):
    assert cleaned(monkeypatch, ["a", "b"], left=[])


def test_nobody_waits_for_a_look_at_everything(monkeypatch):
    assert not cleaned(monkeypatch, ["a", "b"], left=["b"])
    assert not cleaned(monkeypatch, ["a"], left=[], come=["c"])
    assert not cleaned(monkeypatch, [], left=[])


def test_a_look_is_not_even_planned_where_somebody_is_left(monkeypatch):
    looks = []
    monkeypatch.setattr(garbage, "look_through", looks.append)
    cleaned(monkeypatch, ["a", "b"], left=["b"])
    assert not looks
    cleaned(monkeypatch, ["a", "b"], left=[])
    assert len(looks) == 1


def test_who_is_about_to_have_a_session_waits_for_no_look_either(monkeypatch):
    monkeypatch.setattr(gc, "unfreeze", lambda: 1 / 0)
    garbage.look_through(SimpleNamespace(_sessions={}, _pending_sessions={"a": None}))
    garbage.look_through(SimpleNamespace(_sessions={"a": None}, _pending_sessions={}))


def test_memory_is_given_back_where_the_system_s_library_can(monkeypatch):
    given = []
    context = SimpleNamespace(_sessions={}, _pending_sessions={})
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace(malloc_trim=given.append))
    garbage.look_through(context)
    assert given == [0]
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
    garbage.look_through(context)
    monkeypatch.setattr(garbage.sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", lambda name: 1 / 0)
    garbage.look_through(context)


def test_another_panel_that_keeps_its_views_elsewhere_is_noticed(monkeypatch):
    monkeypatch.setattr(garbage, "state", SimpleNamespace())
    with pytest.raises(RuntimeError, match="garbage"):
        garbage.install()


def test_panel_still_keeps_its_views_where_they_are_looked_for():
    session, _ = visit("graph")
    assert any(document is session.document for _, _, document, _ in state._views.values())
