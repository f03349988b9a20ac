import assert from "node:assert/strict";
import { test } from "node:test";
import { lineAt, mayBeCode } from "../../../static/network/pasting.js";

test("what calls something may be code, prose and numbers are not", () => {
  for (const text of ["nn.Linear(2, 4)", "model = Sequential([\n  Dense(4)])", "Dense (4)"]) assert.ok(mayBeCode(text), text);
  for (const text of ["", "1, 2\t3", "hello (there)".replace("hello ", "1 "), "x1\tx2\n0.5\t1"]) assert.ok(!mayBeCode(text), text);
});

test("a line begins behind the break before it and ends before its own", () => {
  const text = "one\ntwo\n\nfour";
  const seen = [1, 2, 3, 4].map((line) => text.slice(...lineAt(text, line)));
  assert.deepEqual(seen, ["one", "two", "", "four"]);
});

test("a line that is not there is the nearest that is", () => {
  assert.deepEqual(lineAt("one\ntwo", 9), [4, 7]);
  assert.deepEqual(lineAt("one\ntwo", 0), [0, 3]);
});
