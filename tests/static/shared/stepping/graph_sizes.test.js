import assert from "node:assert/strict";
import { test } from "node:test";
import { TIGHT, grid, longestOf, measured, room, withNumbers } from "../../../../static/shared/stepping/graph_sizes.js";

test("arrays of up to eight numbers and matrices up to 4×4 are numbers in a card, whatever their shape", () => {
  for (const shape of [[1], [8], [8, 1], [1, 5], [1, 8], [2, 4], [4, 2], [4, 4], [1, 1, 8], [2, 2, 2]]) assert.ok(withNumbers(shape), `${shape}`);
  for (const shape of [[9], [1, 9], [5, 5], [64, 10]]) assert.ok(!withNumbers(shape), `${shape}`);
});

test("a row that is too long for a card goes on below", () => {
  assert.deepEqual([[1, 4], [1, 5], [1, 8], [1, 9]].map(grid), [[1, 4], [2, 3], [2, 4], [1, 9]]);
  const [wide, high] = room([1, 8], TIGHT);
  assert.deepEqual([wide, high], [4 * TIGHT.cell.width, 2 * TIGHT.cell.height]);
});

test("tables stand one below the other, a vector upright", () => {
  assert.deepEqual([[], [3], [2, 3], [2, 2, 3], [1, 2, 3]].map(grid), [[1, 1], [3, 1], [2, 3], [4, 3], [2, 3]]);
});

test("a card is wide enough for the whole numbers that come to stand in it, which keep all their digits", () => {
  const at = (/** @type {number} */ place, shape = /** @type {number[]} */ ([])) => ({ at: place, shape });
  const trace = /** @type {never} */ ({
    numbers: Float64Array.of(785, 109_312, 0.123456789, 1_234_567, 12_345_678.5, 5),
    nodes: [{ name: "x", value: at(0) }, { name: "f" }, { name: "v", value: at(1, [2]) }, { name: "c", value: { at: null, shape: [] } }],
    steps: [
      { phase: "forward", node: "f", value: at(1) },
      { phase: "backward", node: "f", gradient: at(5) },
      { phase: "backward", node: "f", input: "x", downstream: at(3) },
      { phase: "backward", node: "f", input: "y", downstream: at(2) },
      { phase: "backward", node: "f", input: "z", downstream: at(4) },
    ],
  });
  const longest = longestOf(trace);
  assert.deepEqual([...longest], [["x", "1,234,567"], ["f", "109,312"]]);
  const node = /** @type {never} */ ({ name: "f", label: "+", op: "add", kind: "op", shape: [] });
  const width = (/** @type {string} */ text) => measured(/** @type {never} */ ({ ...Object(trace), nodes: [] }), node, false, TIGHT, (one) => 8 * one.length, text).width;
  assert.deepEqual([width("785"), width("1,234,567")], [TIGHT.least, TIGHT.indent + 72 + TIGHT.padding]);
});
