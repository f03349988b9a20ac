// @ts-check
// A step in the recorder: its line in the list, and where it is open its fields, each with what is wrong in it next to it.
import { make } from "../shared/elements.js";
import { KINDS, example } from "./question_examples.js";
import { called, pageOf } from "./recorder_draft.js";

/** @typedef {import("../messages").LessonDraftStep} Step */
/** @typedef {import("../messages").DraftMistake} Mistake */
/** @typedef {{row: HTMLElement, input: HTMLInputElement | HTMLTextAreaElement, tell: (words: string) => void}} Field */
/** What is done with a step. @typedef {{open: () => void, move: (way: number) => void, remove: () => void, change: (change: Partial<Step>) => void,
 *   put: () => void, stay: () => void, redraw: (change: Partial<Step>, focus: string) => void, clicked: () => string}} Acts */

/** A field with its name, and with room for what is wrong in it. @param {Pick<import("../shared/context.js").Seat, "newId">} seat
 * @param {string} words @param {"text" | "number" | "area" | "code"} kind @param {string} value @param {(value: string) => void} change
 * @returns {Field} */
export function field({ newId }, words, kind, value, change) {
  const input = kind === "text" || kind === "number" ? make("input") : make("textarea");
  const [id, wrong] = [newId("field"), make("p", "mistake")];
  Object.assign(input, { id, value, autocomplete: "off" });
  if (input instanceof HTMLInputElement) input.type = kind;
  else input.rows = kind === "code" ? 7 : 5;
  if (kind === "code") Object.assign(input, { className: "code", spellcheck: false });
  wrong.id = `${id}-wrong`;
  wrong.hidden = true;
  const label = make("label", "", words);
  label.htmlFor = id;
  if (kind === "code") input.setSelectionRange(0, 0); // its beginning is in sight when it has the focus
  input.addEventListener("input", () => change(input.value));
  const tell = (/** @type {string} */ said) => {
    wrong.textContent = said;
    wrong.hidden = !said;
    input.setAttribute("aria-invalid", String(Boolean(said)));
    if (said) input.setAttribute("aria-describedby", wrong.id);
    else input.removeAttribute("aria-describedby");
  };
  return { row: make("div", "field", label, input, wrong), input, tell };
}

/** @param {string} name @param {string} words @param {() => void} act @param {string} [told] its whole name */
function button(name, words, act, told) {
  const made = make("button", name, words);
  made.type = "button";
  if (told) made.setAttribute("aria-label", told);
  made.addEventListener("click", act);
  return made;
}

/** One step of the list. @param {import("../shared/context.js").Seat} seat @param {Step} step @param {number} at
 * @param {number} count @param {boolean} isOpen @param {string} moment what it shows @param {string[]} lacks @param {Acts} acts */
export function stepOf(seat, step, at, count, isOpen, moment, lacks, acts) {
  const name = make("span", "name");
  const mark = make("span", "mark");
  const page = make("span", "page", step.moment ? pageOf(moment) : "stays");
  const open = button("open", "", acts.open);
  open.append(make("b", "", String(at + 1)), name, page, mark);
  open.setAttribute("aria-expanded", String(isOpen));
  const [up, down, away] = [button("move", "↑", () => acts.move(-1)), button("move", "↓", () => acts.move(1)), button("move", "✕", acts.remove)];
  up.disabled = at === 0;
  down.disabled = at === count - 1;
  const row = make("div", "row", open, up, down, away);
  const item = make("li", "", row);
  item.dataset.step = String(at + 1);
  item.toggleAttribute("data-open", isOpen);
  /** @type {Map<string, Field>} */
  const fields = new Map();

  /** @param {string} title */
  function call(title) {
    const words = called({ ...step, title }, at);
    name.textContent = words;
    up.setAttribute("aria-label", `Move up: ${words}`);
    down.setAttribute("aria-label", `Move down: ${words}`);
    away.setAttribute("aria-label", `Delete: ${words}`);
  }
  call(step.title);

  /** @param {keyof Step} part @param {string} words @param {"text" | "area" | "code"} kind */
  function add(part, words, kind) {
    const made = field(seat, words, kind, step[part], (value) => {
      acts.change({ [part]: value });
      if (part === "title") call(value);
    });
    fields.set(part, made);
    return made.row;
  }

  /** What begins a question. */
  function asking() {
    const choice = make("select", "kinds", new Option("Add a question…", ""), ...Object.entries(KINDS).map(([kind, words]) => new Option(words, kind)));
    choice.setAttribute("aria-label", "Add a question");
    choice.addEventListener("change", () => {
      const kind = /** @type {keyof typeof KINDS} */ (choice.value);
      if (kind) acts.redraw({ question: example(kind, pageOf(moment), acts.clicked()) }, "question");
    });
    return choice;
  }

  if (isOpen) {
    const parts = make("div", "fields", add("title", "Title", "text"), add("before", "Text (Markdown)", "area"));
    if (step.question) {
      parts.append(add("question", "Question", "code"), add("after", "Text after the question", "area"));
      parts.append(button("drop", "Remove the question", () => acts.redraw({ question: "", before: [step.before, step.after].filter(Boolean).join("\n\n"), after: "" }, "before")));
    } else parts.append(asking());
    const what = make("p", "shows", step.moment ? `Shows a moment of the ${pageOf(moment)} page.` : "Leaves the page as the step before has it.");
    const ways = make("div", "ways", button("put", "Put this moment here", acts.put));
    if (at > 0 && step.moment) ways.append(button("stay", "Leave the page as it is", acts.stay));
    const wrong = make("p", "mistake");
    wrong.hidden = true;
    fields.set("moment", { row: what, input: make("input"), tell: (said) => void ((wrong.textContent = said), (wrong.hidden = !said)) });
    parts.append(what, ways, wrong, ...lacks.map((words) => make("p", "lack", words)));
    item.append(parts);
  }

  return {
    item,
    /** @param {string} part */
    focus: (part) => (fields.get(part)?.input.isConnected ? fields.get(part)?.input : open)?.focus(),
    /** What is wrong in it. @param {readonly Mistake[]} mistakes */
    tell(mistakes) {
      mark.textContent = mistakes.length ? "!" : "";
      mark.setAttribute("aria-label", mistakes.length ? `, ${mistakes.length} to mend` : "");
      mark.setAttribute("role", mistakes.length ? "img" : "presentation");
      for (const [part, { tell }] of fields) tell(saidOf(mistakes.filter((one) => one.field === part)));
    },
  };
}

/** Mistakes of one field, in words. @param {readonly Mistake[]} mistakes */
export const saidOf = (mistakes) => mistakes.map(({ line, text }) => (line > 1 ? `Line ${line}: ${text}` : text)).join(" ");
