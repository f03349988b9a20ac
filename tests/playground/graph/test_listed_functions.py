"""The list beside the expression names what may be typed: every function, each once, and nothing else."""

import re
from pathlib import Path

from engine.graphs.functions import FUNCTIONS

LIST = Path(__file__).resolve().parents[3] / "static" / "graph" / "functions.js"


def listed():
    functions = LIST.read_text(encoding="utf-8").partition("export const FUNCTIONS")[2]
    return re.findall(r'\["(\w+)", "', functions)


def test_every_function_is_in_the_list_once():
    assert sorted(listed()) == sorted(FUNCTIONS)
