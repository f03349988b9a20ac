// @ts-check
// Weights from the pixels as pictures of 28 by 28, in the signed palette.
import { SIDE } from "./digit_pictures.js";

const PIXELS = SIDE * SIDE;
/** Paints the picture `index` of many, each 784 bytes from -127 to 127, in 256 colours from negative to positive.
 * @param {HTMLCanvasElement} canvas @param {Uint32Array} colours @param {ArrayLike<number>} bytes @param {number} index */
export function paintWeights(canvas, colours, bytes, index) {
  if (canvas.width !== SIDE) canvas.width = canvas.height = SIDE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(SIDE, SIDE);
  const cells = new Uint32Array(image.data.buffer);
  for (let at = 0; at < PIXELS; at += 1) cells[at] = colours[128 + bytes[index * PIXELS + at]];
  context.putImageData(image, 0, 0);
}
