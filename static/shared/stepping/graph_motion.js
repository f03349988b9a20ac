// @ts-check
// What travels along the edges while a step is made. Everything is written before the motion begins; it may be cut
// short at any moment.
import { shape } from "../elements.js";
import { still } from "./graph_drawing.js";
import { along, edgeOf, labelEdge, unlabel } from "./graph_edges.js";
import { blend } from "./graph_places.js";
import { brief } from "./graph_words.js";

/** @typedef {import("../topics").Cursor} Cursor */
/** @typedef {import("../../messages").TraceStep} TraceStep */
/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {import("./graph_drawing.js").Card} Card */
/** @typedef {import("./graph_drawing.js").Edge} Edge */
/** @typedef {import("./graph_drawing.js").Slot} Slot */

/** Ends what is under way, and clears what travels. @param {Drawing} drawing */
export function cut(drawing) {
  cancelAnimationFrame(drawing.running);
  tidy(drawing);
  unlabel(drawing);
  drawing.overLayer.replaceChildren();
}

/** @param {Drawing} drawing */
function tidy(drawing) {
  for (const clean of drawing.cleanups) clean();
  drawing.cleanups = [];
}

/** When the motion is over the marks on the edge stay; what travelled goes. @param {Drawing} drawing */
function settle(drawing) {
  tidy(drawing);
  drawing.overLayer.querySelectorAll(".pill, .dot").forEach((pill) => pill.remove());
}

/** @param {Drawing} drawing @param {number} duration @param {(share: number) => void} paint */
function run(drawing, duration, paint) {
  const start = performance.now();
  paint(0);
  /** @param {number} now */
  function tick(now) {
    const share = Math.max(0, Math.min(1, (now - start) / duration));
    paint(share);
    if (share < 1) drawing.running = requestAnimationFrame(tick);
    else settle(drawing);
  }
  drawing.running = requestAnimationFrame(tick);
}

/** A number that travels. @param {Drawing} drawing @param {string} said @param {string} kind */
function pill(drawing, said, kind) {
  const g = shape("g", { class: `pill ${kind}` }, drawing.overLayer);
  const rect = shape("rect", { y: -13, height: 26, rx: 13 }, g);
  const words = shape("text", { y: 5 }, g);
  /** @param {string} text */
  function say(text) {
    if (words.textContent === text) return;
    words.textContent = text;
    const width = drawing.measure(text, "700 15px var(--font)") + 18;
    rect.setAttribute("width", String(width));
    rect.setAttribute("x", String(-width / 2));
  }
  say(said);
  return { say, put: placer(g) };
}

/** @param {Drawing} drawing */
function dot(drawing) {
  return { say: () => undefined, put: placer(shape("circle", { class: "dot", r: 7 }, drawing.overLayer)) };
}

/** @param {SVGElement} element */
function placer(element) {
  return (/** @type {number} */ x, /** @type {number} */ y, opacity = 1) => {
    element.setAttribute("transform", `translate(${x} ${y})`);
    element.style.opacity = String(opacity);
  };
}

/** 0 before `from`, 1 after `to`, eased between. @param {number} share @param {number} from @param {number} to */
export function within(share, from, to) {
  const part = Math.max(0, Math.min(1, (share - from) / (to - from)));
  return part * part * (3 - 2 * part);
}

/** Fades in what has just been written. @param {Drawing} drawing @param {Slot} place @returns {(share: number) => void} */
function appear(drawing, place) {
  drawing.cleanups.push(() => (place.box.style.opacity = ""));
  return (share) => (place.box.style.opacity = String(0.12 + 0.88 * share));
}

