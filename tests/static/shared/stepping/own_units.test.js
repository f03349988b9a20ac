import assert from "node:assert/strict";
import { before, test } from "node:test";
import { answerLine, inputsText, scalingLine } from "../../../../static/shared/stepping/own_units.js";

/** An element of which only the text is asked for, and what its parts say. */
function element() {
  const made = {
    dataset: {},
    inside: [],
    append: (...parts) => made.inside.push(...parts),
    get text() {
      return made.textContent ?? made.inside.map((part) => part.text ?? part).join("");
    },
    get parts() {
      return [made, ...made.inside.flatMap((part) => part.parts ?? [])];
    },
  };
  return made;
}

before(() => (globalThis.document = { createElement: element }));

const sample = {
  index: 7, x: [-3.0952, -2.5], y: [-0.638], names: ["size", "rooms"], scaled: true, columns: ["size", "rooms", "price"],
  values: [65, 2, 139000], offsets: [97.5, 3, 209500], scales: [10.5, 0.4, 110500], given: [-3.0952, -2.5, -0.638009], digits: [3, 3, 3],
  answer: { node: "z3", column: "price", given: -0.689067, scale: 110500, offset: 209500, value: 133358.1, target: 139000, off: 5641.9, digits: 5 },
};
const rowsOf = ({ line: [terms] }) => terms.inside.map((row) => row.text);

test("before the first step each number of a sample stands as in its file, with how it is scaled", () => {
  const said = scalingLine(sample);
  assert.equal(said.words[0].text, "Sample 7, as it stands in the file and as the network is given it");
  assert.deepEqual(rowsOf(said), [
    "size scaled =(65 − 97.5) / 10.5=−3.10",
    "rooms scaled =(2 − 3) / 0.4=−2.5".replace("−2.5", "−2.50"),
    "price scaled =(139,000 − 209,500) / 110,500=−0.638",
  ]);
  assert.deepEqual(said.rule.map((part) => part.text), ["Before the network, each number is scaled."]);
  assert.equal(said.line[0].className, "terms many");
});

test("each of its numbers says what it is, and carries every digit", () => {
  const [row] = scalingLine(sample).line[0].inside;
  const told = row.parts.filter(({ className }) => className?.startsWith("number")).map(({ className, dataset }) => [className, dataset.full, dataset.says]);
  assert.deepEqual(told, [
    ["number value", "65", "What stands in the file as size."],
    ["number fixed", "97.5", "The middle of size in the file."],
    ["number fixed", "10.5", "What becomes 1 for the network: so much of size."],
    ["number value result", "−3.0952", "What the network is given as size."],
  ]);
});

test("what is not moved or not scaled has no sign for it, and below 0 a middle is added", () => {
  const scaled = (offset, scale) => rowsOf(scalingLine({ ...sample, columns: ["a"], names: ["a"], values: [4], offsets: [offset], scales: [scale], given: [2], digits: [3] }))[0];
  assert.equal(scaled(0, 2), "a scaled =4 / 2=2");
  assert.equal(scaled(2, 1), "a scaled =4 − 2=2");
  assert.equal(scaled(-1.5, 2), "a scaled =(4 + 1.5) / 2=2");
  assert.equal(scaled(0, 1), "a scaled =4=2");
});

test("a number of a file has six digits, or as many as the sum needs", () => {
  const first = (value, digits) => rowsOf(scalingLine({ ...sample, values: [value, 2, 3], digits: [digits, 3, 3] }))[0];
  assert.match(first(-1234.5678, 3), /\(−1,234\.57 −/);
  assert.match(first(5000000028, 9), /\(5,000,000,030 −/);
  assert.match(first(5000000028, 10), /\(5,000,000,028 −/);
});

test("of many columns the first three and the last are told", () => {
  const many = (count) => {
    const columns = Array.from({ length: count }, (_, at) => `c${at}`);
    const each = columns.map(() => 1);
    return scalingLine({ ...sample, columns, names: columns, x: each, values: each, offsets: each, scales: each, given: each, digits: each });
  };
  assert.deepEqual(rowsOf(many(4)).length, 4);
  assert.equal(many(4).rule.length, 1);
  assert.deepEqual(rowsOf(many(5)).map((text) => text.split(" ")[0]), ["c0", "c1", "c2", "c4"]);
  assert.equal(many(5).rule[1].text, "The other feature likewise.");
  assert.deepEqual(rowsOf(many(9)).map((text) => text.split(" ")[0]), ["c0", "c1", "c2", "c8"]);
  assert.equal(many(9).rule[1].text, "The other 5 features likewise.");
  assert.equal(many(1).line[0].className, "terms ");
});

test("where the network is given other than the columns, that is told too", () => {
  const said = scalingLine({ ...sample, names: ["size", "size·rooms"], x: [-3.1, 7.75] });
  assert.equal(said.rule[1].text, "It is given size = −3.10, size·rooms = 7.75.");
  assert.equal(inputsText([1, 2, 3, 4, 5], ["a", "b", "c", "d", "e"]), "x = (1, 2, 3, 4, 5)");
  assert.equal(inputsText([1, 2]), "x = (1, 2)");
  assert.equal(inputsText([1, 2, 3, 4], ["a", "b", "c", "d"]), "a = 1, b = 2, c = 3, d = 4");
});

test("the answer and the loss are told in the file's units where they are computed, and nowhere else", () => {
  const trace = { sample, output: "loss" };
  const said = (node, phase = "forward") => answerLine(trace, { node, phase }).map((part) => part.text);
  assert.deepEqual(said("z3"), ["In the file's units: price = −0.68907 × 110,500 + 209,500 = 133,358."]);
  assert.deepEqual(said("loss"), ["The output is off by 5,642 in price: 133,358 instead of 139,000."]);
  assert.deepEqual([said("a1"), said("z3", "backward"), said("loss", "backward")], [[], [], []]);
  assert.deepEqual(answerLine({ sample: { ...sample, answer: undefined }, output: "loss" }, { node: "loss", phase: "forward" }), []);
  assert.deepEqual(answerLine({ sample: null, output: "f" }, { node: "f", phase: "forward" }), []);
});

test("an answer below its middle's sign and without a scale is a sum", () => {
  const answer = { ...sample.answer, scale: 1, offset: -2, value: -2.689, target: -2.5, off: 0.189, digits: 3 };
  const trace = { sample: { ...sample, answer }, output: "loss" };
  assert.equal(answerLine(trace, { node: "z3", phase: "forward" })[0].text, "In the file's units: price = −0.689 − 2 = −2.69.");
  assert.equal(answerLine(trace, { node: "loss", phase: "forward" })[0].text, "The output is off by 0.19 in price: −2.69 instead of −2.50.");
});
