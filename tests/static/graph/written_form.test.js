import assert from "node:assert/strict";
import { test } from "node:test";
import { aboutConstants, readAs } from "../../../static/graph/written_form.js";

test("it is said how a line is read that was typed as it is on paper", () => {
  assert.equal(readAs("3x² + 1", "3*x**2 + 1"), "Read as 3*x**2 + 1");
  assert.equal(readAs("a = x²\nb = a + 1\nb³", "a = x**2\nb = a + 1\nb**3"), "Read as a = x**2; b**3");
});

test("nothing is said of text that is code already, nor of many lines", () => {
  assert.equal(readAs("x**2", null), "");
  assert.equal(readAs("a²\n".repeat(4), "a**2\n".repeat(4)), "");
});

test("that e is a number is said, and how to have it as an input; pi is no other thing to anybody", () => {
  assert.match(aboutConstants(["e", "pi"]), /^e is Euler’s number.* such as e = 2\.$/);
  assert.equal(aboutConstants(["pi"]), "");
});
