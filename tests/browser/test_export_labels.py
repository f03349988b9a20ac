"""What is saved can be told without being seen: each file says what it is, in its name, its title and its pictures, and
axe objects to nothing in those that are pages."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import axe
from conftest import wait_until_ready
from playwright.sync_api import BrowserContext, Download, Page, expect

OpenPage = Callable[..., Page]
NewContext = Callable[..., BrowserContext]
SVG = "{http://www.w3.org/2000/svg}"
TITLE = "Add, then multiply"
UNNAMED = """() => [...document.querySelectorAll("svg:not([aria-hidden=true]), img, canvas, [role=img]")]
  .filter((one) => !one.closest("[aria-hidden=true]") && !one.parentElement?.closest("[role=img], [role=group]"))
  .filter((one) => !one.matches("[aria-label], [alt]") && !one.querySelector(":scope > title")?.textContent)
  .map((one) => one.outerHTML.slice(0, 100))"""


def saved(page: Page, act: Callable[[], None]) -> Download:
    with page.expect_download() as found:
        act()
    return found.value


def export(page: Page, kind: str) -> Download:
    page.get_by_role("button", name="Export", exact=True).click()
    return saved(page, page.get_by_role("menuitem", name=kind, exact=True).click)


def press(page: Page, name: str) -> Download:
    return saved(page, page.get_by_role("button", name=name, exact=True).click)


def named(picture: Path) -> str:
    """The name of an SVG, which is told wherever it stands, and with which it begins."""
    root = ET.parse(picture).getroot()
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text
    return root[0].text


def test_the_files_of_a_graph_have_their_names_titles_and_headings_and_no_picture_without_a_name(
    open_page: OpenPage, new_context: NewContext, tmp_path: Path
) -> None:
    page = open_page("?page=graph&example=add-then-multiply")
    files = {}
    for kind, ending in {
        "Picture (SVG)": ".svg",
        "Picture (PNG)": ".png",
        "One HTML file": ".html",
        "Worksheet": "-worksheet.html",
    }.items():
        file = export(page, kind)
        assert file.suggested_filename == f"add-then-multiply{ending}"
        files[kind] = tmp_path / file.suggested_filename
        file.save_as(files[kind])
    assert TITLE in named(files["Picture (SVG)"])
    # Of each node it holds what the page tells of it.
    nodes = [one for one in ET.parse(files["Picture (SVG)"]).iter() if one.get("data-node")]
    assert [one.get("data-node") for one in nodes if not one.get("aria-label")] == []
    assert len(nodes) == page.locator(".card").count()

    alone = new_context(reduced_motion="reduce").new_page()
    for kind, title in (("One HTML file", TITLE), ("Worksheet", f"{TITLE}: worksheet")):
        alone.goto(files[kind].as_uri())
        expect(alone).to_have_title(title)
        expect(alone.locator("html")).to_have_attribute("lang", "en")
        expect(alone.get_by_role("heading", level=1).first).to_have_text(TITLE)
        if kind == "One HTML file":
            wait_until_ready(alone)
            expect(alone.get_by_role("group", name="Computational graph", exact=True)).to_be_visible()
            expect(alone.get_by_role("img", name=re.compile("^x is an input"))).to_be_visible()
        else:
            expect(alone.get_by_role("img", name="The computational graph", exact=True).first).to_be_visible()
        assert alone.evaluate(UNNAMED) == []
        assert axe.violations(alone) == []


def test_the_pictures_of_a_comparison_are_named(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("?page=compare")
    page.get_by_role("button", name="One epoch", exact=True).click()
    expect(page.locator("[data-cell][data-step]:not([data-step='0'])")).not_to_have_count(0)
    for button, about in {"Plot as SVG": "Curves of the runs", "Cells as SVG": "runs"}.items():
        file = press(page, button)
        assert file.suggested_filename.endswith(".svg")
        file.save_as(tmp_path / file.suggested_filename)
        assert about.lower() in named(tmp_path / file.suggested_filename).lower()
