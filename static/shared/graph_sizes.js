// @ts-check
// How large a node's card is, and what of an array is written in it.
import { measure, pretty } from "graph_words";
import { shapeText } from "numbers";

export const CELL = { width: 48, height: 22 };
export const PADDING = 10;
export const HEADER = 26;
export const LINE = 23;
const LARGEST_WITH_NUMBERS = 16;

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

/** @param {any} node @param {boolean} updates whether parameters will be updated @returns {{width: number, height: number}} */
export function measured(node, updates) {
  const head = measure(pretty(node.label), "700 16px var(--font)") + measure(headline(node), "13px var(--font)");
  const header = head + 2 * PADDING + (headline(node) ? 10 : 0);
  if (!node.shape.length) {
    const wide = updates && node.kind === "parameter" ? 156 : 96;
    return { width: Math.max(wide, header), height: HEADER + (node.kind === "constant" ? 1 : 2) * LINE + 6 };
  }
  const [width, height] = room(node.shape);
  const single = node.kind === "constant";
  const beside = !single && sideBySide(node.shape);
  return {
    width: Math.max(header, (beside ? 2 * width + 8 : width) + 2 * PADDING),
    height: HEADER + (beside || single ? height : 2 * height + 8) + PADDING,
  };
}

/** What stands beside the symbol: the name of what is computed, the shape of an array. @param {any} node */
export function headline(node) {
  const computed = node.op === "copy" ? node.inputs[0] : node.name;
  const name = node.op && node.label !== node.name ? pretty(computed) : "";
  return [name, node.shape.length ? shapeText(node.shape) : ""].filter(Boolean).join("  ");
}
