// @ts-check
// The tabs under the layers of the Digits page.
import { takeSeat } from "../shared/context.js";
import { onPanel } from "../shared/panel.js";
import { tabList } from "../shared/tab_list.js";

const TABS = [["inside", "Look inside"], ["digits_curves", "Curves"], ["judge", "Mistakes"]];

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { latest, root, subscribe } = seat;
  const tabs = tabList(seat, el, TABS, "Below the layers", "backprop-playground-digits-tab");
  let shown = false;
  // page.css makes room for what is chosen.
  subscribe("tab", ({ name }) => (root.dataset.tab = name));
  subscribe("digits_began", () => {
    // Once: who then looks at something else wants to. Without hidden layers, the templates take shape.
    if (!shown) tabs.choose(latest("digits")?.layers.length ? "digits_curves" : "inside");
    shown = true;
  });
  subscribe("look_at", ({ tab }) => {
    tabs.choose(tab);
    shown = true;
  });
  return seat.leave;
}

export const render = onPanel(draw);
