import assert from "node:assert/strict";
import { test } from "node:test";
import { momentsOf } from "../../../static/compare/moments.js";

test("each moment of a chunk has its own part of every array", () => {
  const chunk = {
    frames: 2, generation: 3, side: 2, line: 1, interval: 200, id: 0, acknowledge: 7,
    steps: Float64Array.of(5, 6), epochs: Float64Array.of(1, 2), multiplications: Float64Array.of(10, 20),
    seconds: Float64Array.of(3, 4), measures: Float64Array.of(1, 2), last: Float64Array.of(3, 4), diverged: Uint8Array.of(0, 1), leader: Float64Array.of(-1, 0), errors: Float64Array.of(120, 130),
    maps: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  };
  const [, second] = momentsOf(chunk);
  assert.deepEqual([second.steps, second.leader, [...second.diverged], [...second.maps], [...second.last], [...second.errors]], [6, 0, [1], [5, 6, 7, 8], [4], [130]]);
  assert.equal(second.lines.length, 0);
});
