"""Addresses that nobody wrote: each opens the page that it names, and what cannot be used is told in words."""

from __future__ import annotations

import base64
import json
import re
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes

import hostile_values
import numpy as np
import param
from desks import Desk
from grammar import Grammar
from mutations import damaged
from tally import Tally
from tornado.escape import parse_qs_bytes

from playground import address
from playground.session import PAGES

AFTERWARDS = {
    "network": ("one_step", "step_through", "close_trace", "one_epoch", "reset"),
    "graph": ("check", "take", "jacobian"),
    "digits": ("step_through", "pictures", "model"),
    "compare": ("one_step", "go_to", "one_epoch", "comparison_file", "reset"),
}
PIECES = (
    "&",
    "=",
    "%",
    "%ff",
    "%00",
    "+",
    "[",
    "{",
    '"',
    ",",
    "-",
    "9" * 400,
    "nan",
    "1e999",
    "null",
    ":",
    "%F0%9F",
    "x",
)
# What Python or NumPy say of themselves, and no visitor should have to read.
NOT_IN_PLAIN_WORDS = re.compile(
    r"invalid literal|could not convert|not subscriptable|object is not|has no attribute|argument|NoneType"
    r"|inhomogeneous|Traceback|Error|dtype|unpack|list index|int too large|must be real"
    r"|unsupported|unhashable|<class|base 10|NaN"
)
# As Python writes them between quotes.
WORDS_OF_THE_ADDRESS = re.compile(r"""'(?:\\.|[^'\\])*'|"[^"]*"|(?<=no activation ).*?;""")


def draw(random: Random) -> Any:
    """A query, as the browser would send it; `going_on`: and what a visitor does then, which costs most of the time."""
    known = address._parameters()
    page = random.choice(PAGES)
    names = [name for name in known if name != "page"]
    chosen = random.sample(names, random.choice((0, 1, 1, 2, 3, 5, 9)))
    pairs = [("page", page), *((name, text(random, name, known[name])) for name in chosen)]
    if random.random() < 0.1:
        pairs.append(random.choice(pairs))
    if random.random() < 0.1:
        pairs.append((random.choice(hostile_values.TEXTS), random.choice(hostile_values.TEXTS)))
    query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    query = damaged(random, query, PIECES) if random.random() < 0.2 else query
    return {"query": query, "going_on": random.random() < 0.25}


def _quoted(value: str | bytes) -> str:
    return quote_from_bytes(value) if isinstance(value, bytes) else quote(value, errors="replace")


def text(random: Random, name: str, parameter: param.Parameter) -> str | bytes:
    """A value for a setting: one that it may have, one like it, or anything."""
    kind = random.randrange(10)
    if kind == 0:
        return random.choice(hostile_values.TEXTS)
    if kind == 1:
        return random.choice((b"\xff\xfe", b"\x80", b"\xc3\x28", b"\x00", b"\xed\xa0\x80"))
    if kind == 2:
        return json_text(hostile_values.value(random))
    if kind == 3:
        return str(random.choice(hostile_values.NUMBERS))
    return plausible(random, name, parameter)


def plausible(random: Random, name: str, parameter: param.Parameter) -> str:
    number = random.choice((0, 1, 2, 3, 5, 7, 20, 31, 400))
    if name == "expression":
        return Grammar(random).text()
    if name == "inputs":
        return json_text({one: numbers(random) for one in random.sample("xyzvWkbq", random.randint(0, 4))})
    if name == "upstream":
        return json_text(numbers(random))
    if name in ("folded", "unfolded", "updated"):
        return ",".join(random.choices(("x", "q", "f", "q2", "h0", "W", "f_copy"), k=random.randint(0, 3)))
    if name == "weights":
        sizes = (0, 1, 4, 25, 25, 25, 27, 7850)
        values = np.array([random.uniform(-1, 1)] * random.choice(sizes) or [0.0], np.float32)
        values[random.randrange(len(values))] = random.choice((1.0, np.nan, np.inf, 3e38, 0.0))
        return base64.urlsafe_b64encode(values.tobytes()[: random.choice((None, None, -1))]).decode()
    if name == "digits_drawing":
        drawn = bytes(
            random.choice((0, 20, 70, 100, 120, 200, 254, 255)) for _ in range(random.randint(0, 30))
        )
        return base64.urlsafe_b64encode(bytes([70]) + drawn).decode()
    if name == "points_added":
        return json_text(
            [[numbers(random) for _ in range(random.choice((2, 3, 3)))] for _ in range(random.randint(0, 3))]
        )
    if name == "points_moved":
        return json_text({str(random.choice((-1, 0, 3, 399, 400, 10**30))): [numbers(random), 1.5]})
    if name == "points_removed":
        return ",".join(
            str(random.choice((-1, 0, 1, 1, 5, 399, 400, 10**9))) for _ in range(random.randint(0, 4))
        )
    if isinstance(parameter, param.Boolean):
        return random.choice(("on", "off"))
    if isinstance(parameter, param.ListSelector):
        return ",".join(random.choices(parameter.objects, k=random.randint(1, 3)))
    if isinstance(parameter, param.Selector):
        return str(random.choice(parameter.objects))
    if isinstance(parameter, param.Number):
        low, high = parameter.bounds or (0, 1)
        edges = (low, high, 0, number, random.uniform(low or 0, high if high is not None else 1e6))
        value = random.choice(edges)
        return str(int(value) if isinstance(parameter, param.Integer) and value is not None else value)
    if name.endswith("activations"):
        return ",".join(
            random.choices(("tanh", "relu", "maxout", "linear", "softmax", "elu", ""), k=random.randint(0, 5))
        )
    if isinstance(parameter, param.List):
        return ",".join(str(random.choice((0, 1, 2, 4, 8, 32, 33, 256))) for _ in range(random.randint(0, 6)))
    return str(number)


def numbers(random: Random) -> Any:
    """A number, a vector or a matrix, or nearly one."""
    number = random.choice(
        (random.uniform(-9, 9), random.choice(hostile_values.NUMBERS), random.randint(-3, 3))
    )
    rows, columns = random.choice((1, 2, 3)), random.choice((1, 2, 3, 13))
    return random.choice((number, [number] * columns, [[number] * columns] * rows, number, [[number], []]))


def json_text(value: Any) -> str:
    return json.dumps(value, default=str)


async def run(case: Any, tally: Tally) -> None:
    """The page opens and goes on, and the address that it then has opens without a word."""
    with tally.one(case):
        desk = opened(case["query"])
        desk.ask("ready")
    told = WORDS_OF_THE_ADDRESS.sub("", desk.said())
    assert not NOT_IN_PLAIN_WORDS.search(told), told
    if not case["going_on"]:
        desk.close()
        return
    try:
        await desk.answered()
        for topic in AFTERWARDS.get(desk.page, ("ready", "set")):
            desk.ask(topic, kind="worksheet", node="f", index=0, which="first_layer", name="softmax")
        await desk.answered()
    finally:
        desk.close()
    query = address.write(desk.session)
    again = opened(query)
    again.ask("ready")
    await again.answered()
    try:
        assert again.problems() == "", f"{query}: {again.problems()}"
        assert address.write(again.session) == query
    finally:
        again.close()


def opened(query: str) -> Desk:
    """The page of an address, as the server opens it."""
    return Desk(address.decoded(parse_qs_bytes(query, keep_blank_values=True)))
