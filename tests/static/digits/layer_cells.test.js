import assert from "node:assert/strict";
import { test } from "node:test";
import { arrangeLayers, columnSize, roomFor, paintCells } from "../../../static/digits/layer_cells.js";

test("a width that is dragged changes the size of the cells only now and then", () => {
  assert.deepEqual([[], [16], [17, 3], [32], [33]].map(roomFor), [16, 16, 32, 32, 64]);
});

test("a column of as many cells as there is room for is no higher than the drawing", () => {
  const { side, columns, high } = arrangeLayers({ width: 900, height: 400, count: 2, room: 64 });
  assert.ok(columnSize(64, { side, columns }).high <= high + 1e-9);
});

test("the picture, the layers and the outputs stand from left to right, with a gap between each", () => {
  const { input, layers, output, gaps } = arrangeLayers({ width: 900, height: 400, count: 2, room: 64 });
  const order = [input, gaps[0], layers[0], gaps[1], layers[1], gaps[2], output];
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
});

test("a neuron that answers below 0 is struck through, and no other", () => {
  globalThis.window = { devicePixelRatio: 1 };
  globalThis.document = { documentElement: {} };
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => "" });
  const painted = (values) => {
    const done = [];
    const pen = {
      scale() {}, beginPath() {},
      fillRect: (...box) => done.push(["cell", ...box]),
      moveTo: (...place) => done.push(["from", ...place]),
      lineTo: (...place) => done.push(["to", ...place]),
      stroke: () => done.push(["stroke"]),
    };
    paintCells({ style: {}, getContext: () => pen }, 3, values, { side: 8, columns: 2, empty: "grey" });
    return done;
  };
  assert.deepEqual(painted([0.5, -1, 0]), [["cell", 0, 0, 7, 7], ["cell", 8, 0, 7, 7], ["from", 8, 7], ["to", 15, 0], ["stroke"], ["cell", 0, 8, 7, 7]]);
  assert.equal(painted(null).length, 3);
});
