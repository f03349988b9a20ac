// @ts-check
// The one place that knows Panel: how it shows a drawing. A drawing itself needs an element and a context, no more.
import { createContext } from "./context.js";

// On the objects themselves, so that nothing is kept here; by a name that every copy of this module would use.
const CONTEXT = Symbol.for("backprop-playground.context");
const LEAVE = Symbol.for("backprop-playground.leave");
const WAITING = Symbol.for("backprop-playground.waiting"); // static/frame/adopting.js: its text is still on its way

const PATIENCE = 5000; // ms that a drawing waits for its style sheets
const GLANCE = 8; // ms between two looks at them
const LETTERS = ['400 14px "Source Sans Pro"', '600 14px "Source Sans Pro"'];
const LETTERS_PATIENCE = 1000; // ms that a drawing waits for its letters

/** What Panel calls to render a view. `draw` gets the view's element, the context of its document, and the model, whose
 * params it may read; it returns its clean-up, which is called when the view goes or is rendered anew.
 * // any: neither Panel nor Bokeh has types in the browser
 * @param {(el: HTMLElement, context: import("./context.js").Context, model: any) => () => void} draw */
export function onPanel(draw) {
  // any: likewise
  return async (/** @type {{model: any, view: any, el: HTMLElement}} */ { model, view, el }) => {
    await styled(el);
    await lettered();
    if (!el.isConnected) return;
    view[LEAVE]?.();
    view[LEAVE] = draw(el, contextOf(view, model.document), model);
    model.on("lifecycle:remove", () => view[LEAVE]());
  };
}

/** The context of the page in which a view stands; of the document, where it stands around all pages.
 * // any: likewise
 * @param {any} view @param {any} document @returns {import("./context.js").Context} */
function contextOf(view, document) {
  const frame = (document[CONTEXT] ??= createContext());
  // Every model comes from the server, which takes references to them alone. Bokeh would send those of a page that was
  // added later whole, with the first message that names them.
  document._new_models.clear();
  for (let around = view.parent; around; around = around.parent) {
    if (!around.model.css_classes?.includes("page")) continue;
    around.parent?.el.setAttribute("role", "main"); // in which all pages stand; Bokeh gives it no name of its own
    return (around.model[CONTEXT] ??= createContext(around.el, frame.stage));
  }
  return frame;
}

/** Until the style sheets of the view, and of what it stands in, are there: what is drawn is never seen without them, and
 * measures the room that it will have. Looked at again and again, since Bokeh may put others in the place of those that
 * are loading; one that cannot be loaded is not waited for beyond patience. @param {Element} el */
async function styled(el) {
  const until = performance.now() + PATIENCE;
  while (!dressed(el) && performance.now() < until) await new Promise((done) => setTimeout(done, GLANCE));
}

/** Until the letters are there in which a drawing measures what it writes, on paper and canvas alike. One that waits for
 * them in vain is drawn in what stands in for them: static/fonts.css. */
async function lettered() {
  const loading = Promise.all(LETTERS.map((font) => document.fonts.load(font)));
  await Promise.race([loading.catch(() => {}), new Promise((done) => setTimeout(done, LETTERS_PATIENCE))]);
}

/** @param {Element} el */
function dressed(el) {
  if (!el.isConnected) return false;
  for (let root = el.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) {
    const links = /** @type {NodeListOf<HTMLLinkElement>} */ (root.querySelectorAll("link[rel=stylesheet]"));
    if ([...links].some((link) => !link.sheet)) return false;
    const adopted = /** @type {(CSSStyleSheet & {[WAITING]?: boolean})[]} */ (root.adoptedStyleSheets);
    if (adopted.some((sheet) => sheet[WAITING])) return false;
  }
  return true;
}
