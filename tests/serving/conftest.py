"""What the tests of this folder stand on: real servers, asked without a browser.

`served` answers as `make serve` does, and `server` is its process. `proxied` stands behind a proxy: under a prefix,
with a name that an administrator has added, a secret that is known here, and a site that may show it in a frame.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import FRAMER, PUBLIC, SECRET, Served
from serving import Server


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    told = tmp_path_factory.mktemp("routes") / "routes.json"
    program = (str(Path(__file__).parent / "tell_routes.py"),)
    with Server(environment={"ROUTES_TOLD": str(told)}, program=program) as server:
        yield Served(server, **json.loads(told.read_text()))


@pytest.fixture(scope="session")
def server(served: Served) -> Server:
    return served.server


@pytest.fixture(scope="session")
def proxied() -> Iterator[Served]:
    with Server(
        environment={"BOKEH_SECRET_KEY": SECRET, "PLAYGROUND_FRAME_ANCESTORS": FRAMER},
        prefix="/lab",
        options=("--allow-websocket-origin", PUBLIC, "--use-xheaders"),
    ) as server:
        yield Served(server)
