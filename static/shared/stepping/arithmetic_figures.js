// @ts-check
// Numbers, arrays and signs as they stand in a line of arithmetic: each knows its full figure and whose it is.
import { make } from "../elements.js";
import { says } from "../explained.js";
import { hatchedTables, paintElements } from "../hatching.js";
import { column as columnText, full, largest, shapeText, short } from "../numbers.js";
import { behindNumber } from "../palette.js";

/** @typedef {import("./graph_drawing.js").Numbers} Numbers */

const MOST_CELLS = 16;
const MOST_ROWS = 4; // more would not be legible in the height there is
const MOST_ABREAST = 8;
const HIGH = 48; // px of a picture: beneath it there is room for a sum

// What an element knows of itself: how a block of numbers becomes a picture, and what a picture shows.
const SHRINK = Symbol("shrink");
const SHOWN = Symbol("shown");
/** @typedef {HTMLElement & {[SHRINK]?: () => void}} Block */
/** `array` is empty where the numbers are too many to have been sent; `down`, `across`: steps through it a row and a column.
 * @typedef {{array: Float64Array, rows: number, columns: number, down: number, across: number}} Shown */
/** @typedef {HTMLCanvasElement & {[SHOWN]?: Shown}} Heat */

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

/** @param {number} value @param {string} kind @param {string} [text] as it is written */
export function number(value, kind, text = short(value)) {
  const span = make("span", `number ${kind}`, text);
  span.tabIndex = 0;
  span.dataset.full = full(value);
  return span;
}

/** Rows and columns in which an array stands, with the steps through it from one to the next. A vector stands upright unless
 * it is turned; a column that is too long for the height lies. @param {number[]} shape @param {boolean} turned */
function laidOut(shape, turned) {
  let [rows, columns] = [shape[0] ?? 1, shape[1] ?? 1];
  if (shape.length > 2) [rows, columns] = [shape[0] * shape[1], shape[2]]; // tables one below the other
  let [down, across] = [columns, 1];
  const lay = () => ([rows, columns, down, across] = [columns, rows, across, down]);
  if (turned && shape.length < 3) lay();
  const lying = columns === 1 && rows > MOST_ROWS && rows <= MOST_ABREAST;
  if (lying) lay();
  return { rows, columns, down, across, lying };
}

/** Whether an array is a picture in any room. @param {Numbers} numbers @param {boolean} [turned] */
export function isPicture({ array, shape }, turned = false) {
  const { rows, columns } = laidOut(shape, turned);
  return !array.length || array.length > MOST_CELLS || columns > MOST_ABREAST || rows > MOST_ROWS;
}

/** Where another element of an array is chosen, in words. @param {Numbers} numbers */
export const whereToChoose = (numbers) => (isPicture(numbers) ? "choose another in the picture" : "choose another of its numbers");

/** An array: a grid with numbers while it is small, else a picture. Up to eight numbers, and matrices up to 4×4, are never made a picture for want of room.
 * @param {Numbers} numbers @param {string} kind @param {boolean} [turned] @param {string} [owner] node whose elements these are
 * @param {number} [digits] */
