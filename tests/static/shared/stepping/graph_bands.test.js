import assert from "node:assert/strict";
import { test } from "node:test";
import { inLines, turned } from "../../../../static/shared/stepping/graph_bands.js";

const FREE = [0, 0, 0, 0, 0, 0];

test("columns stand in lines of about the same width, in their order", () => {
  assert.deepEqual(inLines([100, 100, 100, 100, 100, 100], 20, FREE, 2), [[0, 1, 2], [3, 4, 5]]);
  assert.deepEqual(inLines([300, 100, 100, 100, 100, 100], 20, FREE, 2), [[0, 1], [2, 3, 4, 5]]);
  assert.deepEqual(inLines([100, 100], 20, FREE, 1), [[0, 1]]);
});

test("a line does not end where many edges go on", () => {
  assert.deepEqual(inLines([100, 100, 100, 100, 100, 100], 20, [0, 0, 300, 0, 0, 0], 2), [[0, 1], [2, 3, 4, 5]]);
});

test("the way to the next line is one line without a gap", () => {
  const way = turned([500, 40], [60, 240], { left: 40, right: 560, between: 140, reach: 20 });
  assert.deepEqual(way[0].slice(0, 2), [500, 40]);
  assert.deepEqual(way.at(-1).slice(6), [60, 240]);
  way.slice(1).forEach((curve, at) => assert.deepEqual(curve.slice(0, 2), way[at].slice(6)));
  assert.deepEqual(way[1], [560, 40, 580, 40, 580, 140, 560, 140]);
  assert.deepEqual(way[3], [40, 140, 20, 140, 20, 240, 40, 240]);
});
