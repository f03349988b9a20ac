"""What a stranger writes is shown and can run nothing."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.lessons.markdown import ATTRIBUTES, TAGS, line, prose

HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='javascript:alert(1)'>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:x)",
    "[a](//elsewhere.example/x)",
    "<javascript:alert(1)>",
    "![a](https://elsewhere.example/spy.png)",
    '[[a" onclick=alert(1) b]]',
    "[[word|<b onclick=alert(1)>]]",
    '[a](https://x.example/"onclick=alert(1))',
    "[a]: javascript:alert(1)\n\n[a]",
    "<style>*{display:none}</style>",
    "<button onclick=alert(1)>a</button>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "```html\n<script>alert(1)</script>\n```",
    '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
]


class Reader(HTMLParser):
    """All tags of a piece of HTML, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def harmless(html: str) -> bool:
    for tag, attributes in Reader(html).tags:
        assert tag in TAGS, html
        for name, value in attributes.items():
            assert name in {*ATTRIBUTES.get(tag, ()), "rel", "target"}, html
            if name == "href":
                assert re.match("https?://", value or ""), html
    return True


@pytest.mark.parametrize("text", HARMFUL)
def test_nothing_that_runs_or_fetches_is_left(text):
    assert harmless(prose(text, {"word"}).html)
    assert harmless(line(text, {"word"}).html)


@given(
    st.lists(st.sampled_from([*HARMFUL, "[[word]]", "**", "\n", " ", "<", ">", '"', "`", "&lt;"]), max_size=8)
)
def test_nothing_is_left_of_what_is_put_together_either(pieces):
    assert harmless(prose("".join(pieces), {"word"}).html)


def test_html_is_shown_as_it_was_written():
    assert line("1 < 2 <b>x</b>").html == "1 &lt; 2 &lt;b&gt;x&lt;/b&gt;"


def test_a_word_of_the_glossary_is_a_button_and_any_other_is_text():
    made = prose(
        "A [[Local gradient]], two [[local gradient|local gradients]], a [[thing]].", {"local gradient"}
    )
    button = '<button type="button" class="glossary-word" data-word="local gradient">'
    assert made.html == (
        f"<p>A {button}Local gradient</button>, two {button}local gradients</button>, a thing.</p>\n"
    )
    assert (made.words, made.unknown) == (("local gradient", "local gradient"), ("thing",))


def test_a_matrix_is_no_word():
    assert line("[[1, 0], [0, 1]]").html == "[[1, 0], [0, 1]]"
    assert line("`[[word]]`", {"word"}).html == "<code>[[word]]</code>"


def test_a_link_opens_beside_the_page():
    assert line("[a](https://x.example/y)").html == (
        '<a href="https://x.example/y" target="_blank" rel="noopener noreferrer">a</a>'
    )
    assert "href" not in line("[a](?page=graph)").html


def test_a_truth_table_is_a_table():
    assert "<td>0</td>" in prose("| x | y |\n|---|---|\n| 0 | 1 |").html
