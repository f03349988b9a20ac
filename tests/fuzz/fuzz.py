"""make fuzz: throws drawn inputs at everything that reads what a visitor sends, and keeps what fails as a new case.

FUZZ_SECONDS (60) is how long, FUZZ_SEED (the day) what is drawn: the same seed draws the same. FUZZ_KINDS names some of
the kinds only.
"""

from __future__ import annotations

import asyncio
import datetime
import os
import re
import sys
import time
import traceback
from random import Random
from typing import Any, Protocol

import addresses
import cases
import csv_files
import expressions
import lesson_files
import lesson_links
import messages
import protocol
from tally import HANG, Tally, Unforeseen, nothing_logged

SHRINKING = 5.0  # seconds
SHOWN = 400  # characters of a case that are printed


class Kind(Protocol):
    """A module that draws a case and tries it; `run` raises when something is wrong."""

    def draw(self, random: Random) -> Any: ...

    async def run(self, case: Any, tally: Tally) -> None: ...


KINDS: dict[str, Any] = {
    "expressions": expressions,
    "csv_files": csv_files,
    "addresses": addresses,
    "messages": messages,
    "protocol": protocol,
    "lesson_files": lesson_files,
    "lesson_links": lesson_links,
}


def attempt(kind: Kind, case: Any, tally: Tally) -> None:
    """Tries one case. Raises what it raises, or Unforeseen when an error was logged meanwhile."""
    with nothing_logged():
        asyncio.run(kind.run(case, tally))


def failure(kind: Kind, case: Any, tally: Tally) -> Exception | None:
    """What is wrong with how one case is met, None when nothing is."""
    try:
        attempt(kind, case, tally)
    except Exception as problem:
        return problem
    return None


def shrunk(kind: Kind, case: Any, place: str) -> Any:
    """A smaller case with the same failure, as small as a few seconds find it."""
    end = time.monotonic() + SHRINKING
    case, found = cases.plain(case), True
    while found:
        found = False
        for smaller in cases.smaller(case):
            if time.monotonic() > end:
                return case
            problem = failure(kind, smaller, Tally())
            if problem is not None and _place(problem) == place:
                case, found = smaller, True
                break
    return case


def _place(problem: Exception) -> str:
    """What failed and where: two failures with the same place are the same fault."""
    last = traceback.extract_tb(problem.__traceback__)[-1]
    text = str(problem).strip()
    said = re.sub(
        r"\d+|'.*?'|\(.*\)",
        "",
        text[-200:] if isinstance(problem, Unforeseen) else text.partition("\n")[0][:50],
    )
    return f"{type(problem).__name__} {last.filename}:{last.lineno} {said}"


def main() -> int:
    seconds = float(os.environ.get("FUZZ_SECONDS", "60"))
    seed = int(os.environ.get("FUZZ_SEED") or datetime.date.today().strftime("%Y%m%d"))
    names = os.environ.get("FUZZ_KINDS", " ".join(KINDS)).split()
    tallies = {name: Tally() for name in names}
    failed = dict.fromkeys(names, 0)
    known: set[str] = set()
    spent = dict.fromkeys(names, 0.0)
    randoms = {name: Random(f"{seed} {name}") for name in names}
    end = time.monotonic() + seconds
    print(f"Fuzzing for {seconds:g} seconds with FUZZ_SEED={seed}", flush=True)
    while time.monotonic() < end:
        name = min(names, key=spent.__getitem__)  # each kind gets the same time
        began = time.monotonic()
        case = KINDS[name].draw(randoms[name])
        problem = failure(KINDS[name], case, tallies[name])
        if problem is not None:
            failed[name] += 1
            if (place := _place(problem)) not in known:  # one case of each fault is enough
                known.add(place)
                path = cases.keep(name, shrunk(KINDS[name], case, place))
                print(f"FAILED {name}, kept as {path.name}:\n{_told(problem)}\n", flush=True)
        spent[name] += time.monotonic() - began
    return _report(tallies, failed)


def _told(problem: Exception) -> str:
    return "".join(traceback.format_exception(problem, limit=-3))[-1500:]


def _report(tallies: dict[str, Tally], failed: dict[str, int]) -> int:
    for name, tally in tallies.items():
        print(
            f"{name:12} {tally.inputs:8,} inputs, {failed[name]} failed, {len(tally.hangs)} over "
            f"{1000 * HANG:.0f} ms, the longest {1000 * tally.longest:.0f} ms"
        )
        for took, what in sorted(tally.hangs, key=lambda one: -one[0])[:5]:
            print(f"    {1000 * took:.0f} ms: {repr(what)[:SHOWN]}")
    total = sum(failed.values())
    print(f"{sum(tally.inputs for tally in tallies.values()):,} inputs, {total} failed")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
