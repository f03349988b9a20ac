import assert from "node:assert/strict";
import { test } from "node:test";
import { indentAfter } from "../../../static/graph/underlined_text.js";

test("the next line begins as far in as the one before it", () => {
  for (const [line, indent] of [["x = 2", ""], ["    h = x", "    "], ["\ty", "\t"], ["", ""], ["   ", "   "]]) assert.equal(indentAfter(line), indent, line);
});

test("a block stands a step further in", () => {
  for (const [line, indent] of [["def f(x):", "    "], ["    for i in range(3):  # turns", "        "]]) assert.equal(indentAfter(line), indent, line);
  assert.equal(indentAfter("x[1:2]"), "");
});
