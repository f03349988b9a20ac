// @ts-check
// The one place that knows Panel: how it shows a drawing. A drawing itself needs an element and a context, no more.
import { createContext } from "./context.js";

// On the objects themselves, so that nothing is kept here; by a name that every copy of this module would use.
const CONTEXT = Symbol.for("backprop-playground.context");
const LEAVE = Symbol.for("backprop-playground.leave");

/** What Panel calls to render a view. `draw` gets the view's element, the context of its document, and the model, whose
 * params it may read; it returns its clean-up, which is called when the view goes or is rendered anew.
 * @param {(el: HTMLElement, context: import("./context.js").Context, model: any) => () => void} draw */
export function onPanel(draw) {
  return (/** @type {{model: any, view: any, el: HTMLElement}} */ { model, view, el }) => {
    const page = model.document;
    page[CONTEXT] ??= createContext();
    view[LEAVE]?.();
    view[LEAVE] = draw(el, page[CONTEXT], model);
    model.on("lifecycle:remove", () => view[LEAVE]());
  };
}
