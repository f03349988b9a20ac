import assert from "node:assert/strict";
import { test } from "node:test";
import { exampleStroke } from "../../../static/digits/example.js";

test("the digit that draws itself is one smooth stroke on the pad", () => {
  const stroke = exampleStroke();
  assert.deepEqual(stroke.slice(0, 2), [0.32, 0.2]);
  assert.deepEqual(stroke.slice(-2), [0.31, 0.71]);
  assert.ok(stroke.every((share) => share > 0.1 && share < 0.9));
  const steps = [];
  for (let at = 2; at < stroke.length; at += 2) steps.push(Math.hypot(stroke[at] - stroke[at - 2], stroke[at + 1] - stroke[at - 1]));
  assert.equal(steps.length, 60);
  assert.ok(Math.max(...steps) < 0.05 && Math.min(...steps) > 0.005);
});
