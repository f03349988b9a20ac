"""Looking for garbage keeps nobody waiting, and what a class had is given back when it has gone.

Python looks for things that hold each other and that nobody else holds by looking at all there are, at once, with its
lock held: 10 ms for what one visitor's page is made of on a slow machine, and so a third of a second in the middle of a
class, in which nobody is answered.

- So each thing is looked at once: what is still there then is spared from that on.
- Nothing of a session that has ended may have to be looked for, then: a moment later its views and models are emptied,
  and the rest falls apart by itself.
- When nobody is there any more, everything is looked through after all, and the memory that malloc has kept for later
  is given back to the system: freed in pieces between others, it would be counted as used for ever.

Tried with Bokeh 3.9.2 and Panel 1.9.4, read in Bokeh 3.10.0.
"""

import asyncio
import ctypes
import gc
import sys
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bokeh.server.contexts import ApplicationContext
from bokeh.server.session import ServerSession
from bokeh.server.tornado import BokehTornado
from panel.io.state import state

from playground.serving.wrapping import wrap

# Looks at what is young, each after some 8,000 new things, before a look at all that is not spared yet: 40 ms at most.
YOUNG = 5
LATER = 3.0  # seconds after which what was under way in a session has ended too


def install() -> None:
    """Spares, takes apart and gives back. Raises RuntimeError when this Panel keeps its views elsewhere."""
    if not hasattr(state, "_views"):
        raise RuntimeError("This Panel keeps its views elsewhere: see playground/serving/garbage.py.")
    wrap(BokehTornado, "__init__", _begin)
    wrap(ServerSession, "destroy", _take_apart)
    wrap(ApplicationContext, "_cleanup_sessions", _clean)


def _begin(make: Callable[..., None], server: BokehTornado, *given: Any, **named: Any) -> None:
    if spare not in gc.callbacks:
        gc.callbacks.append(spare)
    gc.set_threshold(*gc.get_threshold()[:2], YOUNG)
    make(server, *given, **named)


def spare(phase: str, found: dict[str, Any]) -> None:
    """After a look at everything: passes over all that is there, from now on."""
    if phase == "stop" and found["generation"] == 2:
        gc.freeze()


def _take_apart(destroy: Callable[[ServerSession], None], session: ServerSession) -> None:
    document = session.document
    parts: list[Any] = list(document.models)
    views: list[Any] = list(state._views.values())
    for view, _, its_document, _ in views:
        if its_document is document:
            parts += view.select()
    destroy(session)
    asyncio.get_running_loop().call_later(LATER, empty, parts)


def empty(parts: Iterable[Any]) -> None:
    """Has each of these hold nothing any more."""
    for part in parts:
        vars(part).clear()


async def _clean(clean: Callable[..., Awaitable[None]], context: ApplicationContext, longest: float) -> None:
    before = len(context._sessions)
    await clean(context, longest)
    if before and not context._sessions:
        asyncio.get_running_loop().call_later(2 * LATER, look_through, context)


def look_through(context: ApplicationContext) -> None:
    """Looks at everything, unless somebody has come meanwhile who would have to wait for it."""
    if context._sessions or context._pending_sessions:
        return
    gc.unfreeze()
    gc.collect()
    trim = (
        getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    )  # only glibc has it
    if trim is not None:
        trim(0)
