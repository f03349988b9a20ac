"""Where a teacher's own lessons are: named in the environment, so that every process of the server finds it."""

import os
from pathlib import Path

VARIABLE = "PLAYGROUND_LESSONS"


def own_folder() -> Path | None:
    """The folder; None where none is named."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None
