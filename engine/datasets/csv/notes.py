"""What is said of how a file was taken, in whole sentences: everything that was decided and could be decided else."""

from __future__ import annotations

from engine.datasets.csv.bounds import FEWEST_DIVIDED, shown
from engine.datasets.csv.survey import Survey
from engine.problem import Problem

_NAMED = 6  # columns


def notes(found: Survey, left_out: int, rows: int) -> tuple[Problem, ...]:
    said = [Problem("first_row_names" if found.choices.header else "first_row_data")]
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
        few = rows < FEWEST_DIVIDED
        said.append(Problem("undivided_few" if few else "undivided", count=rows, fewest=FEWEST_DIVIDED))
    return tuple(said)
