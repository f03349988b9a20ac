import assert from "node:assert/strict";
import { test } from "node:test";
import { createStage } from "../../../../static/shared/stage.js";
import { answerKnown, predicting } from "../../../../static/shared/stepping/predicting.js";

const known = ({ index }) => index >= 2;
const cursor = (index, trace = { output: "L" }) => ({ index, count: 4, trace, value: (name) => (name === "L" && index >= 3 ? { array: [1] } : null) });

function begin(before = () => {}) {
  const stage = createStage();
  before(stage);
  let times = 0;
  const secret = predicting(stage, () => (times += 1));
  return { stage, secret, times: () => times };
}

test("while one predicts, what the cursor has not reached is hidden", () => {
  const { stage, secret } = begin();
  stage.publish("cursor", cursor(1));
  assert.equal(secret.hides(known), false);
  stage.publish("predicting", { on: true });
  assert.equal(secret.hides(known), true);
  stage.publish("cursor", cursor(2));
  assert.equal(secret.hides(known), false);
  stage.publish("cursor", cursor(0));
  stage.publish("predicting", { on: false });
  assert.equal(secret.hides(known), false);
});

test("it hears of it from the part that asks, whether or not a server answers", () => {
  const { stage, secret } = begin();
  stage.publish("cursor", cursor(1));
  stage.publish("settings", { predict: true });
  assert.equal(secret.hides(known), false);
});

test("at the end of a trace, and without one, nothing is hidden", () => {
  const { stage, secret } = begin();
  stage.publish("predicting", { on: true });
  assert.equal(secret.hides(() => false), false);
  stage.publish("cursor", cursor(4));
  assert.equal(secret.hides(() => false), false);
  stage.publish("cursor", cursor(3));
  assert.equal(secret.hides(() => false), true);
  stage.publish("cursor", cursor(0, null));
  assert.equal(secret.hides(() => false), false);
});

test("it is told when another thing may be hidden, and not while it begins or is off", () => {
  const { stage, times } = begin((early) => {
    early.publish("predicting", { on: true });
    early.publish("cursor", cursor(0));
  });
  assert.equal(times(), 0);
  stage.publish("cursor", cursor(1));
  assert.equal(times(), 1);
  stage.publish("predicting", { on: true });
  assert.equal(times(), 1);
  stage.publish("predicting", { on: false });
  assert.equal(times(), 2);
  stage.publish("cursor", cursor(2));
  assert.equal(times(), 2);
});

test("what a network answers is known once the output is", () => {
  assert.deepEqual([cursor(2), cursor(3), cursor(0, null)].map(answerKnown), [false, true, true]);
});
