// @ts-check
// The graph as flat code: the lines of the forward pass and their mirror lines backward, the one of the step lit.
import { takeSeat } from "../shared/context.js";
import { make, readout } from "../shared/elements.js";
import { tells } from "../shared/explained.js";
import { column, full } from "../shared/numbers.js";
import { onPanel } from "../shared/panel.js";
import { tabbed } from "../shared/tabbed.js";

/** @typedef {import("../messages").CodeLine} Line */

const RUNS = "NumPy, ready to run";
const MOST_NUMBERS = 3; // of an array beside its line; the others are in its title

/** @param {Line} line */
const nodesOf = ({ node, input }) => [node, input].filter((name) => name !== null);

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { publish, subscribe } = seat;
  const { move, numbersOf } = seat.playback;
  const section = tabbed(seat, el, "code", "Code", () => look(false));
  const copy = make("button", "copy", "Copy");
  copy.type = "button";
  tells(copy, "Copy the whole program, ready to run");
  const said = readout("said");
  said.textContent = RUNS;
  const head = make("div", "head", said, copy);
  const box = make("div", "lines");
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Lines of code: choose one with the up and down arrows, and press Enter to go to its step");
  const source = make("textarea", "source");
  source.readOnly = true;
  source.hidden = true;
  source.setAttribute("aria-label", "The whole program");
  section.append(head, box, source);

  let program = "";
  /** @type {Line[]} */
  let lines = [];
  /** @type {HTMLElement[]} */
  let rows = [];
  /** @type {import("../shared/topics").Cursor | null} */
  let now = null;
  /** @type {import("../shared/topics").Cursor["trace"]} */
  let mapped = null; // the trace that stepOf and linesOf were made for
  /** The step (from 1) that each line is, 0 where it is none. @type {number[]} */
  let stepOf = [];
  /** The lines of each step. @type {number[][]} */
  let linesOf = [];
  let pointed = -1;

  subscribe("code", (code) => {
    program = code.source;
    lines = code.lines;
    mapped = null;
    pointed = -1;
    rows = lines.map((line) => {
      const text = make("code", line.text.startsWith("#") ? "comment" : "", line.text || "\u00a0");
      const row = make("div", line.phase ? `line ${line.phase}` : "line", text);
      if (line.phase) row.append(make("span", "result"));
      return row;
    });
    box.replaceChildren(...rows);
    source.hidden = true;
    box.hidden = false;
    said.textContent = RUNS;
    show();
  });

  /** Finds each line's step and each step's lines. @param {NonNullable<typeof mapped>} trace */
  function map(trace) {
    mapped = trace;
    stepOf = lines.map(() => 0);
    linesOf = trace.steps.map(() => []);
    /** @type {Map<string, number[]>} */
    const waiting = new Map();
    const key = (/** @type {Line | import("../messages").TraceStep} */ one) => `${one.phase} ${one.node} ${one.input ?? ""}`;
    lines.forEach((line, at) => {
      if (line.phase) waiting.set(key(line), [...(waiting.get(key(line)) ?? []), at]);
    });
    const copies = new Map(trace.nodes.filter((node) => node.op === "copy").map((node) => [node.name, node.inputs[0]]));
    trace.steps.forEach((step, index) => {
      const own = waiting.get(key(step))?.shift();
      if (own !== undefined) {
        stepOf[own] = index + 1;
        linesOf[index] = [own];
      } else if (copies.has(step.node)) {
        // A copy has no line: forward it is the line that made the value, backward those that add up in its gradient.
        const made = copies.get(step.node);
        linesOf[index] = lines.flatMap((line, at) => {
          if (step.phase === "backward") return line.phase === "backward" && line.input === step.node ? [at] : [];
          return (line.phase === "forward" && line.node === made) || (!line.phase && line.text.startsWith(`${made} = `)) ? [at] : [];
        });
      }
    });
  }

  function show() {
    const { trace, index = 0 } = now ?? {};
    if (!now || !trace || !rows.length) {
      rows.forEach((row) => row.classList.remove("lit", "done"));
      return;
    }
    if (mapped !== trace) map(trace);
    const lit = new Set(index ? linesOf[index - 1] : []);
    section.dataset.phase = now.phase ?? "";
    rows.forEach((row, at) => {
      const step = stepOf[at];
      const done = step > 0 && step <= index;
      row.classList.toggle("done", done);
      row.classList.toggle("lit", lit.has(at));
      if (lit.has(at)) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
      if (lines[at].phase) result(row, done ? trace.steps[step - 1] : null);
    });
    look(!now.playing || now.speed > 300);
  }

  /** What came out of a line, once it has run. @param {HTMLElement} row
   * @param {import("../messages").TraceStep | null} step */
  function result(row, step) {
    const place = /** @type {HTMLElement} */ (row.lastElementChild);
    const numbers = step && numbersOf(step.phase === "backward" ? step.gradient : step.value);
    if (!numbers) {
      place.textContent = "";
      place.removeAttribute("data-full");
      return;
    }
    const some = column(numbers.array.subarray(0, numbers.shape.length ? MOST_NUMBERS : 1));
    const text = numbers.shape.length ? `[${some.join(", ")}${numbers.array.length > MOST_NUMBERS ? ", …" : ""}]` : some[0];
    if (place.textContent !== text) place.textContent = text;
    place.dataset.full = Array.from(numbers.array.subarray(0, 64), full).join(", ");
  }

  /** Brings the lit lines into sight, and moves nothing when they are. Where there is no room for all of a sum, its last
   * line is seen: there the gradient is whole. @param {boolean} smoothly */
  function look(smoothly) {
    const lit = rows.filter((row) => row.classList.contains("lit"));
    if (!lit.length || section.hidden) {
      if (now?.index === 0) box.scrollTop = 0;
      return;
    }
    const edge = box.getBoundingClientRect().top + box.clientTop; // the upper edge of what is seen of the lines
    const [top, bottom] = [lit[0].getBoundingClientRect().top - edge, lit[lit.length - 1].getBoundingClientRect().bottom - edge];
    if (top >= 24 && bottom <= box.clientHeight - 24) return;
    const spare = (box.clientHeight - (bottom - top)) / 2;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({ top: box.scrollTop + (spare >= 24 ? top - spare : bottom + 24 - box.clientHeight), behavior: smoothly && !calm ? "smooth" : "auto" });
  }

  /** @param {Event} event */
  const lineAt = (event) => rows.indexOf(/** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest(".line")));

  /** Lights what a line is about, here and in the graph. @param {number} at */
  function point(at) {
    if (at === pointed) return;
    rows[pointed]?.classList.remove("pointed");
    pointed = at;
    rows[at]?.classList.add("pointed");
    const line = lines[at];
    publish("hover", line?.phase ? { nodes: nodesOf(line), places: [] } : null);
  }
  box.addEventListener("pointerover", (event) => point(lineAt(event)));
  box.addEventListener("pointerleave", () => point(-1));
  box.addEventListener("blur", () => point(-1));
  box.addEventListener("click", (event) => {
    const step = stepOf[lineAt(event)];
    if (step && !getSelection()?.toString()) move(step);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && stepOf[pointed]) move(stepOf[pointed]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const way = event.key === "ArrowDown" ? 1 : -1;
      let at = pointed < 0 ? Math.max(0, rows.findIndex((row) => row.classList.contains("lit"))) : pointed + way;
      while (lines[at] && !lines[at].phase) at += way;
      if (lines[at]) {
        point(at);
        rows[at].scrollIntoView({ block: "nearest" });
        publish("announce", { text: lines[at].text });
      }
    } else return;
    event.preventDefault();
  });
  subscribe("hover", (hover) => {
    const nodes = new Set(hover?.nodes ?? []);
    rows.forEach((row, at) => row.classList.toggle("near", nodesOf(lines[at]).some((name) => nodes.has(name))));
  });

  copy.addEventListener("click", async () => {
    const done = (await written(program)) || (await selected());
    const count = program.split("\n").filter((line) => line.trim()).length;
    said.textContent = done ? `${count} lines copied` : "Press Ctrl+C";
    publish("announce", { text: done ? `${count} lines of code copied.` : "The code is selected: press Control C to copy it." });
  });
  /** Where the page may not write to the clipboard, the program is shown selected. */
  async function selected() {
    source.value = program;
    source.hidden = false;
    source.focus();
    source.select();
    let done = false;
    try {
      done = document.execCommand("copy");
    } catch {
      // The visitor copies what is selected.
    }
    box.hidden = !done;
    source.hidden = done;
    if (done) copy.focus();
    else source.select();
    return done;
  }
  source.addEventListener("blur", () => {
    source.hidden = true;
    box.hidden = false;
  });

  subscribe("cursor", (cursor) => {
    now = cursor;
    show();
  });
  return seat.leave;
}

/** @param {string} text */
async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export const render = onPanel(draw);
