// @ts-check
// Numbers, arrays and signs as they stand in a line of arithmetic: each knows its full figure and whose it is.
import { make } from "../elements.js";
import { full, largest, shapeText, short } from "../numbers.js";
import { signed, signedTable } from "../palette.js";

/** @typedef {import("./graph_drawing.js").Numbers} Numbers */

const MOST_CELLS = 16;
const MOST_ROWS = 4; // more would not be legible in the height there is

// What an element knows of itself: how a block of numbers becomes a picture, and what a picture shows.
const SHRINK = Symbol("shrink");
const SHOWN = Symbol("shown");
/** @typedef {HTMLElement & {[SHRINK]?: () => void}} Block */
/** @typedef {HTMLCanvasElement & {[SHOWN]?: {array: Float64Array | Int8Array, at: (row: number, column: number) => number}}} Heat */

/** Makes a picture of the largest block of numbers in the line, of the result last; false when there is none left.
 * @param {Element} line */
export function shrinkOne(line) {
  const all = /** @type {Block[]} */ ([...line.querySelectorAll(".block")]);
  const blocks = all.filter((block) => block[SHRINK]);
  if (!blocks.length) return false;
  const size = (/** @type {Block} */ block) => block.clientWidth * (block.classList.contains("result") ? 0.1 : 1);
  const largest = blocks.reduce((a, b) => (size(b) > size(a) ? b : a));
  largest[SHRINK]?.();
  return delete largest[SHRINK];
}

/** @param {number} value @param {string} kind @param {(value: number) => string} [write] */
export function number(value, kind, write = short) {
  const span = make("span", `number ${kind}`, write(value));
  span.tabIndex = 0;
  span.dataset.full = full(value);
  span.title = full(value);
  return span;
}

/** An array: a grid with numbers while it is small, else a picture. A vector stands upright unless it is turned.
 * @param {Numbers} numbers @param {string} kind @param {boolean} [turned] @param {string} [owner] node whose elements these are */
export function block({ array, shape, coarse }, kind, turned = false, owner = "") {
  let [rows, columns] = [shape[0] ?? 1, shape[1] ?? 1];
  let [down, across] = [columns, 1]; // steps through the array a row and a column
  if (turned) {
    [rows, columns] = [columns, rows];
    [down, across] = [across, down];
  }
  const scale = largest(array);
  const box = make("span", `block ${kind}`);
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", `${shapeText(shape)}${array.length ? ": " : ""}${Array.from(array.subarray(0, 16), short).join(", ")}${array.length > 16 ? " …" : ""}`);
  if (!array.length) {
    // Too large to be sent: its shape, and how it looks from afar.
    if (coarse) {
      const [high, wide] = turned ? [coarse.columns, coarse.rows] : [coarse.rows, coarse.columns];
      const canvas = heat(coarse.array, high, wide, (row, column) => (turned ? column * high + row : row * wide + column));
      delete canvas[SHOWN]; // its numbers are nobody's
      box.append(canvas);
    }
    box.append(make("small", "", shapeText(turned ? [rows, columns] : shape)));
    return box;
  }
  const asPicture = () => {
    const canvas = heat(array, rows, columns, (row, column) => row * down + column * across);
    if (owner) canvas.dataset.owner = owner;
    box.replaceChildren(canvas, make("small", "", turned ? `${rows}×${columns}` : shapeText(shape)));
  };
  if (array.length > MOST_CELLS || columns > 8 || rows > MOST_ROWS) {
    asPicture();
    return box;
  }
  if (array.length > 1) /** @type {Block} */ (box)[SHRINK] = asPicture;
  const cells = make("span", `cells rows-${rows}`);
  cells.style.gridTemplateColumns = `repeat(${columns}, auto)`;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = row * down + column * across;
      const cell = make("span", "cell", short(array[at]));
      cell.dataset.full = full(array[at]);
      cell.title = full(array[at]);
      cell.style.background = signed(array[at] * 0.5, scale);
      if (owner) {
        cell.dataset.owner = owner;
        cell.dataset.element = String(at);
      }
      cells.append(cell);
    }
  }
  box.append(cells);
  return box;
}

/** An array as a picture, one pixel an element. @param {Float64Array | Int8Array} array @param {number} rows @param {number} columns
 * @param {(row: number, column: number) => number} at which element stands there */
function heat(array, rows, columns, at) {
  const table = signedTable();
  const scale = largest(array);
  const canvas = /** @type {Heat} */ (make("canvas", "heat"));
  canvas.width = columns;
  canvas.height = rows;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      pixels[row * columns + column] = table[128 + Math.round((127 * array[at(row, column)]) / scale)];
    }
  }
  context.putImageData(image, 0, 0);
  const side = Math.min(80 / rows, 200 / columns, 16);
  canvas.dataset.full = "";
  canvas[SHOWN] = { array, at };
  canvas.style.width = `${Math.max(8, columns * side)}px`;
  canvas.style.height = `${Math.max(8, rows * side)}px`;
  return canvas;
}

/** @param {Numbers | null} numbers @param {string} kind @param {string} [owner] @param {boolean} [turned] @returns {Node} */
export function figure(numbers, kind, owner = "", turned = false) {
  if (!numbers) return make("span", "unknown", "?");
  if (numbers.shape.length) return block(numbers, kind, turned, owner);
  const span = number(numbers.array[0], kind);
  if (owner) span.dataset.owner = owner;
  return span;
}

/** Which element of a picture lies under the pointer. @param {PointerEvent | MouseEvent} event @returns {number | null} */
export function under(event) {
  const canvas = /** @type {Heat} */ (event.target);
  const picture = canvas[SHOWN];
  if (!picture) return null;
  const box = canvas.getBoundingClientRect();
  const row = Math.min(canvas.height - 1, Math.floor(((event.clientY - box.top) / box.height) * canvas.height));
  const column = Math.min(canvas.width - 1, Math.floor(((event.clientX - box.left) / box.width) * canvas.width));
  return picture.at(Math.max(0, row), Math.max(0, column));
}

/** The full figure under the pointer. @param {Heat} canvas @param {number} element */
export const fullOf = (canvas, element) => full(canvas[SHOWN]?.array[element] ?? NaN);

/** @param {string} text */
export const sign = (text) => make("span", "sign", text);
/** @param {string} text */
export const tag = (text) => make("span", "tag", text);
