// @ts-check
// The plots of a run's course, loss over accuracy: training solid and validation dashed, on one axis of epochs, which
// stands under the lower one. What one points at is told exactly.
import { heightOf, logTicks, marksThatFit, ticks, tickText } from "../shared/axes.js";
import { listen, onResize } from "../shared/context.js";
import { make, shape } from "../shared/elements.js";
import { grouped, inUnits, short } from "../shared/numbers.js";
import { inWords } from "./curves_in_words.js";

/** @typedef {{low: number, high: number, log: boolean}} Range
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box in px
 * @typedef {"loss" | "accuracy"} Quantity
 * @typedef {{columns: [number, number], text: (value: number) => string, tick: (value: number) => string}} Kind
 * `columns`: where training and validation stand in a point */

/** @type {Record<Quantity, Kind>} */
const KINDS = {
  loss: { columns: [1, 2], text: (value) => short(value, 6), tick: tickText },
  accuracy: { columns: [3, 4], text: (value) => short(value, 6), tick: (value) => `${Number((100 * value).toPrecision(3))}%` },
};
const NAMES = ["Training", "Validation"];
const ERRORS = [5, 6]; // where those in the file's units stand in a point
const LEAST = 40; // px; in less nothing can be read
const TWO = 132; // px; in less two plots cannot be read
const AIR = 1.25; // of the type's size, between two marks above each other

/** The epochs to make room for. Axes move in jumps: curves that keep still are easier to read. @param {number} newest
 * @returns {number} */
export function room(newest) {
  let end = 1;
  while (end < newest) end = end < 10 ? end + 1 : Number((end * 1.25).toPrecision(2));
  return end;
}

/** The next value down the ladder ..., 0.1, 0.05, 0.02, 0.01, ... that leaves some air. @param {number} value */
function half(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [5, 2, 1, 0.5].map((step) => step * power).find((step) => step < value / 1.15) ?? value / 2;
}

/** What is shown of the losses. @param {number[][]} curves in order, NaN where nothing is known @param {boolean} log
 * @returns {Range} */
export function rangeOfLosses(curves, log) {
  const high = heightOf(curves);
  if (!log) return { low: 0, high: high * 1.06 || 1, log };
  let low = Infinity;
  for (const curve of curves) for (const value of curve) if (value > 0 && value < low) low = value;
  return high > 0 && low < Infinity ? { low: half(low), high: high * 1.5, log } : { low: 0.01, high: 1, log };
}

/** What is shown of the accuracies; null where there are none. @param {number[][]} curves @returns {Range | null} */
export function rangeOfShares(curves) {
  let low = Infinity;
  for (const curve of curves) for (const value of curve) if (value < low) low = value;
  return low < Infinity ? { low: Math.max(0, Math.floor(low * 10 - 0.01) / 10), high: 1.02, log: false } : null;
}

/** Round values within the range, as many as stand above each other. @param {Range} range @param {number} tall in px
 * @param {number} font in px @returns {number[]} */
