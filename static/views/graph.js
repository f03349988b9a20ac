// @ts-check
// The computational graph: a card a node with its value and its gradient, stepped by the trace's cursor. What is known
// is written at once; only the pulses along the edges take their time, and they can be cut short at any moment.
import { newCard, repaint, writeCard } from "graph_cards";
import { newDrawing } from "graph_drawing";
import { edgeOf, newEdge, readSteps, restoreLabel, writeEdge } from "graph_edges";
import { handle } from "graph_handling";
import { linkHover } from "graph_hover";
import { animate, cut } from "graph_motion";
import { placed } from "graph_places";
import { arrange, follow } from "graph_view";
import { onTheme, signedTable } from "palette";
import { offerPicture } from "picture";
import { subscribe } from "stage";

/** @typedef {import("graph_drawing").Drawing} Drawing */

/** @param {HTMLElement} el */
export function draw(el) {
  const drawing = newDrawing(el);
  let signature = "";
  let before = -1;

  /** The trace is another. True if the cards had to be made anew. @param {any} opened */
  function take(opened) {
    drawing.trace = opened;
    drawing.root.classList.toggle("none", !opened);
    if (!opened) return false;
    const now = JSON.stringify(opened.nodes.map((/** @type {any} */ node) => [node.name, node.label, node.shape, node.x, node.y]));
    const rebuilt = now !== signature;
    if (rebuilt) {
      signature = now;
      drawing.own = false;
      build(drawing);
    }
    readSteps(drawing);
    return rebuilt;
  }

  handle(drawing);
  subscribe("cursor", (cursor) => {
    const opened = cursor.trace !== drawing.trace;
    cut(drawing);
    const rebuilt = opened && take(cursor.trace);
    if (!drawing.trace) return;
    show(drawing, cursor);
    if (rebuilt) arrange(drawing);
    else if (!drawing.own || cursor.step) follow(drawing);
    if (!opened && cursor.index === before + 1) animate(drawing, cursor);
    else restoreLabel(drawing);
    before = cursor.index;
  });
  linkHover(drawing);
  offerPicture(() => {
    cut(drawing);
    restoreLabel(drawing);
    return drawing.world;
  });

  const projected = () => drawing.root.toggleAttribute("data-projector", document.documentElement.dataset.projector === "on");
  projected();
  onTheme(() => {
    projected();
    drawing.table = signedTable();
    drawing.pictures = new WeakMap();
    repaint(drawing);
    if (drawing.trace && !drawing.own) arrange(drawing);
  });
}

/** All cards and edges of the trace. @param {Drawing} drawing */
function build(drawing) {
  for (const layer of [drawing.edgeLayer, drawing.cardLayer, drawing.overLayer, drawing.overviewCards]) layer.replaceChildren();
  drawing.cards = new Map();
  drawing.edges = [];
  const { boxes, size, ways } = placed(drawing.trace);
  drawing.size = size;
  for (const box of boxes.values()) newCard(drawing, box);
  for (const way of ways) newEdge(drawing, way);
  drawing.overview.setAttribute("viewBox", `-20 -20 ${size.width + 40} ${size.height + 40}`);
}

/** Writes what is known at the cursor, and lights what is at work. @param {Drawing} drawing @param {any} cursor */
function show(drawing, cursor) {
  for (const card of drawing.cards.values()) writeCard(drawing, card, cursor);
  for (const edge of drawing.edges) writeEdge(drawing, edge, cursor);
  light(drawing, cursor);
}

/** @param {Drawing} drawing @param {any} cursor */
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

/** @param {{el: HTMLElement}} view */
export function render({ el }) {
  draw(el);
}
