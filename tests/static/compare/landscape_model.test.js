import assert from "node:assert/strict";
import { test } from "node:test";
import { linePath } from "../../../static/compare/landscape_model.js";

test("a model is a line from one edge of its points to the other, with more upwards, and none where it lies nowhere", () => {
  const domain = [[-2, 2], [-1, 3]];
  assert.equal(linePath([9, 9, 9, 9, -2, -1, 2, 3], 1, domain), "M0.0 200.0L200.0 0.0");
  assert.equal(linePath([NaN, NaN, NaN, NaN], 0, domain), "");
  assert.equal(linePath([-2, 1e9, 2, 1], 0, domain), "M0.0 -9999.0L200.0 100.0");
});
