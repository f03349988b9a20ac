import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, near, slipHint } from "../../../../static/shared/stepping/predict_judging.js";

test("an answer is a number as people type it, and may be none that is finite", () => {
  assert.deepEqual(["-8/2", "\u22124", "1e-2", " 0,5 "].map(answered), [-4, -4, 0.01, 0.5]);
  assert.deepEqual(["inf", "-∞", "\u2212Infinity"].map(answered), [Infinity, -Infinity, -Infinity]);
  assert.ok(Number.isNaN(answered("NaN")));
  assert.deepEqual(["three", "", "1/0"].map(answered), [null, null, null]);
});

test("an answer may be off by one in a hundred, and by a hundredth", () => {
  assert.deepEqual([3.02, 2.98, 3.04].map((answer) => near(answer, 3)), [true, true, false]);
  assert.deepEqual([0.25, 0.24, 0.26].map((answer) => near(answer, 0.254)), [true, false, true]);
  assert.deepEqual([-4.04, 4].map((answer) => near(answer, -4)), [true, false]);
});

test("what is small has its own size and sign: neither 0 nor the other sign is near it", () => {
  assert.deepEqual([0.0033, 0.0031, 0.0029, 0, -0.0033, 0.01].map((answer) => near(answer, 0.0033)), [true, true, false, false, false, false]);
  assert.deepEqual([0, 1e-13, 0.001].map((answer) => near(answer, 0)), [true, true, false]);
  assert.ok(near(0, 1e-16)); // what rounding has left of 0
});

test("who says what the page writes is right", () => {
  assert.equal(near(0.01, 0.0123), false);
  assert.equal(near(0.01, 0.0123, "0.01"), true);
  assert.equal(near(-0.01, -0.0123, "\u22120.01"), true);
  assert.equal(near(109_312, 109_312, "109,312"), true);
  assert.equal(near(5, 3, "3"), false);
});

test("what is not finite is right by itself alone", () => {
  assert.deepEqual([Infinity, -Infinity, 1e300].map((answer) => near(answer, Infinity)), [true, false, false]);
  assert.deepEqual([NaN, 0].map((answer) => near(answer, NaN)), [true, false]);
});

test("a wrong answer gets the words of the first slip that gives it", () => {
  const slips = [
    { kind: "upstream", numbers: [1, 2], hint: "Local alone." },
    { kind: "sign", numbers: [4], hint: "Other sign." },
    { kind: "local", numbers: [2], hint: "Upstream alone." },
  ];
  assert.equal(slipHint(2.01, slips), "Local alone.");
  assert.equal(slipHint(4, slips), "Other sign.");
  assert.equal(slipHint(7, slips), "");
  assert.equal(slipHint(7, []), "");
});
