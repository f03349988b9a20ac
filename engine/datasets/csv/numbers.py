"""How numbers are written: with a decimal point or a decimal comma, in groups of three or not.

"1,000" is one thousand to some and one to others. What a file's other numbers say settles it; where they say nothing
it is asked, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from engine.datasets.csv.choices import Style

_SIGN, _POWER = r"[+-]?", r"(?:[eE][+-]?\d+)?"
_OF_POINT = re.compile(rf"{_SIGN}\d{{1,3}}(?:,\d{{3}})+(?:\.\d*)?", re.ASCII)
_OF_COMMA = re.compile(rf"{_SIGN}\d{{1,3}}(?:\.\d{{3}})+(?:,\d*)?", re.ASCII)
_DECIMAL_COMMA = re.compile(rf"{_SIGN}(?:\d+,\d*|,\d+){_POWER}", re.ASCII)
_DECIMAL_POINT = re.compile(rf"{_SIGN}(?:\d+\.\d*|\.\d+){_POWER}", re.ASCII)
# Groups of three that a decimal number could not be: several of them, or with the other sign after them.
_SURE_GROUPS = re.compile(rf"{_SIGN}\d{{1,3}}(?:(?:,\d{{3}}){{2,}}|(?:,\d{{3}})+\.\d*)", re.ASCII)
_SURE_POINTS = re.compile(rf"{_SIGN}\d{{1,3}}(?:(?:\.\d{{3}}){{2,}}|(?:\.\d{{3}})+,\d*)", re.ASCII)
_UNSURE_COMMA = re.compile(rf"{_SIGN}[1-9]\d{{0,2}},\d{{3}}", re.ASCII)
_UNSURE_POINT = re.compile(rf"{_SIGN}[1-9]\d{{0,2}}\.\d{{3}}", re.ASCII)


class Evidence(NamedTuple):
    """What the cells of a file say of how its numbers are written; `unclear` is a cell that could mean two numbers."""

    style: Style
    unclear: str = ""


def weigh(cells: Iterable[str]) -> Evidence:
    """What these cells have in common; the ones that could be read in two ways are read as the others are."""
    comma = point = groups = pointed = False
    unsure_comma = unsure_point = ""
    for cell in cells:
        if "," in cell:
            if _SURE_GROUPS.fullmatch(cell):
                groups = True
            elif _SURE_POINTS.fullmatch(cell):
                pointed = True
            elif _UNSURE_COMMA.fullmatch(cell):
                unsure_comma = unsure_comma or cell
            elif _DECIMAL_COMMA.fullmatch(cell):
                comma = True
        elif "." in cell:
            if _SURE_POINTS.fullmatch(cell):
                pointed = True
            elif _UNSURE_POINT.fullmatch(cell):
                unsure_point = unsure_point or cell
            elif _DECIMAL_POINT.fullmatch(cell):
                point = True
    if pointed and not (groups or point):
        return Evidence("comma")
    if groups:
        return Evidence("either" if comma or pointed else "point")
    if comma and point:
        return Evidence("either")
    if comma:
        return Evidence("comma", unsure_point)
    if point or unsure_point:
        # 1.000 beside 1,000 says nothing of either; with 0.5 in the file a comma can only group.
        return Evidence("point", "" if point else unsure_comma)
    return Evidence("point", unsure_comma)


def number(cell: str, style: Style) -> float | None:
    """The number in a cell, or None."""
    cell = cell.replace("\u2212", "-")  # as typesetters write it
    if "," in cell:
        if style == "point":
            if not _OF_POINT.fullmatch(cell):
                return None
            cell = cell.replace(",", "")
        elif _DECIMAL_COMMA.fullmatch(cell):
            cell = cell.replace(",", ".")
        elif style == "comma" and _OF_COMMA.fullmatch(cell):
            cell = cell.replace(".", "").replace(",", ".")
        else:
            return None
    elif style == "comma" and "." in cell and _OF_COMMA.fullmatch(cell):
        cell = cell.replace(".", "")
    if "_" in cell or not cell.isascii():  # float() would take 1_000 and the digits of other scripts
        return None
    try:
        return float(cell)
    except ValueError:
        return None
