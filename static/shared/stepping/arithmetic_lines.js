// @ts-check
// The arithmetic of one step as words, a line of figures, and the rule behind it. Every number was computed by the
// engine; here they are chosen and set in a line.
import { block, figure, number, sign, tag } from "./arithmetic_figures.js";
import {
  INFIX, PATTERNS, called, elementName, expression, fine, formula, gateOf, named, nodeOf, over, pretty, readers, setting, shapeOf, summedText,
} from "./arithmetic_words.js";
import { make } from "../elements.js";

/** @typedef {import("../topics").CursorAtStep} Cursor */
/** @typedef {import("../../messages").TraceNode} TraceNode */
/** @typedef {import("../../messages").TraceStep} TraceStep */
/** @typedef {import("../../messages").Ref} Ref */
/** @typedef {import("./graph_drawing.js").Numbers} Numbers */
/** @typedef {{words: (Node | string)[], line: Node[], rule: (Node | string)[]}} Said */

/** @param {TraceNode} node */
const shaped = (node) => (node?.shape.length ? make("small", "shape", shapeOf(node)) : "");

/** In brackets where a sign stands before it and it is negative. @param {Numbers | null} numbers @param {Node} made @param {boolean} after */
function bracketed(numbers, made, after) {
  return after && numbers && !numbers.shape.length && numbers.array[0] < 0 ? [sign("("), made, sign(")")] : [made];
}

/** @param {Cursor} cursor @returns {Said} */
export function forwardLine(cursor) {
  const { trace } = cursor;
  const node = gateOf(trace, cursor.step.node);
  const result = figure(cursor.value(node.name), "value result", node.name);
  const words = [
    make("b", "forward", named(node)), node.op === "copy" ? "" : ` computes ${pretty(node.name)}`, shaped(node),
    `: ${expression(trace, node)}`,
  ];
  if (node.op === "copy") {
    const line = [tag(called(trace, node.name)), figure(cursor.value(node.name), "value", node.name)];
    return { words, line, rule: [`${readers(trace, node.name)} read it: their gradients will add up here.`] };
  }
  /** @type {Node[]} */
  const line = [];
  const between = INFIX[node.op];
  // A symbol like |x| or x² is written around its input, any other before it, as a function.
  const around = node.symbol.split(/(?<![a-z])x(?![a-z])/);
  const [opened, closed] = around.length === 2 ? around : [`${node.symbol.includes("(") ? node.op : node.symbol}(`, ")"];
  if (!between && opened) line.push(sign(opened));
  node.inputs.forEach((/** @type {string} */ name, /** @type {number} */ at) => {
    const numbers = cursor.value(name);
    if (at) line.push(sign(between ?? ","));
    line.push(...bracketed(numbers, figure(numbers, "value", name), Boolean(between && at)));
  });
  if (!between && closed) line.push(sign(closed));
  line.push(sign("="), result);
  return { words, line, rule: [] };
}

/** @param {Cursor} cursor @param {[number, number]} part which of how many parts of the gradient this one is @returns {Said} */
export function backwardLine(cursor, [part, of]) {
  const { numbersOf, trace } = cursor;
  const step = /** @type {import("../topics").BackwardStep} */ (cursor.step); // or the one with which backward begins
  const [upstream, local, downstream, gradient] = [step.upstream, step.local, step.downstream, step.gradient].map(numbersOf);
  if (!step.input) return beginning(step, upstream);
  const node = gateOf(trace, step.node);
  const words = [
    make("b", "backward", named(node)),
    `${node.op === "copy" ? "" : ` of ${pretty(step.node)}`} sends ${called(trace, step.input)} its gradient, ${over(trace, step.input)}`,
    shaped(nodeOf(trace, step.input)),
  ];
  const result = figure(downstream, "gradient result", step.input);
  if (node.op === "copy") {
    return { words, line: [...sum((step.parts ?? []).map(numbersOf)), sign("="), result], rule: [`${PATTERNS.adds} Here from ${readers(trace, node.name) || "the output, which it is itself"}.`] };
  }
  /** @type {Node[]} */
  const line = [];
  for (const factor of step.form.factors) {
    const turned = factor.endsWith("ᵀ");
    if (factor.startsWith("upstream")) line.push(tag(factor), figure(upstream, "gradient", step.node, turned));
    else if (factor.startsWith("local")) line.push(tag(factor), figure(local, "local", "", turned));
    else line.push(sign(factor));
  }
  line.push(sign("="), result);
  const summed = summedText(step.form) ? `; ${summedText(step.form)}` : "";
  /** @type {(Node | string)[]} */
  const rule = [make("span", "law", `${step.rule}${summed}`)];
  const pattern = PATTERNS[step.pattern];
  if (pattern) rule.push(make("span", "pattern", pattern));
  if (of > 1 && gradient) {
    rule.push(make("span", "so-far", `Part ${part} of ${of} for ${called(trace, step.input)}`));
    if (!gradient.shape.length && part > 1) rule.push(make("span", "so-far", ", together so far "), number(gradient.array[0], "gradient"));
  }
  return { words, line, rule };
}

