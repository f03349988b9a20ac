// @ts-check
// The arithmetic of the step in large type, and what is in memory beside it.
import { newChoosing } from "./arithmetic_choosing.js";
import { elementLine } from "./arithmetic_element.js";
import { elementUnder, fullOf, linesOf, makeChooser, pieces, shrinkOne } from "./arithmetic_figures.js";
import { backwardLine, forwardLine, updateLine } from "./arithmetic_lines.js";
import { newMemory } from "./arithmetic_memory.js";
import { elementNames } from "./graph_words.js";
import { elementGradientSays, elementSays } from "./signs.js";
import { answerLine, inputsText, scalingLine } from "./own_units.js";
import { heardOf, largestSaid } from "./spoken_arrays.js";
import { onResize, takeSeat } from "../context.js";
import { make } from "../elements.js";
import { onTheme } from "../palette.js";
import { onPanel } from "../panel.js";

/** @typedef {import("../topics").Topics["trace"]} Trace */
/** @typedef {import("../topics").CursorInTrace} Cursor */
/** @typedef {import("../../messages").TraceStep} TraceStep */

/** A phone on which the graph, the sum and the bar stand one below the other (frame/app.css). */
const upright = matchMedia("(max-width: 900px) and (orientation: portrait)");

/** @param {HTMLElement} el @param {import("../context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, publish, subscribe } = seat;
  const { placesOf, keyOf } = seat.playback;
  const root = make("section", "arithmetic");
  root.setAttribute("aria-label", "Arithmetic of the step");
  const words = make("p", "words");
  const line = make("div", "line");
  const element = make("div", "element");
  const rule = make("p", "rule");
  const memory = newMemory();
  root.append(make("div", "main", make("div", "top", words), line, element, rule), memory.element);
  el.append(root);

  let trace = /** @type {Trace | null} */ (null);
  let now = /** @type {Cursor | null} */ (null);
  let parts = /** @type {Map<number, [number, number]>} */ (new Map());
  const choosing = newChoosing(seat, line, () => {
    if (!now) return;
    if (now.step?.phase === "update") write(now);
    else writeElement(now);
    fit();
  });
  let fitting = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  /** @param {Trace | null} opened */
  function take(opened) {
    trace = opened;
    choosing.forget();
    root.classList.toggle("none", !opened);
    if (!opened) return;
    root.classList.toggle("tall", opened.steps.some((step) => step.sum));
    parts = arrivals(opened.steps);
    tallest = 0;
    root.style.setProperty("--lines", String(linesOf(opened)));
    memory.plot(opened);
  }

  /** @param {Cursor} cursor */
  function lineOf(cursor) {
    const { step, index, trace: { sample } } = cursor;
    if (!step) {
      if (sample?.scaled) return scalingLine(sample);
      const about = sample?.x ? `Sample ${sample.index ?? ""}: ${inputsText(sample.x, sample.names)}` : "Ready";
      return { words: [make("b", "", about)], line: [], rule: ["Step forward: the values flow from the inputs to the output, one gate at a time."] };
    }
    const there = /** @type {import("../topics").CursorAtStep} */ (cursor);
    const said = step.phase === "forward" ? forwardLine(there)
      : step.phase === "backward" ? backwardLine(there, parts.get(index) ?? [0, 0])
        : updateLine(there, choosing.chosen());
    // Why it is not finite is the first thing to know.
    if (step.cause) return { ...said, rule: [make("span", "cause", `${step.cause.text}.`), ...said.rule] };
    return { ...said, rule: [...answerLine(cursor.trace, step), ...said.rule] };
  }

  /** @param {Cursor} cursor */
  function write(cursor) {
    choosing.stepTo(cursor.step ? /** @type {import("../topics").CursorAtStep} */ (cursor) : null);
    const said = lineOf(cursor);
    words.replaceChildren(...said.words);
    line.replaceChildren(...pieces(said.line));
    rule.replaceChildren(...said.rule);
    writeElement(cursor);
    nameElements(cursor.trace);
  }

  /** What goes into a network tells its columns' names. @param {Trace} of */
  function nameElements(of) {
    const input = of.nodes.find((node) => elementNames(of, node).length);
    if (!input) return;
    const names = elementNames(of, input);
    for (const cell of /** @type {Iterable<HTMLElement>} */ (line.querySelectorAll(`[data-owner="${input.name}"][data-element]`))) {
      const name = names[Number(cell.dataset.element)];
      cell.dataset.says = cell.closest(".gradient") ? elementGradientSays(of, name) : elementSays(of, input, name);
    }
  }

  /** The sum of one element, where what the step brings is a picture. @param {Cursor} cursor */
  function writeElement(cursor) {
    const told = choosing.sum();
    element.replaceChildren(...(told ? pieces(elementLine(/** @type {import("../topics").CursorAtStep} */ (cursor), told)) : []));
    makeChooser(line, cursor.phase === "update" ? ".chooses" : ".result");
    choosing.mark();
  }

  /** @param {Cursor} cursor */
  function show(cursor) {
    now = cursor;
    root.dataset.phase = cursor.phase ?? "";
    write(cursor);
    memory.remember(cursor, root.hasAttribute("data-projector"));
    // Measuring makes the browser lay out the page: once a frame is enough, however fast the slider is dragged.
    cancelAnimationFrame(fitting);
    if (cursor.playing) fit();
    else fitting = requestAnimationFrame(fit);
    clearTimeout(waiting);
    if (!cursor.playing && cursor.step) waiting = setTimeout(() => publish("announce", { text: spoken() }), 300);
  }

  const fits = () => line.scrollWidth <= line.clientWidth + 1 && (large() || line.scrollHeight <= line.clientHeight + 4);
  /** Whether the sum is the largest on the page, and takes what height it needs for that. */
  const large = () => root.hasAttribute("data-projector") && matchMedia("(min-width: 901px)").matches;

  /** Sets the line as large as it fits; then closer; then in the room of the memory too; then arrays become pictures;
   * then it takes several rows. */
  function fit() {
    line.style.fontSize = "";
    element.style.fontSize = "";
    line.classList.remove("close", "tight", "rows", "dense");
    root.classList.remove("alone", "terse", "brief");
    fitWords();
    fitLine();
    fitElement();
    // What the gate does is told whole: in smaller type, if need be in the room of the memory, and then without what
    // such gates are known for.
    root.classList.toggle("terse", cut());
    if (cut()) root.classList.add("alone");
    root.classList.toggle("brief", cut());
    rule.dataset.says = root.classList.contains("brief") ? (rule.textContent ?? "") : "";
    memory.fit();
    keepHeight();
  }

  /** Where the heading is too long its shape goes, and then it takes a second line: it is never cut in a word. */
  function fitWords() {
    const long = () => words.scrollWidth > words.clientWidth + 1;
    root.classList.remove("bare", "two");
    root.classList.toggle("bare", long());
    root.classList.toggle("two", long());
  }

  const cut = () => rule.scrollWidth > rule.clientWidth + 1 || rule.scrollHeight > rule.clientHeight + 2;

  function fitLine() {
    for (const share of [0.85, 0.72, 0.62, 0.54]) {
      if (fits()) return;
      line.style.fontSize = `max(calc(var(--arithmetic) * ${share}), var(--least-sum))`;
    }
    line.classList.toggle(large() ? "tight" : "close", !fits());
    root.classList.toggle("alone", !fits());
    while (!fits() && shrinkOne(line));
    root.classList.remove("alone"); // as pictures they may leave the memory its room after all
    root.classList.toggle("alone", !fits());
    line.classList.toggle("rows", line.scrollWidth > line.clientWidth + 1);
    line.classList.toggle("dense", large() && root.scrollHeight > root.clientHeight + 1);
  }

  /** The sum of one element likewise, in the room of the memory too, and then in several rows. */
  function fitElement() {
    const long = () => element.scrollWidth > element.clientWidth + 1;
    element.classList.remove("rows");
    for (const share of [0.85, 0.72]) {
      if (!long()) return;
      element.style.fontSize = `max(calc(var(--arithmetic) * ${share}), var(--least-sum))`;
    }
    if (!large() && long()) root.classList.add("alone");
    element.classList.toggle("rows", long());
    // Rows have a size of their own, and on a small phone one that leaves the rule its place over the bar.
    if (element.classList.contains("rows")) element.style.fontSize = "";
  }

  let tallest = 0;
  let kept = "";
  /** In large type the line has the height that it needs, and on a phone the graph leaves it that over the bar. What it needed
   * once in a trace it keeps, so that graph and bar do not come and go with every step. */
  function keepHeight() {
    const where = `${root.clientWidth} ${large()} ${upright.matches}`;
    if (where !== kept) [tallest, kept] = [0, where];
    root.style.minHeight = "";
    tallest = Math.max(tallest, root.offsetHeight);
    if (large() || upright.matches) root.style.minHeight = `${tallest}px`;
    seat.root.style.setProperty("--sum-height", upright.matches ? `${tallest}px` : "0px");
  }

  function spoken() {
    // The sum of the largest element says that it is, and which.
    const array = now?.step && !element.hasChildNodes() ? largestSaid(/** @type {import("../topics").CursorAtStep} */ (now)) : "";
    const text = [heardOf(words.childNodes), line.innerText.replace(/\s+/g, " "), element.innerText.replace(/\s+/g, " "), array, now?.step?.cause?.text ?? ""].filter(Boolean).join(". ");
    return `Step ${now?.index} of ${now?.count}. ${text}`.slice(0, 400);
  }

  subscribe("predicting", ({ on }) => {
    root.toggleAttribute("data-predicting", on);
    root.toggleAttribute("data-switch", !on);
    tallest = 0; // the room of the memory may not be needed any more
    if (trace) fit();
  });
  subscribe("cursor", (cursor) => {
    if (cursor.trace !== trace) take(cursor.trace);
    if (trace) show(/** @type {Cursor} */ (cursor));
  });

  // What is pointed at lights up in the drawings.
  /** @param {Event} event */
  function point(event) {
    const target = /** @type {HTMLElement | null} */ (/** @type {Element | null} */ (event.target)?.closest?.("[data-full]") ?? null);
    const owner = target?.dataset.owner;
    if (!owner) {
      publish("hover", null);
      return;
    }
    const key = target.dataset.element !== undefined ? keyOf(owner, Number(target.dataset.element)) : null;
    publish("hover", { nodes: [owner], places: key ? [key] : placesOf(owner) });
  }
  for (const part of [line, element, rule]) {
    part.addEventListener("pointerover", point);
    part.addEventListener("focusin", point);
  }
  line.addEventListener("pointermove", (event) => {
    const pointed = elementUnder(event);
    if (pointed === null) return;
    const canvas = /** @type {HTMLCanvasElement} */ (event.target);
    canvas.dataset.full = fullOf(canvas, pointed);
    const { owner } = canvas.dataset;
    const key = owner ? keyOf(owner, pointed) : null;
    if (owner) publish("hover", { nodes: [owner], places: key ? [key] : [] });
  });
  for (const part of [line, element]) {
    for (const leave of ["pointerleave", "focusout"]) part.addEventListener(leave, () => publish("hover", null));
  }

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
