import assert from "node:assert/strict";
import { test } from "node:test";
import { exact, fromFloat32, full, largest, parseNumber, shapeText, short } from "../../../static/shared/numbers.js";

test("a number is rounded so that it can be read, the more the larger it is", () => {
  const read = [0, 1, -0.534, 12.34, 1234.5, 0.000041, 123456, NaN, Infinity, -Infinity].map(short);
  assert.deepEqual(read, ["0", "1.00", "−0.53", "12.3", "1235", "4.1e−5", "1.2e+5", "NaN", "∞", "−∞"]);
});

test("what stands in a title has every digit, with a minus as it is printed", () => {
  assert.equal(full(-0.1234567890123), "−0.1234567890123");
});

test("what a test or a script reads is JSON with every digit", () => {
  assert.equal(exact(-0.125), "-0.125");
  assert.equal(exact(Float64Array.of(1, 0.1)), "[1,0.1]");
});

test("a shape is read as sides, and that of a number as a word", () => {
  assert.deepEqual([[], [4], [2, 3]].map(shapeText), ["scalar", "4", "2×3"]);
});

test("a number is taken as people type it", () => {
  assert.deepEqual(["0.03", " 1e-3 ", "0,03", ".5", "5.", "−1", "–2", "+4"].map(parseNumber), [0.03, 0.001, 0.03, 0.5, 5, -1, -2, 4]);
});

test("what is no number, or might be two, is not guessed at", () => {
  for (const text of ["", "abc", "1,2,3", "1.000,5", "0x10", "1e", "--1", "Infinity"]) assert.ok(Number.isNaN(parseNumber(text)), text);
});

test("the largest is the largest in size, infinities and what is no number aside", () => {
  assert.equal(largest([1, -3, 2]), 3);
  assert.equal(largest(Float32Array.of(-0.5, 0.25)), 0.5);
  assert.equal(largest([2, Infinity, -Infinity, NaN]), 2);
});

test("one may divide by the largest of zeros, or of nothing", () => {
  assert.equal(largest([0, 0]), 1);
  assert.equal(largest([]), 1);
});

test("a weight of 32 bits is read with as many digits as it has", () => {
  assert.equal(fromFloat32(Math.fround(0.1)), 0.1);
  assert.equal(fromFloat32(Math.fround(-1.5)), -1.5);
});

test("no digit of a weight is lost that tells it from its neighbour", () => {
  const [bits, weight] = [new Int32Array(1), new Float32Array(1)];
  weight[0] = 1.2345678;
  bits[0] = new Int32Array(weight.buffer)[0] + 1;
  const neighbour = new Float32Array(bits.buffer)[0];
  assert.equal(Math.fround(fromFloat32(weight[0])), weight[0]);
  assert.equal(Math.fround(fromFloat32(neighbour)), neighbour);
  assert.notEqual(fromFloat32(weight[0]), fromFloat32(neighbour));
});
