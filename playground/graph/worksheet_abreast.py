"""How many values of a worksheet stand beside each other."""

from collections.abc import Sequence

# What a value needs, in pt: a sign of a formula, a figure of a number, one of its small digits, a blank, a cell.
SIGN, FIGURE, SMALL, BLANK, CELL = 7.2, 7.2, 5.4, 70, 42
GAP = 20  # pt between two of them
LYING, STANDING = (757, 3), (510, 2)  # the room of a sheet in pt, and the most values abreast


def abreast(widths: Sequence[float], lies: bool) -> tuple[int, list[bool]]:
    """As many as need the fewest rows on a sheet that lies or stands; and which of them have a row of their own, since
    they are longer than a column: no formula stands over its number."""
    room, most = LYING if lies else STANDING
    best = min(range(1, most + 1), key=lambda count: _rows(_long(widths, room, count), count))
    return best, _long(widths, room, best)


def _long(widths: Sequence[float], room: float, count: int) -> list[bool]:
    column = (room - GAP * (count - 1)) / count
    return [count > 1 and width > column for width in widths]


def _rows(long: Sequence[bool], count: int) -> int:
    rows, free = 0, 0
    for one in long:
        if one or not free:
            rows, free = rows + 1, count
        free = 0 if one else free - 1
    return rows
