// @ts-check
// Messages that say the same to everybody come as the address of a file, which the browser keeps:
// playground/shared/kept_messages.py. What comes after them does not wait until they are there.
import { inflated } from "./frames.js";

/** After so many tries that have failed it is said that a file is missing. */
const TRIES = 3;
/** A request of which nothing came for so long is given up, and said to be missing at once, in ms. While something comes,
 * however slowly, it is waited for. */
export const SILENCE = 10_000;
const REST = 1000; // ms before it is fetched again
const LONGEST_REST = 30_000;

/** Gives what comes to `take`, and in the place of an address the message that is found there, however long it takes;
 * unless it has been followed meanwhile by another of its topic. // any: here and below, a message of whichever topic
 * @param {(message: any) => void} take
 * @param {(files: number) => void} [missing] hears how many files cannot be had, whenever that changes
 * @param {typeof fetchedMessage} [fetched]
 * @returns {{take: (message: any) => void, again: () => void, stop: () => void}} */ // any: likewise
export function fetching(take, missing = () => {}, fetched = fetchedMessage) {
  /** @type {Map<string, number>} */
  const count = new Map();
  /** The topics whose file cannot be had. @type {Set<string>} */
  const without = new Set();
  let stopped = false;
  let hurry = new AbortController();

  /** @param {string} topic @param {boolean} there */
  function tell(topic, there) {
    const before = without.size;
    if (there) without.delete(topic);
    else without.add(topic);
    if (without.size !== before) missing(without.size);
  }

  return {
    take(message) {
      const { topic } = message;
      const mine = (count.get(topic) ?? 0) + 1;
      count.set(topic, mine);
      tell(topic, true);
      if (!message.kept) return take(message);
      const isWanted = () => !stopped && count.get(topic) === mine;
      void fetched(message.kept, isWanted, () => tell(topic, false), () => hurry.signal).then((found) => {
        if (found === null || !isWanted()) return;
        tell(topic, true);
        take(found);
      });
    },
    /** What is missing is fetched now: nobody waits for the next try, nor for an answer that does not come. */
    again() {
      const before = hurry;
      hurry = new AbortController();
      before.abort();
    },
    /** Nothing is fetched any more. */
    stop() {
      stopped = true;
      hurry.abort();
    },
  };
}

/** Tries until it is there; null once it is not wanted any more. @param {string} address @param {() => boolean} isWanted
 * @param {() => void} late called when some tries have failed, or one was left without an answer
 * @param {() => AbortSignal} [hurried] what says, of the try that begins, that another is wanted at once
 * @returns {Promise<any>} */ // any: likewise
export async function fetchedMessage(address, isWanted, late, hurried = () => new AbortController().signal) {
  for (let tries = 1; isWanted(); tries += 1) {
    const hurry = hurried();
    const silence = new AbortController();
    try {
      // What the browser has kept may be what was the matter.
      return await inflated({ deflated: await bytesOf(address, tries === 1 ? {} : { cache: "reload" }, silence, hurry) });
    } catch {
      if ((tries === TRIES || silence.signal.aborted) && isWanted()) late();
      await rest(Math.min(LONGEST_REST, REST * 2 ** Math.max(0, tries - TRIES)), hurry);
    }
  }
  return null;
}

/** @param {string} address @param {RequestInit} how @param {AbortController} silence aborted when nothing comes
 * @param {AbortSignal} hurry @returns {Promise<ArrayBuffer>} */
async function bytesOf(address, how, silence, hurry) {
  const request = new AbortController();
  const giveUp = () => request.abort();
  hurry.addEventListener("abort", giveUp);
  silence.signal.addEventListener("abort", giveUp);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due;
  const heard = () => {
    clearTimeout(due);
    due = setTimeout(() => silence.abort(), SILENCE);
  };
  try {
    heard();
    const answer = await fetch(address, { ...how, signal: request.signal });
    if (!answer.ok || !answer.body) throw new Error(`${address}: ${answer.status}`);
    const reader = answer.body.getReader();
    const parts = [];
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard();
      parts.push(part.value);
    }
    return await new Blob(parts).arrayBuffer();
  } finally {
    clearTimeout(due);
    hurry.removeEventListener("abort", giveUp);
  }
}

/** @param {number} time ms @param {AbortSignal} hurry cuts it short @returns {Promise<void>} */
function rest(time, hurry) {
  if (hurry.aborted) return Promise.resolve();
  return new Promise((done) => {
    const end = () => {
      clearTimeout(due);
      hurry.removeEventListener("abort", end);
      done();
    };
    const due = setTimeout(end, time);
    hurry.addEventListener("abort", end);
  });
}
