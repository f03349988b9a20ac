// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { labelMark, percent } from "../../../static/digits/bars.js";

test("no probability is certain, and none is none", () => {
  assert.deepEqual([0.00049, 0.0005, 0.25, 0.9995, 0.99951, 1].map(percent), ["<0.1 %", "0.1 %", "25.0 %", "100.0 %", ">99.9 %", ">99.9 %"]);
  assert.equal(percent(0), "0.0 %");
});

test("the label is that of what is read, until one is chosen", () => {
  const label = labelMark();
  assert.equal(label.at, null);
  label.read(undefined);
  assert.equal(label.at, null);
  label.read(4);
  assert.equal(label.at, 4);
});

test("a label that was chosen stays while numbers and settings of the one before come", () => {
  const label = labelMark();
  label.read(4);
  label.choose(7);
  label.set(null);
  label.read(4);
  assert.equal(label.at, 7);
  label.set(7);
  label.read(4);
  assert.equal(label.at, 7);
  label.read(7);
  label.read(4); // another digit was picked
  assert.equal(label.at, 4);
});

test("of two that are chosen one after the other, what is heard of the first takes nothing from the second", () => {
  const label = labelMark();
  label.choose(8);
  label.choose(3);
  label.set(8);
  label.read(8);
  assert.equal(label.at, 3);
});

test("what is set otherwise once the wish was heard, holds", () => {
  const label = labelMark();
  label.read(4);
  label.choose(7);
  label.set(7);
  label.set(null); // taken back before its numbers came
  label.read(4);
  assert.equal(label.at, 4);
});

test("no label is a choice as well", () => {
  const label = labelMark();
  label.choose(7);
  label.set(7);
  label.read(7);
  label.choose(null);
  label.read(4);
  assert.equal(label.at, 4);
});
