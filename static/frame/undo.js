// @ts-check
// Undo and redo, by button and by key. What they would do is known by the server alone, and said on the buttons.
import { listen } from "../shared/context.js";
import { tells } from "../shared/explained.js";
import { isAway } from "../shared/stage.js";
import { isTypedInto } from "../shared/typing.js";

const BUTTONS = /** @type {const} */ ([
  ["undo", "Undo", "Control+Z", "M7.5 4.5L3.5 8.5l4 4M3.5 8.5h8a5 5 0 0 1 0 10h-2"],
  ["redo", "Redo", "Control+Shift+Z Control+Y", "M12.5 4.5l4 4-4 4M16.5 8.5h-8a5 5 0 0 0 0 10h2"],
]);
const NOTHING = { undo: "There is nothing to undo.", redo: "There is nothing to redo." };
const AWAY = "Not possible until the server answers again.";

/** What the keys ask for, or null. @param {KeyboardEvent} event @returns {"undo" | "redo" | null} */
export function asked({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (!(ctrlKey || metaKey) || altKey) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && !shiftKey ? "redo" : null;
}

/** What a button says, and whether it does it. @param {"undo" | "redo"} which @param {import("../shared/topics").Topics["undoable"] | undefined} changes
 * @param {boolean} away whether the server does not answer */
export function saidOf(which, changes, away) {
  const change = changes?.[which];
  return { does: Boolean(change) && !away, text: change && away ? AWAY : change ?? NOTHING[which] };
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

  function show() {
    const [changes, away] = [latest("undoable"), isAway(latest("connection")?.state)];
    const focused = /** @type {ShadowRoot | Document} */ (place.getRootNode()).activeElement;
    place.hidden = changes === null;
    const words = { undo: saidOf("undo", changes, away), redo: saidOf("redo", changes, away) };
    undo.disabled = !words.undo.does;
    redo.disabled = !words.redo.does;
    tells(undo, words.undo.text);
    tells(redo, words.redo.text);
    // A button that can do nothing more gives the keyboard to the other one.
    if (focused === undo && undo.disabled) redo.focus();
    if (focused === redo && redo.disabled) undo.focus();
  }
  subscribe("undoable", show);
  // While the server does not answer, a click would do nothing.
  subscribe("connection", show);

  ending(
    listen(document, "keydown", (/** @type {KeyboardEvent} */ event) => {
      const wanted = asked(event);
      if (!wanted || event.defaultPrevented || event.repeat || isTypedInto(event) || covered()) return;
      if (!latest("undoable")) return;
      event.preventDefault();
      // Whether or not there is anything: a change that was made just now is known to the server before it is told here.
      ask(wanted);
    }),
  );
}
