// What the training bar proposes where a run was left far off.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leftFarOff, rateText } from "../../../static/network/proposals.js";

test("Reset is proposed where weights or the loss have blown up, and nowhere else", () => {
  assert.deepEqual(["weights_blown_up", "loss_blown_up", "diverged", undefined].map(leftFarOff), [true, true, false, false]);
});

test("a rate is named in the digits that it has", () => {
  assert.deepEqual([0.3, 0.003, 1, 1e-7].map(rateText), ["0.3", "0.003", "1", "1.00e−7"]);
});
