// @ts-check
// Who goes over the landscape: which optimizers, how fast, where each is; and the arithmetic of one's next step.
import { takeSeat } from "../shared/context.js";
import { attribute, html, make, shape } from "../shared/elements.js";
import { explain } from "../shared/explained.js";
import { field } from "../shared/fields.js";
import { exact, full, parseNumber, short, whyNoNumber } from "../shared/numbers.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";
import { WORDS } from "./field_words.js";
import { dashOf, hueOf } from "./lines.js";

/** @typedef {import("../messages").LandscapeWalker} Walker */
/** @typedef {{name: string, row: HTMLTableRowElement, on: HTMLInputElement, rate: HTMLInputElement, height: HTMLElement, place: HTMLElement}} Line */

const OPTIONS = /** @type {const} */ (["beta", "beta1", "beta2", "epsilon"]);

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context
 * @param {{choices: import("../shared/fields.js").Choices}} settings what each field may hold */
export function draw(el, context, { choices }) {
  const seat = takeSeat(context);
  const { ask, latest, newId, publish, subscribe } = seat;
  const section = make("section", "walkers");
  section.setAttribute("aria-label", "Optimizers");
  const table = html("table", { "aria-label": "Optimizers on the map" });
  const complaint = html("p", { class: "complaint", role: "alert" });
  complaint.hidden = true;
  const options = make("div", "options");
  // Those of who goes over a surface, and those of the networks.
  const fields = ["landscape_", ""].flatMap((prefix) =>
    OPTIONS.flatMap((name) => {
      const set = /** @type {import("../shared/fields.js").Name} */ (`${prefix}${name}`);
      const choice = choices[set];
      return choice ? [{ name, set, made: field(seat, set, choice) }] : [];
    }),
  );
  options.append(...fields.map(({ made }) => made.el));
  const id = newId("next-step");
  const choice = html("select", { id });
  const heading = make("h2", "", html("label", { for: id }, undefined, "Next step of"), " ", choice);
  explain(newId, heading, [choice], WORDS.next_step);
  const terms = html("table", { class: "terms", "aria-label": "Next step" });
  const legend = make("p", "legend");
  const next = make("div", "next", heading, terms, legend);
  section.append(make("div", "gone", table, complaint), options, next);
  el.append(section);

  /** @type {Line[]} */
  let lines = [];
  const goers = () => latest("landscape")?.walkers.filter(({ on }) => on) ?? [];

  function build() {
    const walkers = latest("landscape")?.walkers ?? [];
    const head = make("tr");
    const networks = latest("landscape")?.plane;
    const loss = latest("comparison")?.cells.some(({ error }) => error) ? "Loss, scaled" : "Loss"; // as on the map of all of them
    for (const words of networks ? ["Network", "", loss, "Place"] : ["Optimizer", "Rate", "Height", "Place"]) html("th", { scope: "col" }, head, words);
    lines = walkers.map(lineOf);
    table.replaceChildren(make("thead", "", head), make("tbody", "", ...lines.map(({ row }) => row)));
  }

  /** @param {Walker} walker @returns {Line} */
  function lineOf({ name, colour, rate: own }) {
    const row = make("tr");
    const on = html("input", { type: "checkbox" });
    const sample = shape("svg", { class: "sample", viewBox: "0 0 26 6", "aria-hidden": "true" });
    shape("path", { d: "M0 3H26", style: `stroke: ${hueOf(colour)}; stroke-dasharray: ${dashOf(colour) || "none"}` }, sample);
    const label = make("label", "", on, sample, name);
    const titled = html("th", { scope: "row" }, row);
    titled.append(label);
    const rate = html("input", { type: "text", inputmode: "decimal", autocomplete: "off", "aria-label": `Learning rate of ${name}` });
    const rated = html("td", {}, row);
    rated.append(rate);
    if (own !== null) {
      explain(newId, titled, [on], WORDS.goes);
      explain(newId, rated, [rate], WORDS.rate);
    }
    on.hidden = rate.hidden = own === null; // a network has what its set-up says
    const [height, place] = [html("td", {}, row), html("td", {}, row)];
    on.addEventListener("change", () => ask("landscape_goes", { name, on: on.checked }));
    rate.addEventListener("change", () => {
      const value = parseNumber(rate.value);
      if (Number.isNaN(value)) complain(whyNoNumber(rate.value));
      else ask("landscape_rate", { name, rate: value });
    });
    rate.addEventListener("input", () => complain(""));
    const light = () => {
      const walker = goers().findIndex((one) => one.name === name);
      if (walker >= 0) publish("walker_lit", { walker });
    };
    row.addEventListener("pointerenter", light);
    row.addEventListener("focusin", light);
    return { name, row, on, rate, height, place };
  }

  /** @param {string} words */
  function complain(words) {
    complaint.textContent = words;
    complaint.hidden = !words;
    if (words) showWalkers();
  }

  function showWalkers() {
    const landscape = latest("landscape");
    if (!landscape) return;
    if (lines.length !== landscape.walkers.length || lines.some(({ name }, at) => name !== landscape.walkers[at].name)) build();
    const root = /** @type {ShadowRoot | Document} */ (el.getRootNode());
    landscape.walkers.forEach(({ on, rate }, at) => {
      const line = lines[at];
      line.on.checked = on;
      line.row.toggleAttribute("data-off", !on);
      const text = String(rate ?? "");
      if (root.activeElement !== line.rate || line.rate.dataset.told !== text || complaint.textContent) line.rate.value = text;
      line.rate.dataset.told = text;
    });
    const names = goers().map(({ name }) => name);
    if (names.join() !== [...choice.options].map(({ value }) => value).join()) choice.replaceChildren(...names.map((name) => new Option(name)));
    for (const { name, set, made } of fields) {
      made.el.hidden = set.startsWith("landscape_") === (landscape.plane !== null);
      const used = goers().some((walker) => walker.options.includes(name));
      const users = landscape.walkers.filter((walker) => walker.options.includes(name)).map((walker) => walker.name);
      const whose = landscape.plane ? "by no optimizer of these networks" : `only by ${users.join(" and ").replace(/ and (?=.* and )/g, ", ")}`;
      made.idle(used ? "" : `This is used ${whose}.`);
    }
    showMoment();
    showStep();
  }

  function showMoment() {
    const moment = latest("landscape_moment");
    const going = goers();
    if (!moment || moment.generation !== latest("landscape")?.generation) return;
    for (const line of lines) {
      const walker = going.findIndex(({ name }) => name === line.name);
      if (walker < 0) {
        write(line.height, "");
        write(line.place, "");
        for (const cell of [line.height, line.place]) ["data-value", "data-full"].forEach((name) => attribute(cell, name, null));
        continue;
      }
      const height = moment.heights[walker];
      const [x, y] = [moment.points[2 * walker], moment.points[2 * walker + 1]];
      write(line.height, Number.isNaN(height) ? "–" : short(height));
      attribute(line.height, "data-value", exact(height));
      attribute(line.height, "data-full", full(height));
      const at = `(${short(x, 2)}, ${short(y, 2)})`;
      write(line.place, moment.resting[walker] ? `stopped at ${at}` : at);
      attribute(line.place, "data-value", exact([x, y]));
      attribute(line.place, "data-full", `(${full(x)}, ${full(y)})`);
    }
  }
  /** @param {HTMLElement} place @param {string} text */
  const write = (place, text) => place.textContent !== text && (place.textContent = text);

  function showStep() {
    const [landscape, told] = [latest("landscape"), latest("landscape_steps")];
    const going = goers();
    const lit = Math.min(latest("walker_lit")?.walker ?? 0, going.length - 1);
    for (const line of lines) line.row.toggleAttribute("data-lit", line.name === going[lit]?.name);
    if (!landscape || lit < 0) return;
    choice.value = going[lit].name;
    const moving = latest("training")?.on;
    const step = told?.generation === landscape.generation && !moving ? told.steps[lit] : undefined;
    if (!step) {
      terms.replaceChildren();
      legend.textContent = moving ? "The next step is shown as soon as all optimizers have stopped." : "There is no next step: the height at its end is not a number.";
      return;
    }
    const head = make("tr");
    for (const words of ["", "", ...landscape.names]) html("th", words ? { scope: "col" } : { role: "none" }, head, words); // no head where there is no word
    const body = make("tbody");
    lineFor("", "g", "the gradient here", step.gradient);
    for (const { label, formula, value } of step.terms) lineFor("", label, formula.replace(/ - /g, " \u2212 "), value);
    const remembers = step.memory.some((value) => value !== 0);
    if (remembers) lineFor("memory", "", "part of the move from memory", step.memory);
    if (remembers) lineFor("fresh", "", "part of the move from this gradient", step.fresh);
    lineFor("move", "", "the move", step.move);
    /** @param {string} kind @param {string} label @param {string} words @param {number[]} pair */
    function lineFor(kind, label, words, pair) {
      const line = html("tr", kind ? { class: kind } : {}, body);
      html("th", label ? { scope: "row" } : { role: "none" }, line, label);
      html("td", {}, line, words);
      for (const value of pair) html("td", { "data-value": exact(value), "data-full": full(value) }, line, short(value));
    }
    terms.replaceChildren(make("thead", "", head), body);
    const plane = landscape.plane ? " It follows the gradient of the next mini-batch, and shows the part of it that lies in the plane." : "";
    legend.textContent = (remembers ? "On the map, the dashed part comes from memory, the part after it comes from this gradient, and together they are the move." : "No part of this move comes from earlier steps: it follows this gradient alone.") + plane;
  }

  choice.addEventListener("change", () => publish("walker_lit", { walker: choice.selectedIndex }));
  subscribe("landscape", showWalkers);
  subscribe("landscape_moment", showMoment);
  subscribe("landscape_steps", showStep);
  subscribe("training", showStep);
  subscribe("walker_lit", showStep);
  subscribe("settings", (settings) => {
    for (const { set, made } of fields) made.show(settings[set]);
  });
  subscribe("error", ({ field: name, text }) => {
    if (name === "landscape_rate" || name === "landscape_goes") complain(text);
    for (const { set, made } of fields) if (name === set) made.complain(text);
  });
  subscribe("connection", ({ state }) => (section.inert = isAway(state)));
  return seat.leave;
}

export const render = onPanel(draw);
