// @ts-check
// Where several classes win, each region has the marks of its points besides its colour, and lines part the regions: they
// are told apart without hue.
import { make } from "./elements.js";
import { eachRun } from "./hatching.js";
import { markPath } from "./markers.js";

const LARGE = 160; // px, from there on a map is large
const [CLOSE, WIDE] = [13, 19]; // px across from one mark to the next but one, on what is small and on what is large
const [SMALL, BIG] = [2, 2.7]; // px, from the middle of a mark to its rim
/** Of a stroke and of its shadow: on what is pale the one is seen, on what is full the other. @type {Record<string, string[]>} */
const STROKES = { light: ["rgb(255 255 255 / 0.45)", "rgb(0 0 0 / 0.36)"], dark: ["rgb(0 0 0 / 0.45)", "rgb(255 255 255 / 0.4)"] };
const SHADOW = 0.8; // px, right and down

const themeNow = () => (document.documentElement.dataset.theme === "dark" ? "dark" : "light");

/** Pale marks of a class with which any area is filled, over what is there. @param {CanvasRenderingContext2D} context
 * @param {number} index of the class @param {number} dense its pixels to one of the page's @param {boolean} large */
export function markPattern(context, index, dense, large) {
  const side = Math.round((large ? WIDE : CLOSE) * dense);
  const tile = make("canvas");
  tile.width = tile.height = side;
  const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  pen.lineWidth = dense;
  STROKES[themeNow()].forEach((style, above) => {
    pen.strokeStyle = style;
    const shift = above ? 0 : SHADOW * dense;
    for (const at of [side / 4, (3 * side) / 4]) pen.stroke(new Path2D(markPath(index, at + shift, at + shift, (large ? BIG : SMALL) * dense)));
  });
  return /** @type {CanvasPattern} */ (context.createPattern(tile, "repeat"));
}

/** Fills areas with the marks of their classes. */
export function classMarker() {
  /** @type {Map<string, CanvasPattern>} */
  const patterns = new Map();

  /** @param {CanvasRenderingContext2D} context @param {number} index @param {number} dense @param {boolean} large */
  function patternOf(context, index, dense, large) {
    const key = `${index} ${dense} ${large} ${themeNow()}`;
    const found = patterns.get(key) ?? markPattern(context, index, dense, large);
    patterns.set(key, found);
    return found;
  }

  return {
    patternOf,
    /** @param {CanvasRenderingContext2D} context whose units are its pixels @param {number} side @param {ArrayLike<number>} winners the
     * class of each place @param {number} grid @param {number} dense the canvas's pixels to one of the page's */
    paint(context, side, winners, grid, dense) {
      /** @type {Map<number, [number, number, number, number][]>} */
      const boxes = new Map();
      eachRun([0, 0, side], grid, (at) => winners[at], (index, box) => {
        const known = boxes.get(index);
        if (known) known.push(box);
        else boxes.set(index, [box]);
      });
      for (const [index, found] of boxes) {
        context.fillStyle = patternOf(context, index, dense, side >= LARGE * dense);
        context.beginPath();
        for (const box of found) context.rect(...box);
        context.fill();
      }
    },
  };
}
