"""What the page writes of each step of a trace: the views of static/shared/stepping make it of the message."""

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

import engine
from playground.shared.trace_payload import trace_message

ROOT = Path(__file__).parents[2]


def lines_of(messages: list[dict[str, Any]], folder: Path) -> list[Any]:
    """What the page writes of each step of each trace."""
    return _written("arithmetic_lines.written.js", messages, folder)


def signs_of(messages: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """What the page says of the signs of each node of each trace."""
    return _written("signs.written.js", messages, folder)


def _written(script: str, messages: list[dict[str, Any]], folder: Path) -> list[Any]:
    file = folder / "traces.json"

    def plain(value: Any) -> Any:
        return (
            [
                repr(float(one)) if np.isfinite(one) else str(float(one)).replace("inf", "Infinity")
                for one in value
            ]
            if value.dtype == float
            else value.tolist()
        )

    file.write_text(json.dumps(messages, default=plain), encoding="utf-8")
    run = ["node", str(ROOT / "tests/static/shared/stepping" / script), str(file)]
    found: list[Any] = json.loads(
        subprocess.run(run, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    )
    return found


def opened(
    graph: engine.Graph, inputs: Any = None, upstream: Any = None, rate: float | None = None, **more: Any
) -> Any:
    optimizer = engine.SGD(rate) if rate else None
    trace = engine.backpropagate(graph, inputs, upstream)
    if optimizer:
        trace = engine.trace_update(trace, optimizer, parameters=list(graph.leaves)[:1])
    return trace, trace_message(trace, optimizer=optimizer, **more)
