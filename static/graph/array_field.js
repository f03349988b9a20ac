// @ts-check
// A named number, vector or matrix as a small grid of cells, which grows and shrinks.
import { make, rewrite } from "../shared/elements.js";
import { describe, explain, tells, tellsName } from "../shared/explained.js";
import { WORDS } from "./field_words.js";
import { numberCell } from "./number_cell.js";
import { pastedNumbers } from "./typed_numbers.js";

const LONGEST = 12; // rows or columns
const KINDS = ["number", "vector", "matrix"];

/** @typedef {import("./typed_numbers.js").Nested} Nested */
/** @typedef {{el: HTMLElement, show: (value: Nested) => void, complain: (text: string) => void, remark: (text: string) => void, readonly value: Nested,
 *   readonly held: boolean}} ArrayField */

/** 0, 1 or 2. @param {Nested} value */
const depth = (value) => (Array.isArray(value) ? (Array.isArray(value[0]) ? 2 : 1) : 0);
/** @param {Nested} value @returns {number[][]} */
const asRows = (value) => (depth(value) === 2 ? /** @type {number[][]} */ (value) : depth(value) === 1 ? [/** @type {number[]} */ (value)] : [[/** @type {number} */ (value)]]);
/** @param {Nested} value */
const shapeOf = (value) => (depth(value) === 0 ? "" : depth(value) === 1 ? String(asRows(value)[0].length) : `${asRows(value).length}×${asRows(value)[0].length}`);

/**
 * @param {import("../shared/context.js").Seat} seat
 * @param {string} name
 * @param {{change: (value: Nested) => void, back?: () => void, resizable?: boolean, whole?: boolean, label?: string, words?: string}} options
 *   change: another value; back: what was refused is given up; whole: an index, which goes by whole steps
 * @returns {ArrayField}
 */
