"""What of the text on a page is hard to read for its colour, judged by what is painted, not by what style sheets say.

Two pictures are taken: one without the letters, one in which all are magenta. Where they differ stand the letters, and
the first shows what is behind each of them, be it a canvas, a gradient, a picture or another component's ground. That
is held against the colour that the letters have, with the opacity of all that they stand in.

A page that trains goes on between the pictures: a plot has moved on, and a letter seems to stand on a curve. So what
is found is looked at once more, with a third picture, and only what has stood still all the while is judged.
"""

import base64
import io
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page
from waiting import next_frame

LEAST = 4.5  # to 1, of WCAG 2.2, 1.4.3; of large letters 3
LEAST_LARGE = 3.0
LARGE, LARGE_AND_STRONG = 24.0, 18.66  # px
FEW_LETTERS = 6  # px that are painted of a text: below, it is scrolled away or covered
SOME = 0.15  # of a text's pixels: below, it only touches a line or a mark

# All roots of the document, since a page's components are shadow trees.
ROOTS = """const roots = [document];
  for (const root of roots)
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) roots.push(one.shadowRoot);"""
PAINT = (
    "(colour) => {"
    + ROOTS
    + """
  globalThis.lettersSheet ??= new CSSStyleSheet();
  const all = "*, *::before, *::after, *::placeholder";
  globalThis.lettersSheet.replaceSync(colour ? `
    ${all} { -webkit-text-fill-color: ${colour} !important; text-shadow: none !important;
      transition: none !important; caret-color: transparent !important; }
    text, text * { fill: ${colour} !important; }` : "");
  for (const root of roots)
    if (!root.adoptedStyleSheets.includes(globalThis.lettersSheet))
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, globalThis.lettersSheet];
}"""
)
# Of each piece of text: its words, its colour with its opacity (0 to 1), its size, and where it stands.
GATHER = (
    "() => {"
    + ROOTS
    + """
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const above = (one) => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host;
  const opacity = (one) => {
    let share = 1;
    for (let at = one; at; at = above(at)) share *= Number(getComputedStyle(at).opacity);
    return share;
  };
  const found = [];
  const take = (one, text, rects, pseudo) => {
    if (!one.checkVisibility({ visibilityProperty: true })) return;
    if (one.closest("script, style, option, title, noscript")) return;
    const style = getComputedStyle(one, pseudo);
    const drawn = one instanceof SVGElement;
    const colour = rgba(drawn ? style.fill : style.color);
    colour[3] *= opacity(one) * (drawn ? Number(style.fillOpacity) : 1);
    if (colour[3] === 0) return;
    found.push({
      text: text.trim().slice(0, 60),
      where: `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""}`,
      colour,
      size: Number.parseFloat(style.fontSize) * (one.getScreenCTM?.()?.a ?? 1),
      strong: Number(style.fontWeight) >= 600,
      disabled: Boolean(one.closest(":disabled, [aria-disabled=true], [inert], label:has(:disabled)")),
      rects: [...rects].map(({ left, top, right, bottom }) => [left, top, right, bottom]),
    });
  };
  for (const root of roots) {
    const walker = document.createTreeWalker(root === document ? document.body : root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.data.trim() || !node.parentElement) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      take(node.parentElement, node.data, range.getClientRects());
    }
    for (const one of root.querySelectorAll("*")) {
      if (one.matches("input, textarea, select")) {
        if (["checkbox", "radio", "range", "color"].includes(one.type)) continue;
        const said = one.matches("select") ? one.selectedOptions[0]?.text : one.value || one.placeholder;
        if (said) take(one, said, one.getClientRects(), one.value ? undefined : "::placeholder");
      }
      for (const pseudo of ["::before", "::after"]) {
        const { content, display } = getComputedStyle(one, pseudo);
        if (/^"[^"]*[^\\s"]/.test(content) && display !== "none") take(one, content, one.getClientRects(), pseudo);
      }
    }
  }
  return JSON.stringify(found);
}"""
)


