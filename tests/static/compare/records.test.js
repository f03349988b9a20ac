import assert from "node:assert/strict";
import { test } from "node:test";
import { follow, recordsOf } from "../../../static/compare/records.js";

test("a history is cut into its records", () => {
  const records = recordsOf({ generation: 1, steps: Float32Array.of(0, 5), epochs: Float32Array.of(0, 0, 1, 2), multiplications: Float64Array.of(0, 0, 10, 20), seconds: Float32Array.of(0, 0, 3, 4), measures: Float32Array.from({ length: 60 }, (_, at) => at) }, 2);
  assert.deepEqual(records.map(({ steps, epochs, multiplications, seconds, measures }) => [steps, [...epochs], [...multiplications], [...seconds], measures[0], measures.length]), [
    [0, [0, 0], [0, 0], [0, 0], 0, 30],
    [5, [1, 2], [10, 20], [3, 4], 30, 30],
  ]);
});

test("later moments follow, and what is known already does not come twice", () => {
  const records = [{ steps: 0 }, { steps: 4 }];
  follow(records, [{ steps: 4 }, { steps: 6 }, { steps: 8 }]);
  assert.deepEqual(records.map(({ steps }) => steps), [0, 4, 6, 8]);
});

test("a long run keeps its first and its last record, and every second between", () => {
  const records = Array.from({ length: 3000 }, (_, steps) => ({ steps }));
  follow(records, [{ steps: 3000 }, { steps: 3001 }]);
  assert.deepEqual([records[0].steps, records[1].steps, records.at(-2).steps, records.at(-1).steps], [0, 2, 3000, 3001]);
  assert.equal(records.length, 1502);
});
