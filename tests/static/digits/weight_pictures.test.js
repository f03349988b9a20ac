import assert from "node:assert/strict";
import { before, test } from "node:test";
import { paintWeights, weightSheet } from "../../../static/digits/weight_pictures.js";
import { hatchedTables } from "../../../static/shared/hatching.js";

before(() => {
  globalThis.document = { documentElement: {} };
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => "" });
});

function canvas() {
  const made = {
    width: 0, height: 0,
    getContext: () => ({
      createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) }),
      putImageData: ({ data }) => (made.pixels = new Uint32Array(data.buffer)),
    }),
  };
  return made;
}

test("the weights of a picture that are negative have pixels under a stroke", () => {
  const [beside, under] = hatchedTables();
  const bytes = new Int8Array(2 * 784);
  bytes[784 + 28] = -127;
  bytes[784 + 29] = 127;
  const paper = canvas();
  paintWeights(paper, [beside, under], bytes, 1, 6);
  assert.deepEqual([paper.width, paper.height], [168, 168]);
  const seen = (/** @type {number} */ column) => new Set(Array.from({ length: 36 }, (_, at) => paper.pixels[(6 + Math.floor(at / 6)) * 168 + 6 * column + (at % 6)]));
  assert.deepEqual(seen(0), new Set([under[1], beside[1]]));
  assert.deepEqual(seen(1), new Set([beside[255]]));
});

test("each of many pictures lies on the sheet where its place is, wherever the grid is scrolled to", () => {
  /** @type {unknown[][]} */
  const laid = [];
  globalThis.window = { devicePixelRatio: 2 };
  globalThis.document.createElement = () => ({
    ...canvas(), style: {}, setAttribute() {},
    getContext() {
      return { createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) }), putImageData: ({ data }) => (this.first = data[0]), drawImage: (picture, ...box) => laid.push([picture.first, ...box]) };
    },
  });
  const at = (left, top, side) => ({ getBoundingClientRect: () => ({ left, top, width: side, height: side, bottom: top + side }) });
  const grid = { ...at(100, 50, 300), clientLeft: 1, clientTop: 2, scrollLeft: 0, scrollTop: 30, clientWidth: 90 };
  const bytes = new Int8Array(2 * 784);
  bytes[784] = 5;
  const table = Uint32Array.from({ length: 256 }, (_, index) => index);
  const sheet = weightSheet();
  sheet.take(2, [table, table], bytes);
  sheet.lay(grid, [at(103, 24, 20), at(123.2, 24, 20)]);
  assert.deepEqual(laid, [[128, 4, 4, 40, 40], [133, 44, 4, 40, 40]]);
  assert.deepEqual([sheet.canvas.width, sheet.canvas.height, sheet.canvas.style.height], [180, 44, "22px"]);
});
