import assert from "node:assert/strict";
import { test } from "node:test";
import { isPicture, whereToChoose } from "../../../../static/shared/stepping/arithmetic_figures.js";

const numbers = (...shape) => ({ array: new Float64Array(shape.reduce((product, side) => product * side, 1)), shape });

test("up to eight numbers and up to four by four are numbers in any room", () => {
  for (const shape of [[], [4], [8], [1, 8], [8, 1], [5, 1], [7, 1], [4, 4], [2, 4], [4, 2]]) {
    assert.equal(isPicture(numbers(...shape)), false, String(shape));
    assert.equal(isPicture(numbers(...shape), true), false, `${shape} turned`);
  }
});

test("more than that is a picture, and so is what was too large to be sent", () => {
  for (const shape of [[9], [17], [5, 5], [12, 12], [8, 2]]) assert.equal(isPicture(numbers(...shape)), true, String(shape));
  assert.equal(isPicture({ array: new Float64Array(0), shape: [128, 784] }), true);
});

test("one is told to choose an element where it stands: in a picture, or among the numbers", () => {
  assert.equal(whereToChoose(numbers(4, 4)), "choose another of its numbers");
  assert.equal(whereToChoose(numbers(8, 8)), "choose another in the picture");
});
