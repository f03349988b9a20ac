import assert from "node:assert/strict";
import { test } from "node:test";
import { called, comeFrom, expression, filled, formText, formula, over, patternText, readers, usedBy } from "../../../../static/shared/stepping/arithmetic_words.js";
import { bracketed, brief, elementNames, pretty } from "../../../../static/shared/stepping/graph_words.js";

const trace = {
  nodes: [
    { name: "w1_12", op: null, shape: [], inputs: [] },
    { name: "c", op: "copy", shape: [], inputs: ["w1_12"] },
    { name: "f", op: "multiply", shape: [], inputs: ["c", "w1_12"], written: [0, " × ", 1] },
    { name: "m", op: "max", shape: [], inputs: ["f", "c"], written: ["max(", 0, ", ", 1, ")"] },
  ],
  edges: [{ from: "c", to: "f" }, { from: "c", to: "m" }],
  output: "f",
};

test("an index stands below the line", () => {
  assert.deepEqual(["w1_12", "w_1_2", "x"].map(pretty), ["w1₁₂", "w₁,₂", "x"]);
});

test("a shape is not taken for a number, nor a number for a shape", () => {
  assert.equal(bracketed([4]), "[4]");
  assert.equal(brief({ array: Float64Array.of(0.5), shape: [] }), "0.500");
  assert.equal(brief({ array: Float64Array.of(1, 2), shape: [2] }), "[2]");
  assert.equal(brief(null), "");
});

test("a copy goes by the name of what it copies", () => assert.equal(called(trace, "c"), "w1₁₂"));

test("a number goes by its value, in brackets where a minus of its own would not belong", () => {
  const two = { name: "c1", op: null, kind: "constant", label: "-2", shape: [], inputs: [] };
  const product = { name: "q", op: "multiply", shape: [], inputs: ["f", "c1"], written: [0, " × ", 1] };
  const changed = { ...trace, nodes: [...trace.nodes, two, product] };
  assert.equal(called(changed, "c1"), "−2");
  assert.equal(expression(changed, product), "q = f × (−2)");
  assert.equal(filled(changed, product, [1, "·", 0]), "(−2)·f");
  assert.equal(filled(changed, product, [1, " + ", 0, " ** ", 1]), "−2 + f ** (−2)");
});

test("a derivative is of the number in which the graph ends, by its own name; of an array's, of a loss L beyond", () => {
  assert.equal(over(trace, "c"), "df/dw1₁₂");
  const ending = (node) => ({ ...trace, nodes: [...trace.nodes, node], output: node.name });
  assert.equal(over(ending({ name: "mse", op: "mse", shape: [], inputs: [] }), "c"), "dmse/dw1₁₂");
  assert.equal(over(ending({ name: "q", op: "relu", shape: [2], inputs: [] }), "c"), "dL/dw1₁₂");
  assert.equal(over(ending({ name: "q", op: "relu", shape: [2], inputs: [] }), "q"), "dL/dq");
});

test("the loss of a network is L, in derivatives and everywhere else", () => {
  const network = { ...trace, nodes: [...trace.nodes, { name: "loss", op: "mse", place: ["loss"], shape: [], inputs: [] }], output: "loss" };
  assert.equal(called(network, "loss"), "L");
  assert.equal(over(network, "c"), "dL/dw1₁₂");
});

test("who reads a value is named while they are few", () => {
  assert.equal(readers(trace, "c"), "f and m");
  const edges = ["a", "b", "c", "d", "e"].map((to) => ({ from: "x", to }));
  assert.equal(readers({ ...trace, edges }, "x"), "5 nodes");
  assert.equal(readers({ ...trace, edges: edges.slice(0, 3) }, "x"), "a, b and w1₁₂");
});

test("of who reads a value several times it is said once, and how often", () => {
  const [twice, mixed] = [["f", "f"], ["f", "m", "f"]].map((all) => ({ ...trace, edges: all.map((to) => ({ from: "c", to })) }));
  assert.equal(usedBy(twice, "c"), "f uses it twice; the 2 gradients will be added up here.");
  assert.equal(comeFrom(twice, "c"), "Here both come from f, which uses it twice.");
  assert.equal(usedBy(mixed, "c"), "f (twice) and m use it; their gradients will be added up here.");
  assert.equal(comeFrom(mixed, "c"), "Here they come from f (twice) and m.");
  assert.equal(comeFrom({ ...trace, edges: [] }, "c"), "Here they come from the output, which it is itself.");
});

test("a gate is an equation", () => {
  assert.equal(expression(trace, trace.nodes[2]), "f = w1₁₂ × w1₁₂");
  assert.equal(expression(trace, trace.nodes[3]), "m = max(f, w1₁₂)");
  assert.equal(expression(trace, trace.nodes[1]), "w1₁₂ for each node that uses it");
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

test("only what is largest wins: other gates route by place or by a mask", () => {
  assert.match(patternText("max", "routes"), /^Max routes: the largest input/);
  assert.match(patternText("relu", "routes"), /^ReLU routes: .* above 0/);
  assert.match(patternText("min", "routes"), /^Min routes: the smallest input/);
  assert.match(patternText("min of elements", "routes"), /^Min routes/);
  assert.match(patternText("pick", "routes"), /where it was read/);
  assert.match(patternText("stack", "routes"), /where it was read/);
  assert.match(patternText("index", "routes"), /where it was read/);
  assert.match(patternText("where", "routes"), /where the value came from/);
  assert.match(patternText("multiply", "swaps"), /^Multiply swaps/);
  assert.equal(patternText("exp", undefined), "");
});

test("the elements of what goes into a network are called as its columns are, and no others", () => {
  const of = (place, shape, names) => elementNames({ sample: { index: 0, names } }, { place, shape });
  assert.deepEqual(of(["input"], [2], ["petal length", "x1"]), ["petal length", "x₁"]);
  assert.deepEqual(of(["input"], [784], ["x1", "x2"]), []);
  assert.deepEqual(of(["target"], [2], ["x1", "x2"]), []);
  assert.deepEqual(of(null, [2], undefined), []);
});
