import assert from "node:assert/strict";
import { before, test } from "node:test";
import { paintWeights } from "../../../static/digits/weight_pictures.js";
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
