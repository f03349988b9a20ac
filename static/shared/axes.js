// @ts-check
// The two axes of a square plot: round numbers with ticks, and a name each, in the units of the data.
import { shape } from "./elements.js";

const MINUS = "\u2212";
const AIR = 10; // px between two marks
const SPIKE = 10; // times what a curve began with or has come to: what was larger on the way runs out of the axis

/** One side of a plot. The data's own units are place * factor + shift.
 * @typedef {{low: number, high: number, factor: number, shift: number, name: string}} Axis */

/** Round numbers within [low, high]. @param {number} low @param {number} high @returns {number[]} */
export function ticks(low, high) {
  const raw = (high - low) / 4.5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 3, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + 1e-9 * step; at += 1) found.push(at * step);
  return found;
}

/** Round powers of ten within [low, high], and what lies between few of them. @param {number} low @param {number} high @returns {number[]} */
export function logTicks(low, high) {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const steps = to - from > 3 ? [1] : [1, 2, 5];
  const marks = [];
  for (let power = from; power <= to; power += 1) marks.push(...steps.map((step) => Number((step * 10 ** power).toPrecision(6))));
  return marks.filter((value) => value >= low && value <= high);
}

/** The largest of some curves, for the height of their axis; 0 where nothing is known. A run that has blown up and goes on
 * would leave no room for what comes after: nothing counts that is many times larger than where they begin and where
 * they are. @param {ArrayLike<number>[]} curves in order, NaN where there is no value @returns {number} */
export function heightOf(curves) {
  const known = curves.map((curve) => Array.from(curve).filter(Number.isFinite)).filter((curve) => curve.length);
  let [most, ends] = [0, 0];
  for (const curve of known) {
    for (const value of curve) if (value > most) most = value;
    ends = Math.max(ends, curve[0], curve[curve.length - 1]);
  }
  return Math.min(most, SPIKE * ends);
}

/** Round numbers from 0 to `end`, as many as stand beside each other in `room` with air between them.
 * @param {number} end @param {number} room in px @param {(value: number) => number} widthOf what is written there, in px @returns {number[]} */
export function marksThatFit(end, room, widthOf) {
  const step = 10 ** Math.floor(Math.log10(end / 10));
  const places = (/** @type {number} */ by) => Array.from({ length: Math.floor(end / by + 1e-9) + 1 }, (_, at) => at * by);
  for (const factor of [1, 2, 5, 10, 20, 50]) {
    const found = places(factor * step);
    if (found.every((place) => widthOf(place) + AIR <= (room * factor * step) / end)) return found;
  }
  return [0];
}

/** @param {number} value */
export function tickText(value) {
  const size = Math.abs(value);
  const round = Number(value.toPrecision(4));
  const text = size >= 1e5 || (size > 0 && size < 1e-3) ? round.toExponential() : String(round);
  return text.replace("-", MINUS);
}

/** The marks of an axis: [place, text]. @param {Axis} axis @returns {[number, string][]} */
export function marksOf({ low, high, factor, shift }) {
  if (low === -0.5 && high === 1.5) return [[0, "0"], [1, "1"]]; // a truth table has nothing between 0 and 1
  return ticks(low * factor + shift, high * factor + shift).map((value) => [(value - shift) / factor, tickText(value)]);
}

/** Room that the numbers at the left take. @param {Axis} axis @param {number} size of the type, in pixels */
export function leftRoom(axis, size) {
  const longest = Math.max(2, ...marksOf(axis).map(([, text]) => text.length));
  return Math.min(64, Math.round(longest * size * 0.58 + 12));
}

/** How wide a text is, in px. @typedef {(text: string) => number} WidthOf */
/** An axis as it is written: which of its marks, and whether its name has a line of its own beyond them.
 * @typedef {Axis & {marks: [number, string][], apart: boolean, side: number}} Written */

/** An axis along a side of a square: its name stands between its last two marks, without those that are in its way; where
 * it is too long for the two ends it has a line of its own. @param {Axis} axis @param {number} side in px
 * @param {(text: string) => number} along what a mark takes of the side, in px @param {WidthOf} widthOf a name @returns {Written} */
