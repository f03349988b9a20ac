import assert from "node:assert/strict";
import { test } from "node:test";
import { heightOf, layersOf, matricesOf, paintInside, paintProduct, paintUnits, told } from "../../../static/compare/inside.js";

/** What is drawn on a canvas: each filled area with its colour, each text, each line. */
function paper() {
  const drawn = { areas: [], texts: [], lines: [] };
  let line = [];
  const context = {
    canvas: {}, fillStyle: "", strokeStyle: "",
    fillRect(...box) { drawn.areas.push([this.fillStyle, ...box]); },
    fillText(text) { drawn.texts.push(text); },
    beginPath() { line = []; },
    moveTo(...place) { line.push(place); },
    lineTo(...place) { line.push(place); },
    stroke() { drawn.lines.push([this.strokeStyle, ...line]); },
    save() {}, restore() {},
  };
  globalThis.getComputedStyle = () => ({ fontFamily: "sans" });
  return { context, drawn };
}
const colours = { ink: "ink", soft: "soft", rule: "rule", surface: "surface", forward: "violet", backward: "coral", signs: Array.from({ length: 256 }, (_, at) => `sign ${at}`), strokes: Array.from({ length: 256 }, (_, at) => `stroke ${at}`) };
const of = (look, widths = [2, 3, 1]) => ({ look, widths, with_answers: false });

test("sizes by layer are signals, gradients, and both at the start", () => {
  const { signals, gradients, firstSignals, firstGradients } = layersOf(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  assert.deepEqual([[...signals], [...gradients], [...firstSignals], [...firstGradients]], [[1, 2], [3, 4], [5, 6], [7, 8]]);
});

test("each factor of ten is as high as the others, and nothing has no height", () => {
  assert.equal(heightOf(10), 1);
  assert.ok(Math.abs(heightOf(0.01) - heightOf(0.001) - 0.1) < 1e-9);
  assert.deepEqual([heightOf(1e-12), heightOf(0), heightOf(1e6), heightOf(NaN)], [0, 0, 1, 0]);
});

test("matrices are cut out one after the other", () => {
  const { product, bias, layers } = matricesOf(Float32Array.from({ length: 12 }, (_, at) => at), [2, 3, 1]);
  assert.deepEqual([...product.entries, ...bias], [0, 1, 2]);
  assert.deepEqual(layers.map(({ rows, columns, entries }) => [rows, columns, ...entries]), [[3, 2, 3, 4, 5, 6, 7, 8], [1, 3, 9, 10, 11]]);
});

test("a cell says what is seen in it, and what it has not", () => {
  assert.equal(told(of("layers"), Float32Array.of(1, 1, 0.25, 0.75, 1, 1, 1, 1), "layers"), "Gradient: first 0.25, last 0.75");
  assert.equal(told(of("weights"), Float32Array.of(9, 4, 1), "weights"), "4 of 9 nearly 0");
  assert.equal(told(of("units", [1, 3, 1]), Float32Array.of(), "units"), "3 units");
  assert.equal(told(of("units", [1, 1, 1]), Float32Array.of(), "units"), "1 unit");
  assert.equal(told(of("product", [2, 1]), Float32Array.of(0.5, -2, 0.25, 0.5, -2), "product"), "W = [0.500, −2], b = 0.250");
  assert.equal(told(of("product", [2, 3]), new Float32Array(15), "product"), "One matrix of 3 × 2");
  assert.equal(told(of("answers"), Float32Array.of(), "product"), "Not linear: no single matrix");
  assert.equal(told(of("answers"), Float32Array.of(), "units"), "Needs one input and a hidden layer");
  assert.equal(told(of("answers"), Float32Array.of(), "answers"), "");
});

test("a layer has a bar of its signal, one of its gradient, and their marks of the start", () => {
  const { context, drawn } = paper();
  paintInside(context, 180, of("layers"), Float32Array.of(1, 0.1, 0.01, 0, 1, 0, 0.1, 0), colours);
  const bars = (colour) => drawn.areas.filter(([one]) => one === colour).map(([, , , , height]) => Math.round(height));
  const full = 180 - 15 - 6; // between the places of the highest and the lowest
  assert.deepEqual(bars("violet"), [0.9 * full, 0.8 * full].map(Math.round));
  assert.deepEqual(bars("coral"), [0.7 * full, 0].map(Math.round));
  assert.equal(bars("ink").length, 2, "no mark of what was nothing");
  assert.ok(drawn.texts.includes("0") && drawn.texts.includes("2"));
});

test("a weight is a bar up or down, in the colour of its sign", () => {
  const { context, drawn } = paper();
  paintInside(context, 180, of("weights"), Float32Array.of(2, 0, 2, -1), colours);
  const [, up, down] = drawn.areas;
  assert.deepEqual([up[0], up[4], up[2] + up[4]], ["sign 255", 74, 90]);
  assert.deepEqual([down[0], down[4], down[2]], ["sign 0", 37, 90]);
  assert.deepEqual(drawn.texts, ["largest 2"]);
});

test("each unit has a line of its own over the places", () => {
  const { context, drawn } = paper();
  paintUnits(context, 100, Float32Array.of(0, 1, 1, -1), 2, [-1, 1], ["red", "blue"]);
  assert.deepEqual(drawn.lines, [["red", [0, 50], [100, 0]], ["blue", [0, 0], [100, 100]]]);
});

test("a product has a block for each matrix, the last layer first, and one for what they come to", () => {
  const { context, drawn } = paper();
  paintProduct(context, 160, Float32Array.of(4, -4, 9, 1, 2, 3, 4, 5, 6, 7, 8, -9), [2, 3, 1], colours);
  assert.deepEqual(drawn.texts, ["·", "="]);
  const blocks = drawn.areas.slice(1);
  assert.equal(blocks.length, 3 + 6 + 2);
  assert.deepEqual(drawn.lines.map(([colour]) => colour), ["stroke 1", "stroke 1"], "what is negative is struck through");
  assert.deepEqual(blocks.slice(-2).map(([colour]) => colour), ["sign 255", "sign 1"]);
  assert.ok(blocks.every(([, x, y, wide, high]) => x >= 0 && x + wide <= 160 && y >= 120 && y + high <= 160));
  assert.ok(blocks.every(([, x], at) => at === 0 || at === 3 || at > 3 || x > blocks[at - 1][1]), "from left to right");
});
