// @ts-check
// Weights from the pixels as pictures of 28 by 28, in the signed palette.
import { make } from "../shared/elements.js";
import { paintElements } from "../shared/hatching.js";
import { SIDE } from "./digit_pictures.js";

const PIXELS = SIDE * SIDE;

/** Paints the picture `index` of many, each 784 bytes from -127 to 127, in 256 colours from negative to positive.
 * @param {HTMLCanvasElement} canvas @param {[Uint32Array, Uint32Array]} tables beside a stroke and under one
 * @param {ArrayLike<number>} bytes @param {number} index @param {number} fine pixels to a side of one of its own */
export function paintWeights(canvas, tables, bytes, index, fine) {
  paintElements(canvas, [SIDE, SIDE], [SIDE * fine, SIDE * fine], tables, (row, column, table) => table[128 + bytes[index * PIXELS + row * SIDE + column]]);
}

const SMALL = 3; // pixels of a picture on the sheet to a side of one of its own

/** Many pictures on one canvas that lies under their places: each canvas on a page is put together with the others anew in
 * every frame, and of a hundred that alone is half of what a frame costs. */
export function weightSheet() {
  const canvas = make("canvas", "pictures");
  canvas.setAttribute("aria-hidden", "true");
  /** @type {HTMLCanvasElement[]} */
  let painted = [];

  return {
    canvas,
    /** Paints them, each for itself. @param {number} count @param {[Uint32Array, Uint32Array]} tables
     * @param {ArrayLike<number>} bytes */
    take(count, tables, bytes) {
      painted = Array.from({ length: count }, (_, index) => painted[index] ?? make("canvas"));
      painted.forEach((picture, index) => paintWeights(picture, tables, bytes, index, SMALL));
    },
    /** Lays each in its place. @param {HTMLElement} under which scrolls, with the canvas in it @param {HTMLElement[]} places */
    lay(under, places) {
      const dense = Math.min(2, window.devicePixelRatio || 1);
      const [left, top] = [under.clientLeft - under.scrollLeft, under.clientTop - under.scrollTop];
      const from = under.getBoundingClientRect();
      const boxes = places.map((place) => place.getBoundingClientRect());
      const high = Math.max(0, ...boxes.map((box) => box.bottom - from.top - top));
      canvas.style.height = `${high}px`;
      canvas.width = under.clientWidth * dense;
      canvas.height = Math.ceil(high * dense);
      const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      pen.imageSmoothingEnabled = false;
      boxes.forEach((box, index) => {
        const at = [box.left - from.left - left, box.top - from.top - top, box.width, box.height].map((length) => Math.round(length * dense));
        pen.drawImage(painted[index], at[0], at[1], at[2], at[3]);
      });
    },
  };
}
