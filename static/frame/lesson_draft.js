// @ts-check
// An answer that is typed, chosen or put in order, and not yet right: the tab keeps it, so that a reload, the way back or
// a server that has begun anew does not take it away. A browser that keeps nothing goes without.

const NAME = "backprop-playground.answers";
const MOST = 20; // questions, the newest last

/** @typedef {[key: string, answer: unknown]} Draft */

/** @returns {Draft[]} */
function all() {
  try {
    const found = JSON.parse(sessionStorage.getItem(NAME) ?? "[]");
    return Array.isArray(found) ? found.filter((entry) => Array.isArray(entry) && entry.length === 2) : [];
  } catch {
    return [];
  }
}

/** What was begun as an answer to the question of this name, or null. @param {string} key @returns {unknown} */
export const draftOf = (key) => all().find(([of]) => of === key)?.[1] ?? null;

/** @param {string} key @param {unknown} answer null: there is none any more */
export function keepDraft(key, answer) {
  const others = all().filter(([of]) => of !== key);
  const kept = answer === null ? others : [...others, [key, answer]];
  try {
    sessionStorage.setItem(NAME, JSON.stringify(kept.slice(-MOST)));
  } catch {
    // Forbidden, or full.
  }
}
