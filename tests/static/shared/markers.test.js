import assert from "node:assert/strict";
import { test } from "node:test";
import { written } from "../../../static/shared/markers.js";

test("a colour is read as browsers write what they have computed", () => {
  assert.deepEqual(written("rgb(240, 138, 36)"), [240, 138, 36]);
  assert.deepEqual(written("rgb(240 138 36)"), [240, 138, 36]);
  assert.deepEqual(written("color(srgb 0.9 0.5 0.1)"), [230, 128, 26]);
});

test("of one that is written otherwise a canvas is asked", () => {
  for (const other of ["", "red", "rgba(1, 2, 3, 0.5)", "rgb(1, 2)", "color(display-p3 1 0 0)", "color(srgb 1 0 0 / 0.5)", "color(srgb 1 none 0)"]) assert.equal(written(other), null);
});
