// @ts-check
// The arithmetic of one step as words, a line of figures, and the rule behind it. Every number was computed by the
// engine; here they are chosen and set in a line.
import { block, figure, isPicture, meaning, number, sign, tag, whereToChoose } from "./arithmetic_figures.js";
import { called, comeFrom, elementName, expression, formula, gateOf, isOperand, named, nodeOf, over, PATTERNS, patternText, setting, shapeOf, usedBy } from "./arithmetic_words.js";
import { generalRule, ownRule } from "./own_rule.js";
import { factorSays, gradientSays, localSays, operatorSays, renewedSays, termSays, upstreamSays, valueSays } from "./signs.js";
import { STANDING } from "./spoken_arrays.js";
import { make } from "../elements.js";
import { changed, largest, largestPlace, short } from "../numbers.js";

/** @typedef {import("../topics").CursorAtStep} Cursor */
/** @typedef {import("../../messages").TraceNode} TraceNode */
/** @typedef {import("../../messages").TraceStep} TraceStep */
/** @typedef {import("../../messages").Ref} Ref */
/** @typedef {import("./graph_drawing.js").Numbers} Numbers */
/** @typedef {{words: (Node | string)[], line: Node[], rule: (Node | string)[], element?: Node[]}} Said `element`: the sum of one */

const PART = "One part of the gradient, sent back by one of the nodes that use this value.";
// What else than gradients may stand in a product, by its letter: which input of the gate it is.
const READ = /** @type {Record<string, number>} */ ({ x: 0, W: 1 });

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
  const result = meaning(figure(cursor.value(node.name), "value result", node.name), valueSays(trace, node.name));
  const words = [
    make("b", "forward", named(node)), node.op === "copy" ? "" : ` computes ${called(trace, node.name)}`, shaped(node),
    `: ${expression(trace, node)}`,
  ];
  if (node.op === "copy") {
    const line = [tag(called(trace, node.name)), meaning(figure(cursor.value(node.name), "value", node.name), valueSays(trace, node.name))];
    return { words, line, rule: [usedBy(trace, node.name)] };
  }
  /** @type {Node[]} */
  const line = [];
  const parts = node.written ?? [];
  parts.forEach((part, at) => {
    if (typeof part === "string") return line.push(sign(part.trim(), operatorSays(part)));
    const [name, numbers] = [node.inputs[part], cursor.value(node.inputs[part])];
    const made = meaning(figure(numbers, "value", name, false, cursor.step.digits), valueSays(trace, name));
    return line.push(...bracketed(numbers, made, isOperand(parts, at)));
  });
  line.push(sign("="), result);
  return { words, line, rule: leftOver(cursor.step, cursor.value(node.name)) };
}

/** @param {Cursor} cursor @param {[number, number]} part which of how many parts of the gradient this one is @returns {Said} */
export function backwardLine(cursor, [part, of]) {
  const { numbersOf, trace } = cursor;
  const step = /** @type {import("../topics").BackwardStep} */ (cursor.step); // or the one with which backward begins
  const [upstream, local, downstream, gradient] = [step.upstream, step.local, step.downstream, step.gradient].map(numbersOf);
  if (!step.input) return beginning(trace, step, upstream);
  const node = gateOf(trace, step.node);
  const words = [
    make("b", "backward", named(node)),
    `${node.op === "copy" ? "" : ` of ${called(trace, step.node)}`} sends ${called(trace, step.input)} its gradient, ${over(trace, step.input)}`,
    shaped(nodeOf(trace, step.input)),
  ];
  const result = meaning(figure(downstream, "gradient result", step.input), gradientSays(trace, step.input));
  if (node.op === "copy") {
    const parts = (step.parts ?? []).map(numbersOf);
    const from = `${PATTERNS.adds} ${comeFrom(trace, node.name)}`;
    return { words, line: [...sum(parts, step.digits), sign("="), result], rule: [make("span", "", from), ...leftOver(step, downstream)] };
  }
  /** @type {Node[]} */
  const line = [];
  for (const factor of step.form.factors) {
    const [name, turned] = [factor.replace("ᵀ", ""), factor.endsWith("ᵀ")];
    /** @param {import("./graph_drawing.js").Numbers | null} numbers @param {string} kind @param {string} owner @param {string} means */
    const tagged = (numbers, kind, owner, means) => line.push(tag(factor, means), meaning(figure(numbers, kind, owner, turned, step.digits), means));
    if (name === "upstream") tagged(upstream, "gradient", step.node, upstreamSays(trace, step.node));
    else if (name === "local") tagged(local, "local", "", localSays(trace, step, local?.shape ?? []));
    else if (name in READ) {
      const owner = node.inputs[READ[name]];
      tagged(cursor.value(owner), "value", owner, factorSays(trace, owner, turned));
    } else line.push(sign(factor, operatorSays(factor)));
  }
  line.push(sign("="), result);
  /** @type {(Node | string)[]} */
  const rule = [];
  const own = ownRule(trace, node, step, local && !local.shape.length ? short(local.array[0], step.digits) : "");
  if (own) rule.push(make("span", "own", own));
  const general = generalRule(trace, step);
  if (general) rule.push(make("span", own ? "law" : "own", general));
  const pattern = patternText(node.op, step.pattern);
  // At a kink the pattern does not tell who gets the gradient: what is taken by convention does.
  if (step.convention) rule.push(make("span", "convention", `${step.convention.text}.`));
  else if (pattern) rule.push(make("span", "pattern", pattern));
  if (of > 1 && gradient) {
    rule.push(make("span", "so-far", `Part ${part} of ${of} for ${called(trace, step.input)}`));
    if (!gradient.shape.length && part > 1) rule.push(make("span", "so-far", ", sum so far "), number(gradient.array[0], "gradient"));
  }
  rule.push(...leftOver(step, downstream));
  return { words, line, rule };
}

