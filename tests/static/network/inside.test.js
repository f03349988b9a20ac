import assert from "node:assert/strict";
import { test } from "node:test";
import { spanOf } from "../../../static/network/inside_functions.js";
import { decadesOf, outlineOf, reachOf } from "../../../static/network/inside_layers.js";
import { grown, mixed, placesIn, turns } from "../../../static/network/space_geometry.js";

const SPACE = {
  plane: Float32Array.of(0, 0, 2, 4), grid: Float32Array.of(-1, -1, 1, 1),
  flat: Float32Array.of(1, 1), points: Float32Array.of(0, 1),
  boxes: Float32Array.of(0, 2, 0, 4, -1, 1, -1, 1),
};

test("everything goes from its place in the plane to its place in the layer, each in its own box", () => {
  assert.deepEqual([...placesIn(SPACE, 0)], [0, 0, 1, 1, 0.5, 0.25]);
  assert.deepEqual([...placesIn(SPACE, 1)], [0, 0, 1, 1, 0.5, 1]);
  assert.deepEqual([...placesIn(SPACE, 0.5)], [0, 0, 1, 1, 0.5, 0.625]);
  assert.deepEqual([...mixed(Float32Array.of(0, 2), Float32Array.of(1, 4), 0.5)], [0.5, 3]);
  assert.deepEqual([grown(0), grown(0.5), grown(1)], [0, 0.5, 1]);
});

test("where answers turn is drawn on the grid wherever that is", () => {
  const places = Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1);
  assert.deepEqual(turns(Uint8Array.of(127, 128, 127, 128), 2, places).map((ends) => ends.map(([x]) => x)), [[0.5, 0.5]]);
  assert.deepEqual(turns(Uint8Array.of(200, 255, 128, 128), 2, places), []);
});

test("sizes of gradients have a logarithmic scale, on which 0 is nothing", () => {
  assert.deepEqual(decadesOf([0.5, 2e-3]), [-6, 0]);
  assert.deepEqual(decadesOf([0.5, 1e-9]), [-9, 0]);
  assert.deepEqual(decadesOf([0, NaN]), [-6, 0]);
  assert.equal(reachOf(1e-3, [-6, 0]), 0.5);
  assert.equal(reachOf(0, [-6, 0]), 0);
  assert.match(outlineOf([0.5, 0.25]), /^M0 26V0\.0H50\.0V13\.0H100\.0V26Z$/);
});

test("curves have zero and air around them", () => {
  assert.deepEqual(spanOf([1, NaN]).map((value) => Number(value.toFixed(2))), [-0.06, 1.06]);
  assert.deepEqual(spanOf([]).map((value) => Number(value.toFixed(2))), [-0.12, 0.12]);
});
