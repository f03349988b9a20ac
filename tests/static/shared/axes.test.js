import assert from "node:assert/strict";
import { test } from "node:test";
import { heightOf, logTicks, marksOf, marksThatFit, squareFor, ticks, tickText } from "../../../static/shared/axes.js";

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

/** Both axes of a square of at most 240 px, with marks 0, 10, 20, 30, 40 60 px apart, in type of 10 px. */
function square(across, upward, most = 240) {
  const axis = { low: 0, high: 40, factor: 1, shift: 0 };
  return squareFor({ ...axis, name: across }, { ...axis, name: upward }, 10, (text) => 7 * text.length, (left, below) => most - Math.max(left, below));
}
const marks = ({ across }) => across.marks.map(([at]) => at + 0);

test("a long name takes the place of the marks before the last, and keeps the two ends", () => {
  assert.deepEqual(marks(square("x1", "y")), [0, 10, 20, 30, 40]);
  assert.deepEqual(marks(square("petal", "y")), [0, 10, 20, 30, 40]); // 35 px beside marks of 12, and air
  assert.deepEqual(marks(square("petals", "y")), [0, 10, 20, 40]);
  assert.deepEqual(marks(square("petal length in cm", "y")), [0, 10, 40]);
});

test("a name that is too long for the two ends has a line of its own, for which the square is smaller", () => {
  const long = "the length of a petal in centimetres";
  const { across, upward, left, below } = square(long, "y");
  assert.deepEqual([across.apart, upward.apart, left, below, across.side, upward.side], [true, false, 0, 13, 227, 227]);
  assert.deepEqual(across.marks.map(([at]) => at + 0), [0, 10, 20, 30, 40]);
  const turned = square("x1", long);
  assert.deepEqual([turned.across.apart, turned.upward.apart, turned.left, turned.below], [false, true, 13, 0]);
});

test("where the line for one name leaves too little for the other, both have one", () => {
  const { across, upward } = square("a".repeat(33), "b".repeat(31)); // 231 and 217 px
  assert.deepEqual([across.apart, upward.apart], [true, true]);
  assert.deepEqual([square("x1", "b".repeat(31)).upward.apart, square("x1", "bcd", 60).upward.apart], [false, false]);
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
