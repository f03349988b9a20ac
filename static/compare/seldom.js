// @ts-check
// What need not follow every frame: done at once, and again only after a rest, with what is newest by then.

/** @param {() => void} work @param {number} rest ms between two times */
export function seldom(work, rest) {
  let last = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function now() {
    clearTimeout(timer);
    timer = undefined;
    last = performance.now();
    work();
  }
  return {
    /** Whatever the rest. */
    now,
    /** Now, or once the rest is over. */
    soon() {
      if (timer !== undefined) return;
      const left = last + rest - performance.now();
      if (left <= 0) now();
      else timer = setTimeout(now, left);
    },
    /** No more of what was to come. */
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
