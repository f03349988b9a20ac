// @ts-check
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { forget, isDone, judge, recordOf, score, see } from "../../../static/shared/lesson_record.js";

const LESSON = { id: "one-gate", count: 3, asked: [1, 3] };
const at = (/** @type {number} */ step) => ({ ...LESSON, step });

beforeEach(() => {
  const kept = new Map();
  Object.assign(globalThis, {
    localStorage: { getItem: (/** @type {string} */ name) => kept.get(name) ?? null, setItem: (/** @type {string} */ name, /** @type {string} */ text) => kept.set(name, text) },
  });
});

test("a lesson is done once its last step was seen and every question answered, in whatever order", () => {
  judge(at(1), true, false);
  for (const step of [1, 2, 3]) see(at(step));
  assert.equal(recordOf("one-gate").done, null);
  judge(at(3), false, false);
  judge(at(3), true, false);
  assert.notEqual(recordOf("one-gate").done, null);
  assert.deepEqual(score(recordOf("one-gate"), LESSON), { right: 2, atOnce: 1, of: 2 });
});

test("an answer that was right stays so, whatever is answered later", () => {
  judge(at(1), true, false);
  judge(at(1), false, true);
  assert.deepEqual(recordOf("one-gate").answers, { 1: { right: true, wrong: 0, way: false } });
});

test("one that asks nothing is done when it has been read", () => {
  assert.ok(isDone({ at: 2, seen: [2], answers: {}, done: null }, { count: 2, asked: [] }));
});

test("what somebody else has written there does no harm, and a browser that keeps nothing goes without", () => {
  for (const text of ["[1]", "nonsense", '{"one-gate": 3}', '{"one-gate": {"seen": 3}}', "null"]) {
    localStorage.setItem("backprop-playground.lessons", text);
    assert.deepEqual(recordOf("one-gate").seen, []);
  }
  Object.assign(globalThis, { localStorage: { getItem: () => null, setItem: () => { throw new Error("full"); } } });
  see(at(1));
  assert.deepEqual(recordOf("one-gate").seen, []);
});

test("what is forgotten was never done, and others stay", () => {
  for (const id of ["one-gate", "other"]) judge({ ...at(1), id }, true, false);
  forget("one-gate");
  assert.deepEqual(recordOf("one-gate").answers, {});
  assert.equal(recordOf("other").answers["1"].right, true);
});
