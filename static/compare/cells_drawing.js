// @ts-check
// All cells as one drawing, to be saved: what stands in each on the page, beside and below each other as there.
import { shape } from "../shared/elements.js";

/** @typedef {{title: string, canvas: HTMLCanvasElement, numbers: string, note: string, hue: string, dash: string}} Cell */

const SIDE = 240;
const TYPE = 15; // px
const GAP = 20;
const LINE = 1.3 * TYPE;
const MOST_ACROSS = 26; // letters of a title over a cell, in a line

/** A title in lines that are no wider than a cell, broken between its values. @param {string} title */
export function linesOf(title) {
  /** @type {string[]} */
  const lines = [];
  for (const part of title.split(/(?<=,) /)) {
    const before = lines[lines.length - 1];
    if (before !== undefined && before.length + part.length < MOST_ACROSS) lines[lines.length - 1] = `${before} ${part}`;
    else lines.push(part);
  }
  return lines.map((line) => (line.length > MOST_ACROSS ? `${line.slice(0, MOST_ACROSS - 1)}…` : line));
}

/** Where each cell stands, and how large all of it is. @param {number} count @param {number} columns @param {number} [lines] of titles */
export function placesOf(count, columns, lines = 1) {
  const high = SIDE + 4 * TYPE + (lines - 1) * LINE;
  return Array.from({ length: count }, (_, at) => ({ x: (at % columns) * (SIDE + GAP), y: Math.floor(at / columns) * (high + GAP) }));
}

/** A group in an SVG of its own, which is to be put into the page for as long as it is copied.
 * @param {Cell[]} cells @param {number} columns */
export function cellsDrawing(cells, columns) {
  const drawing = shape("svg", { "aria-hidden": "true", width: 1, height: 1, style: "position: absolute; overflow: visible; left: -100000px" });
  const group = shape("g", { "font-size": TYPE }, drawing);
  const titles = cells.map(({ title }) => linesOf(title));
  const most = Math.max(1, ...titles.map((lines) => lines.length));
  placesOf(cells.length, columns, most).forEach(({ x, y: top }, at) => {
    const { canvas, numbers, note, hue, dash } = cells[at];
    const y = top + (most - 1) * LINE;
    titles[at].forEach((line, row) => shape("text", { x, y: top + TYPE + row * LINE, "font-weight": 600, style: "fill: var(--ink)" }, group, line));
    shape("image", { x, y: y + 1.5 * TYPE, width: SIDE, height: SIDE, href: canvas.toDataURL("image/png") }, group);
    shape("rect", { x, y: y + 1.5 * TYPE, width: SIDE, height: SIDE, style: "fill: none; stroke: var(--line-strong)" }, group);
    const foot = y + SIDE + 2.8 * TYPE;
    shape("path", { d: `M${x} ${foot - 0.35 * TYPE}h26`, "stroke-width": 3, style: `fill: none; stroke: ${hue}; stroke-dasharray: ${dash || "none"}` }, group);
    shape("text", { x: x + 34, y: foot, style: "fill: var(--ink)" }, group, note ? `${numbers} · ${note}` : numbers);
  });
  return { drawing, group };
}
