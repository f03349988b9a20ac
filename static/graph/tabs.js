// @ts-check
// The tabs of the Graph page's right column.
import { takeSeat } from "../shared/context.js";
import { onPanel } from "../shared/panel.js";
import { tabList } from "../shared/tab_list.js";

const TABS = [["code", "Code"], ["check", "Check"], ["jacobian", "Jacobian"], ["descent", "Descend"], ["counts", "Count"]];

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  tabList(seat, el, TABS, "Beside the graph", "backprop-playground-tab");
  return seat.leave;
}

export const render = onPanel(draw);
