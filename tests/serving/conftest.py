"""One server for all tests of this folder that need one: it is visited without a browser."""

from collections.abc import Iterator

import pytest
from serving import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running
