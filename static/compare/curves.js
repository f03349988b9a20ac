// @ts-check
// The curves of all runs in one plot, and under it the way back: to any moment that is kept of all runs.
import { onResize, takeSeat } from "../shared/context.js";
import { make, shape } from "../shared/elements.js";
import { field } from "../shared/fields.js";
import { grouped } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { scrubber } from "../shared/scrubber.js";
import { isAway } from "../shared/stage.js";
import { nameOf } from "./lines.js";
import { isShare, nearest, paint } from "./plot.js";
import { follow, recordsOf } from "./records.js";
import { seldom } from "./seldom.js";
import { paintValues } from "./value_plot.js";

/** @type {[import("../shared/fields.js").Name, string][]} */
const FIELDS = [
  ["compare_measure", "Curves"],
  ["compare_axis", "against"],
  ["compare_log", "Log"],
  ["compare_smooth", "Smooth"],
];
const REST = 100; // ms between two drawings while they grow: the eye gains nothing by more
const MOST_WIDTHS = 500; // of texts that are remembered
const MEASURES = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "distance"];

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, latest, picture, publish, subscribe } = seat;
  const row = make("div", "settings");
  const drawing = shape("svg", { role: "img" });
  const group = shape("g", {}, drawing);
  /** @type {number[]} */
  let moments = [];
  const last = () => grouped(moments[moments.length - 1]);
  const way = scrubber(seat, {
    short: (place) => (place === moments.length - 1 ? `Step ${last()}` : `Step ${grouped(moments[place])} of ${last()}`),
    whole: (place) => `Step ${grouped(moments[place])} of ${last()}`,
  });
  const section = make("section", "curves", row, make("div", "plot"), way.el);
  section.children[1].append(drawing);
  el.append(section);

  /** @type {import("./records.js").Rec[]} */
  let records = [];
  /** @type {import("./plot.js").Line[]} */
  let lines = [];
  // Measured when it changes: to ask in each frame would have the page laid out in each.
  let [width, height, font] = [0, 0, 12];
  const pen = /** @type {CanvasRenderingContext2D} */ (make("canvas").getContext("2d"));
  /** @type {Map<string, number>} */
  const widths = new Map(); // the same names at each drawing
  function wide(/** @type {string} */ text) {
    const known = widths.get(text) ?? pen.measureText(text).width;
    if (widths.size < MOST_WIDTHS) widths.set(text, known);
    return known;
  }
  const growing = seldom(show, REST);

  function measured() {
    const box = /** @type {HTMLElement} */ (drawing.parentElement);
    const style = getComputedStyle(box);
    [width, height, font] = [box.clientWidth, box.clientHeight, parseFloat(style.fontSize) || 12];
    widths.clear();
    pen.font = `${style.getPropertyValue("--weight-strong")} ${font}px ${style.fontFamily}`;
    growing.now();
  }

  function show() {
    const [comparison, settings] = [latest("comparison"), latest("settings")];
    if (!comparison || !settings || !records.length || width < 80 || height < 60) return;
    const names = comparison.cells.map((_, cell) => nameOf(comparison, cell));
    const both = settings.compare_measure === "losses"; // the one to be judged by before the other
    const measure = MEASURES.indexOf(both ? "validation_loss" : String(settings.compare_measure));
    const against = /** @type {import("./plot.js").Against} */ (settings.compare_axis);
    const lit = latest("lit")?.cell ?? null;
    const scaled = comparison.cells.some(({ error }) => error);
    const plot = { records, names, measure, against, log: Boolean(settings.compare_log) && !isShare(measure), lit, band: comparison.seeds > 1, behind: both ? MEASURES.indexOf("train_loss") : null, scaled, width, height, font, wide };
    const values = settings.compare_axis === "values";
    const [columns, rows] = [0, 1].map((at) => comparison.margins[at]?.values.map(({ shown }) => shown) ?? [""]);
    lines = values ? paintValues(drawing, group, plot, { columns, rows, label: comparison.margins[0].label }) : paint(drawing, group, plot);
    const what = values ? "the values compared" : against;
    drawing.setAttribute("aria-label", `${both ? "validation and train loss" : MEASURES[measure].replace("_", " ")} of ${names.length} runs against ${what}, up to step ${records[records.length - 1].steps}`);
    section.dataset.records = String(records.length);
  }

  drawing.addEventListener("pointermove", (event) => {
    const box = drawing.getBoundingClientRect();
    const cell = nearest(lines, event.clientX - box.left, event.clientY - box.top, 24);
    if (cell !== (latest("lit")?.cell ?? null)) publish("lit", { cell });
  });
  drawing.addEventListener("pointerleave", () => publish("lit", { cell: null }));

  subscribe("compared_history", (history) => {
    records = recordsOf(history, history.epochs.length / Math.max(1, history.steps.length));
    growing.now();
  });
  subscribe("compared_moment", ({ generation, passed }) => {
    if (generation !== latest("compared_history")?.generation) return;
    follow(records, passed);
    growing.soon();
  });
  subscribe("compared_status", (status) => {
    ({ moments } = status);
    way.show({ moments, at: status.step, training: status.training });
  });
  subscribe("lit", growing.now);
  subscribe("comparison", growing.now);

  /** @type {Map<string, import("../shared/fields.js").Field>} */
  const fields = new Map();
  subscribe("setting_choices", ({ choices }) => {
    if (fields.size) return;
    for (const [name, label] of FIELDS) {
      const choice = choices[name];
      if (!choice) continue;
      const entry = field(seat, name, { ...choice, label });
      fields.set(name, entry);
      row.append(entry.el);
      const value = latest("settings")?.[name]; // which may have come before the choices
      if (value !== undefined) entry.show(value);
    }
  });
  subscribe("settings", (settings) => {
    for (const [name, value] of Object.entries(settings)) fields.get(name)?.show(value);
    fields.get("compare_log")?.idle(String(settings.compare_measure).endsWith("accuracy") ? "Accuracies are always on a linear scale." : "");
    growing.now();
  });
  subscribe("error", ({ field: name, text }) => fields.get(name)?.complain(text));
  subscribe("connection", ({ state }) => (section.inert = isAway(state)));
  ending(onTheme(measured), onResize(/** @type {HTMLElement} */ (drawing.parentElement), measured), growing.stop, picture.offer(() => group));
  return seat.leave;
}

export const render = onPanel(draw);
