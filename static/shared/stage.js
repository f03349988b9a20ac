// @ts-check
// One bulletin board a page. Drawings publish and subscribe here and know neither each other nor the server.

/** @typedef {(detail: any) => void} Listener */
/** @typedef {ReturnType<typeof createStage>} Stage */

/** Topics that happen: heard once, by who listens then. Every other topic is a state: its last detail is kept, so that a
 * drawing which comes late still gets what was said before it came. */
export const EVENTS = Object.freeze(["announce", "error", "taken", "trace_closed", "digits_began", "look_at"]);

/** An empty stage. */
export function createStage() {
  /** @type {Map<string, any>} */
  const last = new Map();
  /** @type {Map<string, Set<Listener>>} */
  const listeners = new Map();
  /** @type {object[]} */
  const unsent = [];
  /** @type {((message: object) => void) | null} */
  let send = null;
  let ids = 0;

  return {
    /** Tells every subscriber of `topic`. What is told belongs to all who hear it and is frozen: nobody changes it.
     * @param {string} topic @param {any} detail */
    publish(topic, detail) {
      freeze(detail);
      if (!EVENTS.includes(topic)) last.set(topic, detail);
      for (const listener of [...(listeners.get(topic) ?? [])]) listener(detail);
    },

    /** Calls `listener` at every later detail, and now with the last one of a state that has one. Returns the way to stop.
     * @param {string} topic @param {Listener} listener @returns {() => void} */
    subscribe(topic, listener) {
      const heard = listeners.get(topic) ?? new Set();
      listeners.set(topic, heard.add(listener));
      if (last.has(topic)) listener(last.get(topic));
      return () => void heard.delete(listener);
    },

    /** The last detail of a state, or undefined. @param {string} topic */
    latest: (topic) => last.get(topic),

    /** Asks the server; waits in line until the channel is open. @param {string} topic @param {object} [detail] */
    ask(topic, detail = {}) {
      const message = { topic, ...detail };
      if (send) send(message);
      else unsent.push(message);
    },

    /** Called once what is asked can be carried. @param {(message: object) => void} sender */
    openChannel(sender) {
      send = sender;
      while (unsent.length) sender(/** @type {object} */ (unsent.shift()));
    },

    /** A name that no other element of this page has. @param {string} kind */
    newId: (kind) => `${kind}-${(ids += 1)}`,
  };
}

/** Nothing in it can be changed any more, but for the elements of typed arrays, which cannot be frozen. What is frozen
 * already was so whole. @param {any} value */
function freeze(value) {
  if (value === null || typeof value !== "object" || Object.isFrozen(value)) return;
  const plain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  if (!plain) return;
  Object.freeze(value);
  for (const inside of Object.values(value)) freeze(inside);
}
