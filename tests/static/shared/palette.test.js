import assert from "node:assert/strict";
import { before, test } from "node:test";
import { classColour, signed, signedTable } from "../../../static/shared/palette.js";

const colours = { "--negative": "#ff0000", "--zero": "#ffffff", "--positive": "#0000ff" };

before(() => {
  globalThis.document = { documentElement: {} };
  globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => colours[name] ?? "" });
});

/** Red, green, blue and opacity of an entry, as a canvas reads it. */
const channels = (entry) => [entry & 255, (entry >>> 8) & 255, (entry >>> 16) & 255, entry >>> 24];

test("the table runs from negative over zero to positive", () => {
  const table = signedTable();
  assert.equal(table.length, 256);
  assert.deepEqual([0, 128, 255].map((at) => channels(table[at])), [[255, 0, 0, 255], [255, 255, 255, 255], [0, 0, 255, 255]]);
  assert.deepEqual(channels(table[64]), [255, 128, 128, 255]);
});

test("a quantity is coloured by its sign, the more the larger it is, and no more than fully", () => {
  assert.equal(signed(0.5), "color-mix(in srgb, var(--positive) 50%, var(--zero))");
  assert.equal(signed(-1, 4), "color-mix(in srgb, var(--negative) 25%, var(--zero))");
  assert.equal(signed(9), "color-mix(in srgb, var(--positive) 100%, var(--zero))");
});

test("what is no number has no colour", () => assert.equal(signed(NaN), "transparent"));

test("two classes are orange and blue, more of them have hues of their own", () => {
  assert.deepEqual([0, 1].map((index) => classColour(index, 2)), ["var(--negative)", "var(--positive)"]);
  assert.deepEqual([0, 11].map((index) => classColour(index, 12)), ["var(--class-0)", "var(--class-1)"]);
});
