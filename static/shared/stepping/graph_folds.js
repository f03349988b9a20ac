// @ts-check
// Folding: a frame around the gates that can be folded into one, a button on what can be folded or opened, and the
// sign that the gradients outside are the ones they were.
import { shape } from "../elements.js";
import { tellsName } from "../explained.js";
import { clearest, legible } from "./graph_labels.js";
import { AROUND, BUTTON, above, blend, pathOf, titled, wholeWords } from "./graph_places.js";
import { WIDE } from "./graph_sizes.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../../messages").TraceFold} TraceFold */
/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {import("./graph_drawing.js").Box} Box */
/** @typedef {import("./graph_drawing.js").Card} Card */
/** @typedef {import("./graph_drawing.js").Edge} Edge */
/** @typedef {import("./graph_drawing.js").Frame} Frame */

const SAME = 1e-9; // relative: what rounding may change
/** @param {Drawing} drawing */
const settingOf = (drawing) => drawing.spacing ?? WIDE;
/** The radius of a button: it covers no name in the corner beside it. @param {import("./graph_sizes.js").Setting} setting */
export const knobOf = ({ padding }) => Math.min(11, 8 + padding / 5);
/** How a title is written. @param {Drawing} drawing */
const titleFont = (drawing) => `600 ${settingOf(drawing).title}px var(--font)`;
const TITLE_ENDS = 44; // px of a frame's width that its title leaves: the space before it, and the button
const SEEN = 3200; // ms that the sign stays

/** What stands inside a fold as it is drawn now. @param {Drawing} drawing @param {TraceFold} fold */
function cardsOf(drawing, fold) {
  const names = drawing.cards.has(fold.name) && fold.closed ? [fold.name] : fold.nodes;
  return names.map((name) => drawing.cards.get(name)).filter((card) => card !== undefined);
}

/** Where the frame stands when all is at rest: around its gates, or on the one gate. @param {Drawing} drawing @param {TraceFold} fold
 * @returns {Box | null} */
function boxOf(drawing, fold) {
  const cards = cardsOf(drawing, fold);
  if (!cards.length) return null;
  const [left, top] = [Math.min(...cards.map((card) => card.x)), Math.min(...cards.map((card) => card.y))];
  const right = Math.max(...cards.map((card) => card.x + card.width));
  const bottom = Math.max(...cards.map((card) => card.y + card.height));
  if (fold.closed) return { x: left, y: top, width: right - left, height: bottom - top };
  const over = above(settingOf(drawing));
  return { x: left - AROUND, y: top - over, width: right - left + 2 * AROUND, height: bottom - top + over + AROUND };
}

/** Frames and buttons for the folds of the trace; the way in which they go to their places.
 * @param {Drawing} drawing @returns {(share: number) => void} */
export function moveFrames(drawing) {
  const folds = new Map((drawing.trace.folds ?? []).map((fold) => [fold.name, fold]));
  for (const [name, frame] of drawing.frames) {
    if (folds.has(name)) continue;
    frame.g.remove();
    frame.button.remove();
    drawing.frames.delete(name);
  }
  /** @type {((share: number) => void)[]} */
  const motions = [];
  for (const fold of folds.values()) {
    const end = boxOf(drawing, fold);
    if (!end) continue;
    const known = drawing.frames.get(fold.name);
    const frame = known ?? newFrame(drawing, fold.name);
    say(frame, fold);
    frame.end = end;
    frame.head = above(settingOf(drawing));
    frame.knob = knobOf(settingOf(drawing));
    frame.button.querySelector(".knob")?.setAttribute("r", String(frame.knob));
    outline(drawing, frame, fold, end);
    const room = frame.under ? roomOver(frame.under, [...drawing.cards.values()]) : end.width - TITLE_ENDS;
    if (!fold.closed) frame.title.textContent = wholeWords(fold.title || fold.kind, room, (text) => drawing.measure(text, titleFont(drawing)));
    const start = known ? { ...frame.at, open: frame.open } : { ...end, open: fold.closed ? 0 : 1 };
    const goal = { ...end, open: fold.closed ? 0 : 1 };
    motions.push((share) => {
      const mix = (/** @type {"x" | "y" | "width" | "height" | "open"} */ side) => start[side] + (goal[side] - start[side]) * share;
      follow(frame);
      putFrame(frame, { x: mix("x"), y: mix("y"), width: mix("width"), height: mix("height") }, mix("open"));
    });
  }
  return (share) => motions.forEach((motion) => motion(share));
}

