// @ts-check
// The tabs under the layers of the Digits page.
import { subscribe } from "../shared/stage.js";
import { tabList } from "../shared/tab_list.js";

const TABS = [["inside", "Look inside"], ["digits_curves", "Curves"], ["judge", "Judge"]];

/** @param {HTMLElement} el */
export function draw(el) {
  const tabs = tabList(el, TABS, "Below the layers", "backprop-playground-digits-tab");
  let shown = false;
  // page.css makes room for what is chosen.
  subscribe("tab", ({ name }) => (document.documentElement.dataset.tab = name));
  subscribe("digits_began", () => {
    // Once: who then looks at something else wants to.
    if (!shown) tabs.choose("digits_curves");
    shown = true;
  });
  subscribe("look_at", ({ tab }) => {
    tabs.choose(tab);
    shown = true;
  });
}

/** @param {{el: HTMLElement}} view */
export function render({ el }) {
  draw(el);
}
