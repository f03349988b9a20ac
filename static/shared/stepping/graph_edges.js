// @ts-check
// The edges between the cards, and the label that says what the local gradient of an edge is.
import { carry } from "./graph_cards.js";
import { shape } from "../elements.js";
import { newLabel } from "./graph_labels.js";
import { pathOf } from "./graph_places.js";
import { largest } from "../numbers.js";

/** @typedef {import("../topics").Cursor} Cursor */
/** @typedef {import("../../messages").TraceStep} TraceStep */
/** @typedef {import("../../messages").TraceEdge} TraceEdge */
/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {import("./graph_drawing.js").Card} Card */
/** @typedef {import("./graph_drawing.js").Edge} Edge */

/** An edge, or the one that was there before between its new places.
 * @param {Drawing} drawing @param {import("./graph_places.js").Way} place @param {Edge} [known] @returns {Edge | null} */
export function newEdge(drawing, { edge, way }, known) {
  const [from, to] = [drawing.cards.get(edge.from), drawing.cards.get(edge.to)];
  if (!from || !to) return null;
  const made = known ?? emptyEdge(drawing, edge);
  Object.assign(made, { edge, from, to, way, walked: Infinity, step: null });
  if (!known) curveEdge(made, way);
  from.outs.push(made);
  to.ins.push(made);
  drawing.edges.push(made);
  return made;
}

/** @param {Drawing} drawing @param {TraceEdge} edge @returns {Edge} */
function emptyEdge(drawing, edge) {
  const g = shape("g", { class: "edge", "data-edge": `${edge.from}->${edge.to}` }, drawing.edgeLayer);
  const made = /** @type {Edge} */ ({ g, grip: shape("path", { class: "grip" }, g), path: shape("path", { class: "line" }, g), state: "" });
  g.addEventListener("pointerenter", () => hoverEdge(drawing, made));
  g.addEventListener("pointerleave", () => hoverEdge(drawing, null));
  return made;
}

/** Draws the edge along these curves. @param {Edge} edge @param {number[][]} some */
export function curveEdge(edge, some) {
  edge.curves = some;
  const d = pathOf(some);
  edge.grip.setAttribute("d", d);
  edge.path.setAttribute("d", d);
}

/** Finds for each edge the step that walks it. @param {Drawing} drawing */
export function readSteps(drawing) {
  const { numbersOf } = drawing.seat.playback;
  drawing.steepest = 0;
  for (const edge of drawing.edges) {
    const at = drawing.trace.steps.findIndex((step) =>
      step.phase === "backward" && step.node === edge.edge.to && step.input === edge.edge.from && step.index === edge.edge.index);
    edge.walked = at < 0 ? Infinity : at + 1;
    edge.step = /** @type {Edge["step"]} */ (drawing.trace.steps[at] ?? null);
    edge.state = "-";
    const numbers = numbersOf(edge.step?.downstream);
    if (numbers) drawing.steepest = Math.max(drawing.steepest, largest(numbers.array));
  }
}

/** @param {Drawing} drawing @param {Edge} edge @param {Cursor} cursor */
export function writeEdge(drawing, edge, cursor) {
  const { numbersOf } = drawing.seat.playback;
  const state = cursor.index >= edge.walked ? "walked" : edge.from.value.shown ? "reached" : "";
  if (state === edge.state) return;
  edge.state = state;
  edge.g.setAttribute("class", `edge ${state}`);
  const walked = state === "walked";
  carry(edge.g, "data-local", walked ? numbersOf(edge.step?.local) : null);
  carry(edge.g, "data-downstream", walked ? numbersOf(edge.step?.downstream) : null);
  edge.path.style.strokeWidth = walked ? String(1.5 + 3 * weight(drawing, edge)) : "";
}

/** How large the gradient along an edge is, against the largest of the trace: 0 to 1. @param {Drawing} drawing @param {Edge} edge */
function weight(drawing, edge) {
  const numbers = drawing.seat.playback.numbersOf(edge.step?.downstream);
  return numbers && drawing.steepest ? Math.min(1, largest(numbers.array) / drawing.steepest) : 0;
}

/** The edge that a step walks. @param {Drawing} drawing @param {TraceStep} step @returns {Edge | undefined} */
export function edgeOf(drawing, step) {
  return drawing.cards.get(step.node)?.ins.find((edge) => edge.edge.index === step.index);
}

/** @param {Edge} edge @param {number} share @returns {[number, number]} */
export function along(edge, share) {
  const { x, y } = edge.path.getPointAtLength(edge.path.getTotalLength() * share);
  return [x, y];
}

// ---- The label --------------------------------------------------------------------------------------------------

/** @param {Drawing} drawing */
export function unlabel(drawing) {
  drawing.world.querySelectorAll(".label").forEach((label) => label.remove());
}

/** @param {Drawing} drawing @param {Edge} edge @param {boolean} now whether the step walks it now */
export function labelEdge(drawing, edge, now) {
  unlabel(drawing);
  if (edge.state === "walked") newLabel(drawing, edge, now);
}

/** @param {Drawing} drawing @param {Edge | null} edge */
function hoverEdge(drawing, edge) {
  if (drawing.running && drawing.cleanups.length) return;
  if (edge) labelEdge(drawing, edge, false);
  else restoreLabel(drawing);
}

/** The label of the step at the cursor, and no other. @param {Drawing} drawing */
export function restoreLabel(drawing) {
  unlabel(drawing);
  const step = drawing.seat.latest("cursor")?.step;
  const edge = step?.input ? edgeOf(drawing, step) : undefined;
  if (edge) labelEdge(drawing, edge, true);
}
