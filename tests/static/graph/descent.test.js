import assert from "node:assert/strict";
import { test } from "node:test";

// What a view's own drawing needs of a browser when it is read.
Object.assign(globalThis, { matchMedia: () => ({}), document: { documentElement: {} } });
const { curve } = await import("../../../static/graph/descent.js");

const room = { width: 200, height: 50 };

test("the loss goes from the left to the right, the lowest at the bottom", () => {
  assert.deepEqual(curve([10, 5, 0], room), [[0, 0], [100, 25], [200, 50]]);
  assert.deepEqual(curve(Float64Array.of(-1, -3), room), [[0, 0], [200, 50]]);
});

test("a loss that stays is a level line, and one place is a point", () => {
  assert.deepEqual(curve([2, 2], room), [[0, 50], [200, 50]]);
  assert.deepEqual(curve([2], room), [[0, 50]]);
});
