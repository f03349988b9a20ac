// @ts-check
// The window on the graph: where it stands, how large it is drawn, and the map of the whole in the corner.
import { stickHead } from "./graph_cards.js";
import { still } from "./graph_drawing.js";
import { fitting, placed } from "./graph_places.js";
import { WIDE, sideBySide } from "./graph_sizes.js";
import { offsetFor, together } from "./graph_window.js";

/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {import("./graph_drawing.js").Card} Card */
/** @typedef {import("./graph_drawing.js").Place} Place */

const MARGIN = 14;
const LARGEST = 2; // that a graph is drawn by itself, before a class twice that

/** @param {Drawing} drawing */
export function frameSize({ svg }) {
  return { width: svg.clientWidth || 1, height: svg.clientHeight || 1 };
}

/** Draws the world where the window says. @param {Drawing} drawing */
export function apply(drawing) {
  const { view, size } = drawing;
  drawing.world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.scale})`);
  const { width, height } = frameSize(drawing);
  const [x, y] = [-view.x / view.scale, -view.y / view.scale];
  for (const [name, value] of Object.entries({ x, y, width: width / view.scale, height: height / view.scale })) {
    drawing.overviewFrame.setAttribute(name, String(value));
  }
  for (const card of drawing.cards.values()) stickHead(card, y - card.at.y, drawing.spacing ?? WIDE);
  const { goal } = drawing;
  const whole = inSight(goal.x + 1, size.width * goal.scale - 2, width) && inSight(goal.y + 1, size.height * goal.scale - 2, height);
  drawing.root.classList.toggle("whole", whole);
}

/** @param {Drawing} drawing @param {Place} to @param {boolean} [gently] */
export function go(drawing, to, gently = false) {
  const { view } = drawing;
  drawing.goal = to;
  cancelAnimationFrame(drawing.gliding);
  if (!gently || still.matches) {
    Object.assign(view, to);
    apply(drawing);
    return;
  }
  let last = performance.now();
  /** @param {number} now */
  function glide(now) {
    const share = 1 - Math.exp(-Math.max(1, now - last) / 90);
    last = now;
    view.x += (to.x - view.x) * share;
    view.y += (to.y - view.y) * share;
    view.scale += (to.scale - view.scale) * share;
    const near = Math.abs(to.x - view.x) + Math.abs(to.y - view.y) < 0.6 && Math.abs(to.scale - view.scale) < 0.002;
    if (near) Object.assign(view, to);
    apply(drawing);
    if (!near) drawing.gliding = requestAnimationFrame(glide);
  }
  drawing.gliding = requestAnimationFrame(glide);
}

/** The room for the graph. @param {Drawing} drawing @returns {import("./graph_places.js").Room} */
function roomOf(drawing) {
  const { width, height } = frameSize(drawing);
  return { width: width - 2 * MARGIN, height: height - 2 * MARGIN, most: LARGEST * Math.max(1, reading().value / 14) };
}

/** The scale at which the graph fits the room. @param {Drawing} drawing */
const fitScale = (drawing) => fitting(drawing.size, roomOf(drawing));

/** The places of the trace's nodes in the room there is. @param {Drawing} drawing @param {import("./graph_places.js").Spacing | null} [before] */
export const placesIn = (drawing, before) => placed(drawing.trace, roomOf(drawing), reading(), drawing.measure, { before, moved: drawing.moved });

/** Makes those the places of the drawing; spaced as before if that does. @param {Drawing} drawing */
export function takePlaces(drawing) {
  const places = placesIn(drawing, drawing.own ? drawing.spacing : null);
  const { size, spacing } = places;
  Object.assign(drawing, { size, spacing });
  const { symbol, small: name, large: figure, cells, title } = spacing;
  for (const [what, size] of Object.entries({ symbol, name, figure, cells, "title-size": title, corner: 2.4 * spacing.padding })) drawing.root.style.setProperty(`--${what}`, `${size}px`);
  drawing.overview.setAttribute("viewBox", `-20 -20 ${size.width + 40} ${size.height + 40}`);
  return places;
}

/** How small words and numbers may be on the screen; larger from the back of the room. @returns {import("./graph_places.js").Reading} */
export function reading() {
  const style = getComputedStyle(document.documentElement);
  const size = (/** @type {string} */ name) => Number.parseFloat(style.getPropertyValue(name)) || 12;
  return { text: size("--least-text"), value: size("--least-value") };
}

/** The smallest scale at which everything can still be read. @param {Drawing} drawing */
const readable = (drawing) => drawing.spacing?.readable ?? 1;

/** All of it, centred. @param {Drawing} drawing @param {number} scale */
function centred(drawing, scale) {
  const { width, height } = frameSize(drawing);
  return { x: (width - drawing.size.width * scale) / 2, y: (height - drawing.size.height * scale) / 2, scale };
}

/** Where the window goes when the graph has changed: it is fitted to the room again. Where that would be too small to be
 * read, or the visitor has chosen the scale, what was folded or opened keeps its place on the screen. @param {Drawing} drawing
 * @param {{before: {x: number, y: number}, after: {x: number, y: number}} | null} anchor @returns {Place} */
export function keptPlace(drawing, anchor) {
  const { view, size, goal } = drawing;
  const { width, height } = frameSize(drawing);
  const fit = fitScale(drawing);
  const scale = drawing.own ? goal.scale : Math.max(fit, readable(drawing));
  if (scale <= fit) return centred(drawing, scale);
  const { before, after } = anchor ?? { before: { x: 0, y: 0 }, after: { x: 0, y: 0 } };
  return {
    x: filled(view.x + before.x * view.scale - after.x * scale, size.width * scale, width),
    y: filled(view.y + before.y * view.scale - after.y * scale, size.height * scale, height),
    scale,
  };
}

/** The whole graph where it can be read, else as much of it as can. @param {Drawing} drawing @param {boolean} [gently] */
export function arrange(drawing, gently = false) {
  const [fit, scale] = [fitScale(drawing), readable(drawing)];
  if (fit >= scale) return go(drawing, centred(drawing, fit), gently);
  const to = centred(drawing, scale);
  const { width, height } = frameSize(drawing);
  if (drawing.size.width * scale > width) to.x = MARGIN;
  if (drawing.size.height * scale > height) to.y = MARGIN;
  go(drawing, to, gently);
  follow(drawing, gently);
}

/** Brings what is at work into sight, moving no more than it must. @param {Drawing} drawing @param {boolean} [gently] */
export function follow(drawing, gently = true) {
  const { cards, goal, size } = drawing;
  const cursor = drawing.seat.latest("cursor");
  // Before the first step one looks at what goes into it.
  const [step, first] = [cursor?.step, cursor?.trace?.steps[0]];
  const into = (/** @type {string | undefined} */ name) => cards.get(name ?? "")?.node.inputs ?? [];
  // Where not all of them fit, the one where the number arrives counts, then where it comes from, then what else is in the sum.
  const names = !step ? into(first?.node) : step.phase === "forward" ? [step.node, ...into(step.node)] : [step.input ?? step.node, step.node, ...into(step.node)];
  const seen = names.map((name) => cards.get(name)).filter((card) => card !== undefined);
  if (!seen.length) return;
  const { scale } = goal;
  const { width, height } = frameSize(drawing);
  const area = (/** @type {Card} */ { x, y, width: wide, height: high }) => ({ left: x * scale, right: (x + wide) * scale, top: y * scale, bottom: (y + high) * scale });
  const must = together(seen.map(area), { width: width - MARGIN, height: height - MARGIN });
  const all = [...cards.values()].map(area);
  // A gradient and a new weight stand below the value, or beside it.
  const toEnd = step && step.phase !== "forward" ? !sideBySide(seen[0].node.shape, seen[0].slots.length, drawing.spacing ?? WIDE) : false;
  const to = { ...goal };
  // What is in sight from end to end stays where it is.
  if (!inSight(goal.y, size.height * scale, height)) {
    const columns = all.filter((one) => one.right > must.left - width / 2 && one.left < must.right + width / 2);
    to.y = offsetFor({ from: must.top, to: must.bottom }, columns.map(({ top, bottom }) => ({ from: top, to: bottom })), { offset: goal.y, room: height, margin: MARGIN, long: size.height * scale }, toEnd);
  }
  if (!inSight(goal.x, size.width * scale, width)) {
    const rows = all.filter((one) => to.y + one.bottom > 0 && to.y + one.top < height);
    to.x = offsetFor({ from: must.left, to: must.right }, rows.map(({ left, right }) => ({ from: left, to: right })), { offset: goal.x, room: width, margin: MARGIN, long: size.width * scale }, toEnd);
  }
  if (to.x !== goal.x || to.y !== goal.y) go(drawing, to, gently);
}

/** Brings a card into sight. @param {Drawing} drawing @param {Card} card */
export function reveal(drawing, card) {
  const { width, height } = frameSize(drawing);
  const { x, y, scale } = drawing.goal;
  go(drawing, {
    scale,
    x: kept(x, card.x * scale, (card.x + card.width) * scale, MARGIN / 2, width - MARGIN / 2),
    y: kept(y, card.y * scale, (card.y + card.height) * scale, MARGIN / 2, height - MARGIN / 2),
  }, true);
}

/** @param {number} offset @param {number} length @param {number} room */
const inSight = (offset, length, room) => offset >= 0 && offset + length <= room;

/** Offset at which [low, high] is in sight: the old one if it is, else the one that puts it in the middle.
 * @param {number} offset @param {number} low @param {number} high @param {number} first @param {number} last */
function kept(offset, low, high, first, last) {
  if (offset + low >= first && offset + high <= last) return offset;
  return (first + last - low - high) / 2;
}

/** The offset, moved so that no room stays empty beside what is longer than it. @param {number} offset @param {number} long
 * @param {number} room */
const filled = (offset, long, room) => (long + 2 * MARGIN <= room ? (room - long) / 2 : Math.max(room - MARGIN - long, Math.min(MARGIN, offset)));

/** @param {Drawing} drawing @param {number} factor @param {{x: number, y: number}} [about] @param {boolean} [gently] */
export function zoom(drawing, factor, about, gently = false) {
  const { width, height } = frameSize(drawing);
  const { x, y } = about ?? { x: width / 2, y: height / 2 };
  drawing.own = true;
  const base = gently ? drawing.goal : drawing.view;
  const scale = Math.max(Math.min(fitScale(drawing), 0.25), Math.min(4, base.scale * factor));
  const ratio = scale / base.scale;
  go(drawing, { x: x - (x - base.x) * ratio, y: y - (y - base.y) * ratio, scale }, gently);
}

/** @param {Drawing} drawing */
export function showAll(drawing) {
  drawing.own = true;
  go(drawing, centred(drawing, fitScale(drawing)), true);
}
