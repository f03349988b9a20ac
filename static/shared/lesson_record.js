// @ts-check
// What this browser knows of the lessons that were done in it. Nothing of it leaves the browser; one that keeps nothing
// goes without.

const NAME = "backprop-playground.lessons";

/** How a question went: whether it was answered right at last, how many wrong answers came before, and whether the way to
 * the answer was shown. @typedef {{right: boolean, wrong: number, way: boolean}} Answered */
/** `seen` are the steps that were looked at, `at` the last of them. `done` is when its last step had been seen and every
 * question answered, in ms, or null. @typedef {{at: number, seen: number[], answers: {[step: string]: Answered}, done: number | null}} Done */
/** @typedef {Pick<import("../messages").ShownLesson, "id" | "step" | "count" | "asked">} Place */

/** @returns {Done} */
const nothing = () => ({ at: 1, seen: [], answers: {}, done: null });

/** @returns {{[id: string]: Done}} */
function all() {
  try {
    const found = JSON.parse(localStorage.getItem(NAME) ?? "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}

/** What is known of a lesson. @param {string} id @returns {Done} */
export function recordOf(id) {
  const found = all()[id];
  const good = found && typeof found === "object" && Array.isArray(found.seen) && typeof found.at === "number" && found.answers && typeof found.answers === "object";
  return good ? { ...nothing(), ...found } : nothing();
}

/** How it went at a step, where there was an answer. @param {string} id @param {number} step @returns {Answered | undefined} */
export const answered = (id, step) => recordOf(id).answers[String(step)];

/** @param {Place} place @param {(record: Done) => void} change */
function remember(place, change) {
  const record = structuredClone(recordOf(place.id));
  change(record);
  if (record.done === null && isDone(record, place)) record.done = Date.now();
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...all(), [place.id]: record }));
  } catch {
    // Forbidden, or full.
  }
}

/** Nothing is known of a lesson any more. @param {string} id */
export function forget(id) {
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...all(), [id]: undefined }));
  } catch {
    // Forbidden.
  }
}

/** Whether its last step has been seen, and every question answered. @param {Done} record
 * @param {Pick<Place, "count" | "asked">} lesson */
export function isDone({ seen, answers }, { count, asked }) {
  return seen.includes(count) && asked.every((step) => answers[String(step)]?.right);
}

/** A step is looked at. @param {Place} place */
export function see(place) {
  remember(place, (record) => {
    record.at = place.step;
    if (!record.seen.includes(place.step)) record.seen.push(place.step);
  });
}

/** An answer to the question of a step was judged. One that was right before stays as it was.
 * @param {Place} place @param {boolean} right @param {boolean} way whether the way to the answer was shown */
export function judge(place, right, way) {
  remember(place, (record) => {
    const before = record.answers[String(place.step)] ?? { right: false, wrong: 0, way: false };
    if (before.right) return;
    record.answers[String(place.step)] = { right, wrong: before.wrong + (right ? 0 : 1), way: before.way || way };
  });
}

/** How many of its questions were answered right, and how many of these at once.
 * @param {Done} record @param {Pick<Place, "asked">} lesson */
export function score({ answers }, { asked }) {
  const right = asked.map((step) => answers[String(step)]).filter((one) => one?.right);
  return { right: right.length, atOnce: right.filter((one) => one?.wrong === 0).length, of: asked.length };
}
