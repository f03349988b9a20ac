// @ts-check
// From the layout's columns and rows to places in px: the box of every card, the way of every edge, as fits the room.
import { LANE, TURN, inLines, turned } from "./graph_bands.js";
import { near } from "./graph_columns.js";
import { DENSE, TIGHT, WIDE, longestOf, measured } from "./graph_sizes.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../../messages").TraceNode} TraceNode */
/** @typedef {import("../../messages").TraceEdge} TraceEdge */
/** @typedef {import("./graph_drawing.js").Box} Box */
/** @typedef {import("./graph_sizes.js").Setting} Setting */
/** @typedef {Box & {node: TraceNode, slots: string[]}} Placed */
/** @typedef {Setting & {gap: number, readable: number, lines: number}} Spacing of cards and columns; `readable` is
 * the smallest scale at which everything in a card can be read, `lines` how many the columns stand in
 * @typedef {{edge: TraceEdge, way: number[][]}} Way of an edge: cubic curves
 * @typedef {{boxes: Map<string, Placed>, size: {width: number, height: number}, spacing: Spacing, ways: Way[]}} Places */
/** @typedef {{width: number, height: number, most: number}} Room in px, and the largest scale that is wanted */
/** @typedef {{text: number, value: number}} Reading the least size of words and of numbers, in px on the screen */
/** @typedef {{left: number, right: number, top: number, bottom: number, wide: number}} Column what it takes up, from its left
 * side, and how wide its widest card is */
/** @typedef {{trace: Trace, spacing: Spacing, boxes: Map<string, Placed>, numbers: number[], columns: Column[], rows: ReturnType<typeof near>,
 *   cost: number[], moved: Map<string, number[]>}} Measured */

/** Room between gates and the frame around them; for the button of a folded gate; and above them, for the frame's title. */
export const AROUND = 12;
export const BUTTON = 18;
/** @param {Setting} setting */
export const above = ({ title }) => title + 14;
const GAPS = [56, 44, 32, 24];
const MOST_LINES = 6;
const CLEAR = 14; // px between two cards of a column
const CLOSE = 4; // and where they are as near to each other as they can be
const WORTH = 1.2; // how much larger a graph must be in several lines than in one
const [CROSSED, CUT] = [30, 150]; // px that a break counts for each edge beyond two that it crosses, and for a frame that it cuts
const UNSEEN = 1.3; // what it counts that a graph reaches beyond the room in both directions
const HALF_SEEN = 2; // and each card that is never seen whole

/** From airy to dense; where there are arrays, at last with their gradients beside their values: of all, or of those that
 * would be higher than the room. @param {Trace} trace @param {Reading} reading @param {Room} room @returns {Spacing[]} */
function spacings(trace, { text, value }, room) {
  const arrays = trace.nodes.some((node) => node.shape.length);
  /** @param {Setting} setting @param {number[]} gaps @returns {Spacing[]} */
  const spaced = (setting, gaps) => {
    const { small, large, cells } = setting;
    const readable = Math.max(text / (arrays ? Math.min(small, cells) : small), value / (arrays ? cells : large));
    return gaps.map((gap) => ({ ...setting, readable, lines: 1, gap }));
  };
  /** @param {Spacing[]} some @returns {Spacing[]} */
  const low = (some) => some.map((one) => ({
    ...one,
    stacked: Math.floor((room.height / one.readable - one.header - one.padding - 2 * one.apart) / one.cell.height),
    abreast: Math.floor((room.width / one.readable - 2 * one.padding - 2 * one.apart) / one.cell.width),
  }));
  const [wide, tight] = [spaced(WIDE, [arrays ? 72 : 92, GAPS[0]]), spaced(TIGHT, GAPS.slice(1))];
  if (value <= text) return [...wide, ...tight, ...(arrays ? low(tight) : [])];
  // Where numbers must be no larger than names, small names make nothing smaller.
  const dense = spaced(DENSE, GAPS.slice(2));
  return [...wide, ...tight, ...dense, ...(arrays ? [...spaced({ ...DENSE, stacked: 0 }, GAPS.slice(2)), ...low(dense)] : [])];
}

/** The scale at which something of this size fits the room. @param {{width: number, height: number}} size @param {Room} room */
export const fitting = (size, room) => Math.min(room.width / size.width, room.height / size.height, room.most);

/** The places with as much air as lets the whole graph be read in a room, in several lines where it is larger so; spaced
 * as before if that does. `moved` are the cards that somebody has taken elsewhere, by how much.
 * @param {Trace} trace @param {Room} room @param {Reading} reading @param {import("./graph_words.js").Measure} measure
 * @param {{before?: Spacing | null, moved?: Map<string, number[]>}} [kept] @returns {Places} */
