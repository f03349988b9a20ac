import assert from "node:assert/strict";
import { test } from "node:test";
import { called, expression, fine, formText, formula, over, readers } from "../../../../static/shared/stepping/arithmetic_words.js";
import { bracketed, brief, pretty } from "../../../../static/shared/stepping/graph_words.js";

const trace = {
  nodes: [
    { name: "w1_12", op: null, shape: [], inputs: [] },
    { name: "c", op: "copy", shape: [], inputs: ["w1_12"] },
    { name: "f", op: "multiply", shape: [], inputs: ["c", "w1_12"] },
    { name: "m", op: "max", shape: [], inputs: ["f", "c"] },
  ],
  edges: [{ from: "c", to: "f" }, { from: "c", to: "m" }],
  output: "f",
};

test("an index stands below the line", () => {
  assert.deepEqual(["w1_12", "w_1_2", "x"].map(pretty), ["w1₁₂", "w₁,₂", "x"]);
});

test("a shape is not taken for a number, nor a number for a shape", () => {
  assert.equal(bracketed([4]), "[4]");
  assert.equal(brief({ array: Float64Array.of(0.5), shape: [] }), "0.50");
  assert.equal(brief({ array: Float64Array.of(1, 2), shape: [2] }), "[2]");
  assert.equal(brief(null), "");
});

test("a copy goes by the name of what it copies", () => assert.equal(called(trace, "c"), "w1₁₂"));

test("a derivative is of the loss, or of the number in which the graph ends", () => {
  assert.equal(over(trace, "c"), "df/dw1₁₂");
  assert.equal(over({ ...trace, nodes: [...trace.nodes, { name: "loss", shape: [], inputs: [] }], output: "loss" }, "c"), "dL/dw1₁₂");
});

test("who reads a value is named while they are few", () => {
  assert.equal(readers(trace, "c"), "f and m");
  const edges = ["a", "b", "c", "d", "e"].map((to) => ({ from: "x", to }));
  assert.equal(readers({ ...trace, edges }, "x"), "5 readers");
});

test("a gate is an equation", () => {
  assert.equal(expression(trace, trace.nodes[2]), "f = w1₁₂ × w1₁₂");
  assert.equal(expression(trace, trace.nodes[3]), "m = max(f, w1₁₂)");
  assert.equal(expression(trace, trace.nodes[1]), "w1₁₂ for each of its readers");
});

test("a product is written with its signs, and over what it is summed", () => {
  assert.equal(formText({ factors: ["upstream", "×", "local"], summed: "" }), "upstream × local");
  assert.match(formText({ factors: ["upstream"], summed: "rows" }), /^upstream, \S/);
  assert.equal(formText({ factors: [], summed: "parts" }), "sum of the parts");
});

test("a formula has the letters that one writes by hand", () => {
  assert.equal(formula("beta1 * m - epsilon"), "β₁ * m − ε");
  assert.equal(formula("m / (sqrt(v) + epsilon)"), "m / (√v + ε)");
});

test("an update is read with the digits in which it differs", () => {
  assert.deepEqual([0.1234567, -0.5, 0.0001, 2000].map(fine), ["0.1235", "−0.50", "1.0e−4", "2000"]);
});
