import assert from "node:assert/strict";
import { test } from "node:test";
import { heightOf, logTicks, marksOf, marksThatFit, ticks, tickText, withRoom } from "../../../static/shared/axes.js";

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

test("a long name takes the place of the marks before the last, and keeps the two ends", () => {
  const marks = [0, 1, 2, 3, 4].map((at) => [at, String(at)]);
  const left = (name, step) => withRoom(marks, name, 12, (place) => place * step).map(([at]) => at);
  assert.deepEqual(left("x1", 60), [0, 1, 2, 3, 4]);
  assert.deepEqual(left("petal", 60), [0, 1, 2, 3, 4]); // 36 px for 5 letters of 7 px
  assert.deepEqual(left("petals", 60), [0, 1, 2, 4]);
  assert.deepEqual(left("petal length in cm", 60), [0, 1, 4]);
  assert.deepEqual(left("a name that is far longer than the axis", 60), [0, 4]);
});

test("an axis has as many round numbers as stand beside each other", () => {
  const wide = (value) => 8 * String(value).length;
  assert.deepEqual(marksThatFit(10, 400, wide), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(marksThatFit(1250, 240, wide), [0, 500, 1000]); // 42 px each: 200 would have 38
  assert.deepEqual(marksThatFit(2500000, 240, wide), [0, 1000000, 2000000]); // 66 px each
  assert.deepEqual(marksThatFit(1, 300, () => 24), [0, 1, 2, 3, 4, 5].map((at) => at * 0.2));
  assert.deepEqual(marksThatFit(7, 10, () => 40), [0]);
});

test("an axis of losses is as high as they are", () => {
  assert.equal(heightOf([[0.7, 3, 0.2], [NaN, 0.9, 0.4]]), 3);
  assert.equal(heightOf([[0.7, 0.9, 2e9]]), 2e9);
  assert.equal(heightOf([[NaN], []]), 0);
});

test("it comes down again after a run that had blown up, and keeps in sight where the run began and where it is", () => {
  assert.equal(heightOf([[0.5, 1e36, 0.25], [0.75, 4e36, 0.5]]), 7.5);
  assert.equal(heightOf([[0.5, 1e36, 2, NaN]]), 20);
});

test("marks of a logarithmic axis are powers of ten, and between few of them 2 and 5 as well", () => {
  assert.deepEqual(logTicks(0.04, 1.5), [0.05, 0.1, 0.2, 0.5, 1]);
  assert.deepEqual(logTicks(1e-6, 2), [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]);
});

test("a mark says its own number, in as few digits as that takes", () => {
  const written = ticks(0, 212_000).map(tickText);
  assert.deepEqual(written, ["0", "50000", "1e+5", "1.5e+5", "2e+5"]);
  assert.deepEqual([0.3 * 3, 0.00015, -2e35, 1.5e35].map(tickText), ["0.9", "1.5e\u22124", "\u22122e+35", "1.5e+35"]);
});
