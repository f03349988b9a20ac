// @ts-check
// The tabs of the right column. They only say which part is wanted: the parts show themselves.
import { make } from "elements";
import { publish } from "stage";
import { FIRST } from "tabbed";

const TABS = [["code", "Code"], ["check", "Check"], ["jacobian", "Jacobian"], ["counts", "Count"]];
const KEPT = "backprop-playground-tab";

/** The tab that was chosen when this page was last open in this window; storage may be forbidden. */
function kept() {
  try {
    return sessionStorage.getItem(KEPT) ?? FIRST;
  } catch {
    return FIRST;
  }
}

/** @param {HTMLElement} el */
export function draw(el) {
  const list = make("div", "tabs");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", "Beside the graph");
  const buttons = TABS.map(([name, title]) => {
    const button = make("button", "tab", title);
    button.type = "button";
    button.dataset.tab = name;
    button.setAttribute("role", "tab");
    button.addEventListener("click", () => choose(name));
    list.append(button);
    return button;
  });

  /** @param {string} name */
  function choose(name) {
    for (const button of buttons) {
      const chosen = button.dataset.tab === name;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
    publish("tab", { name });
    try {
      sessionStorage.setItem(KEPT, name);
    } catch {
      // Then the page opens on its first tab.
    }
  }

  list.addEventListener("keydown", (event) => {
    const at = buttons.findIndex((button) => button.getAttribute("aria-selected") === "true");
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault(); // elsewhere the arrows step
    const next = buttons[(to + buttons.length) % buttons.length];
    choose(/** @type {string} */ (next.dataset.tab));
    next.focus();
  });

  el.append(list);
  const before = kept();
  choose(TABS.some(([name]) => name === before) ? before : FIRST);
}

/** @param {{el: HTMLElement}} view */
export function render({ el }) {
  draw(el);
}
