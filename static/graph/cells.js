// @ts-check
// An array as a grid of cells to look at: zeros grey, other numbers tinted by sign and size. Where the figures would not
// fit, the tints alone are left; the full figures are always in the titles.
import { make } from "../shared/elements.js";
import { hatchedTables, paintElements } from "../shared/hatching.js";
import { column as columnText, exact, full, largest, shapeText } from "../shared/numbers.js";
import { channels } from "../shared/markers.js";
import { behindNumber } from "../shared/palette.js";

/** @typedef {{array: ArrayLike<number>, shape: number[]}} Numbers */
/** @typedef {{el: HTMLElement, cells: HTMLElement[], light: (lit: (at: number) => string) => void,
 *   at: (event: Event) => number | null}} Grid light: "self", "touched", "column" or "" for each element; at: the element
 *   that an event is about */

export const FIGURE = 3.3; // the width of a figure, in em
const MOST_CELLS = 600; // elements of the page; more numbers than that are a picture
const LARGEST = 28; // a cell without a figure, in pixels
const [LEAST, NARROW] = [2, 5];
// A picture of few rows is no thinner than can be pointed at.
const [FEW, HIGH] = [8, 12];

/** A grid of `numbers`, or of empty cells while they are not known. A vector stands upright, a turned one lies.
 * @param {Numbers | null} numbers @param {number[]} shape @param {{label: string, kind?: string, width: number, type: number,
 * turned?: boolean, lying?: boolean, chosen?: boolean, height?: number}} look width and height: what there is for cells without
 * figures, type: the size of the figures, all in pixels; chosen: the cells can be reached by keyboard @returns {Grid} */
export function grid(numbers, shape, { label, kind = "", width, type, turned = false, lying = false, chosen = false, height = 140 }) {
  let [rows, columns] = [shape[0] ?? 1, shape[1] ?? 1];
  let [down, across] = [columns, 1];
  if (turned || (lying && shape.length < 2)) {
    [rows, columns] = [columns, rows];
    [down, across] = [across, down];
  }
  const readable = columns * FIGURE * type <= width;
  const side = Math.max(2, Math.min(LARGEST, Math.floor(width / columns) - 1, Math.floor(height / rows) - 1));
  const el = make("div", `grid ${kind}`);
  el.classList.toggle("dense", !readable);
  el.classList.toggle("unknown", !numbers);
  el.setAttribute("role", chosen ? "listbox" : "img");
  if (chosen) el.setAttribute("aria-orientation", "horizontal");
  const { array } = numbers ?? { array: [] };
  const texts = columnText(array);
  const said = numbers ? texts.slice(0, 16).join(", ") : "not known yet";
  el.setAttribute("aria-label", `${label}, ${shapeText(shape)}: ${said}${array.length > 16 ? " …" : ""}`);
  if (numbers && array.length <= 64) el.dataset.value = shape.length ? exact(array) : exact(array[0]);
  else if (numbers) el.dataset.shape = JSON.stringify(shape);
  if (rows * columns > MOST_CELLS || (!chosen && columns * NARROW > width)) return picture(el, numbers, { rows, columns, down, across, width, height });

  el.style.gridTemplateColumns = readable ? `repeat(${columns}, minmax(${FIGURE - 0.3}em, max-content))` : `repeat(${columns}, ${side}px)`;
  el.style.fontSize = `${type}px`;
  if (!readable) el.style.gridAutoRows = `${side}px`;
  if (!readable && side < 6) el.style.gap = "0";
  const scale = largest(array);
  /** @type {HTMLElement[]} */
  const cells = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = row * down + column * across;
      const cell = make("span", "cell");
      cell.dataset.at = String(at);
      if (numbers) {
        const value = array[at];
        if (readable) cell.textContent = texts[at];
        cell.dataset.full = full(value);
        if (value === 0) cell.classList.add("zero");
        else cell.style.backgroundColor = behindNumber(value, scale);
        if (value < 0 && !readable) cell.classList.add("negative");
      }
      if (chosen) {
        cell.setAttribute("role", "option");
        cell.setAttribute("aria-selected", "false");
        cell.tabIndex = at ? -1 : 0;
        cell.setAttribute("aria-label", `${label}, element ${shape.length > 1 ? `${row + 1}, ${column + 1}` : at + 1}${numbers ? `: ${texts[at]}` : ""}`);
      }
      cells[at] = cell;
      el.append(cell);
    }
  }
  return {
    el,
    cells,
    light(lit) {
      cells.forEach((cell, at) => {
        const how = lit(at);
        if (cell.dataset.lit !== how) cell.dataset.lit = how;
      });
    },
    at(event) {
      const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest?.(".cell"));
      return cell ? Number(cell.dataset.at) : null;
    },
  };
}

/** The same as one picture. @param {HTMLElement} el @param {Numbers | null} numbers
 * @param {{rows: number, columns: number, down: number, across: number, width: number, height: number}} lie @returns {Grid} */
function picture(el, numbers, { rows, columns, down, across, width, height }) {
  const canvas = make("canvas", "picture");
  const side = Math.min(LARGEST, width / columns, Math.max(LEAST, height / rows));
  const size = [rows * (rows <= FEW ? Math.max(side, HIGH) : side), columns * side];
  [canvas.style.height, canvas.style.width] = size.map((length) => `${length}px`);
  el.append(canvas);
  const { array } = numbers ?? { array: [] };
  const scale = largest(array);
  const tables = hatchedTables();
  const [grey, tint, mark] = ["var(--sunken)", "var(--accent-tint)", "var(--ink)"].map((colour) => {
    const [r, g, b] = channels(document.documentElement, colour);
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
  /** @param {(at: number) => string} lit */
  function light(lit) {
    paintElements(canvas, [rows, columns], size, tables, (row, column, table) => {
      const at = row * down + column * across;
      const how = lit(at);
      const value = numbers ? array[at] : 0;
      return how === "touched" || how === "self" ? mark : value ? table[128 + Math.round((90 * Math.max(-scale, Math.min(scale, value))) / scale)] : how ? tint : grey;
    });
  }
  light(() => "");
  return {
    el,
    cells: [],
    light,
    at(event) {
      if (!(event instanceof MouseEvent)) return null;
      const box = canvas.getBoundingClientRect();
      const row = Math.min(rows - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * rows)));
      const column = Math.min(columns - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * columns)));
      return row * down + column * across;
    },
  };
}

/** Moves among the cells of a grid with the arrows. Returns the new place, or null for another key.
 * @param {KeyboardEvent} event @param {number[]} shape @param {number} at @param {boolean} lying @returns {number | null} */
export function neighbour(event, shape, at, lying) {
  const [rows, columns] = shape.length > 1 ? shape : lying ? [1, shape[0] ?? 1] : [shape[0] ?? 1, 1];
  let [row, column] = [Math.floor(at / columns), at % columns];
  if (event.key === "ArrowRight") column += 1;
  else if (event.key === "ArrowLeft") column -= 1;
  else if (event.key === "ArrowDown") row += 1;
  else if (event.key === "ArrowUp") row -= 1;
  else if (event.key === "Home") [row, column] = [0, 0];
  else if (event.key === "End") [row, column] = [rows - 1, columns - 1];
  else return null;
  return Math.max(0, Math.min(rows - 1, row)) * columns + Math.max(0, Math.min(columns - 1, column));
}
