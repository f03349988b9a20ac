// @ts-check
// The window on the graph: where it stands, how large it is drawn, and the map of the whole in the corner.
import { still } from "./graph_drawing.js";
import { placed } from "./graph_places.js";
import { WIDE } from "./graph_sizes.js";

/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {import("./graph_drawing.js").Card} Card */
/** @typedef {import("./graph_drawing.js").Place} Place */

const MARGIN = 20;
const [ABOVE, BELOW] = [46, 62]; // where the tools and the overview lie over the drawing

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

/** The scale at which a graph of this size fits the room. @param {Drawing} drawing @param {{width: number, height: number}} [size] */
export function fitScale(drawing, size = drawing.size) {
  const { width, height } = frameSize(drawing);
  return Math.min((width - 2 * MARGIN) / size.width, (height - 2 * MARGIN) / size.height, 1.6);
}

/** The places of the trace's nodes in the room there is. @param {Drawing} drawing @param {import("./graph_places.js").Spacing} [before] */
export const placesIn = (drawing, before) => placed(drawing.trace, (size) => fitScale(drawing, size), enlarged(), drawing.measure, before);

/** Makes those the places of the drawing; spaced as before if that does. @param {Drawing} drawing */
export function takePlaces(drawing) {
  const places = placesIn(drawing, drawing.spacing ?? undefined);
  const { size, spacing } = places;
  Object.assign(drawing, { size, spacing });
  drawing.root.dataset.set = spacing.small > WIDE.small ? "tight" : "";
  drawing.overview.setAttribute("viewBox", `-20 -20 ${size.width + 40} ${size.height + 40}`);
  return places;
}

/** How much larger than 12 px the smallest type must be, to be read from the back of the room in projector mode. */
export const enlarged = () => (document.documentElement.dataset.projector === "on" ? 1.5 : 1);

/** The smallest scale at which everything can still be read. @param {Drawing} drawing */
function readable(drawing) {
  return (drawing.spacing?.readable ?? 1) * enlarged();
}

/** All of it, centred. @param {Drawing} drawing @param {number} scale */
function centred(drawing, scale) {
  const { width, height } = frameSize(drawing);
  return { x: (width - drawing.size.width * scale) / 2, y: (height - drawing.size.height * scale) / 2, scale };
}

/** All of it, and none of it under the tools where that can be. @param {Drawing} drawing @param {number} fit @returns {Place} */
function besideTools(drawing, fit) {
  const { size, cards, tools } = drawing;
  const { width, height } = frameSize(drawing);
  const place = centred(drawing, fit);
  const left = width - tools.offsetWidth - 16;
  const under = [...cards.values()].some((card) => (card.x + card.width) * fit + place.x > left && (card.y - 14) * fit + place.y < ABOVE);
  if (!under) return place;
  const room = height - ABOVE - MARGIN / 2;
  const scale = Math.min(fit, room / size.height);
  if (scale < readable(drawing)) return place;
  return { x: (width - size.width * scale) / 2, y: ABOVE + (room - size.height * scale) / 2, scale };
}

/** Where the window goes when the graph has changed: the scale stays, and so does the place on the screen of what was
 * folded or opened. A graph that has outgrown the room is drawn smaller where it can still be read, unless the visitor
 * has chosen the scale. @param {Drawing} drawing
 * @param {{before: {x: number, y: number}, after: {x: number, y: number}} | null} anchor @returns {Place} */
export function keptPlace(drawing, anchor) {
  const { view, size, goal } = drawing;
  const { width, height } = frameSize(drawing);
  const fit = fitScale(drawing);
  const { scale } = goal;
  if (scale <= fit) return centred(drawing, scale);
  if (!drawing.own && fit >= readable(drawing)) return centred(drawing, fit);
  const { before, after } = anchor ?? { before: { x: 0, y: 0 }, after: { x: 0, y: 0 } };
  const along = (/** @type {number} */ wanted, /** @type {number} */ long, /** @type {number} */ room) =>
    long + 2 * MARGIN <= room ? (room - long) / 2 : Math.max(room - MARGIN - long, Math.min(MARGIN, wanted));
  return {
    x: along(view.x + before.x * view.scale - after.x * scale, size.width * scale, width),
    y: along(view.y + before.y * view.scale - after.y * scale, size.height * scale, height),
    scale,
  };
}

