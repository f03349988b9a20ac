"""How this room changes a method of Panel, Bokeh or Tornado: by a wrapper around it, put there once."""

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any

Method = Callable[..., Any]


def wrap(owner: Any, name: str, around: Callable[..., Any]) -> None:
    """From now on `owner.name(*given)` calls `around(method, *given)`, where `method` is what it was before.

    `owner` is a class, or a module for a function that it calls by name. The same `around` is put there once, however
    often it is asked for. Raises RuntimeError where `owner` has no method of that name: an open door is not passed over
    in silence.
    """
    method = getattr(owner, name, None)
    if not callable(method):
        raise RuntimeError(f"{_called(owner)} has no method {name}: {around.__module__} needs it")
    if around in _arounds(method):
        return

    @functools.wraps(method)
    def wrapped(*given: Any, **named: Any) -> Any:
        return around(method, *given, **named)

    wrapped.around = around  # type: ignore[attr-defined]
    setattr(owner, name, wrapped)


def _called(owner: Any) -> str:
    return owner.__name__ if isinstance(owner, ModuleType) else f"{owner.__module__}.{owner.__qualname__}"


def _arounds(method: Method | None) -> list[Callable[..., Any]]:
    """All that stands around a method already. Others' decorators leave a `__wrapped__` too, so that says nothing."""
    found: list[Callable[..., Any]] = []
    while method is not None:
        if "around" in method.__dict__:
            found.append(method.__dict__["around"])
        method = getattr(method, "__wrapped__", None)
    return found
