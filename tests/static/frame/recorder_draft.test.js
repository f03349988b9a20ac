// @ts-check
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { MOST_STEPS, called, inserted, isEmpty, keep, kept, momentOf, moved, nothing, pageOf, stepAt, titled, without, withStep } from "../../../static/frame/recorder_draft.js";

/** @param {...string} moments */
const drafted = (...moments) => ({ ...nothing(), steps: moments.map((moment, at) => ({ ...stepAt(moment), title: `t${at}` })) });
/** @param {import("../../../static/messages").LessonDraft} draft */
const shown = ({ steps }) => steps.map(({ title, moment }) => `${title} ${moment}`);

/** @type {Map<string, string>[]} */
let stores = [];

beforeEach(() => {
  stores = [new Map(), new Map()];
  const [sessionStorage, localStorage] = stores.map((store) => ({
    getItem: (/** @type {string} */ name) => store.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => store.set(name, text),
  }));
  Object.assign(globalThis, { sessionStorage, localStorage });
});

test("steps come between others, change, and the draft that was stays as it was", () => {
  const before = drafted("a", "b");
  assert.deepEqual(shown(inserted(before, 1, { ...stepAt("c"), title: "new" })), ["t0 a", "new c", "t1 b"]);
  assert.deepEqual(shown(withStep(before, 1, { title: "other" })), ["t0 a", "other b"]);
  assert.deepEqual(shown(before), ["t0 a", "t1 b"]);
});

test("a step without a moment shows that of the last one before it", () => {
  const draft = drafted("a", "", "", "b");
  assert.deepEqual([0, 1, 2, 3].map((at) => momentOf(draft, at)), ["a", "a", "a", "b"]);
  assert.equal(momentOf(nothing(), 0), "");
});

test("what a step has shown it shows still when the one before it is deleted", () => {
  assert.deepEqual(shown(without(drafted("a", "", "b"), 0)), ["t1 a", "t2 b"]);
  assert.deepEqual(shown(without(drafted("a", "b", "c"), 1)), ["t0 a", "t2 c"]);
  assert.deepEqual(shown(without(drafted("a", ""), 1)), ["t0 a"]);
});

test("the step that is moved to the beginning has a moment of its own", () => {
  assert.deepEqual(shown(moved(drafted("a", "", "b"), 1, 0)), ["t1 a", "t0 a", "t2 b"]);
  assert.deepEqual(shown(moved(drafted("a", ""), 0, 1)), ["t1 a", "t0 a"]);
  assert.deepEqual(shown(moved(drafted("a", "b", "c"), 0, 2)), ["t1 b", "t2 c", "t0 a"]);
});

test("the page of a moment, as an address and line by line", () => {
  assert.equal(pageOf("?cursor=3&page=graph"), "Graph");
  assert.equal(pageOf("page=network\ndataset=xor"), "Network");
  assert.equal(pageOf("cursor=3\npage = digits"), "Digits");
  assert.equal(pageOf("homepage=graph"), "");
  assert.equal(pageOf(""), "");
});

test("a step without a title is called by its number, and a lesson has a title for each", () => {
  assert.equal(called(stepAt(""), 1), "Step 2");
  const draft = inserted(drafted("a"), 1, { ...stepAt("b"), title: " " });
  assert.deepEqual(titled(draft).steps.map(({ title }) => title), ["t0", "Step 2"]);
});

test("what is kept is found in this tab, else as another one kept it last", () => {
  assert.ok(isEmpty(kept().draft));
  assert.equal(keep({ draft: drafted("a", "b"), open: 1 }), true);
  assert.equal(kept().open, 1);
  stores[0].clear();
  assert.deepEqual(shown(kept().draft), ["t0 a", "t1 b"]);
  assert.ok(!isEmpty(kept().draft));
});

test("of what is damaged nothing is taken that is none", () => {
  const put = (/** @type {unknown} */ value) => stores[0].set("backprop-playground.recorder", typeof value === "string" ? value : JSON.stringify(value));
  for (const bad of ["{", "null", "3", { draft: 3 }, { draft: { steps: 3 } }, { draft: { steps: Array(MOST_STEPS + 1).fill(stepAt("")) } }]) {
    put(bad);
    assert.deepEqual(kept(), { draft: nothing(), open: -1 });
  }
  put({ draft: { title: 3, minutes: 2.5, words: ["a", 3], steps: [null, { title: "x", before: {} }] }, open: 7 });
  const { draft, open } = kept();
  assert.equal(open, -1);
  assert.deepEqual(draft, { title: "", chapter: "", can: "", minutes: 0, needs: [], words: ["a"], steps: [stepAt(""), { ...stepAt(""), title: "x" }] });
});

test("a browser that keeps nothing says so", () => {
  const forbidden = () => {
    throw new Error("forbidden");
  };
  Object.assign(globalThis, { sessionStorage: { getItem: forbidden, setItem: forbidden }, localStorage: { getItem: forbidden, setItem: forbidden } });
  assert.equal(keep(kept()), false);
});
