// Where the cells stand in the picture that is saved.
import assert from "node:assert/strict";
import test from "node:test";
import { linesOf, placesOf } from "../../../static/compare/cells_drawing.js";

test("cells stand in rows as long as the first margin, beside and below each other without touching", () => {
  const places = placesOf(5, 3);
  assert.equal(places.length, 5);
  assert.deepEqual(places[0], { x: 0, y: 0 });
  assert.ok(places[1].x >= 240 && places[2].x === 2 * places[1].x && places[2].y === 0);
  assert.ok(places[3].x === 0 && places[3].y >= 300);
  assert.deepEqual(places[4], { x: places[1].x, y: places[3].y });
});

test("a title is no wider than its cell", () => {
  assert.deepEqual(linesOf("Learning rate 0.03"), ["Learning rate 0.03"]);
  assert.deepEqual(linesOf("Learning rate 0.003, Noise 0.1"), ["Learning rate 0.003,", "Noise 0.1"]);
  assert.deepEqual(linesOf("Layers 8, 8"), ["Layers 8, 8"]);
  assert.deepEqual(linesOf("Optimizer and rate momentum 0.03"), ["Optimizer and rate moment…"]);
  assert.ok(placesOf(2, 1, 2)[1].y > placesOf(2, 1, 1)[1].y);
});
