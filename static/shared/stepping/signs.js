// @ts-check
// What the signs of a trace mean, each in a sentence with the names of the graph at hand: on a card, beside an edge, in
// the arithmetic, in the memory. And why a gradient stays empty.
import { called, expression, gateOf, named, nodeOf, ofOutput, over, readers } from "./arithmetic_words.js";
import { shapeText } from "../numbers.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../../messages").TraceNode} TraceNode */

/** How many numbers, in which form. @param {number[]} shape */
export function sizeText(shape) {
  if (!shape.length) return "a number";
  if (shape.length === 1) return shape[0] === 1 ? "a vector of one number" : `a vector of ${shape[0]} numbers`;
  if (shape.length > 2) return `an array of ${shapeText(shape)} numbers`;
  const [rows, columns] = shape;
  return `a matrix of ${rows} row${rows === 1 ? "" : "s"} and ${columns} column${columns === 1 ? "" : "s"}`;
}

const KINDS = {
  parameter: (/** @type {string} */ name) => `${name} is a parameter: training changes it.`,
  leaf: (/** @type {string} */ name) => `${name} is an input: its value is given.`,
  constant: (/** @type {string} */ name) => `${name} is a constant: it does not change and gets no gradient.`,
};

/** The sign at the head of a card. @param {Trace} trace @param {TraceNode} node */
export function symbolSays(trace, node) {
  const name = called(trace, node.name);
  if (node.op === "copy") return `Copy: ${name} is used more than once, and each node that uses it gets the same value. The gradients that they send back are added up.`;
  if (node.kind !== "op") return node.place?.[0] === "target" ? `${name} is the target: what the output should be. It gets no gradient.` : KINDS[node.kind](name);
  return `${named(gateOf(trace, node.name))}: ${expression(trace, gateOf(trace, node.name))}.`;
}

/** What stands beside it. @param {Trace} trace @param {TraceNode} node */
export function nameSays(trace, node) {
  const name = called(trace, node.name);
  const size = node.shape.length ? `, ${sizeText(node.shape)}` : "";
  if (node.kind !== "op") return `${name} is ${sizeText(node.shape)}.`;
  if (name === "L") return "L is the loss: how far the output is from the target. Training makes it smaller.";
  return node.op === "copy" ? `This is a copy of ${name}${size}.` : `The result of this gate is called ${name}${size}.`;
}

/** @param {Trace} trace @param {string} name */
export const valueSays = (trace, name) => `The value of ${called(trace, name)}.`;

/** An element of a network's input, by its column's name. @param {Trace} trace @param {TraceNode} node @param {string} name */
export const elementSays = (trace, node, name) => `${name}: an element of ${called(trace, node.name)}, what goes into the network.`;
/** @param {Trace} trace @param {string} name */
export const elementGradientSays = (trace, name) => `d${ofOutput(trace)}/d${name}: how fast ${ofOutput(trace)} changes with ${name}.`;

/** @param {Trace} trace @param {string} name */
export function gradientSays(trace, name) {
  if (name === trace.output) return `${over(trace, name)}: the gradient with which the backward pass begins.`;
  return `${over(trace, name)}: how fast ${ofOutput(trace)} changes with ${nodeOf(trace, name).shape.length ? "each element of " : ""}${called(trace, name)}.`;
}

/** @param {Trace} trace @param {string} name */
export const renewedSays = (trace, name) => `${called(trace, name)} as it is after the update.`;

/** Why a node gets no gradient in this trace; "" where it gets one. @param {Trace} trace @param {string} name */
export function noGradientSays(trace, name) {
  if (getsGradient(trace, name) || nodeOf(trace, name).kind === "constant") return "";
  return `${called(trace, name)} gets no gradient: ${reason(trace, nodeOf(trace, name))}.`;
}

