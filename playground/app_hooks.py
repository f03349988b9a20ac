"""What runs once in a server process, before the first visitor."""

import functools
import os
from typing import Any

# One thread: thirty visitors train at once, and OpenBLAS's own threads would only fight over the cores. It is read
# when NumPy is first imported, which the server itself may have done already; then this says it for worker processes,
# and on_server_loaded for this one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bokeh.server.views.ws import WSHandler

from playground.one_thread import use_one_thread


def on_server_loaded(server_context: Any) -> None:
    """Sends small websocket frames at once: with Nagle's delay a round trip takes 49 ms, without it 5. NumPy's matrix
    products get one thread."""
    use_one_thread()
    opened = WSHandler.open

    @functools.wraps(opened)
    def open_without_delay(handler: WSHandler) -> None:
        handler.set_nodelay(True)
        opened(handler)

    WSHandler.open = open_without_delay
