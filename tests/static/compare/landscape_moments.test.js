import assert from "node:assert/strict";
import { test } from "node:test";
import { follow, walkedOf, waysOf } from "../../../static/compare/landscape_moments.js";

const CHUNK = {
  frames: 2, generation: 4, steps: Float64Array.of(1, 2), interval: 200, acknowledge: 1,
  points: Float64Array.of(1, 1, 5, 5, 2, 2, 6, 6), heights: Float64Array.of(10, 50, 20, 60), resting: Uint8Array.of(0, 0, 0, 1),
  ends: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18),
  counts: Int32Array.of(1, 0, 2, 1), places: Float64Array.of(1, 1, 1.5, 1.5, 2, 2, 6, 6), again: Uint8Array.of(0, 0, 0, 1),
};

test("the ways begin as they are told, each with its own places", () => {
  const { ways, points } = waysOf({ counts: Int32Array.of(1, 2), places: Float64Array.of(0, 1, 2, 3, 4, 5), points: Float64Array.of(0, 1, 4, 5) });
  assert.deepEqual([ways, [...points]], [[[0, 1], [2, 3, 4, 5]], [0, 1, 4, 5]]);
});

test("each moment has its own part of a chunk", () => {
  const [first, second] = walkedOf(CHUNK);
  assert.deepEqual([first.step, [...first.points], [...first.heights], first.more.map((more) => [...more])], [1, [1, 1, 5, 5], [10, 50], [[1, 1], []]]);
  assert.deepEqual([second.step, [...second.resting], second.more.map((more) => [...more]), second.generation, [...second.ends]], [2, [0, 1], [[1.5, 1.5, 2, 2], [6, 6]], 4, [11, 12, 13, 14, 15, 16, 17, 18]]);
  assert.equal(walkedOf({ ...CHUNK, ends: new Float64Array(0) })[1].ends.length, 0);
});

test("a way goes on with what is new of it, and begins anew where all of it is told", () => {
  const ways = { ways: [[0, 0], [4, 4, 4.5, 4.5]], points: [0, 0, 4.5, 4.5] };
  follow(ways, walkedOf(CHUNK));
  assert.deepEqual([ways.ways, [...ways.points]], [[[0, 0, 1, 1, 1.5, 1.5, 2, 2], [6, 6]], [2, 2, 6, 6]]);
});
