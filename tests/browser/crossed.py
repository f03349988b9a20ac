"""Which numbers and words of a drawing have a line behind them, judged by what is painted.

Two pictures are taken, both without letters: one with the lines, one without. A text around which they differ stands
on a line, and a dash before a number reads as a minus.
"""

from typing import Any

from legible import PAINT, ROOTS, apart, picture
from numpy.typing import NDArray
from playwright.sync_api import Page

BESIDE = 3.0  # px of clear ground on either side of a text
INSIDE = 3.0  # px of its box above and below in which its digits do not stand
SOME = 24  # of 255: below, it is the edge of a rounded corner
FEW = 2  # px

HIDE = (
    "(lines) => {"
    + ROOTS
    + """
  globalThis.linesSheet ??= new CSSStyleSheet();
  globalThis.linesSheet.replaceSync(lines ? `${lines} { visibility: hidden !important; }` : "");
  for (const root of roots)
    if (!root.adoptedStyleSheets.includes(globalThis.linesSheet))
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, globalThis.linesSheet];
}"""
)
# Of each text that is seen: its words and the box of its letters.
TEXTS = (
    "(texts) => {"
    + ROOTS
    + """
  const found = [];
  for (const root of roots) {
    for (const one of root.querySelectorAll(texts)) {
      if (!one.textContent.trim()) continue;
      if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const svg = one.closest("svg").getBoundingClientRect();
      const { left, top, right, bottom } = one.getBoundingClientRect();
      if (left < svg.left || top < svg.top || right > svg.right || bottom > svg.bottom) continue;
      found.push([one.textContent.trim(), left, top, right, bottom]);
    }
  }
  return found;
}"""
)


def crossed(
    page: Page, texts: str = "svg text", lines: str = "svg :is(.line, .leader), .edges path"
) -> list[str]:
    """The texts behind or close beside which a line is seen; both are told by selectors."""
    found = page.evaluate(TEXTS, texts)
    assert found, "there is nothing to read"
    try:
        page.evaluate(PAINT, "transparent")
        with_lines = picture(page)
        page.evaluate(HIDE, lines)
        without = picture(page)
    finally:
        page.evaluate(HIDE, None)
        page.evaluate(PAINT, None)
    other = apart(with_lines, without) > SOME
    assert other.any(), "there are no lines"
    return [text for text, *box in found if _cut(other, box).sum() > FEW]


def _cut(whole: NDArray[Any], box: list[float]) -> NDArray[Any]:
    left, top, right, bottom = box
    return whole[
        max(0, round(top + INSIDE)) : round(bottom - INSIDE),
        max(0, round(left - BESIDE)) : round(right + BESIDE),
    ]
