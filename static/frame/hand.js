// @ts-check
// The visitor's hand: whether what is asked for goes on with what was asked for before, in one press of the pointer. A
// drag is one change to take back, however slowly the hand, the browser or the line is.

const TRAILING = 2000; // ms after the release for which what was dragged may still be told of

/** Watches the presses on `target`. @param {EventTarget} target @param {() => number} [clock] ms
 * @returns {{goesOn: (topic: string) => boolean, leave: () => void}} `goesOn`: whether this topic was asked for in this
 * very press before; it is noted that it is now */
export function watchHand(target, clock = () => performance.now()) {
  /** @type {Set<string>} */
  const asked = new Set();
  let until = -Infinity; // when what is asked for no longer belongs to the last press

  function press() {
    asked.clear();
    until = Infinity;
  }
  function release() {
    until = Math.min(until, clock() + TRAILING);
  }
  function end() {
    until = -Infinity;
  }
  /** @type {[string, () => void][]} */
  const heard = [["pointerdown", press], ["pointerup", release], ["pointercancel", release], ["keydown", end], ["wheel", end]];
  for (const [kind, act] of heard) target.addEventListener(kind, act, { capture: true, passive: true });

  return {
    goesOn(topic) {
      const again = clock() <= until && asked.has(topic);
      asked.add(topic);
      return again;
    },
    leave() {
      for (const [kind, act] of heard) target.removeEventListener(kind, act, { capture: true });
    },
  };
}
