// @ts-check
// What is dragged changes faster than a server should be asked. Only the latest value matters: it is sent when the
// answer to the one before has come, so nothing queues up however slow the line is; or at once when the hand lets go or
// does something else, so that it is never told after what was done after it.

import { isTypedInto } from "./typing.js";

const ELSE = ["pointerup", "pointercancel", "pointerdown", "keydown"];
const CAPTURED = { capture: true };

/** @template Detail @param {(detail: Detail) => void} send @param {number} [patience] ms after which answers are no
 * longer waited for */
export function steady(send, patience = 400) {
  /** @type {{detail: Detail} | null} */
  let waiting = null;
  let due = 0; // answers
  /** @type {number | undefined} */
  let timer;

  function release() {
    if (!waiting) return;
    const { detail } = waiting;
    forget();
    tell(detail);
  }
  /** @param {Event} event */
  function giveWay(event) {
    // What is typed goes on with the next key: whole words are told, and not each letter.
    if (event.type !== "keydown" || !isTypedInto(/** @type {KeyboardEvent} */ (event))) release();
  }
  function forget() {
    waiting = null;
    for (const kind of ELSE) window.removeEventListener(kind, giveWay, CAPTURED);
  }
  /** @param {Detail} detail */
  function tell(detail) {
    clearTimeout(timer);
    timer = window.setTimeout(tired, patience);
    due += 1;
    send(detail);
  }
  function tired() {
    due = 0;
    release();
  }

  return {
    /** @param {Detail} detail */
    push(detail) {
      if (!due) {
        tell(detail);
        return;
      }
      if (!waiting) for (const kind of ELSE) window.addEventListener(kind, giveWay, CAPTURED);
      waiting = { detail };
    },
    /** An answer has come; where it says so, to the latest that was told. @param {boolean} [latest] */
    answered(latest = false) {
      due = latest ? 0 : Math.max(0, due - 1);
      if (due) return;
      clearTimeout(timer);
      release();
    },
    /** Nothing more of what was waiting. */
    forget,
    /** Whether what was told last has not been answered. */
    get busy() {
      return due > 0;
    },
  };
}
