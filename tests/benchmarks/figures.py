"""What a benchmark says: what a process of the system costs, and figures beside their bounds."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

MEGABYTE = 2**20


class Process:
    """What the system knows of a process."""

    def __init__(self, pid: int) -> None:
        self.folder = Path(f"/proc/{pid}")

    @property
    def memory(self) -> float:
        """MB in use."""
        return int((self.folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE

    @property
    def waited(self) -> float:
        """Seconds so far in which it had work to do and other processes had the cores."""
        return int((self.folder / "schedstat").read_text().split()[1]) / 1e9

    @property
    def worked(self) -> float:
        """Seconds so far in which its threads had a core, of all together; of those that have ended nothing."""
        threads = (self.folder / "task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    @property
    def seconds(self) -> float:
        """CPU time so far."""
        fields = (self.folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Report:
    """The figures, line by line, and whether all are within their bounds."""

    def __init__(self) -> None:
        self.missed = 0

    def title(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def fact(self, name: str, text: str) -> None:
        print(f"  {name:<46} {text}", flush=True)

    def check(self, name: str, value: float, bound: float, unit: str = "", least: bool = False) -> None:
        good = value >= bound if least else value <= bound
        self.missed += not good
        sign = "≥" if least else "≤"
        verdict = "ok" if good else "MISSED"
        self.fact(name, f"{value:8.2f} {unit:<11} {sign} {bound:g}  {verdict}")


def share(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of the values do not exceed."""
    ordered = sorted(values)
    return (
        ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))] if ordered else float("nan")
    )


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:8.0f} %"