export function marksUp({ low, high, log }, tall, font) {
  const all = (log ? logTicks(low, high) : ticks(low, high)).filter((value) => value >= low && value <= high);
  const share = (/** @type {number} */ value) => (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
  for (let every = 1; every < all.length; every += 1) {
    const some = all.filter((_, at) => at % every === 0);
    const close = some.some((value, at) => at > 0 && (share(value) - share(some[at - 1])) * tall < AIR * font);
    if (!close) return some;
  }
  return all.slice(0, 1);
}

/** An epoch as it stands below an axis that ends there. @param {number} value @param {number} end */
const epochText = (value, end) => (end < 2 ? value.toFixed(1) : grouped(value));

/** The epochs that are written below an axis: whole ones, but where it ends before there are two.
 * @param {number} end @param {number} across px @param {(text: string) => number} widthOf in px */
export const epochMarks = (end, across, widthOf) =>
  marksThatFit(end, across, (mark) => widthOf(epochText(mark, end))).filter((mark) => end < 2 || Math.abs(mark - Math.round(mark)) < 1e-9);

/** What is left free beside a plot: to its left for its numbers and its name, which is turned; to its right for half of the
 * number of its last epoch. @param {string[]} numbers @param {string} last @param {number} font in px
 * @param {(text: string) => number} widthOf in px */
export function sidesOf(numbers, last, font, widthOf) {
  const widest = Math.max(0, ...numbers.map(widthOf));
  return { left: Math.max(3.6 * font + 16, widest + 1.5 * font + 10), right: Math.max(14, widthOf(last) / 2 + 2) };
}

/** The place of the point whose epoch is the nearest to this one. @param {number[][]} points in order @param {number} epoch */
export function nearest(points, epoch) {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle][0] < epoch) low = middle + 1;
    else high = middle;
  }
  return low > 0 && epoch - points[low - 1][0] < points[low][0] - epoch ? low - 1 : low;
}

/** A line through what is known; one point alone is a dot. @param {number[][]} points @param {number} column
 * @param {(x: number) => number} toX @param {(y: number) => number} toY */
function line(points, column, toX, toY) {
  let text = "";
  let pen = "M";
  for (const point of points) {
    const y = toY(point[column]);
    text += Number.isFinite(y) ? `${pen}${toX(point[0]).toFixed(1)} ${y.toFixed(1)}` : "";
    pen = Number.isFinite(y) ? "L" : "M";
  }
  return text.includes("L") ? text : `${text || "M0 0"}h0`;
}

/** Puts the plots into `place` and returns how they are painted. @param {HTMLElement} place @param {() => void} onCramped called when there is
 * room for one plot alone, or for both again */
