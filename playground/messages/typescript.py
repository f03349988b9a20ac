"""Writes static/messages.d.ts, the contract as the browser reads it: python -m playground.messages.typescript"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import param

from playground.messages import ASKED, SENT
from playground.session import Session
from playground.shared.assets import STATIC

FILE = STATIC / "messages.d.ts"
HEAD = """\
// Written by `python -m playground.messages.typescript` from playground/messages: change it there.
"""
PLAIN: Mapping[object, str] = types.MappingProxyType(
    {int: "number", float: "number", str: "string", bool: "boolean", type(None): "null", Any: "any"}
)


def declarations() -> str:
    """The whole file: an interface for each message and part of one, the settings, and both tables of topics."""
    asked = {kind: None for page in ASKED.values() for kind in page.values()}
    found: dict[type, None] = {}
    for kind in (*SENT.values(), *asked):
        for part in _parts(kind):
            found[part] = None
    names = [kind.__name__ for kind in found]
    assert len(set(names)) == len(names), "two types of one name"
    topics = {topic: kind for page in ASKED.values() for topic, kind in page.items()}
    return "\n".join(
        [
            HEAD,
            _settings(),
            *map(_interface, found),
            _table("Sent", "Topic -> the message that Python sends under it.", SENT),
            _table("Asked", "Topic -> the message that the browser sends under it.", topics),
        ]
    )


def _parts(kind: Any) -> Iterator[type]:
    """The typed dicts that a type is made of, each before what needs it."""
    if is_typeddict(kind):
        for field in get_type_hints(kind, include_extras=True).values():
            yield from _parts(field)
        yield kind
    else:
        for part in get_args(kind):
            yield from _parts(part)


def _interface(kind: type) -> str:
    base = " extends Partial<SettingValues>" if kind is SENT["settings"] else ""
    fields = "".join(
        f"  {name}{'?' if _is_optional(kind, name) else ''}: {typescript(field)};\n"
        for name, field in get_type_hints(kind, include_extras=True).items()
    )
    return f"{_doc(kind)}export interface {kind.__name__}{base} {{\n{fields}}}\n"


def _is_optional(kind: type, name: str) -> bool:
    return name in kind.__optional_keys__  # type: ignore[attr-defined]


def _doc(kind: type) -> str:
    text = " ".join((kind.__doc__ or "").split())
    return f"/** {text} */\n" if text and not text.startswith("dict(") else ""


def typescript(kind: Any) -> str:
    """A field's type as TypeScript writes it."""
    if is_typeddict(kind):
        return str(kind.__name__)
    if kind in PLAIN:
        return PLAIN[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is NotRequired:
        return typescript(arguments[0])
    if origin is Annotated:
        named = [extra for extra in arguments[1:] if isinstance(extra, str)]
        return named[0] if named else typescript(arguments[0])
    if origin is Literal:
        return " | ".join(f'"{choice}"' for choice in arguments)
    if origin in (Union, types.UnionType):
        return " | ".join(dict.fromkeys(map(typescript, arguments)))
    if origin is list:
        inner = typescript(arguments[0])
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if origin is dict:
        return f"Record<string, {typescript(arguments[1])}>"
    raise TypeError(f"{kind} has no form in TypeScript")


def _settings() -> str:
    """What the session's table holds, by name."""
    fields = []
    for name in sorted(set(Session.param) - {"name"}):
        parameter = Session.param[name]
        kind = _setting(parameter) + (" | null" if getattr(parameter, "allow_None", False) else "")
        fields.append(f"  /** {parameter.label}: {parameter.doc} */\n  {name}: {kind};\n")
    return f"/** Every setting of a visitor's session. */\nexport interface SettingValues {{\n{''.join(fields)}}}\n"


def _setting(parameter: Any) -> str:
    if isinstance(parameter, param.Boolean):
        return "boolean"
    if isinstance(parameter, param.Number):
        return "number"
    if isinstance(parameter, param.ListSelector):
        return "string[]"
    if isinstance(parameter, param.Selector):
        return " | ".join(f'"{choice}"' for choice in parameter.objects)
    if isinstance(parameter, param.List) and parameter.item_type in (str, int):
        return f"{PLAIN[parameter.item_type]}[]"
    return "string" if isinstance(parameter, param.String) else "unknown"


def _table(name: str, doc: str, topics: Mapping[str, type]) -> str:
    rows = "".join(f"  {topic}: {kind.__name__};\n" for topic, kind in topics.items())
    return f"/** {doc} */\nexport interface {name} {{\n{rows}}}\n"


if __name__ == "__main__":
    FILE.write_text(declarations(), encoding="utf-8")
