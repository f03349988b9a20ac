// @ts-check
// Each style sheet is read once for the whole page. Bokeh puts a link or a style element of its own for each into the
// shadow root of every part, some four hundred: each is a load of its own, after which the part is styled again.
// Here every part adopts the same sheets, in the order in which Bokeh would have put them.

const WAITING = Symbol.for("backprop-playground.waiting"); // on a sheet whose text is still on its way

/** What is after the room of the address: what the server calls the file. */
const ROOMS = /\/(?:playground-assets\/\w+|static\/extensions)\//;

/** A style sheet as Bokeh knows it, with its text or the address of its file.
 * @typedef {{el: HTMLElement & {href: string}, css: string}} Put */
/** @typedef {(this: Put) => void} Leave */
/** @typedef {{prototype: {install: (this: Put, target: Node) => void, uninstall: Leave, remove: Leave,
 *   _update: (this: Put, text: string) => void}}} Kind */

/** Has Bokeh's style sheets be adopted.
 * @param {{InlineStyleSheet: Kind, ImportedStyleSheet: Kind, empty: (node: Node, ...more: unknown[]) => void}} dom its
 * module core/dom @param {Record<string, string>} texts of the files that came along */
export function adopt(dom, texts) {
  /** @type {Map<string, CSSStyleSheet>} */
  const shared = new Map();
  /** Where a sheet is worn. @type {WeakMap<Put, {root: ShadowRoot, sheet: CSSStyleSheet}>} */
  const places = new WeakMap();

  /** @param {string} key @param {() => CSSStyleSheet} make */
  function once(key, make) {
    const sheet = shared.get(key) ?? make();
    shared.set(key, sheet);
    return sheet;
  }
  /** @param {string} text */
  const written = (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  };
  /** @param {string} address */
  const fetched = (address) => {
    const sheet = new CSSStyleSheet({ baseURL: address });
    const text = texts[new URL(address).pathname.split(ROOMS)[1]];
    if (text !== undefined) sheet.replaceSync(text);
    else void fill(sheet, address);
    return sheet;
  };

  /** @param {Put} put @returns {boolean} whether it was there */
  function takeOff(put) {
    const place = places.get(put);
    if (!place) return false;
    places.delete(put);
    const worn = place.root.adoptedStyleSheets;
    const at = worn.lastIndexOf(place.sheet);
    if (at >= 0) worn.splice(at, 1);
    return true;
  }

  /** @param {Kind} kind @param {(put: Put) => CSSStyleSheet} sheetOf */
  function change({ prototype }, sheetOf) {
    const { install, uninstall, remove } = prototype;
    Object.assign(prototype, {
      /** @this {Put} @param {Node} target */
      install(target) {
        if (!(target instanceof ShadowRoot)) {
          install.call(this, target);
          return;
        }
        takeOff(this);
        const sheet = sheetOf(this);
        target.adoptedStyleSheets.push(sheet);
        places.set(this, { root: target, sheet });
      },
      /** @this {Put} */
      uninstall() {
        if (!takeOff(this)) uninstall.call(this);
      },
      /** @this {Put} */
      remove() {
        if (!takeOff(this)) remove.call(this);
      },
    });
  }

  const { InlineStyleSheet, ImportedStyleSheet } = dom;
  // Without a text it is one that Bokeh writes to again and again, for this part alone.
  change(InlineStyleSheet, ({ css }) => (css ? once(css, () => written(css)) : new CSSStyleSheet()));
  change(ImportedStyleSheet, ({ el }) => once(el.href, () => fetched(el.href)));

  /** @this {Put} @param {string} text */
  InlineStyleSheet.prototype._update = function update(text) {
    const before = this.el.textContent;
    if (text === before) return;
    this.el.textContent = text;
    const place = places.get(this);
    if (!place) return;
    const worn = place.root.adoptedStyleSheets;
    const at = worn.lastIndexOf(place.sheet);
    if (before && shared.get(before) === place.sheet) {
      place.sheet = written(text); // the others keep theirs
      if (at >= 0) worn[at] = place.sheet;
    } else place.sheet.replaceSync(text);
  };

  const { empty } = dom;
  /** @param {Node} node @param {...unknown} more */
  dom.empty = (node, ...more) => {
    if (node instanceof ShadowRoot) node.adoptedStyleSheets = [];
    empty(node, ...more);
  };
}

/** @param {CSSStyleSheet & {[WAITING]?: boolean}} sheet @param {string} address */
async function fill(sheet, address) {
  sheet[WAITING] = true;
  const answer = await fetch(address);
  if (answer.ok) sheet.replaceSync(await answer.text());
  sheet[WAITING] = false;
}
