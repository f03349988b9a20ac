"""What waits to be sent is sent, also when nothing follows it.

Panel queues messages while a socket is being written to, and marks the document in `_WRITE_BLOCK` for as long as some
wait. `_dispatch_msgs` takes that mark away after an await, in which others may have joined the queue; their own turn
then finds no mark and leaves them lying until the visitor does something: the page is mute. It happened once in 300 to
4,000 messages. Read in Panel 1.9.4, whose queue is `_WRITE_MSGS`, and in 1.10.0, where it is `_WRITE_EVENTS`.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

from panel.io import document

from playground.serving.wrapping import wrap


def install() -> None:
    """Keeps the mark for as long as messages wait."""
    queue()
    wrap(document, "_dispatch_msgs", _dispatch_all)


async def _dispatch_all(dispatch: Callable[[Any], Any], doc: Any) -> None:
    await dispatch(doc)
    if queue().get(doc):  # for each of these somebody's turn is still to come
        document._WRITE_BLOCK[doc] = True


def queue() -> MutableMapping[Any, Any]:
    """Panel's queue of what waits, by document. Raises RuntimeError when this Panel has none that is known."""
    for name in ("_WRITE_MSGS", "_WRITE_EVENTS"):
        if hasattr(document, name):
            waiting: MutableMapping[Any, Any] = getattr(document, name)
            return waiting
    raise RuntimeError(
        "This Panel keeps its waiting messages elsewhere: see playground/serving/write_block.py."
    )
