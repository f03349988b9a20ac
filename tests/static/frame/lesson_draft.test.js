// @ts-check
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { draftOf, keepDraft } from "../../../static/frame/lesson_draft.js";

const NAME = "backprop-playground.answers";

beforeEach(() => {
  const kept = new Map();
  Object.assign(globalThis, {
    sessionStorage: { getItem: (/** @type {string} */ name) => kept.get(name) ?? null, setItem: (/** @type {string} */ name, /** @type {string} */ text) => kept.set(name, text) },
  });
});

test("what was begun as an answer is there until it is right", () => {
  keepDraft("one", "12");
  keepDraft("other", [2, 1]);
  keepDraft("one", "1");
  assert.deepEqual([draftOf("one"), draftOf("other"), draftOf("third")], ["1", [2, 1], null]);
  keepDraft("one", null);
  assert.deepEqual([draftOf("one"), draftOf("other")], [null, [2, 1]]);
});

test("of very many questions the newest are kept", () => {
  for (let at = 0; at < 25; at += 1) keepDraft(String(at), at);
  assert.deepEqual([draftOf("4"), draftOf("5"), draftOf("24")], [null, 5, 24]);
});

test("what somebody else has written there does no harm, and a browser that keeps nothing goes without", () => {
  for (const text of ["nonsense", "null", "{}", "[3, [], null]"]) {
    sessionStorage.setItem(NAME, text);
    assert.equal(draftOf("one"), null);
    keepDraft("one", 1);
    assert.equal(draftOf("one"), 1);
  }
  const forbidden = () => {
    throw new DOMException("no", "SecurityError");
  };
  Object.assign(globalThis, { sessionStorage: { getItem: forbidden, setItem: forbidden } });
  keepDraft("one", 2);
  assert.equal(draftOf("one"), null);
});
