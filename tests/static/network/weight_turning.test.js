import assert from "node:assert/strict";
import { test } from "node:test";
import { turned } from "../../../static/network/weight_turning.js";

test("a weight goes in round steps from the round number nearest to it", () => {
  assert.equal(turned(0.4719, 0, false), 0.5);
  assert.equal(turned(0.4719, 5, false), 1);
  assert.equal(turned(0.4719, -20, false), -1.5);
  assert.equal(turned(0.4719, 1, true), 0.48);
  assert.ok(Object.is(turned(0.04, 0, false), 0));
  assert.ok(Object.is(turned(-0.04, 0, false), 0));
  assert.equal(turned(1e6, 1, false), 1000000.1);
});
