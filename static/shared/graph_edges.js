// @ts-check
// The edges between the cards, and the label that says what the local gradient of an edge is.
import { carry } from "graph_cards";
import { make } from "graph_drawing";
import { curves, pathOf } from "graph_places";
import { bracketed, brief, largest, measure } from "graph_words";
import { short } from "numbers";
import { numbersOf } from "playback";
import { latest } from "stage";

/** @typedef {import("graph_drawing").Drawing} Drawing */
/** @typedef {import("graph_drawing").Card} Card */
/** @typedef {import("graph_drawing").Edge} Edge */

/** @param {Drawing} drawing @param {{edge: any, points: number[][], port: number}} way */
export function newEdge(drawing, { edge, points, port }) {
  const [from, to] = [drawing.cards.get(edge.from), drawing.cards.get(edge.to)];
  if (!from || !to) return;
  const g = make("g", { class: "edge", "data-edge": `${edge.from}->${edge.to}` }, drawing.edgeLayer);
  const grip = make("path", { class: "grip" }, g);
  const path = make("path", { class: "line" }, g);
  /** @type {Edge} */
  const made = { edge, g, path, grip, from, to, walked: Infinity, step: null, state: "", port };
  draw(made, curves(points));
  from.outs.push(made);
  to.ins.push(made);
  drawing.edges.push(made);
  g.addEventListener("pointerenter", () => hoverEdge(drawing, made));
  g.addEventListener("pointerleave", () => hoverEdge(drawing, null));
}

/** @param {Edge} edge @param {number[][]} some curves */
function draw(edge, some) {
  const d = pathOf(some);
  edge.grip.setAttribute("d", d);
  edge.path.setAttribute("d", d);
}

/** Finds for each edge the step that walks it. @param {Drawing} drawing */
export function readSteps(drawing) {
  drawing.steepest = 0;
  for (const edge of drawing.edges) {
    const at = drawing.trace.steps.findIndex((/** @type {any} */ step) =>
      step.phase === "backward" && step.node === edge.edge.to && step.input === edge.edge.from && step.index === edge.edge.index);
    edge.walked = at < 0 ? Infinity : at + 1;
    edge.step = drawing.trace.steps[at] ?? null;
    edge.state = "-";
    const numbers = numbersOf(edge.step?.downstream);
    if (numbers) drawing.steepest = Math.max(drawing.steepest, largest(numbers.array));
  }
}

/** @param {Drawing} drawing @param {Edge} edge @param {any} cursor */
export function writeEdge(drawing, edge, cursor) {
  const state = cursor.index >= edge.walked ? "walked" : edge.from.value.shown ? "reached" : "";
  if (state === edge.state) return;
  edge.state = state;
  edge.g.setAttribute("class", `edge ${state}`);
  const walked = state === "walked";
  carry(edge.g, "data-local", walked ? numbersOf(edge.step.local) : null);
  carry(edge.g, "data-downstream", walked ? numbersOf(edge.step.downstream) : null);
  edge.path.style.strokeWidth = walked ? String(1.5 + 3 * weight(drawing, edge)) : "";
}

/** How large the gradient along an edge is, against the largest of the trace: 0 to 1. @param {Drawing} drawing @param {Edge} edge */
function weight(drawing, edge) {
  const numbers = numbersOf(edge.step?.downstream);
  return numbers && drawing.steepest ? Math.min(1, largest(numbers.array) / drawing.steepest) : 0;
}

/** The edge that a step walks. @param {Drawing} drawing @param {any} step @returns {Edge | undefined} */
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
function unlabel(drawing) {
  drawing.overLayer.querySelectorAll(".label").forEach((label) => label.remove());
}

/** The local gradient on the edge, as formula and number. @param {Drawing} drawing @param {Edge} edge @param {boolean} now */
export function labelEdge(drawing, edge, now) {
  unlabel(drawing);
  if (edge.state !== "walked") return;
  const { step } = edge;
  const [local, downstream] = [numbersOf(step.local), numbersOf(step.downstream)];
  if (!local || !downstream) return;
  const lines = edge.to.node.op === "copy"
    ? ["the parts add up", `= ${brief(downstream)}`]
    : local.shape.length || downstream.shape.length
      ? [step.form, `local ${bracketed(local.shape)}`]
      : [step.rule.split(/ where| for |:/)[0], `local ${short(local.array[0])}`];
  const g = make("g", { class: `label${now ? " now" : ""}` }, drawing.overLayer);
  const width = Math.max(measure(lines[0], "13px var(--font)"), measure(lines[1], "700 15px var(--font)")) + 16;
  const [x, y] = clearest(drawing, edge, width, 44);
  make("rect", { x: -width / 2, y: -22, width, height: 44, rx: 6 }, g);
  make("text", { class: "rule", y: -5 }, g).textContent = lines[0];
  make("text", { class: "local", y: 14 }, g).textContent = lines[1];
  g.setAttribute("transform", `translate(${x} ${y})`);
}

/** Where a label of this size hides least: near the middle of its edge, off the line and off the cards.
 * @param {Drawing} drawing @param {Edge} edge @param {number} width @param {number} height @returns {number[]} its centre */
function clearest(drawing, edge, width, height) {
  const { view, svg } = drawing;
  const line = Array.from({ length: 13 }, (_, at) => along(edge, at / 12));
  const area = { left: -view.x / view.scale, top: -view.y / view.scale };
  const [wide, high] = [(svg.clientWidth || 1) / view.scale, (svg.clientHeight || 1) / view.scale];
  let [best, least] = [along(edge, 0.5), Infinity];
  for (const share of [0.5, 0.35, 0.65]) {
    const [px, py] = along(edge, share);
    for (const [dx, dy] of [[0, -38], [0, 38], [0, -56], [0, 56], [0, -80], [0, 80], [-width / 2 - 16, 0], [width / 2 + 16, 0]]) {
      const [x, y] = [px + dx, py + dy];
      const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
      let cost = Math.abs(dx) + Math.abs(dy) + Math.abs(share - 0.5) * 20;
      for (const [lx, ly] of line) if (lx > left - 12 && lx < right + 12 && ly > top - 14 && ly < bottom + 14) cost += 60;
      for (const card of drawing.cards.values()) {
        const over = Math.min(right, card.x + card.width) - Math.max(left, card.x);
        const down = Math.min(bottom, card.y + card.height) - Math.max(top, card.y);
        if (over > 0 && down > 0) cost += over * down * (card === edge.from || card === edge.to ? 0.3 : 0.1);
      }
      if (top < area.top || left < area.left || right > area.left + wide || bottom > area.top + high) cost += 400;
      if (cost < least) [best, least] = [[x, y], cost];
    }
  }
  return best;
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
  const step = latest("cursor")?.step;
  const edge = step?.input ? edgeOf(drawing, step) : undefined;
  if (edge) labelEdge(drawing, edge, true);
}
