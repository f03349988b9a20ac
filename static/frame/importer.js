// @ts-check
// Panel imports by `importShim`, which it expects of es-module-shims. Every browser that can show the playground imports
// modules itself, and faster: that script fetches, reads and rewrites each of them. This one is no module, since it has
// to stand before Panel's own scripts.

/** @type {any} */ (globalThis).importShim = Object.assign(
  (/** @type {string} */ address) => import(new URL(address, document.baseURI).href),
  { addImportMap() {} },
);
