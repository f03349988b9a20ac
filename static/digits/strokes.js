// @ts-check
// A drawing: strokes of points between 0 and 1, with undo. What is too much for a message is not taken.

/** @typedef {number[]} Stroke x0, y0, x1, y1, … */

export const MOST_STROKES = 200;
export const MOST_POINTS = 4000;
const NEAR = 0.004; // points closer than this to the last one would not be seen
const DIGITS = 1e4; // four decimals are a fortieth of a pixel

/** @param {number} share */
const within = (share) => Math.round(Math.min(1, Math.max(0, share)) * DIGITS) / DIGITS;

export function drawing() {
  /** @type {Stroke[]} */
  let strokes = [];
  /** What was there before each stroke and each clearing. @type {Stroke[][]} */
  let past = [];
  let points = 0;

  const count = () => strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);

  return {
    /** A new stroke. Answers false when there is no room for it. @param {number} x @param {number} y */
    begin(x, y) {
      if (strokes.length >= MOST_STROKES || points >= MOST_POINTS) return false;
      past.push(strokes);
      strokes = [...strokes, [within(x), within(y)]];
      points += 1;
      return true;
    },
    /** The last stroke goes on. Answers false when nothing was added. @param {number} x @param {number} y */
    extend(x, y) {
      const stroke = strokes[strokes.length - 1];
      if (!stroke || points >= MOST_POINTS) return false;
      const [nextX, nextY] = [within(x), within(y)];
      const at = stroke.length;
      if (Math.hypot(nextX - stroke[at - 2], nextY - stroke[at - 1]) < NEAR) return false;
      stroke.push(nextX, nextY);
      points += 1;
      return true;
    },
    /** Another drawing in its place; undo brings this one back. @param {ArrayLike<number>[]} other */
    replace(other) {
      past.push(strokes);
      strokes = other.map((stroke) => Array.from(stroke, within));
      points = count();
    },
    /** Answers false when there is nothing to take back. */
    undo() {
      const before = past.pop();
      if (!before) return false;
      strokes = before;
      points = count();
      return true;
    },
    /** Away with all of it; undo brings it back. */
    clear() {
      if (!strokes.length) return;
      past.push(strokes);
      strokes = [];
      points = 0;
    },
    get strokes() {
      return strokes;
    },
    get empty() {
      return !strokes.length;
    },
    get full() {
      return strokes.length >= MOST_STROKES || points >= MOST_POINTS;
    },
    get undoable() {
      return past.length > 0;
    },
  };
}

/** Paints the strokes. @param {CanvasRenderingContext2D} context
 * @param {Stroke[]} strokes @param {{side: number, thickness: number, colour: string}} look side of the canvas in its own
 * pixels, thickness as a share of it */
export function paintStrokes(context, strokes, { side, thickness, colour }) {
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = thickness * side;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    if (stroke.length === 2) {
      context.arc(stroke[0] * side, stroke[1] * side, (thickness * side) / 2, 0, 2 * Math.PI);
      context.fill();
      continue;
    }
    for (let at = 0; at < stroke.length; at += 2) context.lineTo(stroke[at] * side, stroke[at + 1] * side);
    context.stroke();
  }
}

/** Whether a place is on the pad. @param {[number, number]} place */
export const inside = (place) => place.every((share) => share >= 0 && share <= 1);

/** Where the way from a place on the pad to one beyond its edge crosses the edge.
 * @param {[number, number]} from @param {[number, number]} to @returns {[number, number]} */
export function edgeBetween(from, to) {
  const shares = from.map((start, axis) => (to[axis] < 0 ? start / (start - to[axis]) : to[axis] > 1 ? (1 - start) / (to[axis] - start) : 1));
  const share = Math.min(...shares);
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
}
