// @ts-check
// A stroke of a curve that is drawn by hand: places over the line, few enough for a message. What function they make the
// engine says.

export const LINE = 6; // the line goes from -6 to 6
export const HIGH = 1; // and heights from -1 to 1
export const MOST_POINTS = 400;
const DIGITS = 1000;

/** @typedef {[x: number, y: number]} Place */

/** @param {number} value @param {number} most */
const within = (value, most) => Math.round(Math.min(most, Math.max(-most, value)) * DIGITS) / DIGITS;

/** The place at shares of a pad from its upper left. @param {number} across @param {number} down @returns {Place} */
export const placeAt = (across, down) => [within((2 * across - 1) * LINE, LINE), within((1 - 2 * down) * HIGH, HIGH)];

/** A stroke with one more place. One that has become too long loses every other of its places, never an end.
 * @param {Place[]} stroke @param {Place} place @returns {Place[]} */
export function extended(stroke, place) {
  const last = stroke.at(-1);
  if (last && last[0] === place[0] && last[1] === place[1]) return stroke;
  const kept = stroke.length < MOST_POINTS ? stroke : stroke.filter((_, at) => at % 2 === 0 || at === stroke.length - 1);
  return [...kept, place];
}

/** The path of places in a pad of such a size. @param {Place[]} places @param {number} width @param {number} height */
export function pathOf(places, width, height) {
  const spots = places.map(([x, y]) => `${(((x / LINE + 1) / 2) * width).toFixed(1)} ${(((1 - y / HIGH) / 2) * height).toFixed(1)}`);
  return spots.length ? `M${spots.join("L")}${spots.length === 1 ? "h0.01" : ""}` : "";
}

/** Heights evenly along the line as places. @param {ArrayLike<number>} heights @returns {Place[]} */
export const placesOf = (heights) =>
  Array.from(heights, (height, at) => /** @type {Place} */ ([(2 * at / (heights.length - 1) - 1) * LINE, height]));
