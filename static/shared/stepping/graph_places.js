// @ts-check
// From the layout's columns and rows to places in px: the box of every card, the way of every edge.
import { TIGHT, WIDE, measured } from "./graph_sizes.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../../messages").TraceNode} TraceNode */
/** @typedef {import("../../messages").TraceEdge} TraceEdge */
/** @typedef {import("./graph_drawing.js").Box} Box */
/** @typedef {Box & {node: TraceNode, slots: string[]}} Placed */
/** @typedef {import("./graph_sizes.js").Setting & {gap: number, readable: number}} Spacing of cards and columns; `readable` is
 * the smallest scale at which everything in a card can be read
 * @typedef {{boxes: Map<string, Placed>, size: {width: number, height: number}, spacing: Spacing,
 *   ways: {edge: TraceEdge, points: number[][], port: number}[]}} Places */

/** Room between gates and the frame around them; above them, for its title; for the button of a folded gate. */
export const [AROUND, ABOVE, BUTTON] = [12, 30, 14];
const GAPS = [56, 44, 32, 24];

/** From airy to tight. @param {Trace} trace @returns {Spacing[]} */
function spacings(trace) {
  const arrays = trace.nodes.some((node) => node.shape.length);
  const wide = { ...WIDE, readable: 12 / WIDE.small };
  const tight = { ...TIGHT, readable: 12 / (arrays ? 14 : TIGHT.small) };
  return [{ ...wide, gap: arrays ? 72 : 92 }, { ...wide, gap: GAPS[0] }, ...GAPS.slice(1).map((gap) => ({ ...tight, gap }))];
}

/** The places with as much air as lets the whole graph be read in a room; as they were spaced before if that does.
 * @param {Trace} trace @param {(size: {width: number, height: number}) => number} fit the scale at which a graph fits
 * @param {number} enlarged how much larger than else type must be @param {import("./graph_words.js").Measure} measure
 * @param {Spacing} [before] @returns {Places} */
export function placed(trace, fit, enlarged, measure, before) {
  const all = spacings(trace);
  const ways = before ? [before, ...all] : all;
  for (const spacing of ways) {
    const places = placedWith(trace, spacing, measure);
    if (fit(places.size) >= spacing.readable * enlarged) return places;
  }
  return placedWith(trace, all[2], measure); // it will not be seen whole: then with some air
}

/** @param {Trace} trace @param {Spacing} spacing @param {import("./graph_words.js").Measure} measure @returns {Places} */
function placedWith(trace, spacing, measure) {
  /** @type {Map<string, Placed>} */
  const boxes = new Map();
  /** @type {Map<number, number>} */
  const columns = new Map();
  const updates = trace.steps.some((step) => step.phase === "update");
  for (const node of trace.nodes) {
    const box = measured(node, updates, spacing, measure);
    const column = Math.round(node.x);
    columns.set(column, Math.max(columns.get(column) ?? 0, box.width));
    boxes.set(node.name, { node, x: 0, y: 0, ...box });
  }
  const { gap } = spacing;
  /** @type {Map<number, number>} */
  const left = new Map();
  let at = 0;
  for (const column of [...columns.keys()].sort((a, b) => a - b)) {
    left.set(column, at);
    at += (columns.get(column) ?? 0) + gap;
  }
  const unit = rowUnit(boxes);
  for (const box of boxes.values()) {
    const column = Math.round(box.node.x);
    box.x = (left.get(column) ?? 0) + ((columns.get(column) ?? 0) - box.width) / 2;
    box.y = box.node.y * unit - box.height / 2;
  }
  const whole = extent(trace, boxes);
  for (const box of boxes.values()) [box.x, box.y] = [box.x - whole.left, box.y - whole.top];
  const ways = [];
  for (const edge of trace.edges) {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    if (!from || !to) continue;
    const port = to.y + (to.height * (edge.index + 0.5)) / to.node.inputs.length;
    const points = [[from.x + from.width, from.y + from.height / 2]];
    for (const [column, row] of edge.points ?? []) {
      const x = (left.get(Math.round(column)) ?? 0) - whole.left;
      const y = row * unit - whole.top;
      points.push([x, y], [x + (columns.get(Math.round(column)) ?? 0), y]);
    }
    points.push([to.x, port]);
    ways.push({ edge, points, port });
  }
  const size = { width: Math.max(1, whole.right - whole.left), height: Math.max(1, whole.bottom - whole.top) };
  return { boxes, size, ways, spacing };
}

