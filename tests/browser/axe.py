"""What axe-core has against a page, its open shadow roots too: WCAG 2.2 up to AA, and axe's best practices."""

import functools
from collections.abc import Collection

import pytest
from playwright.sync_api import Page
from serving import ROOT
from waiting import next_frame

SOURCE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Each element with what is wrong about it. The source is evaluated: the page's policy lets no script in.
RUN = """async ([tags, leftOut]) => {
  const rules = Object.fromEntries(leftOut.map((rule) => [rule, { enabled: false }]));
  const { violations } = await globalThis.axe.run(document, {
    runOnly: { type: "tag", values: tags }, rules, resultTypes: ["violations"], iframes: false,
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, any, all, none }) => {
    const why = [...any, ...all, ...none].map(({ message }) => message).join("; ");
    return `${id}: ${target.flat().at(-1)} ${html.replace(/\\s+/g, " ").slice(0, 160)} (${why})`;
  }));
}"""


@functools.cache
def _source() -> str:
    if not SOURCE.exists():
        pytest.fail("axe-core is not installed: run `npm ci`, or `make check`", pytrace=False)
    return SOURCE.read_text(encoding="utf-8") + "\n;undefined"


def violations(page: Page, left_out: Collection[str] = ()) -> list[str]:
    """One line an element and rule; `left_out` are the ids of rules that are not asked."""
    if not page.evaluate("() => Boolean(globalThis.axe)"):
        page.evaluate(_source())
    next_frame(page)
    found: list[str] = page.evaluate(RUN, [TAGS, list(left_out)])
    return found
