import assert from "node:assert/strict";
import { test } from "node:test";
import { aside, beside, plain } from "../../../static/shared/exactly.js";

const size = { width: 200, height: 40 };
const screen = { width: 390, height: 700 };
const at = (left, top) => ({ left, right: left + 60, top, bottom: top + 20 });

test("the digits stand below the number, in the middle of it", () => {
  assert.deepEqual(beside(at(150, 100), size, screen), { left: 80, top: 127 });
});

test("where there is no room below they stand above, and beside the number they stay in the window", () => {
  assert.deepEqual(beside(at(320, 670), size, screen), { left: 186, top: 623 });
  assert.deepEqual(beside(at(0, 660), size, screen), { left: 4, top: 613 });
});

test("where there is room neither above nor below they cover what is farther away, not the number", () => {
  assert.deepEqual(beside(at(150, 20), size, { width: 390, height: 60 }), { left: 80, top: 47 });
});

test("beside what stands in a column they stand to the right, or to the left, and in the window", () => {
  assert.deepEqual(aside(at(10, 100), size, screen), { left: 77, top: 90 });
  assert.deepEqual(aside(at(310, 2), size, screen), { left: 103, top: 4 });
  assert.deepEqual(aside(at(10, 690), size, screen), { left: 77, top: 656 });
  assert.equal(aside(at(150, 100), size, screen), null); // no room on either side
});

test("what has something of its own below it has its digits above, as long as there is room", () => {
  assert.deepEqual(beside(at(150, 100), size, screen, true), { left: 80, top: 53 });
  assert.deepEqual(beside(at(150, 20), size, screen, true), { left: 80, top: 47 });
});

test("what is copied can be typed", () => assert.equal(plain("−1.5e−7"), "-1.5e-7"));
