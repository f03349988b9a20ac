import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { changed, column, epochsSaid, exact, fitting, fromFloat32, full, grouped, inUnits, isUnclear, largest, parseNumber, shapeText, short, whyNoNumber, wholeNumber } from "../../../static/shared/numbers.js";

// The same table as on paper: tests/playground/shared/test_written_numbers.py reads it too.
const cases = JSON.parse(readFileSync(new URL("../../written_numbers.json", import.meta.url), "utf8"));
const typed = JSON.parse(readFileSync(new URL("../../typed_numbers.json", import.meta.url), "utf8"));

test("a number has significant digits, and a whole number is whole", () => {
  for (const { value, digits, text } of cases.numbers) assert.equal(short(Number(value), digits), text);
});

test("the elements of an array share their last decimal, and 0 is only what is 0", () => {
  for (const { values, digits, texts } of cases.arrays) assert.deepEqual(column(values.map(Number), digits), texts);
});

test("a new number is written so that it is seen to be another", () => {
  assert.deepEqual([changed(0.1234567, 0.1235), changed(1, 0.5), changed(0.5, 0.5), changed(2000, 2000.001)], ["0.12350", "0.500", "0.500", "2,000.0"]);
});

test("a count is whole", () => {
  assert.deepEqual([grouped(109312), grouped(7)], ["109,312", "7"]);
});

test("what stands in a title has every digit, with a minus as it is printed", () => {
  assert.equal(full(-0.1234567890123), "−0.1234567890123");
  assert.deepEqual([NaN, -Infinity].map(full), ["not a number", "−∞"]);
});

test("what a test or a script reads is JSON with every digit", () => {
  assert.equal(exact(-0.125), "-0.125");
  assert.equal(exact(Float64Array.of(1, 0.1)), "[1,0.1]");
});

test("a shape is read as sides, and that of a number as a word", () => {
  assert.deepEqual([[], [4], [2, 3]].map(shapeText), ["scalar", "4", "2×3"]);
});

test("a number is taken as people type it", () => {
  for (const [text, value] of typed.numbers) assert.equal(parseNumber(text), value, text);
  for (const [text, value] of typed.whole) assert.equal(wholeNumber(text), value, text);
});

test("epochs are said with the digits that one says", () => {
  assert.deepEqual([0.05, 1, 12.345, 176.9, 1234, 99.96].map(epochsSaid), ["0.05 epochs", "1 epoch", "12.3 epochs", "177 epochs", "1,234 epochs", "100 epochs"]);
});

test("what is no number is not guessed at", () => {
  for (const text of typed.none) {
    assert.ok(Number.isNaN(parseNumber(text)), text);
    assert.equal(whyNoNumber(text), text ? `“${text}” is not a number.` : "Enter a number.");
    assert.ok(!isUnclear(text), text);
  }
});

test("a text is read in one go, however many digits come before what is none", () => {
  for (const text of ["x", "/x"].map((end) => "1".repeat(1e6) + end)) assert.ok(Number.isNaN(parseNumber(text)));
});

test("a comma before three digits is not guessed at: both spellings are told", () => {
  for (const [text, part, thousands, decimal] of typed.in_two_ways) {
    assert.ok(Number.isNaN(parseNumber(text)), text);
    assert.equal(whyNoNumber(text), `“${part}” can be read in two ways: write ${thousands} or ${decimal}.`);
    assert.ok(isUnclear(text), text);
  }
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

test("a whole number may have commas or spaces between thousands, and nothing else", () => {
  assert.deepEqual(["7", " 60,042 ", "60 042", "1,234,567"].map(wholeNumber), [7, 60042, 60042, 1234567]);
  assert.deepEqual(["", "3.5", "1e3", "6 0", "60,42", "-1", "x"].map(wholeNumber), Array(7).fill(null));
});

test("what does not fit has fewer digits: an array shares its decimals as long as it can", () => {
  const within = (most) => (text) => text.length <= most;
  assert.deepEqual(fitting([-0.043, 0.0123], within(7)), ["−0.0430", "0.0123"]);
  assert.deepEqual(fitting([-0.043, 0.0123], within(6)), ["−0.043", "0.012"]);
  assert.deepEqual(fitting([-0.0000475, 0.136], within(6)), ["−5e−5", "0.136"]);
  assert.deepEqual(fitting([3, -12], within(1)), ["3", "−12"]); // whole numbers stay whole
});

test("the second digit is kept where it nearly fits, and no third", () => {
  const within = (/** @type {number} */ most) => (/** @type {string} */ text) => text.length <= most;
  assert.deepEqual(fitting([-0.0093, -0.00066], within(6), within(7)), ["−0.0093", "−0.0007"]);
  assert.deepEqual(fitting([-0.00934, 0.00217], within(6), within(8)), ["−0.0093", "0.0022"]);
  assert.deepEqual(fitting([-0.0093, 0.00217], within(6), within(6)), ["−0.009", "0.002"]);
  assert.deepEqual(fitting([-0.0000475, 0.136], within(6), within(7)), ["−4.8e−5", "0.136"]);
});

test("amounts in the units of a file are whole where they are large, and share their last decimal where they are small", () => {
  assert.deepEqual(inUnits([14316.6]), ["14,317"]);
  assert.deepEqual(inUnits([133358.1, 139000, 5641.9]), ["133,358", "139,000", "5,642"]);
  assert.deepEqual(inUnits([1000.4, 0.4]), ["1,000", "0"]);
  assert.deepEqual(inUnits([999.4]), ["999.4"]);
  assert.deepEqual(inUnits([4.2317, 4.2, 0.0317]), ["4.23", "4.20", "0.03"]);
});
