// @ts-check
// Weights from the pixels as pictures: the templates of a softmax classifier, or the first layer of a network. Each stands
// with what it makes of the digit at hand, a score or an activation.
import { describe, explain } from "../shared/explained.js";
import { WORDS as OF_FIELDS } from "./field_words.js";
import { onResize, takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { hatchedTables } from "../shared/hatching.js";
import { exact, largest, short } from "../shared/numbers.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { tabbed } from "../shared/tabbed.js";
import { paintWeights, weightSheet } from "./weight_pictures.js";

/** @type {["templates" | "first_layer", string][]} */
const KINDS = [["templates", "Templates"], ["first_layer", "First layer"]];
const WORDS = /** @type {Record<string, string>} */ ({
  templates: "One row of W for each digit. Ink on blue raises the digit's score, and ink on orange lowers it.",
  first_layer: "What each neuron of the first layer looks for: ink on blue raises its activation, and ink on orange lowers it.",
});
const [SMALLEST, LARGEST] = [24, 96]; // px of a picture
const FINE = 4; // pixels of the large picture to a side of a pixel of the digit
const LABEL = 4.7; // em of "0: −12.3"
const narrow = matchMedia("(max-width: 900px)");

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ask, ending, latest, subscribe } = seat;
  const root = tabbed(seat, el, "inside", "Look inside", () => queueMicrotask(wanted));
  const head = make("div", "head");
  const kinds = make("div", "kinds");
  kinds.setAttribute("role", "radiogroup");
  kinds.setAttribute("aria-label", "Weights");
  const words = make("p", "words");
  const large = make("canvas");
  const caption = make("div", "caption");
  const chosen = make("figure", "chosen", large, caption);
  const grid = make("div", "grid");
  const sheet = weightSheet();
  head.append(kinds, words);
  root.append(head, make("div", "body", chosen, grid));

  let colours = hatchedTables();
  let which = /** @type {import("../messages").Pictures["which"] | ""} */ ("");
  let own = false; // whether the visitor has chosen what to see
  /** @type {import("../shared/topics").Topics["pictures"] | null} */
  let pictures = null;
  let at = 0;
  let seen = ""; // what was last asked for
  /** @type {{el: HTMLElement, place: HTMLElement, label: HTMLElement, bar: HTMLElement}[]} */
  let items = [];

  const explained = explain(seat.newId, kinds, [], OF_FIELDS.inside);
  const buttons = KINDS.map(([name, title]) => {
    const button = make("button", "", title);
    button.type = "button";
    button.setAttribute("role", "radio");
    button.dataset.which = name;
    button.addEventListener("click", () => choose(name));
    describe(button, explained.id);
    kinds.append(button);
    return button;
  });
  kinds.addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    choose(which === "templates" ? "first_layer" : "templates");
    buttons.find((button) => button.tabIndex === 0)?.focus();
  });

  /** @param {"templates" | "first_layer"} name */
  function choose(name) {
    own = true;
    show(name);
  }

  /** @param {typeof which} name */
  function show(name) {
    which = name;
    for (const button of buttons) {
      const is = button.dataset.which === name;
      button.setAttribute("aria-checked", String(is));
      button.tabIndex = is ? 0 : -1;
    }
    wanted();
  }

  /** Asks for what is in sight, and tells when nothing is. */
  function wanted() {
    const digits = latest("digits");
    if (!which || !digits) return;
    const now = root.hidden ? "" : `${which} ${digits.model} ${digits.generation} ${digits.layers}`;
    if (now === seen) return;
    seen = now;
    ask("pictures", { which: root.hidden ? null : which });
  }

  // What is drawn

  /** @param {number} count */
  function build(count) {
    items = Array.from({ length: count }, (_, index) => {
      const place = make("i", "place");
      const label = make("span", "label");
      const bar = make("i", "bar");
      const item = make("div", "item", place, label, bar);
      item.setAttribute("role", "option");
      item.dataset.at = String(index);
      item.tabIndex = index ? -1 : 0;
      return { el: item, place, label, bar };
    });
    grid.replaceChildren(sheet.canvas, ...items.map((item) => item.el));
    at = Math.min(at, count - 1);
  }

  /** What the network at hand makes of the digit at hand, for each picture; null when it is not of this model. */
  function answers() {
    const [reading, digits] = [latest("reading"), latest("digits")];
    if (!pictures || !reading || !digits || (pictures.model && pictures.model !== digits.model)) return null;
    const found = digits.layers.length ? (pictures.which === "first_layer" ? reading.activations?.[0] : null) : reading.scores;
    return found && found.length === pictures.count ? found : null;
  }

  /** @param {number} index */
  const nameOf = (index) => (pictures?.which === "templates" || !latest("digits")?.layers.length ? `Template of ${index}` : `Neuron ${index + 1} of hidden layer 1`);

  function number() {
    if (!pictures) return;
    const found = answers();
    const most = found ? largest(found) : 1;
    const best = found ? Array.from(found).indexOf(Math.max(...Array.from(found))) : -1;
    const what = pictures.which === "templates" || !latest("digits")?.layers.length ? "score" : "activation";
    items.forEach(({ el: item, label, bar }, index) => {
      const value = found ? found[index] : null;
      label.textContent = `${index}${value === null ? "" : `: ${short(value)}`}`;
      item.classList.toggle("best", index === best);
      if (value === null) delete item.dataset.value;
      else item.dataset.value = exact(value);
      bar.style.transform = `scaleX(${value === null ? 0 : (Math.abs(value) / most).toFixed(3)})`;
      bar.classList.toggle("negative", value !== null && value < 0);
      item.setAttribute("aria-label", `${nameOf(index)}${value === null ? "" : `: ${short(value)}, the ${what}`}`);
      item.setAttribute("aria-selected", String(index === at));
    });
    // In large type there is no room to say of which layer, which the switch above says too.
    const name = root.hasAttribute("data-large") ? nameOf(at).replace(/ of hidden.*/, "") : nameOf(at);
    caption.replaceChildren(make("b", "", name));
    if (found) caption.append(make("span", "", `${what} ${short(found[at])}`));
  }

  function paint() {
    if (!pictures) return;
    const { pictures: weights } = pictures;
    if (items.length !== pictures.count) build(pictures.count);
    root.dataset.which = pictures.which;
    // Before the pictures have come it is no list of anything.
    grid.setAttribute("role", "listbox");
    grid.setAttribute("aria-orientation", "horizontal");
    grid.setAttribute("aria-label", pictures.which === "templates" ? "Templates" : "First layer");
    const model = latest("digits")?.model;
    const others = pictures.model && model && pictures.model !== model;
    words.textContent = others ? `Of the softmax classifier: ${WORDS.templates}` : WORDS[pictures.which];
    sheet.take(pictures.count, colours, weights);
    paintWeights(large, colours, weights, at, FINE);
    number();
    fit();
  }

  /** The largest pictures that are all in sight. */
  function fit() {
    if (!pictures || !grid.clientWidth) return;
    const templates = pictures.which === "templates";
    const font = parseFloat(getComputedStyle(grid).fontSize);
    // Under a template stands its score, which needs its own width.
    const [below, label] = templates ? [1.4 * font + 5, LABEL * font] : [5, 0];
    const above = grid.getBoundingClientRect().top - root.getBoundingClientRect().top;
    const { count } = pictures;
    const [width, height] = [grid.clientWidth - 4, root.clientHeight - above - 12];
    const fits = (/** @type {number} */ side) => Math.floor((width + 4) / (Math.max(side, label) + 4)) * Math.floor((height + 4) / (side + below + 4)) >= count;
    let side = LARGEST;
    while (side > SMALLEST && !fits(side)) side -= 1;
    // In one column with the rest of the page there is all the height they need.
    if (templates && narrow.matches) side = Math.max(side, Math.min(64, (width - 16) / 3));
    grid.style.setProperty("--side", `${side}px`);
    grid.style.setProperty("--column", `${Math.max(side, label)}px`);
    sheet.lay(grid, items.map(({ place }) => place));
  }

  /** @param {number} index @param {boolean} focus */
  function look(index, focus) {
    if (!pictures || !items[index] || index === at) return;
    items[at].el.tabIndex = -1;
    at = index;
    items[at].el.tabIndex = 0;
    if (focus) items[at].el.focus();
    paintWeights(large, colours, pictures.pictures, at, FINE);
    number();
  }
  for (const kind of ["pointerover", "click", "focusin"]) {
    grid.addEventListener(kind, (event) => {
      const item = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".item"));
      if (item) look(Number(item.dataset.at), false);
    });
  }
  grid.addEventListener("keydown", (event) => {
    const across = Math.max(1, Math.round((grid.clientWidth + 4) / ((items[0]?.el.offsetWidth ?? 1) + 4) - 0.4));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + across, ArrowUp: at - across, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    look(Math.max(0, Math.min(items.length - 1, to)), true);
  });

  subscribe("tab", () => queueMicrotask(wanted));
  subscribe("digits", (digits) => {
    const usual = digits.layers.length ? "first_layer" : "templates";
    buttons[1].hidden = !digits.layers.length;
    root.toggleAttribute("data-single", !digits.layers.length);
    show(own && digits.layers.length ? which : usual);
    number();
  });
  subscribe("pictures", (received) => {
    if (received.which !== which && which) return; // an answer that is late
    pictures = received;
    paint();
  });
  subscribe("reading", number);
  const size = () => root.toggleAttribute("data-large", document.documentElement.dataset.projector === "on");
  size();
  ending(onTheme(() => {
    size();
    colours = hatchedTables();
    paint();
  }));
  ending(onResize(root, fit));
  return seat.leave;
}

export const render = onPanel(draw);
