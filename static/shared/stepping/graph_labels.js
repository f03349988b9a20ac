// @ts-check
// What is written beside an edge: where there is room for it, and with a line to its edge where that is not near.
import { called, gateOf } from "./arithmetic_words.js";
import { shape } from "../elements.js";
import { pointOn } from "./graph_places.js";
import { reading } from "./graph_view.js";
import { bracketed, brief, sentFrom } from "./graph_words.js";
import { ownRule } from "./own_rule.js";
import { localSays } from "./signs.js";
import { says } from "../explained.js";
import { full, short } from "../numbers.js";

/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {import("./graph_drawing.js").Edge} Edge */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Area */

const PARTS = "The sum of the gradients that are sent back by the nodes using this value.";
const SEEN = 0.9; // of a card: of one that is seen less, numbers are out of sight
const FAR = 28; // from here on a line leads to the edge
const OFF_SHARE = [0.5, 0.35, 0.65, 0.2, 0.8];
const AT_ENDS = [0.06, 0.94]; // where no other place is free, as beside a card whose edge leaves the window

/** The local gradient of an edge, as formula and number. @param {Drawing} drawing @param {Edge} edge @param {boolean} now */
export function newLabel(drawing, edge, now) {
  const { measure, seat } = drawing;
  const { numbersOf } = seat.playback;
  const step = /** @type {import("../topics").BackwardStep} */ (edge.step); // it has been walked
  const [local, downstream] = [numbersOf(step.local), numbersOf(step.downstream)];
  if (!local || !downstream) return;
  const [rule, number] = edge.to.node.op === "copy"
    ? ["the parts add up", `= ${brief(downstream)}`]
    : [
        ownRule(drawing.trace, gateOf(drawing.trace, step.node), step, "") || step.rule,
        local.shape.length ? `local ${bracketed(local.shape)}` : `local ${short(local.array[0])}`,
      ];
  const upstream = numbersOf(step.upstream);
  const from = upstream && now && !isSeen(drawing, edge.to) ? sentFrom(called(drawing.trace, step.node), upstream) : [];
  const scale = legible(drawing);
  // Where all lines would hide a number, fewer may not; and all is told under the graph, too.
  const tried = (from.length ? [from, []] : [[]]).flatMap((others) => [rule, ""].map((first) => ({ first, others }))).map(({ first, others }) => {
    const widths = [...[first, ...others].map((text) => measure(text, "13px var(--font)")), measure(number, "700 15px var(--font)")];
    const [width, height] = [Math.max(...widths) + 16, (first ? 44 : 26) + 17 * others.length];
    return () => ({ first, others, width, height, ...clearest(drawing, edge, width * scale, height * scale) });
  });
  const found = tried.reduce((/** @type {ReturnType<typeof tried[0]> | null} */ best, next) => (best?.free ? best : next()), null);
  if (!found?.free) return;
  const { first, others, width, height, x, y, anchor } = found;
  // A line to its edge passes behind the cards.
  const far = Math.max(Math.abs(anchor[0] - x) - (width * scale) / 2, Math.abs(anchor[1] - y) - (height / 2) * scale) > FAR;
  if (far) shape("path", { class: "label leader", d: `M${x} ${y}L${anchor.join(" ")}` }, drawing.edgeLayer);
  const g = shape("g", { class: `label${now ? " now" : ""}`, transform: `translate(${x} ${y}) scale(${scale})` }, drawing.overLayer);
  shape("rect", { x: -width / 2, y: -height / 2, width, height, rx: 6 }, g);
  const means = edge.to.node.op === "copy" ? PARTS : localSays(drawing.trace, step, local.shape);
  says(g, local.shape.length && edge.to.node.op !== "copy" ? `${means} Its numbers are shown below the graph, in the arithmetic of this step.` : means);
  const top = -height / 2;
  if (first) shape("text", { class: "rule", y: top + 17 }, g).textContent = first;
  const middle = top + (first ? 36 : 18);
  const figure = shape("text", { class: "local", y: middle }, g);
  figure.textContent = number;
  others.forEach((text, at) => (shape("text", { class: "rule from", y: middle + 17 * (at + 1) }, g).textContent = text));
  const shown = edge.to.node.op === "copy" ? downstream : local;
  if (!shown.shape.length) figure.dataset.full = full(shown.array[0]);
}

