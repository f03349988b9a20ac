import assert from "node:assert/strict";
import { test } from "node:test";
import { heardOf, largestSaid, STANDING } from "../../../../static/shared/stepping/spoken_arrays.js";

const nodes = [{ name: "x", op: null, shape: [12], inputs: [] }, { name: "q", op: "relu", shape: [3, 4], inputs: ["x"] }];
const trace = { nodes, edges: [], output: "q" };
const twelve = Float64Array.of(0, 1, 2, 3, 4, 5, -9.5, 7, 8, 0, 0, 0);
/** @param {object} step @param {Float64Array} array @param {number[]} shape @returns {any} */ // any: only what is read
const cursor = (step, array, shape) => ({ trace, step, numbersOf: (/** @type {unknown} */ ref) => ref && { array, shape } });

test("of a large array the largest element is said, and where it is", () => {
  assert.equal(
    largestSaid(cursor({ phase: "forward", node: "q", value: {} }, twelve, [3, 4])),
    "The largest of the 3×4 elements of q is −9.50, in row 2, column 3",
  );
  assert.equal(
    largestSaid(cursor({ phase: "backward", node: "q", input: "x", downstream: {} }, twelve, [12])),
    "The largest of the 12 elements of the gradient of x is −9.50, number 7",
  );
});

test("few numbers are heard one by one, and of what was not sent nothing is said", () => {
  assert.equal(largestSaid(cursor({ phase: "forward", node: "q", value: {} }, twelve.subarray(0, 4), [4])), "");
  assert.equal(largestSaid(cursor({ phase: "forward", node: "q", value: {} }, twelve.subarray(0, 0), [900, 800])), "");
  assert.equal(largestSaid(cursor({ phase: "forward", node: "q" }, twelve, [12])), "");
});

test("what stands at every step is not said at every step", () => {
  const parts = /** @type {any} */ ([{ className: "update", textContent: "SGD updates" }, { textContent: " W, element 2,1" }, { className: STANDING, textContent: ": choose another of its numbers" }]);
  assert.equal(heardOf(parts), "SGD updates W, element 2,1");
});
