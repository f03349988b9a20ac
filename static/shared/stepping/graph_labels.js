// @ts-check
// What is written beside an edge: where there is room for it, and with a line to its edge where that is not near.
import { formText } from "./arithmetic_words.js";
import { shape } from "../elements.js";
import { curves, pointOn } from "./graph_places.js";
import { enlarged } from "./graph_view.js";
import { bracketed, brief } from "./graph_words.js";
import { short } from "../numbers.js";

/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {import("./graph_drawing.js").Edge} Edge */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Area */

const FAR = 28; // from here on a line leads to the edge
const OFF_SHARE = [0.5, 0.35, 0.65, 0.2, 0.8];

/** The local gradient of an edge, as formula and number. @param {Drawing} drawing @param {Edge} edge @param {boolean} now */
export function newLabel(drawing, edge, now) {
  const { measure, seat } = drawing;
  const { numbersOf } = seat.playback;
  const step = /** @type {import("../topics").BackwardStep} */ (edge.step); // it has been walked
  const [local, downstream] = [numbersOf(step.local), numbersOf(step.downstream)];
  if (!local || !downstream) return;
  const lines = edge.to.node.op === "copy"
    ? ["the parts add up", `= ${brief(downstream)}`]
    : local.shape.length || downstream.shape.length
      ? [formText(step.form), `local ${bracketed(local.shape)}`]
      : [step.law, `local ${short(local.array[0])}`];
  const width = Math.max(measure(lines[0], "13px var(--font)"), measure(lines[1], "700 15px var(--font)")) + 16;
  const scale = legible(drawing);
  const { x, y, anchor } = clearest(drawing, edge, width * scale, 44 * scale);
  // A line to its edge passes behind the cards.
  const far = Math.max(Math.abs(anchor[0] - x) - (width * scale) / 2, Math.abs(anchor[1] - y) - 22 * scale) > FAR;
  if (far) shape("path", { class: "label leader", d: `M${x} ${y}L${anchor.join(" ")}` }, drawing.edgeLayer);
  const g = shape("g", { class: `label${now ? " now" : ""}`, transform: `translate(${x} ${y}) scale(${scale})` }, drawing.overLayer);
  shape("rect", { x: -width / 2, y: -22, width, height: 44, rx: 6 }, g);
  shape("text", { class: "rule", y: -5 }, g).textContent = lines[0];
  shape("text", { class: "local", y: 14 }, g).textContent = lines[1];
}

/** How much larger a label is drawn than the cards, so that its 13 px are 12 on the screen. @param {Drawing} drawing */
export const legible = (drawing) => Math.max(1, (12 * enlarged()) / 13 / drawing.goal.scale);

/** Where something of this size hides nothing that is to be read, as near as can be to its edge: its centre, and the
 * point of the edge to which it belongs. Places count as they are when all is at rest.
 * @param {Drawing} drawing @param {Edge} edge @param {number} width @param {number} height @param {Area[]} [taken]
 * @returns {{x: number, y: number, anchor: number[]}} */
export function clearest(drawing, edge, width, height, taken = []) {
  const { goal, svg } = drawing;
  const way = curves(edge.points);
  const line = Array.from({ length: 13 }, (_, at) => pointOn(way, at / 12));
  const window = {
    left: -goal.x / goal.scale + 4, right: (svg.clientWidth - goal.x) / goal.scale - 4,
    top: -goal.y / goal.scale + 4, bottom: (svg.clientHeight - goal.y) / goal.scale - 4,
  };
  const framed = [...panels(drawing), ...[...drawing.frames.values()].flatMap((frame) => corners(frame, drawing.measure))];
  let [best, least] = [{ x: line[6][0], y: line[6][1], anchor: line[6] }, Infinity];
  for (const share of OFF_SHARE) {
    const anchor = pointOn(way, share);
    for (const [dx, dy] of offsets(width, height)) {
      const [x, y] = [anchor[0] + dx, anchor[1] + dy];
      const area = { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
      let cost = Math.hypot(dx, dy) + Math.abs(share - 0.5) * 30;
      if (cost >= least) continue;
      for (const [lx, ly] of line) if (lx > area.left - 4 && lx < area.right + 4 && ly > area.top - 6 && ly < area.bottom + 6) cost += 25;
      for (const card of drawing.cards.values()) {
        cost += hidden(area, { left: card.x, right: card.x + card.width, top: card.y, bottom: card.y + card.height });
      }
      for (const other of [...taken, ...framed]) cost += hidden(area, other);
      if (area.left < window.left || area.right > window.right || area.top < window.top || area.bottom > window.bottom) cost += 1500;
      if (cost < least) [best, least] = [{ x, y, anchor }, cost];
    }
  }
  return best;
}

/** What lies over the drawing: the tools, and the map of the whole while it is there. @param {Drawing} drawing @returns {Area[]} */
function panels({ root, svg, goal, tools, overview }) {
  const home = svg.getBoundingClientRect();
  return [tools, ...(root.classList.contains("whole") ? [] : [overview])].map((panel) => {
    const { left, right, top, bottom } = panel.getBoundingClientRect();
    const [x, y] = [home.left + goal.x, home.top + goal.y];
    return { left: (left - x) / goal.scale, right: (right - x) / goal.scale, top: (top - y) / goal.scale, bottom: (bottom - y) / goal.scale };
  });
}

/** The title and the button of a frame, where they will stand. @param {import("./graph_drawing.js").Frame} frame
 * @param {import("./graph_words.js").Measure} measure @returns {Area[]} */
function corners({ end, closed, title, hold }, measure) {
  const [right, top] = hold ? [hold.x + hold.width + 14, hold.y - 8] : [end.x + end.width, end.y + 10];
  const button = { left: right - 30, right: right + 14, top: top - 24, bottom: top + 18 };
  if (closed) return [button];
  const width = measure(title.textContent ?? "", "600 16px var(--font)");
  return [button, { left: end.x + 10, right: end.x + 18 + width, top: end.y + 4, bottom: end.y + 26 }];
}

/** What it costs to lie over something that is to be read. @param {Area} area @param {Area} other */
function hidden(area, other) {
  const over = Math.min(area.right, other.right) - Math.max(area.left, other.left) + 6;
  const down = Math.min(area.bottom, other.bottom) - Math.max(area.top, other.top) + 4;
  return over > 0 && down > 0 ? 300 + over * down * 0.4 : 0;
}

/** From near to far, above and below first. @param {number} width @param {number} height @returns {number[][]} */
function offsets(width, height) {
  const found = [];
  for (let row = -7; row <= 7; row += 1) {
    for (let column = -4; column <= 4; column += 1) {
      const [dx, dy] = [(column * width) / 3, row === 0 ? 0 : Math.sign(row) * (height / 2 + 12 + (Math.abs(row) - 1) * 22)];
      found.push([dx, dy]);
    }
  }
  return found.sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
}
