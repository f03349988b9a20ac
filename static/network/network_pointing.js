// @ts-check
// Pointing at the network: notes beside what is pointed at, the neuron that the big map shows, weights to change.
import { featureText } from "../shared/network_notes.js";
import { fromFloat32 } from "../shared/numbers.js";
import { isPlain } from "../shared/one_stop.js";
import { neuronCard } from "./neuron_card.js";
import { weightTurning } from "./weight_turning.js";

const PATIENCE = 4000; // ms in which a refusal still belongs to the last change

/** @typedef {import("./network_edges.js").Weight} Weight */
/** @typedef {import("./network_neurons.js").Neuron} Neuron */
/** @typedef {{weight: Weight, neuron?: undefined} | {neuron: Neuron, weight?: undefined}} Found what the pointer is on */

/** @param {{seat: import("../shared/context.js").Seat, root: HTMLElement, sheet: HTMLElement,
 *   tip: ReturnType<typeof import("../shared/network_notes.js").note>, field: ReturnType<typeof import("../shared/network_notes.js").editor>,
 *   weights: ReturnType<typeof import("./network_edges.js").weightDrawing>, neurons: ReturnType<typeof import("./network_neurons.js").neuronDrawing>,
 *   network: () => import("../shared/topics").Topics["network"], names: () => ReturnType<typeof import("../shared/network_notes.js").namesOf>,
 *   cursor: () => import("../shared/topics").Cursor | null}} scene */
