// @ts-check
// What the page compares: networks side by side, or the ways of optimizers over a landscape. page.css shows the one or the other.
import { takeSeat } from "../shared/context.js";
import { make } from "../shared/elements.js";
import { onPanel } from "../shared/panel.js";
import { isAway } from "../shared/stage.js";

/** @typedef {{label: string, options?: string[], called?: Record<string, string>, doc?: string}} Choice */

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context @param {{choices: {compare_view: Choice}}} settings */
export function draw(el, context, { choices }) {
  const seat = takeSeat(context);
  const { options = [], called = {}, label } = choices.compare_view;
  const list = make("div", "tabs");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", label);
  const buttons = options.map((name) => {
    const button = make("button", "tab", called[name] ?? name);
    button.type = "button";
    button.setAttribute("role", "tab");
    button.addEventListener("click", () => seat.ask("set", { name: "compare_view", value: name }));
    return button;
  });
  list.append(...buttons);
  el.append(list);
  list.addEventListener("keydown", (event) => {
    const at = buttons.findIndex((button) => button.getAttribute("aria-selected") === "true");
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    next.click();
    next.focus();
  });
  seat.subscribe("settings", ({ compare_view }) => {
    buttons.forEach((button, at) => {
      const chosen = options[at] === compare_view;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    });
    seat.root.dataset.view = String(compare_view);
  });
  seat.subscribe("connection", ({ state }) => (list.inert = isAway(state)));
  return seat.leave;
}

export const render = onPanel(draw);
