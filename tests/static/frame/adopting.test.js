import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { adopt } from "../../../static/frame/adopting.js";

class Sheet {
  text = "";
  constructor({ baseURL = "" } = {}) {
    this.baseURL = baseURL;
  }
  replaceSync(text) {
    this.text = text;
  }
}
class Root {
  adoptedStyleSheets = [];
  children = [];
}
const OURS = "http://localhost/playground-assets/0ddba11/network/data.css";
const PANELS = "http://localhost/static/extensions/panel/css/listpanel.css?v=1";
const ELSE = "http://localhost/lab/playground-assets/0ddba11/graph/cards.css";

/** Bokeh's own, as far as it is changed. */
function bokehs() {
  class StyleSheet {
    install(target) {
      target.children.push(this.el);
    }
    uninstall() {
      this.el.removed = true;
    }
    remove() {
      this.el.removed = true;
    }
  }
  class InlineStyleSheet extends StyleSheet {
    constructor(text = "") {
      super();
      this.el = { textContent: text };
    }
    get css() {
      return this.el.textContent;
    }
    replace(text) {
      this._update(text);
    }
  }
  class ImportedStyleSheet extends StyleSheet {
    constructor(href) {
      super();
      this.el = { href };
    }
  }
  return { InlineStyleSheet, ImportedStyleSheet, empty: (node) => void (node.children = []) };
}

let dom, asked, answer;
const texts = (root) => root.adoptedStyleSheets.map(({ text }) => text);

beforeEach(() => {
  asked = [];
  Object.assign(globalThis, {
    CSSStyleSheet: Sheet,
    ShadowRoot: Root,
    fetch: (address) => {
      asked.push(address);
      return new Promise((done) => void (answer = (text) => done({ ok: true, text: () => Promise.resolve(text) })));
    },
  });
  dom = bokehs();
  adopt(dom, { "network/data.css": "ours", "panel/css/listpanel.css": "panels" });
});
afterEach(() => {
  for (const name of ["CSSStyleSheet", "ShadowRoot", "fetch"]) delete globalThis[name];
});

test("files that came along are adopted at once, each as one sheet in all parts, in the order of Bokeh", () => {
  const roots = [new Root(), new Root()];
  for (const root of roots) for (const address of [PANELS, OURS]) new dom.ImportedStyleSheet(address).install(root);
  assert.deepEqual(roots.map(texts), [["panels", "ours"], ["panels", "ours"]]);
  assert.equal(roots[0].adoptedStyleSheets[1], roots[1].adoptedStyleSheets[1]);
  assert.equal(roots[0].adoptedStyleSheets[1].baseURL, OURS);
  assert.deepEqual(asked, []);
  assert.deepEqual(roots[0].children, []);
});

test("another file keeps its place while it is on its way, and says that it is", async () => {
  const root = new Root();
  for (const address of [ELSE, OURS]) new dom.ImportedStyleSheet(address).install(root);
  const waiting = Symbol.for("backprop-playground.waiting");
  assert.deepEqual([texts(root), root.adoptedStyleSheets[0][waiting], asked], [["", "ours"], true, [ELSE]]);
  answer("else");
  await new Promise((done) => setTimeout(done));
  assert.deepEqual([texts(root), root.adoptedStyleSheets[0][waiting]], [["else", "ours"], false]);
});

test("what is the same for all is shared, and what is written for one part is its own", () => {
  const roots = [new Root(), new Root()];
  const [first, second] = roots.map((root) => {
    const put = [new dom.InlineStyleSheet("base"), new dom.InlineStyleSheet(), new dom.InlineStyleSheet("last")];
    for (const one of put) one.install(root);
    return put;
  });
  assert.equal(roots[0].adoptedStyleSheets[0], roots[1].adoptedStyleSheets[0]);
  first[1].replace("wide");
  first[0].replace("changed");
  assert.deepEqual(roots.map(texts), [["changed", "wide", "last"], ["base", "", "last"]]);
  first[0].replace("again");
  assert.equal(second[0].css, "base");
  assert.deepEqual(roots.map(texts), [["again", "wide", "last"], ["base", "", "last"]]);
});

test("a part that is drawn anew, and a sheet that is taken away, leave nothing behind", () => {
  const root = new Root();
  const [kept, gone] = [new dom.InlineStyleSheet(""), new dom.InlineStyleSheet("gone")];
  for (const one of [kept, gone]) one.install(root);
  dom.empty(root);
  assert.deepEqual(root.adoptedStyleSheets, []);
  kept.replace("meanwhile");
  for (const one of [kept, gone]) one.install(root);
  assert.deepEqual(texts(root), ["meanwhile", "gone"]);
  gone.uninstall();
  kept.remove();
  assert.deepEqual(root.adoptedStyleSheets, []);
});

test("outside of shadow roots Bokeh does as it always did", () => {
  const head = { children: [] };
  const sheet = new dom.InlineStyleSheet("x");
  sheet.install(head);
  assert.deepEqual(head.children, [sheet.el]);
  sheet.replace("y");
  assert.equal(sheet.el.textContent, "y");
  sheet.uninstall();
  assert.equal(sheet.el.removed, true);
});
