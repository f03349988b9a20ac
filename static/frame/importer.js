// @ts-check
// Panel imports by `importShim`, which it expects of es-module-shims. Every browser that can show the playground imports
// modules itself, and faster: that script fetches, reads and rewrites each of them. Here a drawing is found among all
// modules of its page, which come as one (playground/shared/joined.py): those of the page that was opened first, or of
// the one to whose folder it belongs. This one is no module, since it has to stand before Panel's own scripts.

{
  // Beside it are those of other pages: ./playground-assets/VERSION/joined/PAGE.js
  const first = /** @type {HTMLScriptElement} */ (document.currentScript).dataset.joined ?? "";
  const shared = ["frame", "shared"];

  /** @param {string} address ./playground-assets/VERSION/PAGE/DRAWING.js, or that of a script that Panel has made */
  const importDrawing = async (address) => {
    if (!address.startsWith("./")) return import(address);
    const path = address.split("/").slice(3);
    const joined = shared.includes(path[0]) ? first : first.replace(/[^/]*$/, `${path[0]}.js`);
    const { modules } = await import(new URL(joined, document.baseURI).href);
    return modules[path.join("/")];
  };
  /** @type {any} */ (globalThis).importShim = Object.assign(importDrawing, { addImportMap() {} });
}
