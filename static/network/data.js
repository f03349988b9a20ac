// @ts-check
// The data column: which dataset, how noisy, how many points, how many of them for training, or a file of one's own.
import { onResize, takeSeat } from "../shared/context.js";
import { curvePad } from "../shared/curve_pad.js";
import { make } from "../shared/elements.js";
import { tells } from "../shared/explained.js";
import { foldWhereNarrow } from "../shared/narrow.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";
import { steady } from "../shared/steady.js";
import { outgrown, paintTiles } from "./dataset_tiles.js";
import { ownFile } from "./own_file.js";

/** @typedef {import("../shared/topics").Topics} Topics */
/** @typedef {import("../messages").DatasetItem} Item */
/** @typedef {import("../shared/fields.js").Name} Name */

const EXAMPLES = ["sin(3*x)", "x1*x2", "x2 > 0.5*x1**3 - x1", "x1**2 + x2**2 < 9", "(A | B) & !(A & B)", "((A & !X & Z) | (A & !Y)) & ((X & Y) | (!X & Z))"];
const GROUPS = ["Classes", "Truth tables", "Regression"];
/** @type {{name: "noise" | "samples" | "split", label: string, low: number, high: number, step: number, text: (value: number) => string}[]} */
const SLIDERS = [
  { name: "noise", label: "Noise", low: 0, high: 1, step: 0.01, text: (value) => value.toFixed(2) },
  { name: "samples", label: "Samples", low: 20, high: 1000, step: 20, text: (value) => String(value) },
  { name: "split", label: "Training split", low: 0.1, high: 0.9, step: 0.05, text: (value) => `${Math.round(value * 100)}%` },
];

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, subscribe } = seat;
  const id = seat.newId("data");
  el.innerHTML = `
    <section class="data" aria-label="Data">
      <div class="sets" role="radiogroup" aria-label="Dataset"></div>
      <p class="problem" role="alert" data-field="dataset" hidden></p>
      <p class="about"><b></b> <span></span></p>
      <p class="doubt" hidden><span></span> <button type="button">Use another set-up</button></p>
      <button type="button" class="build" hidden>Build the network</button>
      <details class="fold"><summary>Noise, samples, your own function or file</summary><div class="rest">
      <form class="own">
        <label for="${id}-own">Your own function<span class="formulas"> or formula</span></label>
        <div><input type="text" id="${id}-own" list="${id}-examples" placeholder="x2 > sin(x1)" maxlength="200" autocomplete="off" spellcheck="false" aria-describedby="${id}-own-why">
        <button>Use</button></div>
        <datalist id="${id}-examples">${EXAMPLES.map((example) => `<option value="${example}"></option>`).join("")}</datalist>
        <p class="problem" role="alert" data-field="own_function" id="${id}-own-why" hidden></p>
      </form>
      <details class="drawn" hidden><summary>Draw a curve</summary></details>
      ${SLIDERS.map(
        ({ name, label, low, high, step }) => `
        <div class="slider" data-name="${name}">
          <label for="${id}-${name}">${label}</label><output for="${id}-${name}" aria-live="off"></output>
          <input type="range" id="${id}-${name}" min="${low}" max="${high}" step="${step}" aria-label="${label}">
          <p class="problem" role="alert" data-field="${name}" hidden></p>
        </div>`,
      ).join("")}
      <div class="options" hidden></div>
      <p class="problem" role="alert" data-field="arms classes" hidden></p>
      <div class="file">
        <div class="bring"><button type="button" class="fresh" aria-description="Draw new points from the same dataset; the weights stay as they are">New data</button>
        <label class="drop"><input type="file" accept=".csv,.tsv,.txt,.backprop,text/csv,text/plain" aria-label="CSV file" aria-describedby="${id}-form" aria-description="Reads points from a file of up to 10,000 rows and 5 MB, or opens a saved session.">
          <b class="what">CSV file…</b></label></div>
        <p class="problem" role="alert" data-field="csv" hidden></p>
        <p class="form" id="${id}-form">Rows of numbers, and in one column a label or a value.</p>
        <ul class="taken" aria-label="How the file was read" hidden></ul>
        <button type="button" class="choose" aria-haspopup="dialog" hidden>Choose columns…</button>
        <button type="button" class="back" hidden></button>
      </div>
      </div></details>
    </section>`;
  /** @template {Element} Found @param {string} selector @returns {Found} */
  const find = (selector) => /** @type {Found} */ (el.querySelector(selector));
  const [root, sets, about, options] = [".data", ".sets", ".about", ".options"].map((name) => /** @type {HTMLElement} */ (find(name)));
  const back = /** @type {HTMLButtonElement} */ (find(".back"));
  const form = /** @type {HTMLElement} */ (find(".form"));
  const ownForm = /** @type {HTMLFormElement} */ (find(".own"));
  const formula = /** @type {HTMLInputElement} */ (find(".own input"));
  const rest = /** @type {HTMLDetailsElement} */ (find(".fold"));
  const fresh = /** @type {HTMLButtonElement} */ (find(".fresh"));
  const build = /** @type {HTMLButtonElement} */ (find(".build"));
  tells(build, "A network of threshold units with exactly the weights that give this truth table, without any training");
  build.addEventListener("click", () => ask("build_formula"));
  const file = /** @type {HTMLInputElement} */ (find('input[type="file"]'));

  const pad = curvePad(seat);
  const padPlace = /** @type {HTMLDetailsElement} */ (find(".drawn"));
  padPlace.append(pad.el);

  /** @type {Item[]} */ let items = [];
  /** @type {Topics["settings"]} */ let settings = {};
  /** @type {Topics["data"] | null} */ let data = null;
  let own = "";
  /** @type {number | string} */ let asked = ""; // the dataset that was chosen last
  let shown = ""; // the dataset whose tile was brought into sight
  /** @type {Map<string, ReturnType<typeof steady>>} */
  const senders = new Map();

  /** @param {Name} name @param {number | string} value */
  function set(name, value) {
    let sender = senders.get(name);
    if (!sender) senders.set(name, (sender = steady((/** @type {unknown} */ latest) => ask("set", { name, value: latest }))));
    complain(name, "");
    if (name === "dataset") asked = value;
    sender.push(value);
  }
  /** @param {string} field @param {string} text */
  function complain(field, text) {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (el.querySelectorAll(".problem"))) {
      if (!(place.dataset.field ?? "").split(" ").includes(field)) continue;
      place.textContent = text;
      place.hidden = !text;
      if (text && rest.contains(place)) rest.open = true;
      if (text) place.scrollIntoView({ block: "nearest" }); // in large type the column is higher than the screen
    }
    if (field === "csv") find(".file").classList.toggle("wrong", Boolean(text));
    const slider = el.querySelector(`.slider[data-name="${field}"] input`);
    (field === "csv" ? file : field === "own_function" ? formula : slider)?.setAttribute("aria-invalid", String(Boolean(text)));
  }

  /** Says what a field is, while one looks at it. @param {HTMLInputElement} input @param {string} [doc] */
  function explain(input, doc = "") {
    const said = make("p", "explanation");
    said.textContent = doc;
    said.id = `${input.id}-explanation`;
    said.setAttribute("role", "tooltip");
    const place = /** @type {HTMLElement} */ (input.closest(".slider, .own"));
    place.querySelector(".explanation")?.remove();
    place.append(said);
    input.setAttribute("aria-describedby", `${said.id} ${input.id}-why`);
  }

  /** In the projector's large type a tile has little room for its name. */
  const watchSize = () => root.classList.toggle("large", document.documentElement.dataset.projector === "on");
  watchSize();

  // ---- datasets --------------------------------------------------------------------------------------------------
  function paintSets() {
    const groups = GROUPS.filter((group) => items.some((item) => item.group === group));
    sets.innerHTML = groups
      .map(
        (group) => `<h2>${group}</h2>${items
          .filter((item) => item.group === group)
          .map(
            (item) => `<label class="set${item.fixed ? " narrow" : ""}"><input type="radio" name="${id}-set" value="${item.name}" aria-label="${item.name}"><img alt="" decoding="sync"><span>${item.title}</span></label>`,
          )
          .join("")}`,
      )
      .join("");
    for (const item of items) tells(choiceOf(item), `${item.title}: ${item.text}`);
    paintTiles(el, tiles(), items);
    shown = "";
    mark();
  }
  /** @param {Item} item */
  const choiceOf = (item) => /** @type {HTMLInputElement} */ (sets.querySelector(`[value="${item.name}"]`));
  const tiles = () => items.map((item) => /** @type {HTMLImageElement} */ (choiceOf(item).parentElement?.querySelector("img")));
  /** @param {string} name */
  const titled = (name) => name[0].toUpperCase() + name.slice(1);

  /** Shows what is chosen, as the server knows it. */
  function mark() {
    const name = data?.source === "csv" ? "" : (settings.dataset ?? data?.name ?? "");
    if (!busy("dataset")) {
      for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (sets.querySelectorAll("input"))) input.checked = input.value === name;
    }
    reveal(name);
    describe(name);
  }
  /** On a phone the tiles are a row that is longer than the screen is wide. @param {string} name */
  function reveal(name) {
    const tile = sets.querySelector(`[value="${name}"]`)?.parentElement;
    if (!tile || name === shown) return;
    shown = name;
    const [left, room] = [tile.offsetLeft - sets.scrollLeft, sets.clientWidth - tile.offsetWidth];
    if (left < 0 || left > room) sets.scrollTo({ left: tile.offsetLeft - room / 2 });
  }
  /** @param {string} name */
  const busy = (name) => Boolean(senders.get(name)?.busy);

  /** @param {string} name */
  function describe(name) {
    const item = items.find((one) => one.name === name);
    const mine = !item && data?.source === "csv" ? data : null;
    const typed = !item && data && ["function", "formula", "drawn"].includes(data.source) ? data : null;
    /** @type {HTMLElement} */ (about.querySelector("b")).textContent = mine || typed ? /** @type {Topics["data"]} */ (data).name : item ? `${item.title}.` : "";
    /** @type {HTMLElement} */ (about.querySelector("span")).textContent = mine ? ownText(mine) : typed ? typedText(typed) : (item?.text ?? "");
    const isTable = item?.fixed || typed?.source === "formula";
    ownForm.classList.toggle("mine", typed?.source === "function" || typed?.source === "formula");
    build.hidden = typed?.source !== "formula";
    fresh.disabled = Boolean(isTable || mine);
    for (const slider of SLIDERS) {
      const idle = isTable || (mine && (slider.name !== "split" || mine.undivided));
      const input = /** @type {HTMLInputElement} */ (find(`#${id}-${slider.name}`));
      input.disabled = Boolean(idle);
    }
    paintOptions(item);
    // A file once read can be gone back to; what it must look like is then known.
    back.hidden = Boolean(mine) || !own;
    form.hidden = Boolean(mine) || !back.hidden;
    back.textContent = `Back to ${own}`;
  }
  /** @param {Topics["data"]} mine */
  function ownText({ kind, classes, targets }) {
    return `${targets.length.toLocaleString("en")} rows, ${kind === "regression" ? "a value to predict in each" : `${classes.length} classes`}`;
  }

  /** @param {Topics["data"]} typed */
  function typedText({ kind, dimension, source, targets }) {
    if (source === "drawn") return "Drawn by hand.";
    if (source === "formula") return `The ${targets.length} rows of its truth table.`;
    if (kind === "binary") return "Points where this is true are class 1.";
    return dimension === 1 ? "A curve to fit." : "A surface to fit.";
  }

  /** @param {Item | undefined} item */
  function paintOptions(item) {
    const [option] = item?.options ?? [];
    const key = (option && item?.name) ?? "";
    if (options.dataset.of !== key) {
      options.dataset.of = key;
      options.innerHTML = option
        ? `<span>${titled(option.name)}</span><div class="choice choice-row" role="radiogroup" aria-label="${titled(option.name)}">${Array.from(
            { length: option.high - option.low + 1 },
            (_, at) => `<label><input type="radio" name="${id}-option" value="${option.low + at}" aria-label="${option.low + at} ${option.name}"><span>${option.low + at}</span></label>`,
          ).join("")}</div>`
        : "";
      options.dataset.name = option?.name ?? "";
      options.hidden = !option;
    }
    if (!option || busy(option.name)) return;
    const chosen = String(settings[/** @type {Name} */ (option.name)] ?? option.default);
    for (const input of options.querySelectorAll("input")) input.checked = input.value === chosen;
  }

  sets.addEventListener("change", (event) => {
    const name = /** @type {HTMLInputElement} */ (event.target).value;
    describe(name);
    set("dataset", name);
  });
  options.addEventListener("change", (event) => set(/** @type {Name} */ (options.dataset.name), Number(/** @type {HTMLInputElement} */ (event.target).value)));

  // ---- sliders ---------------------------------------------------------------------------------------------------
  for (const { name } of SLIDERS) {
    const input = /** @type {HTMLInputElement} */ (find(`#${id}-${name}`));
    input.addEventListener("input", () => {
      show(name, Number(input.value));
      set(name, Number(input.value));
    });
    const held = (/** @type {boolean} */ is) => () => (input.dataset.held = is ? "yes" : "");
    input.addEventListener("pointerdown", held(true));
    for (const kind of ["pointerup", "pointercancel", "change", "blur"]) input.addEventListener(kind, held(false));
  }
  /** @param {string} name @param {number} value */
  function show(name, value) {
    const slider = SLIDERS.find((one) => one.name === name);
    const input = /** @type {HTMLInputElement} */ (find(`#${id}-${name}`));
    if (!slider) return;
    input.value = String(value);
    const text = slider.text(value);
    input.setAttribute("aria-valuetext", text);
    input.style.setProperty("--done", `${((value - slider.low) / (slider.high - slider.low)) * 100}%`);
    /** @type {HTMLElement} */ (input.parentElement?.querySelector("output")).textContent = text;
  }

  back.addEventListener("click", () => set("dataset", "csv"));
  fresh.addEventListener("click", () => ask("new_data"));
  ownForm.addEventListener("submit", (event) => {
    event.preventDefault();
    complain("own_function", "");
    ask("own_function", { text: formula.value });
  });
  formula.addEventListener("input", () => complain("own_function", ""));
  find(".doubt button").addEventListener("click", () => ask("take_set_up"));

  ownFile(seat, root, (text) => complain("csv", text));

  // ---- what arrives ----------------------------------------------------------------------------------------------
  subscribe("datasets", (payload) => {
    items = payload.items;
    paintSets();
  });
  subscribe("setting_choices", ({ choices }) => {
    for (const { name } of SLIDERS) explain(find(`#${id}-${name}`), choices[name]?.doc);
    explain(formula, choices.function?.doc);
  });
  subscribe("settings", (payload) => {
    const another = payload.dataset === asked || payload.dataset !== settings.dataset;
    settings = payload;
    // What is told after another setting says nothing yet of the dataset that was asked for.
    for (const [name, sender] of senders) if (name !== "dataset" || another) sender.answered();
    for (const { name } of SLIDERS) {
      const input = /** @type {HTMLInputElement} */ (find(`#${id}-${name}`));
      const value = payload[name];
      if (value !== undefined && !input.dataset.held && !busy(name)) show(name, value);
    }
    mark();
  });
  subscribe("data", (payload) => {
    data = payload;
    padPlace.hidden = payload.kind !== "regression" || payload.dimension !== 1;
    if (payload.source === "drawn") padPlace.open = true;
    pad.show(payload.source === "drawn" ? (payload.truth ?? null) : null);
    if (payload.source === "csv") own = payload.name;
    if ((payload.source === "function" || payload.source === "formula") && !formula.matches(":focus")) formula.value = payload.name;
    mark();
  });
  subscribe("error", ({ field, text }) => {
    if (field === "draw_curve") return pad.complain(text);
    if (field === "csv") return;
    complain(field, text ?? "");
    if (!text) return; // what was taken is answered by the settings
    senders.get(field)?.answered();
    for (const { name } of SLIDERS) {
      const value = settings[name];
      if (name === field && value !== undefined) show(name, value);
    }
    mark();
  });
  subscribe("status", (status) => {
    /** @type {HTMLElement} */ (find(".doubt")).hidden = !status.doubt;
    /** @type {HTMLElement} */ (find(".doubt span")).textContent = status.doubt?.text ?? "";
  });
  subscribe("connection", ({ state }) => root.toggleAttribute("inert", isAway(state)));
  ending(foldWhereNarrow(rest));
  ending(onTheme(() => {
    watchSize();
    paintSets();
  }));
  ending(onResize(sets, () => {
    if (outgrown(tiles())) paintTiles(el, tiles(), items);
  }));
  return seat.leave;
}

export const render = onPanel(draw);