export function placed(trace, room, reading, measure, { before, moved = new Map() } = {}) {
  const all = spacings(trace, reading, room);
  for (const spacing of before ? [before, ...all] : all) {
    const graph = measuredWith(trace, spacing, measure, moved);
    const lines = spacing === before ? inLines(graph.columns.map(wideOf), spacing.gap, graph.cost, Math.min(before.lines, graph.columns.length)) : best(graph, room);
    if (fitting(sizeOf(graph, lines), room) >= spacing.readable) return placedIn(graph, lines);
  }
  return beyond(all.slice(2).map((spacing) => measuredWith(trace, spacing, measure, moved, true)), room);
}

/** A graph that will not be seen whole: so that as much of it is seen as can be, and one goes through it in one direction.
 * In several lines only if one would leave the height empty, and then in lines that are seen from end to end. @param {Measured[]} graphs the same, spaced otherwise @param {Room} room */
function beyond(graphs, room) {
  const share = (/** @type {Measured} */ graph, /** @type {number[][]} */ lines) => {
    const { width, height } = sizeOf(graph, lines);
    const [across, down] = [(width * graph.spacing.readable) / room.width, (height * graph.spacing.readable) / room.height];
    const longer = [...graph.boxes.values()].filter((box) => Math.max(box.width / room.width, box.height / room.height) * graph.spacing.readable > 1).length;
    return Math.max(1, across) * Math.max(1, down) * (across > 1 && down > 1 ? UNSEEN : 1) * HALF_SEEN ** longer;
  };
  const all = graphs.flatMap((graph) => {
    const [one, ...others] = candidates(graph);
    const low = sizeOf(graph, one).height * graph.spacing.readable <= 0.6 * room.height;
    const whole = others.filter((lines) => low && sizeOf(graph, lines).width * graph.spacing.readable <= room.width);
    return [one, ...whole].map((lines) => ({ graph, lines, seen: share(graph, lines) }));
  });
  const { graph, lines } = all.reduce((found, other) => (other.seen < found.seen ? other : found));
  return placedIn(graph, lines);
}

/** The lines in which the graph is largest: one, unless several are worth it. @param {Measured} graph @param {Room} room */
function best(graph, room) {
  const scale = (/** @type {number[][]} */ lines) => fitting(sizeOf(graph, lines), room);
  const [one, ...others] = candidates(graph);
  return others.reduce((found, lines) => (scale(lines) > scale(found) * (found === one ? WORTH : 1) ? lines : found), one);
}

/** @param {Measured} graph */
const candidates = (graph) => Array.from({ length: Math.min(MOST_LINES, graph.columns.length) || 1 }, (_, at) => inSome(graph, at + 1));

/** @param {Measured} graph @param {number} lines */
const inSome = ({ columns, spacing, cost }, lines) => inLines(columns.map(wideOf), spacing.gap, cost, Math.min(lines, columns.length));

/** @param {Column} column */
const wideOf = ({ wide }) => wide;

/** @param {number} unit @returns {ReturnType<typeof near>} */
const placeOf = (unit) => (_edge, _column, row) => row * unit;

/** Every card with its size and its place within its column. @param {Trace} trace @param {Spacing} spacing @param {import("./graph_words.js").Measure} measure
 * @param {Map<string, number[]>} moved @param {boolean} [close] whether they stand as near to each other as they can
 * @returns {Measured} */
