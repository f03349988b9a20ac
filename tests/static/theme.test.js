import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { behindNumber } from "../../static/shared/palette.js";

const sheet = readFileSync(new URL("../../static/theme.css", import.meta.url), "utf8");
const boundary = readFileSync(new URL("../../static/network/boundary.css", import.meta.url), "utf8");
const PARTS = { light: ["html"], dark: ["html", 'html[data-theme="dark"]'] };
const PROJECTOR = ['html[data-projector="on"]', 'html[data-projector="on"][data-theme="dark"]'];
const THEMES = {
  light: PARTS.light,
  dark: PARTS.dark,
  "light on the projector": [...PARTS.light, PROJECTOR[0]],
  "dark on the projector": [...PARTS.dark, ...PROJECTOR],
};

/** The colours of a theme by name, as red, green and blue. @param {string[]} selectors, later ones win */
function colours(selectors) {
  const found = {};
  for (const selector of selectors) {
    const [, body] = sheet.split(`\n${selector} {`);
    for (const [, name, hex] of body.split("\n}")[0].matchAll(/--([\w-]+): #([0-9a-f]{6});/g)) {
      found[name] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    }
  }
  return found;
}

/** Relative luminance, of WCAG 2. @param {number[]} rgb */
function light(rgb) {
  const [r, g, b] = rgb.map((channel) => channel / 255).map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [less, more] = [light(one), light(other)].sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
}

/** What `color-mix` makes of a theme's colours. @param {string} text @param {Record<string, number[]>} theme */
function mixed(text, theme) {
  const [, first, percent, second] = /^color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, var\(--([\w-]+)\)\)$/.exec(text);
  return theme[first].map((channel, at) => (channel * percent + theme[second][at] * (100 - percent)) / 100);
}

/** A colour of which so much is seen over another. @param {number[]} rgb @param {number[]} ground @param {number} share */
const over = (rgb, ground, share) => rgb.map((channel, at) => channel * share + ground[at] * (1 - share));

test("contrast is that of WCAG: 21 for black on white, 4.48 for the grey 119", () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  assert.equal(contrast([119, 119, 119], [255, 255, 255]).toFixed(2), "4.48");
});

for (const [name, selectors] of Object.entries(THEMES)) {
  const theme = colours(selectors);

  test(`each colour of text is read on each ground, ${name}`, () => {
    for (const text of ["ink", "ink-soft", "unreached-text", "accent", "refusal", "warning", "forward", "backward", "update", "negative-text", "positive-text"]) {
      for (const ground of ["surface", "paper", "sunken"]) assert.ok(contrast(theme[text], theme[ground]) >= 4.5, `${text} on ${ground}`);
    }
  });

  test(`what stands on a tint is read there, ${name}`, () => {
    for (const tint of ["forward", "backward", "update", "accent", "warning"]) {
      for (const text of ["ink", "ink-soft", tint]) assert.ok(contrast(theme[text], theme[`${tint}-tint`]) >= 4.5, `${text} on ${tint}-tint`);
    }
    for (const tint of ["forward", "backward", "update"]) assert.ok(contrast(theme["unreached-text"], theme[`${tint}-tint`]) >= 4.5, `what is not reached on ${tint}-tint`);
  });

  test(`the two signs differ in lightness, ${name}`, () => {
    const [less, more] = [theme.negative, theme.positive];
    const map = Number(boundary.match(/--map: ([\d.]+);/)[1]);
    assert.ok(contrast(less, more) >= 1.9, "of weights");
    assert.ok(contrast(over(less, theme.surface, map), over(more, theme.surface, map)) >= 1.75, "of the big map");
    assert.ok(contrast(over(less, theme.ink, 0.84), over(more, theme.ink, 0.84)) >= 1.6, "of points");
    assert.ok(light(less) > light(more), "orange is the lighter one in both themes");
    for (const one of [less, more]) assert.ok(contrast(one, theme.zero) >= 2, "and from nothing");
    assert.deepEqual([theme["class-0"], theme["class-1"]], [less, more], "two classes have the same colours");
  });

  test(`a number is read on its colour, however large it is, ${name}`, () => {
    for (const value of [-1, -0.5, 0.5, 1]) assert.ok(contrast(theme.ink, mixed(behindNumber(value), theme)) >= 4.5, `${value}`);
    assert.notEqual(behindNumber(1), behindNumber(0.5));
  });
}
