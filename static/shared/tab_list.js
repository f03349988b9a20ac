// @ts-check
// A row of tabs. It only says which part is wanted, under the topic "tab": the parts show themselves (tabbed.js).
import { make } from "./elements.js";

/** The tab that was chosen when this page was last open in this window; storage may be forbidden. @param {string} key */
function kept(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {import("./context.js").Seat} seat @param {HTMLElement} el @param {string[][]} tabs [name, title] each @param {string} label @param {string} key under which
 * the choice is kept */
export function tabList({ publish }, el, tabs, label, key) {
  const list = make("div", "tabs");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", label);
  const buttons = tabs.map(([name, title]) => {
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
      sessionStorage.setItem(key, name);
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
  const before = kept(key);
  choose(before && tabs.some(([name]) => name === before) ? before : tabs[0][0]);
  return { choose };
}