def hard_to_read(page: Page) -> list[dict[str, Any]]:
    """Each text that has too little contrast with what is behind it: `text`, `where`, `colour`, `behind`, `contrast`
    and `least`, what it should have. What cannot be used at the moment is held to the measure of large letters."""
    return _look(page) and _look(page, still=True)


def _look(page: Page, still: bool = False) -> list[dict[str, Any]]:
    """What is hard to read by pictures taken one after the other; `still`: of what has not moved meanwhile."""
    before = {_standing(one) for one in texts(page)} if still else set()
    try:
        page.evaluate(PAINT, "transparent")
        behind = picture(page)
        page.evaluate(PAINT, "#f0f")
        letters = _differ(picture(page), behind)
        if still:
            page.evaluate(PAINT, "transparent")
            letters &= ~_differ(picture(page), behind)
    finally:
        page.evaluate(PAINT, "")
    next_frame(page)
    found = []
    for one in texts(page):
        if still and _standing(one) not in before:
            continue
        ground = np.concatenate(
            [_cut(behind, rect)[_cut(letters, rect)] for rect in one["rects"]] or [np.zeros((0, 3))]
        )
        if len(ground) < FEW_LETTERS:
            continue
        large = one["size"] >= LARGE or (one["strong"] and one["size"] >= LARGE_AND_STRONG)
        least = LEAST_LARGE if large or one["disabled"] else LEAST
        contrasts = contrast(one["colour"], ground)
        if (contrasts < least - 0.01).mean() > SOME:
            middle = np.median(ground, axis=0).astype(int).tolist()
            told = {key: one[key] for key in ("text", "where", "colour")}
            found.append(
                {**told, "behind": middle, "contrast": round(float(np.median(contrasts)), 2), "least": least}
            )
    return found


def texts(page: Page) -> list[dict[str, Any]]:
    """What GATHER finds, as one text on its way: ten thousand numbers, each handed over by itself, take longer."""
    found: list[dict[str, Any]] = json.loads(page.evaluate(GATHER))
    return found


def _standing(one: dict[str, Any]) -> tuple[Any, ...]:
    """A piece of text with its look and its place."""
    return one["text"], one["where"], *one["colour"], *(round(edge) for rect in one["rects"] for edge in rect)


def _differ(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return apart(one, other) > 8


def contrast(colour: list[float], ground: NDArray[Any]) -> NDArray[np.float64]:
    """Of a colour (r, g, b up to 255, and its share) on each of the colours behind it, (n, 3): from 1 to 21."""
    *rgb, share = colour
    over = _light(share * np.array(rgb) + (1 - share) * ground)
    under = _light(ground)
    return (np.maximum(over, under) + 0.05) / (np.minimum(over, under) + 0.05)


def _light(colours: NDArray[Any]) -> NDArray[np.float64]:
    """Relative luminance of sRGB colours, (n, 3)."""
    shares = colours / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def picture(page: Page) -> NDArray[np.uint8]:
    """What is painted, (height, width, 3)."""
    next_frame(page)
    line = page.context.new_cdp_session(page)
    shot = line.send("Page.captureScreenshot", {"optimizeForSpeed": True})[
        "data"
    ]  # packed in a fifth of the time
    line.detach()
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGB"))


def apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """By how much two pictures differ at each place, in the colour in which they differ most. (They are a million
    places: numbers of eight bytes would take most of the time.)"""
    red, green, blue = np.moveaxis(np.maximum(one, other) - np.minimum(one, other), 2, 0)
    return np.asarray(np.maximum(np.maximum(red, green), blue))


def _cut(whole: NDArray[Any], rect: list[float]) -> NDArray[Any]:
    left, top, right, bottom = (max(0, round(edge)) for edge in rect)
    return whole[top:bottom, left:right]
