import assert from "node:assert/strict";
import { test } from "node:test";
import { pastedNumbers } from "../../../static/graph/typed_numbers.js";
import { fieldText, parseNumber } from "../../../static/shared/numbers.js";

test("a fraction is a number", () => {
  assert.equal(parseNumber("-1/4"), -0.25);
  assert.equal(parseNumber("0,5 / 2"), 0.25);
});

test("what is not finite, or no fraction, is no number", () => {
  for (const text of ["1/0", "0/0", "1/2/3", "/2", "1e999", "x"]) assert.ok(Number.isNaN(parseNumber(text)), text);
});

test("a field shows a number short enough to be read, which is a number still", () => {
  assert.equal(fieldText(0.25), "0.25");
  assert.equal(fieldText(1 / 3), "0.333333");
});

const MOST = 12;

test("a comma before three digits is neither a decimal comma nor between two numbers", () => {
  for (const text of ["1,000", "−1,250", "1,000/3"]) assert.equal(pastedNumbers(text, MOST), null, text);
  assert.equal(why("1,000\t2"), "“1,000” can be read in two ways: write 1000 or 1.000.");
  assert.deepEqual(value("[1,200]"), [1, 200]);
});

const value = (/** @type {string} */ text, matrix = false) => {
  const found = pastedNumbers(text, MOST, matrix);
  assert.ok(found && "value" in found, `${text} is ${JSON.stringify(found)}`);
  return found.value;
};
const why = (/** @type {string} */ text) => {
  const found = pastedNumbers(text, MOST);
  assert.ok(found && "why" in found, `${text} is ${JSON.stringify(found)}`);
  return found.why;
};

test("several numbers are a vector, however they are set apart", () => {
  const texts = ["1, 2, 3", "1 2 3", "1\t2\t3", "1,2,3,", "1\n2\n3", "1\r\n2\r\n3\r\n", "[1, 2, 3]", "[1,\n 2,\n 3,\n]", "[1. 2. 3.]", "(1, 2, 3)", "x = [1, 2, 3]"];
  for (const text of texts) assert.deepEqual(value(text), [1, 2, 3], text);
});

test("rows are a matrix, on lines, between semicolons or in brackets", () => {
  const texts = ["1 2\n3 4", "1\t2\n3\t4\n", "1\t2\r\n3\t4", "1, 2; 3, 4", "[[1, 2], [3, 4]]", "[[1, 2],\n [3, 4],]", "[[1. 2.]\n [3. 4.]]", "W = [[1, 2], [3, 4]]"];
  for (const text of texts) assert.deepEqual(value(text), [[1, 2], [3, 4]], text);
  assert.deepEqual(value("[[1, 2]]"), [[1, 2]]);
  assert.deepEqual(value("[[1], [2]]"), [[1], [2]]);
});

test("an array of NumPy or PyTorch is what is in it", () => {
  for (const text of ["np.array([1, 2])", "numpy.array([1, 2], dtype=np.float32)", "torch.tensor([1., 2.], requires_grad=True)", "x = np.array([1.0, 2.0]);", "array([1., 2.])", "tensor([1., 2.], grad_fn=<AddBackward0>)"]) {
    assert.deepEqual(value(text), [1, 2], text);
  }
  assert.deepEqual(value("np.array([[1, 2],\n          [3, 4]])"), [[1, 2], [3, 4]]);
  for (const text of ["np.array(-3.5)", "torch.tensor(-3.5, requires_grad=True)", "Value(-3.5)", "x = -3.5"]) assert.equal(value(text), -3.5, text);
});

test("an array that is made of sizes alone is what it would be", () => {
  assert.deepEqual(value("np.zeros((2, 3))"), [[0, 0, 0], [0, 0, 0]]);
  assert.deepEqual(value("x = torch.zeros(2, 3, requires_grad=True)"), [[0, 0, 0], [0, 0, 0]]);
  assert.deepEqual(value("np.ones(2, dtype=np.float32)"), [1, 1]);
  assert.deepEqual(value("np.ones([1, 2])"), [[1, 1]]);
  assert.deepEqual(value("np.eye(2)"), [[1, 0], [0, 1]]);
  assert.deepEqual(value("np.eye(1, 2)"), [[1, 0]]);
  assert.deepEqual(value("np.identity(2)"), [[1, 0], [0, 1]]);
  assert.deepEqual(value("np.full((2, 1), -0.5)"), [[-0.5], [-0.5]]);
  assert.deepEqual(value("torch.full((2,), 7)"), [7, 7]);
  assert.deepEqual(value("np.arange(3)"), [0, 1, 2]);
  assert.deepEqual(value("np.arange(1, 4.5, 1.5)"), [1, 2.5, 4]);
  assert.deepEqual(value("np.linspace(0, 1, 5)"), [0, 0.25, 0.5, 0.75, 1]);
  assert.deepEqual(value("np.linspace(2, 3, 1)"), [2]);
});