export function curvePlots(place, onCramped) {
  const plots = /** @type {Quantity[]} */ (["loss", "accuracy"]).map((quantity) => {
    const drawing = shape("svg", { role: "img", "data-quantity": quantity });
    const around = make("div", "plot", drawing);
    place.append(around);
    return { ...KINDS[quantity], quantity, around, drawing, drawn: shape("g", {}, drawing), cross: shape("path", { class: "cross" }, drawing), toX: (/** @type {number} */ x) => x, toEpoch: (/** @type {number} */ x) => x };
  });
  const tip = make("div", "tip");
  tip.hidden = true;
  place.append(tip);
  const pen = /** @type {CanvasRenderingContext2D} */ (make("canvas").getContext("2d"));
  /** @type {number[][]} */
  let points = [];
  let log = false;
  let undivided = false;
  /** @type {import("../messages").History["error"]} */
  let error = null;
  /** What is pointed at. @type {{plot: typeof plots[number], x: number} | null} */
  let pointed = null;

  /** @type {Quantity} which of them is drawn where there is no room for both */
  let only = "loss";
  /** Whether there is room for one legible plot alone: always so in large type on a low screen. */
  const cramped = () => (document.documentElement.dataset.projector === "on" && innerHeight < 900) || (place.clientHeight > 0 && place.clientHeight < TWO);
  let wasCramped = cramped();

  /** @param {Quantity} quantity @param {[number, number]} columns @returns {Range | null} */
  function rangeOf(quantity, columns) {
    const curves = columns.map((column) => points.map((point) => point[column]));
    return quantity === "loss" ? rangeOfLosses(curves, log) : rangeOfShares(curves);
  }

  function paint() {
    const style = getComputedStyle(place);
    const font = parseFloat(style.fontSize);
    pen.font = `${style.fontSize} ${style.fontFamily}`;
    const low = cramped();
    if (low !== wasCramped) onCramped();
    wasCramped = low;
    const [loss, accuracy] = plots;
    const ranges = plots.map(({ quantity, columns }) => rangeOf(quantity, columns));
    // Before anything has come, there is room for both.
    const none = points.length > 0 && !ranges[1];
    accuracy.around.hidden = none || (low && only === "loss");
    loss.around.hidden = low && !none && only === "accuracy";
    loss.around.toggleAttribute("data-lowest", accuracy.around.hidden);
    accuracy.around.toggleAttribute("data-lowest", !accuracy.around.hidden);
    const shown = plots.map((plot, at) => ({ plot, range: ranges[at] ?? { low: 0, high: 1.02, log: false } })).filter(({ plot }) => !plot.around.hidden);
    const end = room(points.length ? points[points.length - 1][0] : 0);
    // Both stand over one axis: what the longest number needs, beside the name and half beyond the end, is left by both.
    const sides = sidesOf(shown.flatMap(({ plot, range }) => marksUp(range, plot.drawing.clientHeight, font).map(plot.tick)), epochText(end, end), font, (text) => pen.measureText(text).width);
    for (const { plot, range } of shown) paintPlot(plot, range, { font, low, end, ...sides });
    point();
  }

  /** @param {typeof plots[number]} plot @param {Range} range @param {{font: number, low: boolean, end: number, left: number, right: number}} how
   * the size of the type, whether the screen is low, the last epoch there is room for, and what the numbers take beside the plot, in px */
  function paintPlot(plot, range, { font, low, end, left, right }) {
    const { quantity, columns, around, drawing, drawn } = plot;
    const [width, height] = [drawing.clientWidth, drawing.clientHeight];
    if (width < LEAST || height < LEAST) return;
    const lowest = around.hasAttribute("data-lowest");
    const edge = Math.max(6, 0.45 * font); // half of a number, at the first and the last mark
    /** @type {Box} */
    const box = { left, right: width - right, top: edge, bottom: height - (lowest ? (low ? 1.6 : 2.8) * font : edge) };
    const across = box.right - box.left;
    const toX = (/** @type {number} */ x) => box.left + (across * x) / end;
    const share = (/** @type {number} */ y) => (range.log ? Math.log(y / range.low) / Math.log(range.high / range.low) : (y - range.low) / (range.high - range.low));
    // What is larger runs out at the top; of what has no logarithm nothing is shown.
    const toY = (/** @type {number} */ y) => (range.log && !(y > 0) ? NaN : Math.max(-height, box.bottom - (box.bottom - box.top) * share(y)));
    Object.assign(plot, { toX, toEpoch: (/** @type {number} */ x) => ((x - box.left) / across) * end });
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    Object.assign(drawing.dataset, { low: String(range.low), high: String(range.high), end: String(end), scale: range.log ? "log" : "linear" });
    /** @type {SVGElement[]} */
    const made = [shape("rect", { class: "ground", x: box.left, y: box.top, width: across, height: box.bottom - box.top })];
    for (const value of marksUp(range, box.bottom - box.top, font)) {
      const y = toY(value).toFixed(1);
      made.push(shape("path", { class: "rule", d: `M${box.left} ${y}H${box.right}` }));
      made.push(shape("text", { x: box.left - 6, y, dy: "0.34em", "text-anchor": "end" }, undefined, plot.tick(value)));
    }
    for (const value of epochMarks(end, across, (text) => pen.measureText(text).width)) {
      made.push(shape("path", { class: "rule", d: `M${toX(value).toFixed(1)} ${box.top}V${box.bottom + (lowest ? 4 : 0)}` }));
      if (lowest) made.push(shape("text", { x: toX(value), y: box.bottom + 1.25 * font, "text-anchor": "middle" }, undefined, epochText(value, end)));
    }
    made.push(shape("path", { class: "axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }));
    if (lowest && !low) made.push(shape("text", { class: "name", x: (box.left + box.right) / 2, y: box.bottom + 2.4 * font, "text-anchor": "middle" }, undefined, "epoch"));
    const [x, y] = [0.9 * font, (box.top + box.bottom) / 2];
    made.push(shape("text", { class: "name", x, y, "text-anchor": "middle", transform: `rotate(-90 ${x} ${y})` }, undefined, quantity));
    columns.forEach((column, at) => {
      if (at && undivided) return;
      made.push(shape("path", { class: at ? "line validation" : "line", "data-points": points.length, d: line(points, column, toX, toY) }));
    });
    drawn.replaceChildren(...made);
    name(plot);
  }

  /** @param {typeof plots[number]} plot */
  function name({ quantity, columns, text, drawing }) {
    const shown = (/** @type {number[]} */ of) => (undivided ? of.slice(0, 1) : of);
    const words = inWords(quantity === "loss" ? "Loss" : "Accuracy", points, shown(columns), text);
    const known = quantity === "loss" && error && Number.isFinite(points[points.length - 1]?.[ERRORS[0]]);
    drawing.setAttribute("aria-label", known ? `${words}. ${inWords(`${error?.short} in ${error?.of}`, points, shown(ERRORS), (off) => inUnits([off])[0])}` : words);
  }

  /** @param {number[]} at @param {typeof plots[number]} plot @returns {[string, string, string][]} */
  function told(at, { quantity, columns, text }) {
    const off = (/** @type {number} */ index) => (quantity === "loss" && error && Number.isFinite(at[ERRORS[index]]) ? `, ${error.short} ${inUnits([at[ERRORS[index]]])[0]}` : "");
    return NAMES.slice(0, undivided ? 1 : 2).map((which, index) => [which, text(at[columns[index]]), off(index)]);
  }

  /** Tells of what is pointed at, as it is now. */
  function point() {
    for (const plot of plots) plot.cross.toggleAttribute("hidden", plot !== pointed?.plot);
    tip.hidden = !pointed || !points.length;
    if (!pointed || !points.length) return;
    const { plot, x } = pointed;
    const at = points[nearest(points, plot.toEpoch(x))];
    const where = plot.toX(at[0]);
    const { width, height } = plot.drawing.viewBox.baseVal;
    plot.cross.setAttribute("d", `M${where.toFixed(1)} 0V${height}`);
    const lines = told(at, plot).map(([which, value, off]) => make("div", "", `${which} `, make("b", "", value), off));
    tip.replaceChildren(make("div", "", `Epoch ${short(at[0], 6)}`), ...lines);
    // Beside the line, on the side where there is more room.
    const left = where > width / 2;
    tip.style.left = left ? "" : `${where + 8}px`;
    tip.style.right = left ? `${place.clientWidth - where + 8}px` : "";
    tip.style.top = `${plot.around.offsetTop + 8}px`;
  }

  function leave() {
    pointed = null;
    point();
  }
  const stops = plots.flatMap((plot) => [
    ...["pointerdown", "pointermove"].map((kind) =>
      listen(plot.drawing, kind, (event) => {
        pointed = { plot, x: event.clientX - plot.drawing.getBoundingClientRect().left };
        point();
      })),
    // A finger that is taken away leaves what it tapped to be read, until the next tap elsewhere.
    listen(plot.drawing, "pointerleave", (event) => event.pointerType !== "touch" && leave()),
    listen(plot.drawing, "pointercancel", leave),
  ]);
  stops.push(listen(window, "pointerdown", (event) => pointed && !event.composedPath().includes(place) && leave()));
  stops.push(onResize(place, paint), listen(window, "resize", paint));
  return {
    get cramped() {
      return cramped();
    },
    get only() {
      return only;
    },
    /** @param {Quantity} quantity what is drawn where there is no room for both */
    draw(quantity) {
      only = quantity;
      paint();
    },
    /** The theme, the size of the type or of the screen is another. */
    paint,
    /** @param {number[][]} newest as in COLUMNS of course.js @param {{log: boolean, undivided: boolean, error: typeof error}} how */
    show(newest, how) {
      points = newest;
      ({ log, undivided, error } = how);
      paint();
    },
    leave: () => stops.forEach((stop) => stop()),
  };
}
