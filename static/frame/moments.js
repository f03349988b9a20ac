// @ts-check
// What this tab keeps of a run or a race, so that a reload, the browser's way back or another server can go on with it. Small runs
// are in the tab's session storage; large ones, which would not fit, in the browser's database under a name that only
// this tab knows. A browser that keeps nothing goes without.

const NAME = "backprop-playground.moments";
/** Runs and races that a tab keeps: those of a page, and of other settings which the way back leads to. */
const MOST = 8;
/** Large runs that a browser keeps, of all its tabs, and for how long in ms. */
const MOST_LARGE = 6;
const LONGEST = 24 * 60 * 60 * 1000;
/** Bytes of the largest run in session storage, which holds some 5 MB in all. */
const LARGE = 400_000;

/** @typedef {{of: string, text: string}} Kept */
/** @typedef {{read: (of: string) => Promise<ArrayBuffer | null>, write: (of: string, blob: ArrayBuffer | null) => Promise<void>}} Runs */

/** @template T @param {string} name @param {T} otherwise @returns {T} */
function read(name, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null") ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Whether it was kept. @param {string} name @param {unknown} value */
function write(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false; // forbidden, or full
  }
}

/** @param {ArrayBuffer} buffer */
function textOf(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = "";
  // In parts: a function takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** @param {string} text */
function bufferOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
}

/** The small runs, the newest last. */
function smallRuns() {
  const all = () => read(NAME, /** @type {Kept[]} */ ([]));
  return {
    /** @param {string} of */
    read(of) {
      const found = all().find((kept) => kept.of === of);
      return found ? bufferOf(found.text) : null;
    },
    /** @param {string} of @param {ArrayBuffer | null} blob */
    write(of, blob) {
      const others = all().filter((kept) => kept.of !== of);
      const runs = blob ? [...others, { of, text: textOf(blob) }] : others;
      // The oldest go where there is no room.
      for (let first = Math.max(0, runs.length - MOST); first <= runs.length; first += 1) {
        if (write(NAME, runs.slice(first))) return;
      }
    },
  };
}

/** What a request to the database gives. @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The large runs. A tab that was duplicated knows the names of the other's and writes under one of its own.
 * @returns {Runs} */
function largeRuns() {
  const known = () => read(`${NAME}.tabs`, /** @type {string[]} */ ([]));
  const own = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join("");
  let names = [own];
  let open = false;

  async function store(/** @type {IDBTransactionMode} */ mode) {
    if (!open) {
      // Only now: another page of this tab may have named its own meanwhile.
      names = [own, ...known()].slice(0, MOST);
      open = write(`${NAME}.tabs`, names);
    }
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("runs").createIndex("at", "at");
    const database = await answered(asked);
    const transaction = database.transaction("runs", mode);
    transaction.oncomplete = transaction.onabort = () => database.close();
    return transaction.objectStore("runs");
  }

  return {
    async read(of) {
      const runs = await store("readonly");
      const found = await Promise.all(names.map((name) => answered(runs.get([name, of]))));
      return found.find((kept) => kept)?.blob ?? null;
    },
    async write(of, blob) {
      const runs = await store("readwrite");
      for (const name of names) runs.delete([name, of]);
      if (!blob) return;
      const now = Date.now();
      runs.put({ blob, at: now }, [own, of]);
      const at = runs.index("at");
      const old = await answered(at.getAllKeys(IDBKeyRange.upperBound(now - LONGEST)));
      const keys = await answered(at.getAllKeys());
      for (const key of [...old, ...keys.slice(0, -MOST_LARGE)]) runs.delete(key);
    },
  };
}

/** Keeps what the server sends, and gives each back once, when it asks.
 * @param {import("../shared/stage.js").Stage} stage @param {Runs} [large] @returns {() => void} the way to stop */
export function keepMoments({ ask, subscribe }, large = largeRuns()) {
  const small = smallRuns();
  /** What was asked for. @type {Set<string>} */
  const asked = new Set();
  /** What is written, one after another. @type {Promise<void>} */
  let writing = Promise.resolve();
  /** What is to be written of each run: the newest alone, which come every second. @type {Map<string, ArrayBuffer | null>} */
  const waiting = new Map();

  /** @param {string} of */
  async function write(of) {
    const blob = waiting.get(of);
    if (blob === undefined) return; // it was written with one that came later
    waiting.delete(of);
    await large.write(of, blob);
  }

  /** @param {string} of */
  async function offer(of) {
    if (asked.has(of)) return;
    asked.add(of);
    let blob = small.read(of);
    try {
      blob ??= await large.read(of);
    } catch {
      // A browser without a database.
    }
    ask("kept", { of, blob });
  }

  /** @param {{of: string, blob: ArrayBuffer | null}} moment */
  function keep({ of, blob }) {
    const isLarge = blob !== null && blob.byteLength > LARGE;
    small.write(of, isLarge ? null : blob);
    // A small one is looked for first, so that an older large one of these settings does no harm.
    if (!isLarge && blob !== null) return;
    waiting.set(of, blob);
    writing = writing.then(() => write(of)).catch(() => {});
  }

  const stops = [subscribe("moment_wanted", ({ of }) => void offer(of)), subscribe("moment", keep)];
  return () => stops.forEach((stop) => stop());
}
