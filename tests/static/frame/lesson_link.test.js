// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { carrying, forOthers, isOfLink, keepLetters, keptLetters, lettersIn, linkOf } from "../../../static/frame/lesson_link.js";

test("the letters of a lesson stand behind the mark", () => {
  assert.equal(lettersIn("#lesson=AbC_-1"), "AbC_-1");
  for (const other of ["", "#", "#lesson=", "#other=A", "lesson=A"]) assert.equal(lettersIn(other), null);
});

test("a link has the address of its first moment, and the letters after it", () => {
  assert.equal(linkOf("http://x/playground?page=graph&lesson=-recorder#lesson=old", "page=graph&lesson=-link-1", "AB"), "http://x/playground?page=graph&lesson=-link-1#lesson=AB");
});

test("what is recorded or tried goes into no address for others, which opens what is on the page", () => {
  const page = "http://x/playground?page=graph&expression=a*b";
  for (const lesson of ["-recorder", "-trial"]) assert.equal(forOthers(`${page}&lesson=${lesson}&lesson_step=3&cursor=4`), `${page}&cursor=4`);
  for (const other of [page, `${page}&lesson=one-gate&lesson_step=2`, `${page}&lesson=-link-1#lesson=AB`, "http://x/playground"]) assert.equal(forOthers(other), other);
});

test("only an address of a lesson that came in a link is one", () => {
  assert.ok(isOfLink("?page=graph&lesson=-link-1&lesson_step=2"));
  for (const other of ["?page=graph", "?lesson=one-gate", "?page=graph#lesson=-link-1", ""]) assert.ok(!isOfLink(other));
});

test("each address of such a lesson carries it on, others do not", () => {
  const lesson = carrying();
  assert.equal(lesson.whole("?lesson=-link-1"), "?lesson=-link-1");
  lesson.see("#lesson=AB");
  lesson.see("");
  lesson.see(undefined);
  assert.equal(lesson.whole("?page=graph&lesson=-link-1"), "?page=graph&lesson=-link-1#lesson=AB");
  assert.equal(lesson.whole("http://x/?lesson=-link-1#lesson=CD"), "http://x/?lesson=-link-1#lesson=CD");
  assert.equal(lesson.whole("?page=graph"), "?page=graph");
  lesson.see("#lesson=EF");
  assert.equal(lesson.whole("?lesson=-link-1"), "?lesson=-link-1#lesson=EF");
});

test("what has come in links is kept, the newest six, and nothing is taken from what is damaged", () => {
  const kept = new Map();
  Object.assign(globalThis, {
    localStorage: { getItem: (/** @type {string} */ name) => kept.get(name) ?? null, setItem: (/** @type {string} */ name, /** @type {string} */ text) => kept.set(name, text) },
  });
  for (let number = 0; number < 7; number += 1) keepLetters(`-link-${number}`, `L${number}`);
  assert.equal(keptLetters("-link-0"), null);
  assert.equal(keptLetters("-link-1"), "L1");
  keepLetters("-link-1", "again");
  keepLetters("-link-7", "L7");
  assert.equal(keptLetters("-link-1"), "again");
  assert.equal(keptLetters("-link-2"), null);
  for (const damaged of ["{", "3", "[3]"]) {
    kept.set("backprop-playground.links", damaged);
    assert.equal(keptLetters("-link-1"), null);
  }
});
