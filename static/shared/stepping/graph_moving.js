// @ts-check
// From one drawing to the next without a jump: what stays moves to its new place, what is new grows out of what it was
// folded into, what goes shrinks into it. The figures are all there from the first moment on; only the places move.
import { forgetCard, newCard, putAt, renewCard, sizeAt } from "./graph_cards.js";
import { still } from "./graph_drawing.js";
import { curveEdge, newEdge, restoreLabel } from "./graph_edges.js";
import { moveFrames } from "./graph_folds.js";
import { blend, matched } from "./graph_places.js";
import { apply, keptPlace, takePlaces } from "./graph_view.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../../messages").TraceEdge} TraceEdge */
/** @typedef {import("./graph_drawing.js").Drawing} Drawing */
/** @typedef {import("./graph_drawing.js").Card} Card */
/** @typedef {import("./graph_drawing.js").Box} Box */
/** @typedef {import("./graph_drawing.js").Edge} Edge */
/** @typedef {(share: number) => void} Motion */

const GROWN_FROM = 0.15; // the size of a card that grows or has shrunk

/** @param {TraceEdge} edge */
const keyOf = (edge) => `${edge.from} ${edge.to} ${edge.index}`;

/** Draws the trace that has come in the place of the one before. @param {Drawing} drawing @param {Trace} before the trace
 * that was drawn @param {number} duration in ms */
export function morph(drawing, before, duration) {
  finish(drawing);
  const old = { cards: drawing.cards, edges: new Map(drawing.edges.map((edge) => [keyOf(edge.edge), edge])) };
  const folded = groups(before, drawing.trace);
  /** @type {Motion[]} */
  const motions = [];

  drawing.cards = new Map();
  drawing.edges = [];
  const { boxes, ways } = takePlaces(drawing);
  for (const box of boxes.values()) {
    const { name } = box.node;
    const card = old.cards.get(name);
    if (card) {
      const start = { ...card.at };
      renewCard(drawing, card, box);
      motions.push(travel(card, start));
    } else {
      const origin = old.cards.get(folded.get(name) ?? "") ?? neighbour(name, before, drawing.trace, old.cards);
      motions.push(grow(newCard(drawing, box), origin?.at ?? box));
    }
  }
  inOrder(drawing);
  for (const way of ways) {
    const known = old.edges.get(keyOf(way.edge));
    const border = across(way.edge, old.edges.values(), folded);
    const start = (known ?? border)?.curves ?? inside(old.cards.get(folded.get(way.edge.to) ?? "")?.at);
    const edge = newEdge(drawing, way, known);
    if (edge) motions.push(bend(edge, start, way.way, Boolean(known || border)));
  }
  for (const edge of old.edges.values()) if (!drawing.edges.includes(edge)) motions.push(leave(edge, drawing, folded));
  for (const [name, card] of old.cards) {
    if (drawing.cards.has(name)) continue;
    const into = drawing.cards.get(folded.get(name) ?? "") ?? neighbour(name, drawing.trace, before, drawing.cards);
    motions.push(shrink(card, into));
  }
  motions.push(moveFrames(drawing));
  motions.push(slide(drawing, folded));
  play(drawing, motions, still.matches ? 0 : duration);
}

/** Draws the cards, the edges and the frames where they belong now, the window staying where it is. @param {Drawing} drawing */
export function redraw(drawing) {
  finish(drawing);
  const { boxes, ways } = takePlaces(drawing);
  for (const [name, { x, y }] of boxes) {
    const card = drawing.cards.get(name);
    if (card) putAt(Object.assign(card, { x, y }), card);
  }
  const drawn = new Map(drawing.edges.map((edge) => [keyOf(edge.edge), edge]));
  for (const { edge, way } of ways) {
    const known = drawn.get(keyOf(edge));
    if (known) curveEdge(Object.assign(known, { way }), way);
  }
  moveFrames(drawing)(1);
  restoreLabel(drawing);
  apply(drawing);
}

/** Brings a motion that is under way to its end where it stands: the next one begins there. @param {Drawing} drawing */
export function finish(drawing) {
  cancelAnimationFrame(drawing.moving);
  drawing.moving = 0;
  drawing.world.querySelectorAll(".leaving").forEach((ghost) => ghost.remove());
}

/** @param {Drawing} drawing @param {Motion[]} motions @param {number} duration */
function play(drawing, motions, duration) {
  const begun = performance.now();
  /** @param {number} now */
  function tick(now) {
    const share = duration > 0 ? Math.max(0, Math.min(1, (now - begun) / duration)) : 1;
    const eased = share * share * (3 - 2 * share);
    for (const motion of motions) motion(eased);
    apply(drawing);
    if (share < 1) drawing.moving = requestAnimationFrame(tick);
    else finish(drawing);
  }
  tick(begun);
}

// ---- The motions ------------------------------------------------------------------------------------------------

/** @param {Card} card @param {Box} start @returns {Motion} */
function travel(card, start) {
  const end = { x: card.x, y: card.y, width: card.width, height: card.height };
  const resized = start.width !== end.width || start.height !== end.height;
  return (share) => {
    const at = between(start, end, share);
    putAt(card, at);
    if (resized) sizeAt(card, at);
  };
}

/** @param {Card} card @param {Box} origin @returns {Motion} */
function grow(card, origin) {
  const end = { x: card.x, y: card.y, width: card.width, height: card.height };
  const start = around(origin, end);
  return (share) => putAt(card, between(start, end, share), GROWN_FROM + (1 - GROWN_FROM) * share, Math.min(1, share * 2));
}