/** The gradient with which backward begins. @param {TraceStep} step @param {Numbers | null} upstream @returns {Said} */
function beginning(step, upstream) {
  return {
    words: [make("b", "backward", "Backward begins"), ` at the output, ${pretty(step.node)}`],
    line: [tag("upstream"), figure(upstream, "gradient result", step.node)],
    rule: [upstream?.shape.length ? "The upstream gradient given for the output." : `d${pretty(step.node)}/d${pretty(step.node)} = 1`],
  };
}

/** @param {(Numbers | null)[]} parts @returns {Node[]} */
function sum(parts) {
  return parts.flatMap((part, at) => [...(at ? [sign("+")] : []), ...bracketed(part, figure(part, "gradient"), at > 0)]);
}

/** @param {Cursor} cursor @param {number} chosen the element whose arithmetic is shown @returns {Said} */
export function updateLine(cursor, chosen) {
  const { step, trace } = cursor;
  const node = nodeOf(trace, step.node);
  const weight = /** @type {Numbers} */ (cursor.value(step.node)); // what is updated has a value
  const element = Math.min(chosen, weight.array.length - 1);
  const place = weight.shape.length ? elementName(node, element) : "";
  const words = [
    make("b", "update", trace.optimizer ? `${trace.optimizer} updates` : "Update"), ` ${pretty(step.node)}`, shaped(node),
    weight.array.length > 1 ? `, element ${place}: choose another in the grid` : "",
  ];
  const lines = termsOf(cursor, weight, element);
  const terms = make("div", `terms ${lines.length > 1 ? "many" : ""}`, ...lines);
  if (!weight.shape.length) return { words, line: [terms], rule: [] };
  const box = block(weight, "value", false, step.node);
  box.querySelector(`[data-element="${element}"]`)?.classList.add("chosen");
  if (weight.array.length > 1) box.querySelectorAll(".cell").forEach((cell) => {
    cell.setAttribute("role", "button");
    cell.setAttribute("tabindex", "0");
  });
  return { words, line: [box, terms], rule: [] };
}

/** One row a line of the optimizer's rule. @param {Cursor} cursor @param {Numbers} weight @param {number} element */
function termsOf({ numbersOf, step }, weight, element) {
  const terms = step.terms ?? [];
  return terms.map((term, at) => {
    const last = at === terms.length - 1;
    const row = make("div", last ? "term last" : "term", make("span", "formula", `${pretty(term.label)} ← ${formula(term.formula)} =`));
    const result = number(numbersOf(term.value)?.array[element] ?? NaN, last ? "update result" : "state", fine);
    if (last) result.dataset.owner = step.node;
    row.append(...term.parts.flatMap((part) => substituted(part, numbersOf, element)), sign("="), result);
    return row;
  });
}

/** A sign of a formula, or a name's number in its place.
 * @param {import("../../messages").TraceTermPart} part @param {(ref: Ref | null | undefined) => Numbers | null} numbersOf @param {number} element
 * @returns {Node[]} */
function substituted({ kind, text, value, setting: constant }, numbersOf, element) {
  if (kind === "sign") return [sign(text.replace(/-/g, "−").replace(/\s+/g, " "))];
  if (constant !== undefined) return [number(constant, "setting", setting)];
  const known = numbersOf(value)?.array[element] ?? NaN;
  const shown = number(known, text === "g" ? "gradient" : text === "w" ? "value" : "state", fine);
  return known < 0 ? [sign("("), shown, sign(")")] : [shown];
}
