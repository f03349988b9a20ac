import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf } from "../../../static/network/boundary_axes.js";

test("a side gets another feature, and the sides change places where the other has it", () => {
  assert.deepEqual(changesOf("across", 3, [1, 2]), [{ name: "across", value: 3 }]);
  assert.deepEqual(changesOf("across", 2, [1, 2]), [{ name: "upward", value: 1 }, { name: "across", value: 2 }]);
  assert.deepEqual(changesOf("upward", 1, [1, 2]), [{ name: "across", value: 2 }, { name: "upward", value: 1 }]);
});
