// @ts-check
// Whether the numbers of a trace are still to be predicted: then no other part of the page may give them away.

/** @typedef {import("../topics").Cursor} Cursor */

/** @param {Pick<import("../context.js").Seat, "subscribe">} seat @param {() => void} changed from now on: what is to be
 * predicted may be another */
export function predicting({ subscribe }, changed) {
  let on = false;
  let begun = false;
  /** @type {Cursor | null} */
  let now = null;
  subscribe("predicting", (news) => {
    if (news.on === on) return;
    on = news.on;
    if (begun) changed();
  });
  subscribe("cursor", (cursor) => {
    now = cursor;
    if (on && begun) changed();
  });
  begun = true;
  return {
    /** Whether something is to be hidden that is told by the end of the trace at the latest, and known where the cursor stands
     * if `known` says so. @param {(cursor: Cursor) => boolean} known */
    hides: (known) => Boolean(on && now?.trace && now.index < now.count && !known(now)),
  };
}

/** Whether the pass forward is through: what the network answers is known, to whichever place. @param {Cursor} cursor */
export const answerKnown = (cursor) => !cursor.trace || cursor.value(cursor.trace.output) !== null;
