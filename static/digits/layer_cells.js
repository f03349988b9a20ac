// @ts-check
// Where the layers of the network that reads digits stand, and their neurons as cells: one a neuron, as dark as active.
import { hatchedTables, strokeCell } from "../shared/hatching.js";
import { largest } from "../shared/numbers.js";


const [LARGEST_PICTURE, SMALLEST_ROW] = [120, 64];
const FEWEST = 16; // cells that a column has room for at least
export const TOP = 74; // below the layers' headers and activations
export const BELOW = 34; // for the handles

/** How many neurons columns are drawn for: a width that is dragged changes the cells' size only now and then.
 * @param {number[]} widths */
export function roomFor(widths) {
  let room = FEWEST;
  while (room < Math.max(0, ...widths)) room *= 2;
  return room;
}

/** @param {{width: number, height: number, count: number, room: number}} view count: hidden layers, room: neurons a column
 * has room for */
export function arrangeLayers({ width, height, count, room }) {
  const high = Math.max(SMALLEST_ROW, height - TOP - BELOW);
  const wanted = width / (count + 2);
  const picture = Math.max(56, Math.min(LARGEST_PICTURE, high, wanted * 0.8));
  const [first, last] = [picture / 2 + 10, width - 42];
  const across = (last - first) / (count + 1);
  // As many cells side by side as make them largest.
  let [side, columns] = [0, 1];
  for (let tried = 4; tried <= 32; tried += 1) {
    const fits = Math.min(high / Math.ceil(room / tried), (across - 26) / tried, 16);
    if (fits > side + 0.01) [side, columns] = [fits, tried];
  }
  side = Math.max(2, side);
  return {
    high,
    picture,
    across,
    side,
    columns,
    input: first,
    output: last,
    layers: Array.from({ length: count }, (_, at) => first + (at + 1) * across),
    gaps: Array.from({ length: count + 1 }, (_, at) => first + (at + 0.5) * across),
  };
}

/** The size of a column of `width` neurons. @param {number} width @param {{side: number, columns: number}} cells */
export function columnSize(width, { side, columns }) {
  return { wide: Math.min(width, columns) * side, high: Math.ceil(width / columns) * side };
}

/** Paints one layer's cells. Without `values` they are empty. @param {HTMLCanvasElement} canvas @param {number} width
 * @param {ArrayLike<number> | null} values @param {{side: number, columns: number, empty: string}} look */
export function paintCells(canvas, width, values, { side, columns, empty }) {
  const dense = Math.min(2, window.devicePixelRatio || 1);
  const size = columnSize(width, { side, columns });
  canvas.width = Math.ceil(size.wide * dense);
  canvas.height = Math.ceil(size.high * dense);
  canvas.style.width = `${canvas.width / dense}px`;
  canvas.style.height = `${canvas.height / dense}px`;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(dense, dense);
  const gap = side >= 5 ? 1 : 0;
  const most = values ? largest(values) : 0;
  const tables = hatchedTables();
  for (let unit = 0; unit < width; unit += 1) {
    const [x, y, wide] = [(unit % columns) * side, Math.floor(unit / columns) * side, side - gap];
    const [beside, under] = values ? tables.map((table) => css(table[128 + Math.round((127 * values[unit]) / most)])) : [empty, empty];
    context.fillStyle = beside;
    context.fillRect(x, y, wide, wide);
    if (beside !== under) strokeCell(context, [x, y, wide], under);
  }
}

/** @param {number} packed */
function css(packed) {
  return `rgb(${packed & 255} ${(packed >> 8) & 255} ${(packed >> 16) & 255})`;
}