/** The whole graph where it can be read, else as much of it as can. @param {Drawing} drawing @param {boolean} [gently] */
export function arrange(drawing, gently = false) {
  const fit = fitScale(drawing);
  if (fit >= readable(drawing)) return go(drawing, besideTools(drawing, fit), gently);
  const scale = Math.max(readable(drawing), Math.min(1, readable(drawing) * 1.1));
  const to = centred(drawing, scale);
  if (drawing.size.width * scale > frameSize(drawing).width) to.x = MARGIN;
  go(drawing, to, gently);
  follow(drawing, gently);
}

/** Brings what is at work into sight, moving no more than it must. @param {Drawing} drawing @param {boolean} [gently] */
export function follow(drawing, gently = true) {
  const { cards, goal, size } = drawing;
  const step = drawing.seat.latest("cursor")?.step;
  const names = step ? [step.node, step.input ?? (step.phase === "forward" ? cards.get(step.node)?.node.inputs[0] : "") ?? ""] : [];
  const seen = names.map((name) => cards.get(name)).filter((card) => card !== undefined);
  // Before the first step one looks at what goes in.
  if (!seen.length) return clearOf(drawing, [...cards.values()].filter((card) => card.node.place?.[0] === "input"));
  const { width, height } = frameSize(drawing);
  const box = (/** @type {Card[]} */ some) => ({
    left: Math.min(...some.map((card) => card.x)), right: Math.max(...some.map((card) => card.x + card.width)),
    top: Math.min(...some.map((card) => card.y)), bottom: Math.max(...some.map((card) => card.y + card.height)),
  });
  const { scale } = goal;
  let area = box(seen);
  // Both ends of a long edge may not fit: then the one where the number arrives counts.
  const last = step?.phase === "backward" ? seen.slice(-1) : seen.slice(0, 1);
  const [high, wide] = [(area.bottom - area.top) * scale, (area.right - area.left) * scale];
  if (high > height - ABOVE / 2 || wide > 1.15 * width) area = box(last);
  const to = { ...goal };
  // What is in sight from end to end stays where it is.
  if (!inSight(goal.x, size.width * scale, width)) to.x = kept(goal.x, area.left * scale, area.right * scale, MARGIN / 2, width - MARGIN / 2);
  if (!inSight(goal.y, size.height * scale, height)) to.y = kept(goal.y, area.top * scale, area.bottom * scale, ABOVE, height - BELOW);
  if (to.x !== goal.x || to.y !== goal.y) go(drawing, to, gently);
  clearOf(drawing, seen);
}

/** The overview goes to the other corner below when these cards lie under it, and none of them is there.
 * @param {Drawing} drawing @param {Card[]} some */
function clearOf({ root, overview, goal, svg }, some) {
  const [wide, top] = [overview.clientWidth + 16, svg.clientHeight - overview.clientHeight - 16];
  const under = (/** @type {number} */ from, /** @type {number} */ to) =>
    some.some((card) => card.x * goal.scale + goal.x < to && (card.x + card.width) * goal.scale + goal.x > from && (card.y + card.height) * goal.scale + goal.y > top);
  const [left, right] = [under(0, wide), under(svg.clientWidth - wide, svg.clientWidth)];
  if (left !== right) root.classList.toggle("aside", left);
}

/** Brings a card into sight. @param {Drawing} drawing @param {Card} card */
export function reveal(drawing, card) {
  const { width, height } = frameSize(drawing);
  const { x, y, scale } = drawing.goal;
  go(drawing, {
    scale,
    x: kept(x, card.x * scale, (card.x + card.width) * scale, MARGIN / 2, width - MARGIN / 2),
    y: kept(y, card.y * scale, (card.y + card.height) * scale, ABOVE, height - BELOW),
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