export function block({ array, shape, coarse }, kind, turned = false, owner = "", digits = undefined) {
  const { rows, columns, down, across, lying } = laidOut(shape, turned);
  const scale = largest(array);
  const box = make("span", `block ${kind}`);
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", `${shapeText(shape)}${array.length ? ": " : ""}${columnText(array.subarray(0, 16), digits).join(", ")}${array.length > 16 ? " …" : ""}`);
  const asPicture = () => {
    // What is too large to be sent is seen from afar.
    const [pixels, high, wide] = array.length ? [array, rows, columns]
      : coarse ? [coarse.array, ...(turned ? [coarse.columns, coarse.rows] : [coarse.rows, coarse.columns])] : [null, 0, 0];
    const step = turned ? [1, high] : [wide, 1];
    const caption = make("small", "", turned ? `${rows}×${columns}` : shapeText(shape));
    if (!pixels) return box.replaceChildren(caption);
    const [next, beside] = array.length ? [down, across] : step;
    const canvas = heat(pixels, high, wide, (row, column) => row * next + column * beside);
    canvas[SHOWN] = { array, rows, columns, down, across };
    if (owner && array.length) canvas.dataset.owner = owner;
    return box.replaceChildren(make("span", "strip", canvas), caption);
  };
  if (isPicture({ array, shape }, turned)) {
    asPicture();
    return box;
  }
  if (array.length > MOST_ABREAST && columns > MOST_ROWS) /** @type {Block} */ (box)[SHRINK] = asPicture;
  box.setAttribute("role", "group"); // one goes into it, to its numbers
  const cells = make("span", `cells rows-${rows}${lying ? " lying" : ""}`);
  cells.dataset.shape = turned ? `${rows}×${columns}` : shapeText(shape); // told where a row is broken
  const texts = columnText(array, digits);
  cells.style.gridTemplateColumns = `repeat(${columns}, auto)`;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = row * down + column * across;
      const cell = make("span", "cell", texts[at]);
      cell.dataset.full = full(array[at]);
      cell.tabIndex = 0;
      cell.style.background = behindNumber(array[at], scale);
      if (owner) {
        cell.dataset.owner = owner;
        cell.dataset.element = String(at);
      }
      cells.append(cell);
    }
  }
  box.append(cells);
  // A column that lies, for want of height, is told by its shape.
  if (lying && shape.length > 1) box.append(make("small", "", turned ? `${columns}×${rows}` : shapeText(shape)));
  return box;
}

/** An array as a picture. @param {Float64Array | Int8Array} array @param {number} rows @param {number} columns
 * @param {(row: number, column: number) => number} at which element stands there */
function heat(array, rows, columns, at) {
  const scale = largest(array);
  const canvas = /** @type {Heat} */ (make("canvas", "heat"));
  const side = Math.min(HIGH / rows, 200 / columns, 16);
  const [high, wide] = [rows, columns].map((count) => Math.max(8, count * side));
  paintElements(canvas, [rows, columns], [high, wide], hatchedTables(), (row, column, table) => table[128 + Math.round((127 * array[at(row, column)]) / scale)]);
  canvas.dataset.full = "";
  canvas.style.width = `${wide}px`;
  canvas.style.height = `${high}px`;
  return canvas;
}

/** @param {Numbers | null} numbers @param {string} kind @param {string} [owner] @param {boolean} [turned] @param {number} [digits]
 * @returns {Node} */
export function figure(numbers, kind, owner = "", turned = false, digits = undefined) {
  if (!numbers) return make("span", "unknown", "?");
  if (numbers.shape.length) return block(numbers, kind, turned, owner, digits);
  const span = number(numbers.array[0], kind, short(numbers.array[0], digits));
  if (owner) span.dataset.owner = owner;
  return span;
}

/** How many lines of numbers the sums of a trace have, at most: for so many there is room from the first step on, in large
 * type. @param {import("../topics").Topics["trace"]} trace */
export function linesOf({ nodes, steps }) {
  const rows = nodes.map(({ shape: [rows = 1, columns = 1] }) => (columns === 1 && rows > MOST_ROWS ? 1 : Math.min(rows, MOST_ROWS)));
  const terms = steps.map((step) => step.terms?.length ?? 0);
  return [...rows, ...terms].reduce((most, one) => Math.max(most, one), 1);
}

/** What belongs together stays together where a line takes several rows: a number, all signs and words before it, and the bracket
 * that closes after it.
 * @param {Node[]} line @returns {Node[]} */
export function pieces(line) {
  /** @type {Node[]} */
  const made = [];
  /** @type {Node[]} */
  let waiting = [];
  for (const one of line.flatMap(bracketApart)) {
    if (one.textContent === ")" && made.length && !waiting.length) {
      made.push(make("span", "piece", /** @type {Node} */ (made.pop()), one));
      continue;
    }
    waiting.push(one);
    const kind = /** @type {HTMLElement} */ (one).classList;
    if (kind.contains("tag") || kind.contains("sign")) continue;
    made.push(waiting.length > 1 ? make("span", "piece", ...waiting) : one);
    waiting = [];
  }
  return [...made, ...waiting];
}