export function arrayField({ newId }, name, { change, back, resizable = true, whole = false, label = name, words = WORDS.input }) {
  const id = newId("array");
  const el = make("div", "array");
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", label);
  el.innerHTML = `<div class="array-head"></div><div class="cells"></div><p class="array-problem" role="alert" id="${id}" hidden><span></span>
    <button type="button" hidden>Back</button></p><p class="cause" role="status"></p>`;
  const [head, grid, problem] = [".array-head", ".cells", ".array-problem"].map((part) => /** @type {HTMLElement} */ (el.querySelector(part)));
  const explained = explain(newId, el, [], words);
  const cause = /** @type {HTMLElement} */ (el.querySelector(".cause"));
  const undo = /** @type {HTMLButtonElement} */ (problem.querySelector("button"));
  undo.setAttribute("aria-label", `Back to the last valid ${label}`);
  undo.addEventListener("click", () => back?.());

  /** @type {Nested} */
  let value = NaN;
  let shape = "none";
  /** @type {import("./number_cell.js").Cell[][]} */
  let cells = [];
  /** @type {Map<string, HTMLButtonElement>} */
  const buttons = new Map();
  /** @type {HTMLElement[]} */
  let counts = [];

  /** @param {string} text @param {boolean} [mine] it was found here, not by the server */
  function complain(text, mine = false) {
    /** @type {HTMLElement} */ (problem.firstElementChild).textContent = text.replace(/^there /, "There ");
    problem.hidden = !text;
    el.classList.toggle("refused", Boolean(text));
    undo.hidden = mine || !back || !text;
    if (text) problem.scrollIntoView({ block: "nearest" });
  }

  function read() {
    const rows = cells.map((row) => row.map((cell) => cell.value));
    value = depth(value) === 2 ? rows : depth(value) === 1 ? rows[0] : rows[0][0];
  }

  /** @param {number} row @param {number} column */
  function cellAt(row, column) {
    const cell = numberCell({
      change: () => {
        read();
        complain("");
        change(value);
      },
      complain: (text) => complain(text, true),
      several: take,
      step: whole ? () => 1 : undefined,
    });
    const at = depth(value) === 2 ? `, row ${row + 1}, column ${column + 1}` : depth(value) === 1 ? `, element ${column + 1}` : "";
    cell.name(`${label}${at}`);
    cell.el.dataset.input = depth(value) === 2 ? `${name}/${row}/${column}` : depth(value) === 1 ? `${name}/${column}` : name;
    cell.el.setAttribute("aria-describedby", id);
    describe(cell.el, explained.id);
    return cell;
  }

  /** Pasted numbers become the whole value, whatever its shape; where the shape is fixed, in that one. @param {string} text */
  function take(text) {
    const found = pastedNumbers(text, LONGEST, depth(value) === 2);
    if (!found) return false;
    if ("why" in found) return found.why;
    if (!resizable && shapeOf(found.value) !== shapeOf(value)) return `The shape must be ${shapeOf(value)} here, like that of the output.`;
    const held = grid.contains(/** @type {ShadowRoot | Document} */ (el.getRootNode()).activeElement);
    become(found.value);
    if (held && !grid.contains(/** @type {ShadowRoot | Document} */ (el.getRootNode()).activeElement)) cells[0][0].el.focus();
    return true;
  }
  /** @param {Nested} next */
  function become(next) {
    complain("");
    show(next);
    change(next);
  }
  /** @param {number} rows @param {number} columns */
  function resize(rows, columns) {
    const old = asRows(value);
    const grown = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => old[row]?.[column] ?? 0));
    become(depth(value) === 2 ? grown : grown[0]);
  }
  /** @param {string} kind */
  function turnInto(kind) {
    const rows = asRows(value);
    if (kind === "number") become(rows[0][0]);
    else if (kind === "vector") become(depth(value) === 0 ? [rows[0][0], 0] : rows[0].length > 1 ? rows[0] : rows.map((row) => row[0]));
    else become(depth(value) === 0 ? [[rows[0][0], 0], [0, 0]] : rows);
  }

  /** @param {string} text @param {string} title @param {() => void} act */
  function button(text, title, act) {
    const one = make("button");
    one.type = "button";
    one.className = "grow";
    one.textContent = text;
    tellsName(one, title);
    one.addEventListener("click", act);
    buttons.set(title, one);
    return one;
  }
  /** @param {string} unit @param {number} which 0 rows, 1 columns */
  function stepper(unit, which) {
    const box = make("span", "stepper");
    const by = (/** @type {number} */ more) => () => {
      const rows = asRows(value);
      const size = [rows.length, rows[0].length];
      size[which] += more;
      resize(size[0], size[1]);
    };
    const count = make("span");
    count.dataset.unit = unit;
    counts.push(count);
    const one = `${unit === "element" ? "an" : "a"} ${unit}`;
    box.append(button("−", `Remove ${one} of ${label}`, by(-1)), count, button("+", `Add ${one} to ${label}`, by(1)));
    return box;
  }

  /** The line with the name; made anew for another kind. @param {number} deep */
  function top(deep) {
    buttons.clear();
    counts = [];
    const title = make("span", "array-name");
    title.textContent = label;
    head.replaceChildren(title);
    if (resizable && deep === 2) head.append(stepper("row", 0), "×");
    if (resizable && deep >= 1) head.append(stepper(deep === 2 ? "column" : "element", 1));
    if (!resizable) return;
    const kind = make("select", "kind");
    kind.setAttribute("aria-label", `Kind of ${label}`);
    kind.append(...KINDS.map((one) => new Option(one[0].toUpperCase() + one.slice(1), one)));
    kind.value = KINDS[deep];
    explained.also(kind, WORDS.kind);
    kind.addEventListener("change", () => {
      turnInto(kind.value);
      /** @type {HTMLElement | null} */ (head.querySelector(".kind"))?.focus();
    });
    head.append(kind);
  }

  function build() {
    const deep = depth(value);
    const rows = asRows(value);
    if (Number(el.dataset.deep ?? -1) !== deep) {
      el.dataset.deep = String(deep);
      top(deep);
    }
    cells = rows.map((row, at) => row.map((_, column) => cellAt(at, column)));
    grid.replaceChildren(...cells.flat().map((cell) => cell.el));
    const across = deep === 1 ? Math.min(rows[0].length, 4) : rows[0].length;
    grid.style.setProperty("--across", String(across));
    if (deep === 0) handle();
    counts.forEach((count) => {
      const size = count.dataset.unit === "row" ? rows.length : rows[0].length;
      count.textContent = String(size);
      count.dataset.says = `${size} ${count.dataset.unit}${size === 1 ? "" : "s"}`;
    });
    for (const [title, one] of buttons) {
      const size = title.includes(" row ") ? rows.length : rows[0].length;
      one.disabled = title.startsWith("Add") ? size >= LONGEST : size <= 1;
    }
  }

  /** The name of a single number is what it is dragged by. */
  function handle() {
    const [[cell]] = cells;
    const grip = /** @type {HTMLElement} */ (head.querySelector(".array-name"));
    const fresh = /** @type {HTMLElement} */ (grip.cloneNode(true)); // without the former cell's listeners
    grip.replaceWith(fresh);
    fresh.classList.add("grip");
    fresh.tabIndex = 0;
    fresh.setAttribute("role", "slider");
    fresh.setAttribute("aria-label", `Drag ${label}`);
    tells(fresh, "Drag sideways to change it; hold Shift for finer steps");
    const told = (/** @type {number} */ number) => {
      fresh.setAttribute("aria-valuenow", String(number));
      fresh.setAttribute("aria-valuetext", String(number));
    };
    cell.el.addEventListener("shown", (event) => told(/** @type {CustomEvent} */ (event).detail));
    cell.drag(fresh);
    const steps = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 });
    fresh.addEventListener("keydown", (event) => {
      if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      cell.nudge(steps[event.key], event.shiftKey);
    });
  }

  /** @param {Nested} next */
  function show(next) {
    value = next;
    const now = `${depth(next)}:${shapeOf(next)}`;
    if (now !== shape) {
      shape = now;
      build();
    }
    asRows(next).forEach((row, at) => row.forEach((number, column) => cells[at][column].show(number)));
  }

  return {
    el,
    show,
    complain: (text) => complain(text),
    /** What comes of a value that is taken. */
    remark(text) {
      rewrite(cause, text);
      el.classList.toggle("remarked", Boolean(text));
    },
    get value() {
      return value;
    },
    get held() {
      return cells.some((row) => row.some((cell) => cell.held || cell.wrong));
    },
  };
}
