// @ts-check
// A small picture beside each lesson: the graph of its first moment, or what the page of that looks like.
import { shape } from "../shared/elements.js";

/** @typedef {import("../messages").Sketch} Sketch */

const [WIDTH, HEIGHT, MARGIN] = [120, 72, 10];

/** A network of two inputs, as drawn in layers. */
const LAYERS = [2, 4, 4, 1];
/** A seven, as strokes on the pad. */
const SEVEN = "M42 16h36l-20 42";
/** Loss curves of three runs. */
const CURVES = ["M14 14C24 44 44 56 106 58", "M14 18C40 26 70 44 106 48", "M14 22C50 22 60 12 106 30"];

/** @param {Sketch} sketch @returns {SVGSVGElement} */
export function drawn(sketch) {
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "sketch", "aria-hidden": "true", "data-kind": sketch.kind });
  if (sketch.places.length) graph(svg, sketch);
  else if (sketch.kind === "network" || sketch.kind === "graph") network(svg);
  else if (sketch.kind === "digits") shape("path", { d: SEVEN, class: "stroke" }, svg);
  else CURVES.forEach((d, index) => shape("path", { d, class: `curve c${index}` }, svg));
  return svg;
}

/** @param {SVGSVGElement} svg @param {Sketch} sketch */
function graph(svg, { places, gates, edges }) {
  const at = (/** @type {number} */ node) => [
    MARGIN + places[2 * node] * (WIDTH - 2 * MARGIN),
    MARGIN + places[2 * node + 1] * (HEIGHT - 2 * MARGIN),
  ];
  for (let edge = 0; edge < edges.length; edge += 2) line(svg, at(edges[edge]), at(edges[edge + 1]));
  const size = gates.length > 12 ? 3.5 : 5;
  gates.forEach((gate, node) => {
    const [x, y] = at(node);
    if (gate) shape("circle", { cx: x, cy: y, r: size, class: "gate" }, svg);
    else shape("rect", { x: x - size, y: y - size * 0.8, width: 2 * size, height: 1.6 * size, rx: 1.5, class: "input" }, svg);
  });
}

/** @param {SVGSVGElement} svg */
function network(svg) {
  const columns = LAYERS.map((count, layer) =>
    Array.from({ length: count }, (_, unit) => [
      MARGIN + 8 + (layer * (WIDTH - 2 * MARGIN - 16)) / (LAYERS.length - 1),
      HEIGHT / 2 + (unit - (count - 1) / 2) * 16,
    ]),
  );
  columns.slice(1).forEach((column, layer) => {
    for (const to of column) for (const from of columns[layer]) line(svg, from, to);
  });
  columns.flat().forEach(([x, y]) => shape("rect", { x: x - 5, y: y - 5, width: 10, height: 10, rx: 2, class: "gate" }, svg));
}

/** @param {SVGSVGElement} svg @param {number[]} from @param {number[]} to */
function line(svg, [x1, y1], [x2, y2]) {
  shape("line", { x1, y1, x2, y2, class: "edge" }, svg);
}
