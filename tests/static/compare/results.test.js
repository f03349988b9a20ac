import assert from "node:assert/strict";
import { test } from "node:test";
import { sorted } from "../../../static/compare/results.js";

const rows = [{ name: "a", won: 2 }, { name: "b", won: null }, { name: "c", won: 1 }];
const names = (by, way) => sorted(rows, by, way).map(({ name }) => name).join("");

test("a table is sorted either way, and what has no number comes last", () => {
  assert.equal(names("won", 1), "cab");
  assert.equal(names("won", -1), "acb");
  assert.equal(names("name", -1), "cba");
  assert.equal(names(null, 1), "abc");
});
