// @ts-check
// Which landscape it is: picked by name, or typed as an expression; and how much of it is seen.
import { takeSeat } from "../shared/context.js";
import { html, make } from "../shared/elements.js";
import { explain } from "../shared/explained.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";
import { WORDS } from "./field_words.js";
import { zoomed } from "./landscape_places.js";

const TYPED = "expression";
const PLANE = /** @type {const} */ (["landscape_plane", "landscape_first", "landscape_second"]);

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context
 * @param {{choices: import("../shared/fields.js").Choices}} settings what each field may hold */
export function draw(el, context, { choices }) {
  const seat = takeSeat(context);
  const { ask, latest, newId, subscribe } = seat;
  const section = make("section", "set-up");
  section.setAttribute("role", "group");
  section.setAttribute("aria-label", "Landscape");
  const [choiceId, textId] = [newId("landscape"), newId("expression")];

  const picked = make("div", "setting");
  html("label", { for: choiceId }, picked, "Landscape");
  const choice = html("select", { id: choiceId }, picked);
  explain(newId, picked, [choice], WORDS.landscape);
  choice.addEventListener("change", () => ask("choose_landscape", { name: choice.value }));

  const typed = make("div", "setting typed");
  html("label", { for: textId }, typed, "Height");
  const text = html("input", { id: textId, type: "text", autocomplete: "off", spellcheck: "false", maxlength: 400 }, typed);
  explain(newId, typed, [text], WORDS.height);
  const complaint = html("p", { class: "complaint", role: "alert" }, typed);
  complaint.hidden = true;
  let before = "";
  /** @param {string} words */
  function complain(words) {
    complaint.textContent = words;
    complaint.hidden = !words;
    text.setAttribute("aria-invalid", String(Boolean(words)));
  }
  function commit() {
    if (text.value.trim() && text.value !== before) ask("type_landscape", { text: text.value });
  }
  text.addEventListener("change", commit);
  text.addEventListener("input", () => complain(""));
  text.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    text.value = before;
    complain("");
  });

  const looking = make("div", "looking");
  looking.setAttribute("role", "group");
  looking.setAttribute("aria-label", "Part of the map");
  /** @param {string} words @param {string} label @param {() => void} press */
  function button(words, label, press) {
    const made = html("button", { type: "button", "data-named": "", "aria-label": label }, looking, words);
    made.addEventListener("click", press);
    return made;
  }
  const zoom = (/** @type {number} */ times) => {
    const landscape = latest("landscape");
    if (landscape) ask("landscape_part", { domain: zoomed(landscape.domain, times) });
  };
  button("+", "Zoom in", () => zoom(0.5));
  button("\u2212", "Zoom out", () => zoom(2));
  const whole = button("Whole", "The whole map", () => ask("landscape_part", { domain: [] }));
  const start = button("Usual start", "Usual start of this landscape", () => ask("landscape_start", { place: [] }));
  const plane = make("div", "plane");
  const fields = PLANE.map((name) => {
    const id = newId("plane");
    const row = make("div", "setting");
    html("label", { for: id }, row, choices[name]?.label ?? "");
    const select = html("select", { id }, row);
    explain(newId, row, [select], choices[name]?.doc ?? "");
    select.addEventListener("change", () => ask("set", { name, value: name === "landscape_plane" ? select.value : Number(select.value) }));
    plane.append(row);
    return { name, row, select };
  });
  const { options: planes = [], called = {} } = choices.landscape_plane ?? {};
  fields[0].select.replaceChildren(...planes.map((name) => new Option(called[name] ?? name, name)));
  let weights = "";
  function showPlane() {
    const [landscape, settings] = [latest("landscape"), latest("settings")];
    plane.hidden = !landscape?.plane;
    if (!landscape?.plane || !settings) return;
    const names = landscape.plane.weights;
    const again = names.join() !== weights;
    weights = names.join();
    for (const { name, row, select } of fields) {
      if (name !== "landscape_plane") {
        row.hidden = settings.landscape_plane !== "weights";
        if (again) select.replaceChildren(...names.map((weight, at) => new Option(weight, String(at))));
      }
      select.value = String(settings[name]);
    }
  }
  subscribe("settings", showPlane);
  section.append(picked, typed, plane, looking);
  el.append(section);

  subscribe("landscape", (landscape) => {
    if (choice.options.length !== landscape.choices.length) {
      choice.replaceChildren(...landscape.choices.map(({ name, called }) => new Option(called, name)));
    }
    choice.value = landscape.name;
    typed.hidden = landscape.data !== null || landscape.plane !== null;
    seat.root.dataset.land = landscape.plane ? "runs" : "surface";
    showPlane();
    if (before !== landscape.formula) text.value = before = landscape.formula;
    text.toggleAttribute("data-own", landscape.name === TYPED);
    whole.disabled = landscape.whole;
    start.disabled = !landscape.own_start;
  });
  subscribe("error", ({ field, text: words }) => {
    if (field === "type_landscape" || field === "choose_landscape") complain(words);
  });
  subscribe("connection", ({ state }) => (section.inert = isAway(state)));
  return seat.leave;
}

export const render = onPanel(draw);
