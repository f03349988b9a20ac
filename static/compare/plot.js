// @ts-check
// The plot of all curves: where its axes lie, and the lines in it, as SVG.
import { logTicks, marksThatFit, ticks } from "../shared/axes.js";
import { shape } from "../shared/elements.js";
import { short } from "../shared/numbers.js";
import { dashOf, hueOf } from "./lines.js";
import { WIDTH } from "./records.js";

/** @typedef {import("./records.js").Rec} Rec */
/** @typedef {"steps" | "epochs" | "multiplications" | "seconds"} Against */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Box in px */
/** @typedef {{records: Rec[], names: string[], measure: number, against: Against, log: boolean, lit: number | null, band: boolean,
 *   behind?: number | null, scaled: boolean, width: number, height: number, font: number, wide: (text: string) => number}} Plot `measure`
 *   counts the five; `behind`: another of them, drawn thin behind it; `band`: least and most are drawn too; `scaled`: the losses are of
 *   scaled numbers; `wide` tells how wide a name will be, in px */
/** @typedef {{cell: number, xs: number[], ys: number[]}} Line in px */

const VALIDATION_LOSS = 1; // among the measures
const DISTANCE = 4;
const BEHIND = "thin: training loss";
const TIMED = "seconds that the steps of each run take on their own, timed here";
/** Whether it is an accuracy, from 0 to 1. @param {number} measure */
export const isShare = (measure) => measure === 2 || measure === 3;
const ENDS = 0.45; // of the width may names at the ends of curves take
const BESIDE = 6; // px between a curve and its name, and between that and the edge
const MOST_PLACES = 240; // of a line: more are not told apart

/** What stands under a plot: what its values go along, and of what losses are where that is not what the file has.
 * @param {string} along @param {Plot} plot */
export const underPlot = (along, { scaled, measure }) => (scaled && measure <= VALIDATION_LOSS ? `${along} (losses of scaled numbers)` : along);

/** @param {Rec} record @param {number} cell @param {number} measure @param {number} which 0 least, 1 median, 2 most */
export const valueOf = (record, cell, measure, which = 1) => record.measures[WIDTH * cell + 3 * measure + which];

/** @param {Rec} record @param {number} cell @param {Against} against */
const placeOf = (record, cell, against) => (against === "steps" ? record.steps : record[against][cell]);

/** The low and high end of the values. A run that diverges would leave no room for the others: of losses, no more is
 * shown than twice what they began with. @param {Plot} plot @returns {[number, number]} */
export function rangeOf({ records, names, measure, log, behind = null }) {
  let [least, positive, largest, first] = [Infinity, Infinity, -Infinity, 1e-9];
  const drawn = behind === null ? [measure] : [measure, behind];
  records.forEach((record, at) => {
    for (let line = 0; line < names.length * drawn.length; line += 1) {
      const value = valueOf(record, line % names.length, drawn[Math.floor(line / names.length)]);
      if (!Number.isFinite(value)) continue;
      if (value < least) least = value;
      if (value > largest) largest = value;
      if (value > 0 && value < positive) positive = value;
      if (at === 0 && value > first) first = value;
    }
  });
  if (largest < least) return [0, 1];
  if (isShare(measure)) return [Math.max(0, least - 0.02), 1];
  const most = measure > VALIDATION_LOSS ? largest : Math.min(largest, 2 * first);
  if (!log) return [0, 1.05 * most || 1];
  return [positive < Infinity ? positive * 0.9 : 0.001, 1.1 * most || 1];
}

/** Heights at which names stand that are not to touch: each as near to its own as the others let it.
 * @param {number[]} wanted @param {number} apart @param {number} low @param {number} high @returns {number[]} */
export function apart(wanted, apart, low, high) {
  apart = Math.min(apart, (high - low) / Math.max(1, wanted.length - 1));
  const order = wanted.map((_, at) => at).sort((one, other) => wanted[one] - wanted[other]);
  const places = [...wanted];
  let free = low;
  for (const at of order) free = (places[at] = Math.max(places[at], free)) + apart;
  let ceiling = high;
  for (const at of [...order].reverse()) ceiling = (places[at] = Math.min(places[at], ceiling)) - apart;
  return places;
}

/** A name at the end of its curve, in so much room: whole, or without the middle of it, since it is the value at its end that
 * tells it from the others. @param {string} name @param {number} room in px @param {(text: string) => number} wide */
