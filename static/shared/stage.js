// @ts-check
// One bulletin board a page. Drawings publish and subscribe here and know neither each other nor the server.

/** @typedef {import("./topics").Topics} Topics */
/** @typedef {import("./topics").Questions} Questions */
/** @typedef {{[Topic in keyof Questions]: {topic: Topic} & Questions[Topic]}[keyof Questions]} Message */
/** @typedef {ReturnType<typeof createStage>} Stage */

/** Topics that happen: heard once, by who listens then. Every other topic is a state: its last detail is kept, so that a
 * drawing which comes late still gets what was said before it came. */
/** @type {readonly (keyof Topics)[]} */
export const EVENTS = Object.freeze(["announce", "anew", "lesson_turned", "lesson_judged", "recorder_taken", "recorder_checked", "recorder_written", "recorder_opened", "recorder_link", "node_clicked", "error", "turn_to", "comparison_file_made", "taken", "trace_closed", "element_sum", "slips", "left_stepping", "stepped_by_hand", "digits_began", "look_at", "moment", "moment_wanted", "file_to_keep", "file_wanted", "session_saved", "heard", "unheard"]);

/** What a page asks without being told to, while it rests or is pointed at, or answers to the server: nobody misses it while
 * that is away.
 * @type {readonly string[]} */
const BY_ITSELF = Object.freeze(["finer_map", "answer_at", "landscape_look", "slips", "recorder_check", "kept", "kept_file", "probe"]);

/** Whether, in this state of the connection, nobody hears what is asked. @param {string | undefined} state */
export const isAway = (state) => state === "lost" || state === "silent" || state === "reloading";

/** Settings of how one looks at it, which the page itself follows: asked for again once the server is back. */
/** @type {readonly string[]} */
const LOOKS = Object.freeze(["theme", "projector", "cursor"]);

/** An empty stage. */
export function createStage() {
  // any: a map does not know which of its details goes with which topic; what is said here is typed by its topic.
  /** @type {Map<keyof Topics, any>} */
  const last = new Map();
  /** @type {Map<keyof Topics, Set<(detail: any) => void>>} */ // any: as above
  const listeners = new Map();
  /** @type {Message[]} */
  const unsent = [];
  /** @type {((message: Message) => void) | null} */
  let send = null;
  /** @type {Map<string, Message>} */
  const looks = new Map();
  let ids = 0;

  /** Tells every subscriber of `topic`. What is told belongs to all who hear it and is frozen: nobody changes it.
   * @template {keyof Topics} Topic @param {Topic} topic @param {Topics[Topic]} detail */
  function publish(topic, detail) {
    freeze(detail);
    if (!EVENTS.includes(topic)) last.set(topic, detail);
    for (const listener of [...(listeners.get(topic) ?? [])]) listener(detail);
  }

  return {
    publish,

    /** Calls `listener` at every later detail, and now with the last one of a state that has one. Returns the way to stop.
     * @template {keyof Topics} Topic @param {Topic} topic @param {(detail: Topics[Topic]) => void} listener
   * @returns {() => void} */
    subscribe(topic, listener) {
      const heard = listeners.get(topic) ?? new Set();
      listeners.set(topic, heard.add(listener));
      if (last.has(topic)) listener(last.get(topic));
      return () => void heard.delete(listener);
    },

    /** The last detail of a state, or undefined. @template {keyof Topics} Topic @param {Topic} topic
     * @returns {Topics[Topic] | undefined} */
    latest: (topic) => last.get(topic),

    /** Asks the server; waits in line until the channel is open. While the server is away nothing is asked, since it
     * would all be done at once later: it is told that it cannot be.
     * @template {keyof Questions} Topic @param {Topic} topic @param {import("./topics").Detail<Topic>} detail */
    ask(topic, ...[detail]) {
      const message = /** @type {Message} */ ({ topic, ...detail });
      const away = isAway(last.get("connection")?.state);
      if (away && message.topic === "set" && LOOKS.includes(message.name)) looks.set(message.name, message);
      else if (away) {
        if (!BY_ITSELF.includes(message.topic)) publish("unheard", {});
      } else if (send) send(message);
      else unsent.push(message);
    },

    /** The server is back: it hears what is on the page now. */
    catchUp() {
      for (const message of looks.values()) send?.(message);
      looks.clear();
    },

    /** Called once what is asked can be carried. @param {(message: Message) => void} sender */
    openChannel(sender) {
      send = sender;
      while (unsent.length) sender(/** @type {Message} */ (unsent.shift()));
    },

    /** A name that no other element of this page has. @param {string} kind */
    newId: (kind) => `${kind}-${(ids += 1)}`,
  };
}

/** Nothing in it can be changed any more, but for the elements of typed arrays, which cannot be frozen. What is frozen
 * already was so whole. @param {unknown} value */
function freeze(value) {
  if (value === null || typeof value !== "object" || Object.isFrozen(value)) return;
  const plain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  if (!plain) return;
  Object.freeze(value);
  for (const inside of Object.values(value)) freeze(inside);
}
