// @ts-check
// How large a node's card is, and what of an array is written in it.
import { called } from "./arithmetic_words.js";
import { pretty } from "./graph_words.js";
import { shapeText } from "../numbers.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../../messages").TraceNode} TraceNode */

export const CELL = { width: 48, height: 22 };
export const HEADER = 26;
export const LINE = 23;
const LARGEST_WITH_NUMBERS = 16;

/** How a card is set. The tight one has less air and larger small type, so that more of them can be read at once:
 * padding, least width of a number's card, the sizes of names and of numbers in px, and where a number begins.
 * @typedef {{padding: number, least: number, small: number, large: number, indent: number}} Setting */
export const WIDE = { padding: 10, least: 96, small: 13, large: 18, indent: 25 };
export const TIGHT = { padding: 7, least: 78, small: 16, large: 16, indent: 20 };

/** @param {number[]} shape */
export const sizeOf = (shape) => shape.reduce((product, side) => product * side, 1);

/** Rows and columns as drawn; a vector stands upright. @param {number[]} shape */
export const grid = (shape) => [shape[0] ?? 1, shape[1] ?? 1];

/** @param {number[]} shape */
export function withNumbers(shape) {
  const [rows, columns] = grid(shape);
  return sizeOf(shape) <= LARGEST_WITH_NUMBERS && rows <= 8 && columns <= 4;
}

/** Whether value and gradient stand beside each other (what is tall) or one above the other. @param {number[]} shape */
export function sideBySide(shape) {
  const [rows, columns] = grid(shape);
  return columns === 1 || (withNumbers(shape) ? rows > 4 : rows > 2 * columns);
}

/** Room for an array. @param {number[]} shape @returns {[number, number]} width and height */
export function room(shape) {
  const [rows, columns] = grid(shape);
  if (withNumbers(shape)) return [columns * CELL.width, rows * CELL.height];
  const side = Math.max(1.5, Math.min(10, 120 / Math.max(rows, columns)));
  return [Math.max(14, Math.min(columns * side, 220)), Math.max(14, Math.min(rows * side, 160))];
}

/** What is written in a card. @param {TraceNode} node @param {boolean} updates @returns {("value" | "gradient" | "next")[]} */
function slotsOf({ kind, shape }, updates) {
  if (kind === "constant") return ["value"];
  const renewed = updates && kind === "parameter" && shape.length > 0 && withNumbers(shape);
  return renewed ? ["value", "gradient", "next"] : ["value", "gradient"];
}

/** @param {Trace} trace @param {TraceNode} node @param {boolean} updates whether parameters will be updated @param {Setting} setting
 * @param {import("./graph_words.js").Measure} measure @returns {{width: number, height: number, slots: ("value" | "gradient" | "next")[]}} */
export function measured(trace, node, updates, { padding, least, small }, measure) {
  const beside = headline(trace, node);
  const head = measure(pretty(node.label), "700 16px var(--font)") + measure(beside, `${small}px var(--font)`);
  const header = head + 2 * padding + (beside ? 8 : 0);
  const slots = slotsOf(node, updates);
  if (!node.shape.length) {
    const wide = updates && node.kind === "parameter" ? least + 60 : least;
    return { width: Math.max(wide, header), height: HEADER + slots.length * LINE + 6, slots };
  }
  const [width, height] = room(node.shape);
  const [across, down] = sideBySide(node.shape) ? [slots.length, 1] : [1, slots.length];
  return {
    width: Math.max(header, across * (width + 8) - 8 + 2 * padding),
    height: HEADER + down * (height + 8) - 8 + padding,
    slots,
  };
}

/** What stands beside the symbol: the name of what is computed, the shape of an array. @param {Trace} trace @param {TraceNode} node */
export function headline(trace, node) {
  const name = node.op && node.label !== node.name ? called(trace, node.name) : "";
  return [name, node.shape.length ? shapeText(node.shape) : ""].filter(Boolean).join("  ");
}
