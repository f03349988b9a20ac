// @ts-check
// The tabs of the Graph page's right column.
import { tabList } from "../shared/tab_list.js";

const TABS = [["code", "Code"], ["check", "Check"], ["jacobian", "Jacobian"], ["counts", "Count"]];

/** @param {HTMLElement} el */
export function draw(el) {
  tabList(el, TABS, "Beside the graph", "backprop-playground-tab");
}

/** @param {{el: HTMLElement}} view */
export function render({ el }) {
  draw(el);
}
