// @ts-check
// The page's one bulletin board. Views publish and subscribe here and know neither each other nor the server.
// A topic's last detail is kept, so that a view which is drawn late still gets what was said before it came.

/** @type {Map<string, any>} */
const last = new Map();
/** @type {Map<string, Set<(detail: any) => void>>} */
const listeners = new Map();
/** @type {((message: object) => void)[]} */
const senders = [];
/** @type {object[]} */
const unsent = [];

/** Tells every subscriber of `topic`. @param {string} topic @param {any} detail */
export function publish(topic, detail) {
  last.set(topic, detail);
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

/** Calls `listener` now with the last detail, if there is one, and at every later one. Returns the way to stop.
 * @param {string} topic @param {(detail: any) => void} listener @returns {() => void} */
export function subscribe(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic)?.add(listener);
  if (last.has(topic)) listener(last.get(topic));
  return () => listeners.get(topic)?.delete(listener);
}

/** The last detail of `topic`, or undefined. @param {string} topic */
export function latest(topic) {
  return last.get(topic);
}

/** Asks the server; waits in line until the channel is open. @param {string} topic @param {object} [detail] */
export function ask(topic, detail = {}) {
  const message = { topic, ...detail };
  if (senders.length) senders[0](message);
  else unsent.push(message);
}

/** The channel view calls this once it can carry messages. @param {(message: object) => void} sender */
export function openChannel(sender) {
  senders.unshift(sender);
  while (unsent.length) sender(/** @type {object} */ (unsent.shift()));
}
