// @ts-check
// How large a node's card is, and what of an array is written in it.
import { called } from "./arithmetic_words.js";
import { elementNames, pretty } from "./graph_words.js";
import { shapeText, short } from "../numbers.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../../messages").TraceNode} TraceNode */

const LARGEST_WITH_NUMBERS = 16;
const LONGEST = 8; // numbers of one row: no shape of so few is a picture
const ABREAST = 4;

/** How a card is set, in px: the air beside what is in it, and between its parts; the least width of a number's card; the
 * sizes of names, of numbers, of an array's numbers, of signs and of what is written over a frame; where a number begins; the
 * height of the heading and of a line; the room of an array's number; how many of these stand above each other at most, before
 * value and gradient stand beside each other, and how many then; the
 * room between two lines of cards, with one edge that goes on.
 * @typedef {{padding: number, apart: number, least: number, small: number, large: number, cells: number, symbol: number, title: number,
 *   indent: number, header: number, line: number, cell: {width: number, height: number}, stacked: number, abreast: number, between: number}} Setting */
/** @type {Setting} */
export const WIDE = Object.freeze({
  padding: 10, apart: 8, least: 96, small: 13, large: 18, cells: 14, symbol: 16, title: 16, indent: 25, header: 26, line: 23,
  cell: { width: 48, height: 22 }, stacked: Infinity, abreast: Infinity, between: 52,
});
/** Less air and larger small type, so that more of them can be read at once. @type {Setting} */
export const TIGHT = Object.freeze({ ...WIDE, padding: 7, least: 78, small: 16, large: 16, indent: 20 });
/** From the back row: an array's numbers are the largest, and names no larger than they must be. @type {Setting} */
export const DENSE = Object.freeze({
  padding: 5, apart: 5, least: 70, small: 11.5, large: 14, cells: 14, symbol: 13, title: 12, indent: 19, header: 20, line: 18,
  cell: { width: 48, height: 17.5 }, stacked: Infinity, abreast: Infinity, between: 34,
});

/** @param {number[]} shape */
export const sizeOf = (shape) => shape.reduce((product, side) => product * side, 1);

/** Rows and columns as drawn; a vector stands upright, tables stand one below the other, and a row that is too long for a card
 * goes on below: its shape stands above it. @param {number[]} shape @returns {[number, number]} */
export function grid(shape) {
  const [columns, rows] = [shape.length > 1 ? shape[shape.length - 1] : 1, sizeOf(shape.slice(0, Math.max(1, shape.length - 1)))];
  return isBroken(rows, columns) ? [2, Math.ceil(columns / 2)] : [rows, columns];
}

/** @param {number} rows @param {number} columns */
const isBroken = (rows, columns) => rows === 1 && columns > ABREAST && columns <= LONGEST;

/** @param {number[]} shape */
export function withNumbers(shape) {
  const [rows, columns] = grid(shape);
  return sizeOf(shape) <= LARGEST_WITH_NUMBERS && rows <= LONGEST && columns <= ABREAST;
}

/** Whether value and gradient stand beside each other (what is tall) or one above the other. @param {number[]} shape
 * @param {number} parts how many there are @param {Setting} setting */
export function sideBySide(shape, parts, setting) {
  const [rows, columns] = grid(shape);
  const [wide, high] = room(shape, setting);
  const isHigher = parts * high > setting.stacked * setting.cell.height && parts * wide <= setting.abreast * setting.cell.width;
  return columns === 1 || isHigher || (withNumbers(shape) ? rows > 4 : rows > 2 * columns);
}

/** Room for an array. @param {number[]} shape @param {Setting} setting @returns {[number, number]} width and height */
export function room(shape, { cell }) {
  const [rows, columns] = grid(shape);
  if (withNumbers(shape)) return [columns * cell.width, rows * cell.height];
  const side = Math.max(1.5, Math.min(10, 120 / Math.max(rows, columns)));
  return [Math.max(14, Math.min(columns * side, 220)), Math.max(14, Math.min(rows * side, 160))];
}

/** What is written in a card. @param {TraceNode} node @param {boolean} updates @returns {("value" | "gradient" | "next")[]} */
function slotsOf({ kind, shape }, updates) {
  if (kind === "constant") return ["value"];
  const renewed = updates && kind === "parameter" && shape.length > 0 && withNumbers(shape);
  return renewed ? ["value", "gradient", "next"] : ["value", "gradient"];
}

/** The longest that comes to stand in the card of each number and is never shortened, as whole numbers are: by the names of
 * nodes. @param {Pick<Trace, "nodes" | "steps" | "numbers">} trace @returns {Map<string, string>} */
export function longestOf({ nodes, steps, numbers }) {
  /** @type {Map<string, string>} */
  const longest = new Map();
  /** @param {string} name @param {import("../../messages").Ref | null | undefined} ref */
  function see(name, ref) {
    if (!ref || ref.at === null || ref.shape.length || !Number.isInteger(numbers[ref.at])) return;
    const text = short(numbers[ref.at]);
    if (text.length > (longest.get(name)?.length ?? 0)) longest.set(name, text);
  }
  for (const { name, value } of nodes) see(name, value);
  for (const { node, input, value, gradient, downstream } of steps) {
    see(node, value);
    see(input ?? node, gradient ?? downstream);
  }
  return longest;
}

/** @param {Trace} trace @param {TraceNode} node @param {boolean} updates whether parameters will be updated @param {Setting} setting
 * @param {import("./graph_words.js").Measure} measure @param {string} [longest] what stands in it as it is
 * @returns {{width: number, height: number, slots: ("value" | "gradient" | "next")[]}} */
export function measured(trace, node, updates, setting, measure, longest = "") {
  const { padding, apart, least, small, symbol } = setting;
  const beside = headline(trace, node);
  const head = measure(pretty(node.label), `700 ${symbol}px var(--font)`) + measure(beside, `${small}px var(--font)`);
  const header = head + 2 * padding + (beside ? 8 : 0);
  const slots = slotsOf(node, updates);
  if (!node.shape.length) {
    const wide = updates && node.kind === "parameter" ? least + 60 : least;
    const written = setting.indent + measure(longest, `600 ${setting.large}px var(--font)`) + padding;
    return { width: Math.max(wide, header, written), height: setting.header + slots.length * setting.line + 6, slots };
  }
  const [width, height] = room(node.shape, setting);
  const [across, down] = sideBySide(node.shape, slots.length, setting) ? [slots.length, 1] : [1, slots.length];
  return {
    width: Math.max(header, besideRows(trace, node, setting, measure) + across * (width + apart) - apart + 2 * padding),
    height: setting.header + down * (height + apart) - apart + padding,
    slots,
  };
}

/** How much room the names of an array's rows take before its numbers, where they have any. @param {Trace} trace @param {TraceNode} node
 * @param {Setting} setting @param {import("./graph_words.js").Measure} measure */
export function besideRows(trace, node, { apart, small }, measure) {
  const names = withNumbers(node.shape) ? elementNames(trace, node) : [];
  return names.length ? Math.max(...names.map((name) => measure(name, `${small}px var(--font)`))) + apart : 0;
}

/** What stands beside the symbol: the name of what is computed, the shape of an array. @param {Trace} trace @param {TraceNode} node */
export function headline(trace, node) {
  const name = node.op && node.label !== node.name ? called(trace, node.name) : "";
  return [name, node.shape.length ? shapeText(node.shape) : ""].filter(Boolean).join("  ");
}