/** @param {Trace} trace @param {TraceNode} node @returns {string} */
function reason(trace, node) {
  const { name, op, inputs, place } = node;
  const reading = trace.edges.filter((edge) => edge.from === name).map((edge) => edge.to);
  const reached = reading.find((reader) => getsGradient(trace, reader));
  if (place?.[0] === "a" && !reading.length) {
    const scores = trace.nodes.find(({ place: other }) => other?.[0] === "z" && other[1] === place[1] && other[2] === place[2]);
    const activation = inputs[0] === scores?.name ? String(op).replace(/ at .*/, "") : "the activation";
    return `${activation} and the loss are computed as one function of ${scores ? called(trace, scores.name) : "z"}, which gets the gradient directly`;
  }
  if (!reading.length) return `it is not used to compute ${called(trace, trace.output)}`;
  if (op === "detach") return "detach stops it, as intended";
  if (JUMPS.has(op ?? "")) return "it jumps between 0 and 1, so there is no slope to follow";
  if (inputs.length && isFixed(trace, node)) return "it is computed from constants alone, which do not change";
  if (reached === undefined) return `it is used only in ${readers(trace, name)}, where no gradient arrives`;
  if (inputs.length && !inputs.some((input) => getsGradient(trace, input))) return "nothing that it is computed from gets a gradient";
  return `${nodeOf(trace, reached).op} uses it as a label or an index, which gets no gradient`;
}

const JUMPS = new Set(["greater", "greater or equal", "less", "less or equal", "equal", "not equal"]);

/** Whether nothing behind it is an input or a parameter. @param {Trace} trace @param {TraceNode} node @returns {boolean} */
const isFixed = (trace, { kind, inputs }) => (kind === "op" ? inputs.every((input) => isFixed(trace, nodeOf(trace, input))) : kind === "constant");

/** Whether a step of the backward pass ends there. @param {Trace} trace @param {string} name */
const getsGradient = ({ steps }, name) => steps.every(({ phase }) => phase !== "backward") || steps.some((step) => step.phase === "backward" && (step.input ?? step.node) === name);

/** The local gradient of a step. @param {Trace} trace @param {import("../topics").BackwardStep} step @param {number[]} shape */
export function localSays(trace, { node, input }, shape) {
  const [output, one] = [called(trace, node), called(trace, input)];
  const how = `how fast ${output} changes with ${one}`;
  return `The local gradient${shape.length ? `, ${sizeText(shape)}` : ""}: ${how}.`;
}

/** What comes back to a gate. @param {Trace} trace @param {string} name */
export const upstreamSays = (trace, name) => `The upstream gradient ${over(trace, name)}: the gradient that has come back to ${called(trace, name)}.`;

/** An array that stands in a product. @param {Trace} trace @param {string} name @param {boolean} turned */
export const factorSays = (trace, name, turned) => turned ? `${called(trace, name)}, an input of this gate; ᵀ means transposed.` : `${called(trace, name)}, an input of this gate.`;

const SIGNS = /** @type {Record<string, string>} */ ({
  "×": "Multiplied, element by element where both are arrays.",
  "⊙": "Multiplied element by element.",
  "@": "The matrix product: each row of the left matrix times each column of the right matrix.",
});
/** @param {string} text a sign in a product */
export const operatorSays = (text) => SIGNS[text.trim()] ?? "";

const SETTINGS = /** @type {Record<string, string>} */ ({
  rate: "The learning rate: how far an update goes.",
  beta: "β: the share of the running mean that is kept at each update.",
  beta1: "β₁: the share of the mean of the gradients that is kept at each update.",
  beta2: "β₂: the share of the mean of their squares that is kept at each update.",
  epsilon: "ε: a small number, so that nothing is divided by 0.",
  step: "The number of this update, counted from 1.",
});
const STATE = /** @type {Record<string, string>} */ ({
  v: "What the optimizer remembers of the gradients so far.",
  s: "What the optimizer remembers of the squares of the gradients so far.",
  ahead: "The gradient combined with what the optimizer remembers of earlier gradients.",
  m: "m: the running mean of the gradients.",
  m_hat: "m̂: the running mean m, corrected for its start at 0.",
  v_hat: "v̂: the running mean v of the squares, corrected for its start at 0.",
});

/** A name in an optimizer's formula. @param {Trace} trace @param {string} name what is updated @param {string} text */
export function termSays(trace, name, text) {
  const one = called(trace, name);
  if (text === "w") return `${one} as it is before the update.`;
  if (text === "g") return `g: the gradient ${over(trace, name)}.`;
  if (text === "v" && trace.optimizer === "Adam") return "v: the running mean of the squares of the gradients.";
  return SETTINGS[text] ?? STATE[text] ?? "";
}
