// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { epochMarks, marksUp, nearest, rangeOfLosses, rangeOfShares, room, sidesOf } from "../../../static/network/curve_plots.js";

test("the axis of epochs makes room in jumps", () => {
  assert.deepEqual([0, 1, 1.5, 9.2, 11, 100].map(room), [1, 1, 2, 10, 13, 120]);
});

test("each epoch below an axis is another, and a whole one as soon as there are two", () => {
  const marks = (end, across = 240) => epochMarks(end, across, (text) => 7 * text.length).map((mark) => Number(mark.toFixed(2)));
  assert.deepEqual([2, 3, 4, 5].map((end) => marks(end)), [[0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5]]);
  assert.deepEqual(marks(1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(marks(10), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(marks(10, 100), [0, 5, 10]);
  assert.deepEqual(marks(1200), [0, 500, 1000]);
});

test("losses begin at 0, and what was larger on the way runs out at the top", () => {
  assert.deepEqual(rangeOfLosses([[0.5, 0.2], [NaN, 0.4]], false), { low: 0, high: 0.53, log: false });
  assert.ok(rangeOfLosses([[1, 1e12, 0.5]], false).high < 20);
  assert.deepEqual(rangeOfLosses([[], []], false), { low: 0, high: 1, log: false });
});

test("a logarithmic axis has room below the least loss that has a logarithm", () => {
  assert.deepEqual(rangeOfLosses([[1, 0.03, 0]], true), { low: 0.02, high: 1.5, log: true });
  assert.deepEqual(rangeOfLosses([[0, 0]], true), { low: 0.01, high: 1, log: true });
});

test("accuracies reach from a round share below them to all, and regression has none", () => {
  assert.deepEqual(rangeOfShares([[0.55, 0.9], [0.62, 0.8]]), { low: 0.5, high: 1.02, log: false });
  assert.equal(rangeOfShares([[NaN], [NaN]]), null);
});

test("marks above each other do not touch", () => {
  const range = { low: 0, high: 1.06, log: false };
  assert.deepEqual(marksUp(range, 200, 12).map((value) => Number(value.toFixed(2))), [0, 0.3, 0.6, 0.9]);
  assert.deepEqual(marksUp(range, 40, 12).map((value) => Number(value.toFixed(2))), [0, 0.6]);
  assert.equal(marksUp(range, 10, 12).length, 1);
  assert.deepEqual(marksUp({ low: 0.01, high: 1, log: true }, 200, 12), [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]);
});

test("what is pointed at is the nearest epoch", () => {
  const points = [0, 1, 4, 5].map((epoch) => [epoch]);
  assert.deepEqual([-3, 0.4, 0.6, 2.4, 2.6, 9].map((epoch) => nearest(points, epoch)), [0, 0, 1, 1, 2, 3]);
});

test("long numbers have the room that they need beside the name, and the last epoch beyond the end", () => {
  const widthOf = (text) => 7 * text.length;
  assert.deepEqual(sidesOf(["0", "0.5"], "10", 12, widthOf), { left: 3.6 * 12 + 16, right: 14 });
  const { left, right } = sidesOf(["0", "1.5e+35"], "120,000", 12, widthOf);
  assert.ok(left - 6 - 49 >= 1.4 * 12); // the name takes from 0.4 to 1.4 of the type's size
  assert.equal(right, 49 / 2 + 2);
});