export function written(axis, side, along, widthOf) {
  const marks = marksOf(axis);
  const left = [...marks];
  const name = widthOf(axis.name);
  const room = () => {
    const [[from, before], [to, last]] = left.slice(-2);
    return ((to - from) / (axis.high - axis.low)) * side - (along(before) + along(last)) / 2 - AIR;
  };
  while (left.length > 2 && room() < name) left.splice(-2, 1);
  const apart = left.length < 2 || room() < name;
  return { ...axis, marks: apart ? marks : left, apart, side };
}

/** Both axes of the largest square that there is room for, in type of `size` px. A name at its left is turned but for a few letters.
 * @param {Axis} across @param {Axis} upward @param {number} size @param {WidthOf} widthOf a name
 * @param {(left: number, below: number) => number} sideFor the side, in px, with so much room for lines of their own
 * @returns {{across: Written, upward: Written, left: number, below: number}} left and below: the room for such lines */
export function squareFor(across, upward, size, widthOf, sideFor) {
  let [left, below] = [0, 0];
  for (;;) {
    const side = sideFor(left, below);
    const both = {
      across: written(across, side, (text) => text.length * size * 0.58, widthOf),
      upward: written(upward, side, () => size, isTurned(upward) ? widthOf : () => 0),
    };
    const needed = [both.upward, both.across].map(({ apart }) => (apart ? lineFor(size) : 0));
    if (needed[0] <= left && needed[1] <= below) return { ...both, left, below };
    [left, below] = needed; // in the smaller square less has room: what is apart stays so
  }
}

/** @param {Axis} axis */
const isTurned = ({ name }) => name.length > 3;

/** What a line of its own takes for a name. @param {number} size of the type, in px */
const lineFor = (size) => Math.round(1.25 * size);

/** Draws both axes around the square. @param {Element} group @param {Written} across @param {Written} upward
 * @param {number} size of the type, in px @param {WidthOf} widthOf a name */
export function paintAxes(group, across, upward, size, widthOf) {
  const { side } = across;
  const toX = (/** @type {number} */ place) => ((place - across.low) / (across.high - across.low)) * side;
  const toY = (/** @type {number} */ place) => ((upward.high - place) / (upward.high - upward.low)) * side;
  const line = side + 5 + size;
  let drawn = `<rect class="edge" x="-0.5" y="-0.5" width="${side + 1}" height="${side + 1}"/>`;
  for (const [place, text] of across.marks) {
    drawn += `<path class="tick" d="M${toX(place)} ${side}v4"/><text x="${toX(place)}" y="${line}" text-anchor="middle">${text}</text>`;
  }
  for (const [place, text] of upward.marks) {
    drawn += `<path class="tick" d="M0 ${toY(place)}h-4"/><text x="-7" y="${toY(place)}" dy="0.34em" text-anchor="end">${text}</text>`;
  }
  group.innerHTML = drawn;
  const [x, y] = [nameAt(across, toX), nameAt(upward, toY)];
  shape("text", { class: "name", "text-anchor": "middle", x, y: line + (across.apart ? lineFor(size) : 0) }, group, cut(across, widthOf));
  const turned = isTurned(upward);
  const left = upward.apart ? -leftRoom(upward, size) - 0.2 * size : turned ? -11 : -7;
  const label = shape("text", { class: "name", "text-anchor": turned ? "middle" : "end", x: left, y, dy: "0.34em" }, group, cut(upward, widthOf));
  if (turned) label.setAttribute("transform", `rotate(-90 ${left} ${y})`);
}

/** The middle of where an axis's name goes. @param {Written} axis @param {(place: number) => number} toPixel */
function nameAt({ marks, apart, side }, toPixel) {
  const [before, last] = marks.slice(-2);
  return apart ? side / 2 : toPixel((last[0] + before[0]) / 2);
}

/** An axis's name, or what of it stands beside the whole side. @param {Written} axis @param {WidthOf} widthOf */
function cut({ name, side }, widthOf) {
  let kept = name;
  while (kept.length > 1 && widthOf(kept === name ? name : `${kept}…`) > side) kept = kept.slice(0, -1);
  return kept === name ? name : `${kept}…`;
}
