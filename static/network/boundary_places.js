// @ts-check
// Places on the big map: from the data's units to the plot's pixels and back, over the plane or over the line, and
// which point is where.
import { largest } from "../shared/numbers.js";

/** @typedef {import("./boundary_board.js").Board} Board */

/** Whether the data are points of a line, drawn with their values upward. @param {Board} board @returns {boolean} */
export const isFlat = ({ data }) => data?.dimension === 1;

/** How many points there are. @param {Board} board @returns {number} */
export const countOf = ({ data }) => (data ? data.targets.length : 0);

/** Whether a point is drawn, and can be picked: those that validate may be hidden. @param {Board} board @param {number} index */
export const isShown = ({ data, looks }, index) => looks.validation_points || data.undivided || data.train[index] === 1;

/** Low and high of both sides of the plot, whatever the dimension. @param {Board} board @returns {number[][]} */
export function domainOf(board) {
  const { data, range } = board;
  return data ? [data.domain[0], isFlat(board) ? range : data.domain[1]] : [[-6, 6], [-6, 6]];
}

/** The curve that is to be learned, where it is known: of a dataset to choose, or of a function that was typed or drawn.
 * @param {Board} board @returns {{points: Float32Array, targets: Float32Array} | null} */
export function targetCurve({ data, samples }) {
  if (data.dimension !== 1 || data.source === "csv") return null;
  if (!data.truth) return samples.get(data.name) ?? null;
  const [low, high] = data.domain[0];
  /** @type {Float32Array} */
  const targets = data.truth;
  return { targets, points: Float32Array.from(targets, (_, at) => low + ((high - low) * at) / (targets.length - 1)) };
}

/** @param {Board} board @returns {string[]} */
export const axisNames = (board) => board.data?.names ?? (isFlat(board) ? ["x"] : ["x1", "x2"]);

/** @param {Board} board */
export const valueUnits = ({ data }) => ({ factor: data.target_scale ?? 1, shift: data.target_offset ?? 0 });

/** One side of the plot, in the file's own units when there are such. @param {Board} board @param {number} at
 * @returns {import("../shared/axes.js").Axis} */
export function axisOf(board, at) {
  const { data, frame } = board;
  const [low, high] = domainOf(board)[at];
  if (isFlat(board) && at === 1) return { low, high, ...valueUnits(board), name: frame?.probe ? "a" : (data.target_name ?? "y") };
  return { low, high, factor: data?.scale?.[at] ?? 1, shift: data?.offset?.[at] ?? 0, name: axisNames(board)[at] ?? "" };
}

/** @param {Board} board @param {number} index of a point @returns {[number, number]} */
export function placeOf(board, index) {
  const { data, carried } = board;
  if (carried?.index === index) return [carried.x, carried.y];
  return isFlat(board) ? [data.points[index], data.targets[index]] : [data.points[2 * index], data.points[2 * index + 1]];
}

/** Changes where a point is. @param {Board} board @param {number} index @param {number} x @param {number} y */
export function put(board, index, x, y) {
  const { data } = board;
  if (isFlat(board)) {
    data.points[index] = x;
    data.targets[index] = y;
  } else data.points.set([x, y], 2 * index);
}

/** @param {Board} board @param {number} x @param {number} y @returns {[number, number]} in pixels of the plot */
export function toPixel(board, x, y) {
  const [[xLow, xHigh], [yLow, yHigh]] = domainOf(board);
  return [((x - xLow) / (xHigh - xLow)) * board.side, ((yHigh - y) / (yHigh - yLow)) * board.side];
}

/** @param {Board} board @param {number} across @param {number} down @returns {[number, number]} */
export function toPlace(board, across, down) {
  const { side } = board;
  const [[xLow, xHigh], [yLow, yHigh]] = domainOf(board);
  const within = (/** @type {number} */ share) => Math.min(1, Math.max(0, share));
  return [xLow + within(across / side) * (xHigh - xLow), yHigh - within(down / side) * (yHigh - yLow)];
}

/** The nearest point within `reach` pixels, or -1. @param {Board} board @param {number} across @param {number} down
 * @param {number} reach */
export function nearest(board, across, down, reach) {
  let [best, least] = [-1, reach * reach];
  for (let index = 0; index < countOf(board); index += 1) {
    if (!isShown(board, index)) continue;
    const [x, y] = toPixel(board, ...placeOf(board, index));
    const distance = (x - across) ** 2 + (y - down) ** 2;
    if (distance <= least) [best, least] = [index, distance];
  }
  return best;
}

/** The nearest point in a direction, seen from the chosen one, or -1. @param {Board} board @param {number} dx
 * @param {number} dy */
export function nextTowards(board, dx, dy) {
  const { chosen, side } = board;
  const [x0, y0] = toPixel(board, ...placeOf(board, chosen));
  let [best, least] = [-1, Infinity];
  for (let index = 0; index < countOf(board); index += 1) {
    if (index === chosen || !isShown(board, index)) continue;
    const [x, y] = toPixel(board, ...placeOf(board, index));
    const ahead = (x - x0) * dx + (y - y0) * dy;
    const aside = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx);
    if (ahead <= 0 && !(ahead === 0 && aside === 0 && index > chosen)) continue;
    const cost = aside > ahead ? 4 * side + aside : ahead + 2 * aside; // straight ahead before aside
    if (cost < least) [best, least] = [index, cost];
  }
  return best;
}

/** The largest target, which gets the full colour. @param {Board} board @returns {number} */
export const reachOf = ({ data }) => largest(data.targets);

/** Fits the height that a curve is drawn over to the data, or to the neuron that is looked at.
 * @param {Board} board @returns {boolean} whether it is another */
export function measure(board) {
  if (!isFlat(board)) return false;
  const { frame } = board;
  let most = 1.1 * reachOf(board);
  if (frame?.probe && frame.dimension === 1) {
    most = 0; // of a neuron that is 0 everywhere, too
    for (const value of frame.map) if (Math.abs(value) > most) most = Math.abs(value);
  }
  const steps = [1.25, 1.5, 2, 3, 5, 8, 12];
  const power = 10 ** Math.floor(Math.log10(most / 1.25 || 1));
  const high = power * (steps.find((step) => step * power >= most) ?? 12.5);
  if (high === board.range[1]) return false;
  board.range = [-high, high];
  return true;
}
