// @ts-check
// Where the points and the grid of a space are drawn, between where they lie and where a layer puts them.

/** @typedef {import("../shared/topics").Topics["spaces"]} Spaces */

/** A share of a way that begins and ends gently. @param {number} share */
export const grown = (share) => share * share * (3 - 2 * share);

/** Between two pictures, or two places. @template {Float32Array | number[]} Numbers @param {Numbers} one @param {Numbers} other @param {number} share */
export const mixed = (one, other, share) => /** @type {Numbers} */ (one.map((value, at) => value + (other[at] - value) * share));

/** Everything in shares of the plot, x and y, the grid and then the points: so far on the way from the plane to the layer.
 * @param {Pick<Spaces, "grid" | "plane" | "points" | "flat" | "boxes">} space @param {number} share @returns {Float32Array} */
export function placesIn({ grid, plane, points, flat, boxes }, share) {
  const found = new Float32Array(grid.length + points.length);
  /** @param {Float32Array} there @param {Float32Array} here @param {number} start */
  const put = (there, here, start) => {
    for (let at = 0; at < there.length; at += 1) {
      const axis = 2 * (at % 2);
      const [low, high, lowH, highH] = [boxes[axis], boxes[axis + 1], boxes[4 + axis], boxes[5 + axis]];
      const x = (here[at] - low) / (high - low);
      const h = (there[at] - lowH) / (highH - lowH);
      found[start + at] = x + (h - x) * share;
    }
  };
  put(grid, plane, 0);
  put(points, flat, grid.length);
  return found;
}

/** A cell of the grid, cut where one class gives way to another: its parts, each with its class and its outline, and the
 * lines between them. On a side of the cell two classes are level where their `leads` divide it; where there are more than
 * two such places, the parts meet between them.
 * @param {number[]} around its corners, numbers of places @param {Uint8Array} answers @param {Float32Array} leads @param {Float32Array} places */
export function cutCell(around, answers, leads, places) {
  const placeOf = (/** @type {number} */ at) => [places[2 * at], places[2 * at + 1]];
  const start = around.findIndex((at, turn) => answers[at] !== answers[/** @type {number} */ (around.at(turn - 1))]);
  if (start < 0) return { parts: [{ answer: answers[around[0]], outline: around.map(placeOf) }], lines: [] };
  const parts = [];
  /** @type {number[][]} */
  const level = [];
  let before = /** @type {number} */ (around.at(start - 1));
  for (const at of [...around.slice(start), ...around.slice(0, start)]) {
    if (answers[at] !== answers[before]) {
      const sum = leads[before] + leads[at];
      level.push(mixed(placeOf(before), placeOf(at), sum ? leads[before] / sum : 0.5));
      parts.push({ answer: answers[at], outline: [level[level.length - 1]] });
    }
    parts[parts.length - 1].outline.push(placeOf(at));
    before = at;
  }
  const [x, y] = [0, 1].map((axis) => level.reduce((sum, place) => sum + place[axis], 0) / level.length);
  const meeting = level.length > 2 ? [[x, y]] : [];
  parts.forEach(({ outline }, part) => outline.push(level[(part + 1) % level.length], ...meeting));
  return { parts, lines: meeting.length ? level.map((place) => [place, [x, y]]) : [level] };
}

/** Where what is answered on a grid turns, 128 being the middle: pieces of lines, wherever the grid is drawn.
 * @param {Uint8Array} answers @param {number} side @param {Float32Array} places @returns {number[][][]} */
export function turns(answers, side, places) {
  const found = [];
  for (let row = 1; row < side; row += 1) {
    for (let column = 1; column < side; column += 1) {
      const corner = row * side + column;
      const around = [corner, corner - 1, corner - side - 1, corner - side];
      const crossed = [];
      for (let at = 0; at < 4; at += 1) {
        const [one, other] = [around[at], around[(at + 1) % 4]];
        const [low, high] = [answers[one] - 127.5, answers[other] - 127.5];
        if (low < 0 === high < 0) continue;
        const share = low / (low - high);
        crossed.push([0, 1].map((axis) => places[2 * one + axis] + (places[2 * other + axis] - places[2 * one + axis]) * share));
      }
      for (let at = 1; at < crossed.length; at += 2) found.push([crossed[at - 1], crossed[at]]);
    }
  }
  return found;
}
