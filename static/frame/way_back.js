// @ts-check
// The browser's way back leads from page to page, and not out of the playground as soon as something would be lost by
// it: there is then an entry before the first one, and who goes back to that is told what another time would do.

import { listen } from "../shared/context.js";
import { carrying } from "./lesson_link.js";
import { renaming } from "./renaming.js";

const STAYED = "You are still in the playground. Use Undo to take back your last change; to leave the page, go back once more.";
const SHOWN = 8000; // ms

/** How many entries of the playground stand before this one in the tab's history. @returns {number} */
const depth = () => history.state?.playground ?? 0;

/** @param {import("../shared/context.js").Seat} seat @param {HTMLElement} words where it is told that one has stayed */
export function wayBack({ ending, latest, subscribe }, words) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let fade;
  let named = ""; // the address of this entry, as far as it is known: the browser takes long over naming it
  const lesson = carrying();
  let seen = { page: "", undo: /** @type {string | null} */ (null) };

  /** @param {string} address */
  function push(address) {
    names.settle();
    named = address;
    lesson.see(location.hash);
    history.pushState({ playground: depth() + 1 }, "", lesson.whole(address));
  }
  const names = renaming((address) => {
    if (address === named) return;
    named = address;
    lesson.see(location.hash);
    history.replaceState(history.state, "", lesson.whole(address));
  });

  ending(() => clearTimeout(fade), names.stop, listen(window, "pagehide", names.settle));
  ending(listen(window, "hashchange", ({ newURL }) => lesson.see(new URL(newURL).hash)));
  subscribe("undoable", (changes) => {
    const now = { page: latest("page")?.name ?? "", undo: changes?.undo ?? null };
    const isNew = now.page === seen.page && now.undo !== null && now.undo !== seen.undo;
    seen = now;
    if (!isNew || depth() > 0) return;
    names.settle();
    push(location.href);
  });
  return {
    push,
    /** Another address for what is shown. @param {string} address */
    rename: names.rename,
    /** The address is what is shown. */
    settle: names.settle,
    /** The browser went to another entry. @param {boolean} stayed whether it is of the page that is shown anyway */
    went(stayed) {
      named = "";
      names.forget();
      clearTimeout(fade);
      words.hidden = !(stayed && depth() === 0 && seen.undo);
      if (words.hidden) return;
      words.textContent = STAYED;
      fade = setTimeout(() => (words.hidden = true), SHOWN);
    },
  };
}
