"""A number that can grow is never cut, and covers nothing: at its largest, at every size, in both modes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from waiting import tap, until

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
# What of an element's text is cut by what stands around it, or lies over a neighbour's text or button; or whether all
# of it has wrapped out of sight.
HIDDEN = """([el, text]) => {
  if (!el.checkVisibility()) return [];
  el.textContent = text;
  const range = document.createRange();
  const place = (of) => { range.selectNodeContents(of); return range.getBoundingClientRect(); };
  const mine = place(el);
  const found = [];
  const row = el.parentElement.getBoundingClientRect();
  if (getComputedStyle(el.parentElement).overflowY === 'hidden') {
    if (mine.top >= row.bottom - 1) return ['gone whole'];
    if (mine.bottom > row.bottom + 1) found.push('cut below');
  }
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

# px between the same number twice, of training and of validation
APART = """(first, text) => {
  const [one, other] = [first, first.nextElementSibling].map((el) => {
    el.textContent = text;
    const range = document.createRange();
    range.selectNodeContents(el);
    return range.getBoundingClientRect();
  });
  return other.left - one.right;
}"""


def hidden(field: Locator, text: str) -> list[str]:
    return field.evaluate(f"(el, text) => ({HIDDEN})([el, text])", text)


@pytest.fixture(params=["off", "on"], ids=["desk", "projector"])
def projector(request: pytest.FixtureRequest) -> str:
    return request.param


# A run that was trained for long after it had nearly blown up, as the server would tell of it.
LONG_RUN = """() => {
  const views = (all) => all.flatMap((view) => [view, ...views([...(view.child_views ?? [])])]);
  const hearing = views(Object.values(Bokeh.index.roots ?? Bokeh.index))
    .filter((view) => view.model.data?.page === "network");
  const epoch = [0, 40000, 80000, 129552];
  const [low, high] = [[0.5, 0.7, 0.9, 1], [0.6, 0.7, 0.8, 1]];
  const loss = [1e35, 7e35, 3.21e35, 1.234e35];
  hearing.flatMap((view) => view._event_handlers).forEach((hear) => hear({
    topic: "history", epoch, train_loss: loss, validation_loss: loss, train_accuracy: low, validation_accuracy: high,
  }));
}"""
# Which marks of the plots are cut, or lie over another; null where another moment of the run has come in between.
# Digits take the middle of the height of their line.
MARKS = """async (all) => {
  for (let frame = 0; frame < 12; frame += 1) await new Promise(requestAnimationFrame);
  if (all.some((svg) => svg.checkVisibility() && svg.dataset.end !== "150000")) return null;
  return all.flatMap((svg) => {
    if (!svg.checkVisibility()) return [];
    const around = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const air = text.matches(".name") ? 0 : 0.2 * (bottom - top);
      return { says: text.textContent, left, right, top: top + air, bottom: bottom - air };
    });
    const found = [];
    texts.forEach((one, at) => {
      const out = one.left < around.left - 1 || one.right > around.right + 1 || one.bottom > around.bottom + 1;
      if (out || one.top < around.top - 1) found.push(`${one.says} is cut`);
      for (const other of texts.slice(at + 1)) {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (across > 0.5 && down > 1) found.push(`${one.says} over ${other.says}`);
      }
    });
    return found;
  });
}"""


def test_a_long_run_and_its_curves_are_read_whole_and_the_buttons_below_the_network_stay_below_it(
    open_page: Callable[..., Page], projector: str
) -> None:
    page = open_page(f"?projector={projector}")
    expect(page.locator("[data-epoch]")).to_have_text("0")
    foot = page.locator(".foot:has(.paste)")
    expect(foot).to_contain_text("37 parameters")
    plots = page.locator("[data-quantity]")
    wrong = {}

    def looked_at() -> bool:
        page.evaluate(LONG_RUN)
        found = plots.evaluate_all(MARKS)
        for said in found or []:
            wrong.setdefault(said, []).append((scale, width))
        return found is not None

    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert foot.evaluate("one => one.scrollWidth - one.clientWidth") <= 0, width
        for scale in ("Log", "Linear"):
            page.get_by_role("radio", name=scale, exact=True).click()
            until(page, looked_at, "the long run in the curves")
        for name, text in TEXTS.items():
            for said in hidden(page.locator(name), text):
                wrong.setdefault(said, []).append((name, width))
        if page.locator('[data-number="train_loss"]').evaluate(APART, "0.004032") < 5:
            wrong.setdefault("two losses as one", []).append(width)
    assert not wrong


def test_a_long_trace_is_counted_whole_and_long_runs_that_are_compared_are_read_whole(
    open_page: Callable[..., Page], projector: str
) -> None:
    page = open_page(f"?page=compare&compare_values=[0.01,0.03,0.1,0.3,1]&projector={projector}")
    cells = page.locator("[data-cell]:is([role=listitem])")
    expect(cells).to_have_count(5)
    texts = {".loss": "1.23e+35", ".accuracy": "100.0 %"}
    wrong = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found = {name: hidden(cells.first.locator(name), text) for name, text in texts.items()}
        for name in ("[data-epoch]", "[data-step]"):
            found[name] = hidden(page.locator(name).locator("visible=true").last, TEXTS[name])
        # Beside a loss that has grown there may be no room: an accuracy is then in the table only.
        if found[".accuracy"] == ["gone whole"]:
            found[".accuracy"] = []
        for name, all_said in found.items():
            for said in all_said:
                wrong.setdefault(said, []).append((name, width))
    page.get_by_role("link", name="Graph", exact=True).click()
    count = page.locator(".transport .count").locator("visible=true")
    expect(count).to_be_visible()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for said in hidden(count, "step 12,345 of 12,345"):
            wrong.setdefault(said, []).append(("count", width))
    assert not wrong


def test_what_a_finger_taps_in_the_curves_stays_to_be_read(open_page: Callable[..., Page]) -> None:
    page = open_page("?page=network", width=390, height=844, touch=True)
    page.get_by_role("button", name="One epoch").or_(
        page.get_by_role("button", name="More ways to train")
    ).first.click()
    page.get_by_role("button", name="One epoch").click()
    expect(page.locator("[data-quantity=loss] .line").first).to_have_attribute("data-points", "2")
    plot = page.locator("[data-quantity=loss]")
    plot.scroll_into_view_if_needed()
    tap(plot)
    expect(page.locator(".plots .tip")).to_contain_text("Training")
    tap(page.locator("table").filter(has=page.locator("[data-number]")))
    expect(page.locator(".plots .tip")).to_be_hidden()
