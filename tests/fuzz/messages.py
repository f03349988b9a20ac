"""What a page could ask of the server and does not: every topic of every page, with any values in any fields.

Which fields a topic has is not written down here. A drawn message decides a field when its reader asks for it, so that
a new topic and a new field are tried as soon as they are there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

import csv_files
import hostile_values
import param
from desks import Desk
from grammar import Grammar
from mutations import damaged
from tally import Tally

from playground.graph.examples import EXAMPLES
from playground.session import PAGES, Session

MESSAGES = 12  # to one page
SETTINGS = [name for name in Session.param if name != "name"]
WORDS = (
    "layer",
    "scalar",
    "html",
    "worksheet",
    "code",
    "templates",
    "first_layer",
    "softmax",
    "network",
    "own",
)
GATES = ("f", "q", "q2", "x", "y", "z", "W", "h0", "h1", "x_copy", "f_copy", "k")
ACTIVATIONS = ("tanh", "relu", "maxout", "sigmoid", "linear", "elu", "leaky relu", "softmax")


class Drawn(Mapping[str, Any]):
    """A message whose fields are drawn when they are asked for, and stay as they are then."""

    def __init__(self, random: Random, topic: Any) -> None:
        self._random = random
        self._decided: dict[str, Any] = {"topic": topic}
        self._left_out: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        if key not in self._decided and key not in self._left_out:
            if self._random.random() < 0.1:
                self._left_out.add(key)
            else:
                self._decided[key] = drawn_value(self._random, key, self._decided)
        return self._decided[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._decided)

    def __repr__(self) -> str:
        return repr(self._decided)

    def __len__(self) -> int:
        return len(self._decided)


PIECES = (
    *(
        "nn.Linear(2, 4)",
        "nn.Linear(4, 1)",
        "nn.ReLU()",
        "nn.Tanh()",
        "nn.Sigmoid()",
        "nn.Dropout(0.2)",
        "nn.LeakyReLU(0.3)",
    ),
    *(
        "Dense(4)",
        "Dense(3, activation='tanh')",
        "Dense(1, 'sigmoid')",
        "Input(shape=(2,))",
        "Activation('elu')",
        "m",
        "*m",
    ),
)
WRITTEN = (
    *("nn.Sequential({})", "m = [{}]\nnn.Sequential(*m)\nnn.BCEWithLogitsLoss()", "{}", "m.add({})"),
    *(
        "m = Sequential([{}])\nm.compile(loss='mse')",
        "m = nn.Sequential({0})\nm = nn.Sequential(m, {0})\nnn.L1Loss()",
    ),
)


def drawn_value(random: Random, key: str, others: Mapping[str, Any]) -> Any:
    """A value that the field could well have; every third time any value at all."""
    if random.random() < 0.3:
        return hostile_values.value(random)
    if others["topic"] == "set":
        if key == "name":
            return random.choice(SETTINGS)
        return setting(random, others.get("name"))
    if others["topic"] == "network_code" and key == "text":
        return layers(random)
    choices = {
        "text": lambda: Grammar(random).text(),
        "bytes": lambda: csv_files.draw(random)["bytes"],
        "name": lambda: random.choice((*GATES, *ACTIVATIONS, *WORDS)),
        "header": lambda: random.random() < 0.5,
        "use": lambda: random.random() < 0.5,
        "undivided": lambda: random.choice((None, True, False)),
        "style": lambda: random.choice((None, "point", "comma", "either")),
        "roles": lambda: random.choices(("feature", "target", "ignored"), k=random.choice((2, 3, 3, 4))),
        "kinds": lambda: random.choices(("number", "category"), k=random.choice((2, 3, 3, 4))),
        "target_as": lambda: random.choice((None, "classes", "values")),
        "node": lambda: random.choice(GATES),
        "id": lambda: random.choice((1, 2, random.choice(EXAMPLES).id)),
        "names": lambda: random.choices(Session.param.features.objects, k=random.randint(0, 4)),
        "also": lambda: {random.choice(GATES): numbers(random)},
        "strokes": lambda: [
            [random.uniform(0, 1) for _ in range(2 * random.randint(0, 9))] for _ in range(2)
        ],
        "thickness": lambda: random.uniform(0.02, 0.15),
        "kind": lambda: random.choice(WORDS),
        "level": lambda: random.choice(WORDS[:2]),
        "which": lambda: random.choice(WORDS),
        "step": lambda: random.random() < 0.5,
        "label": lambda: random.choice((None, *range(10))),
        "x": lambda: random.uniform(-7, 7),
        "y": lambda: random.uniform(-7, 7),
        "target": lambda: random.choice((0, 1, 2, 0.5)),
        "value": lambda: numbers(random),
        "sample": lambda: random.choice((None, 0, 7, 399, 400)),
        "index": lambda: random.choice((0, 1, 2, 100, 399, 60_000, 69_999)),
        "seconds": lambda: random.choice((0, 1, 60, 61)),
    }
    return choices.get(key, lambda: random.randint(-1, 6))()


def layers(random: Random) -> str:
    """Code of PyTorch or Keras that may build a network; now and then damaged."""
    sizes = [random.choice((1, 2, 3, 4, 40)) for _ in range(random.randint(0, 10))]
    pieces = [f"nn.Linear({into}, {out})" for into, out in pairwise(sizes)]
    pieces += random.choices(PIECES, k=random.randint(0, 4))
    text = random.choice(WRITTEN).format(", ".join(random.sample(pieces, len(pieces))))
    return damaged(random, text, PIECES) if random.random() < 0.3 else text


def numbers(random: Random) -> Any:
    number = round(random.uniform(-5, 5), 2)
    return random.choice(
        (number, number, [number, 1.0], [number, 1.0, 2.0], [[number, 1.0], [2.0, 3.0]], [[1.0, 2.0]])
    )


def setting(random: Random, name: Any) -> Any:
    """A value that a setting may have."""
    if not isinstance(name, str) or name not in SETTINGS:
        return random.choice(hostile_values.NUMBERS)
    parameter = Session.param[name]
    if isinstance(parameter, param.Selector):
        return random.choice(parameter.objects)
    if isinstance(parameter, param.Number) and parameter.bounds:
        low, high = parameter.bounds
        value = random.choice((low, high, (low + (high or 100)) / 2, low + 1))
        return int(value) if isinstance(parameter, param.Integer) and value is not None else value
    return random.choice((True, False, None, numbers(random)))


@cache
def topics_of(page: str) -> list[str]:
    return sorted(Desk({"page": page}).controller.topics)


def draw(random: Random) -> Any:
    """A page, and what it is asked; an odd message that is no mapping among it."""
    page = random.choice(PAGES)
    chosen = ["ready", *random.choices(topics_of(page), k=MESSAGES)]
    asked = [Drawn(random, topic) for topic in chosen]
    if random.random() < 0.1:
        asked.append(random.choice((hostile_values.value(random), {"topic": hostile_values.value(random)})))
    return {"page": page, "messages": asked}


async def run(case: Any, tally: Tally) -> None:
    """Everything is done, or refused in words, and the page goes on."""
    desk = Desk({"page": case["page"]})
    try:
        for message in case["messages"]:
            desk.sent.clear()
            with tally.one(message):
                desk.receive(message)
            texts = [sent.get("text") for sent in desk.sent]
            assert (
                "An error occurred, and your last change was not made. Everything else is unchanged; please try again."
                not in texts
            )
            await asyncio.sleep(0)
        await desk.answered()
        desk.sent.clear()
        desk.ask("ready")
        await desk.answered()
        assert desk.sent
    finally:
        desk.close()
