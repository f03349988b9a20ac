import assert from "node:assert/strict";
import { test } from "node:test";
import {
  factorSays, gradientSays, localSays, nameSays, noGradientSays, operatorSays, sizeText, symbolSays, termSays, upstreamSays, valueSays,
} from "../../../../static/shared/stepping/signs.js";

const node = (name, op, inputs, more = {}) => ({ name, op, inputs, shape: [], kind: op ? "op" : "leaf", label: op ?? name, ...more });
const trace = {
  nodes: [
    node("x", null, []),
    node("c", "copy", ["x"]),
    node("W", null, [], { kind: "parameter", shape: [2, 3] }),
    node("q", "multiply", ["c", "c1"], { written: [0, " × ", 1] }),
    node("c1", null, [], { kind: "constant", label: "2" }),
    node("m", "greater", ["c", "c1"], { written: [0, " > ", 1] }),
    node("off", "exp", ["q"], { written: ["exp(", 0, ")"] }),
    node("off2", "exp", ["off"], { written: ["exp(", 0, ")"] }),
    node("f", "multiply", ["q", "m"], { written: [0, " × ", 1] }),
  ],
  edges: [
    { from: "x", to: "c" }, { from: "c", to: "q" }, { from: "c", to: "m" }, { from: "q", to: "f" }, { from: "m", to: "f" },
    { from: "q", to: "off" }, { from: "off", to: "off2" },
  ],
  steps: [
    { phase: "forward", node: "f" },
    { phase: "backward", node: "f" },
    { phase: "backward", node: "f", input: "q" },
    { phase: "backward", node: "q", input: "c" },
    { phase: "backward", node: "c", input: "x" },
  ],
  output: "f",
  optimizer: "Momentum",
};
const of = (name) => trace.nodes.find((one) => one.name === name);

test("the sign of a card says what the node is, in the names of the graph", () => {
  assert.equal(symbolSays(trace, of("q")), "Multiply gate: q = x × 2.");
  assert.equal(symbolSays(trace, of("x")), "x is an input: its value is given.");
  assert.equal(symbolSays(trace, of("W")), "W is a parameter: training changes it.");
  assert.equal(symbolSays(trace, of("c1")), "2 is a constant: it does not change and gets no gradient.");
  assert.match(symbolSays(trace, of("c")), /^Copy: x is used more than once.* added up\.$/);
  const target = node("y", null, [], { kind: "constant", place: ["target"] });
  assert.equal(symbolSays({ ...trace, nodes: [target] }, target), "y is the target: what the output should be. It gets no gradient.");
});

test("the name beside it says what goes by that name, and how many numbers that is", () => {
  assert.equal(nameSays(trace, of("q")), "The result of this gate is called q.");
  assert.equal(nameSays(trace, of("c")), "This is a copy of x.");
  assert.equal(nameSays(trace, of("W")), "W is a matrix of 2 rows and 3 columns.");
  assert.equal(nameSays(trace, { ...of("q"), shape: [4] }), "The result of this gate is called q, a vector of 4 numbers.");
  const loss = node("loss", "mse", [], { place: ["loss"] });
  assert.match(nameSays({ ...trace, nodes: [loss], output: "loss" }, loss), /^L is the loss: /);
  assert.deepEqual([[], [1], [1, 1], [2, 3, 4]].map(sizeText), [
    "a number", "a vector of one number", "a matrix of 1 row and 1 column", "an array of 2×3×4 numbers",
  ]);
});

test("a number says whether it is a value, or which gradient", () => {
  assert.equal(valueSays(trace, "c"), "The value of x.");
  assert.equal(gradientSays(trace, "q"), "df/dq: how fast f changes with q.");
  assert.equal(gradientSays(trace, "W"), "df/dW: how fast f changes with each element of W.");
  assert.equal(gradientSays(trace, "f"), "df/df: the gradient with which the backward pass begins.");
  assert.equal(upstreamSays(trace, "q"), "The upstream gradient df/dq: the gradient that has come back to q.");
  assert.equal(localSays(trace, { node: "q", input: "c" }, []), "The local gradient: how fast q changes with x.");
  assert.equal(localSays(trace, { node: "q", input: "c" }, [4]), "The local gradient, a vector of 4 numbers: how fast q changes with x.");
  assert.equal(factorSays(trace, "W", false), "W, an input of this gate.");
  assert.equal(factorSays(trace, "W", true), "W, an input of this gate; ᵀ means transposed.");
  assert.match(operatorSays(" @ "), /^The matrix product/);
  assert.equal(operatorSays("relu("), "");
});

test("a name in an optimizer's formula says what it stands for", () => {
  assert.equal(termSays(trace, "W", "w"), "W as it is before the update.");
  assert.equal(termSays(trace, "W", "g"), "g: the gradient df/dW.");
  assert.match(termSays(trace, "W", "rate"), /^The learning rate/);
  assert.match(termSays(trace, "W", "v"), /gradients so far/);
  assert.match(termSays({ ...trace, optimizer: "Adam" }, "W", "v"), /squares/);
  assert.equal(termSays(trace, "W", "?"), "");
});

test("a gradient that stays empty says why", () => {
  assert.equal(noGradientSays(trace, "off2"), "off2 gets no gradient: it is not used to compute f.");
  assert.equal(noGradientSays(trace, "off"), "off gets no gradient: it is used only in off2, where no gradient arrives.");
  assert.equal(noGradientSays(trace, "m"), "m gets no gradient: it jumps between 0 and 1, so there is no slope to follow.");
  for (const name of ["x", "c", "q", "f", "c1"]) assert.equal(noGradientSays(trace, name), "", name);
});

test("before there is a backward pass nothing is said to stay empty", () => {
  assert.equal(noGradientSays({ ...trace, steps: trace.steps.slice(0, 1) }, "off"), "");
});

test("the output of a network whose activation and loss are one gate says that they are", () => {
  const network = {
    nodes: [
      node("z", "add", [], { place: ["z", 0] }), node("a", "sigmoid", ["z"], { place: ["a", 0] }),
      node("loss", "binary cross-entropy", ["z"], { place: ["loss"] }),
    ],
    edges: [{ from: "z", to: "a" }, { from: "z", to: "loss" }],
    steps: [{ phase: "backward", node: "loss" }, { phase: "backward", node: "loss", input: "z" }],
    output: "loss",
  };
  assert.equal(
    noGradientSays(network, "a"),
    "a gets no gradient: sigmoid and the loss are computed as one function of z, which gets the gradient directly.",
  );
});
