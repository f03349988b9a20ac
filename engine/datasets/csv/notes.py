"""What is said of how a file was taken, in whole sentences: everything that was decided and could be decided else."""

from __future__ import annotations

from collections.abc import Sequence

from engine.datasets.csv.bounds import FEWEST_DIVIDED, shown
from engine.datasets.csv.survey import Survey
from engine.problem import Problem

_NAMED = 6  # columns
_SCALED = 3


# What a column was called, and how it was moved and scaled: (value - offset) / scale.
Scaling = tuple[str, float, float]


def notes(
    found: Survey, left_out: int, rows: int, inputs: Sequence[Scaling], target: Scaling | None
) -> tuple[Problem, ...]:
    said = [Problem("first_row_names") if found.choices.header else Problem("first_row_data")]
    if left_out:
        said.append(Problem("row_left_out") if left_out == 1 else Problem("rows_left_out", count=left_out))
    counting = [
        one.name
        for one, role in zip(found.columns, found.roles, strict=True)
        if one.counts and role == "ignored"
    ]
    unused = [
        one.name
        for one, role in zip(found.columns, found.roles, strict=True)
        if role == "ignored" and not one.counts
    ]
    said += [Problem("column_only_counts", column=name) for name in counting[:1]]
    if unused:
        more = len(unused) - _NAMED
        names = ", ".join(unused[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        said.append(Problem("columns_unused", names=names))
    if found.style == "comma":
        said.append(Problem("decimal_commas"))
    if found.choices.style in ("point", "comma") and found.table.numbers.unclear[-4:-3] == (
        "," if found.choices.style == "point" else "."
    ):
        said.append(Problem("commas_group", text=shown(found.table.numbers.unclear) or "1,000"))
    if found.table.guessed:
        said.append(Problem("encoding_guessed"))
    if found.choices.undivided:
        few = Problem("undivided_few", count=rows, fewest=FEWEST_DIVIDED)
        said.append(few if rows < FEWEST_DIVIDED else Problem("undivided", count=rows))
    formulas = [formula(*scaling) for scaling in inputs]
    listed = ", ".join(formulas[:_SCALED])
    if len(formulas) > _SCALED:
        said.append(Problem("features_scaled_more", formulas=listed, more=len(formulas) - _SCALED))
    else:
        said.append(Problem("features_scaled", formulas=listed))
    if target is not None:
        said.append(
            Problem("target_scaled", formula=formula(*target), column=target[0], one=_text(target[2]))
        )
    return tuple(said)


def formula(name: str, offset: float, scale: float) -> str:
    """What a network is given of a value in the file."""
    moved = name if offset == 0 else f"({name} {'−' if offset > 0 else '+'} {_text(abs(offset))})"
    return moved if scale == 1 else f"{moved} / {_text(scale)}"


def _text(value: float) -> str:
    return f"{value:,.6g}"
