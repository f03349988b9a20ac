// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { KINDS, example } from "../../../static/frame/question_examples.js";

test("an example asks about its page, and about the node that was clicked", () => {
  assert.match(example("number", "Graph", ""), /^kind = "number"\n.*\nanswer = "output"\n/);
  assert.match(example("goal", "Network", ""), /until = \["train_loss < 0\.05"\]/);
  assert.match(example("click", "Graph", 'q"1'), /node = "q\\"1"/);
  assert.match(example("click", "Graph", ""), /node = "f"/);
  assert.match(example("number", "Nowhere", ""), /"output"/);
  assert.deepEqual(Object.keys(KINDS), ["number", "choice", "order", "click", "goal"]);
});
