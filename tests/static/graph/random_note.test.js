import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNote } from "../../../static/graph/random_note.js";

test("inputs with random numbers say so, and what becomes of the text when one is changed", () => {
  assert.equal(randomNote([], false), "");
  assert.equal(randomNote(["W"], true), "W holds random numbers. If you change them, they replace the random call in the expression.");
  assert.equal(randomNote(["x", "W"], false), "x and W hold random numbers. If you change one of them, its numbers replace its random call in the expression.");
  assert.match(randomNote(["x", "W", "b"], true), /^x, W and b hold random numbers\. If you change any of them, the numbers of all /);
  assert.match(randomNote([..."abcdefg"], false), /^a, b, c, d and 3 more inputs hold random numbers\. /);
});
