// @ts-check
// The file of one's own that this tab's data are from: kept in the browser's database, so that a reload or another server
// can read it again. A browser that keeps nothing goes without.

/** @typedef {Omit<import("../shared/topics").Questions["kept_file"], "topic">} File */
/** @typedef {{read: (of: string) => Promise<File | null | undefined>, write: (of: string, file: File | null) => Promise<void>}} Files */

const NAME = "backprop-playground.files";
/** Files that a browser keeps, of all its tabs, and for how long in ms. */
const MOST = 6;
const LONGEST = 7 * 24 * 60 * 60 * 1000;
/** A database that has not answered after so long, in ms, is gone without: what it keeps is still there at a reload. */
export const PATIENCE = 10_000;

/** What a request to the database gives. @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A name that only this tab knows, and still after a reload. */
function nameOfTab() {
  const known = sessionStorage.getItem(NAME);
  if (known) return known;
  const name = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join("");
  sessionStorage.setItem(NAME, name);
  return name;
}

/** The files of this tab. @returns {Files} */
function filesOfTab() {
  async function store() {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files").createIndex("at", "at");
    const database = await answered(asked);
    const transaction = database.transaction("files", "readwrite");
    transaction.oncomplete = transaction.onabort = () => database.close();
    return transaction.objectStore("files");
  }

  return {
    async read(of) {
      const key = [nameOfTab(), of];
      const files = await store();
      const found = await answered(files.get(key));
      // What is in use is not among the oldest.
      if (found) files.put({ ...found, at: Date.now() }, key);
      return found?.file;
    },
    async write(of, file) {
      const key = [nameOfTab(), of];
      const files = await store();
      const now = Date.now();
      if (file) files.put({ file, at: now }, key);
      else files.delete(key);
      const at = files.index("at");
      const old = await answered(at.getAllKeys(IDBKeyRange.upperBound(now - LONGEST)));
      const keys = await answered(at.getAllKeys());
      for (const one of [...old, ...keys.slice(0, -MOST)]) files.delete(one);
    },
  };
}

/** What comes of it in time. @template T @param {Promise<T>} doing @returns {Promise<T>} */
function inTime(doing) {
  return new Promise((resolve, reject) => {
    const due = setTimeout(() => reject(new Error("no answer")), PATIENCE);
    doing.then(resolve, reject).finally(() => clearTimeout(due));
  });
}

/** Keeps the file that the server sends, forgets it when it says so, and gives it back when it asks.
 * @param {import("../shared/stage.js").Stage} stage @param {Files} [files] @returns {() => void} the way to stop */
export function keepFile({ ask, subscribe }, files = filesOfTab()) {
  /** What is done, one after another. @type {Promise<void>} */
  let doing = Promise.resolve();

  /** @param {string} of */
  async function offer(of) {
    /** @type {File | null | undefined} */
    let file = null;
    try {
      file = await inTime(files.read(of));
    } catch {
      // A browser without a database, or one that hangs.
    }
    ask("kept_file", file ?? { bytes: null });
  }

  const stops = [
    subscribe("file_wanted", ({ of }) => {
      doing = doing.then(() => offer(of));
    }),
    subscribe("file_to_keep", ({ of, bytes, name, header, style, roles, kinds, target_as, undivided }) => {
      const file = bytes ? { bytes, name, header, style, roles, kinds, target_as, undivided } : null;
      doing = doing.then(() => inTime(files.write(of, file))).catch(() => {});
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
