import assert from "node:assert/strict";
import { test } from "node:test";
import { legendPlaces } from "../../../static/compare/landscape_picture.js";

test("names under a saved map stand beside each other and go on to the next line where they would be wider than it", () => {
  const { places, high } = legendPlaces([100, 100, 150, 300], 300, 20);
  assert.deepEqual(places, [{ x: 0, y: 20 }, { x: 100, y: 20 }, { x: 0, y: 40 }, { x: 0, y: 60 }]);
  assert.equal(high, 70);
  assert.deepEqual(legendPlaces([900], 300, 20).places, [{ x: 0, y: 20 }], "one that is wider still has its own line");
});
