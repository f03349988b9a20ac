// The way back in time: which moment is meant, and one question at a time.
import assert from "node:assert/strict";
import test from "node:test";
import { oneAtATime, placeOf } from "../../../static/shared/scrubber.js";
import { epochText } from "../../../static/network/past.js";

test("the moment that is nearest to a step is shown", () => {
  assert.deepEqual([0, 4, 6, 40, 99].map((step) => placeOf([0, 10, 40], step)), [0, 0, 1, 2, 2]);
  assert.equal(placeOf([], 5), 0);
});

test("while one question is answered only the newest of those that come waits", () => {
  const asked = [];
  const questions = oneAtATime((question) => asked.push(question));
  questions.want(1);
  questions.want(2);
  questions.want(0);
  assert.deepEqual(asked, [1]);
  assert.equal(questions.answered(), false, "the hand has gone on");
  assert.deepEqual(asked, [1, 0]);
  assert.equal(questions.answered(), true);
  assert.equal(questions.answered(), true, "what nobody asked for");
  questions.want(3);
  assert.deepEqual(asked, [1, 0, 3]);
});

test("what was asked of a server that is gone is not waited for", () => {
  const asked = [];
  const questions = oneAtATime((question) => asked.push(question));
  questions.want(1);
  questions.want(2);
  questions.forget();
  questions.want(3);
  assert.equal(questions.answered(), true);
  assert.deepEqual(asked, [1, 3]);
});

test("an epoch is told in as many digits as are told apart", () => {
  assert.deepEqual([0, 12, 12.05, 12.349, 99.94, 1234.5].map(epochText), ["0", "12", "12.1", "12.3", "99.9", "1,235"]);
});
