// @ts-check
// What the runs have come to, a row each: sorted by any column, copied, and saved.
import { onResize, takeSeat } from "../shared/context.js";
import { copied } from "../shared/copying.js";
import { attribute, html, make } from "../shared/elements.js";
import { says } from "../shared/explained.js";
import { full, grouped, inUnits, short } from "../shared/numbers.js";
import { onPanel } from "../shared/panel.js";
import { saveText } from "../shared/saving.js";
import { nameOf } from "./lines.js";
import { pictureButtons } from "./picture_buttons.js";

/** @typedef {import("../messages").ComparedRow} Row */
/** `alike`: what is said of it where it is the same for all. Of what changes while they train nothing is: a line would come
 * and go with it, and the curves above would move.
 * @typedef {{name: keyof Row, title: string, text: (value: number) => string, doc: string, alike?: string}} Column */

const share = (/** @type {number} */ value) => `${(100 * value).toFixed(1)} %`;
/** @type {Column[]} */
export const COLUMNS = [
  { name: "final_train_loss", title: "Training loss", text: short, doc: "At the last recorded step" },
  { name: "final_validation_loss", title: "Validation loss", text: short, doc: "At the last recorded step" },
  { name: "best_validation_loss", title: "Best", text: short, doc: "The lowest validation loss of all recorded steps" },
  { name: "best_epoch", title: "at epoch", text: short, doc: "The epoch of the lowest validation loss" },
  { name: "final_validation_accuracy", title: "Accuracy", text: share, doc: "On the validation points, at the last recorded step" },
  { name: "best_validation_accuracy", title: "Best", text: share, doc: "The highest validation accuracy of all recorded steps" },
  { name: "parameters", title: "Parameters", text: grouped, alike: "parameters", doc: "Weights and biases" },
  { name: "small_weights", title: "Near 0", text: share, doc: "Weights whose absolute value is below 0.01" },
  { name: "multiplications", title: "Mult. per step", text: grouped, alike: "multiplications per step", doc: "Multiplications in the matrix products of one step, forward and backward" },
];
/** @type {Column} */
const WON = { name: "won", title: "Won", text: grouped, doc: "Seeds for which no other run has a lower loss" };

/** What a loss means in the units of a file, where it is of scaled numbers. @typedef {NonNullable<import("../messages").ComparedCell["error"]>} Unit */

/** The columns of a table: where the losses are of scaled numbers they are told to be, and after them comes the error in the
 * file's units. @param {number} seeds @param {Unit | null} [unit] @param {boolean} [alike] whether it is of one kind in all runs
 * @returns {Column[]} */
export function columnsOf(seeds, unit = null, alike = true) {
  const all = seeds > 1 ? [...COLUMNS, WON] : COLUMNS;
  if (!unit) return all;
  const [name, of] = alike ? [unit.short, `The ${unit.name}`] : ["Error", "By how much the output is off"];
  /** @type {Column} */
  const error = { name: "final_error", title: `${name} in ${unit.of}`, text: (value) => inUnits([value])[0], doc: `${of} at the last recorded step, in the units of ${unit.of} in the file` };
  return [error, ...all.map((one) => (one.name.endsWith("_loss") ? { ...one, title: `${one.title}, scaled`, doc: `${one.doc}, of the scaled numbers ${unit.scaled}` } : one))];
}

/** What gives way where a table is narrower than its columns, in this order: of weights near 0 it is told only where the cells show
 * weights. @type {(keyof Row)[]} */
const GIVING_WAY = ["best_validation_accuracy", "small_weights", "best_epoch"];

/** What is saved as a picture: the curves, and the cells with what their runs answer. */
const PICTURES = [
  { name: "", file: "curves", words: "Plot", title: "Save the curves as a picture", heading: "Curves of the runs" },
  { name: "cells", file: "cells", words: "Cells", title: "Save the cells as a picture", heading: "The runs side by side" },
];

/** The rows in the order of a column, those without a number last. @param {Row[]} rows @param {keyof Row | null} by @param {number} way 1 for the least first */
export function sorted(rows, by, way) {
  if (by === null) return rows;
  return [...rows].sort((one, other) => {
    const [a, b] = [one[by], other[by]];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return way * (typeof a === "string" ? a.localeCompare(String(b)) : a - Number(b));
  });
}

