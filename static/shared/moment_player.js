// @ts-check
// Moments of training that came in one message, played on the browser's clock: those that are late are dropped, never
// queued.

/** @template Moment @param {(last: Moment, passed: Moment[]) => void} show is given the moment that is due, and all since
 * the one shown before it */
export function momentPlayer(show) {
  /** @type {{moment: Moment, due: number}[]} */
  let waiting = [];
  let asked = 0;

  function paint() {
    asked = 0;
    const now = performance.now();
    /** @type {Moment[]} */
    const passed = [];
    while (waiting.length && waiting[0].due <= now) passed.push(/** @type {{moment: Moment}} */ (waiting.shift()).moment);
    if (passed.length) show(passed[passed.length - 1], passed);
    if (waiting.length) asked = requestAnimationFrame(paint);
  }

  return {
    /** Evenly over so many milliseconds, when the next are due; over none, at once: what is said of that moment comes in
     * the next message, and must not stand beside the picture of another. @param {Moment[]} moments
     * @param {number} interval */
    play(moments, interval) {
      const now = performance.now();
      for (const entry of waiting) entry.due = now;
      moments.forEach((moment, index) => waiting.push({ moment, due: now + (index * interval) / moments.length }));
      if (interval) asked ||= requestAnimationFrame(paint);
      else {
        cancelAnimationFrame(asked);
        paint();
      }
    },
    clear() {
      waiting = [];
    },
  };
}
