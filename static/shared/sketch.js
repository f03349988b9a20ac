// @ts-check
// A small picture of a moment, such as stands beside a lesson or a word: drawn as the server has put it together, in units
// of 120 x 72. Where that is nothing, what a page of its kind looks like; where it is not there yet, its room.
import { shape } from "./elements.js";

/** @typedef {import("../messages").Sketch} Sketch */
/** @typedef {import("../messages").SketchNetwork} Network */

const [WIDTH, HEIGHT] = [120, 72];
const STATES = ["", " known", " reached"];

/** A network of two inputs, as drawn in layers. */
const LAYERS = { widths: [2, 4, 4, 1], x: 14, y: 8, width: 92, height: 56 };
/** A seven, as strokes on the pad. */
const SEVEN = "M42 16h36l-20 42";
/** Loss curves of three runs. */
const CURVES = ["M14 14C24 44 44 56 106 58", "M14 18C40 26 70 44 106 48", "M14 22C50 22 60 12 106 30"];

/** @param {Sketch} [sketch] @returns {SVGSVGElement} */
export function drawn(sketch) {
  if (!sketch) return shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "sketch", "aria-hidden": "true" });
  const { boxes = [], images = [], dots = [], segments = [], lines = [], networks = [], bars = [], words = [], places = [] } = sketch;
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "sketch", "aria-hidden": "true", "data-kind": sketch.kind });
  for (const [x, y, width, height] of by(4, boxes)) shape("rect", { x, y, width, height, class: "box" }, svg);
  for (const { address, x, y, width, height } of images) shape("image", { href: address, x, y, width, height, preserveAspectRatio: "none" }, svg);
  if (segments.length) shape("path", { d: by(4, segments).map(([x0, y0, x1, y1]) => `M${x0} ${y0}L${x1} ${y1}`).join(""), class: "contour" }, svg);
  for (const one of lines) shape("polyline", { points: one.join(" "), class: "curve" }, svg);
  for (const { places: found, colour } of dots) {
    for (const [cx, cy] of by(2, found)) shape("circle", { cx, cy, r: 1.8, class: "dot", style: `fill: var(--class-${colour % 10})` }, svg);
  }
  for (const [x, y, width, height] of by(4, bars)) shape("rect", { x, y, width, height, class: "bar" }, svg);
  for (const one of networks) network(svg, one);
  for (const { text, x, y } of words) shape("text", { x, y }, svg, text);
  if (places.length) graph(svg, sketch);
  if (!svg.childElementCount) ofItsKind(svg, sketch.kind);
  return svg;
}

/** Numbers that belong together, so many at a time. @param {number} count @param {readonly number[]} numbers */
const by = (count, numbers) => Array.from({ length: numbers.length / count }, (_, at) => numbers.slice(count * at, count * (at + 1)));

/** @param {SVGSVGElement} svg @param {Sketch["kind"]} kind */
function ofItsKind(svg, kind) {
  if (kind === "network" || kind === "graph") network(svg, LAYERS);
  else if (kind === "digits") shape("path", { d: SEVEN, class: "stroke" }, svg);
  else CURVES.forEach((d, index) => shape("path", { d, class: `curve c${index}` }, svg));
}

/** @param {SVGSVGElement} svg @param {Sketch} sketch */
function graph(svg, { places = [], gates = [], states = [], edges = [] }) {
  const at = by(2, places);
  for (const [from, to] of by(2, edges)) line(svg, at[from], at[to]);
  const size = gates.length > 12 ? 3.5 : 5;
  gates.forEach((gate, node) => {
    const [[x, y], state] = [at[node], STATES[states[node] ?? 0]];
    if (gate) shape("circle", { cx: x, cy: y, r: size, class: `gate${state}` }, svg);
    else shape("rect", { x: x - size, y: y - size * 0.8, width: 2 * size, height: 1.6 * size, rx: 1.5, class: `input${state}` }, svg);
  });
}

/** @param {SVGSVGElement} svg @param {Network} part */
function network(svg, { widths, x, y, width, height }) {
  const across = width / Math.max(1, widths.length - 1);
  const most = Math.max(...widths);
  const size = Math.max(1.2, Math.min(4.5, 0.32 * across, (0.42 * height) / most));
  const columns = widths.map((count, layer) =>
    Array.from({ length: count }, (_, unit) => {
      const apart = Math.min(16, (height - 2 * size) / Math.max(1, most - 1));
      const inside = size + (layer * (width - 2 * size)) / Math.max(1, widths.length - 1);
      return [x + inside, y + height / 2 + (unit - (count - 1) / 2) * apart];
    }),
  );
  columns.slice(1).forEach((column, layer) => {
    for (const to of column) for (const from of columns[layer]) line(svg, from, to);
  });
  for (const [cx, cy] of columns.flat()) shape("rect", { x: cx - size, y: cy - size, width: 2 * size, height: 2 * size, rx: 0.4 * size, class: "unit" }, svg);
}

/** @param {SVGSVGElement} svg @param {number[]} from @param {number[]} to */
function line(svg, [x1, y1], [x2, y2]) {
  shape("line", { x1, y1, x2, y2, class: "edge" }, svg);
}
