// @ts-check
// A rail beside the page: what stands there is folded away in projector mode, so that the graph has the room, and comes
// at a press. It only says on the page's element what is open; app.css shows that part.
import { takeSeat } from "./context.js";
import { make } from "./elements.js";
import { tells } from "./explained.js";
import { onPanel } from "./panel.js";

/** @param {HTMLElement} el @param {import("./context.js").Context} context
 * @param {{of: string, title: string}} rail the part that it folds, and what that is called */
export function draw(el, context, { of, title }) {
  const seat = takeSeat(context);
  const button = make("button", "rail", title);
  button.type = "button";
  button.addEventListener("click", () => {
    const open = opened(seat.root);
    if (!open.delete(of)) open.add(of);
    seat.root.dataset.open = [...open].join(" ");
    show();
  });
  function show() {
    const shown = opened(seat.root).has(of);
    button.setAttribute("aria-expanded", String(shown));
    tells(button, shown ? `Fold ${title}` : `Open ${title}`);
  }
  show();
  el.append(button);
  return seat.leave;
}

/** @param {HTMLElement} root @returns {Set<string>} */
const opened = (root) => new Set((root.dataset.open ?? "").split(" ").filter(Boolean));

export const render = onPanel(draw);