test("an array that is made of no sizes says what it needs", () => {
  assert.equal(why("np.zeros(n, 2)"), "zeros needs numbers here, as in zeros((2, 3)).");
  assert.equal(why("np.zeros(2.5)"), "zeros needs numbers here, as in zeros((2, 3)).");
  assert.equal(why("np.zeros((2, 2, 2))"), "This has more than two dimensions; an input is a number, a vector or a matrix.");
  assert.equal(why("np.zeros((13, 2))"), "This is 13×2; an input has at most 12 rows and 12 columns.");
  assert.equal(why("np.full(3)"), "full needs numbers here, as in full((2, 3), 0.5).");
  assert.equal(why("np.arange(13)"), "This is 1×13; an input has at most 12 rows and 12 columns.");
  assert.equal(why("np.arange(2, 1)"), "arange needs numbers here, as in arange(4).");
  assert.equal(why("np.arange(0, 1, 0)"), "arange needs numbers here, as in arange(4).");
  assert.equal(why("np.linspace(1)"), "linspace needs numbers here, as in linspace(0, 1, 5).");
});

test("between tabs a comma belongs to the number", () => {
  assert.deepEqual(value("0,5\t1,5\n-2\t1/4"), [[0.5, 1.5], [-2, 0.25]]);
});

test("a list of one number is a vector, and so is a row or a column unless there was a matrix", () => {
  assert.deepEqual(value("[7]"), [7]);
  assert.deepEqual(value("1\t2", true), [[1, 2]]);
  assert.deepEqual(value("1\n2", true), [[1], [2]]);
  assert.deepEqual(value("[1, 2]", true), [1, 2]);
});

test("one number or a word is typed like any other", () => {
  for (const text of ["1", "", "0,5", "1/3", "two", "hello, world", "1/0", " 5\n", "x1"]) assert.equal(pastedNumbers(text, MOST), null, text);
});

test("what is no list says why", () => {
  assert.equal(why("1, two"), "“two” is not a number.");
  assert.equal(why("[1, x]"), "“x” is not a number.");
  assert.equal(why("1 2\n3"), "Row 2 is not as long as row 1.");
  assert.equal(why("[[1, 2], [3]]"), "Row 2 is not as long as row 1.");
  assert.equal(why("1\t\t2"), "A number is missing between these numbers.");
  assert.equal(why("[[[1, 2]]]"), "This has more than two dimensions; an input is a number, a vector or a matrix.");
  assert.equal(why("x1 = [[], []]"), "There are no numbers in this list.");
  assert.equal(why("f([1, 2]) + 1"), "This is not a list of numbers.");
  assert.equal(why("1 + [1, 2]"), "This is not a list of numbers.");
});

test("as many rows and columns are taken as fit", () => {
  const row = Array.from({ length: MOST }, (_, at) => at);
  assert.deepEqual(value(row.join("\t")), row);
  assert.equal(why([...row, 1].join(" ")), "This is 1×13; an input has at most 12 rows and 12 columns.");
  assert.equal(why("1 2\n".repeat(20)), "This is 20×2; an input has at most 12 rows and 12 columns.");
  assert.equal(why("1 ".repeat(20000)), "That is too long: an input has at most 12 rows and 12 columns.");
});

test("random numbers are drawn, the same of the same text", () => {
  const matrix = value("W = np.random.randn(2, 3)");
  assert.deepEqual([matrix.length, matrix[0].length], [2, 3]);
  assert.deepEqual(value("W = np.random.randn(2, 3)"), matrix);
  assert.notDeepEqual(value("V = np.random.randn(2, 3)"), matrix);
  assert.ok(matrix.flat().every((one) => String(one).replace(/^-?\d+\.?/, "").length <= 2), "two decimals");
  for (const [text, shape] of Object.entries({
    "torch.rand(4)": [4], "np.random.normal(0, 1, (2, 1))": [2, 1], "np.random.uniform(-1, 1, size=(3,))": [3], "rng.standard_normal((1, 2))": [1, 2],
    "torch.randn((2, 2), requires_grad=True)": [2, 2], "torch.randn(2, 3) * 0.01": [2, 3], "0.1 * np.random.rand(2)": [2],
  })) {
    const drawn = value(text);
    assert.deepEqual(drawn[0].length === undefined ? [drawn.length] : [drawn.length, drawn[0].length], shape, text);
  }
  assert.ok(value("torch.randn(3, 3) * 0.01").flat().every((one) => Math.abs(one) < 0.1));
  assert.ok(value("np.random.uniform(2, 3, 8)").every((one) => one >= 2 && one <= 3));
  assert.equal(typeof value("random.uniform(-1, 1)"), "number");
  assert.ok(value("torch.randint(0, 3, (6,))").every((one) => [0, 1, 2].includes(one)));
  assert.ok(value("torch.randint(2, (6,))").every((one) => [0, 1].includes(one)));
});

test("random numbers without sizes, or too many of them, say so", () => {
  assert.match(why("np.random.randn(n)"), /must be numbers here, as in np\.random\.randn\(2, 3\)\.$/);
  assert.match(why("np.random.normal(0, 1, shape=3)"), /must be numbers here/);
  assert.match(why("np.random.randint(3, 1)"), /must be numbers here/);
  assert.equal(why("torch.randn(1000000000)"), "This is 1×1000000000; an input has at most 12 rows and 12 columns.");
  assert.match(why("torch.randn(2, 2, 2)"), /more than two dimensions/);
});
