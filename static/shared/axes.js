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

/** Draws both axes around a square of `side` pixels. @param {Element} group @param {number} side @param {Axis} across
 * @param {Axis} upward @param {number} size of the type, in pixels */
export function paintAxes(group, side, across, upward, size) {
  const toX = (/** @type {number} */ place) => ((place - across.low) / (across.high - across.low)) * side;
  const toY = (/** @type {number} */ place) => ((upward.high - place) / (upward.high - upward.low)) * side;
  const below = withRoom(marksOf(across), across.name, size, toX);
  const beside = upward.name.length > 3 ? withRoom(marksOf(upward), upward.name, size, toY) : marksOf(upward);
  const line = side + 5 + size;
  let drawn = `<rect class="edge" x="-0.5" y="-0.5" width="${side + 1}" height="${side + 1}"/>`;
  for (const [place, text] of below) {
    drawn += `<path class="tick" d="M${toX(place)} ${side}v4"/><text x="${toX(place)}" y="${line}" text-anchor="middle">${text}</text>`;
  }
  for (const [place, text] of beside) {
    drawn += `<path class="tick" d="M0 ${toY(place)}h-4"/><text x="-7" y="${toY(place)}" dy="0.34em" text-anchor="end">${text}</text>`;
  }
  group.innerHTML = drawn;
  write(group, across.name, size, betweenLast(below, toX), line, "middle", false);
  write(group, upward.name, size, betweenLast(beside, toY), -7, "end", upward.name.length > 3);
}

/** The marks without those that stand where the name must go, before the last one. @param {[number, string][]} marks
 * @param {string} name @param {number} size of the type, in pixels @param {(place: number) => number} toPixel */
export function withRoom(marks, name, size, toPixel) {
  const left = [...marks];
  while (left.length > 2 && lettersIn(betweenLast(left, toPixel).room, size) < name.length) left.splice(-2, 1);
  return left;
}

/** How many letters there is room for. @param {number} room @param {number} size of the type, in pixels */
const lettersIn = (room, size) => Math.max(3, Math.floor((room - 2 * size) / (0.58 * size)));

/** The middle of the room between an axis's last two marks, where its name goes, and the size of that room.
 * @param {[number, string][]} marks @param {(place: number) => number} toPixel */
function betweenLast(marks, toPixel) {
  const [last, before] = [marks.at(-1)?.[0] ?? 0, marks.at(-2)?.[0] ?? 0];
  return { at: toPixel((last + before) / 2), room: Math.abs(toPixel(last) - toPixel(before)) };
}

/** @param {Element} group @param {string} name @param {number} size @param {{at: number, room: number}} place along the
 * axis @param {number} line across it @param {string} anchor @param {boolean} turned */
function write(group, name, size, { at, room }, line, anchor, turned) {
  const most = lettersIn(room, size);
  const [x, y] = anchor === "end" ? [line, at] : [at, line];
  const text = name.length > most ? `${name.slice(0, most - 1)}…` : name;
  const label = shape("text", { class: "name", "text-anchor": turned ? "middle" : anchor, x, y }, group, text);
  if (anchor === "end") label.setAttribute("dy", "0.34em");
  if (turned) label.setAttribute("transform", `rotate(-90 ${x - 4} ${y})`);
}
