"""Markdown made HTML that can run nothing, whoever has written it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# A word that explains itself, [[local gradient]], or under another form, [[local gradient|local gradients]]. A matrix
# such as [[1, 0], [0, 1]] is none.
WORD = re.compile(r"\[\[([A-Za-z][\w '’-]{0,59})(?:\|([^\[\]|\n]{1,80}))?\]\]")
TEXT = ("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "a", "button")
LISTED = ("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td")
TAGS = frozenset((*TEXT, *LISTED, "h3", "h4", "h5", "h6"))
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "button": {"class", "data-word", "type"}}


@dataclass(frozen=True)
class Prose:
    """A text as it was written, and the HTML that may be put into a page. `words` are those of the glossary in it,
    `unknown` those that the glossary lacks."""

    markdown: str = ""
    html: str = ""
    words: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def prose(markdown: str, glossary: Container[str] = ()) -> Prose:
    """A text of paragraphs, lists and tables."""
    return _made(markdown, glossary, inline=False)


def line(markdown: str, glossary: Container[str] = ()) -> Prose:
    """A text that stands in a line: no paragraphs, no lists."""
    return _made(markdown, glossary, inline=True)


def blocks(markdown: str) -> list[Token]:
    """The blocks of a text, each with the lines where it stands; nothing within them is read."""
    return _parser_of_blocks().parse(markdown)


def _made(markdown: str, glossary: Container[str], inline: bool) -> Prose:
    found: dict[str, Any] = {"glossary": glossary, "words": [], "unknown": []}
    make = _parser().renderInline if inline else _parser().render
    return Prose(markdown, safe(make(markdown, found)), tuple(found["words"]), tuple(found["unknown"]))


def safe(html: str) -> str:
    """What of HTML is text, structure, a glossary word, or a link that leads to another site."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes={"http", "https"},
        url_relative="deny",
        set_tag_attribute_values={"a": {"target": "_blank"}, "button": {"type": "button"}},
    )


def _new_parser() -> MarkdownIt:
    """CommonMark with tables; HTML is shown as the text that it is, pictures are not fetched, and no line of dashes
    makes a heading of the text above it."""
    return (
        MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "lheading", "html_block"])
    )


@cache
def _parser_of_blocks() -> MarkdownIt:
    return _new_parser().disable(["inline"])


@cache
def _parser() -> MarkdownIt:
    made = _new_parser()
    made.inline.ruler.before("link", "glossary_word", _word)
    made.add_render_rule("glossary_word", _render_word)
    return made


def _word(state: StateInline, silent: bool) -> bool:
    found = WORD.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("glossary_word", "", 0)
        token.content, token.meta = found[2] or found[1], {"word": found[1].lower()}
    state.pos = found.end()
    return True


def _render_word(
    renderer: RendererProtocol, tokens: Sequence[Token], place: int, options: Any, found: dict[str, Any]
) -> str:
    word, shown = tokens[place].meta["word"], escape(tokens[place].content)
    known = word in found["glossary"]
    found["words" if known else "unknown"].append(word)
    if not known:
        return shown
    return f'<button type="button" class="glossary-word" data-word="{escape(word)}">{shown}</button>'
