// @ts-check
// Names, numbers and shapes as the graph writes them, and how wide they are.
import { make } from "../elements.js";
import { featureText } from "../network_notes.js";
import { column, exact, full, shapeText, short } from "../numbers.js";

/** @typedef {import("./graph_drawing.js").Numbers} Numbers */

/** "w1_12" as it is read: w1 with the index below the line. @param {string} name */
export function pretty(name) {
  return name.replace(/_(\d+)(?:_(\d+))?/g, (_, first, second) =>
    [...(second ? `${first},${second}` : first)].map((sign) => (sign === "," ? "," : "₀₁₂₃₄₅₆₇₈₉"[Number(sign)])).join(""),
  );
}

/** What the elements of a node are called, where it is the input of a network: as its columns are; none otherwise.
 * @param {import("../topics").Topics["trace"]} trace @param {import("../../messages").TraceNode} node @returns {string[]} */
export function elementNames({ sample }, { place, shape }) {
  const names = sample?.names ?? [];
  return place?.[0] === "input" && shape.length === 1 && shape[0] === names.length ? names.map(featureText) : [];
}

/** @typedef {(text: string, font: string) => number} Measure how wide a text is, in px */

/** Measures text; it is asked for again and again with the same few numbers, and remembers them. @returns {Measure} */
export function createMeasure() {
  const pen = /** @type {CanvasRenderingContext2D} */ (make("canvas").getContext("2d"));
  const family = getComputedStyle(document.documentElement).fontFamily || "sans-serif";
  /** @type {Map<string, number>} */
  const widths = new Map();
  return (text, font) => {
    const key = `${font} ${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      pen.font = font.replace("var(--font)", family);
      width = pen.measureText(text).width;
      if (widths.size > 5000) widths.clear();
      widths.set(key, width);
    }
    return width;
  };
}

/** A shape that cannot be taken for a number. @param {number[]} shape */
export const bracketed = (shape) => (shape.length === 1 ? `[${shape[0]}]` : shapeText(shape));

/** What a number or an array is called on a pill. @param {Numbers | null} numbers */
export const brief = (numbers) => (!numbers ? "" : numbers.shape.length ? bracketed(numbers.shape) : short(numbers.array[0]));

const [MOST_TOLD, IN_A_ROW] = [8, 4];

/** The gradient with which a node sends on, in lines: for where its card is not seen. @param {string} name @param {Numbers} upstream */
export function sentFrom(name, upstream) {
  const count = upstream.array.length;
  if (upstream.shape.length > 1 || count > MOST_TOLD || !count) return [`from ${name} ${bracketed(upstream.shape)}`];
  const texts = column(upstream.array);
  if (count <= IN_A_ROW) return [`from ${name}: ${texts.join(", ")}`];
  return [`from ${name}:`, `${texts.slice(0, IN_A_ROW).join(", ")},`, texts.slice(IN_A_ROW).join(", ")];
}

/** JSON in the array's own nesting. @param {Numbers} numbers */
export function nested({ array, shape }) {
  if (shape.length < 2) return exact(array);
  const rows = Array.from({ length: shape[0] }, (_, row) => Array.from(array.subarray(row * shape[1], (row + 1) * shape[1])));
  return JSON.stringify(rows);
}

/** Numbers in words, all digits. @param {Numbers} numbers */
export function said({ array, shape }) {
  if (!shape.length) return full(array[0]);
  const some = Array.from(array.subarray(0, 16), full).join(", ");
  return `${shapeText(shape)}${some && ": "}${some}${array.length > 16 ? " …" : ""}`;
}
