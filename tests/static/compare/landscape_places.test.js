import assert from "node:assert/strict";
import { test } from "node:test";
import { arrow, beyond, linePaths, nudged, placer, rounded, times, towards, valuePlaces, zoomed } from "../../../static/compare/landscape_places.js";

const DOMAIN = [[-2, 2], [-1, 3]];

test("the lower left of a map is the least of both numbers, and px lead back to the place", () => {
  const { toX, toY, at } = placer(DOMAIN, 400);
  assert.deepEqual([toX(-2), toY(-1), toX(2), toY(3)], [0, 400, 400, 0]);
  assert.deepEqual(at(100, 100), [-1, 2]);
});

test("a place has no more digits than the map shows", () => {
  assert.deepEqual(rounded([0.12345678, -0.98765], DOMAIN), [0.123, -0.988]);
  assert.deepEqual(rounded([123.4567, 0.5], [[0, 1000], [0, 1]]), [123, 0.5]);
});

test("an arrow key moves the start a fortieth of the map, with Shift less, and not off it", () => {
  assert.deepEqual(nudged([0, 0], "ArrowRight", false, DOMAIN), [0.1, 0]);
  assert.deepEqual(nudged([0, 0], "ArrowUp", true, DOMAIN), [0, 0.02]);
  assert.deepEqual(nudged([-2, -1], "ArrowLeft", false, DOMAIN), [-2, -1]);
  assert.deepEqual(nudged([0, -0.95], "ArrowDown", false, DOMAIN), [0, -1]);
  assert.equal(nudged([0, 0], "a", false, DOMAIN), null);
});

test("a closer look keeps the middle of the map", () => {
  assert.deepEqual(zoomed(DOMAIN, 0.5), [-1, 1, 0, 2]);
  assert.deepEqual(zoomed(DOMAIN, 2), [-4, 4, -3, 5]);
});

test("each line has a path of its own pieces, drawn upwards", () => {
  const pieces = [0, 0, 1, 1, 0.5, 0, 0.5, 1, 0, 0.25, 1, 0.25];
  assert.deepEqual(linePaths([1, 2], pieces, 100), ["M0.0 100.0L100.0 0.0", "M50.0 100.0L50.0 0.0M0.0 75.0L100.0 75.0"]);
});

test("a value stands on its line, away from the edge and from the others, or nowhere", () => {
  const pieces = [
    0, 0, 0.1, 0, 0.4, 0.5, 0.5, 0.5, // of the first line: one at the edge, one in the middle
    0.44, 0.5, 0.5, 0.5, // of the second: beside it
  ];
  assert.deepEqual(valuePlaces([2, 1], pieces, 200, 30), [{ x: 90, y: 100 }, null]);
  assert.deepEqual(valuePlaces([2, 1], pieces, 2000, 30), [{ x: 900, y: 1000 }, { x: 940, y: 1000 }]);
});

test("a small step is drawn so many times as long as it is that one sees it", () => {
  assert.deepEqual([80, 40, 39, 8, 0.4, 0, NaN].map(times), [1, 1, 2, 5, 100, 1, 1]);
});

test("an arrow has a shaft and two wings at its tip; one without length is none", () => {
  assert.equal(arrow([0, 0], [100, 0], 10), "M0.0 0.0L100.0 0.0M90.0 -5.0L100.0 0.0L90.0 5.0");
  assert.equal(arrow([5, 5], [5, 5], 10), "");
});

test("a gradient points uphill on the screen, where up is less", () => {
  const places = placer(DOMAIN, 400);
  assert.deepEqual(towards([10, 20], [0, 7], places, 50), [10, -30]);
  assert.deepEqual(towards([10, 20], [3, 0], places, 50), [60, 20]);
  assert.equal(towards([10, 20], [0, 0], places, 50), null);
  assert.equal(towards([10, 20], [Infinity, 0], places, 50), null);
});

test("who stands beyond the edge of the map is told, and on which side", () => {
  assert.equal(beyond(DOMAIN, ["A", "B"], [0, 0, 2, 3]), "");
  assert.equal(beyond(DOMAIN, ["A", "B", "C"], [5, 9, 0, 0, -3, 0]), "Beyond the edge of the map: A (on the right, above); C (on the left).");
});
