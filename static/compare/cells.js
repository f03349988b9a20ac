// @ts-check
// The runs side by side. The values in which they differ stand on the margins of the grid; of a row, over each cell.
import { onResize, takeSeat } from "../shared/context.js";
import { attribute, make, shape } from "../shared/elements.js";
import { tells } from "../shared/explained.js";
import { momentPlayer } from "../shared/moment_player.js";
import { narrow } from "../shared/narrow.js";
import { exact, full, inUnits, short } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";
import { cellPainter } from "./cell_picture.js";
import { isStacked, placesAsked, placesOf, sizeOf } from "./cell_sizes.js";
import { cellStops } from "./cell_stops.js";
import { cellsDrawing } from "./cells_drawing.js";
import { told as toldInside } from "./inside.js";
import { dashOf, hueOf } from "./lines.js";
import { momentsOf } from "./moments.js";
import { WIDTH } from "./records.js";
import { fitValues, valueField } from "./values.js";

/** @typedef {import("../shared/topics").Topics["comparison"]} Comparison */
/** @typedef {{el: HTMLElement, canvas: HTMLCanvasElement, loss: HTMLElement, accuracy: HTMLElement, note: HTMLElement, inside: HTMLElement}} Drawn */

const LOSS = [3, 0]; // where a median stands in a record of five measures with three numbers each: of validation, else of training
const ACCURACY = [9, 6];
/** How many lines stand under a map, by what is looked at; two where nothing else is said. @type {Record<string, number>} */
const LINES = { answers: 1, layers: 3 };

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, latest, publish, subscribe } = seat;
  const grid = make("div", "grid");
  grid.setAttribute("role", "list");
  el.append(grid);
  const painter = cellPainter(el);
  /** @type {Comparison | null} */
  let comparison = null;
  /** @type {Drawn[]} */
  let cells = [];
  /** @type {Drawn | null} of an ensemble */
  let mean = null;
  /** @type {Map<string, import("./values.js").ValueField>} */
  const fields = new Map();
  let asked = "";
  let dense = 1;
  let below = 0; // px that the curves and the table have under the cells

  const renewStops = cellStops(
    grid,
    () => (mean ? [...cells, mean] : cells).map((cell) => cell.el),
    () => (narrow.matches ? 1 : Number(grid.style.getPropertyValue("--columns"))),
  );
  const player = momentPlayer((/** @type {import("../shared/topics").ComparedMoment} */ last, passed) => publish("compared_moment", { ...last, passed }));

  /** @param {number} margin @param {number | null} at */
  function fieldOf(margin, at) {
    const key = `${margin} ${at}`;
    const made = valueField(seat, /** @type {Comparison} */ (comparison).margins[margin], margin, at, () => {
      asked = key;
      for (const one of fields.values()) one.complain(""); // what was refused before is not there any more
    });
    made.control.dataset.key = key;
    fields.set(key, made);
    return made.el;
  }

  /** @param {number} index */
  function cellOf(index) {
    const { title } = /** @type {Comparison} */ (comparison).cells[index];
    const canvas = make("canvas", "map");
    const sample = shape("svg", { class: "sample", viewBox: "0 0 26 6", "aria-hidden": "true" });
    shape("path", { d: "M0 3H26", style: `stroke: ${hueOf(index)}; stroke-dasharray: ${dashOf(index) || "none"}` }, sample);
    const [loss, accuracy, note, inside] = [make("b", "loss"), make("span", "accuracy"), make("p", "note"), make("p", "inside")];
    const open = make("button", "open", "Open");
    const made = make("div", "cell", make("h2", "title", title), make("div", "picture", canvas, note, open), make("p", "numbers", sample, loss, accuracy), inside);
    tells(open, "Open this run, with its weights, on the Network page");
    open.setAttribute("aria-label", `Open ${title}`);
    open.addEventListener("click", () => seat.ask("open_cell", { cell: index }));
    made.setAttribute("role", "listitem");
    made.setAttribute("aria-label", title);
    made.dataset.cell = String(index);
    for (const [event, cell] of /** @type {[string, number | null][]} */ ([["pointerenter", index], ["pointerleave", null], ["focusin", index], ["focusout", null]])) {
      made.addEventListener(event, () => publish("lit", { cell }));
    }
    return { el: made, canvas, loss, accuracy, note, inside };
  }

  /** The cell of what all runs answer together. @returns {Drawn} */
  function meanCell() {
    const canvas = make("canvas", "map");
    const [loss, accuracy, note, inside] = [make("b", "loss"), make("span", "accuracy"), make("p", "note"), make("p", "inside")];
    const el = make("div", "cell mean", make("h2", "mean-title", "Mean of all"), make("div", "picture", canvas), make("p", "numbers", loss, accuracy), inside);
    el.setAttribute("role", "listitem");
    el.setAttribute("aria-label", "Mean of all");
    tells(el, "The mean output of all these runs, with thin lines for the decision boundary of each");
    return { el, canvas, loss, accuracy, note, inside };
  }

  function build() {
    if (!comparison) return;
    const root = /** @type {ShadowRoot | Document} */ (el.getRootNode());
    const focused = /** @type {HTMLElement | null} */ (root.activeElement)?.dataset?.key;
    const { margins } = comparison;
    fields.clear();
    cells = comparison.cells.map((_, index) => cellOf(index));
    mean = comparison.ensemble ? meanCell() : null;
    grid.dataset.look = comparison.look;
    grid.dataset.margins = String(margins.length);
    const [columns, rows] = [margins[0].values.length, margins[1]?.values.length ?? 1];
    const heads = margins[0].values.map((_, at) => fieldOf(0, at));
    const adding = margins[0].values.length < margins[0].most ? [fieldOf(0, null)] : [];
    if (margins.length === 1) {
      // Each has its value over it, and goes on to the next line with it.
      cells.forEach((cell, at) => cell.el.prepend(heads[at]));
      grid.replaceChildren(...cells.map((cell) => cell.el), ...(mean ? [mean.el] : []), ...adding);
    } else {
      const [across, down] = [`${margins[0].label}\u00a0→`, `${margins[1].label}\u00a0↓`];
      const names = make("p", "names", make("span", "", down), " ", make("span", "", across));
      const sides = margins[1].values.map((_, at) => fieldOf(1, at));
      const below = rows < margins[1].most ? [fieldOf(1, null)] : [];
      place([names], 1, 1);
      heads.forEach((head, at) => place([head], 1, at + 2));
      place(adding, 1, columns + 2);
      sides.forEach((side, at) => place([side], at + 2, 1));
      place(below, rows + 2, 1);
      cells.forEach((cell, at) => place([cell.el], 2 + Math.floor(at / columns), 2 + (at % columns)));
      // On a phone each margin is a line over the cells, with its name.
      const lines = [[...heads, ...adding], [...sides, ...below]].map((fields, at) => make("div", "margin-line", make("span", "margin-name", margins[at].label), ...fields));
      grid.replaceChildren(names, ...lines, ...cells.map((cell) => cell.el));
    }
    renewStops();
    if (focused) fields.get(focused)?.control.focus();
    resize();
  }

  /** @param {HTMLElement[]} elements @param {number} row @param {number} column */
  function place(elements, row, column) {
    for (const one of elements) one.style.gridArea = `${row} / ${column}`;
  }

  function resize() {
    if (!comparison) return;
    const { margins } = comparison;
    const type = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--type")) || 14;
    const count = margins[0].values.length + (mean ? 1 : 0);
    const rows = margins.length === 2 ? margins[1].values.length : null;
    const { dataset, style } = seat.root;
    const now = /** @type {import("./cell_sizes.js").Place} */ (dataset.table ?? "beside");
    const beside = parseFloat(getComputedStyle(seat.root).getPropertyValue("--outcomes-wide")) || 0;
    const both = comparison.data.some(({ kind }) => kind !== "regression");
    const seen = { type, narrow: narrow.matches, lines: LINES[comparison.look] ?? 2, both };
    const saves = getComputedStyle(seat.root).getPropertyValue("--results-saved-under").trim() !== "none";
    const { height: high, width: asking } = latest("asking") ?? { height: 0, width: 0 }; // of the question over the cells
    const whole = { ...seen, saves, width: el.clientWidth + (now === "below" ? 0 : beside), height: el.clientHeight + below + high, beside };
    /** @type {import("./cell_sizes.js").Room} */
    let room = { ...seen, width: el.clientWidth, height: el.clientHeight };
    if (el.clientHeight > 0) {
      const { question, answer } = comparison.ready_made ?? {};
      const asked = { question: question?.length ?? 0, answer: answer?.length ?? 0, adds: margins[0].values.length < margins[0].most, left: el.clientWidth - asking };
      const found = question ? placesAsked(whole, count, rows, now, asked, high) : { ...placesOf(whole, count, rows, now), aside: 0 };
      ({ room, below } = found);
      dataset.table = found.place;
      dataset.asking = found.aside ? "beside" : "over";
      style.setProperty("--asking-wide", `${found.aside}px`);
      style.setProperty("--asking-most", `${whole.height - below}px`);
      style.setProperty("--below", `${below}px`);
    }
    const { side, columns } = sizeOf(room, count, rows);
    grid.style.setProperty("--side", `${side}px`);
    grid.toggleAttribute("data-narrow", side < 8 * type);
    grid.toggleAttribute("data-stacked", isStacked(room, side));
    grid.style.setProperty("--columns", String(columns));
    dense = Math.min(2, window.devicePixelRatio || 1);
    for (const { canvas } of mean ? [...cells, mean] : cells) canvas.width = canvas.height = Math.round(side * dense);
    fitValues([...fields.values()]);
    show();
  }

  function show() {
    const moment = latest("compared_moment");
    if (!comparison || !moment || moment.generation !== comparison.generation) return;
    const { cells: told, data: sets, look } = comparison;
    let [maps, sure, straight, lines, looked] = [0, 0, 0, 0, 0];
    const size = moment.side ** 2;
    /** @type {Uint8Array[]} */
    const members = [];
    cells.forEach((cell, index) => {
      const one = told[index];
      const { data, form } = one;
      const numbers = moment.looked.subarray(looked, (looked += one.count));
      if (one.with_answers) {
        /** @type {import("./cell_picture.js").Answer} */
        const answer = { side: moment.side };
        if (form === "line") answer.line = moment.lines.subarray(lines, (lines += moment.line));
        else answer.map = moment.maps.subarray(maps, (maps += size));
        if (form === "plane") {
          answer.straight = moment.straight.subarray(straight, (straight += 4));
          members.push(/** @type {Uint8Array} */ (answer.map));
        }
        if (form === "classes") answer.confidence = moment.confidence.subarray(sure, (sure += size));
        if (one.look === "units") answer.units = numbers;
        painter.paint(cell.canvas, answer, sets[data], data);
      }
      if (one.count) painter.inside(cell.canvas, one, numbers);
      write(cell.inside, look === "answers" ? "" : toldInside(one, numbers, look));
      tell(cell, index, moment);
    });
    if (mean && moment.mean) {
      const { map, confidence, line, measures } = moment.mean;
      painter.paint(mean.canvas, { side: moment.side, map, confidence, line, members }, sets[0], 0);
      tellNumbers(mean, firstOf(LOSS.map((at) => measures[at / 3])), firstOf(ACCURACY.map((at) => measures[at / 3])), told[0].error, moment.mean.error);
      mean.el.dataset.step = String(moment.steps);
    }
    grid.dataset.step = String(moment.steps);
  }

  /** The numbers of a cell. @param {Drawn} cell @param {number} index @param {import("../shared/topics").ComparedMoment} moment */
  function tell(cell, index, moment) {
    const median = (/** @type {number[]} */ places) => firstOf(places.map((at) => moment.last[WIDTH * index + at + 1]));
    const { seeds } = /** @type {Comparison} */ (comparison);
    const rests = moment.diverged[index];
    tellNumbers(cell, median(LOSS), median(ACCURACY), /** @type {Comparison} */ (comparison).cells[index].error, moment.errors[index]);
    const leads = moment.leader === index;
    write(cell.note, rests ? (seeds > 1 ? `${rests} of ${seeds} seeds diverged` : "Diverged and stopped") : leads ? "Leads" : "");
    cell.el.dataset.state = rests ? "diverged" : leads ? "leads" : "";
    cell.el.dataset.step = String(moment.steps);
  }
  /** Where what is learned was scaled, its error in the file's units comes first, and the loss is told to be of scaled numbers.
   * @param {Drawn} cell @param {number} loss @param {number} accuracy @param {Comparison["cells"][number]["error"]} unit
   * @param {number} error */
  function tellNumbers(cell, loss, accuracy, unit, error) {
    const [none, wrong] = [Number.isNaN(loss), Number.isNaN(error)];
    cell.el.toggleAttribute("data-scaled", Boolean(unit));
    write(cell.loss, none ? "–" : `${short(loss)}${unit ? " scaled" : ""}`);
    attribute(cell.loss, "data-value", exact(loss));
    attribute(cell.loss, "data-full", none ? null : unit ? `Loss ${full(loss)}, of the scaled numbers ${unit.scaled}` : `Loss ${loss}`);
    write(cell.accuracy, unit && !wrong ? `${unit.short} ${inUnits([error])[0]}` : Number.isNaN(accuracy) ? "" : `${(100 * accuracy).toFixed(1)} %`);
    attribute(cell.accuracy, "data-value", exact(unit ? error : accuracy));
    attribute(cell.accuracy, "data-full", unit && !wrong ? `The ${unit.name} is ${full(error)}, in the units of ${unit.of} in the file` : null);
  }
  const firstOf = (/** @type {number[]} */ values) => values.find((value) => !Number.isNaN(value)) ?? NaN;
  /** @param {HTMLElement} place @param {string} text */
  const write = (place, text) => place.textContent !== text && (place.textContent = text);

  subscribe("comparison", (told) => {
    const same = comparison && JSON.stringify({ ...comparison, generation: 0 }) === JSON.stringify({ ...told, generation: 0 });
    const again = comparison?.generation !== told.generation;
    comparison = told;
    if (again) player.clear();
    painter.refresh();
    if (!same || !cells.length) build();
  });
  subscribe("compared", (chunk) => {
    if (chunk.generation === comparison?.generation) player.play(momentsOf(chunk), chunk.interval);
  });
  subscribe("compared_moment", show);
  subscribe("asking", resize);
  subscribe("lit", ({ cell }) => cells.forEach(({ el: one }, index) => one.toggleAttribute("data-lit", index === cell)));
  subscribe("error", ({ field: name, text }) => {
    if (["value", "value_away", "value_move"].includes(name)) fields.get(asked)?.complain(text);
    if (name === "open_cell" && text) publish("announce", { text });
  });
  subscribe("connection", ({ state }) => (grid.inert = isAway(state)));
  /** All cells, as they are, in a drawing that is in the page for as long as it takes to copy it. */
  function drawn() {
    const { margins, cells: named } = /** @type {Comparison} */ (comparison);
    const columns = margins[0].values.length + (mean ? 1 : 0);
    const { drawing, group } = cellsDrawing(
      (mean ? [...cells, mean] : cells).map(({ canvas, loss, accuracy, note }, index) => ({
        title: named[index]?.title ?? "Mean of all",
        canvas,
        numbers: `${loss.textContent}  ${accuracy.textContent}`.trim(),
        note: note.textContent ?? "",
        hue: named[index] ? hueOf(index) : "none", // the mean has no curve
        dash: dashOf(index),
      })),
      columns,
    );
    el.append(drawing);
    queueMicrotask(() => drawing.remove());
    return group;
  }
  ending(
    seat.picture.offer(drawn, "cells"),
    onTheme(() => {
      painter.refresh();
      resize();
    }),
    onResize(el, resize),
    player.clear,
  );
  return seat.leave;
}

export const render = onPanel(draw);
