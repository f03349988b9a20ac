import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldText, typedNumber, typedTable } from "../../../static/graph/typed_numbers.js";

test("a fraction is a number", () => {
  assert.equal(typedNumber("-1/4"), -0.25);
  assert.equal(typedNumber("0,5 / 2"), 0.25);
});

test("what is not finite, or no fraction, is no number", () => {
  for (const text of ["1/0", "0/0", "1/2/3", "/2", "1e999", "x"]) assert.ok(Number.isNaN(typedNumber(text)), text);
});

test("a field shows a number short enough to be read, which is a number still", () => {
  assert.equal(fieldText(0.25), "0.25");
  assert.equal(fieldText(1 / 3), "0.333333");
});

test("several numbers are a vector, however they are set apart", () => {
  for (const text of ["1, 2, 3", "1 2 3", "1\t2\t3", "[1, 2, 3]"]) assert.deepEqual(typedTable(text), [1, 2, 3], text);
});

test("rows are a matrix, on lines, between semicolons or in brackets", () => {
  for (const text of ["1 2\n3 4", "1, 2; 3, 4", "[[1, 2], [3, 4]]"]) assert.deepEqual(typedTable(text), [[1, 2], [3, 4]], text);
  assert.deepEqual(typedTable("[[1, 2]]"), [[1, 2]]);
});

test("one number, a row that is too short, or a word is no table", () => {
  for (const text of ["1", "", "1 2\n3", "1, two"]) assert.equal(typedTable(text), null, text);
});
