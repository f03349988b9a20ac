// @ts-check
// Words, names and numbers as the arithmetic of a step writes them.
import { pretty } from "./graph_words.js";
import { shapeText } from "../numbers.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../../messages").TraceNode} TraceNode */
/** @typedef {import("../topics").Gate} Gate */

export const PATTERNS = /** @type {Record<string, string>} */ ({
  distributes: "Add distributes: each input gets the upstream gradient.",
  swaps: "Multiply swaps: local = other input.",
  routes: "Max routes: the largest input gets all of it, the others none.",
  adds: "Copy adds: the gradients sent back to it are added up.",
});
// Gates that route by place, not by size: nothing wins there.
const BY_PLACE = new Set(["index", "rows", "pick", "stack", "concatenate"]);
const BY_MASK = new Set(["where", "clip"]);

/** What a gate of a pattern does with gradients. @param {string} op @param {string | undefined} pattern */
export function patternText(op, pattern = "") {
  if (pattern === "routes" && BY_PLACE.has(op)) return "It routes: each number goes back to where it was read.";
  if (pattern === "routes" && op === "relu") return "ReLU routes: the gradient passes where its input was above 0, and is 0 everywhere else.";
  if (pattern === "routes" && op.startsWith("min")) return "Min routes: the smallest input gets all of it, the others none.";
  if (pattern === "routes" && BY_MASK.has(op)) return "It routes: the gradient goes where the value came from.";
  return PATTERNS[pattern] ?? "";
}
const NAMES = /** @type {Record<string, string>} */ ({
  add: "Add", multiply: "Multiply", subtract: "Subtract", sum: "Sum", mean: "Mean", matmul: "Matrix product", dot: "Dot product",
  relu: "ReLU",
});
const GREEK = /** @type {Record<string, string>} */ ({
  beta: "β", beta1: "β₁", beta2: "β₂", epsilon: "ε", m_hat: "m̂", v_hat: "v̂", sqrt: "√",
});
export { pretty };

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
  bias: "summed to b's shape", placed: "put back where it was read, zeros elsewhere", part: "the part that belongs to it",
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

/** What a node goes by: a copy by the name of what it copies, a number by what it is, an input by its name in the file, the loss of a network as L.
 * @param {Trace} trace @param {string} name @returns {string} */
export function called(trace, name) {
  const node = nodeOf(trace, name);
  if (node?.op === "copy" && node.inputs[0] !== undefined) return called(trace, node.inputs[0]);
  if (name === trace.output && node?.place) return "L";
  return pretty(node && !node.op && node.label ? node.label.replace(/^-/, "−") : name);
}

/** What a gradient is of: the output; of an array, a loss L that is not in the graph. @param {Trace} trace */
export const ofOutput = (trace) => (nodeOf(trace, trace.output).shape.length ? "L" : called(trace, trace.output));

/** dL/dx in a network; in a graph that ends in a single number f, df/dx. @param {Trace} trace @param {string} name */
export const over = (trace, name) => `d${ofOutput(trace)}/d${called(trace, name)}`;

/** Who reads a value, and how often. @param {Trace} trace @param {string} name @returns {Map<string, number>} */
function timesRead(trace, name) {
  const found = new Map();
  for (const { from, to } of trace.edges) if (from === name) found.set(to, (found.get(to) ?? 0) + 1);
  return found;
}

/** @param {number} count */
const times = (count) => (count === 2 ? "twice" : `${count} times`);

/** Who reads a value: by name while they are few. @param {Trace} trace @param {string} name */
export function readers(trace, name) {
  const found = [...timesRead(trace, name)].map(([to, count]) => `${called(trace, to)}${count > 1 ? ` (${times(count)})` : ""}`);
  if (found.length > 4) return `${found.length} nodes`;
  return found.length < 2 ? found.join("") : `${found.slice(0, -1).join(", ")} and ${found.at(-1)}`;
}

/** What a copy is for. @param {Trace} trace @param {string} name */
export function usedBy(trace, name) {
  const all = [...timesRead(trace, name)];
  if (!all.length) return "It is the output itself.";
  const [[to, count], ...others] = all;
  if (others.length || count === 1) return `${readers(trace, name)} ${others.length ? "use" : "uses"} it; their gradients will be added up here.`;
  return `${called(trace, to)} uses it ${times(count)}; the ${count} gradients will be added up here.`;
}

/** From where the gradients come that a copy adds up. @param {Trace} trace @param {string} name */
export function comeFrom(trace, name) {
  const all = [...timesRead(trace, name)];
  if (!all.length) return "Here they come from the output, which it is itself.";
  const [[to, count], ...others] = all;
  if (others.length || count === 1) return `Here they come from ${readers(trace, name)}.`;
  return `Here ${count === 2 ? "both" : `all ${count}`} come from ${called(trace, to)}, which uses it ${times(count)}.`;
}

/** What a gate computes, as an equation. @param {Trace} trace @param {Gate} node */
export function expression(trace, node) {
  if (node.op === "copy") return `${called(trace, node.name)} for each node that uses it`;
  return `${called(trace, node.name)} = ${filled(trace, node, node.written ?? [])}`;
}

/** A text with the names of a gate's inputs and output put in: numbers are those of its inputs, −1 its output.
 * @param {Trace} trace @param {Gate} node @param {(string | number)[]} parts */
export function filled(trace, node, parts) {
  return parts.map((part, at) => {
    if (typeof part === "string") return part;
    const name = called(trace, part < 0 ? node.name : node.inputs[part]);
    return name.startsWith("−") && isOperand(parts, at) ? `(${name})` : name;
  }).join("");
}

/** Whether a sign stands beside it to which a minus of its own would not belong. @param {(string | number)[]} parts @param {number} at */
export function isOperand(parts, at) {
  const [before, after] = [parts[at - 1], parts[at + 1]];
  return (typeof before === "string" && /[-+−×·@/*]\s*$/.test(before)) || (typeof after === "string" && /^(\s*\*\*|·|²)/.test(after));
}
