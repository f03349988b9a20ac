// @ts-check
// Messages that say the same to everybody come as the address of a file, which the browser keeps:
// playground/shared/kept_messages.py. What comes after them does not wait until they are there.
import { inflated } from "./frames.js";

const TRIES = 3;
const REST = 1000; // ms before it is fetched again

/** Gives what comes to `take`, and in the place of an address the message that is found there; unless it has been
 * followed meanwhile by another of its topic. // any: here and below, a message of whichever topic
 * @param {(message: any) => void} take
 * @param {(address: string) => Promise<any>} [fetched] // any: likewise
 * @returns {(message: any) => void} */ // any: likewise
export function fetching(take, fetched = fetchedMessage) {
  /** @type {Map<string, number>} */
  const count = new Map();
  return (message) => {
    const { topic } = message;
    const mine = (count.get(topic) ?? 0) + 1;
    count.set(topic, mine);
    if (!message.kept) return take(message);
    void fetched(message.kept).then((found) => count.get(topic) === mine && take(found));
  };
}

/** Raises what was the matter at the last of some tries. @param {string} address @returns {Promise<any>} */ // any: likewise
export async function fetchedMessage(address) {
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return await inflated({ deflated: await answer.arrayBuffer() });
    } catch (error) {
      if (tries === TRIES) throw error;
      await new Promise((done) => setTimeout(done, REST));
    }
  }
}
