// @ts-check
// Undo and redo, by button and by key. What they would do is known by the server alone, and said on the buttons.
import { listen } from "../shared/context.js";
import { tells } from "../shared/explained.js";
import { isTypedInto } from "../shared/typing.js";

const BUTTONS = /** @type {const} */ ([
  ["undo", "Undo", "Control+Z", "M7.5 4.5L3.5 8.5l4 4M3.5 8.5h8a5 5 0 0 1 0 10h-2"],
  ["redo", "Redo", "Control+Shift+Z Control+Y", "M12.5 4.5l4 4-4 4M16.5 8.5h-8a5 5 0 0 0 0 10h2"],
]);
const NOTHING = { undo: "There is nothing to undo.", redo: "There is nothing to redo." };

/** What the keys ask for, or null. @param {KeyboardEvent} event @returns {"undo" | "redo" | null} */
export function asked({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (!(ctrlKey || metaKey) || altKey) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && !shiftKey ? "redo" : null;
}

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} place where the buttons stand
 * @param {() => boolean} covered whether something else is open over the page */
export function undoButtons({ ask, ending, latest, subscribe }, place, covered) {
  place.innerHTML = BUTTONS.map(
    ([name, label, keys, path]) =>
      `<button class="tool" data-tool="${name}" aria-label="${label}" aria-keyshortcuts="${keys}" disabled><svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="${path}"/></svg></button>`,
  ).join("");
  const [undo, redo] = /** @type {HTMLButtonElement[]} */ ([...place.children]);
  undo.addEventListener("click", () => ask("undo"));
  redo.addEventListener("click", () => ask("redo"));

  subscribe("undoable", (changes) => {
    const focused = /** @type {ShadowRoot | Document} */ (place.getRootNode()).activeElement;
    place.hidden = changes === null;
    undo.disabled = !changes?.undo;
    redo.disabled = !changes?.redo;
    tells(undo, changes?.undo ?? NOTHING.undo);
    tells(redo, changes?.redo ?? NOTHING.redo);
    // A button that can do nothing more gives the keyboard to the other one.
    if (focused === undo && undo.disabled) redo.focus();
    if (focused === redo && redo.disabled) undo.focus();
  });

  ending(
    listen(document, "keydown", (/** @type {KeyboardEvent} */ event) => {
      const wanted = asked(event);
      if (!wanted || event.defaultPrevented || event.repeat || isTypedInto(event) || covered()) return;
      if (!latest("undoable")) return;
      event.preventDefault();
      if (latest("undoable")?.[wanted]) ask(wanted);
    }),
  );
}