export function fitting(name, room, wide) {
  if (wide(name) <= room) return name;
  const tail = name.slice(name.lastIndexOf(" ") + 1);
  for (let kept = name.length - tail.length - 1; kept > 0; kept -= 1) {
    const shorter = `${name.slice(0, kept).trimEnd()}… ${tail}`;
    if (wide(shorter) <= room) return shorter;
  }
  for (let kept = name.length - 1; kept > 0; kept -= 1) if (wide(`${name.slice(0, kept)}…`) <= room) return `${name.slice(0, kept)}…`;
  return "";
}

/** The names at the ends of curves and the room that they take of a plot's width, with what parts them from it.
 * @param {string[]} names @param {number} width @param {(text: string) => number} wide @returns {{ends: string[], room: number}} */
export function endNames(names, width, wide) {
  const most = ENDS * width - 2 * BESIDE;
  const ends = names.map((name) => fitting(name, most, wide));
  return { ends, room: Math.ceil(Math.max(0, ...ends.map(wide))) + 2 * BESIDE };
}

/** Draws it into the group, which is all of the SVG. @param {SVGSVGElement} drawing @param {SVGGElement} group @param {Plot} plot @returns {Line[]} */
export function paint(drawing, group, plot) {
  const { records, names, measure, against, lit, width, height, font } = plot;
  const named = endNames(names, width, plot.wide);
  const box = { left: 3.6 * font, right: width - named.room, top: 0.7 * font, bottom: height - 2.7 * font };
  const last = records[records.length - 1];
  const end = Math.max(last?.steps ? 1e-9 : 1, ...(last ? names.map((_, cell) => placeOf(last, cell, against)).filter(Number.isFinite) : [1]));
  const toX = (/** @type {number} */ x) => box.left + ((box.right - box.left) * x) / end;
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const { toY, drawn } = heights(plot, box);
  const written = (/** @type {number} */ value) => (value >= 1e5 ? short(value, 2) : String(Number(value.toPrecision(6))));
  for (const value of marksThatFit(end, box.right - box.left, (mark) => plot.wide(written(mark)))) {
    const text = written(value);
    drawn.push(shape("text", { class: "tick", x: toX(value), y: box.bottom + 1.2 * font, "text-anchor": "middle" }, undefined, text));
  }
  drawn.push(shape("path", { class: "axis", d: `M${box.left} ${box.bottom}H${box.right}` }));
  const along = underPlot(against === "seconds" ? TIMED : against, plot);
  drawn.push(shape("text", { class: "tick", x: (box.left + box.right) / 2, y: box.bottom + 2.4 * font, "text-anchor": "middle" }, undefined, [along, ...(plot.behind == null ? [] : [BEHIND])].join("  ·  ")));
  const stride = Math.max(1, Math.ceil(records.length / MOST_PLACES));
  const kept = records.filter((_, at) => at % stride === 0 || at === records.length - 1);
  const lines = names.map((_, cell) => lineOf(kept, cell, plot, toX, toY, 1));
  lines.forEach(({ cell, xs, ys }) => {
    const aside = lit !== null && lit !== cell;
    if (plot.band && xs.length) {
      const [least, most] = [0, 2].map((which) => lineOf(kept, cell, plot, toX, toY, which));
      const outline = [...least.xs.map((x, at) => `${x} ${least.ys[at]}`), ...most.xs.map((x, at) => `${x} ${most.ys[at]}`).reverse()];
      drawn.push(shape("path", { class: "band", d: `M${outline.join("L")}Z`, style: `fill: ${hueOf(cell)}`, opacity: aside ? 0.05 : 0.16 }));
    }
    const path = shape("path", { class: "line", d: pathOf(xs, ys), "data-cell": cell, style: `stroke: ${hueOf(cell)}`, opacity: aside ? 0.3 : 1 });
    if (dashOf(cell)) path.setAttribute("stroke-dasharray", dashOf(cell));
    if (plot.behind != null) {
      const { xs, ys } = lineOf(kept, cell, { ...plot, measure: plot.behind }, toX, toY, 1);
      drawn.push(shape("path", { class: "line behind", d: pathOf(xs, ys), "data-behind": cell, style: `stroke: ${hueOf(cell)}; stroke-width: 1`, opacity: aside ? 0.3 : 1 }));
    }
    if (lit === cell) path.setAttribute("stroke-width", "4");
    drawn.push(path);
    const known = kept.filter((record) => Number.isFinite(placeOf(record, cell, against)) && Number.isFinite(valueOf(record, cell, measure)));
    const best = measure === VALIDATION_LOSS || measure === DISTANCE ? turnOf(known.map((record) => valueOf(record, cell, VALIDATION_LOSS))) : -1;
    if (best >= 0) {
      const ring = shape("circle", { class: "best", cx: xs[best], cy: ys[best], r: 0.4 * font, opacity: aside ? 0.3 : 1, style: `stroke: ${hueOf(cell)}` });
      ring.dataset.says = `The lowest validation loss of ${names[cell]}`;
      drawn.push(ring);
    }
  });
  const ends = lines.filter(({ xs }) => xs.length);
  const places = apart(ends.map(({ ys }) => ys[ys.length - 1]), 1.1 * font, box.top, box.bottom);
  ends.forEach(({ cell, xs }, at) => {
    const x = Math.min(xs[xs.length - 1], box.right);
    drawn.push(shape("text", { class: "end", x: x + BESIDE, y: places[at], dy: "0.34em", "data-cell": cell, opacity: lit !== null && lit !== cell ? 0.3 : 1, style: `stroke: ${hueOf(cell)}` }, undefined, named.ends[cell]));
  });
  group.replaceChildren(...drawn);
  return lines;
}

