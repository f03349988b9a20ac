// @ts-check
// Marks of data points. A class has a shape as well as a hue, so that it can be told without the hue; a value has a
// square when it is negative and a circle when it is not.
import { make } from "./elements.js";

/** @param {number} corners @param {number} turn @param {number} [inner] radius of every second corner, for a star */
function corners(corners, turn, inner) {
  const count = inner ? corners * 2 : corners;
  return Array.from({ length: count }, (_, at) => {
    const angle = turn + (2 * Math.PI * at) / count;
    const size = inner && at % 2 ? inner : 1;
    return [Math.sin(angle) * size, -Math.cos(angle) * size];
  });
}

/** @param {number} arm half the width of an arm @param {number} turn */
function cross(arm, turn) {
  const far = 1.05;
  const outline = [[-arm, -far], [arm, -far], [arm, -arm], [far, -arm], [far, arm], [arm, arm],
    [arm, far], [-arm, far], [-arm, arm], [-far, arm], [-far, -arm], [-arm, -arm]];
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  return outline.map(([x, y]) => [x * c - y * s, x * s + y * c]);
}

// Outlines around (0, 0), of about the same area; null is the circle.
const OUTLINES = [
  [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  null,
  corners(3, 0).map(([x, y]) => [x * 1.3, y * 1.3 + 0.15]),
  corners(4, 0).map(([x, y]) => [x * 1.2, y * 1.2]),
  corners(3, Math.PI).map(([x, y]) => [x * 1.3, y * 1.3 - 0.15]),
  cross(0.4, 0),
  cross(0.4, Math.PI / 4),
  corners(5, 0, 0.5).map(([x, y]) => [x * 1.3, y * 1.3]),
  corners(5, 0).map(([x, y]) => [x * 1.1, y * 1.1]),
  corners(6, 0).map(([x, y]) => [x * 1.1, y * 1.1]),
];

/** SVG path of the mark of class `index`, around (x, y). @param {number} index @param {number} x @param {number} y
 * @param {number} radius @returns {string} */
export function markPath(index, x, y, radius) {
  const outline = OUTLINES[index % OUTLINES.length];
  if (!outline) return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
  return "M" + outline.map(([dx, dy]) => `${x + dx * radius} ${y + dy * radius}`).join("L") + "Z";
}

/** Which mark a target gets: its class, or the sign of its value. @param {string} kind @param {number} target */
export function markOf(kind, target) {
  return kind === "regression" ? Number(target >= 0) : target;
}

/** A CSS colour as a canvas can use it. @param {HTMLElement} el any element under the theme @param {string} colour */
export function resolved(el, colour) {
  const before = el.style.color;
  el.style.color = colour;
  const found = getComputedStyle(el).color;
  el.style.color = before;
  return found;
}

/** A CSS colour as [red, green, blue], 0 to 255. @param {HTMLElement} el @param {string} colour @returns {number[]} */
export function channels(el, colour) {
  const context = make("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return [128, 128, 128];
  context.fillStyle = resolved(el, colour);
  context.fillRect(0, 0, 1, 1);
  return Array.from(context.getImageData(0, 0, 1, 1).data.subarray(0, 3));
}
