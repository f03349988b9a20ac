import assert from "node:assert/strict";
import { test } from "node:test";
import { mapPainter } from "../../../static/network/network_maps.js";

/** What is drawn of one neuron that stands between two pixels: by name, with its numbers. */
function drawn({ bytes, side, ratio = 1, alpha = 1 }) {
  const done = [];
  const note = (name) => (...all) => done.push([name, ...all.filter((one) => typeof one === "number")]);
  const pen = Object.fromEntries(
    ["clearRect", "drawImage", "rect", "fillRect", "setTransform", "beginPath", "fill", "moveTo", "lineTo", "stroke"].map((name) => [name, note(name)]),
  );
  pen.createPattern = () => null;
  const hidden = {
    createImageData: (wide, high) => ({ data: new Uint8ClampedArray(4 * wide * high), width: wide, height: high }),
    putImageData() {}, beginPath() {}, moveTo() {}, lineTo() {}, stroke() {},
  };
  globalThis.window = { devicePixelRatio: ratio };
  globalThis.document = { documentElement: {}, createElement: () => ({ getContext: () => hidden }) };
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => "" });
  const painter = mapPainter({ style: {}, getContext: () => pen });
  painter.load("neurons", Uint8Array.from(bytes), side, 1);
  painter.draw({ features: [], neurons: [{ x: 23.4, y: 33.4, size: 45.6, alpha, index: 0 }] }, false);
  return (name) => done.filter(([one]) => one === name).map(([, ...numbers]) => numbers);
}

test("a map and its strokes cover the same whole pixels of the canvas, so that nothing beside it grows darker frame by frame", () => {
  for (const [ratio, square] of /** @type {const} */ ([[1, [1, 11, 46]], [2, [1, 21, 91]]])) {
    const of = drawn({ bytes: [0, 0, 0, 0], side: 2, ratio });
    assert.deepEqual(of("drawImage"), [[0.5, 0.5, 1, 1, square[0], square[1], square[2], square[2]]]);
    const strokes = of("rect");
    assert.equal(strokes.length, 4); // two rows, for each depth of the strokes
    assert.equal(Math.min(...strokes.map(([left]) => left)), square[0]);
    assert.equal(Math.min(...strokes.map(([, top]) => top)), square[1]);
    assert.equal(Math.max(...strokes.map(([left, , wide]) => left + wide)), square[0] + square[2]);
    assert.equal(Math.max(...strokes.map(([, top, , high]) => top + high)), square[1] + square[2]);
    assert.deepEqual(of("setTransform"), [[ratio, 0, 0, ratio, 0, 0], [1, 0, 0, 1, 0, 0], [ratio, 0, 0, ratio, 0, 0]]);
    assert.deepEqual(of("clearRect"), []);
  }
});

test("one that is faint is taken away before it is drawn over", () => {
  assert.deepEqual(drawn({ bytes: [255, 255, 255, 255], side: 2, alpha: 0.4 })("clearRect"), [[1, 11, 46, 46]]);
});

test("a neuron of a line is a curve from edge to edge of whole pixels, over an axis in the middle", () => {
  const of = drawn({ bytes: [0, 255], side: 2, ratio: 2 });
  assert.deepEqual(of("fillRect"), [[0.5, 10.5, 45.5, 45.5]]);
  assert.deepEqual(of("moveTo"), [[0.5, 33.25]]);
  const [axis, from, to] = of("lineTo");
  assert.deepEqual(axis, [46, 33.25]);
  assert.deepEqual([from[0], to[0]], [0.5, 46]);
  assert.ok(Math.abs(from[1] - (10.5 + 0.94 * 45.5)) < 1e-9 && Math.abs(to[1] - (10.5 + 0.06 * 45.5)) < 1e-9);
});
