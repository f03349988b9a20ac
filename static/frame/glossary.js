// @ts-check
// A word of the glossary explains itself: pressed, it opens a note beside it, with a picture of the page where there is one.
import { make } from "../shared/elements.js";
import { drawn } from "../shared/sketch.js";

/** @typedef {import("../messages").GlossaryEntry} Entry */

/** Has the words in `root` explain themselves. @param {Pick<import("../shared/context.js").Seat, "newId">} seat
 * @param {HTMLElement} root */
export function explainWords({ newId }, root) {
  /** @type {Map<string, Entry>} */
  let known = new Map();
  const note = make("div", "glossary");
  note.id = newId("glossary");
  note.hidden = true;
  note.setAttribute("role", "note");
  root.append(note);
  /** The word whose note is open. @type {HTMLElement | null} */ let open = null;

  function close() {
    open?.setAttribute("aria-expanded", "false");
    open?.removeAttribute("aria-controls");
    open = null;
    note.hidden = true;
  }

  /** @param {HTMLElement} word */
  function show(word) {
    const entry = known.get(word.dataset.word ?? "");
    if (!entry) return;
    if (!note.contains(word)) close();
    const shut = make("button", "shut", "Close");
    shut.type = "button";
    const text = make("div", "text");
    text.innerHTML = entry.text;
    note.replaceChildren(make("b", "", entry.word), text);
    if (entry.query) {
      const link = make("a", "", ...(entry.sketch ? [drawn(entry.sketch)] : []), "See it on a page of its own");
      Object.assign(link, { href: `?${entry.query}`, target: "_blank", rel: "noopener" });
      note.append(link);
    }
    note.append(shut);
    dress();
    if (note.contains(word) || !open) open = note.contains(word) ? open : word;
    open?.setAttribute("aria-expanded", "true");
    open?.setAttribute("aria-controls", note.id);
    // Right under the block in which the word stands, so that it is read next.
    const block = open?.closest("p, li, h2, td, .ask, .entry") ?? open;
    (block?.closest("table, ul, ol, label") ?? block)?.after(note);
    note.hidden = false;
    note.scrollIntoView({ block: "nearest" });
  }

  function dress() {
    for (const word of root.querySelectorAll(".glossary-word")) {
      if (!word.hasAttribute("aria-expanded")) word.setAttribute("aria-expanded", "false");
    }
  }

  root.addEventListener("click", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const word = /** @type {HTMLElement | null} */ (target.closest(".glossary-word"));
    if (target.closest(".shut")) {
      const back = open;
      close();
      back?.focus();
    } else if (word) {
      event.preventDefault();
      if (word === open) close();
      else show(word);
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || note.hidden) return;
    const back = open;
    close();
    back?.focus();
    event.stopPropagation();
  });

  return {
    close,
    dress,
    /** The words of another step. @param {readonly Entry[]} words */
    learn(words) {
      close();
      root.append(note);
      known = new Map(words.map((entry) => [entry.word, entry]));
      dress();
    },
  };
}
