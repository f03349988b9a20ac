// @ts-check
// The two axes of a square plot: round numbers with ticks, and a name each, in the units of the data.
import { shape } from "./elements.js";

const MINUS = "\u2212";

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

/** @param {number} value */
function tickText(value) {
  const size = Math.abs(value);
  const text = size >= 1e5 || (size > 0 && size < 1e-3) ? value.toExponential(0) : String(Number(value.toPrecision(4)));
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
  const [below, beside] = [marksOf(across), marksOf(upward)];
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

/** The middle of the room between an axis's last two marks, where its name goes, and the size of that room.
 * @param {[number, string][]} marks @param {(place: number) => number} toPixel */
function betweenLast(marks, toPixel) {
  const [last, before] = [marks.at(-1)?.[0] ?? 0, marks.at(-2)?.[0] ?? 0];
  return { at: toPixel((last + before) / 2), room: Math.abs(toPixel(last) - toPixel(before)) };
}

/** @param {Element} group @param {string} name @param {number} size @param {{at: number, room: number}} place along the
 * axis @param {number} line across it @param {string} anchor @param {boolean} turned */
function write(group, name, size, { at, room }, line, anchor, turned) {
  const most = Math.max(3, Math.floor((room - 2 * size) / (0.58 * size)));
  const [x, y] = anchor === "end" ? [line, at] : [at, line];
  const text = name.length > most ? `${name.slice(0, most - 1)}…` : name;
  const label = shape("text", { class: "name", "text-anchor": turned ? "middle" : anchor, x, y }, group, text);
  if (anchor === "end") label.setAttribute("dy", "0.34em");
  if (turned) label.setAttribute("transform", `rotate(-90 ${x - 4} ${y})`);
}