/** The whole table for a spreadsheet. @param {Row[]} rows @param {Column[]} columns */
export const tabbed = (rows, columns) =>
  [["Run", ...columns.map(({ title }) => title)], ...rows.map((row) => [row.name, ...columns.map(({ name }) => String(row[name] ?? ""))])].map((line) => line.join("\t")).join("\n");

/** What runs are judged by, which stands in the narrowest table too. @param {Column[]} columns of a table
 * @returns {Set<keyof Row>} */
export function judged(columns) {
  const kept = columns.some(({ name }) => name === "final_validation_loss");
  return new Set(kept ? ["final_validation_loss", "best_validation_loss", "final_validation_accuracy", "final_error", "won"] : ["final_train_loss", "final_error", "won"]);
}

/** The columns that tell runs apart: those that are the same for all stand in a sentence, those without any number
 * nowhere. @param {Row[]} rows @param {Column[]} columns */
export function apart(rows, columns) {
  const told = columns.filter(({ name }) => rows.some((row) => row[name] !== null));
  const same = told.filter(({ name, alike }) => alike && rows.length > 1 && rows.every((row) => row[name] === rows[0][name]));
  const words = same.map(({ name, text, alike }) => `${text(/** @type {number} */ (rows[0][name]))} ${alike}`).join(" and ");
  return { columns: told.filter((column) => !same.includes(column)), words: words && `Each run has ${words}.` };
}

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, latest, publish, subscribe } = seat;
  const table = make("table");
  const buttons = make("div", "buttons");
  const same = make("p", "same");
  const scrolled = make("div", "scrolled", table);
  const elsewhere = make("p", "same more", "Copy and Save table have more columns.");
  const section = make("section", "results", scrolled, same, elsewhere, buttons);
  section.setAttribute("aria-label", "Results");
  el.append(section);
  let by = /** @type {keyof Row | null} */ (null);
  let way = 1;
  /** @type {import("../shared/topics").Topics["compared_results"] | null} */
  let results = null;

  const copy = html("button", { "aria-description": "Copy the table, to paste it into a spreadsheet" }, buttons, "Copy");
  copy.addEventListener("click", async () => {
    const done = await copied(results ? tabbed(sorted(results.rows, by, way), columnsNow()) : "");
    publish("announce", { text: done ? "The table is copied." : "This browser does not allow the page to copy." });
  });
  for (const [kind, words, title] of /** @type {["results" | "curves", string, string][]} */ ([["results", "Save table", "Save the table as CSV"], ["curves", "Save curves", "Save all recorded steps of every run as CSV"]])) {
    html("button", { "aria-description": title }, buttons, words).addEventListener("click", () => ask("comparison_file", { kind }));
  }

  for (const kind of PICTURES) pictureButtons(seat, buttons, kind);

  /** Those of the results that there are. */
  function columnsNow() {
    const comparison = latest("comparison");
    const units = comparison && comparison.generation === results?.generation ? comparison.cells.flatMap(({ error }) => error ?? []) : [];
    return columnsOf(results?.seeds ?? 1, units[0], units.every(({ short }) => short === units[0].short));
  }

  let built = ""; // what the rows and columns are that stand there
  function show() {
    if (!results) return;
    const { columns, words } = apart(results.rows, columnsNow());
    const rows = sorted(results.rows, by, way);
    // Numbers alone are put in where they stand: a table that is made anew is laid out anew, once a second of training.
    const names = rows.map(called);
    const shape = JSON.stringify([by, way, words, columns.map(({ title }) => title), rows.map(({ name }) => name), names]);
    if (shape !== built) build(rows, names, columns, words);
    built = shape;
    table.style.setProperty("--rows", String(rows.length + 1));
    rows.forEach((row, at) => fill(table.tBodies[0].rows[at], row, columns));
  }

  /** Takes away what has no room. It does not come back with the next number that is shorter. */
  function giveWay() {
    for (const name of GIVING_WAY) {
      if (scrolled.scrollWidth <= scrolled.clientWidth + 1) break;
      if (name === by || (name === "small_weights" && latest("comparison")?.look === "weights")) continue;
      for (const cell of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll(`[data-column="${name}"]`))) cell.hidden = true;
    }
    elsewhere.hidden = !table.querySelector("[hidden]");
  }

  function refit() {
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("[hidden]"))) cell.hidden = false;
    giveWay();
  }

  /** What stands at the end of its curve: what it is a value of stands over the cells, and takes the columns their room.
   * @param {Row} row */
  function called(row) {
    const comparison = latest("comparison");
    return comparison && comparison.generation === results?.generation ? nameOf(comparison, results.rows.indexOf(row)) : row.name;
  }

  /** The numbers of a row. @param {HTMLTableRowElement} line @param {Row} row @param {Column[]} columns */
  function fill(line, row, columns) {
    // All digits: of a number that is pointed at or tapped, and for keys of the whole row.
    const digits = columns.flatMap(({ name, title }) => (typeof row[name] === "number" ? [`${title} ${full(/** @type {number} */ (row[name]))}`] : []));
    attribute(line.cells[0], "data-words", digits.join("; "));
    columns.forEach(({ name, text }, at) => {
      const value = /** @type {number | null} */ (row[name]);
      const cell = line.cells[at + 1];
      const words = value === null ? "–" : text(value);
      if (cell.textContent !== words) cell.textContent = words;
      attribute(cell, "data-value", value === null ? null : String(value));
      attribute(cell, "data-full", value === null ? null : full(value));
    });
    line.toggleAttribute("data-diverged", Boolean(row.diverged));
  }

  /** @param {Row[]} rows @param {string[]} names of them @param {Column[]} columns @param {string} words */
  function build(rows, names, columns, words) {
    same.textContent = words;
    same.hidden = !words;
    const focused = /** @type {HTMLElement | null} */ (/** @type {ShadowRoot | Document} */ (el.getRootNode()).activeElement)?.dataset?.by;
    const [head, judges] = [make("tr"), judged(columns)];
    for (const { name, title, doc } of [{ name: /** @type {keyof Row} */ ("name"), title: "Run", doc: "In the order of the cells" }, ...columns]) {
      const cell = html("th", { scope: "col", "data-column": name }, head);
      cell.toggleAttribute("data-aside", name !== "name" && !judges.has(name));
      const button = says(html("button", { "data-by": name }, cell, title), doc);
      cell.setAttribute("aria-sort", by === name ? (way > 0 ? "ascending" : "descending") : "none");
      button.addEventListener("click", () => {
        if (name === "name") [by, way] = [null, 1];
        else [by, way] = by === name ? [name, -way] : [name, 1];
        show();
      });
    }
    const body = make("tbody");
    rows.forEach((row, at) => {
      const line = html("tr", { "data-run": row.name }, body);
      html("th", { scope: "row", tabindex: "0", "aria-label": row.name }, line, names[at]);
      for (const { name } of columns) html("td", { "data-column": name }, line).toggleAttribute("data-aside", !judges.has(name));
      line.addEventListener("pointerenter", () => publish("lit", { cell: results?.rows.findIndex(({ name }) => name === row.name) ?? null }));
      line.addEventListener("pointerleave", () => publish("lit", { cell: null }));
    });
    table.replaceChildren(make("thead", "", head), body);
    if (focused) /** @type {HTMLElement | null} */ (table.querySelector(`[data-by="${focused}"]`))?.focus();
  }

  subscribe("compared_results", (told) => {
    results = told;
    show();
  });
  subscribe("comparison_file_made", ({ name, text }) => saveText(name, text, "text/csv"));
  subscribe("lit", ({ cell }) => {
    const title = cell === null ? null : results?.rows[cell]?.name;
    for (const line of table.tBodies[0]?.rows ?? []) line.toggleAttribute("data-lit", line.dataset.run === title);
  });
  // Once the page is laid out anyway: to ask for a width whenever numbers come would have it laid out in between.
  seat.ending(onResize(scrolled, refit), onResize(table, giveWay));
  return seat.leave;
}

export const render = onPanel(draw);
