import assert from "node:assert/strict";
import { test } from "node:test";
import { drawExample, exampleStroke } from "../../../static/digits/example.js";

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

/** What is shown of the digit that draws itself where a picture of the page is painted every so many ms. */
function drawnEvery(ms) {
  let paint;
  Object.assign(globalThis, { requestAnimationFrame: (call) => (paint = call), cancelAnimationFrame: () => (paint = null), matchMedia: () => ({ matches: false }) });
  const shown = [];
  drawExample({ checkVisibility: () => true }, (stroke, read) => shown.push({ points: stroke.length / 2, read }));
  for (let now = 1000; paint; now += ms) paint(now);
  return shown;
}

test("each point of it is shown and every third one read, and the whole", () => {
  const shown = drawnEvery(10);
  assert.deepEqual(shown.map(({ points }) => points), Array.from({ length: 61 }, (_, at) => at + 1));
  const read = shown.filter((one) => one.read).map(({ points }) => points);
  assert.deepEqual(read, [...Array.from({ length: 20 }, (_, at) => 3 * at + 3), 61]);
});

test("where little is painted, all that is shown is read", () => {
  assert.ok(drawnEvery(100).slice(1).every(({ read }) => read));
});
