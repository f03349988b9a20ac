"""The questions that the recorder begins with ask for what their pages have."""

import re

from playground.lessons.measures import condition
from playground.shared.assets import STATIC
from playground.shared.measures import MEASURES, measure_of

ENTRY = re.compile(r'^  (\w+): \{ measure: "([^"]+)", goal: "([^"]+)" \},$', re.MULTILINE)


def test_what_is_measured_in_an_example_is_a_measure_of_its_page():
    found = ENTRY.findall((STATIC / "frame/question_examples.js").read_text(encoding="utf-8"))
    assert {page for page, _, _ in found} == set(MEASURES)
    for page, measure, goal in found:
        measure_of(measure, page)
        condition(goal, page)
