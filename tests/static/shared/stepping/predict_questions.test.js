import assert from "node:assert/strict";
import { test } from "node:test";
import { arrivals, nothingAsked, questionsOf } from "../../../../static/shared/stepping/predict_questions.js";

const NODES = [
  { name: "W", op: null, kind: "parameter", shape: [2, 2], inputs: [], place: ["weights", 0] },
  { name: "x", op: null, kind: "leaf", shape: [2], inputs: [], place: ["input"] },
  { name: "c", op: "copy", kind: "op", shape: [2], inputs: ["x"], place: ["copy", "input"] },
  { name: "z1", op: "matmul", kind: "op", shape: [2], inputs: ["W", "c"], written: [0, " @ ", 1], place: ["z", 0] },
  { name: "loss", op: "sum", kind: "op", shape: [], inputs: ["z1"], written: ["sum(", 0, ")"], place: ["loss"] },
];
const FORM = { factors: ["upstream", " × ", "local"], summed: "" };
const STEPS = [
  { phase: "forward", node: "c", value: [5, 6] },
  { phase: "forward", node: "z1", value: [0.0123, 4.5], asks: 1 },
  { phase: "forward", node: "loss", value: [4.5123] },
  { phase: "backward", node: "loss", gradient: [1] },
  { phase: "backward", node: "z1", input: "W", index: 0, gradient: null, downstream: null, form: FORM, sum: { element: 3, parts: [] }, sum_numbers: [2, 3, 6.25], asks: 3 },
  { phase: "backward", node: "z1", input: "c", index: 1, gradient: [9, 9], downstream: [0.5, 0.25], form: FORM, asks: 1 },
  { phase: "backward", node: "c", input: "x", index: 0, gradient: [7, 8], downstream: [7, 8], form: { factors: [], summed: "" }, asks: 0 },
  { phase: "update", node: "W", value: [1, -9, 2, 3], terms: [{ formula: "w - rate * g" }] },
];
const trace = { nodes: NODES, steps: STEPS, edges: [], output: "loss" };
const shapeOf = ({ phase, node, input }) => NODES.find(({ name }) => name === (phase === "backward" ? (input ?? node) : node)).shape;
// A ref is here the numbers themselves; null stands for an array that was too large to be sent.
const numbersOf = (shape) => (ref) => (ref === undefined ? null : { array: Float64Array.from(ref ?? []), shape });
const ask = (at) => questionsOf(trace, numbersOf(shapeOf(STEPS[at])))(at);

test("of a value one element is asked for, as the page will write it beside the others", () => {
  const { question, truth, shown, element, called, hint } = ask(1);
  assert.deepEqual([question, called, element, truth, shown], ["What is the value of z1, element 2?", "z1, element 2", 1, 4.5, "4.50"]);
  assert.equal(hint, "z1 = W @ x");
  assert.deepEqual([ask(2).question, ask(2).truth, ask(2).shown], ["What is the value of L?", 4.5123, "4.51"]);
});

test("a copy brings nothing that could be found out", () => {
  assert.equal(ask(0), null);
  assert.equal(nothingAsked(trace, STEPS[0]), "Next, x is copied for each node that uses it.");
});

test("the gradient with which the pass begins is told from the others", () => {
  const { question, begins, truth } = ask(3);
  assert.deepEqual([question, begins, truth], ["What is dL/dL?", true, 1]);
  assert.equal(nothingAsked(trace, STEPS[3]), "Next, the backward pass begins at L, with dL/dL.");
  assert.equal(ask(5).begins, false);
});

test("of an array that was too large to be sent the element is asked for whose sum was", () => {
  const { question, truth, element, shown } = ask(4);
  assert.deepEqual([question, element, truth, shown], ["What is dL/dW, row 2, column 2?", 3, 6.25, "6.25"]);
});

test("and nothing where no sum of one has come either", () => {
  const alone = { ...trace, steps: [{ ...STEPS[4], sum: undefined, sum_numbers: undefined }] };
  assert.equal(questionsOf(alone, numbersOf([2, 2]))(0), null);
  assert.equal(nothingAsked(trace, STEPS[4]), "Next comes dL/dW, which is too large for one of its numbers to be asked for.");
});

test("where gradients add up each is a part, and their sum comes last", () => {
  assert.deepEqual([ask(5).question, ask(5).truth], ["What is the part of dL/dx, element 2 from z1?", 0.25]);
  assert.deepEqual([ask(6).question, ask(6).truth], ["What is dL/dx, element 1?", 7]);
  assert.equal(ask(6).hint, "the gradients that are sent back to it are added up");
});

test("two that arrive at one node are parts, without a copy too", () => {
  const twice = { ...trace, steps: [STEPS[6], STEPS[6]] };
  assert.deepEqual([...arrivals(twice)], [["x", 2]]);
  assert.equal(questionsOf(twice, numbersOf([2]))(0).question, "What is the part of dL/dx, element 1 from x?");
  assert.deepEqual([...arrivals(null)], []);
});

test("of what is updated the element whose lines are shown is asked for", () => {
  const { question, called, hint, truth } = ask(7);
  assert.deepEqual([question, called, truth], ["What is the new W, row 1, column 1?", "the new W, row 1, column 1", 1]);
  assert.equal(hint, "W − rate * dL/dW");
});

test("after the last step nothing is asked", () => {
  assert.equal(questionsOf(trace, numbersOf([]))(8), null);
});
