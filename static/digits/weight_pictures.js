// @ts-check
// Weights from the pixels as pictures of 28 by 28, in the signed palette.
import { paintElements } from "../shared/hatching.js";
import { SIDE } from "./digit_pictures.js";

const PIXELS = SIDE * SIDE;
/** Paints the picture `index` of many, each 784 bytes from -127 to 127, in 256 colours from negative to positive.
 * @param {HTMLCanvasElement} canvas @param {[Uint32Array, Uint32Array]} tables beside a stroke and under one
 * @param {ArrayLike<number>} bytes @param {number} index @param {number} fine pixels to a side of one of its own */
export function paintWeights(canvas, tables, bytes, index, fine) {
  paintElements(canvas, [SIDE, SIDE], [SIDE * fine, SIDE * fine], tables, (row, column, table) => table[128 + bytes[index * PIXELS + row * SIDE + column]]);
}
