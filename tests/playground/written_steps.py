"""What the page writes of each step of a trace: the views of static/shared/stepping make it of the message."""

import atexit
import functools
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

import engine
from playground.shared.trace_payload import trace_message

ROOT = Path(__file__).parents[2]


def lines_of(messages: list[dict[str, Any]]) -> list[Any]:
    """What the page writes of each step of each trace."""
    return _written("arithmetic_lines.written.js", messages)


def signs_of(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the page says of the signs of each node of each trace."""
    return _written("signs.written.js", messages)


@functools.cache
def _writer(script: str) -> subprocess.Popen[str]:
    """The views, which answer line by line for all tests: to start takes longer than to write."""
    run = ["node", str(ROOT / "tests/static/shared/stepping" / script)]
    writer = subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    atexit.register(writer.communicate)
    return writer


def _written(script: str, messages: list[dict[str, Any]]) -> list[Any]:
    def plain(value: Any) -> Any:
        return (
            [
                repr(float(one)) if np.isfinite(one) else str(float(one)).replace("inf", "Infinity")
                for one in value
            ]
            if value.dtype == float
            else value.tolist()
        )

    writer = _writer(script)
    assert writer.stdin is not None
    assert writer.stdout is not None
    print(json.dumps(messages, default=plain), file=writer.stdin, flush=True)
    found: list[Any] = json.loads(writer.stdout.readline())
    return found


def opened(
    graph: engine.Graph, inputs: Any = None, upstream: Any = None, rate: float | None = None, **more: Any
) -> Any:
    optimizer = engine.SGD(rate) if rate else None
    trace = engine.backpropagate(graph, inputs, upstream)
    if optimizer:
        trace = engine.trace_update(trace, optimizer, parameters=list(graph.leaves)[:1])
    return trace, trace_message(trace, optimizer=optimizer, **more)