/** What the cards take up, with the frames and buttons of their folds. @param {Trace} trace @param {Map<string, Placed>} boxes */
function extent(trace, boxes) {
  const whole = { left: 0, top: Infinity, right: 0, bottom: 0 };
  /** @param {Box} box @param {number} above @param {number} around */
  function include(box, above, around) {
    whole.left = Math.min(whole.left, box.x - around);
    whole.top = Math.min(whole.top, box.y - above);
    whole.right = Math.max(whole.right, box.x + box.width + around);
    whole.bottom = Math.max(whole.bottom, box.y + box.height + around);
  }
  for (const box of boxes.values()) include(box, 0, 0);
  for (const fold of trace.folds ?? []) {
    for (const name of fold.nodes) {
      const box = boxes.get(name);
      if (box) include(box, fold.closed ? BUTTON : ABOVE, fold.closed ? BUTTON : AROUND);
    }
  }
  return whole;
}

/** How tall a row must be so that no two cards of a column touch. @param {Map<string, Placed>} boxes */
function rowUnit(boxes) {
  /** @type {Map<number, Placed[]>} */
  const columns = new Map();
  for (const box of boxes.values()) {
    const column = Math.round(box.node.x);
    columns.set(column, [...(columns.get(column) ?? []), box]);
  }
  let unit = 40;
  for (const stack of columns.values()) {
    stack.sort((a, b) => a.node.y - b.node.y);
    for (let i = 1; i < stack.length; i += 1) {
      const apart = stack[i].node.y - stack[i - 1].node.y;
      unit = Math.max(unit, ((stack[i].height + stack[i - 1].height) / 2 + 14) / (apart || 1));
    }
  }
  return unit;
}

/** The cubic curves through these points, level at each: start, two handles and end of every one.
 * @param {number[][]} points @returns {number[][]} */
export function curves(points) {
  return points.slice(1).map(([x1, y1], at) => {
    const [x0, y0] = points[at];
    const bend = Math.min(90, Math.max(24, (x1 - x0) / 2));
    return [x0, y0, x0 + bend, y0, x1 - bend, y1, x1, y1];
  });
}

/** The point at this share of a way, counted in curves. @param {number[][]} some @param {number} share @returns {number[]} */
export function pointOn(some, share) {
  const place = Math.min(some.length - 1, Math.floor(share * some.length));
  const [t, c] = [share * some.length - place, some[place]];
  const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
  return [0, 1].map((side) => weights.reduce((sum, weight, at) => sum + weight * c[2 * at + side], 0));
}

/** @param {number[][]} some curves, each beginning where the one before ends */
export function pathOf(some) {
  return `M${some[0][0]} ${some[0][1]}${some.map((one) => `C${one.slice(2).join(" ")}`).join("")}`;
}

// ---- From one way to another ------------------------------------------------------------------------------------

/** Both ways in equally many curves: the longer pieces are cut. @param {number[][]} a @param {number[][]} b
 * @returns {[number[][], number[][]]} */
export function matched(a, b) {
  const count = Math.max(a.length, b.length);
  return [cutInto(a, count), cutInto(b, count)];
}

/** @param {number[][]} some @param {number} count */
function cutInto(some, count) {
  const made = [...some];
  while (made.length < count) {
    const lengths = made.map(([x0, y0, , , , , x1, y1]) => Math.hypot(x1 - x0, y1 - y0));
    const at = lengths.indexOf(Math.max(...lengths));
    made.splice(at, 1, ...halves(made[at]));
  }
  return made;
}

/** One cubic curve as two (de Casteljau). @param {number[]} curve */
function halves(curve) {
  const half = (/** @type {number[]} */ p, /** @type {number[]} */ q) => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  const [a, b, c, d] = [0, 2, 4, 6].map((at) => curve.slice(at, at + 2));
  const [ab, bc, cd] = [half(a, b), half(b, c), half(c, d)];
  const [abc, bcd] = [half(ab, bc), half(bc, cd)];
  const middle = half(abc, bcd);
  return [[...a, ...ab, ...abc, ...middle], [...middle, ...bcd, ...cd, ...d]];
}

/** @param {number[]} a @param {number[]} b @param {number} share */
export const blend = (a, b, share) => a.map((from, at) => from + (b[at] - from) * share);
