// @ts-check
// The lesson that is being made, as it stands in this browser: its steps, and where it is kept. It is changed by making
// another one, so that what was before can come back.

/** @typedef {import("../messages").LessonDraft} Draft */
/** @typedef {import("../messages").LessonDraftStep} Step */
/** What is kept: the draft, and which of its steps is open, counted from 0; -1 for none. @typedef {{draft: Draft, open: number}} Kept */

export const MOST_STEPS = 40;
const NAME = "backprop-playground.recorder";
const TEXTS = /** @type {const} */ (["title", "moment", "before", "question", "after"]);

/** @returns {Draft} */
export const nothing = () => ({ title: "", chapter: "My lessons", can: "", minutes: 5, needs: [], words: [], steps: [] });

/** @param {string} moment @returns {Step} */
export const stepAt = (moment) => ({ title: "", moment, before: "", question: "", after: "" });

/** @param {Draft} draft @param {number} at @param {Partial<Step>} change @returns {Draft} */
export const withStep = (draft, at, change) => ({ ...draft, steps: draft.steps.map((step, index) => (index === at ? { ...step, ...change } : step)) });

/** With a step more, as number `at`. @param {Draft} draft @param {number} at @param {Step} step @returns {Draft} */
export const inserted = (draft, at, step) => ({ ...draft, steps: draft.steps.toSpliced(at, 0, step) });

/** Without a step. One that has shown what it did shows it still. @param {Draft} draft @param {number} at @returns {Draft} */
export function without(draft, at) {
  const steps = draft.steps.toSpliced(at, 1);
  if (steps[at] && !steps[at].moment) steps[at] = { ...steps[at], moment: draft.steps[at].moment };
  return { ...draft, steps };
}

/** With a step at another place. The first has a moment of its own. @param {Draft} draft @param {number} from
 * @param {number} to @returns {Draft} */
export function moved(draft, from, to) {
  const steps = draft.steps.toSpliced(from, 1).toSpliced(to, 0, draft.steps[from]);
  if (!steps[0].moment) steps[0] = { ...steps[0], moment: momentOf(draft, draft.steps.indexOf(steps[0])) };
  return { ...draft, steps };
}

/** What a step shows: its own moment, else that of the last step before it that has one. @param {Draft} draft @param {number} at */
export const momentOf = (draft, at) => draft.steps.slice(0, at + 1).findLast((step) => step.moment)?.moment ?? "";

/** The page of a moment, "" where it names none. @param {string} moment */
export function pageOf(moment) {
  const found = /(?:^|[?&\n])[ \t]*page[ \t]*=[ \t]*([a-z]+)/.exec(moment)?.[1] ?? "";
  return found && found[0].toUpperCase() + found.slice(1);
}

/** How a step is called. @param {Step} step @param {number} at */
export const called = (step, at) => step.title.trim() || `Step ${at + 1}`;

/** With a title for every step, which a lesson needs. @param {Draft} draft @returns {Draft} */
export const titled = (draft) => ({ ...draft, steps: draft.steps.map((step, at) => ({ ...step, title: called(step, at) })) });

/** Whether nothing has been written yet. @param {Draft} draft */
export const isEmpty = (draft) => !draft.title && !draft.can && draft.steps.length === 0;

/** What has been read somewhere, made a draft; null for what is none. @param {any} found @returns {Draft | null} */ // any: whatever was kept
function asDraft(found) {
  if (!found || typeof found !== "object" || !Array.isArray(found.steps) || found.steps.length > MOST_STEPS) return null;
  const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value : "");
  const texts = (/** @type {unknown} */ values) => (Array.isArray(values) ? values.filter((one) => typeof one === "string") : []);
  const steps = found.steps.map((/** @type {any} */ step) => Object.fromEntries(TEXTS.map((name) => [name, text(step?.[name])]))); // any: likewise
  const minutes = Number.isInteger(found.minutes) ? found.minutes : 0;
  return { title: text(found.title), chapter: text(found.chapter), can: text(found.can), minutes, needs: texts(found.needs), words: texts(found.words), steps };
}

/** What this tab has kept; else what another one kept last. @returns {Kept} */
export function kept() {
  for (const storage of ["sessionStorage", "localStorage"]) {
    try {
      const found = JSON.parse(/** @type {any} */ (globalThis)[storage].getItem(NAME) ?? "null"); // any: by its name
      const draft = asDraft(found?.draft);
      if (draft) return { draft, open: Number.isInteger(found.open) && found.open < draft.steps.length ? found.open : -1 };
    } catch {
      // Forbidden, or damaged.
    }
  }
  return { draft: nothing(), open: -1 };
}

/** Whether it was kept. @param {Kept} what */
export function keep(what) {
  const text = JSON.stringify(what);
  let done = false;
  for (const storage of ["sessionStorage", "localStorage"]) {
    try {
      /** @type {any} */ (globalThis)[storage].setItem(NAME, text); // any: by its name
      done = true;
    } catch {
      // Forbidden, or full.
    }
  }
  return done;
}
