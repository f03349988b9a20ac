"""CSV files that somebody has damaged, or that never were any."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
from mutations import damaged
from tally import Tally

from engine import datasets
from engine.datasets.csv import Choices
from engine.datasets.csv.bounds import MOST_INPUTS

PIECES = (
    b",", b";", b"\t", b"\n", b"\r", b"\r\n", b'"', b"'", b" ", b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xfe\xff",
    b"nan", b"inf", b"-", b"1e999", b"1e308", b"-1e308", b"5e-324", b"1_0", b"0x1", "١".encode(), "é".encode(), b"a",
    b"sep=;\n", b"NA", b"1,000", b"0,5", b"1.000,5", b"\x00;\x00", "\u2212".encode(),
    b"0", b"1", b"9" * 400, b"=1+1", b"\x1c", b"\xe2\x80\xa8", b"\x0b", b",,", b",,,", b"\n\n", b"1,2,3\n", b"x,y,z\n",
)  # fmt: skip


def draw(random: Random) -> Any:
    """A file, with the share and the seed that it is split by, and now and then what it is to be taken for."""
    kind = random.randrange(8)
    if kind == 0:
        content = b"".join(random.choice(PIECES) for _ in range(random.randint(0, 40)))
    elif kind == 1:
        separators = (b",", b";", b"\t", b" ", b"\n", b"\r", b'"')
        content = b"".join(random.choice(separators) for _ in range(random.randint(0, 30)))
    elif kind == 2:
        content = random.randbytes(random.randint(0, 60))
    else:
        content = damaged(random, sound(random), PIECES)
    return {
        "bytes": content,
        "split": random.choice((0.1, 0.5, 0.9)),
        "seed": random.randint(0, 99),
        "choices": choices(random) if random.random() < 0.4 else {},
    }


def choices(random: Random) -> dict[str, Any]:
    """What somebody may choose of a file with about three columns."""
    width = random.choice((2, 3, 3, 3, 4))
    drawn = {
        "header": random.choice((None, False, True)),
        "style": random.choice((None, "point", "comma")),
        "roles": tuple(random.choice(("feature", "target", "ignored")) for _ in range(width)),
        "kinds": tuple(random.choice(("number", "number", "category")) for _ in range(width)),
        "target_as": random.choice((None, "classes", "values")),
        "undivided": random.choice((None, False, True)),
    }
    return {name: value for name, value in drawn.items() if random.random() < 0.6}


def sound(random: Random) -> bytes:
    """A file as it should be."""
    separator, end = random.choice((",", ";", "\t")), random.choice(("\n", "\r\n", "\r"))
    targets = random.choice(
        (
            ("a", "b"),
            ("0", "1"),
            ("1", "2", "3"),
            None,
            ("x", "y", "z", "w", "1", "2", "3", "4", "5", "6", "7"),
        )
    )
    rows = [["u", "v", "w"]] if random.random() < 0.5 else []
    width = random.choice((1, 2, 2, 2, 3, 5))
    comma = separator != "," and random.random() < 0.3
    for _ in range(random.randint(3, 14)):
        target = f"{random.uniform(-9, 9):.3g}" if targets is None else random.choice(targets)
        cells = [*(f"{random.uniform(-9, 9):.3g}" for _ in range(width)), target]
        rows.append([cell.replace(".", ",") if comma else cell for cell in cells])
    text = end.join(separator.join(row) for row in rows) + random.choice(("", end))
    return text.encode(random.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")))


async def run(case: Any, tally: Tally) -> None:
    """A dataset that can be drawn and trained on, or words that say what is wrong."""
    with tally.one(case):
        try:
            taken = Choices(**case.get("choices", {}))
            data = datasets.from_csv(case["bytes"], "mine.csv", case["split"], case["seed"], taken)
        except datasets.DataError:
            return
    assert data.X.shape == (len(data.y), len(data.axes))
    assert 1 <= len(data.axes) <= MOST_INPUTS
    assert data.undivided == np.array_equal(data.train, data.validation)
    assert np.isfinite(data.X).all()
    assert np.abs(data.X).max() <= 6
    assert np.isfinite(data.y).all()
    assert len(data.train) > 0
    assert len(data.validation) > 0
    assert set(data.train) | set(data.validation) == set(range(len(data.X)))
    if data.kind == "regression":
        assert np.abs(data.y).max() <= 1.001
    else:
        assert set(np.unique(data.y)) == {0, 1}