/** Whether so much of a card will be in the window that its numbers can be read. @param {Drawing} drawing
 * @param {import("./graph_drawing.js").Card} card */
function isSeen({ goal, svg }, { x, y, width, height }) {
  const within = (/** @type {number} */ from, /** @type {number} */ long, /** @type {number} */ room) => (Math.min(from + long, room) - Math.max(from, 0)) / long;
  const [across, down] = [within(goal.x + x * goal.scale, width * goal.scale, svg.clientWidth), within(goal.y + y * goal.scale, height * goal.scale, svg.clientHeight)];
  return Math.min(across, down) > SEEN;
}

/** How much larger a label is drawn than the cards, so that its 13 px are 12 on the screen. @param {Drawing} drawing */
export const legible = (drawing) => Math.max(1, reading().text / 13 / drawing.goal.scale);

/** Where something of this size hides nothing that is to be read, as near as can be to its edge: its centre, and the
 * point of the edge to which it belongs. Places count as they are when all is at rest.
 * @param {Drawing} drawing @param {Edge} edge @param {number} width @param {number} height @param {Area[]} [taken]
 * @returns {{x: number, y: number, anchor: number[], free: boolean}} `free`: there it hides nothing, and is seen whole */
export function clearest(drawing, edge, width, height, taken = []) {
  const { goal, svg } = drawing;
  const { way } = edge;
  const line = Array.from({ length: 13 }, (_, at) => pointOn(way, at / 12));
  const window = {
    left: -goal.x / goal.scale + 4, right: (svg.clientWidth - goal.x) / goal.scale - 4,
    top: -goal.y / goal.scale + 4, bottom: (svg.clientHeight - goal.y) / goal.scale - 4,
  };
  const titleSize = drawing.spacing?.title ?? 16;
  const framed = [...drawing.frames.values()].flatMap((frame) => corners(frame, drawing.measure, titleSize));
  const others = drawing.edges.filter((other) => other !== edge).flatMap((other) => [0.2, 0.35, 0.5, 0.65, 0.8].map((share) => pointOn(other.way, share)));
  let [best, least] = [{ x: line[6][0], y: line[6][1], anchor: line[6], free: false }, Infinity];
  for (const share of [...OFF_SHARE, ...AT_ENDS]) {
    if (best.free && AT_ENDS.includes(share)) break;
    const anchor = pointOn(way, share);
    for (const [dx, dy] of offsets(width, height)) {
      const [x, y] = [anchor[0] + dx, anchor[1] + dy];
      const area = { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
      let cost = Math.hypot(dx, dy) + Math.abs(share - 0.5) * 30;
      if (cost >= least) continue;
      for (const [lx, ly] of line) if (lx > area.left - 4 && lx < area.right + 4 && ly > area.top - 6 && ly < area.bottom + 6) cost += 25;
      for (const [lx, ly] of others) if (lx > area.left && lx < area.right && ly > area.top && ly < area.bottom) cost += 60;
      let covers = 0;
      for (const card of drawing.cards.values()) {
        covers += hidden(area, { left: card.x, right: card.x + card.width, top: card.y, bottom: card.y + card.height });
      }
      for (const other of [...taken, ...framed]) covers += hidden(area, other);
      cost += covers;
      const outside = area.left < window.left || area.right > window.right || area.top < window.top || area.bottom > window.bottom;
      if (outside) cost += 1500;
      if (cost < least) [best, least] = [{ x, y, anchor, free: !covers && !outside }, cost];
    }
  }
  return best;
}

/** The title and the button of a frame, where they will stand. @param {import("./graph_drawing.js").Frame} frame
 * @param {import("./graph_words.js").Measure} measure @param {number} size of the title @returns {Area[]} */
function corners({ end, closed, title, hold, under }, measure, size) {
  const [right, top] = hold ? [hold.x + hold.width + 14, hold.y - 8] : [end.x + end.width, end.y + 10];
  const button = { left: right - 30, right: right + 14, top: top - 24, bottom: top + 18 };
  if (closed) return [button];
  const width = measure(title.textContent ?? "", `600 ${size}px var(--font)`);
  if (under) return [button, { left: under.x - 4, right: under.x + 4 + width, top: under.y - 30, bottom: under.y - 8 }];
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
