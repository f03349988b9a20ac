// @ts-check
// Words, names and numbers as the arithmetic of a step writes them.
import { pretty as prettyName } from "./graph_words.js";
import { shapeText, short } from "../numbers.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../../messages").TraceNode} TraceNode */
/** @typedef {import("../topics").Gate} Gate */

export const PATTERNS = /** @type {Record<string, string>} */ ({
  distributes: "Add distributes: each input gets the upstream.",
  swaps: "Multiply swaps: local = other input.",
  routes: "Max routes: the winner takes all of it, the others none.",
  adds: "Copy adds: what its readers send back adds up.",
});
const NAMES = /** @type {Record<string, string>} */ ({
  add: "Add", multiply: "Multiply", subtract: "Subtract", sum: "Sum", mean: "Mean", matmul: "Matrix product", dot: "Dot product",
  relu: "ReLU",
});
const GREEK = /** @type {Record<string, string>} */ ({
  beta: "β", beta1: "β₁", beta2: "β₂", epsilon: "ε", m_hat: "m̂", v_hat: "v̂", sqrt: "√",
});
export const INFIX = /** @type {Record<string, string>} */ ({
  add: "+", multiply: "×", subtract: "−", divide: "÷", matmul: "@", dot: "·",
});

/** "w1_12" as it is read, "beta" as it is written. @param {string} name */
export const pretty = (name) => GREEK[name] ?? prettyName(name);

/** A number of an update: its changes are small, so two more digits. @param {number} value */
export function fine(value) {
  const size = Math.abs(value);
  if (size < 0.005 || size >= 1000 || !Number.isFinite(value)) return short(value);
  return value.toFixed(4).replace(/(\.\d\d\d*?)0+$/, "$1").replace("-", "−");
}

/** A setting as one would type it. @param {number} value */
export const setting = (value) => String(Number(value.toPrecision(6))).replace(/-/g, "−");

/** The formula with symbols as one writes them. @param {string} text */
export function formula(text) {
  return text.replace(/sqrt\((\w+)\)/g, "√$1").replace(/\^step/g, "ᵗ").replace(/[A-Za-z_]\w*/g, (word) => GREEK[word] ?? word).replace(/ - /g, " − ").replace(/1 −/g, "1−").replace(/−\s/g, "− ");
}

/** An element by its row and column, counted from one. @param {TraceNode} node @param {number} element */
export function elementName(node, element) {
  const columns = node.shape[1];
  return columns === undefined ? `${element + 1}` : `${Math.floor(element / columns) + 1}, ${(element % columns) + 1}`;
}

/** @param {Gate} node */
export function named(node) {
  return node.op === "copy" ? "Copy" : `${NAMES[node.op] ?? node.op[0].toUpperCase() + node.op.slice(1)} gate`;
}

const SUMMED = /** @type {Record<string, string>} */ ({
  "": "", broadcast: "summed over the broadcast axes", rows: "row by row", columns: "column by column",
  bias: "summed to b's shape", placed: "put where it was read, zeros elsewhere", part: "the part that belongs to it",
});

/** How upstream meets local, in a line. @param {import("../../messages").TraceForm} form */
export function formText({ factors, summed }) {
  if (!factors.length) return "sum of the parts";
  const product = factors.join(" ").replace(/([([]) /g, "$1").replace(/ ([)\],])/g, "$1");
  return SUMMED[summed] ? `${product}, ${SUMMED[summed]}` : product;
}

/** Over what a product is summed, in words. @param {import("../../messages").TraceForm} form */
export const summedText = ({ summed }) => SUMMED[summed];

/** The shape, where there is one to speak of. @param {TraceNode} node */
export const shapeOf = (node) => (node?.shape.length ? `, shape ${shapeText(node.shape)}` : "");

// ---- Names within a trace ---------------------------------------------------------------------------------------

/** @param {Trace} trace @param {string} name of a node that it has @returns {TraceNode} */
export const nodeOf = (trace, name) => /** @type {TraceNode} */ (trace.nodes.find((node) => node.name === name));

/** A step's gate, likewise. @param {Trace} trace @param {string} name @returns {Gate} */
export const gateOf = (trace, name) => /** @type {Gate} */ (nodeOf(trace, name));

/** A copy goes by the name of what it copies. @param {Trace} trace @param {string} name */
export function called(trace, name) {
  const node = nodeOf(trace, name);
  return pretty(node?.op === "copy" ? node.inputs[0] : name);
}

/** dL/dx; in a graph that ends in a single number f and has no loss, df/dx. @param {Trace} trace @param {string} name */
export function over(trace, name) {
  const goesOn = ["loss", "total"].includes(trace.output) || nodeOf(trace, trace.output).shape.length;
  const output = goesOn ? "L" : pretty(trace.output);
  return `d${output}/d${called(trace, name)}`;
}

/** Who reads a value: by name while they are few. @param {Trace} trace @param {string} name */
export function readers(trace, name) {
  const found = trace.edges.filter((edge) => edge.from === name).map((edge) => pretty(edge.to));
  return found.length > 4 ? `${found.length} readers` : found.join(" and ");
}

/** What a gate computes, as an equation. @param {Trace} trace @param {Gate} node */
export function expression(trace, node) {
  const inputs = node.inputs.map((/** @type {string} */ name) => called(trace, name));
  const between = INFIX[node.op];
  if (node.op === "copy") return `${pretty(node.inputs[0])} for each of its readers`;
  if (between) return `${pretty(node.name)} = ${inputs.join(` ${between} `)}`;
  return `${pretty(node.name)} = ${node.op}(${inputs.join(", ")})`;
}
