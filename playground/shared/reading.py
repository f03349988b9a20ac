"""Messages from the browser, read against what is declared of them: nothing of it is trusted before."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from playground.messages import Message
from playground.shared.refused import Refused

T = TypeVar("T")


def read(kind: type[T], message: Message) -> T:
    """The declared fields of a message, each of its declared type. Raises Refused for what is missing or is another."""
    optional = kind.__optional_keys__  # type: ignore[attr-defined]
    taken: Any = {}
    for name, field in get_type_hints(kind, include_extras=True).items():
        if name in message:
            taken[name] = _value(field, message[name], name)
        elif name not in optional:
            raise Refused("nothing_given", field=_about(name))
    found: T = taken
    return found


def _value(kind: Any, value: Any, name: str) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is NotRequired:
        return _value(arguments[0], value, name)
    if origin is Annotated:
        return _bounded(arguments[0], arguments[1:], value, name)
    if origin in (Union, types.UnionType):
        return _one_of(arguments, value, name)
    if origin is Literal:
        if isinstance(value, str) and value in arguments:
            return value
        raise Refused("choice_unknown", field=_about(name), choices=", ".join(arguments))
    if origin is list:
        if not isinstance(value, (list, tuple)):
            raise Refused("list_needed", field=_about(name))
        return [_value(arguments[0], entry, name) for entry in value]
    if origin is dict:
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise Refused("table_needed", field=_about(name))
        return {key: _value(arguments[1], entry, name) for key, entry in value.items()}
    if is_typeddict(kind):
        if not isinstance(value, Mapping):
            raise Refused("table_needed", field=_about(name))
        return read(kind, value)
    return _plain(kind, value, name)


def _one_of(kinds: tuple[Any, ...], value: Any, name: str) -> Any:
    if value is None and type(None) in kinds:
        return None
    (other,) = (kind for kind in kinds if kind is not type(None))
    return _value(other, value, name)


def _bounded(kind: Any, extras: tuple[Any, ...], value: Any, name: str) -> Any:
    if kind is Any:
        return value
    taken = _value(kind, value, name)
    most = next((extra for extra in extras if isinstance(extra, int)), None)
    if most is not None and len(taken) > most:
        raise Refused("text_longer", field=_about(name), most=most)
    return taken


def _plain(kind: Any, value: Any, name: str) -> Any:
    if kind is bytes:
        if isinstance(value, (bytes, bytearray, memoryview)):
            return bytes(value)
        raise Refused("file_needed")
    if kind is bool:
        if isinstance(value, bool):
            return value
        raise Refused("switch_needed", field=_about(name))
    if kind is str:
        if isinstance(value, str):
            return value
        raise Refused("text_needed", field=_about(name))
    return number(value, name, whole=kind is int)


def number(value: Any, name: str, whole: bool = False) -> float:
    """A finite number, and a whole one where that is asked: JSON has no type of its own for it. Raises Refused."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _finite(value):
        raise Refused("field_number_needed", field=_about(name))
    if not whole:
        return float(value)
    if value != int(value):
        raise Refused("field_whole_number_needed", field=_about(name))
    return int(value)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number of more than 308 digits
        return False


def _about(name: str) -> str:
    return name.replace("_", " ")