/** How wide the title over a gate may be, so that it lies over no other. @param {Card} gate @param {Card[]} all */
function roomOver(gate, all) {
  const line = gate.y - AROUND;
  const right = all.filter((other) => other !== gate && other.x > gate.x && other.y < line && line - 20 < other.y + other.height);
  return Math.max(gate.width, Math.min(Infinity, ...right.map((other) => other.x - AROUND)) - gate.x);
}

/** @param {Drawing} drawing @param {string} name @returns {Frame} */
function newFrame(drawing, name) {
  const g = shape("g", { class: "frame" }, drawing.frameLayer);
  const button = shape("g", { class: "fold", role: "button", tabindex: 0, "data-fold": name }, drawing.buttonLayer);
  shape("circle", { class: "reach", r: 20 }, button);
  shape("circle", { class: "knob", r: 11 }, button);
  /** @type {Frame} */
  const frame = {
    g, button, rim: shape("g", { class: "rim" }, g), body: shape("g", { class: "body" }, g), shapes: [], hold: null, under: null,
    rect: shape("rect", { class: "box", rx: 14 }, g), title: shape("text", {}, g),
    sign: shape("path", {}, button), at: { x: 0, y: 0, width: 0, height: 0 }, end: { x: 0, y: 0, width: 0, height: 0 }, open: 0, closed: true, head: 0, knob: 0,
  };
  const toggle = () => drawing.seat.ask(frame.closed ? "unfold" : "fold", { name });
  button.addEventListener("click", toggle);
  button.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) toggle();
  });
  drawing.frames.set(name, frame);
  return frame;
}

/** A frame in which other gates would stand, too, is none: then the outline goes around each of its own gates and the edges
 * between them. @param {Drawing} drawing @param {Frame} frame @param {TraceFold} fold @param {Box} end */
function outline(drawing, frame, fold, end) {
  const cards = fold.closed ? [] : cardsOf(drawing, fold);
  const others = [...drawing.cards.values()].filter((card) => !cards.includes(card));
  const loose = cards.length > 0 && others.some((card) => card.x < end.x + end.width && end.x < card.x + card.width
    && card.y < end.y + end.height && end.y < card.y + card.height);
  frame.g.classList.toggle("loose", loose);
  frame.hold = loose ? cards.reduce((a, b) => (b.x + b.width > a.x + a.width ? b : a)) : null;
  frame.under = loose ? titled(cards, [...drawing.cards.values()], drawing.measure(frame.title.textContent ?? "", titleFont(drawing))) : null;
  frame.shapes = [];
  for (const layer of [frame.rim, frame.body]) {
    layer.replaceChildren();
    if (!loose) continue;
    for (const card of cards) frame.shapes.push({ element: shape("rect", { rx: 16 }, layer), card });
    for (const edge of drawing.edges) {
      if (cards.includes(edge.from) && cards.includes(edge.to)) frame.shapes.push({ element: shape("path", {}, layer), edge });
    }
  }
}

/** The outline where its gates are. @param {Frame} frame */
function follow({ shapes }) {
  for (const { element, card, edge } of shapes) {
    if (card) {
      const { x, y, width, height } = card.at;
      const box = { x: x - AROUND + 2, y: y - AROUND + 2, width: width + 2 * AROUND - 4, height: height + 2 * AROUND - 4 };
      for (const [name, value] of Object.entries(box)) element.setAttribute(name, String(value));
    } else if (edge) element.setAttribute("d", pathOf(edge.curves));
  }
}

/** @param {Frame} frame @param {TraceFold} fold */
function say(frame, fold) {
  frame.closed = fold.closed;
  const what = fold.title || fold.kind;
  frame.title.textContent = what;
  const words = fold.closed ? `Unfold ${what}` : `Fold ${what}`;
  tellsName(frame.button, words);
  frame.sign.setAttribute("d", fold.closed ? "M-5.5 0H5.5M0 -5.5V5.5" : "M-5.5 0H5.5");
}

/** @param {Frame} frame @param {Box} at @param {number} open from 0, a gate, to 1, a frame around its gates */
function putFrame(frame, at, open) {
  Object.assign(frame, { at, open });
  for (const [name, value] of Object.entries(at)) frame.rect.setAttribute(name, String(value));
  const under = frame.under?.at;
  frame.title.setAttribute("x", String(under ? under.x : at.x + 14));
  frame.title.setAttribute("y", String(under ? under.y - AROUND - 4 : at.y + frame.head - 10));
  frame.g.style.opacity = String(open);
  const hold = frame.hold?.at;
  // Beside the gate's corner; inside that of a frame; beside the corner of the last gate of an outline.
  const closed = [at.x + at.width + BUTTON - 2 - frame.knob, at.y - (BUTTON - 2 - frame.knob)];
  const opened = hold ? [hold.x + hold.width + 8, hold.y - 8] : [at.x + at.width - 14, at.y + 15];
  const [x, y] = blend(closed, opened, open);
  frame.button.setAttribute("transform", `translate(${x} ${y})`);
}