/** @param {number[]} xs @param {number[]} ys */
function pathOf(xs, ys) {
  return xs.map((x, at) => `${at ? "L" : "M"}${x.toFixed(1)} ${ys[at].toFixed(1)}`).join("") + (xs.length === 1 ? "h0" : "") || "M0 0";
}

/** The heights of a plot's measure: its rules and marks, and where a value lies. @param {Plot} plot @param {Box} box */
export function heights(plot, box) {
  const { measure, log } = plot;
  const [low, high] = rangeOf(plot);
  const share = (/** @type {number} */ y) => (log ? Math.log(Math.max(y, low) / low) / Math.log(high / low) : (y - low) / (high - low));
  const toY = (/** @type {number} */ y) => Math.max(box.top - 4, box.bottom - (box.bottom - box.top) * share(y));
  /** @type {Element[]} */
  const drawn = [];
  const marks = log ? logTicks(low, high) : ticks(low, high).filter((value) => value >= low && value <= high);
  for (const value of marks) {
    drawn.push(shape("path", { class: "rule", d: `M${box.left} ${toY(value)}H${box.right}` }));
    const text = isShare(measure) ? `${Number((100 * value).toPrecision(3))}%` : String(Number(value.toPrecision(3)));
    drawn.push(shape("text", { class: "tick", x: box.left - 6, y: toY(value), dy: "0.34em", "text-anchor": "end" }, undefined, text));
  }
  return { toY, drawn };
}

/** Where a loss was the lowest, if it has risen since; -1 where it has not. @param {number[]} losses @returns {number} */
export function turnOf(losses) {
  const best = losses.lastIndexOf(Math.min(...losses));
  return best < losses.length - 1 ? best : -1;
}

/** @param {Rec[]} records @param {number} cell @param {Plot} plot @param {(x: number) => number} toX @param {(y: number) => number} toY @param {number} which @returns {Line} */
function lineOf(records, cell, { measure, against }, toX, toY, which) {
  /** @type {Line} */
  const line = { cell, xs: [], ys: [] };
  for (const record of records) {
    const [x, y] = [placeOf(record, cell, against), valueOf(record, cell, measure, which)];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    line.xs.push(toX(x));
    line.ys.push(toY(y));
  }
  return line;
}

/** The cell whose line is the nearest to a place, within `reach` px, or null. @param {Line[]} lines @param {number} x @param {number} y @param {number} reach */
export function nearest(lines, x, y, reach) {
  /** @type {number | null} */
  let found = null;
  let least = reach;
  for (const { cell, xs, ys } of lines) {
    for (let at = 0; at < xs.length; at += 1) {
      const distance = Math.hypot(xs[at] - x, ys[at] - y);
      if (distance < least) [found, least] = [cell, distance];
    }
  }
  return found;
}
