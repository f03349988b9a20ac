import assert from "node:assert/strict";
import { test } from "node:test";
import { extended, MOST_POINTS, pathOf, placeAt, placesOf } from "../../../static/shared/curve_stroke.js";

test("a share of the pad is a place over the line, and what lies beyond is its edge", () => {
  assert.deepEqual(placeAt(0.5, 0.25), [0, 0.5]);
  assert.deepEqual(placeAt(-0.2, 7), [-6, -1]);
});

test("a stroke takes no place twice in a row, and never more than a message holds", () => {
  assert.deepEqual(extended([[1, 0.5]], [1, 0.5]), [[1, 0.5]]);
  /** @type {[number, number][]} */
  let stroke = [[-6, 0]];
  for (let at = 1; at <= 1000; at += 1) stroke = extended(stroke, [-6 + at / 100, 0]);
  assert.ok(stroke.length <= MOST_POINTS);
  assert.deepEqual([stroke[0], stroke.at(-1)], [[-6, 0], [4, 0]]);
});

test("heights along the line are a path over the whole pad", () => {
  assert.deepEqual(placesOf([0, 1, -1]), [[-6, 0], [0, 1], [6, -1]]);
  assert.equal(pathOf(placesOf([0, 1, -1]), 240, 120), "M0.0 60.0L120.0 0.0L240.0 120.0");
  assert.equal(pathOf([[0, 0]], 240, 120), "M120.0 60.0h0.01");
});