/** Where mathematics says 0 and the sum does not: what it is that is left.
 * @param {TraceStep} step @param {Numbers | null} numbers @returns {Node[]} */
function leftOver({ rounding }, numbers) {
  if (!rounding || !numbers) return [];
  const most = largest(rounding.map((element) => numbers.array[element] ?? 0));
  return [make("span", "rounding", "The exact result is 0; ", number(most, "", short(most)), " is rounding error.")];
}

/** The gradient with which backward begins. @param {import("../topics").Topics["trace"]} trace @param {TraceStep} step
 * @param {Numbers | null} upstream @returns {Said} */
function beginning(trace, step, upstream) {
  const output = called(trace, step.node);
  const given = `${over(trace, step.node)} is given: L is computed from ${output} outside this graph.`;
  return {
    words: [make("b", "backward", "Backward begins"), ` at the output, ${output}`],
    line: [tag("upstream", gradientSays(trace, step.node)), meaning(figure(upstream, "gradient result", step.node), gradientSays(trace, step.node))],
    rule: [upstream?.shape.length ? given : upstream?.array[0] === 1 ? `d${output}/d${output} = 1` : `The gradient of ${output} is given.`],
  };
}

/** @param {(Numbers | null)[]} parts @param {number} [digits] @returns {Node[]} */
function sum(parts, digits) {
  return parts.flatMap((part, at) => [...(at ? [sign("+")] : []), ...bracketed(part, meaning(figure(part, "gradient", "", false, digits), PART), at > 0)]);
}

/** The element whose arithmetic is shown of what is updated, while none is chosen. @param {Numbers} weight */
export const updatedElement = (weight) => (isPicture(weight) ? largestPlace(weight.array) : 0);

/** @param {Cursor} cursor @param {number} [chosen] the element whose arithmetic is shown; without one the first or, where
 * they are too many to be seen at a glance, the largest @returns {Said} */
export function updateLine(cursor, chosen) {
  const { step, trace } = cursor;
  const node = nodeOf(trace, step.node);
  const weight = /** @type {Numbers} */ (cursor.value(step.node)); // what is updated has a value
  const element = Math.min(chosen ?? updatedElement(weight), weight.array.length - 1);
  const place = weight.shape.length ? elementName(node, element) : "";
  const words = [
    make("b", "update", trace.optimizer ? `${trace.optimizer} updates` : "Update"), ` ${called(trace, step.node)}`, shaped(node),
    ...(weight.array.length > 1 ? [`, element ${place}`, make("span", STANDING, `: ${whereToChoose(weight)}`)] : []),
  ];
  const lines = termsOf(cursor, weight, element);
  const terms = make("div", `terms ${lines.length > 1 ? "many" : ""}`, ...lines);
  if (weight.array.length === 1) return { words, line: [terms], rule: [] };
  const box = meaning(block(weight, "value", false, step.node), valueSays(trace, step.node));
  box.querySelector(`[data-element="${element}"]`)?.classList.add("chosen");
  box.classList.add("chooses");
  box.querySelectorAll(".cell").forEach((one) => {
    const cell = /** @type {HTMLElement} */ (one);
    cell.dataset.digits = "above"; // its lines stand below
    cell.setAttribute("role", "button");
    cell.setAttribute("tabindex", "0");
  });
  return { words, line: [box, terms], rule: [] };
}

/** One row a line of the optimizer's rule. @param {Cursor} cursor @param {Numbers} weight @param {number} element */
function termsOf({ numbersOf, step, trace }, weight, element) {
  const terms = step.terms ?? [];
  return terms.map((term, at) => {
    const last = at === terms.length - 1;
    const row = make("div", last ? "term last" : "term", make("span", "formula", `${owned(trace, term.label, step.node)} ← ${owned(trace, term.formula, step.node)} =`));
    const value = numbersOf(term.value)?.array[element] ?? NaN;
    const text = last ? changed(weight.array[element], value) : short(value);
    const result = meaning(number(value, last ? "update result" : "state", text), last ? renewedSays(trace, step.node) : termSays(trace, step.node, term.label));
    if (last) result.dataset.owner = step.node;
    row.append(...term.parts.flatMap((part) => substituted(trace, step, part, numbersOf, element, term.digits?.[element])), sign("="), result);
    return row;
  });
}

/** An optimizer's formula, its w by the name of what is updated. @param {Cursor["trace"]} trace @param {string} text @param {string} name */
const owned = (trace, text, name) => formula(text).replace(/\bw\b/g, called(trace, name));

/** A sign of a formula, or a name's number in its place.
 * @param {Cursor["trace"]} trace @param {TraceStep} step @param {import("../../messages").TraceTermPart} part @param {(ref: Ref | null | undefined) => Numbers | null} numbersOf @param {number} element
 * @param {number} [digits] @returns {Node[]} */
function substituted(trace, step, { kind, text, value, setting: constant }, numbersOf, element, digits) {
  if (kind === "sign") return [sign(text.replace(/-/g, "−").replace(/\s+/g, " "))];
  if (constant !== undefined) return [meaning(number(constant, "setting", setting(constant)), termSays(trace, step.node, text))];
  const known = numbersOf(value)?.array[element] ?? NaN;
  const shown = meaning(number(known, text === "g" ? "gradient" : text === "w" ? "value" : "state", short(known, digits)), termSays(trace, step.node, text));
  return known < 0 ? [sign("("), shown, sign(")")] : [shown];
}