/** Away with frames and buttons. @param {Drawing} drawing */
export function clearFrames(drawing) {
  drawing.frames.clear();
  drawing.frameLayer.replaceChildren();
  drawing.buttonLayer.replaceChildren();
}

// ---- Nothing has changed outside --------------------------------------------------------------------------------

/** The folds that were folded or opened between two traces, as they are now. @param {Trace} before @param {Trace} after */
export function toggled(before, after) {
  const was = new Map((before.folds ?? []).map((fold) => [fold.name, fold]));
  return (after.folds ?? []).filter((fold) => was.has(fold.name) && was.get(fold.name)?.closed !== fold.closed);
}

/** Compares the gradients outside the fold with those before, says so and marks the edges that cross its border.
 * @param {Drawing} drawing @param {Trace} before the trace that was drawn @param {TraceFold} fold */
export function confirm(drawing, before, fold) {
  const inside = new Set([fold.name, ...fold.nodes, ...was(before, fold.name)]);
  const [old, now] = [gradientsOf(before), gradientsOf(drawing.trace)];
  const outside = [...now.keys()].filter((name) => !inside.has(name) && old.has(name));
  const changed = outside.filter((name) => !same(old.get(name), now.get(name)));
  const done = `${fold.closed ? "Folded" : "Unfolded"} ${fold.title || fold.kind}`;
  const text = changed.length
    ? `${done}: ${changed.length} of ${outside.length} gradients outside have changed.`
    : `${done}. The gradients of all ${outside.length} nodes outside are unchanged.`;
  drawing.seat.publish("announce", { text });
  if (changed.length) return;
  const border = drawing.edges.filter((edge) => edge.step && inside.has(edge.edge.from) !== inside.has(edge.edge.to));
  /** @type {import("./graph_labels.js").Area[]} */
  const taken = [];
  const marks = border.map((edge) => mark(drawing, edge, taken));
  window.setTimeout(() => marks.forEach((one) => one.remove()), SEEN);
}

/** @param {Trace} trace @param {string} name @returns {string[]} */
const was = (trace, name) => (trace.folds ?? []).find((fold) => fold.name === name)?.nodes ?? [];

/** The gradient that each node has in the end. @param {Trace} trace @returns {Map<string, Float64Array>} */
function gradientsOf(trace) {
  /** @type {Map<string, Float64Array>} */
  const found = new Map();
  for (const { phase, input, node, gradient } of trace.steps) {
    if (phase !== "backward" || gradient?.at == null) continue;
    const size = gradient.shape.reduce((product, side) => product * side, 1);
    found.set(input ?? node, trace.numbers.subarray(gradient.at, gradient.at + size));
  }
  return found;
}

/** @param {Float64Array | undefined} a @param {Float64Array | undefined} b */
function same(a, b) {
  if (!a || !b || a.length !== b.length) return false;
  const size = Math.max(...a.map(Math.abs), Number.MIN_VALUE);
  return a.every((value, at) => Object.is(value, b[at]) || Math.abs(value - b[at]) <= SAME * size);
}

/** @param {Drawing} drawing @param {Edge} edge @param {import("./graph_labels.js").Area[]} taken where other marks are */
function mark(drawing, edge, taken) {
  const text = "unchanged";
  const width = drawing.measure(text, "600 13px var(--font)") + 36;
  const scale = legible(drawing);
  const [wide, high] = [width * scale, 24 * scale];
  const { x, y } = clearest(drawing, edge, wide, high, taken);
  taken.push({ left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 });
  const place = shape("g", { transform: `translate(${x} ${y}) scale(${scale})` }, drawing.markLayer);
  const g = shape("g", { class: "unchanged" }, place);
  shape("rect", { x: -width / 2, y: -12, width, height: 24, rx: 12 }, g);
  shape("path", { d: `M${-width / 2 + 10} 0l4 4l7 -8` }, g);
  shape("text", { x: -width / 2 + 26, y: 5 }, g).textContent = text;
  return place;
}
