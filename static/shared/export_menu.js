// @ts-check
// A menu of files to keep, which opens at a button: by mouse, by finger and by keys. Several buttons may share one.
import { listen } from "./context.js";
import { make } from "./elements.js";
import { focused } from "./focused.js";

/** @template {string} Kind @typedef {{kind: Kind, title: string, words: string}} Choice */

/** @template {string} Kind @param {Pick<import("./context.js").Seat, "ending">} seat @param {string} label
 * @param {readonly Choice<Kind>[]} choices */
export function exportMenu({ ending }, label, choices) {
  const menu = make("div", "menu");
  menu.popover = "auto";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", label);
  /** The button at which it is open, and what is done with a choice. @type {{button: HTMLButtonElement, chosen: (kind: Kind) => void} | null} */
  let at = null;
  /** What had the focus when the menu opened. @type {HTMLElement | null} */
  let before = null;

  const items = choices.map(({ kind, title, words }) => {
    const item = make("button", "item", make("span", "title", title), make("span", "words", words));
    item.type = "button";
    item.tabIndex = -1;
    item.dataset.kind = kind;
    item.setAttribute("role", "menuitem");
    item.setAttribute("aria-label", title);
    item.setAttribute("aria-description", words);
    item.addEventListener("click", () => {
      const chosen = at?.chosen;
      close();
      chosen?.(kind);
    });
    menu.append(item);
    return item;
  });

  const shown = () => menu.matches(":popover-open");
  /** @param {HTMLButtonElement} button @param {(kind: Kind) => void} chosen @param {number} first */
  function open(button, chosen, first) {
    at = { button, chosen };
    if (!shown()) {
      before = /** @type {HTMLElement | null} */ (focused());
      menu.showPopover();
    }
    const box = button.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8));
    const top = Math.max(8, Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8));
    Object.assign(menu.style, { left: `${left}px`, top: `${top}px` });
    items[first].focus();
  }
  function close() {
    if (shown()) menu.hidePopover();
    // With the mouse the focus goes back to where it was, so that Space goes on meaning play and pause.
    (before?.isConnected && before !== document.body ? before : at?.button)?.focus({ preventScroll: true });
  }
  menu.addEventListener("toggle", () => at?.button.setAttribute("aria-expanded", String(shown())));
  menu.addEventListener("keydown", (event) => {
    const place = items.indexOf(/** @type {HTMLButtonElement} */ (event.composedPath()[0]));
    const count = items.length;
    if (event.key === "ArrowDown") items[(place + 1) % count].focus();
    else if (event.key === "ArrowUp") items[(place + count - 1) % count].focus();
    else if (event.key === "Home") items[0].focus();
    else if (event.key === "End") items[count - 1].focus();
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") menu.hidePopover();
    else if (event.key === "Enter" || event.key === " ") return event.stopPropagation(); // the item is pressed, the trace rests
    else return;
    event.stopPropagation();
    if (event.key !== "Tab") event.preventDefault();
  });
  ending(listen(window, "resize", () => shown() && menu.hidePopover()));

  /** Has a button open the menu. @param {HTMLButtonElement} button @param {(kind: Kind) => void} chosen */
  function opens(button, chosen) {
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    // The press that closes an open menu by being outside of it must not open it again.
    let wasOpen = false;
    button.addEventListener("pointerdown", (event) => {
      wasOpen = shown() && at?.button === button;
      event.preventDefault();
    });
    button.addEventListener("click", () => {
      if (wasOpen || (shown() && at?.button === button)) close();
      else open(button, chosen, 0);
      wasOpen = false;
    });
    button.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") open(button, chosen, 0);
      else if (event.key === "ArrowUp") open(button, chosen, items.length - 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
  return { menu, opens };
}
