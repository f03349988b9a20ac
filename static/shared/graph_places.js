// @ts-check
// From the layout's columns and rows to places in px: the box of every card, the way of every edge.
import { measured } from "graph_sizes";

/** @typedef {import("graph_drawing").Box} Box */
/** @typedef {Box & {node: any}} Placed */

/** @param {any} trace @returns {{boxes: Map<string, Placed>, size: {width: number, height: number},
 *   ways: {edge: any, points: number[][], port: number}[]}} */
export function placed(trace) {
  /** @type {Map<string, Placed>} */
  const boxes = new Map();
  /** @type {Map<number, number>} */
  const columns = new Map();
  const updates = trace.steps.some((/** @type {any} */ step) => step.phase === "update");
  for (const node of trace.nodes) {
    const box = measured(node, updates);
    const column = Math.round(node.x);
    columns.set(column, Math.max(columns.get(column) ?? 0, box.width));
    boxes.set(node.name, { node, x: 0, y: 0, ...box });
  }
  const gap = trace.nodes.some((/** @type {any} */ node) => node.shape.length) ? 72 : 92;
  /** @type {Map<number, number>} */
  const left = new Map();
  let at = 0;
  for (const column of [...columns.keys()].sort((a, b) => a - b)) {
    left.set(column, at);
    at += (columns.get(column) ?? 0) + gap;
  }
  const unit = rowUnit(boxes);
  let [top, bottom] = [Infinity, 0];
  for (const box of boxes.values()) {
    const column = Math.round(box.node.x);
    box.x = (left.get(column) ?? 0) + ((columns.get(column) ?? 0) - box.width) / 2;
    box.y = box.node.y * unit - box.height / 2;
    top = Math.min(top, box.y);
    bottom = Math.max(bottom, box.y + box.height);
  }
  for (const box of boxes.values()) box.y -= top;
  const ways = [];
  for (const edge of trace.edges) {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    if (!from || !to) continue;
    const port = to.y + (to.height * (edge.index + 0.5)) / to.node.inputs.length;
    const points = [[from.x + from.width, from.y + from.height / 2]];
    for (const [column, row] of edge.points ?? []) {
      const x = left.get(Math.round(column)) ?? 0;
      const y = row * unit - top;
      points.push([x, y], [x + (columns.get(Math.round(column)) ?? 0), y]);
    }
    points.push([to.x, port]);
    ways.push({ edge, points, port });
  }
  return { boxes, size: { width: Math.max(1, at - gap), height: Math.max(1, bottom - top) }, ways };
}

/** How tall a row must be so that no two cards of a column touch. @param {Map<string, Placed>} boxes */
function rowUnit(boxes) {
  /** @type {Map<number, Placed[]>} */
  const columns = new Map();
  for (const box of boxes.values()) {
    const column = Math.round(box.node.x);
    columns.set(column, [...(columns.get(column) ?? []), box]);
  }
  let unit = 40;
  for (const stack of columns.values()) {
    stack.sort((a, b) => a.node.y - b.node.y);
    for (let i = 1; i < stack.length; i += 1) {
      const apart = stack[i].node.y - stack[i - 1].node.y;
      unit = Math.max(unit, ((stack[i].height + stack[i - 1].height) / 2 + 14) / (apart || 1));
    }
  }
  return unit;
}

/** The cubic curves through these points, level at each: start, two handles and end of every one.
 * @param {number[][]} points @returns {number[][]} */
export function curves(points) {
  return points.slice(1).map(([x1, y1], at) => {
    const [x0, y0] = points[at];
    const bend = Math.min(90, Math.max(24, (x1 - x0) / 2));
    return [x0, y0, x0 + bend, y0, x1 - bend, y1, x1, y1];
  });
}

/** @param {number[][]} some curves, each beginning where the one before ends */
export function pathOf(some) {
  return `M${some[0][0]} ${some[0][1]}${some.map((one) => `C${one.slice(2).join(" ")}`).join("")}`;
}
