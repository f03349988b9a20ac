// @ts-check
// What is negative is orange, and hatched too: the sign of a picture holds without hue, on paper, on a pale projector and
// for eyes that see none.
import { make } from "./elements.js";
import { signedTable } from "./palette.js";

const [CLOSE, WIDE] = [6, 10]; // px across from one stroke to the next, on what is small and on what is large
const LARGE = 120; // px, from there on a picture is large
const DARKER = 0.26; // than what lies around it a stroke is
const STROKE = 1.1; // px
const FINEST = 12; // pixels that an element of a picture is painted with, to a side
const LEVELS = [0.04, 0.25]; // of the largest size: from each on a stroke is darker
const FULL = 0.3; // of the largest size: from there on a stroke is as dark as it gets

/** Heights of a map that is `grid` wide, its first at `from`.
 * @typedef {{map: Uint8Array | Uint16Array, grid: number, from?: number}} Picture */

/** @param {number} at of the 256 entries of the palette @returns {number} share of its light that a stroke takes */
const shade = (at) => DARKER * Math.min(1, Math.max(0, 128 - at) / 128 / FULL);

/** The signed palette beside a stroke, and under one: what is negative is darker there, what is not as it is.
 * @returns {[Uint32Array, Uint32Array]} */
export function hatchedTables() {
  const beside = signedTable();
  const under = beside.map((entry, at) => {
    const [r, g, b] = [0, 8, 16].map((bits) => Math.round(((entry >>> bits) & 255) * (1 - shade(at))));
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
  return [beside, under];
}

/** Whether a stroke runs through a pixel of a picture. @param {number} x @param {number} y */
export const onStroke = (x, y) => (x + y) % CLOSE === 0;

/** Strokes with which any area is filled, over what is there. @param {CanvasRenderingContext2D} context @param {number} dense its
 * pixels to one of the page's @param {number} [apart] px of the page @param {number} [darker] */
export function hatchPattern(context, dense, apart = WIDE, darker = DARKER) {
  const side = Math.round(apart * dense);
  const tile = make("canvas");
  tile.width = tile.height = side;
  const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  pen.strokeStyle = `rgb(0 0 0 / ${darker})`;
  pen.lineWidth = STROKE * dense;
  pen.beginPath();
  for (const at of [0, side, 2 * side]) { // two of its corners too
    pen.moveTo(at + side, -side);
    pen.lineTo(at - side, side);
  }
  pen.stroke();
  return /** @type {CanvasPattern} */ (context.createPattern(tile, "repeat"));
}

/** Goes along the rows of a map that is made large, over runs of places that are of one kind. The first and the last place
 * stand on the edges; between whole pixels there are no seams.
 * @param {number[]} square left, top and side @param {number} grid @param {(at: number) => number} kindOf a place; below 0 it is left out
 * @param {(kind: number, box: [number, number, number, number]) => void} take */
export function eachRun([left, top, side], grid, kindOf, take) {
  const edges = Array.from({ length: grid + 1 }, (_, at) => Math.round(Math.max(0, Math.min(side, ((at - 0.5) * side) / (grid - 1)))));
  for (let row = 0; row < grid; row += 1) {
    let begun = 0;
    let kind = kindOf(row * grid);
    for (let column = 1; column <= grid; column += 1) {
      const next = column < grid ? kindOf(row * grid + column) : NaN;
      if (next === kind) continue;
      if (kind >= 0) take(kind, [left + edges[begun], top + edges[row], edges[column] - edges[begun], edges[row + 1] - edges[row]]);
      [begun, kind] = [column, next];
    }
  }
}

/** Hatches what is negative in maps that are made large: faintly where it is little, fully where it is more. A pattern in
 * runs of places costs a tenth of strokes that are drawn, or of a second picture that is laid over the map. */
export function hatcher() {
  /** @type {Map<string, CanvasPattern>} */
  const patterns = new Map();

  /** @param {CanvasRenderingContext2D} context @param {number} dense @param {number} apart */
  function patternOf(context, dense, apart) {
    const key = `${dense} ${apart}`;
    const found = patterns.get(key) ?? hatchPattern(context, dense, apart, DARKER / LEVELS.length);
    patterns.set(key, found);
    return found;
  }

  /** @param {CanvasRenderingContext2D} context whose units are its pixels @param {number[]} square left, top and side @param {Picture} picture
   * @param {number} dense the canvas's pixels to one of the page's */
  return (context, square, { map, grid, from = 0 }, dense) => {
    context.fillStyle = patternOf(context, dense, square[2] < LARGE * dense ? CLOSE : WIDE);
    const middle = 2 ** (8 * map.BYTES_PER_ELEMENT - 1);
    for (const level of LEVELS) {
      const below = middle * (1 - level);
      context.beginPath();
      eachRun(square, grid, (at) => (map[from + at] < below ? 0 : -1), (_, box) => context.rect(...box));
      context.fill();
    }
  };
}

/** A stroke across one cell. @param {CanvasRenderingContext2D} context @param {number[]} cell left, top and side @param {string} colour */
export function strokeCell(context, [x, y, side], colour) {
  context.beginPath();
  context.moveTo(x, y + side);
  context.lineTo(x + side, y);
  context.strokeStyle = colour;
  context.lineWidth = Math.max(STROKE, side / 8);
  context.stroke();
}

/** A picture of elements, each of so many pixels that what is negative can be hatched.
 * @param {HTMLCanvasElement} canvas @param {number[]} count rows and columns @param {number[]} size how high and wide it is seen, px
 * @param {[Uint32Array, Uint32Array]} tables beside a stroke and under one
 * @param {(row: number, column: number, table: Uint32Array) => number} colourAt an element's colour */
export function paintElements(canvas, [rows, columns], [high, wide], tables, colourAt) {
  const [down, across] = [high / rows, wide / columns].map((side) => Math.max(1, Math.min(FINEST, Math.round(side))));
  canvas.width = columns * across;
  canvas.height = rows * down;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [plain, stroke] = tables.map((table) => colourAt(row, column, table));
      for (let y = row * down; y < (row + 1) * down; y += 1) {
        for (let x = column * across; x < (column + 1) * across; x += 1) pixels[y * canvas.width + x] = onStroke(x, y) ? stroke : plain;
      }
    }
  }
  context.putImageData(image, 0, 0);
}
