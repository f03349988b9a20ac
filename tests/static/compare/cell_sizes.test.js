import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOf, tableGoesUnder } from "../../../static/compare/cell_sizes.js";

const room = { width: 840, height: 540, type: 14, narrow: false };

test("a row is broken where its cells become much larger by it", () => {
  assert.equal(sizeOf(room, 4, null).columns, 4);
  assert.equal(sizeOf(room, 6, null).columns, 3);
  assert.equal(sizeOf({ ...room, height: 200 }, 6, null).columns, 6);
  assert.equal(sizeOf({ ...room, width: 1290, height: 900 }, 4, null).columns, 4, "not for a fifth more");
  assert.ok(sizeOf(room, 2, null).side > sizeOf(room, 4, null).side);
});

test("under a row there is room for another value", () => {
  const { side, columns } = sizeOf(room, 6, null);
  const lines = Math.ceil(6 / columns);
  assert.ok(lines * (side + 1.7 * 14 + 2.4 * 14 + 8 + 10) + 2.4 * 14 <= 540);
});

test("all cells of a grid are in sight where that leaves them large enough", () => {
  const { side, columns } = sizeOf(room, 4, 3);
  assert.equal(columns, 4);
  assert.ok(3 * side < 540 && 4 * side < 840);
  assert.equal(sizeOf({ ...room, height: 100 }, 4, 3).side, 98);
});

test("a phone shows one cell, as wide as it is", () => {
  assert.equal(sizeOf({ width: 390, height: 0, type: 14, narrow: true }, 6, null).side, 370);
});

test("the table stands under a row of cells on a screen that is high enough for both, and stays there", () => {
  const wide = { width: 1270, height: 880, type: 14, narrow: false };
  assert.equal(tableGoesUnder(wide, 3, null, false), true);
  assert.equal(tableGoesUnder({ ...wide, height: 700 }, 3, null, true), true, "without the table's height it still does");
  assert.equal(tableGoesUnder(wide, 6, null, false), false, "two lines need the height themselves");
  assert.equal(tableGoesUnder({ ...wide, height: 520 }, 3, null, false), false);
  assert.equal(tableGoesUnder({ ...wide, width: 700 }, 3, null, false), false);
  assert.equal(tableGoesUnder({ ...wide, narrow: true }, 3, null, false), false);
});
