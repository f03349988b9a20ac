import assert from "node:assert/strict";
import { test } from "node:test";
import { marksOf, ticks } from "../../../static/shared/axes.js";

test("ticks are round numbers within the axis", () => {
  assert.deepEqual(ticks(-6, 6), [-6, -3, 0, 3, 6]);
  assert.deepEqual(ticks(0.2, 9.9), [3, 6, 9]);
});

test("marks are in the units of the file, at the places of the drawing", () => {
  assert.deepEqual(marksOf({ low: -1, high: 1, factor: 100, shift: 0, name: "x" }), [[-1, "−100"], [-0.5, "−50"], [0, "0"], [0.5, "50"], [1, "100"]]);
});

test("a truth table has nothing between 0 and 1", () => {
  assert.deepEqual(marksOf({ low: -0.5, high: 1.5, factor: 1, shift: 0, name: "x1" }), [[0, "0"], [1, "1"]]);
});
