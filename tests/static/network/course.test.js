// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { course } from "../../../static/network/course.js";

const each = (/** @type {(at: number) => number} */ make) => Float32Array.from({ length: 5000 }, (_, at) => make(at));

test("a long run is thinned and keeps its ends", () => {
  const run = course();
  run.begin({ epoch: each((at) => at), train_loss: each((at) => 1 / (1 + at)), validation_loss: each((at) => 2 / (1 + at)), train_accuracy: each(() => 0.5), validation_accuracy: each(() => 0.5) });
  const epochs = run.points.map(([epoch]) => epoch);
  assert.ok(epochs.length <= 600 && epochs.length > 100);
  assert.deepEqual([epochs[0], epochs.at(-1)], [0, 4999]);
  assert.deepEqual(epochs, [...new Set(epochs)].sort((one, other) => one - other));
});

test("what is trained anew from an earlier epoch takes the place of what came after it", () => {
  const run = course();
  for (const epoch of [0, 1, 2, 3]) run.add([epoch, 1, 1, 0, 0]);
  run.add([2, 5, 5, 0, 0]);
  assert.deepEqual(run.points.map(([epoch, loss]) => [epoch, loss]), [[0, 1], [1, 1], [2, 5]]);
});

test("the same epoch again is its newer value", () => {
  const run = course();
  run.add([0, 1, 1, 0, 0]);
  run.add([0, 2, 2, 0, 0]);
  assert.deepEqual(run.points, [[0, 2, 2, 0, 0]]);
});

test("a point ends with the errors in the units of a file, where there are such", () => {
  const run = course();
  const one = (/** @type {number} */ value) => Float32Array.of(value);
  run.begin({ epoch: one(0), train_loss: one(1), validation_loss: one(2), train_accuracy: one(3), validation_accuracy: one(4), train_error: one(5), validation_error: one(6) });
  assert.deepEqual(run.points, [[0, 1, 2, 3, 4, 5, 6]]);
  run.begin({ epoch: one(0), train_loss: one(1) });
  assert.deepEqual(run.points, [[0, 1, NaN, NaN, NaN, NaN, NaN]]);
});
