"""A number that can grow is never cut, and covers nothing: at its largest, at every size, in both modes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

SIZES = [(1280, 720), (1440, 900), (1920, 1080), (820, 1180), (390, 844)]
TEXTS = {
    "[data-epoch]": "1,234,567",
    "[data-step]": "122,737,000",
    "[data-loss]": "1.23e+35",
    '[data-number="train_loss"]': "1.23e+35",
    '[data-number="validation_loss"]': "1.23e+35",
    '[data-number="train_accuracy"]': "100.0%",
    '[data-number="validation_accuracy"]': "100.0%",
}
# What of an element's text is cut by what stands around it, or lies over a neighbour's text or button.
HIDDEN = """([el, text]) => {
  if (!el.checkVisibility()) return [];
  el.textContent = text;
  const range = document.createRange();
  const place = (of) => { range.selectNodeContents(of); return range.getBoundingClientRect(); };
  const mine = place(el);
  const found = [];
  for (let around = el; around; around = around.parentElement ?? around.getRootNode().host) {
    const style = getComputedStyle(around), box = around.getBoundingClientRect();
    const outside = mine.left < box.left - 1 || mine.right > box.right + 1;
    if (style.overflowX !== 'visible' && outside) found.push(`cut by ${around.className || around.tagName}`);
  }
  if (mine.right > innerWidth + 1) found.push('beyond the window');
  for (const other of el.getRootNode().querySelectorAll('button, input, select, output, .what, td, th, label')) {
    if (!other.checkVisibility() || other.contains(el) || el.contains(other)) continue;
    const box = other.matches('button, input, select') ? other.getBoundingClientRect() : place(other);
    if (!box.width || !box.height) continue;
    const over = Math.min(mine.right, box.right) - Math.max(mine.left, box.left);
    const down = Math.min(mine.bottom, box.bottom) - Math.max(mine.top, box.top);
    if (over > 0.5 && down > 2) found.push(`over ${other.textContent.trim() || other.tagName}`);
  }
  return found;
}"""


def hidden(field: Locator, text: str) -> list[str]:
    return field.evaluate(f"(el, text) => ({HIDDEN})([el, text])", text)


@pytest.fixture(params=["off", "on"], ids=["desk", "projector"])
def projector(request: pytest.FixtureRequest) -> str:
    return request.param


def test_a_long_run_is_read_whole(open_page: Callable[..., Page], projector: str) -> None:
    page = open_page(f"?projector={projector}")
    expect(page.locator("[data-epoch]")).to_have_text("0")
    wrong = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for name, text in TEXTS.items():
            for said in hidden(page.locator(name), text):
                wrong.setdefault(said, []).append((name, width))
    assert not wrong


def test_a_long_trace_is_counted_whole(open_page: Callable[..., Page], projector: str) -> None:
    page = open_page(f"?page=graph&projector={projector}")
    count = page.locator(".transport .count")
    expect(count).to_be_visible()
    wrong = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for said in hidden(count, "step 12,345 of 12,345"):
            wrong.setdefault(said, []).append(width)
    assert not wrong
