"""A race of optimizers over a landscape in bytes, as the visitor's browser keeps it for a reload or another server.
What comes back is untrusted.

A line of JSON, then pairs of numbers in float64, deflated: of each optimizer where it stands, its state, and its way.
"""

from __future__ import annotations

import json
import zlib
from typing import NamedTuple

import numpy as np

from engine.landscapes.walk import Walked
from engine.training.batches import MOST_COUNTED
from playground.compare.landscape_walks import MOST_PLACES, Race, Walks
from playground.shared.kept_run import inflated, opened
from playground.shared.refused import Refused

FORMAT = 1


class KeptRace(NamedTuple):
    """`going`: whether it was going on."""

    race: Race
    going: bool


def pack(kept: KeptRace, of: str) -> bytes:
    """The race whose settings have the fingerprint `of`."""
    race = kept.race
    head = {
        "format": FORMAT,
        "of": of,
        "going": kept.going,
        "step": race.steps,
        "steps": [walked.steps for walked in race.walks],
        "places": [len(places) for places in race.places],
    }
    pairs = [
        pair
        for walked, places in zip(race.walks, race.places, strict=True)
        for pair in (walked.point, *walked.state.values(), *places)
    ]
    return json.dumps(head).encode() + b"\n" + zlib.compress(np.array(pairs, "<f8").tobytes(), 1)


def unpack(blob: object, of: str, walks: Walks) -> KeptRace:
    """What `pack` made these bytes of, for the optimizers of these walks. Raises Refused when they cannot be such, or
    it is a race of other settings. Whether each can be where it is said to be is seen by `Walks.resume`."""
    facts, body = opened(blob, of, FORMAT)
    states = [list(walk.state) for walk in walks.walks]
    step, steps = facts.whole("step"), facts.wholes("steps", len(states))
    counts, going = facts.wholes("places", len(states)), facts.truth("going")
    if not all(1 <= count <= MOST_PLACES for count in counts):
        raise Refused("run_not_whole")
    lengths = [1 + len(names) + count for names, count in zip(states, counts, strict=True)]
    pairs = np.frombuffer(inflated(body, 16 * sum(lengths)), "<f8").reshape(-1, 2)
    if not max(steps) <= step <= MOST_COUNTED or not np.isfinite(pairs).all():
        raise Refused("run_damaged")
    race = Race(step, [], [])
    for part, names, made in zip(np.split(pairs, np.cumsum(lengths[:-1])), states, steps, strict=True):
        point, *state = part[: 1 + len(names)].astype(np.float64)
        race.walks.append(Walked(point, made, dict(zip(names, state, strict=True))))
        race.places.append([(x, y) for x, y in part[1 + len(names) :].tolist()])
    return KeptRace(race, going)
