"""CSV files that somebody has damaged, or that never were any."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
from mutations import damaged
from tally import Tally

from engine import datasets

PIECES = (
    b",", b";", b"\t", b"\n", b"\r", b"\r\n", b'"', b"'", b" ", b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xfe\xff",
    b"nan", b"inf", b"-", b"1e999", b"1e308", b"-1e308", b"5e-324", b"1_0", b"0x1", "١".encode(), "é".encode(), b"a",
    b"0", b"1", b"9" * 400, b"=1+1", b"\x1c", b"\xe2\x80\xa8", b"\x0b", b",,", b",,,", b"\n\n", b"1,2,3\n", b"x,y,z\n",
)  # fmt: skip


def draw(random: Random) -> Any:
    """A file, with the share and the seed that it is split by."""
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
    return {"bytes": content, "split": random.choice((0.1, 0.5, 0.9)), "seed": random.randint(0, 99)}


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
    for _ in range(random.randint(3, 14)):
        target = f"{random.uniform(-9, 9):.3g}" if targets is None else random.choice(targets)
        rows.append([f"{random.uniform(-9, 9):.3g}", f"{random.uniform(-9, 9):.3g}", target])
    text = end.join(separator.join(row) for row in rows) + random.choice(("", end))
    return text.encode(random.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")))


async def run(case: Any, tally: Tally) -> None:
    """A dataset that can be drawn and trained on, or words that say what is wrong."""
    with tally.one(case):
        try:
            data = datasets.from_csv(case["bytes"], "mine.csv", case["split"], case["seed"])
        except datasets.DataError:
            return
    assert data.X.shape == (len(data.y), 2)
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
