import assert from "node:assert/strict";
import { test } from "node:test";
import { drawing, edgeBetween, inside, MOST_POINTS, MOST_STROKES } from "../../../static/digits/strokes.js";

test("a stroke is a list of points within the pad, to four decimals", () => {
  const pad = drawing();
  pad.begin(-1, 0.123456);
  pad.extend(2, 0.5);
  assert.deepEqual(pad.strokes, [[0, 0.1235, 1, 0.5]]);
});

test("a point that would not be seen is not taken", () => {
  const pad = drawing();
  pad.begin(0.5, 0.5);
  assert.equal(pad.extend(0.502, 0.502), false);
  assert.equal(pad.extend(0.51, 0.5), true);
});

test("undo takes back stroke by stroke, and what was cleared or replaced comes back", () => {
  const pad = drawing();
  pad.begin(0.1, 0.1);
  pad.begin(0.2, 0.2);
  pad.clear();
  assert.ok(pad.empty);
  pad.replace([Float32Array.of(0.25, 0.75)]);
  assert.deepEqual(pad.strokes, [[0.25, 0.75]]);
  pad.undo();
  assert.ok(pad.empty);
  pad.undo();
  assert.deepEqual(pad.strokes, [[0.1, 0.1], [0.2, 0.2]]);
  pad.undo();
  assert.deepEqual(pad.strokes, [[0.1, 0.1]]);
  pad.undo();
  assert.equal(pad.undo(), false);
  assert.equal(pad.undoable, false);
});

test("no more strokes are taken than a message holds", () => {
  const pad = drawing();
  for (let stroke = 0; stroke < MOST_STROKES; stroke += 1) assert.ok(pad.begin(0.5, 0.5));
  assert.ok(pad.full);
  assert.equal(pad.begin(0.5, 0.5), false);
});

test("no more points are taken than a message holds, and undo makes room", () => {
  const pad = drawing();
  pad.begin(0, 0);
  for (let point = 1; point < MOST_POINTS; point += 1) assert.ok(pad.extend(point % 2, 0.5));
  assert.ok(pad.full);
  assert.equal(pad.extend(0, 0), false);
  assert.equal(pad.begin(0, 0), false);
  pad.undo();
  assert.ok(pad.begin(0, 0));
});

test("a place is on the pad up to its edges", () => {
  assert.deepEqual([[0, 1], [0.5, 0.5], [-0.01, 0.5], [0.5, 1.01]].map(inside), [true, true, false, false]);
});

test("a stroke that leaves the pad ends where it crosses the edge", () => {
  assert.deepEqual(edgeBetween([0.5, 0.5], [1.5, 0.5]), [1, 0.5]);
  assert.deepEqual(edgeBetween([0.5, 0.5], [0.25, -0.5]), [0.375, 0]);
  assert.deepEqual(edgeBetween([0.25, 0.75], [-0.75, 2.75]), [0.125, 1]); // the edge that it crosses first
});
