"""What a file's columns are taken for: as it is proposed, or as somebody has chosen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from engine.problem import Problem

Role = Literal["feature", "target", "ignored"]
ColumnKind = Literal["number", "category"]
TargetAs = Literal["classes", "values"]
# How numbers are written. "point": 1,000.5; "comma": 1.000,5; "either": 0.5 and 0,5, so that neither sign groups.
Style = Literal["point", "comma", "either"]


@dataclass(frozen=True)
class Choices:
    """None where the file is to say it. `roles` and `kinds` have one for each column."""

    header: bool | None = None
    style: Style | None = None
    roles: tuple[Role, ...] | None = None
    kinds: tuple[ColumnKind, ...] | None = None
    target_as: TargetAs | None = None
    undivided: bool | None = None


@dataclass(frozen=True, eq=False)
class Origin:
    """The file that a dataset was read from, as what it was read, and what is to be said of that."""

    data: bytes | str
    choices: Choices
    notes: tuple[Problem, ...] = ()
    left_out: int = 0  # rows

    @cached_property
    def fingerprint(self) -> str:
        """Tells this file, read so, from all others."""
        data = self.data.encode("utf-8", "surrogatepass") if isinstance(self.data, str) else self.data
        return hashlib.sha256(repr(self.choices).encode() + b"\n" + data).hexdigest()[:16]
