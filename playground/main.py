"""What `panel serve playground` runs for each visitor."""

import sys
from pathlib import Path

# `panel serve` does not put the repository on the path, and its packages need not be installed.
ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import panel as pn  # noqa: E402

from playground import address  # noqa: E402
from playground.app import TITLE, build_app  # noqa: E402
from playground.session import Session  # noqa: E402

pn.extension()
session = Session()  # type: ignore[no-untyped-call]  # param declares no types for how a table is made
build_app(session, address.decoded(pn.state.session_args)).servable(title=TITLE, location=False)
