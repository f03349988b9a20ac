import assert from "node:assert/strict";
import { test } from "node:test";
import { TIGHT, grid, room, withNumbers } from "../../../../static/shared/stepping/graph_sizes.js";

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
