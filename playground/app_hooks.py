"""What runs once in a server process, before the first visitor."""

import gc
import importlib
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Here too, as in main.py: in a checkout, nothing comes from a playground that is installed besides.
ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

# One thread: thirty visitors train at once, and OpenBLAS's own threads would only fight over the cores. It is read
# when NumPy is first imported, which the server itself may have done already; then this says it for worker processes,
# and on_server_loaded for this one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from playground import serving  # noqa: E402
from playground.lessons.library import library  # noqa: E402
from playground.lessons.trial import mistakes  # noqa: E402
from playground.one_thread import use_one_thread  # noqa: E402
from playground.shared.work import take_short_turns  # noqa: E402
from playground.sketches import draw_words  # noqa: E402

log = logging.getLogger(__name__)
serving.install()


def on_server_loaded(server_context: Any) -> None:
    """NumPy's matrix products get one thread, workers hand Python's lock over soon, and what every visitor needs is
    there before the first one comes."""
    use_one_thread()
    take_short_turns()
    app = importlib.import_module("playground.app")
    tell_mistakes({name: page.controller for name, page in app.PAGES_BY_NAME.items()})
    draw_words()
    keep_for_good()


def tell_mistakes(pages: Mapping[Any, Any]) -> None:
    """Reads the lessons, which is done once, and says what is wrong with those of a folder of one's own."""
    lessons = library()
    found = list(lessons.problems)
    for lesson in lessons.lessons.values():
        try:
            found += mistakes(lesson, pages) if lesson.own else []
        except Exception:  # the server serves, whatever somebody has written
            log.exception("%s could not be tried out", lesson.path)
    for mistake in found:
        print(mistake, file=sys.stderr)


def keep_for_good() -> None:
    """Spares what is there now whenever Python looks for garbage: modules and classes, which stay as long as the
    process. Looking through them all takes the server's thread 150 ms, in the middle of somebody's visit."""
    gc.collect()
    gc.freeze()
