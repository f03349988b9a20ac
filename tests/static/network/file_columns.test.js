import assert from "node:assert/strict";
import { test } from "node:test";
import { meanings, withRole } from "../../../static/network/file_columns.js";

test("there is one target: who becomes it gives its own role to the one before", () => {
  assert.deepEqual(withRole(["feature", "feature", "target"], 0, "target"), ["target", "feature", "feature"]);
  assert.deepEqual(withRole(["ignored", "feature", "target"], 0, "target"), ["target", "feature", "ignored"]);
  assert.deepEqual(withRole(["ignored", "feature", "target"], 0, "feature"), ["feature", "feature", "target"]);
  assert.deepEqual(withRole(["ignored", "feature", "target"], 2, "ignored"), ["ignored", "feature", "ignored"]);
});

test("a number that could mean two is said as both, each with the style that makes it that", () => {
  assert.deepEqual(meanings("1,000"), [["point", "1000, in thousands"], ["comma", "1.000, with decimals"]]);
  assert.deepEqual(meanings("12.500"), [["comma", "12500, in thousands"], ["either", "12.500, with decimals"]]);
});
