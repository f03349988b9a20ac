// @ts-check
// What is dragged changes faster than a server should be asked. Only the latest value matters: it is sent when the
// answer to the one before has come, so nothing queues up however slow the line is; or at once when the hand lets go or
// does something else, so that it is never told after what was done after it.

const ELSE = ["pointerup", "pointercancel", "pointerdown", "keydown"];
const CAPTURED = { capture: true };

/** @template Detail @param {(detail: Detail) => void} send @param {number} [patience] ms after which an answer is no
 * longer waited for */
export function steady(send, patience = 400) {
  /** @type {{detail: Detail} | null} */
  let waiting = null;
  /** @type {number | undefined} */
  let timer;

  function release() {
    clearTimeout(timer);
    timer = undefined;
    if (!waiting) return;
    const { detail } = waiting;
    forget();
    push(detail);
  }
  function forget() {
    waiting = null;
    for (const kind of ELSE) window.removeEventListener(kind, release, CAPTURED);
  }

  /** @param {Detail} detail */
  function push(detail) {
    if (timer !== undefined) {
      if (!waiting) for (const kind of ELSE) window.addEventListener(kind, release, CAPTURED);
      waiting = { detail };
      return;
    }
    timer = window.setTimeout(release, patience);
    send(detail);
  }

  return {
    push,
    /** The answer has come. */
    answered: release,
    /** Nothing more of what was waiting. */
    forget,
    get busy() {
      return timer !== undefined;
    },
  };
}