/** @param {Card} card @param {Card | undefined} into @returns {Motion} */
function shrink(card, into) {
  forgetCard(card);
  const start = { ...card.at };
  const end = around(into ?? start, start);
  return (share) => putAt(card, between(start, end, share), 1 - (1 - GROWN_FROM) * share, 1 - Math.min(1, share * 1.25));
}

/** @param {Edge} edge @param {number[][] | null} start @param {number[][]} end @param {boolean} shown from the first
 * @returns {Motion} */
function bend(edge, start, end, shown) {
  const [from, to] = matched(start ?? end, end);
  return (share) => {
    curveEdge(edge, share < 1 ? from.map((one, at) => blend(one, to[at], share)) : end);
    edge.g.style.opacity = shown || share === 1 ? "" : String(share);
  };
}

/** An edge that is not there any more follows what stands for its ends.
 * @param {Edge} edge @param {Drawing} drawing @param {Map<string, string>} folded @returns {Motion} */
function leave(edge, drawing, folded) {
  edge.g.removeAttribute("data-edge");
  edge.g.classList.add("leaving");
  const border = across(edge.edge, drawing.edges, folded);
  const end = border ? border.way : inside(drawing.cards.get(folded.get(edge.edge.to) ?? edge.edge.to));
  const [start, goal] = matched(edge.curves, end ?? edge.curves);
  return (share) => {
    curveEdge(edge, start.map((one, at) => blend(one, goal[at], share)));
    edge.g.style.opacity = String(1 - share);
  };
}

/** The window goes along, unless the visitor takes it elsewhere. @param {Drawing} drawing @param {Map<string, string>} folded
 * @returns {Motion} */
function slide(drawing, folded) {
  const anchor = [...folded.values()].map((name) => drawing.cards.get(name)).find(Boolean);
  const start = { ...drawing.view };
  const goal = keptPlace(drawing, anchor ? { before: middle(anchor.at), after: middle(anchor) } : null);
  cancelAnimationFrame(drawing.gliding);
  drawing.goal = goal;
  return (share) => {
    if (drawing.goal !== goal) return;
    for (const name of /** @type {const} */ (["x", "y", "scale"])) drawing.view[name] = start[name] + (goal[name] - start[name]) * share;
  };
}

// ---- Which node stands for which --------------------------------------------------------------------------------

/** For the nodes of every group that is folded in one of the traces: the node that stands for it there.
 * @param {Trace} before @param {Trace} after @returns {Map<string, string>} */
export function groups(before, after) {
  /** @type {Map<string, string>} */
  const stands = new Map();
  for (const trace of [before, after]) {
    const names = new Set(trace.nodes.map((node) => node.name));
    const other = trace === before ? after : before;
    for (const fold of (trace.folds ?? []).filter((one) => one.closed)) {
      const open = (other.folds ?? []).find((one) => one.name === fold.name && !one.closed);
      if (!open) continue;
      const gate = names.has(fold.name) ? fold.name : fold.nodes.find((/** @type {string} */ name) => names.has(name));
      for (const name of [...open.nodes, ...fold.nodes]) if (gate) stands.set(name, gate);
    }
  }
  return stands;
}

/** The edge that crosses the border of a fold as this one does, in the other drawing. @param {TraceEdge} edge
 * @param {Iterable<Edge>} others @param {Map<string, string>} folded @returns {Edge | undefined} */
function across({ from, to }, others, folded) {
  const stand = (/** @type {string} */ name) => folded.get(name) ?? name;
  if (stand(from) === stand(to)) return undefined; // inside
  return [...others].find(({ edge }) => stand(edge.from) === stand(from) && stand(edge.to) === stand(to));
}

/** The nearest node that is drawn, along the edges of the trace in which `name` is.
 * @param {string} name @param {Trace} other @param {Trace} trace @param {Map<string, Card>} cards @returns {Card | undefined} */
function neighbour(name, other, trace, cards) {
  const edges = [...(trace.edges ?? []), ...(other?.edges ?? [])];
  const seen = new Set([name]);
  for (const one of seen) {
    if (seen.size > 200) break;
    const card = one === name ? undefined : cards.get(one);
    if (card) return card;
    for (const { from, to } of edges) {
      if (from === one) seen.add(to);
      if (to === one) seen.add(from);
    }
  }
  return undefined;
}

/** The tab key goes through the cards in the order of the graph. @param {Drawing} drawing */
function inOrder({ cards, cardLayer }) {
  const root = /** @type {ShadowRoot | Document} */ (cardLayer.getRootNode());
  const focused = /** @type {SVGElement | null} */ (root.activeElement);
  let at = 0;
  for (const card of cards.values()) {
    if (cardLayer.children[at] !== card.g) cardLayer.insertBefore(card.g, cardLayer.children[at] ?? null);
    at += 1;
  }
  if (focused && root.activeElement !== focused) focused.focus?.();
}

// ---- Geometry ---------------------------------------------------------------------------------------------------

/** @param {Box} a @param {Box} b @param {number} share @returns {Box} */
function between(a, b, share) {
  const mix = (/** @type {"x" | "y" | "width" | "height"} */ side) => (share === 1 ? b[side] : a[side] + (b[side] - a[side]) * share);
  return { x: mix("x"), y: mix("y"), width: mix("width"), height: mix("height") };
}

/** A box of this size in the middle of another. @param {Box} place @param {Box} size @returns {Box} */
function around(place, { width, height }) {
  const { x, y } = middle(place);
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** @param {Box} box */
const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/** An edge with no length, in the middle of a card. @param {Box | undefined} box */
function inside(box) {
  if (!box) return null;
  const { x, y } = middle(box);
  return [[x, y, x, y, x, y, x, y]];
}
