"""What runs once in a server process, before the first visitor."""

import os
from typing import Any

# One thread: thirty visitors train at once, and OpenBLAS's own threads would only fight over the cores. It is read
# when NumPy is first imported, which the server itself may have done already; then this says it for worker processes,
# and on_server_loaded for this one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from playground import serving
from playground.one_thread import use_one_thread

serving.install()


def on_server_loaded(server_context: Any) -> None:
    """NumPy's matrix products get one thread."""
    use_one_thread()
