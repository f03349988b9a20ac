// @ts-check
// The arithmetic of the step in large type, and what is in memory beside it.
import { fullOf, shrinkOne, under } from "./arithmetic_figures.js";
import { backwardLine, forwardLine, updateLine } from "./arithmetic_lines.js";
import { newMemory } from "./arithmetic_memory.js";
import { onResize, takeSeat } from "../context.js";
import { make } from "../elements.js";
import { short } from "../numbers.js";
import { onTheme } from "../palette.js";
import { onPanel } from "../panel.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../topics").CursorInTrace} Cursor */
/** @typedef {import("../../messages").TraceStep} TraceStep */

/** @param {HTMLElement} el @param {import("../context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, publish, subscribe } = seat;
  const { placesOf, nodesOf, keyOf } = seat.playback;
  const root = make("section", "arithmetic");
  root.setAttribute("aria-label", "Arithmetic of the step");
  const words = make("p", "words");
  const line = make("div", "line");
  const rule = make("p", "rule");
  const exactly = make("output", "exactly");
  const memory = newMemory();
  root.append(make("div", "main", make("div", "top", words, exactly), line, rule), memory.element);
  el.append(root);

  let trace = /** @type {Trace | null} */ (null);
  let now = /** @type {Cursor | null} */ (null);
  let parts = /** @type {Map<number, [number, number]>} */ (new Map());
  /** The chosen element of each array that is updated. @type {Map<string, number>} */
  const chosen = new Map();
  let fitting = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  /** @param {Trace | null} opened */
  function take(opened) {
    trace = opened;
    chosen.clear();
    root.classList.toggle("none", !opened);
    if (!opened) return;
    parts = arrivals(opened.steps);
    memory.plot(opened);
  }

  /** @param {Cursor} cursor */
  function lineOf(cursor) {
    const { step, index, trace: { sample } } = cursor;
    if (!step) {
      const about = sample?.x ? `Sample ${sample.index ?? ""}: x = (${Array.from(sample.x, short).join(", ")})` : "Ready";
      return { words: [make("b", "", about)], line: [], rule: ["Step forward: the values flow from the inputs to the output, one gate at a time."] };
    }
    const there = /** @type {import("../topics").CursorAtStep} */ (cursor);
    if (step.phase === "forward") return forwardLine(there);
    if (step.phase === "backward") return backwardLine(there, parts.get(index) ?? [0, 0]);
    return updateLine(there, chosen.get(step.node) ?? 0);
  }

  /** @param {Cursor} cursor */
  function write(cursor) {
    const said = lineOf(cursor);
    words.replaceChildren(...said.words);
    line.replaceChildren(...said.line);
    rule.replaceChildren(...said.rule);
  }

  /** @param {Cursor} cursor */
  function show(cursor) {
    now = cursor;
    root.dataset.phase = cursor.phase ?? "";
    exactly.textContent = "";
    write(cursor);
    rule.title = rule.textContent ?? "";
    words.title = words.textContent ?? "";
    // Measuring makes the browser lay out the page: once a frame is enough, however fast the slider is dragged.
    cancelAnimationFrame(fitting);
    if (cursor.playing) fit();
    else fitting = requestAnimationFrame(fit);
    memory.remember(cursor, root.hasAttribute("data-projector"));
    clearTimeout(waiting);
    if (!cursor.playing && cursor.step) waiting = setTimeout(() => publish("announce", { text: spoken() }), 300);
  }

  const fits = () => line.scrollWidth <= line.clientWidth + 1 && line.scrollHeight <= line.clientHeight + 4;

  /** Sets the line as large as it fits; then closer; then in the room of the memory too; then arrays become pictures;
   * then it takes two rows. */
  function fit() {
    line.style.fontSize = "";
    line.classList.remove("close", "rows");
    root.classList.remove("alone", "terse");
    fitLine();
    // What the gate does is told whole: in smaller type, and if need be in the room of the memory.
    root.classList.toggle("terse", cut());
    if (cut()) root.classList.add("alone");
    memory.fit();
  }

  const cut = () => rule.scrollWidth > rule.clientWidth + 1 || rule.scrollHeight > rule.clientHeight + 2;

  function fitLine() {
    for (const share of [0.85, 0.72, 0.62, 0.54]) {
      if (fits()) return;
      line.style.fontSize = `max(calc(var(--arithmetic) * ${share}), var(--type))`;
    }
    line.classList.toggle("close", !fits());
    root.classList.toggle("alone", !fits());
    while (!fits() && shrinkOne(line));
    root.classList.remove("alone"); // as pictures they may leave the memory its room after all
    root.classList.toggle("alone", !fits());
    line.classList.toggle("rows", line.scrollWidth > line.clientWidth + 1);
  }

  function spoken() {
    const text = [words.textContent, line.innerText.replace(/\s+/g, " ")].join(". ");
    return `Step ${now?.index} of ${now?.count}. ${text}`.slice(0, 400);
  }

  subscribe("cursor", (cursor) => {
    if (cursor.trace !== trace) take(cursor.trace);
    if (trace) show(/** @type {Cursor} */ (cursor));
  });

  // The full figure of what is pointed at; and what it is lights up in the drawings.
  /** @param {Event} event */
  function point(event) {
    const target = /** @type {HTMLElement | null} */ (/** @type {Element | null} */ (event.target)?.closest?.("[data-full]") ?? null);
    exactly.textContent = target ? `= ${target.dataset.full}` : "";
    const owner = target?.dataset.owner;
    if (!owner) {
      publish("hover", null);
      return;
    }
    const key = target.dataset.element !== undefined ? keyOf(owner, Number(target.dataset.element)) : null;
    publish("hover", { nodes: [owner], places: key ? [key] : placesOf(owner) });
  }
  for (const part of [line, rule]) {
    part.addEventListener("pointerover", point);
    part.addEventListener("focusin", point);
  }
  line.addEventListener("pointermove", (event) => {
    const element = under(event);
    if (element === null) return;
    const canvas = /** @type {HTMLCanvasElement} */ (event.target);
    exactly.textContent = `= ${fullOf(canvas, element)}`;
    const { owner } = canvas.dataset;
    const key = owner ? keyOf(owner, element) : null;
    if (owner) publish("hover", { nodes: [owner], places: key ? [key] : [] });
  });
  for (const leave of ["pointerleave", "focusout"]) {
    line.addEventListener(leave, () => {
      exactly.textContent = "";
      publish("hover", null);
    });
  }

  /** @param {number} element */
  function choose(element) {
    const step = now?.step;
    if (!now || step?.phase !== "update" || chosen.get(step.node) === element) return;
    chosen.set(step.node, element);
    write(now);
    fit();
  }
  line.addEventListener("click", (event) => {
    const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-element]"));
    if (cell) choose(Number(cell.dataset.element));
    const element = under(event);
    if (element !== null) choose(element);
  });
  line.addEventListener("keydown", (event) => {
    const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=button][data-element]"));
    if (!cell || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    const element = Number(cell.dataset.element);
    choose(element);
    /** @type {HTMLElement | null} */ (line.querySelector(`[data-element="${element}"]`))?.focus();
  });
  // A weight pointed at in another drawing is the one whose arithmetic is shown.
  subscribe("hover", (hover) => {
    const step = now?.step;
    if (!trace || step?.phase !== "update" || !hover || line.matches(":hover")) return;
    const found = nodesOf((hover.places ?? []).slice(0, 2)).filter(({ name }) => name === step.node);
    if (found.length === 1) choose(found[0].element);
  });

  const projected = () => root.toggleAttribute("data-projector", document.documentElement.dataset.projector === "on");
  projected();
  ending(onTheme(() => {
    projected();
    if (trace && now) show(now);
  }));
  ending(onResize(root, fit));
  return seat.leave;
}

/** How many parts come together at a node, and which of them each step brings.
 * @param {TraceStep[]} steps @returns {Map<number, [number, number]>} */
function arrivals(steps) {
  /** @type {Map<string, number[]>} */
  const at = new Map();
  steps.forEach((step, index) => {
    if (step.phase === "backward" && step.input) at.set(step.input, [...(at.get(step.input) ?? []), index + 1]);
  });
  /** @type {Map<number, [number, number]>} */
  const parts = new Map();
  for (const places of at.values()) places.forEach((index, place) => parts.set(index, [place + 1, places.length]));
  return parts;
}

export const render = onPanel(draw);
