// @ts-check
// All cells as one drawing, to be saved: what stands in each on the page, beside and below each other as there.
import { shape } from "../shared/elements.js";

/** @typedef {{title: string, canvas: HTMLCanvasElement, numbers: string, note: string, hue: string, dash: string}} Cell */

const SIDE = 240;
const TYPE = 15; // px
const GAP = 20;
const MOST_ACROSS = 36; // letters of a title over a cell

/** Where each cell stands, and how large all of it is. @param {number} count @param {number} columns */
export function placesOf(count, columns) {
  const high = SIDE + 4 * TYPE;
  return Array.from({ length: count }, (_, at) => ({ x: (at % columns) * (SIDE + GAP), y: Math.floor(at / columns) * (high + GAP) }));
}

/** A group in an SVG of its own, which is to be put into the page for as long as it is copied.
 * @param {Cell[]} cells @param {number} columns */
export function cellsDrawing(cells, columns) {
  const drawing = shape("svg", { "aria-hidden": "true", width: 1, height: 1, style: "position: absolute; overflow: visible; left: -100000px" });
  const group = shape("g", { "font-size": TYPE }, drawing);
  placesOf(cells.length, columns).forEach(({ x, y }, at) => {
    const { title, canvas, numbers, note, hue, dash } = cells[at];
    const short = title.length > MOST_ACROSS ? `${title.slice(0, MOST_ACROSS - 1)}…` : title;
    shape("text", { x, y: y + TYPE, "font-weight": 600, style: "fill: var(--ink)" }, group, short);
    shape("image", { x, y: y + 1.5 * TYPE, width: SIDE, height: SIDE, href: canvas.toDataURL("image/png") }, group);
    shape("rect", { x, y: y + 1.5 * TYPE, width: SIDE, height: SIDE, style: "fill: none; stroke: var(--line-strong)" }, group);
    const foot = y + SIDE + 2.8 * TYPE;
    shape("path", { d: `M${x} ${foot - 0.35 * TYPE}h26`, "stroke-width": 3, style: `fill: none; stroke: ${hue}; stroke-dasharray: ${dash || "none"}` }, group);
    shape("text", { x: x + 34, y: foot, style: "fill: var(--ink)" }, group, note ? `${numbers} · ${note}` : numbers);
  });
  return { drawing, group };
}
