"""Numbers of a run in the units of the file that its points are from: the network is given them moved and scaled, and
a person reads what stands in the file."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.graphs.trace import Trace
from playground.messages.trace import TraceAnswer, TraceSample
from playground.network.experiment import Experiment
from playground.shared.enough_digits import MOST_DIGITS
from playground.shared.file_units import target_is_scaled
from playground.shared.seen_numbers import last_place, seen_number
from playground.shared.written_numbers import DIGITS

WHOLE_FROM = (
    1000  # an amount in the file's units has no decimals from there on (inUnits of static/shared/numbers.js)
)
FILE_DIGITS = 6  # at least, of a number of a file (static/shared/stepping/own_units.js)
ALMOST_NOTHING = 0.001  # so far from 0 a number is that comes out as 0
OUTPUTS = ("z", "a")  # places in a network whose last one is what it answers


def scaled_sample(experiment: Experiment, sample: int) -> TraceSample:
    """A sample as it stands in its file, and how it was scaled: `given` = (value - offset) / scale, column by column,
    the target's last where it is a value."""
    data = experiment.data
    if all(scale == 1.0 for scale in data.scale):
        return {"index": sample, "scaled": False}
    columns, offsets, scales = [*data.axes], [*data.offset], [*data.scale]
    given = data.points[sample].tolist()
    if data.kind == "regression":
        columns.append(data.target_name)
        offsets.append(data.target_offset)
        scales.append(data.target_scale)
        given.append(float(data.y[sample, 0]))
    rows = zip(given, scales, offsets, strict=True)
    values = [_as_written(one * scale + offset) for one, scale, offset in rows]
    return {
        "index": sample,
        "scaled": True,
        "columns": columns,
        "values": values,
        "offsets": offsets,
        "scales": scales,
        "given": given,
        "digits": [_digits_of_scaling(*row) for row in zip(values, offsets, scales, given, strict=True)],
    }


def answer(experiment: Experiment, trace: Trace, sample: int) -> TraceAnswer | None:
    """What the network answers for a sample, in the file's units, and by how much that is not what stands there;
    None where it is not scaled."""
    if not target_is_scaled(experiment.data):
        return None
    data = experiment.data
    scale, offset = data.target_scale, data.target_offset
    node = next(node.name for node in reversed(trace.graph.nodes) if node.place and node.place[0] in OUTPUTS)
    given = float(np.ravel(trace.values[node])[0])
    value, target = given * scale + offset, _as_written(float(data.y[sample, 0]) * scale + offset)
    place = 1.0 if abs(value) >= WHOLE_FROM else float(last_place(np.array(value)))
    digits = _fewest(
        lambda digits: seen_number(given, digits) * _of_file(scale, digits) + _of_file(offset, digits),
        value,
        place,
    )
    return {
        "node": node,
        "column": data.target_name,
        "given": given,
        "scale": scale,
        "offset": offset,
        "value": value,
        "target": target,
        "off": abs(value - target),
        "digits": digits,
    }


def _digits_of_scaling(value: float, offset: float, scale: float, given: float) -> int:
    place = float(last_place(np.array(given))) if given else ALMOST_NOTHING
    return _fewest(
        lambda digits: (_of_file(value, digits) - _of_file(offset, digits)) / _of_file(scale, digits),
        given,
        place,
    )


def _fewest(compute: Callable[[int], float], result: float, place: float) -> int:
    """With how many digits numbers are written so that the result comes out to its last place."""
    fits = (digits for digits in range(DIGITS, MOST_DIGITS) if abs(compute(digits) - result) <= place / 2)
    return next(fits, MOST_DIGITS)


def _of_file(value: float, digits: int) -> float:
    """A number of a file as it is seen, which is as it stands there unless it is very long."""
    return float(f"{value:.{max(FILE_DIGITS, digits)}g}")


def _as_written(value: float) -> float:
    """Without what scaling there and back has left."""
    return float(f"{value:.12g}")
