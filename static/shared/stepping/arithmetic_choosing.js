// @ts-check
// Which element of an array is looked at: the largest, or the one that is pointed at, tapped, or chosen by keys. Its sum
// came with the step, or is asked for.
import { elementUnder, markElement, neighbour } from "./arithmetic_figures.js";
import { broughtTo, largestTold } from "./arithmetic_element.js";
import { updatedElement } from "./arithmetic_lines.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../topics").CursorAtStep} Cursor */
/** @typedef {import("./arithmetic_element.js").Told} Told */
/** @typedef {import("./graph_drawing.js").Numbers} Numbers */

const CHOOSER = "canvas[role=slider]";
const MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

/** @param {import("../context.js").Seat} seat @param {HTMLElement} line in which the strips stand @param {() => void} changed another
 * element is looked at, or its sum has come */
export function newChoosing({ ask, playback, subscribe }, line, changed) {
  let now = /** @type {Cursor | null} */ (null);
  /** The chosen element of each array that is brought or updated. @type {Map<string, number>} */
  const chosen = new Map();
  /** By step and element; null where no one sum makes it. @type {Map<string, Told | null>} */
  const told = new Map();
  let asked = ""; // which is on its way: one at a time, however fast one points

  const keyOf = (/** @type {Cursor} */ { step, index }) => (step.phase === "update" ? step.node : String(index));
  const sumKey = (/** @type {number} */ step, /** @type {number} */ element) => `${step} ${element}`;

  function wish() {
    if (!now || asked || now.step.phase === "update") return;
    const element = chosen.get(keyOf(now));
    if (element === undefined || element === now.step.sum?.element) return;
    const step = now.index - 1;
    if (told.has(sumKey(step, element))) return;
    asked = sumKey(step, element);
    ask("element", { step, element });
  }

  subscribe("element_sum", ({ step, element, sum, numbers }) => {
    asked = "";
    told.set(sumKey(step, element), sum && { sum, numbers });
    wish();
    if (now?.index === step + 1 && chosen.get(keyOf(now)) === element) changed();
  });

  /** @param {number} element */
  function choose(element) {
    if (!now || chosen.get(keyOf(now)) === element) return;
    chosen.set(keyOf(now), element);
    wish();
    mark();
    changed();
  }

  /** Shows in the strip which it is. */
  function mark() {
    const strip = /** @type {HTMLCanvasElement | null} */ (line.querySelector(CHOOSER));
    if (strip && now) markElement(strip, at());
  }

  /** The element that is looked at. */
  function at() {
    const one = now && chosen.get(keyOf(now));
    if (one !== null && one !== undefined) return one;
    if (now?.step.phase !== "update") return now?.step.sum?.element ?? 0;
    return updatedElement(/** @type {Numbers} */ (now.value(now.step.node)));
  }

  line.addEventListener("pointermove", (event) => point(event));
  line.addEventListener("click", (event) => {
    const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=button][data-element]"));
    if (cell) choose(Number(cell.dataset.element));
    else point(event);
  });
  /** @param {MouseEvent} event */
  function point(event) {
    const strip = /** @type {HTMLCanvasElement} */ (event.target);
    const element = strip.matches?.(CHOOSER) ? elementUnder(event) : null;
    // One that is updated is chosen by a click: on the way to a number of its sum others are pointed at.
    if (element !== null && (event.type === "click" || now?.step.phase !== "update")) choose(element);
  }
  line.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const moves = target.matches(CHOOSER) && MOVES.includes(event.key);
    const cell = target.closest("[role=button][data-element]");
    if (event.ctrlKey || event.altKey || event.metaKey || (!moves && !(cell && (event.key === "Enter" || event.key === " ")))) return;
    event.preventDefault();
    const canvas = /** @type {HTMLCanvasElement} */ (target);
    choose(moves ? neighbour(canvas, at(), event.key) : Number(/** @type {HTMLElement} */ (cell).dataset.element));
    // A grid of what is updated is drawn anew.
    const again = moves ? CHOOSER : `[data-element="${at()}"]`;
    if (!target.isConnected) /** @type {HTMLElement | null} */ (line.querySelector(again))?.focus();
  });
  // One that is pointed at in another drawing is the one whose sum is shown.
  subscribe("hover", (hover) => {
    if (!now || !hover || line.matches(":hover")) return;
    const owner = broughtTo(now.step);
    const found = playback.nodesOf((hover.places ?? []).slice(0, 2)).filter(({ name }) => name === owner);
    if (found.length === 1) choose(found[0].element);
  });

  return {
    mark,
    /** The element that somebody has chosen. */
    chosen: () => (now ? chosen.get(keyOf(now)) : undefined),
    /** Another trace: nothing of it is known. */
    forget() {
      chosen.clear();
      told.clear();
      asked = "";
    },
    /** @param {Cursor | null} cursor */
    stepTo(cursor) {
      now = cursor;
      wish();
    },
    /** The sum of the element that is looked at; until it has come, of the one before. @returns {Told | null} */
    sum() {
      if (!now) return null;
      const element = at();
      if (element === now.step.sum?.element) return largestTold(now);
      const found = told.get(sumKey(now.index - 1, element));
      return found === undefined ? largestTold(now) : found;
    },
  };
}
