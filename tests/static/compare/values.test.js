import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOfType } from "../../../static/compare/values.js";

test("all values of a margin are as large as the longest of them has room for, and one that has none is folded", () => {
  const room = 100;
  const of = (/** @type {number[]} */ ...widths) => sizeOfType(widths.map((wide) => ({ wide, room })), 20, 14);
  assert.deepEqual(of(40, 100), { size: 20, folded: [false, false] });
  assert.deepEqual(of(40, 125), { size: 16, folded: [false, false] });
  assert.deepEqual(of(40, 160), { size: 14, folded: [false, true] }, "at 14 px it is 112 px wide");
  assert.deepEqual(of(), { size: 20, folded: [] });
});
