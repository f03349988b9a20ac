// @ts-check
// What is asked before a step of a trace: which number, how it is called, and how it is made, with the names of the graph
// and without its numbers.
import { called, expression, formText, formula, gateOf, nodeOf, over } from "./arithmetic_words.js";
import { updatedElement } from "./arithmetic_lines.js";
import { ownRule } from "./own_rule.js";
import { column, short } from "../numbers.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../topics").Numbers} Numbers */
/** @typedef {import("../../messages").TraceStep} Step */
/** @typedef {import("../../messages").Ref} Ref */
/** `shown` is how the page will write it, `begins` whether it is the gradient of the output by itself.
 * @typedef {{step: Step, index: number, element: number, truth: number, shown: string, question: string, called: string, hint: string, begins: boolean}} Question */

/** How many gradients arrive at each node. @param {Trace | null} trace @returns {Map<string, number>} */
export function arrivals(trace) {
  const parts = new Map();
  for (const { phase, input } of trace?.steps ?? []) if (phase === "backward" && input) parts.set(input, (parts.get(input) ?? 0) + 1);
  return parts;
}

/** Questions of one trace. @param {Trace} trace @param {(ref: Ref | null | undefined) => Numbers | null} numbersOf */
export function questionsOf(trace, numbersOf) {
  const parts = arrivals(trace);

  /** Whether several gradients add up where a step arrives: each is a part of its own, and their sum comes last.
   * @param {Step} step */
  const isPart = ({ phase, input }) => phase === "backward" && input !== undefined && (nodeOf(trace, input).op === "copy" || (parts.get(input) ?? 0) > 1);

  /** @param {Step} step */
  function brought(step) {
    if (step.phase !== "backward") return step.value;
    return isPart(step) ? step.downstream : step.gradient;
  }

  /** The number that is asked for: of an array one element, that whose sum stands beside it where one does; null where
   * there is none. @param {Step} step @returns {{element: number, truth: number, shown: string, shape: number[]} | null} */
  function asked(step) {
    const numbers = numbersOf(brought(step));
    if (!numbers) return null;
    const { array, shape } = numbers;
    if (step.sum && step.asks === step.sum.element) {
      const truth = numbersOf(step.sum_numbers)?.array.at(-1);
      if (truth !== undefined) return { element: step.asks, truth, shown: short(truth), shape };
    }
    if (!array.length) return null;
    const element = step.phase === "update" ? updatedElement(/** @type {Numbers} */ (numbersOf(step.value))) : (step.asks ?? 0);
    return { element, truth: array[element], shown: column(array)[element], shape };
  }

  /** How the gradient of an input is made. @param {import("../topics").BackwardStep} step */
  function law(step) {
    const gate = gateOf(trace, step.node);
    if (gate.op === "copy") return "the gradients that are sent back to it are added up";
    const own = ownRule(trace, gate, step, "");
    if (!own || step.named?.each) return `${formText(step.form)}${own && `, where ${own}`}`;
    return own.startsWith("∂") ? `${over(trace, step.input)} = ${over(trace, step.node)} × ${own.split(" = ")[0]}, where ${own}` : own;
  }

  /** What the step after `at` steps brings; null where there is nothing to find out. @param {number} at @returns {Question | null} */
  return function questionAt(at) {
    const step = trace.steps[at];
    if (!step || (step.phase === "forward" && nodeOf(trace, step.node).op === "copy")) return null;
    const number = asked(step);
    if (!number) return null;
    const { shape, ...found } = number;
    const where = placed(shape, found.element);
    const common = { step, index: at, ...found };
    if (step.phase === "backward") {
      const part = isPart(step);
      const plain = `${part ? "the part of " : ""}${over(trace, step.input ?? step.node)}${where}${part ? ` from ${called(trace, step.node)}` : ""}`;
      const hint = step.input ? law(/** @type {import("../topics").BackwardStep} */ (step))
        : "the gradient that is given at the output; for a single number it is 1";
      return { ...common, called: plain, question: `What is ${plain}?`, hint, begins: !step.input };
    }
    const name = called(trace, step.node);
    if (step.phase === "update") {
      const plain = `the new ${name}${where}`;
      const hint = formula(String(step.terms?.at(-1)?.formula ?? "")).replace(/\bw\b/g, name).replace(/\bg\b/g, over(trace, step.node));
      return { ...common, called: plain, question: `What is ${plain}?`, hint, begins: false };
    }
    return { ...common, called: `${name}${where}`, question: `What is the value of ${name}${where}?`, hint: expression(trace, gateOf(trace, step.node)), begins: false };
  };
}

/** What is said of the next step where nothing is asked. @param {Trace} trace @param {Step} step */
export function nothingAsked(trace, step) {
  if (step.phase === "backward" && !step.input) return `Next, the backward pass begins at ${called(trace, step.node)}, with ${over(trace, step.node)}.`;
  if (step.phase === "forward" && nodeOf(trace, step.node).op === "copy") return `Next, ${called(trace, step.node)} is copied for each node that uses it.`;
  const name = step.phase === "backward" ? over(trace, /** @type {string} */ (step.input)) : called(trace, step.node);
  return `Next comes ${name}, which is too large for one of its numbers to be asked for.`;
}

/** One element of an array, in words. @param {number[]} shape @param {number} element */
function placed(shape, element) {
  if (!shape.length) return "";
  if (shape.length === 1) return `, element ${element + 1}`;
  return `, row ${Math.floor(element / shape[1]) + 1}, column ${(element % shape[1]) + 1}`;
}
