import assert from "node:assert/strict";
import { test } from "node:test";
import { spanOf } from "../../../static/network/inside_functions.js";
import { decadesOf, outlineOf, reachOf } from "../../../static/network/inside_layers.js";
import { cutCell, grown, mixed, placesIn, turns } from "../../../static/network/space_geometry.js";

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

test("a cell is cut where two classes are level, and where three meet there is a place between them", () => {
  const [around, places] = [[3, 2, 0, 1], Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1)]; // from the upper right corner to the left
  const cut = (answers, leads) => cutCell(around, Uint8Array.from(answers), Float32Array.from(leads), places);
  assert.deepEqual(cut([4, 4, 4, 4], [1, 2, 3, 4]), { parts: [{ answer: 4, outline: [[1, 1], [0, 1], [0, 0], [1, 0]] }], lines: [] });
  // Left and right: level at three quarters of the lower side, in the middle of the upper one.
  assert.deepEqual(cut([0, 1, 0, 1], [3, 1, 2, 2]), {
    parts: [
      { answer: 0, outline: [[0.5, 1], [0, 1], [0, 0], [0.75, 0]] },
      { answer: 1, outline: [[0.75, 0], [1, 0], [1, 1], [0.5, 1]] },
    ],
    lines: [[[0.5, 1], [0.75, 0]]],
  });
  assert.deepEqual(cut([1, 0, 0, 0], [1, 3, 1, 1]).parts.map(({ answer, outline }) => [answer, outline.length]), [[1, 3], [0, 5]]);
  const three = cut([0, 1, 2, 1], [1, 1, 1, 1]);
  assert.deepEqual(three.parts.map(({ answer }) => answer), [2, 0, 1]);
  const [x, y] = [0.5 / 3 + 0.5 / 3, 1.5 / 3];
  assert.deepEqual(three.lines, [[[0.5, 1], [x, y]], [[0, 0.5], [x, y]], [[0.5, 0], [x, y]]]);
  assert.deepEqual(three.parts[0], { answer: 2, outline: [[0.5, 1], [0, 1], [0, 0.5], [x, y]] });
  assert.deepEqual(cut([0, 1, 0, 1], [0, 0, 0, 0]).lines, [[[0.5, 1], [0.5, 0]]]);
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
