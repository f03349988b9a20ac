// @ts-check
// A text field of several lines in which a place can be underlined. The same text lies under the field, unseen but for
// the underline; both break their lines alike, and the taller of them is the field's height.
import { make } from "../shared/elements.js";

/** @typedef {{line: number, column: number, length?: number}} Problem a line of 0 for none */

const STEP = "    "; // that a block stands further in

/** How far in the line after this one begins, as code is written. @param {string} line up to the caret */
export function indentAfter(line) {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
  return /:[ \t]*(#.*)?$/.test(line) ? indent + STEP : indent;
}

/** @param {string} label @param {(text: string) => void} change */
export function underlinedText(label, change) {
  const el = make("div", "editor");
  el.innerHTML = `<div class="editor-inside"><pre aria-hidden="true"></pre><textarea rows="1" spellcheck="false" autocomplete="off"
    autocapitalize="off" autocorrect="off" wrap="soft"></textarea></div>`;
  const under = /** @type {HTMLElement} */ (el.querySelector("pre"));
  const area = /** @type {HTMLTextAreaElement} */ (el.querySelector("textarea"));
  area.setAttribute("aria-label", label);
  /** @type {Problem | null} */
  let problem = null;

  /** Where the problem is in the text: from and to. @param {string} text @returns {[number, number]} */
  function place(text) {
    if (!problem?.line) return [0, 0];
    const lines = text.split("\n");
    const line = Math.min(Math.max(problem.line, 1), lines.length) - 1;
    const before = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
    // Columns count characters, the text's own length counts 16-bit units.
    const from = Array.from(lines[line]).slice(0, problem.column - 1).join("").length;
    const word = /^\w+/.exec(lines[line].slice(from))?.[0].length ?? 1;
    const to = Math.min(lines[line].length, from + Math.max(word, problem.length ?? 1));
    return [before + from, before + to];
  }

  function paint() {
    const text = area.value;
    const [from, to] = place(text);
    const mark = make("mark", "", text.slice(from, to));
    if (from === to) mark.className = "missing"; // something is missing here
    under.replaceChildren(text.slice(0, from), ...(problem?.line ? [mark] : []), `${text.slice(to)}\u200b`);
  }

  area.addEventListener("input", () => {
    paint();
    change(area.value);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const before = area.value.slice(0, area.selectionStart);
    const indent = indentAfter(before.slice(before.lastIndexOf("\n") + 1));
    if (!indent) return; // a line break like any other
    event.preventDefault();
    type(`\n${indent}`);
  });
  paint();

  /** Types in place of what is selected, in the way that Undo knows. @param {string} text */
  function type(text) {
    if (document.execCommand("insertText", false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input"));
  }

  return {
    el,
    area,
    /** Underlines, or no longer. @param {Problem | null} next */
    mark(next) {
      problem = next;
      area.setAttribute("aria-invalid", String(Boolean(next)));
      paint();
    },
    /** @param {string} text */
    put(text) {
      if (area.value !== text) area.value = text;
      paint();
    },
    /** Types at the caret, around what is selected. @param {string} before @param {string} [after] */
    insert(before, after = "") {
      area.focus();
      const { selectionStart: from, selectionEnd: to } = area;
      const inside = area.value.slice(from, to);
      type(before + inside + after);
      const caret = from + before.length + inside.length;
      area.setSelectionRange(after && !inside ? caret : caret + after.length, after && !inside ? caret : caret + after.length);
    },
  };
}
