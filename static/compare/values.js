// @ts-check
// A value on a margin: typed or picked in large type, taken away, and dragged to another place. What cannot be compared is
// refused beside it, and what was there stays.
import { draggable } from "../shared/drag.js";
import { make } from "../shared/elements.js";
import { explain } from "../shared/explained.js";
import { WORDS } from "./field_words.js";

/** @typedef {import("../messages").ComparedMargin} Margin */
/** @typedef {{el: HTMLElement, control: HTMLInputElement | HTMLSelectElement, complain: (text: string) => void}} ValueField */

/** @param {import("../shared/context.js").Seat} seat @param {Margin} margin @param {number} number 0 for columns, 1 for rows
 * @param {number | null} at its place; null for one that is to be added @param {() => void} asked called before the server is asked
 * @returns {ValueField} */
export function valueField({ ask, newId }, margin, number, at, asked) {
  const value = at === null ? null : margin.values[at];
  const el = make("div", at === null ? "value added" : "value");
  const picked = margin.options.length > 0;
  const control = picked ? document.createElement("select") : document.createElement("input");
  control.setAttribute("aria-label", value ? `${margin.label}: value ${/** @type {number} */ (at) + 1}` : `${margin.label}: add a value`);
  const before = value?.text ?? "";
  if (control instanceof HTMLSelectElement) {
    if (!value) control.append(new Option("Add…", ""));
    control.append(...margin.options.map(({ name, called }) => new Option(called, name)));
  } else {
    control.type = "text";
    control.autocomplete = "off";
    control.spellcheck = false;
    if (!value) control.placeholder = "Add…";
  }
  control.value = before;
  const complaint = make("p", "complaint");
  complaint.setAttribute("role", "alert");
  complaint.hidden = true;

  /** @param {string} text */
  function complain(text) {
    complaint.textContent = text;
    complaint.hidden = !text;
    control.setAttribute("aria-invalid", String(Boolean(text)));
    if (!text) return;
    control.value = before;
    // Under the last row it would be cut where the cells end, and their bar begins.
    complaint.removeAttribute("data-above");
    const { host } = /** @type {ShadowRoot} */ (el.getRootNode());
    complaint.toggleAttribute("data-above", complaint.getBoundingClientRect().bottom > host.getBoundingClientRect().bottom);
  }
  control.addEventListener("change", () => {
    if (control.value === before || !control.value.trim()) {
      control.value = before;
      return;
    }
    complain("");
    asked();
    ask("value", { margin: number, at, text: control.value });
  });
  control.addEventListener("input", () => complain(""));
  el.append(control);
  if (value && at !== null) {
    control.addEventListener("keydown", (event) => {
      const { key, altKey } = /** @type {KeyboardEvent} */ (event);
      if (key === "Escape") {
        control.value = before;
        complain("");
      }
      const way = key === "ArrowLeft" || key === "ArrowUp" ? -1 : key === "ArrowRight" || key === "ArrowDown" ? 1 : 0;
      if (!altKey || !way) return;
      event.preventDefault();
      move(at + way);
    });
    const handle = make("span", "handle", "⠿");
    handle.setAttribute("aria-hidden", "true");
    draggable(handle, {
      begin: () => el.setAttribute("data-dragged", ""),
      move: ({ dx, dy }) => (el.style.transform = `translate(${dx}px, ${dy}px)`),
      end: ({ x, y }) => {
        drop();
        move(placeAt(x, y));
      },
      cancel: drop,
    });
    const away = make("button", "away", "×");
    away.setAttribute("aria-label", `${margin.label}: remove ${value.shown}`);
    away.hidden = margin.values.length === 1;
    away.addEventListener("click", () => {
      asked();
      ask("value_away", { margin: number, at });
    });
    el.prepend(handle);
    el.append(away);
  }
  el.append(complaint);
  explain(newId, el, [control], value ? WORDS.value : WORDS.added);

  function drop() {
    el.removeAttribute("data-dragged");
    el.style.transform = "";
  }
  /** @param {number} to */
  function move(to) {
    if (at === null || to === at || to < 0 || to >= margin.values.length) return;
    asked();
    ask("value_move", { margin: number, at, to });
  }
  /** The place of the value of this margin that is nearest. @param {number} x @param {number} y */
  function placeAt(x, y) {
    const root = /** @type {ShadowRoot | Document} */ (el.getRootNode());
    const fields = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(`.value[data-margin="${number}"]:not(.added)`)]);
    const far = fields.map((field) => {
      const box = field.getBoundingClientRect();
      return Math.hypot(x - box.left - box.width / 2, y - box.top - box.height / 2);
    });
    return far.indexOf(Math.min(...far));
  }
  el.dataset.margin = String(number);
  return { el, control, complain };
}