export function pointing({ seat, root, sheet, tip, field, weights, neurons, network, names, cursor }) {
  const { ask, publish, subscribe } = seat;
  /** @type {Found | null} */
  let pointed = null;
  /** @type {[Found, number, number] | null} what the note is about that is read now, and where it stands */
  let told = null;
  let touched = false;
  let probing = 0;
  /** @type {Weight | null} */
  let carried = null;
  let probed = false; // whether the big map was asked to show a neuron
  /** @type {{again: (text: string) => void} | null} */
  let lastEdit = null;

  /** What the pointer is on. @param {PointerEvent} event @returns {Found | null} */
  function whatIsAt(event) {
    const at = /** @type {Element} */ (event.composedPath()[0]);
    if (!at.closest || at.closest(".controls > *, .feature, .editor")) return null;
    const own = weights.get(at.closest("[data-weight]")?.getAttribute("data-weight"));
    if (own?.column === "bias") return { weight: own };
    const neuron = neurons.get(neuronKey(at));
    if (neuron) return { neuron };
    const box = sheet.getBoundingClientRect();
    const near = weights.pick(event.clientX - box.left, event.clientY - box.top, event.pointerType === "touch" ? 16 : 8);
    const weight = near ?? own;
    return weight ? { weight } : null;
  }

  /** Whether what is there tells its own number. @param {PointerEvent} event */
  const tellsItself = (event) => Boolean(/** @type {Element} */ (event.composedPath()[0]).closest?.("[data-says]"));

  /** Whether a finger is yet to be told what is there: then that is what it asks for. @param {PointerEvent} event */
  const isUntold = (event) => touched && tellsItself(event) && !(/** @type {Element} */ (event.composedPath()[0]).closest("[data-told]"));

  /** @param {Element} at */
  function neuronKey(at) {
    const group = at.closest("[data-neuron], [data-input]");
    return group?.getAttribute("data-neuron") ?? (group ? `input/${group.getAttribute("data-input")}` : null);
  }

  /** The big map shows the neuron that was pointed at last. @param {Neuron | undefined} neuron */
  function probe(neuron) {
    const detail = neuron && neuron.layer >= 0 ? { layer: neuron.layer, unit: neuron.unit } : { layer: null };
    clearTimeout(probing);
    probing = window.setTimeout(() => {
      if (detail.layer === null && !probed) return;
      probed = detail.layer !== null;
      ask("probe", detail);
    }, neuron ? 50 : 120);
  }

  /** @param {Found | null} found @param {number} x @param {number} y @param {boolean} [told] elsewhere, what the note would say */
  function point(found, x, y, told = false) {
    const same = found?.weight === pointed?.weight && found?.neuron === pointed?.neuron;
    if (!same) {
      pointed?.weight?.el.classList.remove("pointed");
      found?.weight?.el.classList.add("pointed");
      if (found?.neuron !== pointed?.neuron) probe(found?.neuron);
      const had = pointed !== null;
      pointed = found;
      if (cursor() && (found || had)) publish("hover", found ? { nodes: [], places: placesHere(found) } : null);
    }
    root.style.cursor = found?.weight ? "pointer" : "";
    if (found && !field.open && !told) describe(found, x, y);
    else hush();
  }

  function hush() {
    told = null;
    tip.hide();
  }

  /** @param {Found} found @returns {string[]} */
  function placesHere({ weight, neuron }) {
    if (weight) return [weight.place];
    if (neuron.layer < 0) return [`input/${neuron.unit}`];
    return [`z/${neuron.layer}/${neuron.unit}`, `a/${neuron.layer}/${neuron.unit}`];
  }

  /** @param {Found} found @param {number} x @param {number} y */
  function describe(found, x, y) {
    told = [found, x, y];
    const { weight, neuron } = found;
    /** @type {[string, string | number, string?][]} */
    const lines = [];
    if (weight) {
      lines.push(["value", fromFloat32(weight.value)]);
      const here = cursor()?.place(weight.place);
      if (here && here.gradient !== null) lines.push(["gradient", here.gradient, "backward"]);
      if (here && here.update !== null) lines.push(["after the update", here.update, "update"]);
      lines.push(["", cursor() ? "click to see its gradient for each sample" : "drag up or down to change it, or press + and −; click to type", "soft"]);
      tip.show(names().weight(weight.layer, weight.row, weight.column), lines, x, y);
      return;
    }
    const title = neuron.layer < 0 ? `Input ${featureText(names().inputs[neuron.unit] ?? "")}` : names().neuron(neuron.layer, neuron.unit);
    if (cursor()) {
      const facts = neurons.facts(/** @type {import("../shared/topics").Cursor} */ (cursor()), network(), neuron.layer, neuron.unit);
      const [a, da] = neuron.layer < 0 ? ["value", "gradient"] : ["a, activation", "dL/da, its gradient"];
      for (const [label, value, kind] of [["z, weighted sum", facts.z, "forward"], [a, facts.a, "forward"], [da, facts.da, "backward"], ["dL/dz, gradient of z", facts.dz, "backward"]]) {
        if (value !== null) lines.push([String(label), value, String(kind)]);
      }
      if (neuron.signs.never) lines.push(["", neuron.signs.da, "soft"]);
      const product = neuron.layer < 0 ? null : cursor()?.place(`product/${neuron.layer}/${neuron.unit}`).value ?? null;
      if (facts.z === null && product !== null) lines.push(["sum of weights × inputs, without the bias", product, "forward"]);
      if (!lines.length) lines.push(["", "not reached yet", "soft"]);
      if (neuron.layer >= 0) lines.push(["", "click for its sum and its curve", "soft"]);
    } else if (neuron.layer >= 0) lines.push(["", "shown on the large map; click for its sum and its curve", "soft"]);
    tip.show(title[0].toUpperCase() + title.slice(1), lines, x, y);
  }

  /** @param {Weight} weight @param {string} [text] @param {string} [problem] */
  function edit(weight, text, problem) {
    const box = sheet.getBoundingClientRect();
    const [x0, y0, x1, y1] = weight.ends;
    hush();
    const title = names().weight(weight.layer, weight.row, weight.column);
    field.show(
      title,
      text ?? String(fromFloat32(weight.value)),
      box.left + (x0 + x1) / 2,
      box.top + (y0 + y1) / 2,
      (/** @type {number} */ value) => {
        const edited = { again: (/** @type {string} */ why) => edit(weight, String(value), why) };
        lastEdit = edited;
        setTimeout(() => lastEdit === edited && (lastEdit = null), PATIENCE);
        turning.typed(weight, value);
      },
      () => weight.el.focus({ preventScroll: true }),
      problem,
    );
  }

  /** The weight that keys have come to while a sample is stepped tells its digits, as its number on the line does.
   * @param {Weight | null} weight */
  function carry(weight) {
    if (carried !== weight) for (const name of ["data-full", "data-words"]) carried?.el.removeAttribute(name);
    const here = cursor();
    carried = here && weight;
    if (!here || !carried) return;
    carried.el.setAttribute("data-full", weights.digits(carried, here));
    carried.el.setAttribute("data-words", weights.says(carried, here));
  }

  /** @param {Weight} weight */
  function choose(weight) {
    if (!cursor()) return edit(weight);
    ask("batch", { layer: weight.layer, row: weight.row, column: columnOf(weight) });
  }

  /** @param {Weight} weight */
  function columnOf({ layer, column }) {
    return column === "bias" ? network().blocks[layer].columns - 1 : column;
  }

  const card = neuronCard({ seat, root, network, names, cursor });
  /** @param {Neuron} neuron */
  function openCard(neuron) {
    hush();
    const box = neuron.el.getBoundingClientRect();
    neuron.el.setAttribute("data-opened", "");
    card.show(neuron, box.left + box.width / 2, box.top + box.height / 2, (back) => {
      neuron.el.removeAttribute("data-opened");
      if (back) neuron.el.focus({ preventScroll: true });
    });
  }

  const turning = weightTurning({
    seat,
    sheet,
    whatIsAt: (event) => whatIsAt(event)?.weight,
    free: () => !cursor() && !field.open,
    column: columnOf,
    show: (weight, value, x, y) => {
      told = null;
      tip.show(names().weight(weight.layer, weight.row, weight.column), [["value", value]], x, y);
    },
    done: hush,
  });

  sheet.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (event.pointerType === "touch" || event.buttons || turning.moving || root.classList.contains("dragging")) return;
    point(whatIsAt(event), event.clientX, event.clientY, tellsItself(event));
  });
  sheet.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    touched = event.pointerType === "touch";
    hush();
  });
  sheet.addEventListener("pointerleave", (/** @type {PointerEvent} */ event) => {
    if (event.pointerType !== "touch") point(null, 0, 0);
  });
  sheet.addEventListener("click", (/** @type {PointerEvent} */ event) => {
    const found = whatIsAt(event);
    if (found?.weight && tellsItself(event)) return; // its digits are copied
    if (found?.weight) choose(found.weight);
    else if (found?.neuron && found.neuron.layer >= 0 && !isUntold(event)) openCard(found.neuron);
    else if (touched) point(found, event.clientX, event.clientY, tellsItself(event));
  });
  sheet.addEventListener("focusin", (/** @type {FocusEvent} */ event) => {
    const at = /** @type {Element} */ (event.composedPath()[0]);
    const weight = weights.get(at.getAttribute("data-weight"));
    const neuron = neurons.get(neuronKey(at));
    if (weight) weights.stopAt(weight);
    else if (neuron) neurons.stopAt(neuron);
    if (!at.matches(":focus-visible")) return;
    const box = at.getBoundingClientRect();
    if (weight && cursor()) carry(weight);
    if (weight || neuron) point(weight ? { weight } : { neuron: /** @type {Neuron} */ (neuron) }, box.left + box.width / 2, box.top + box.height / 2, Boolean(carried));
  });
  sheet.addEventListener("focusout", () => {
    carry(null);
    point(null, 0, 0);
  });
  sheet.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const at = /** @type {Element} */ (event.composedPath()[0]);
    const weight = weights.get(at.getAttribute("data-weight"));
    const neuron = neurons.get(neuronKey(at));
    if (!weight && !neuron) return;
    const value = weight ? turning.key(weight, event) : null;
    if (weight && value !== null) publish("announce", { text: `${names().weight(weight.layer, weight.row, weight.column)}: ${value}` });
    else if (weight && (event.key === "Enter" || event.key === " ")) choose(weight);
    else if (neuron && neuron.layer >= 0 && event.key === "Enter") openCard(neuron);
    else if (event.key === "Escape") hush();
    // Who has clicked, steps by them (stepping_keys.js).
    else if (event.key.startsWith("Arrow") && isPlain(event)) (weight ? weights.neighbour(weight, event.key) : neurons.neighbour(/** @type {Neuron} */ (neuron), event.key))?.el.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  /** A number may change while it is read: by hand, by training, by a step. The drawing has heard of it before. */
  function tellAnew() {
    if (carried) carry(weights.get(carried.key) === carried ? carried : null);
    if (!told) return;
    const { weight } = told[0];
    if (weight && weights.get(weight.key) !== weight) hush(); // of another network
    else describe(...told);
  }
  subscribe("network", tellAnew);
  subscribe("frame", tellAnew);
  subscribe("cursor", tellAnew);

  return {
    /** The last change was refused: the field opens once more with what was typed. @param {string} why */
    editAgain: (why) => lastEdit?.again(why),
  };
}
