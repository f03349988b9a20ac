import assert from "node:assert/strict";
import { test } from "node:test";
import { knownOf, tangentOf } from "../../../static/network/neuron_card.js";

const CARD = { layer: 1, unit: 0, inputs: Float64Array.of(1, 2), piece: null };
/** @param {Record<string, number>} values @param {Record<string, number>} [gradients] */
const at = (values, gradients = {}) => ({ place: (/** @type {string} */ key) => ({ value: values[key] ?? null, gradient: gradients[key] ?? null, update: null }) });

test("a card says all of a network that rests, and of a step what has been reached", () => {
  assert.deepEqual(knownOf(CARD, 2, null).z, true);
  const start = knownOf(CARD, 2, at({ "a/0/0": 1, "a/0/1": 2 }));
  assert.deepEqual(start.inputs, [true, true]);
  assert.deepEqual([start.products, start.z, start.a], [[false, false], false, false]);
  const product = knownOf(CARD, 2, at({ "a/0/0": 1, "a/0/1": 2, "product/1/0": 3 }));
  assert.deepEqual([product.products, product.z], [[true, true], false]);
  const term = knownOf(CARD, 2, at({ "product/1/0/1": 3 }));
  assert.deepEqual(term.products, [false, true]);
  const back = knownOf(CARD, 2, at({ "z/1/0": 3, "a/1/0": 1 }, { "a/1/0": 0.5, "z/1/0": 0.25 }));
  assert.deepEqual([back.z, back.a, back.da, back.dz], [true, true, 0.5, 0.25]);
});

test("of maxout it is the piece that is let through", () => {
  assert.equal(knownOf({ ...CARD, piece: 1 }, 2, at({ "z/1/2": 3 })).z, true);
  assert.equal(knownOf({ ...CARD, piece: 0 }, 2, at({ "z/1/2": 3 })).z, false);
});

test("the tangent goes through the point with its slope", () => {
  assert.deepEqual(tangentOf(1, 0.5, 2, 4), [[-4, -9.5], [4, 6.5]]);
});
