"""Whoever hears a message takes it as what is declared of its topic, so that mypy sees a misspelt field. The tables by
which topics find who hears them cannot say it: each handler takes another type."""

import inspect
from typing import get_type_hints

import pytest

from playground.app import PAGES_BY_NAME
from playground.frame.header import HeaderView
from playground.messages import ASKED, OF_LESSONS, Message, every_page, topic_of
from playground.pages import names_of
from playground.session import Session
from playground.shared.view import Column
from playground.visit import Visit


def heard_otherwise(topics, asked):
    """The topics whose handlers take something else than what is asked under them."""
    return [topic for topic, hear in topics.items() if taken_by(hear) is not asked[topic]]


def taken_by(hear):
    name = next(iter(inspect.signature(hear).parameters))
    return get_type_hints(hear).get(name)


@pytest.mark.parametrize("page", PAGES_BY_NAME)
def test_a_page_hears_each_message_as_it_is_declared(page):
    controller = PAGES_BY_NAME[page].controller(Session(page=page), lambda message: None, [])
    try:
        assert controller.topics
        assert heard_otherwise(controller.topics, ASKED[page]) == []
    finally:
        controller.close()


def test_what_stands_around_all_pages_hears_each_message_as_it_is_declared():
    visit = Visit(PAGES_BY_NAME, HeaderView(pages=names_of(PAGES_BY_NAME)), Column())
    assert heard_otherwise(visit.topics, {topic_of(kind): kind for kind in OF_LESSONS}) == []


def test_another_type_any_message_and_none_are_seen():
    def right(message: every_page.Width) -> None: ...
    def another(message: every_page.MoveLayer) -> None: ...
    def any_message(message: Message) -> None: ...
    def untyped(message): ...

    asked = {topic_of(every_page.Width): every_page.Width}
    assert heard_otherwise({"width": right}, asked) == []
    for wrong in (another, any_message, untyped):
        assert heard_otherwise({"width": wrong}, asked) == ["width"]
