// @ts-check
// Digits as pictures: 28x28 levels of ink, in the theme's own ink on its own paper.
import { channels } from "../shared/markers.js";

export const SIDE = 28;

/** 256 RGBA entries from no ink (0) to full ink (255). @param {HTMLElement} el any element under the theme
 * @param {number} [strength] how dark full ink is, 0 to 1 @returns {Uint32Array} */
export function inkTable(el, strength = 1) {
  const [paper, ink] = ["var(--surface)", "var(--ink)"].map((colour) => channels(el, colour));
  return Uint32Array.from({ length: 256 }, (_, level) => {
    const share = (level / 255) * strength;
    const [r, g, b] = paper.map((channel, i) => Math.round(channel + (ink[i] - channel) * share));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

/** Paints one picture, a pixel of the canvas each; nothing but paper without a picture.
 * @param {HTMLCanvasElement} canvas @param {ArrayLike<number> | null} levels @param {Uint32Array} table */
export function paintDigit(canvas, levels, table) {
  if (canvas.width !== SIDE) canvas.width = canvas.height = SIDE;
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(SIDE, SIDE);
  const cells = new Uint32Array(image.data.buffer);
  for (let at = 0; at < cells.length; at += 1) cells[at] = table[levels ? levels[at] : 0];
  context.putImageData(image, 0, 0);
}
