// @ts-check
// What the modules of the graph's drawing share: its elements and what is known of them. One record a drawing, made
// here and handed from function to function.
import { make, shape } from "../elements.js";
import { createMeasure } from "./graph_words.js";
import { hatchedTables } from "../hatching.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../../messages").TraceNode} TraceNode */
/** @typedef {import("../../messages").TraceStep} TraceStep */
/** @typedef {import("../../messages").TraceEdge} TraceEdge */
/** @typedef {import("../playback.js").Numbers} Numbers */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** @typedef {{box: SVGGElement, cells: {rect: SVGRectElement, text: SVGTextElement}[] | null, image: SVGImageElement | null,
 *   text: SVGTextElement | null, room: number, font: string, shown: Numbers | null}} Slot where a node's value or gradient is drawn */
/** @typedef {Box & {node: TraceNode, g: SVGGElement, head: SVGGElement, stuck: number, value: Slot, gradient: Slot, next: Slot,
 *   update: SVGTextElement | null, updated: Numbers | null, mini: SVGRectElement, outs: Edge[], ins: Edge[], at: Box,
 *   makeUp: string, slots: string[], says: string, never: boolean}} Card its own box is where it belongs, `at` where it is on the way there; `never` says that
 * no gradient comes to it; `stuck`: how far below its place its head stands, so that it is seen */
/** @typedef {{edge: TraceEdge, g: SVGGElement, path: SVGPathElement, grip: SVGPathElement, from: Card, to: Card, walked: number,
 *   step: import("../topics").BackwardStep | null, state: string, way: number[][], curves: number[][]}} Edge its way is where it belongs, its curves where
 *   it is on the way there */
/** @typedef {{g: SVGGElement, rect: SVGRectElement, title: SVGTextElement, button: SVGGElement,
 *   sign: SVGPathElement, rim: SVGGElement, body: SVGGElement, shapes: {element: SVGElement, card?: Card, edge?: Edge}[],
 *   hold: Card | null, under: Card | null,
 *   at: Box, end: Box, open: number, closed: boolean, head: number, knob: number}} Frame of a group of gates that can be folded; `head`: its room for a title, `knob`: the radius of its button */
/** @typedef {{x: number, y: number, scale: number}} Place of the window: offset in px, and scale */
/** @typedef {{seat: import("../context.js").Seat, measure: import("./graph_words.js").Measure, root: HTMLDivElement, svg: SVGSVGElement, world: SVGGElement, edgeLayer: SVGGElement, cardLayer: SVGGElement,
 *   overLayer: SVGGElement, frameLayer: SVGGElement, buttonLayer: SVGGElement, markLayer: SVGGElement, overview: SVGSVGElement, overviewCards: SVGGElement, overviewFrame: SVGRectElement,
 *   tools: HTMLDivElement, trace: Trace, cards: Map<string, Card>, edges: Edge[],
 *   frames: Map<string, Frame>, size: {width: number, height: number},
 *   steepest: number, tables: [Uint32Array, Uint32Array], pictures: WeakMap<Numbers, string>, active: Element[], running: number,
 *   cleanups: (() => void)[], view: Place, goal: Place, own: boolean, gliding: number, moving: number,
 *   spacing: import("./graph_places.js").Spacing | null, moved: Map<string, number[]>, held: boolean}} Drawing
 * there is nothing to draw, and null for a trace, until one has come; steepest is the largest gradient of the trace; own says that the visitor has chosen the scale;
 * moved are the cards that the visitor has taken elsewhere, by how much; held says that the pointer has one */

const NO_TRACE = /** @type {Trace} */ (/** @type {unknown} */ (null));
export const still = matchMedia("(prefers-reduced-motion: reduce)");

/** The empty drawing. @param {import("../context.js").Seat} seat @param {HTMLElement} el @returns {Drawing} */
export function newDrawing(seat, el) {
  const root = make("div", "graph");
  el.append(root);
  const svg = shape("svg", { class: "drawing", role: "group", "aria-label": "Computational graph", tabindex: -1 }, root);
  const world = shape("g", { class: "world" }, svg);
  const [frameLayer, edgeLayer, cardLayer, buttonLayer, markLayer, overLayer] =
    ["frames", "edges", "cards", "buttons", "marks", "over"].map((name) => shape("g", { class: name }, world));
  const overview = shape("svg", { class: "overview", "aria-hidden": "true" }, root);
  const overviewCards = shape("g", {}, overview);
  const overviewFrame = shape("rect", { class: "frame" }, overview);
  const tools = make("div", "tools");
  const empty = make("p", "empty");
  empty.textContent = "Step through a sample to see its graph.";
  root.append(tools, empty);
  return {
    seat, measure: createMeasure(), root, svg, world, edgeLayer, cardLayer, overLayer, frameLayer, buttonLayer, markLayer, overview, overviewCards,
    overviewFrame, tools, trace: NO_TRACE, cards: new Map(), edges: [], frames: new Map(), size: { width: 0, height: 0 }, steepest: 0,
    tables: hatchedTables(), pictures: new WeakMap(), active: [], running: 0, cleanups: [],
    view: { x: 0, y: 0, scale: 1 }, goal: { x: 0, y: 0, scale: 1 }, own: false, gliding: 0, moving: 0, spacing: null, moved: new Map(), held: false,
  };
}