function measuredWith(trace, spacing, measure, moved, close = false) {
  /** @type {Map<string, Placed>} */
  const boxes = new Map();
  const updates = trace.steps.some((step) => step.phase === "update");
  const longest = longestOf(trace);
  for (const node of trace.nodes) boxes.set(node.name, { node, x: 0, y: 0, ...measured(trace, node, updates, spacing, measure, longest.get(node.name)) });
  const numbers = [...new Set(trace.nodes.map((node) => Math.round(node.x)))].sort((a, b) => a - b);
  const at = new Map(numbers.map((number, place) => [number, place]));
  /** @type {Column[]} */
  const columns = numbers.map(() => ({ left: 0, right: 0, top: Infinity, bottom: -Infinity, wide: 0 }));
  const columnOf = (/** @type {number} */ x) => columns[at.get(Math.round(x)) ?? -1];
  for (const box of boxes.values()) columnOf(box.node.x).wide = Math.max(columnOf(box.node.x).wide, box.width);
  const margins = framed(trace, boxes, spacing);
  const unit = rowUnit(boxes, margins);
  for (const box of boxes.values()) box.y = box.node.y * unit - box.height / 2;
  const rows = close && !margins.size ? near(trace, boxes, unit, CLOSE) : placeOf(unit);
  for (const box of boxes.values()) {
    const column = columnOf(box.node.x);
    const { above: over, around } = margins.get(box.node.name) ?? { above: 0, around: 0 };
    box.x = (column.wide - box.width) / 2;
    column.left = Math.max(column.left, around - box.x);
    column.right = Math.max(column.right, around - box.x);
    column.top = Math.min(column.top, box.y - over);
    column.bottom = Math.max(column.bottom, box.y + box.height + around);
  }
  for (const edge of trace.edges) {
    for (const [x, row] of edge.points ?? []) {
      const column = columnOf(x);
      const y = rows(edge, x, row);
      if (column) [column.top, column.bottom] = [Math.min(column.top, y - 6), Math.max(column.bottom, y + 6)];
    }
  }
  return { trace, spacing, boxes, numbers, columns, rows, cost: costs(trace, boxes, at), moved };
}

/** What the frames and the buttons of folds take up around the cards, and which frames they are.
 * @param {Trace} trace @param {Map<string, Placed>} boxes @param {Setting} setting */
function framed(trace, boxes, setting) {
  /** @type {Map<string, {above: number, around: number, of: string}>} */
  const margins = new Map();
  for (const fold of trace.folds ?? []) {
    for (const name of fold.nodes) {
      const known = margins.get(name) ?? { above: 0, around: 0, of: "" };
      const [over, around] = fold.closed ? [BUTTON, BUTTON] : [above(setting), AROUND];
      const of = fold.closed ? known.of : `${known.of} ${fold.name}`;
      if (boxes.has(name)) margins.set(name, { above: Math.max(known.above, over), around: Math.max(known.around, around), of });
    }
  }
  return margins;
}

/** What a break after each column counts: the edges that it crosses, the frames that it cuts.
 * @param {Trace} trace @param {Map<string, Placed>} boxes @param {Map<number, number>} at which column a number is */
function costs(trace, boxes, at) {
  const place = (/** @type {string} */ name) => at.get(Math.round(boxes.get(name)?.node.x ?? NaN)) ?? NaN;
  const crossed = new Array(at.size).fill(0);
  const cut = new Array(at.size).fill(0);
  for (const { from, to } of trace.edges) for (let column = place(from); column < place(to); column += 1) crossed[column] += 1;
  for (const fold of (trace.folds ?? []).filter((one) => !one.closed)) {
    const places = fold.nodes.map(place).filter((one) => !Number.isNaN(one));
    for (let column = Math.min(...places); column < Math.max(...places); column += 1) cut[column] += 1;
  }
  return crossed.map((edges, column) => CROSSED * Math.max(0, edges - 2) + CUT * cut[column]);
}

/** How large each line is, and all of them below each other. @param {Measured} graph @param {number[][]} lines */
function linesOf({ columns, spacing, trace, boxes, numbers }, lines) {
  const turn = lines.length > 1 ? TURN : 0;
  const made = lines.map((line) => {
    const inside = line.map((at) => columns[at]);
    const left = inside[0]?.left ?? 0;
    const wide = inside.reduce((sum, column) => sum + column.wide + spacing.gap, -spacing.gap);
    return {
      line, start: turn + left, width: turn + left + wide + (inside[inside.length - 1]?.right ?? 0) + turn,
      top: Math.min(...inside.map((column) => column.top)), bottom: Math.max(...inside.map((column) => column.bottom)), y: 0, crossing: 0,
    };
  });
  const lineOf = new Map(made.flatMap(({ line }, at) => line.map((column) => [numbers[column], at])));
  const inLine = (/** @type {string} */ name) => lineOf.get(Math.round(boxes.get(name)?.node.x ?? NaN)) ?? 0;
  for (const { from, to } of lines.length > 1 ? trace.edges : []) for (let at = inLine(from); at < inLine(to); at += 1) made[at].crossing += 1;
  let y = 0;
  for (const one of made) {
    one.y = y;
    y += one.bottom - one.top + spacing.between + LANE * Math.max(0, one.crossing - 1);
  }
  const last = made[made.length - 1];
  return { made, inLine, lineOf, size: { width: Math.max(1, ...made.map(({ width }) => width)), height: last ? Math.max(1, last.y + last.bottom - last.top) : 1 } };
}

