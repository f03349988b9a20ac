"""The typeface: its files are there by the names that the sheet gives them, and what stands in takes the same room."""

import re

import pytest

from playground.frame import head
from playground.shared import assets

SHEET = "fonts.css"
NUMBER = r"([\d.]+)%"


def faces():
    """The descriptors of each @font-face, {name: text}."""
    blocks = re.findall(r"@font-face \{(.*?)\}", assets.current().text(SHEET), re.DOTALL)
    return [dict(re.findall(r"([\w-]+): (.*?);", block, re.DOTALL)) for block in blocks]


def per_cent(face, name, otherwise=100.0):
    found = re.fullmatch(NUMBER, face.get(name, f"{otherwise}%"))
    return float(found[1])


def test_the_page_has_the_sheet_and_all_that_it_names_is_served():
    assert SHEET in head.DOCUMENT
    named = re.findall(r'url\("\./(.*?)"\)', assets.current().text(SHEET))
    assert sorted(named) == sorted(assets.FONTS)
    assert set(named) <= set(assets.current().files)


def test_text_is_set_in_it_and_in_what_stands_in_before_anything_else():
    families = dict.fromkeys(face["font-family"] for face in faces())
    font = re.search(r"--font: (.*?);", assets.current().text("theme.css"), re.DOTALL)[1]
    assert font.startswith(", ".join(families))


@pytest.mark.parametrize(("name", "height"), [("ascent-override", 93.3), ("descent-override", 24.0)])
def test_lines_are_as_high_before_it_is_there(name, height):
    for face in faces():
        assert per_cent(face, name) * per_cent(face, "size-adjust") / 100 == pytest.approx(height, abs=0.1)


def test_each_weight_has_its_stand_ins():
    weights = {}
    for face in faces():
        weights.setdefault(face["font-family"], []).append(face["font-weight"])
    assert all(found == ["400", "600"] for found in weights.values())
    assert len(weights) == 3


def test_letters_are_seen_at_once():
    assert [face.get("font-display") for face in faces() if "url" in face["src"]] == ["swap", "swap"]