/** @param {Drawing} drawing @param {Cursor} cursor */
export function animate(drawing, cursor) {
  const { step } = cursor;
  const card = step && drawing.cards.get(step.node);
  if (!card) return;
  const edge = step.phase === "backward" && step.input ? edgeOf(drawing, step) : undefined;
  if (edge) labelEdge(drawing, edge, true);
  const duration = Math.min(cursor.speed, 1800) * (cursor.playing ? 0.92 : 1);
  if (still.matches || duration < 90) return;
  if (step.phase === "forward") forward(drawing, card, duration);
  else if (step.phase === "update") renew(drawing, card, duration);
  else if (edge) backward(drawing, card, edge, step, duration);
  else run(drawing, duration * 0.6, appear(drawing, card.gradient));
}

/** @param {Drawing} drawing @param {Card} card @param {number} duration */
function renew(drawing, card, duration) {
  if (!card.update) return;
  const { style } = card.update;
  drawing.cleanups.push(() => (style.opacity = ""));
  run(drawing, duration * 0.6, (share) => (style.opacity = String(within(share, 0.2, 0.8))));
}

/** Violet along every edge into the gate, then its value. @param {Drawing} drawing @param {Card} card @param {number} duration */
function forward(drawing, card, duration) {
  const runners = card.ins.map((edge) => {
    const text = card.ins.length <= 6 && duration > 350 ? brief(edge.from.value.shown) : "";
    return { edge, moving: text ? pill(drawing, text, "forward") : dot(drawing) };
  });
  const arrive = appear(drawing, card.value);
  run(drawing, duration, (share) => {
    for (const { edge, moving } of runners) {
      const [x, y] = along(edge, within(share, 0, 0.6));
      moving.put(x, y, 1 - within(share, 0.56, 0.68));
    }
    arrive(within(share, 0.5, 0.75));
  });
}

/** Coral: the upstream gradient crosses the gate, meets the local gradient, and their product goes down the edge.
 * @param {Drawing} drawing @param {Card} card @param {Edge} edge @param {TraceStep} step @param {number} duration */
function backward(drawing, card, edge, step, duration) {
  const { numbersOf } = drawing.seat.playback;
  const [upstream, downstream] = [numbersOf(step.upstream), numbersOf(step.downstream)];
  const text = { before: brief(upstream), after: brief(downstream) };
  const carrier = pill(drawing, text.before, "backward");
  const [right, port] = [[card.x + card.width, card.y + card.height / 2], edge.way[edge.way.length - 1].slice(6)];
  const arrive = appear(drawing, edge.from.gradient);
  // A copy gate's parts come together before their sum goes on.
  const parts = (step.parts ?? []).map((ref, at) => ({
    back: card.outs.filter((one) => one.walked < Infinity).sort((a, b) => a.walked - b.walked)[at],
    runner: pill(drawing, brief(numbersOf(ref)), "backward"),
  }));
  // At a multiply gate the other input's value comes over: it is the local gradient.
  const other = step.pattern === "swaps" ? card.ins.find((one) => one !== edge) : undefined;
  const swapped = other ? pill(drawing, brief(numbersOf(step.local)), "forward") : null;
  const meet = parts.length ? 0.45 : 0.38;
  run(drawing, duration, (share) => {
    const crossing = within(share, parts.length ? 0.3 : 0, meet - 0.08);
    const [x, y] = share < meet
      ? blend(right, port, crossing)
      : along(edge, 1 - within(share, meet + 0.06, 0.9));
    carrier.say(share < meet ? text.before : text.after);
    const hidden = parts.length && share < 0.3;
    carrier.put(x, y, hidden ? 0 : 1 - within(share, 0.9, 1));
    for (const { back, runner } of parts) {
      if (!back) continue;
      const [px, py] = along(back, 1 - within(share, 0, 0.3));
      runner.put(px, py, share < 0.3 ? 1 : 0);
    }
    if (swapped && other) {
      const over = within(share, 0.05, meet);
      const start = along(other, 0.55);
      const end = along(edge, 0.8);
      swapped.put(start[0] + (end[0] - start[0]) * over, start[1] + (end[1] - start[1]) * over, share < meet + 0.04 ? 1 : 0);
    }
    arrive(within(share, 0.82, 0.95));
  });
}
