// @ts-check
// The address follows what is dragged, but a browser takes only so many changes of it (Safari 100 in 10 s, and every
// further one is an error): so it is changed at once, then at most a few times a second, and the last one always.

const REST = 300; // ms

/** @param {(address: string) => void} put the browser's own way @param {number} [rest] ms between two changes */
export function renaming(put, rest = REST) {
  /** @type {string | null} */
  let waiting = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;

  /** What waits is put now. */
  function settle() {
    if (waiting === null) return;
    const address = waiting;
    waiting = null;
    put(address);
  }
  function next() {
    resting = undefined;
    if (waiting === null) return;
    settle();
    resting = setTimeout(next, rest);
  }

  return {
    /** @param {string} address */
    rename(address) {
      waiting = address;
      if (resting !== undefined) return;
      settle();
      resting = setTimeout(next, rest);
    },
    settle,
    /** What waits is of an entry that has been left. */
    forget: () => void (waiting = null),
    stop: () => clearTimeout(resting),
  };
}
