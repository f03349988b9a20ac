// @ts-check
// The sum of one element, where what a step brings is a picture: "element 5: 4.90e−3 × 1 = 4.90e−3".
import { meaning, number, sign, tag } from "./arithmetic_figures.js";
import { called, elementName, isOperand, nodeOf, over } from "./arithmetic_words.js";
import { gradientSays, localSays, operatorSays, upstreamSays, valueSays } from "./signs.js";
import { make } from "../elements.js";
import { short } from "../numbers.js";

/** @typedef {import("../topics").CursorAtStep} Cursor */
/** @typedef {import("../../messages").TraceSum} TraceSum */
/** @typedef {import("../../messages").SumPart} SumPart */
/** @typedef {{sum: TraceSum, numbers: Float64Array}} Told a sum, and its numbers in order, the result last */

const HOW = "To see the sum of another element, point at it in the strip, tap it, or choose it with the arrow keys.";

const REST = "The sum of all the other terms; only the largest are shown one by one.";

/** That of the largest element, which came with the step. @param {Cursor} cursor @returns {Told | null} */
export function largestTold({ numbersOf, step }) {
  const numbers = numbersOf(step.sum_numbers);
  return step.sum && numbers ? { sum: step.sum, numbers: numbers.array } : null;
}

/** Whose elements a step brings. @param {import("../../messages").TraceStep} step */
export const broughtTo = ({ phase, node, input }) => (phase === "backward" && input !== undefined ? input : node);

/** Signs and numbers of a sum, and what they come to. @param {Cursor} cursor @param {Told} told @returns {Node[]} */
export function elementLine({ trace, step }, { sum, numbers }) {
  const kind = step.phase === "forward" ? "value" : "gradient";
  const owner = nodeOf(trace, broughtTo(step));
  const result = number(numbers[numbers.length - 1], `${kind} result`);
  result.dataset.owner = owner.name;
  meaning(result, kind === "value" ? valueSays(trace, owner.name) : gradientSays(trace, owner.name));
  /** @type {Node[]} */
  const line = [];
  if (owner.shape.length) {
    const label = tag(`element ${elementName(owner, sum.element)}${sum.element === step.sum?.element ? ", the largest" : ""}:`, HOW);
    label.classList.add("which");
    line.push(label);
    result.dataset.element = String(sum.element);
  }
  const signs = sum.parts.map((part, at) => (part.kind === "sign" ? (part.text ?? "") : at));
  let next = 0;
  sum.parts.forEach((part, at) => {
    if (part.kind === "sign") return line.push(sign((part.text ?? "").trim(), operatorSays(part.text ?? "")));
    const value = numbers[next];
    next += 1;
    if (part.kind === "moved") return line.push(tag(`element ${elementName(nodeOf(trace, part.node ?? ""), part.place ?? 0)} of ${whose(trace, step, part)}`));
    if (part.kind === "rest") line.push(tag(`the other ${part.place}:`, REST));
    const shown = meaning(read(part, value, kind, sum.digits), part.kind === "rest" ? REST : says(trace, step, part));
    return line.push(...(value < 0 && isOperand(signs, at) ? [sign("("), shown, sign(")")] : [shown]));
  });
  if (sum.parts.length) line.push(sign("="));
  line.push(result);
  if (sum.rounding) line.push(make("span", "rounding", "which is 0 apart from rounding error"));
  return line;
}

/** @param {SumPart} part @param {number} value @param {string} kind @param {number} [digits] */
function read({ kind: of, node, place }, value, kind, digits) {
  const shown = number(value, of === "rest" ? kind : of, short(value, digits));
  if (node) shown.dataset.owner = node;
  if (node && place !== undefined) shown.dataset.element = String(place);
  return shown;
}

/** @param {Cursor["trace"]} trace @param {import("../../messages").TraceStep} step @param {SumPart} part */
const whose = (trace, { phase }, { node = "" }) => (phase === "forward" ? called(trace, node) : over(trace, node));

/** What a number of a sum is. @param {Cursor["trace"]} trace @param {import("../../messages").TraceStep} step @param {SumPart} part */
function says(trace, step, { kind, node = "" }) {
  if (kind === "value" && node) return valueSays(trace, node);
  if (kind === "gradient" && node) return upstreamSays(trace, node);
  return kind === "local" && step.input && step.form ? localSays(trace, /** @type {import("../topics").BackwardStep} */ (step), []) : "";
}