/** A bracket that closes what stands before it, apart from the signs that follow it. @param {Node} one @returns {Node[]} */
function bracketApart(one) {
  const text = one.textContent ?? "";
  if (!/^\)[^)]/.test(text) || !(/** @type {Element} */ (one).classList.contains("sign"))) return [one];
  const [bracket, rest] = [one.cloneNode(), one.cloneNode()];
  [bracket.textContent, rest.textContent] = [")", text.slice(1)];
  return [bracket, rest];
}

/** Which element of a picture lies under the pointer. @param {MouseEvent} event @returns {number | null} */
export function elementUnder(event) {
  const canvas = /** @type {Heat} */ (event.target);
  const shown = canvas[SHOWN];
  if (!shown) return null;
  const box = canvas.getBoundingClientRect();
  const within = (/** @type {number} */ share, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  return within((event.clientY - box.top) / box.height, shown.rows) * shown.down
    + within((event.clientX - box.left) / box.width, shown.columns) * shown.across;
}

/** Row and column of an element as it is drawn. @param {Shown} shown @param {number} element */
function placeOf({ down, across }, element) {
  return across === 1 ? [Math.floor(element / down), element % down] : [element % across, Math.floor(element / across)];
}

/** The element that a key leads to. @param {Heat} canvas @param {number} element @param {string} key */
export function neighbour(canvas, element, key) {
  const shown = canvas[SHOWN];
  if (!shown) return element;
  const { rows, columns, down, across } = shown;
  let [row, column] = placeOf(shown, element);
  if (key === "Home") return 0;
  if (key === "End") return rows * columns - 1;
  const forward = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  // Where there is but one line of them, all arrows go along it.
  if (columns === 1 || (rows > 1 && !sideways)) row = Math.max(0, Math.min(rows - 1, row + forward));
  else column = Math.max(0, Math.min(columns - 1, column + forward));
  return row * down + column * across;
}

/** Makes a picture the place where an element is chosen. @param {Element} line in which it stands @param {string} kind of its block */
export function makeChooser(line, kind) {
  const canvas = /** @type {Heat | null} */ (line.querySelector(`.block${kind} canvas`));
  const shown = canvas?.[SHOWN];
  if (!canvas || !shown) return;
  canvas.tabIndex = 0;
  canvas.closest(".block")?.setAttribute("role", "group");
  canvas.dataset.digits = "above"; // its sum stands below
  canvas.setAttribute("role", "slider");
  canvas.setAttribute("aria-label", "Element whose sum is shown");
  canvas.setAttribute("aria-valuemin", "1");
  canvas.setAttribute("aria-valuemax", String(shown.rows * shown.columns));
}

/** Shows which element it is. @param {Heat} canvas @param {number} element */
export function markElement(canvas, element) {
  const shown = canvas[SHOWN];
  const strip = canvas.parentElement;
  if (!shown || !strip) return;
  const mark = /** @type {HTMLElement} */ (strip.querySelector(".here") ?? strip.appendChild(make("i", "here")));
  const [row, column] = placeOf(shown, element);
  mark.style.left = `${(100 * column) / shown.columns}%`;
  mark.style.top = `${(100 * row) / shown.rows}%`;
  mark.style.width = `${100 / shown.columns}%`;
  mark.style.height = `${100 / shown.rows}%`;
  canvas.dataset.full = fullOf(canvas, element);
  canvas.setAttribute("aria-valuenow", String(element + 1));
  canvas.setAttribute("aria-valuetext", `element ${element + 1}${canvas.dataset.full ? `: ${canvas.dataset.full}` : ""}`);
}

/** The full figure of an element, where it was sent. @param {Heat} canvas @param {number} element */
export function fullOf(canvas, element) {
  const value = canvas[SHOWN]?.array[element];
  return value === undefined ? "" : full(value);
}

/** @param {string} text @param {string} [words] what it means */
export const sign = (text, words = "") => says(make("span", "sign", text), words);
/** @param {string} text @param {string} [words] what it means */
export const tag = (text, words = "") => says(make("span", "tag", text), words);

/** Has all numbers of a figure tell what they are. @template {Node} Figure @param {Figure} made @param {string} words @returns {Figure} */
export function meaning(made, words) {
  /** @type {HTMLElement} */ (/** @type {unknown} */ (made)).dataset.says = words;
  return made;
}
