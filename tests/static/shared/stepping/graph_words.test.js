import assert from "node:assert/strict";
import { test } from "node:test";
import { sentFrom } from "../../../../static/shared/stepping/graph_words.js";

test("the gradient of a node that is out of sight is told in lines, up to eight numbers of it", () => {
  const lines = (/** @type {number[]} */ values, /** @type {number[]} */ shape) => sentFrom("xhat", { array: Float64Array.from(values), shape });
  assert.deepEqual(lines([-0.98], []), ["from xhat: −0.980"]);
  assert.deepEqual(lines([1, 0, 1, 0], [4]), ["from xhat: 1, 0, 1, 0"]);
  assert.deepEqual(lines([1, 2, 3, 4, 5, 6], [6]), ["from xhat:", "1, 2, 3, 4,", "5, 6"]);
  assert.deepEqual(lines([1, 2, 3, 4], [2, 2]), ["from xhat 2×2"]);
  assert.deepEqual(lines(Array(9).fill(1), [9]), ["from xhat [9]"]);
  assert.deepEqual(lines([], [64]), ["from xhat [64]"]); // it was too large to be sent
});
