// What the training bar proposes where a run was left far off.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leftFarOff, rateText, startAgain } from "../../../static/network/proposals.js";

test("to start again is proposed where weights or the loss have blown up, and nowhere else", () => {
  assert.deepEqual(["weights_blown_up", "loss_blown_up", "diverged", undefined].map(leftFarOff), [true, true, false, false]);
});

test("what is proposed names the rate with which one starts again", () => {
  assert.deepEqual([startAgain(0.03), startAgain(undefined)], ["Start again with rate 0.03", "Start again"]);
});

test("a rate is named in the digits that it has", () => {
  assert.deepEqual([0.3, 0.003, 1, 1e-7].map(rateText), ["0.3", "0.003", "1", "1.00e−7"]);
});
