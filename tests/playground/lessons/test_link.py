"""A lesson in a link: what is packed comes back, and what a stranger has made of it is refused in words."""

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.lessons.lesson_file import MOST_BYTES
from playground.lessons.library import COURSE
from playground.lessons.link import LETTERS, MOST_LETTERS, name_of, packed, unpacked
from playground.shared.refused import Refused


def letters_of(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def deflated(data):
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(data) + deflate.flush()


@given(st.text(max_size=300))
def test_what_is_packed_is_unpacked(text):
    text = text.encode("utf-8", "replace").decode()
    letters = packed(text)
    assert unpacked(letters) == text.encode()
    assert LETTERS.fullmatch(letters)


def test_every_lesson_of_the_course_fits_a_link():
    longest = max(len(packed(file.read_text(encoding="utf-8"))) for file in COURSE.rglob("*.md"))
    assert longest < MOST_LETTERS / 2


def test_no_more_is_inflated_than_a_file_may_have():
    most = letters_of(deflated(b"a" * MOST_BYTES))
    assert len(unpacked(most)) == MOST_BYTES
    with pytest.raises(Refused, match="larger than 64,000 bytes"):
        unpacked(letters_of(deflated(b"a" * (MOST_BYTES + 1))))
    bomb = letters_of(deflated(b"\0" * 5_000_000))
    assert len(bomb) < MOST_LETTERS
    with pytest.raises(Refused, match="larger than 64,000 bytes"):
        unpacked(bomb)


@pytest.mark.parametrize(
    "letters",
    [
        "",
        "A",
        "a b",
        "é",
        "+/",
        "____",
        "abc\n",
        packed("a lesson")[:-4],
        letters_of(deflated(b"a lesson") + b"more"),
        letters_of(zlib.compress(b"a lesson")),
    ],
)
def test_a_damaged_link_is_refused(letters):
    with pytest.raises(Refused, match="is damaged"):
        unpacked(letters)


def test_a_link_that_is_too_long_is_not_looked_into():
    with pytest.raises(Refused, match="longer than 8,192 characters"):
        unpacked("A" * (MOST_LETTERS + 1))
    with pytest.raises(Refused, match="damaged"):
        unpacked("A" * MOST_LETTERS)


def test_the_name_is_that_of_what_it_says_and_no_name_of_a_file():
    assert name_of(b"a") == name_of(b"a") != name_of(b"b")
    assert name_of(b"a").startswith("-")
    assert len(name_of(b"a")) <= 60
