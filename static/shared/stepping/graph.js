// @ts-check
// The computational graph: a card a node with its value and its gradient, stepped by the trace's cursor. What is known
// is written at once; only the pulses along the edges take their time, and they can be cut short at any moment.
import { takeSeat } from "../context.js";
import { newCard, repaint, stickHead, writeCard } from "./graph_cards.js";
import { newDrawing } from "./graph_drawing.js";
import { edgeOf, newEdge, readSteps, restoreLabel, writeEdge } from "./graph_edges.js";
import { clearFrames, confirm, moveFrames, toggled } from "./graph_folds.js";
import { handle } from "./graph_handling.js";
import { linkHover } from "./graph_hover.js";
import { animate, cut } from "./graph_motion.js";
import { finish, morph } from "./graph_moving.js";
import { WIDE } from "./graph_sizes.js";
import { apply, arrange, follow, placesIn, takePlaces } from "./graph_view.js";
import { walkNodes } from "./graph_walking.js";
import { hatchedTables } from "../hatching.js";
import { onTheme } from "../palette.js";
import { onPanel } from "../panel.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../topics").Cursor} Cursor */
/** @typedef {import("./graph_drawing.js").Drawing} Drawing */

const narrow = matchMedia("(max-width: 900px)");
const LONGEST = 800; // ms that a graph takes to its new places; less when the steps are faster

/** @param {HTMLElement} el @param {import("../context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, latest, subscribe } = seat;
  const drawing = newDrawing(seat, el);
  let signature = "";
  let before = -1;

  /** The trace is another. @param {Trace | null} opened @param {Cursor} cursor @returns {string} what had to be done: "built" anew,
   * "moved" to other places, or nothing but other numbers */
  function take(opened, cursor) {
    const { trace } = drawing;
    drawing.trace = /** @type {Trace} */ (opened);
    drawing.root.classList.toggle("none", !opened);
    if (!opened) return "";
    const now = JSON.stringify([
      opened.nodes.map((node) => [node.name, node.label, node.shape, node.x, node.y]), opened.folds,
    ]);
    const other = now !== signature;
    signature = now;
    const done = opened.moved === false || (other && !(opened.moved && trace)) ? "built" : other ? "moved" : "";
    if (done === "moved") {
      morph(drawing, trace, Math.min(cursor.speed, LONGEST));
      readSteps(drawing);
      for (const fold of toggled(trace, opened)) confirm(drawing, trace, fold);
    } else {
      if (done) build(drawing);
      else for (const node of opened.nodes) Object.assign(drawing.cards.get(node.name) ?? {}, { node });
      readSteps(drawing);
    }
    return done;
  }

  /** The room is another: as much air between the cards as it lets them have. @param {boolean} gently */
  function refit(gently) {
    const { trace, spacing } = drawing;
    const best = placesIn(drawing).spacing;
    if (/** @type {const} */ (["gap", "padding", "lines", "readable", "stacked", "abreast"]).some((one) => best[one] !== spacing?.[one])) {
      drawing.spacing = null;
      morph(drawing, trace, 0);
      readSteps(drawing);
      const cursor = latest("cursor");
      if (cursor) show(drawing, cursor);
    }
    arrange(drawing, gently);
    restoreLabel(drawing); // its place was chosen for the window there was
  }

  handle(drawing, refit);
  const nodes = walkNodes(drawing);
  subscribe("cursor", (cursor) => {
    const opened = cursor.trace !== drawing.trace;
    cut(drawing);
    const first = !drawing.trace && cursor.trace;
    let done = "";
    if (opened) nodes.kept(() => (done = take(cursor.trace, cursor)));
    if (!drawing.trace) return;
    show(drawing, cursor);
    // On a narrow screen a sample's walk begins where its graph is, however far down the page was; but the words of a
    // lesson that has opened it stay in sight.
    const isRead = document.documentElement.dataset.lesson === "open" && window.scrollY < 8;
    if (first && narrow.matches && drawing.trace.sample && !isRead) drawing.root.scrollIntoView({ block: "start" });
    if (done === "built") arrange(drawing);
    else if (!done && (!drawing.own || cursor.step || opened || cursor.index !== before)) follow(drawing);
    if (!opened && cursor.index === before + 1) animate(drawing, cursor);
    else restoreLabel(drawing);
    before = cursor.index;
  });
  // Who steps there, by the bar or by a key, looks at the graph and at the sum below it, which fit over the bar together.
  // Who has gone further down, to the code, is left there.
  subscribe("stepped_by_hand", () => {
    if (narrow.matches && drawing.root.getBoundingClientRect().top > 1) drawing.root.scrollIntoView({ block: "start" });
  });
  linkHover(drawing);
  ending(seat.picture.offer(() => {
    cut(drawing);
    restoreLabel(drawing);
    for (const card of drawing.cards.values()) stickHead(card, 0, drawing.spacing ?? WIDE); // it has no window
    requestAnimationFrame(() => apply(drawing));
    return drawing.world;
  }));

  const projected = () => drawing.root.toggleAttribute("data-projector", document.documentElement.dataset.projector === "on");
  projected();
  ending(onTheme(() => {
    projected();
    drawing.tables = hatchedTables();
    drawing.pictures = new WeakMap();
    repaint(drawing);
    if (drawing.trace && !drawing.own) refit(false);
  }));
  return seat.leave;
}

/** All cards and edges of the trace. @param {Drawing} drawing */
function build(drawing) {
  finish(drawing);
  clearFrames(drawing);
  const { edgeLayer, cardLayer, overLayer, markLayer, overviewCards } = drawing;
  for (const layer of [edgeLayer, cardLayer, overLayer, markLayer, overviewCards]) layer.replaceChildren();
  drawing.own = false;
  drawing.moved.clear(); // another graph
  drawing.root.classList.remove("rearranged");
  drawing.cards = new Map();
  drawing.edges = [];
  drawing.spacing = null;
  const { boxes, ways } = takePlaces(drawing);
  for (const box of boxes.values()) newCard(drawing, box);
  for (const way of ways) newEdge(drawing, way);
  moveFrames(drawing)(1);
}

/** Writes what is known at the cursor, and lights what is at work. @param {Drawing} drawing @param {Cursor} cursor */
function show(drawing, cursor) {
  for (const card of drawing.cards.values()) writeCard(drawing, card, cursor);
  for (const edge of drawing.edges) writeEdge(drawing, edge, cursor);
  light(drawing, cursor);
}

/** @param {Drawing} drawing @param {Cursor} cursor */
function light(drawing, cursor) {
  for (const element of drawing.active) element.classList.remove("active");
  drawing.active = [];
  drawing.root.dataset.phase = cursor.phase ?? "";
  const { step } = cursor;
  if (!step) return;
  const card = drawing.cards.get(step.node);
  if (card) drawing.active.push(card.g);
  if (step.phase === "forward") card?.ins.forEach((edge) => drawing.active.push(edge.g));
  else if (step.input) {
    const target = drawing.cards.get(step.input);
    if (target) drawing.active.push(target.g);
    const edge = edgeOf(drawing, step);
    if (edge) drawing.active.push(edge.g);
  }
  for (const element of drawing.active) element.classList.add("active");
}

export const render = onPanel(draw);
