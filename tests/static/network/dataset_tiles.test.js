import assert from "node:assert/strict";
import { test } from "node:test";
import { outgrown, paintTiles } from "../../../static/network/dataset_tiles.js";

test("each tile is a picture of its own points, of the size that it is seen at", () => {
  const el = { style: {} };
  globalThis.window = { devicePixelRatio: 2 };
  globalThis.getComputedStyle = () => ({ color: "black" });
  globalThis.Path2D = class { constructor(text) { this.text = text; } };
  globalThis.document = {
    createElement: () => {
      let drawn = 0;
      const pen = { scale() {}, fillRect() {}, getImageData: () => ({ data: new Uint8ClampedArray(4) }), fill: () => (drawn += 1) };
      return { getContext: () => pen, toDataURL() { return `${this.width}x${this.height}: ${drawn}`; } };
    },
  };
  const item = (count) => ({ name: "moons", kind: "binary", classes: 2, dimension: 2, domain: [[-1, 1], [-1, 1]], points: new Float32Array(2 * count), targets: new Float32Array(count) });
  const tiles = [{ clientWidth: 57, clientHeight: 34 }, { clientWidth: 0, clientHeight: 0 }];
  paintTiles(el, tiles, [item(2), item(3)]);
  assert.deepEqual(tiles.map((tile) => tile.src), ["114x68: 2", "80x80: 5"]); // the count goes on from one to the next

  assert.ok(!outgrown([{ clientWidth: 57, naturalWidth: 114 }]));
  assert.ok(outgrown([{ clientWidth: 57, naturalWidth: 114 }, { clientWidth: 60, naturalWidth: 114 }]));
});
