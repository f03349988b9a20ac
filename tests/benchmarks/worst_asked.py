"""The most that one visitor may ask on each page, as `make stalls` asks it."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

LONGEST = 60.0  # seconds that a case may take
WHILE = 15.0  # and one that trains, which never ends by itself

MATRIX = [[0.1] * 12] * 12
WIDE = {"layers": ",".join(["32"] * 8), "activations": ",".join(["tanh"] * 8), "batch": "10000"}
SIXTY_RUNS = {"compare_and": "noise", "compare_seeds": "on", "samples": "1000"}
LARGE_RUNS = {
    "compare_by": "layers",
    "compare_values": json.dumps([[width] * 8 for width in (32, 31, 30, 29)]),
    "compare_and": "noise",
    "compare_and_values": "[0,0.1]",
    "samples": "1000",
}
TWELVE_RUNS = {name: value for name, value in SIXTY_RUNS.items() if name != "compare_seeds"}
LAND = {"compare_view": "landscape", "samples": "1000"}
STEEP = "+".join(f"sin({n}*x)*cos({n}*y)" for n in range(1, 12))
LARGEST_FILE = "x1,x2,label\n" + "\n".join(
    f"{random.Random(row).gauss(0, 1):.3f},{random.Random(-row).gauss(0, 1):.3f},{'ab'[row % 2]}"
    for row in range(9_000)
)
MATRICES = "@".join(["A"] * 490)
INPUTS = "+".join(f"x{number}" for number in range(390))
STROKES = [
    [number for x in range(40) for number in (x / 40, 0.1 + 0.8 * ((x * y) % 7) / 7)] for y in range(1, 20)
]
SCRIBBLE = [random.Random(number).random() for number in range(7998)]
LARGEST_OWN = {
    "digits_model": "own",
    "digits_layers": ",".join(["256"] * 4),
    "digits_activations": ",".join(["maxout"] * 4),
    "digits_batch": "5000",
    "digits_speed": "fastest",
}


@dataclass(frozen=True)
class Case:
    """What is asked, after `before` has been answered; for `longest` seconds at most."""

    name: str
    page: str
    asks: Sequence[dict[str, Any]] = ()
    before: Sequence[dict[str, Any]] = ()
    query: dict[str, str] = field(default_factory=dict)
    longest: float = LONGEST


def text(expression: str) -> dict[str, Any]:
    return {"topic": "expression", "text": expression}


MANY = {"topic": "expression", "text": INPUTS}
PRODUCTS = [text("A * 1"), {"topic": "input", "name": "A", "value": MATRIX}, text(MATRICES)]
FILE = {"topic": "csv", "name": "points.csv", "bytes": LARGEST_FILE.encode()}


def lesson(*moments: str, question: str = "") -> list[dict[str, Any]]:
    """The recorder plays a lesson whose steps open these moments."""
    steps = [
        {"title": f"{number}", "moment": moment, "before": "", "question": question, "after": ""}
        for number, moment in enumerate(moments)
    ]
    head = {"title": "T", "chapter": "C", "can": "You can.", "minutes": 3, "needs": [], "words": []}
    draft = {**head, "steps": steps}
    return [
        {"topic": "recorder_show", "moment": ""},
        {"topic": "recorder_try", "id": 1, "step": 1, "draft": draft},
    ]


def moment(page: str, query: dict[str, str]) -> str:
    return "\n".join(f"{name}={value}" for name, value in {"page": page, **query}.items())


FORTY_NETWORKS = [moment("network", {**WIDE, "seed": str(seed), "sample": "0"}) for seed in range(40)]
FORTY_GRAPHS = [
    moment("graph", {"expression": MATRICES[:900], "inputs": json.dumps({"A": [[number] * 6] * 6})})
    for number in range(40)
]
GOAL = """kind = "goal"
ask = "Train."
until = ["train_loss < 0", "validation_loss < 0", "truth_table > 2", "dead_units > 999", "saturated_share > 2"]"""
CASES = (
    Case("any page opened", "graph"),
    Case("1,990 arguments", "graph", [text("max(" + ",".join(["x"] * 1990) + ")")]),
    Case("1,990 arguments by link", "graph", query={"expression": "max(" + ",".join(["x"] * 1990) + ")"}),
    Case("64 arguments, 18 times", "graph", [text("+".join(["max(" + ",".join(["x"] * 64) + ")"] * 18))]),
    Case("390 inputs by link", "graph", query={"expression": INPUTS}),
    Case("390 inputs", "graph", [MANY]),
    Case("490 matrix products", "graph", [text(MATRICES)], PRODUCTS[:2]),
    Case("check of 390 inputs", "graph", [{"topic": "check"}], [MANY]),
    Case("check of 490 products", "graph", [{"topic": "check"}], PRODUCTS),
    Case("worksheet of 490 products", "graph", [{"topic": "take", "kind": "worksheet"}], PRODUCTS),
    Case("page of 490 products", "graph", [{"topic": "take", "kind": "html"}], PRODUCTS),
    Case("code of 490 products", "graph", [{"topic": "take", "kind": "code"}], PRODUCTS),
    Case(
        "Jacobian of a product",
        "graph",
        [{"topic": "jacobian", "node": "f", "index": 0}],
        [text("sum(A @ B)"), text("A @ B")],
    ),
    Case("300 texts at once", "graph", [text(f"{INPUTS}+{number}") for number in range(300)]),
    Case(
        "another input, 100 times",
        "graph",
        [{"topic": "input", "name": "x1", "value": i} for i in range(100)],
        [MANY],
    ),
    Case("a network of 8 × 32 by link", "network", query=WIDE),
    Case("one step of a large batch", "network", [{"topic": "one_step"}], [FILE], WIDE),
    Case("one epoch of single samples", "network", [{"topic": "one_epoch"}], [FILE], {**WIDE, "batch": "1"}),
    Case("a file of 9,000 rows", "network", [FILE], (), WIDE),
    Case(
        "bars of a large batch",
        "network",
        [{"topic": "batch", "layer": 0, "row": 0, "column": 0}],
        [FILE],
        WIDE,
    ),
    Case("a neuron looked at", "network", [{"topic": "probe", "layer": 3, "unit": 3}], [FILE], WIDE),
    Case(
        "a sample walked through",
        "network",
        [{"topic": "step_through", "sample": 0, "level": "layer"}],
        [FILE],
        WIDE,
    ),
    Case(
        "a point placed", "network", [{"topic": "point_add", "x": 0.1, "y": 0.1, "target": 0}], [FILE], WIDE
    ),
    Case(
        "another loss", "network", [{"topic": "set", "name": "loss", "value": "mean squared"}], [FILE], WIDE
    ),
    Case("reset", "network", [{"topic": "reset"}], [FILE], WIDE),
    Case(
        "a goal of a large network",
        "network",
        [{"topic": "train"}],
        [*lesson(moment("network", WIDE), question=GOAL), FILE],
        longest=WHILE,
    ),
    *(
        Case(
            f"{what} of a lesson of forty {name}",
            "graph",
            [{"topic": "lesson_take", "lesson": "-trial", "kind": kind}],
            lesson(*moments),
        )
        for what, kind in (("the file", "lesson"), ("the key", "key"))
        for name, moments in (("networks", FORTY_NETWORKS), ("graphs", FORTY_GRAPHS))
    ),
    Case("sixty runs by link", "compare", query=SIXTY_RUNS),
    Case("sixty runs trained", "compare", [{"topic": "train"}], [], SIXTY_RUNS, WHILE),
    Case(
        "another value of sixty runs",
        "compare",
        [{"topic": "value", "margin": 0, "at": 0, "text": "0.7"}],
        query=SIXTY_RUNS,
    ),
    Case("a step of sixty runs", "compare", [{"topic": "one_step"}], [], SIXTY_RUNS),
    Case("an epoch of sixty runs", "compare", [{"topic": "one_epoch"}], [], {**SIXTY_RUNS, "batch": "1"}),
    Case("a step of the largest runs", "compare", [{"topic": "one_step"}], [], LARGE_RUNS),
    Case("the largest runs by link", "compare", query=LARGE_RUNS),
    Case(
        "five seeds for twelve runs",
        "compare",
        [{"topic": "set", "name": "compare_seeds", "value": True}],
        [],
        TWELVE_RUNS,
    ),
    Case("reset of sixty runs", "compare", [{"topic": "reset"}], [{"topic": "one_step"}], SIXTY_RUNS),
    Case("reset of the largest runs", "compare", [{"topic": "reset"}], [{"topic": "one_step"}], LARGE_RUNS),
    Case(
        "a curve drawn for thirty runs",
        "compare",
        [{"topic": "draw_curve", "stroke": [-6, -1, 0, 1, 6, -1], "anew": True}],
        [{"topic": "ready_made", "name": "approximation"}],
    ),
    Case("a landscape of networks by link", "compare", query={**LARGE_RUNS, **LAND, "landscape": "runs"}),
    Case(
        "a step on a landscape of networks",
        "compare",
        [{"topic": "one_step"}],
        [],
        {**LARGE_RUNS, **LAND, "landscape": "runs"},
    ),
    Case(
        "the start of networks moved",
        "compare",
        [{"topic": "landscape_start", "place": [0.1, 0.1]}],
        [{"topic": "one_step"}],
        {**LAND, "landscape": "runs", "compare_and": "rate", "compare_seeds": "on"},
    ),
    Case("a landscape of a model", "compare", query={**LAND, "landscape": "neuron"}),
    Case("a landscape that is typed", "compare", [{"topic": "type_landscape", "text": STEEP}], [], LAND),
    Case("a drawing", "digits", [{"topic": "draw", "strokes": STROKES, "thickness": 0.07, "id": 1}]),
    Case(
        "300 times along the gradient",
        "digits",
        [{"topic": "follow"} for _ in range(300)],
        [{"topic": "pick", "index": 60_000}],
    ),
    Case(
        "a digit walked through", "digits", [{"topic": "step_through"}], [{"topic": "pick", "index": 60_000}]
    ),
    Case("a full scribble", "digits", [{"topic": "draw", "strokes": [SCRIBBLE], "thickness": 0.15, "id": 1}]),
    Case(
        "a large network walked through",
        "digits",
        [{"topic": "step_through"}],
        [{"topic": "pick", "index": 60_000}],
        LARGEST_OWN,
    ),
    Case(
        "twenty labels of a large network's walk",
        "digits",
        [{"topic": "set", "name": "digits_label", "value": number % 10} for number in range(20)],
        [{"topic": "pick", "index": 60_000}, {"topic": "step_through"}],
        LARGEST_OWN,
    ),
    Case(
        "a width of a network that is walked through",
        "digits",
        [{"topic": "width", "layer": 0, "width": 230}],
        [{"topic": "pick", "index": 60_000}, {"topic": "step_through"}],
        LARGEST_OWN,
    ),
    Case(
        "walks through ten digits",
        "digits",
        [{"topic": "pick", "index": 60_000 + number, "step": True} for number in range(10)],
        [{"topic": "pick", "index": 60_000}],
        LARGEST_OWN,
    ),
    Case(
        "a large network trained", "digits", [{"topic": "train"}], [], {**LARGEST_OWN, "digits_epochs": "1"}
    ),
    Case(
        "a large network trained on batches of 256",
        "digits",
        [{"topic": "train"}],
        [],
        {**LARGEST_OWN, "digits_batch": "256"},
        WHILE,
    ),
    Case("judge", "digits", [{"topic": "judge"}], [{"topic": "pick", "index": 60_000}]),
    Case("pictures of the first layer", "digits", [{"topic": "pictures", "which": "first_layer"}]),
    Case(
        "changes while large batches train",
        "digits",
        [{"topic": "set", "name": "digits_rate", "value": 0.001 + number / 1e5} for number in range(20)],
        [{"topic": "train"}],
        {**LARGEST_OWN, "digits_activations": ",".join(["relu"] * 4)},
    ),
    Case(
        "a large network trained and stopped",
        "digits",
        [{"topic": topic} for _ in range(10) for topic in ("train", "stop")],
        [],
        LARGEST_OWN,
    ),
)
