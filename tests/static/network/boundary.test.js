import assert from "node:assert/strict";
import { test } from "node:test";
import { colourEnds, newValue } from "../../../static/network/boundary_legend.js";
import { discretized } from "../../../static/network/boundary_map.js";
import { isShown, nearest, targetCurve } from "../../../static/network/boundary_places.js";

const looks = (shown) => ({ validation_points: shown, discretize: false });

test("a map without shades keeps on which side of its middle each place lies", () => {
  const [map, confidence] = discretized({ map: Uint8Array.from([1, 127, 128, 200, 255]) });
  assert.deepEqual([...map], [1, 1, 255, 255, 255]);
  assert.equal(confidence, undefined);
});

test("of several classes the winners stay, and each wins by everything", () => {
  const [map, confidence] = discretized({ map: Uint8Array.from([0, 2]), confidence: Uint8Array.from([3, 200]) });
  assert.deepEqual([[...map], [...confidence]], [[0, 2], [255, 255]]);
});

test("points that validate are hidden where that is wanted, those of one set never", () => {
  const data = { train: [1, 0], undivided: false };
  assert.deepEqual([0, 1].map((at) => isShown({ data, looks: looks(true) }, at)), [true, true]);
  assert.deepEqual([0, 1].map((at) => isShown({ data, looks: looks(false) }, at)), [true, false]);
  assert.equal(isShown({ data: { train: [0], undivided: true }, looks: looks(false) }, 0), true);
});

test("a hidden point cannot be picked", () => {
  const data = { dimension: 2, train: [0, 1], targets: [0, 1], points: [0, 0, 3, 3], domain: [[-6, 6], [-6, 6]], undivided: false };
  const board = { data, side: 120, carried: null, looks: looks(false) };
  assert.equal(nearest(board, 60, 60, 100), 1);
  assert.equal(nearest({ ...board, looks: looks(true) }, 60, 60, 100), 0);
});

test("the curve to be learned is the dataset's, or the one that was typed; a file has none", () => {
  const samples = new Map([["sine", { points: "its points" }]]);
  const data = { dimension: 1, source: "generator", name: "sine", domain: [[-6, 6]] };
  assert.equal(targetCurve({ data, samples }).points, "its points");
  assert.equal(targetCurve({ data: { ...data, source: "csv" }, samples }), null);
  assert.equal(targetCurve({ data: { ...data, dimension: 2 }, samples }), null);
  const typed = targetCurve({ data: { ...data, source: "function", truth: Float32Array.from([1, 2, 3]) }, samples });
  assert.deepEqual([[...typed.points], [...typed.targets]], [[-6, 0, 6], [1, 2, 3]]);
});

test("the ends of the colours are in the units of the file, those of a neuron are its own", () => {
  const data = { kind: "regression", target_scale: 62_500, target_offset: 137_500 };
  assert.deepEqual(colourEnds({ data, frame: { range: [0, 1], probe: null } }), ["75K", "200K"]);
  assert.deepEqual(colourEnds({ data, frame: { range: [0, 1], probe: { layer: 0, unit: 1 } } }), ["\u22121", "1"]);
  assert.deepEqual(colourEnds({ data: { ...data, target_scale: 2, target_offset: 1 }, frame: { range: [0, 1], probe: null } }), ["\u22121", "3"]);
  assert.deepEqual(colourEnds({ data: { kind: "binary", target_scale: 1, target_offset: 0 }, frame: { range: [0.5, 0.5], probe: null } }), ["0", "1"]);
});

test("the value of a new point is typed in the units of the file, and one that is none is told why", () => {
  const plain = { factor: 1, shift: 0 };
  assert.deepEqual(newValue("1/2", plain), { value: 0.5, why: "" });
  assert.deepEqual(newValue("\u22121", plain), { value: -1, why: "" });
  assert.deepEqual(newValue("225", { factor: 50, shift: 200 }), { value: 0.5, why: "" });
  assert.deepEqual(newValue("250.00000001", { factor: 50, shift: 200 }), { value: 1, why: "" }); // of what was rounded
  assert.deepEqual(newValue("much", plain), { value: null, why: "\u201cmuch\u201d is not a number." });
  assert.deepEqual(newValue("1.01", plain), { value: null, why: "The value of a new point must be between \u22121 and 1." });
  assert.equal(newValue("251", { factor: 50, shift: 200 }).why, "The value of a new point must be between 150 and 250.");
  assert.equal(newValue("149", { factor: 50, shift: 200 }).value, null);
});
