"""What pages tell everybody alike is there as files, and nothing else is."""

import functools
from http import HTTPStatus

import in_process
import pytest
from bokeh.core.serialization import Serializer

from playground.app import PAGES_BY_NAME
from playground.digits.payloads import kept_pictures
from playground.network.dataset_thumbnails import dataset_thumbnails
from playground.serving import kept_messages
from playground.shared.kept_messages import ROOM
from playground.sketches import lesson_sketches


@pytest.mark.parametrize("message", [dataset_thumbnails(), *kept_pictures()], ids=lambda one: one["topic"])
def test_a_file_is_where_the_message_says_and_may_be_kept_for_good(proxied, message):
    path = f"/lab{message.wire['kept'].removeprefix('.')}"
    answer = proxied.ask(path)
    assert (answer.code, answer.body) == (HTTPStatus.OK, message.content)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_its_head_alone_may_be_asked_for(served):
    message = dataset_thumbnails()
    answer = served.ask(message.wire["kept"].removeprefix("."), method="HEAD")
    assert (answer.code, answer.body) == (HTTPStatus.OK, b"")
    assert int(answer.headers["Content-Length"]) == len(message.content)


def test_each_page_names_what_it_sends_to_everybody_alike():
    named = {message.name for page in PAGES_BY_NAME.values() for message in page.kept()}
    assert set(kept_messages.files()) == named
    assert {one.name for one in (dataset_thumbnails(), *kept_pictures())} <= named


def test_the_pictures_of_the_lessons_are_there_too_and_what_nobody_named_is_not(served):
    pictures = lesson_sketches()
    assert pictures.name not in kept_messages.files()
    assert served.ask(pictures.wire["kept"].removeprefix(".")).body == pictures.content
    assert served.ask(f"/{ROOM}/{'0' * 20}").code == HTTPStatus.NOT_FOUND


@pytest.fixture(scope="module")
def answered():
    """What a server answers that has nothing but an empty page and these files, by path and method."""
    kept_messages.install()
    return functools.cache(in_process.ask)


def address(message):
    return message.wire["kept"].removeprefix(".")


@pytest.mark.parametrize("draw", [dataset_thumbnails, lesson_sketches])
def test_every_server_made_from_then_on_answers_with_the_file(answered, draw):
    message = draw()
    whole, head = (answered(address(message), method) for method in ("GET", "HEAD"))
    assert (whole.code, whole.body) == (HTTPStatus.OK, message.content)
    assert (head.code, head.body) == (HTTPStatus.OK, b"")
    for answer in (whole, head):
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert int(answer.headers["Content-Length"]) == len(message.content)
        assert "ETag" not in answer.headers  # its name says what it is


@pytest.mark.parametrize("name", ["0" * 20, dataset_thumbnails().name[:-1], f"{dataset_thumbnails().name}0"])
def test_there_is_no_file_of_another_name(answered, name):
    assert answered(f"/{ROOM}/{name}", "GET").code == HTTPStatus.NOT_FOUND


def test_bokeh_itself_still_sends_the_same_to_everybody_anew():
    content = dataset_thumbnails().content
    for _ in range(2):
        sent = Serializer(deferred=True).serialize({"content": content})
        assert [bytes(buffer.data) for buffer in sent.buffers] == [content], (
            "Bokeh sends it once now: see what playground/serving/kept_messages.py is still for"
        )


def test_it_is_installed_once():
    kept_messages.install()
    before = list(kept_messages.urls.toplevel_patterns)
    kept_messages.install()
    assert kept_messages.urls.toplevel_patterns == before