/** @param {Measured} graph @param {number[][]} lines */
const sizeOf = (graph, lines) => linesOf(graph, lines).size;

/** Cards and edges of a graph in these lines. @param {Measured} graph @param {number[][]} lines @returns {Places} */
function placedIn(graph, lines) {
  const { trace, spacing, boxes, numbers, columns, rows, moved } = graph;
  const { made, inLine, lineOf, size } = linesOf(graph, lines);
  /** @type {Map<number, number>} */
  const left = new Map();
  for (const { line, start } of made) {
    let x = start;
    for (const at of line) {
      left.set(numbers[at], x);
      x += columns[at].wide + spacing.gap;
    }
  }
  const down = (/** @type {number} */ line) => made[line].y - made[line].top;
  for (const [name, box] of boxes) {
    const [dx, dy] = moved.get(name) ?? [0, 0];
    box.x += (left.get(Math.round(box.node.x)) ?? 0) + dx;
    box.y += down(inLine(name)) + dy;
  }
  const lanes = made.map(() => 0);
  /** @type {Way[]} */
  const ways = [];
  for (const edge of trace.edges) {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    if (!from || !to) continue;
    /** @type {number[][]} */
    let points = [[from.x + from.width, from.y + from.height / 2]];
    /** @type {number[][]} */
    const way = [];
    let at = inLine(edge.from);
    /** @param {number} line @param {number[]} point at which it goes on there */
    function goOn(line, point) {
      if (line <= at) return;
      const above = made[line - 1];
      const lane = lanes[line - 1];
      lanes[line - 1] += 1;
      const right = Math.max(...made.slice(at, line).map(({ width }) => width)) - TURN;
      const between = above.y + above.bottom - above.top + spacing.between / 2 + LANE * lane;
      way.push(...curves(points), ...turned(points[points.length - 1], point, { left: TURN, right, between, reach: TURN / 2 + LANE * Math.min(lane, 2) }));
      [points, at] = [[point], line];
    }
    for (const [x, row] of edge.points ?? []) {
      const column = Math.round(x);
      const line = lineOf.get(column) ?? at;
      const [start, y] = [left.get(column) ?? 0, rows(edge, x, row) + down(line)];
      goOn(line, [start, y]);
      if (points[points.length - 1][0] !== start || points[points.length - 1][1] !== y) points.push([start, y]);
      points.push([start + (columns[numbers.indexOf(column)]?.wide ?? 0), y]);
    }
    const port = [to.x, to.y + (to.height * (edge.index + 0.5)) / to.node.inputs.length];
    goOn(inLine(edge.to), port);
    if (points[0] !== port) points.push(port);
    way.push(...curves(points));
    ways.push({ edge, way });
  }
  return { boxes, size, ways, spacing: { ...spacing, lines: lines.length } };
}

/** How tall a row must be so that no two cards of a column touch, and no frame with its title lies over a card that is not in it.
 * @param {Map<string, Placed>} boxes @param {Map<string, {above: number, around: number, of: string}>} margins */
function rowUnit(boxes, margins) {
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
      const [over, under] = [margins.get(stack[i - 1].node.name), margins.get(stack[i].node.name)];
      const frames = (over?.of ?? "") === (under?.of ?? "") ? 0 : (over?.of ? over.around : 0) + (under?.of ? under.above : 0);
      unit = Math.max(unit, ((stack[i].height + stack[i - 1].height) / 2 + Math.max(CLEAR, frames)) / (apart || 1));
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

/** The first of an outline's gates over which there is room for its title, so many px wide; the first of all where there is
 * none. @template {import("./graph_drawing.js").Box} B @param {B[]} gates @param {import("./graph_drawing.js").Box[]} all @param {number} width @returns {B} */
export function titled(gates, all, width) {
  const inOrder = [...gates].sort((a, b) => a.x - b.x || a.y - b.y);
  const free = inOrder.find((gate) => !all.some((other) => other !== gate && other.x < gate.x + width + AROUND
    && gate.x < other.x + other.width && other.y < gate.y - AROUND && gate.y - AROUND - 20 < other.y + other.height));
  return free ?? inOrder[0];
}

/** As many whole words of a text as fit the width; one at least, the button beside them tells the rest.
 * @param {string} text @param {number} width @param {(text: string) => number} measure */
export function wholeWords(text, width, measure) {
  const words = text.split(" ");
  while (words.length > 1 && measure(words.length < text.split(" ").length ? `${words.join(" ")} …` : text) > width) words.pop();
  return words.length < text.split(" ").length ? `${words.join(" ")} …` : text;
}
