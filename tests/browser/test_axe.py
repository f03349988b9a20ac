"""axe objects to nothing on any page, whatever it is doing: neither by WCAG 2.2 AA nor by its best practices."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import axe
import pytest
from conftest import wait_until_ready
from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]
PAGES = ("network", "graph", "digits", "compare")
TABS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "graph": ("Code", "Check", "Jacobian", "Descend", "Count"),
        "digits": ("Look inside", "Curves", "Mistakes"),
        "compare": ("Landscape",),
    }
)
PHASES: Mapping[str, float] = MappingProxyType({"forward": 0.3, "backward": 0.7, "update": 1.0})  # of a trace
PHONE = {"width": 390, "height": 844, "touch": True, "is_mobile": True}
ROWS = "".join(f"{row},{row % 7},{row % 5},{row % 3},{'ab'[row % 2]}\n" for row in range(30))

# A rule that a state does not keep yet, and why.
LEFT_OUT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # The fields in which another value is typed stand among the cells, in their list.
        **{
            f"compare, {state}": ("aria-required-children",)
            for state in ("fresh", "training", "projector", "dark, projector", "phone")
        },
        # Where a phone has two layers, the cross of the first has 23 px beside the button that adds a layer.
        "digits, phone": ("target-size",),
    }
)


class Findings:
    """What is found in one state after another, told all together."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def look(self, page: Page, state: str) -> None:
        # A drawing has its name as soon as there is something to see.
        nameless = page.locator("svg[role=img]:not([aria-label], [aria-labelledby], :has(title))")
        expect(nameless.locator("visible=true")).to_have_count(0)
        wrong = axe.violations(page, LEFT_OUT.get(state, ()))
        if wrong:
            self.found[state] = wrong

    def expect_none(self) -> None:
        told = [f"{state}: {one}" for state, wrong in self.found.items() for one in wrong]
        assert not told, "\n".join(told)


@pytest.fixture
def findings() -> Findings:
    return Findings()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def turn(page: Page, query: str) -> None:
    page.goto(page.url.split("?")[0] + query)
    wait_until_ready(page)


def step(page: Page, findings: Findings, name: str, phases: Mapping[str, float] = PHASES) -> None:
    """Looks at each phase of stepping."""
    if name != "graph":
        button(page, "Step through").first.click()
    slider = page.get_by_role("slider", name="Step", exact=True)
    expect(slider).to_be_visible()
    for phase, share in phases.items():
        slider.fill(str(round(share * int(slider.get_attribute("max") or 0))))
        findings.look(page, f"{name}, stepping {phase}")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_at_rest_its_tabs_training_and_stepping(
    open_page: OpenPage, findings: Findings, name: str
) -> None:
    page = open_page(f"?page={name}&theme=light", reduced_motion="reduce")
    findings.look(page, f"{name}, fresh")
    for tab in TABS.get(name, ()):
        page.get_by_role("tab", name=tab, exact=True).click()
        if tab == "Mistakes":
            expect(page.get_by_role("grid", name="Confusion matrix")).to_be_visible()
        if tab == "Landscape":
            expect(page.locator(".start[aria-label]")).to_be_visible()
        findings.look(page, f"{name}, {tab}")
    if name == "compare":
        page.get_by_role("tab").first.click()
    if name != "graph":
        button(page, "Train").click()
        pause = button(page, "Pause training")
        expect(pause).to_be_visible()
        findings.look(page, f"{name}, training")
        pause.click()
        expect(button(page, "Train")).to_be_visible()
    if name != "compare":
        step(page, findings, name)
    page.keyboard.press("f")
    expect(page.locator("html")).to_have_attribute("data-projector", "on")
    findings.look(page, f"{name}, {'projector' if name == 'compare' else 'stepping on the projector'}")
    findings.expect_none()


# In the dark alone it is the letters that could be too pale: test_legible.py reads them.
def test_the_pages_in_the_dark_and_on_the_projector(open_page: OpenPage, findings: Findings) -> None:
    page = open_page("?page=network&theme=dark&projector=on", reduced_motion="reduce")
    for name in PAGES:
        if name != "network":
            turn(page, f"?page={name}&theme=dark&projector=on")
        expect(page.locator("html")).to_have_attribute("data-projector", "on")
        findings.look(page, f"{name}, dark, projector")
    findings.expect_none()


def test_the_dialogs(open_page: OpenPage, findings: Findings) -> None:
    page = open_page("?page=network&theme=light", reduced_motion="reduce")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    findings.look(page, "the list of keys")
    page.keyboard.press("Escape")
    page.evaluate(
        """() => {
            navigator.clipboard.writeText = () => Promise.reject(new Error());
            document.execCommand = () => false;
        }"""
    )
    button(page, "Share").click()
    expect(page.get_by_role("dialog", name="The address of what you see")).to_be_visible()
    findings.look(page, "the address")
    page.keyboard.press("Escape")
    page.get_by_label("CSV file").set_input_files(
        {
            "name": "plants.csv",
            "mimeType": "text/csv",
            "buffer": f"id,length,width,depth,kind\n{ROWS}".encode(),
        }
    )
    expect(page.get_by_role("dialog", name="Columns of plants.csv")).to_be_visible()
    findings.look(page, "the columns of a file")
    findings.expect_none()


def test_the_pages_on_a_phone(open_page: OpenPage, findings: Findings) -> None:
    page = open_page("?page=network&theme=light", reduced_motion="reduce", **PHONE)
    for name in PAGES:
        if name != "network":
            turn(page, f"?page={name}&theme=light")
        findings.look(page, f"{name}, phone")
        if name in ("network", "graph"):
            step(page, findings, f"{name}", {"backward, phone": 0.7})
    findings.expect_none()


def test_the_map_of_the_lessons_and_a_lesson_that_runs(open_page: OpenPage, findings: Findings) -> None:
    page = open_page("?page=lessons&theme=light", reduced_motion="reduce")
    findings.look(page, "lessons, fresh")
    button(page, "Summary").click()
    findings.look(page, "lessons, summary")
    panel = page.get_by_role("complementary", name="Lesson")
    for theme in ("light", "dark"):
        turn(
            page,
            f"?page=graph&example=add-then-multiply&cursor=4&lesson=one-gate&lesson_step=4&theme={theme}",
        )
        answer = panel.get_by_role("textbox")
        for wrong in ("-3", "12345"):
            answer.fill(wrong)
            answer.press("Enter")
            expect(panel.get_by_role("status")).not_to_be_empty()
        expect(panel).to_contain_text("The way to the answer")
        findings.look(page, f"lesson, {theme}")
        page.keyboard.press("Tab")
        page.locator("body").press("f")
        expect(page.locator("html")).to_have_attribute("data-projector", "on")
        findings.look(page, f"lesson, {theme}, projector")
        page.locator("body").press("f")
    button(page, "Fold the lesson away").click()
    findings.look(page, "lesson, folded")
    findings.expect_none()
