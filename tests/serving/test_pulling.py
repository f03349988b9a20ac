"""A page is filled before it is sent, and Bokeh looks once for what is new in it."""

import asyncio

import own_loop
from bokeh.document import Document
from bokeh.models import Column
from bokeh.server.session import ServerSession

from playground.serving import pulling


class Session:
    """Stands for Bokeh's, which has a document and has one thing done in it at a time."""

    destroyed = False

    def __init__(self):
        self.document = Document()
        self.document.add_root(Column())
        self.document.callbacks.on_change_dispatch_to(self)

    def _session_callback_added(self, event):
        """What is put off is done one after the other, each as the lock is free for it."""
        before, put_off = getattr(self, "put_off", None), event.callback.callback

        async def go_on():
            if before is not None:
                await before
            await asyncio.sleep(0.01)
            put_off()

        self.put_off = asyncio.get_running_loop().create_task(go_on())

    async def with_document_locked(self, work):
        work()


async def answered(session):
    return len(list(session.document.models))


def asked(session, fill, monkeypatch):
    """What a browser gets that asks for the document, and how often it was looked for what is new in it."""
    looks = []
    own = type(session.document.models).recompute
    monkeypatch.setattr(
        type(session.document.models), "recompute", lambda models: looks.append(models) or own(models)
    )
    pulling.fill_when_asked_for(session.document, fill)
    return own_loop.run(pulling._fill_first(answered, session)), len(looks)


def filling(session, then):
    """Puts one part into the page after another, and others have their turns between them."""

    async def go_on():
        for _ in range(5):
            await asyncio.sleep(0)
            session.document.roots[0].children.append(Column())
        then()

    session.task = asyncio.get_running_loop().create_task(go_on())


def test_all_parts_are_there_and_looked_for_once(monkeypatch):
    session = Session()
    assert asked(session, lambda then: filling(session, then), monkeypatch) == (6, 1)


def test_what_is_put_off_until_the_next_tick_is_waited_for(monkeypatch):
    """As Panel does with what changes outside of the document's lock."""
    session = Session()

    def fill(then):
        session.document.add_next_tick_callback(lambda: session.document.roots[0].children.append(Column()))
        then()

    assert asked(session, fill, monkeypatch)[0] == 2


def test_what_takes_too_long_comes_later(monkeypatch):
    session = Session()
    monkeypatch.setattr(pulling, "LONGEST", 0.01)
    assert asked(session, lambda then: None, monkeypatch)[0] == 1
    session.document.roots[0].children.append(Column())
    assert own_loop.run(answered(session)) == 2


def test_a_page_is_filled_once(monkeypatch):
    session = Session()
    asked(session, lambda then: filling(session, then), monkeypatch)
    assert own_loop.run(pulling._fill_first(answered, session)) == 6


def test_nothing_is_filled_for_a_session_that_has_ended(monkeypatch):
    session = Session()
    session.destroyed = True
    assert asked(session, lambda then: 1 / 0, monkeypatch)[0] == 1


def test_who_asks_for_a_document_gets_it_filled(monkeypatch):
    session, given = Session(), []

    async def handle(session, *asked):
        given.append(asked)
        return await answered(session)

    monkeypatch.setattr(ServerSession, "_handle_pull", handle)
    pulling.install()
    pulling.fill_when_asked_for(session.document, lambda then: filling(session, then))
    assert own_loop.run(ServerSession._handle_pull(session, "PULL-DOC-REQ", "its line")) == 6
    assert given == [("PULL-DOC-REQ", "its line")]


def test_bokeh_itself_still_looks_again_for_what_is_new_after_each_part(monkeypatch):
    looks, document = [], Session().document
    kind = type(document.models)
    own = kind.recompute
    monkeypatch.setattr(kind, "recompute", lambda models: looks.append(models) or own(models))
    for _ in range(5):
        document.roots[0].children.append(Column())
    assert len(looks) == 5
