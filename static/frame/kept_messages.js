// @ts-check
// Messages that say the same to everybody come as the address of a file, which the browser keeps:
// playground/shared/kept_messages.py. What comes after them does not wait until they are there.
import { inflated } from "./frames.js";

/** After so many tries that have failed it is said that a file is missing. */
const TRIES = 3;
const REST = 1000; // ms before it is fetched again
const LONGEST_REST = 30_000;

/** Gives what comes to `take`, and in the place of an address the message that is found there, however long it takes;
 * unless it has been followed meanwhile by another of its topic. // any: here and below, a message of whichever topic
 * @param {(message: any) => void} take
 * @param {(files: number) => void} [missing] hears how many files cannot be had, whenever that changes
 * @param {typeof fetchedMessage} [fetched]
 * @returns {{take: (message: any) => void, stop: () => void}} */ // any: likewise
export function fetching(take, missing = () => {}, fetched = fetchedMessage) {
  /** @type {Map<string, number>} */
  const count = new Map();
  /** The topics whose file cannot be had. @type {Set<string>} */
  const without = new Set();
  let stopped = false;

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
      void fetched(message.kept, isWanted, () => tell(topic, false)).then((found) => {
        if (found === null || !isWanted()) return;
        tell(topic, true);
        take(found);
      });
    },
    /** Nothing is fetched any more. */
    stop: () => void (stopped = true),
  };
}

/** Tries until it is there; null once it is not wanted any more. @param {string} address @param {() => boolean} isWanted
 * @param {() => void} late called when some tries have failed @returns {Promise<any>} */ // any: likewise
export async function fetchedMessage(address, isWanted, late) {
  for (let tries = 1; isWanted(); tries += 1) {
    try {
      // What the browser has kept may be what was the matter.
      const answer = await fetch(address, tries === 1 ? {} : { cache: "reload" });
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return await inflated({ deflated: await answer.arrayBuffer() });
    } catch {
      if (tries === TRIES && isWanted()) late();
      await new Promise((done) => setTimeout(done, Math.min(LONGEST_REST, REST * 2 ** Math.max(0, tries - TRIES))));
    }
  }
  return null;
}
