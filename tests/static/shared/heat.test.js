import assert from "node:assert/strict";
import { test } from "node:test";
import { classLines, heatPainter, heightAt, joinEnds, smoothing, zeroLine } from "../../../static/shared/heat.js";

function pen() {
  const path = [];
  let lines = 0;
  return { path, lines: () => lines, moveTo: (x, y) => path.push([x, y]) && (lines += 1), lineTo: (x, y) => path.push([x, y]) };
}

test("the ends of a straight line stand where their places are on the map, whose top is the highest", () => {
  const drawn = pen();
  joinEnds(drawn, 120, Float32Array.from([-6, 3, 0, -6]), [[-6, 6], [-6, 6]]);
  assert.deepEqual(drawn.path, [[0, 30], [60, 120]]);
});

test("a line that lies elsewhere is not drawn", () => {
  const drawn = pen();
  joinEnds(drawn, 120, new Float32Array(4).fill(NaN), [[-6, 6], [-6, 6]]);
  assert.deepEqual(drawn.path, []);
});

test("of a map of bytes the line runs between what is above its middle and what is not", () => {
  const drawn = pen();
  const grid = 8;
  zeroLine(drawn, 70, Uint8Array.from({ length: grid * grid }, (_, at) => (at % grid < 4 ? 1 : 255)), grid);
  assert.ok(drawn.path.length > 0);
  for (const [x] of drawn.path) assert.ok(x > 25 && x < 45, `${x}`);
});

test("a ridge that is one place wide is one line on each side of it in a fine map, whatever its slope", () => {
  const grid = 16;
  const drawn = pen();
  // Along the diagonal the map is above its middle, everywhere else below.
  zeroLine(drawn, 150, Uint16Array.from({ length: grid * grid }, (_, at) => (at % grid === Math.floor(at / grid) ? 40000 : 30000)), grid);
  const rows = new Set(drawn.path.map(([, y]) => Math.round(y / 10)));
  assert.equal(rows.size, grid);
  for (const [x, y] of drawn.path) assert.ok(Math.abs(x - y) <= 10, `${x}, ${y}`);
});

test("a gentle slope in two bytes turns where it is in the middle", () => {
  const grid = 8;
  const drawn = pen();
  zeroLine(drawn, 70, Uint16Array.from({ length: grid * grid }, (_, at) => 32768 + (at % grid) * 2 - 7), grid);
  for (const [x] of drawn.path) assert.ok(Math.abs(x - 37.5) < 1e-9, `${x}`);
  assert.equal(drawn.path.length, grid);
});

test("the line goes on from cell to cell, so that its dashes have gaps: to the edge of the map, or around", () => {
  const grid = 16;
  const [across, around] = [pen(), pen()];
  zeroLine(across, 150, Uint16Array.from({ length: grid * grid }, (_, at) => 32000 + 100 * (at % grid) + 7 * Math.floor(at / grid)), grid);
  assert.equal(across.lines(), 1);
  assert.deepEqual([across.path[0][1], across.path.at(-1)[1]].sort((a, b) => a - b), [0, 150]);
  const hill = (at) => 33500 - 60 * ((at % grid) - 7) ** 2 - 60 * (Math.floor(at / grid) - 7) ** 2;
  zeroLine(around, 150, Uint16Array.from({ length: grid * grid }, (_, at) => Math.max(0, hill(at))), grid);
  assert.equal(around.lines(), 1);
  assert.deepEqual(around.path[0], around.path.at(-1));
});

test("a number of a map is a share of the way to its ends, in one byte and in two", () => {
  assert.deepEqual([0, 64, 128, 255].map((byte) => heightAt(Uint8Array.of(byte), 0)), [-1, -0.5, 0, 1]);
  assert.deepEqual([0, 16384, 32768, 65535].map((height) => heightAt(Uint16Array.of(height), 0)), [-1, -0.5, 0, 1]);
});

test("what is enlarged little is smoothed cheaply, since twelve cells are at each frame", () => {
  assert.equal(smoothing(190, 48), "low");
  assert.equal(smoothing(600, 48), "high");
});

test("a map of values is hatched where it is negative, one of several classes has their marks, and one of heights has nothing over it", () => {
  const laid = [];
  const context = () => ({
    done: [],
    createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height), width, height }),
    createPattern: ({ marks }) => marks[0] ?? "hatch",
    putImageData({ data }) { laid.push(...new Uint32Array(data.buffer)); }, clearRect() { this.done.push("nothing of before"); }, drawImage() { this.done.push("map"); }, beginPath() {}, moveTo() {}, lineTo() {}, stroke() {}, rect() {},
    fill() { this.done.push(this.fillStyle); },
  });
  globalThis.window = { devicePixelRatio: 1 };
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => "" });
  globalThis.document = { documentElement: { dataset: {} }, createElement: () => {
    const made = context();
    const marks = [];
    made.stroke = (path) => path && marks.push(path.text);
    return { marks, getContext: () => made };
  } };
  globalThis.Path2D = class { constructor(text) { this.text = text; } };
  const { paint, paintShades } = heatPainter();
  const painted = (...classes) => {
    const target = context();
    paint(target, 40, Uint8Array.of(0, 1, 0, 1), 2, ...classes);
    return target.done;
  };
  assert.deepEqual(painted(), ["nothing of before", "map", "hatch", "hatch"]);
  assert.deepEqual(painted(undefined, new Uint32Array(512)), ["nothing of before", "map", "hatch", "hatch"], "where a painter of classes is at hand, too");
  const [cleared, map, ...marks] = painted(Uint8Array.of(9, 9, 9, 9), new Uint32Array(512));
  assert.deepEqual([cleared, map], ["nothing of before", "map"]);
  assert.deepEqual(marks.map((mark) => mark.includes("a")), [false, true], "a square for the first class, a circle for the second");
  laid.length = 0;
  const target = context();
  paintShades(target, 40, Uint8Array.of(0, 1, 2, 1), 2, Uint32Array.of(7, 8, 9));
  assert.deepEqual([target.done, laid], [["nothing of before", "map"], [7, 8, 9, 8]]);
});

test("lines run between the regions of classes, and nowhere else", () => {
  const grid = 9;
  // Three stripes, upright.
  const drawn = pen();
  classLines(drawn, 80, Uint8Array.from({ length: grid * grid }, (_, at) => [4, 0, 7][Math.floor((at % grid) / 3)]), grid);
  const columns = new Set(drawn.path.map(([x]) => Math.round(x / 10) * 10));
  assert.ok(drawn.path.length > 0);
  for (const [x] of drawn.path) assert.ok(Math.min(Math.abs(x - 25), Math.abs(x - 55)) <= 8, `${x}`);
  assert.ok(columns.size >= 2);
  const none = pen();
  classLines(none, 80, new Uint8Array(grid * grid).fill(3), grid);
  assert.deepEqual(none.path, []);
});
