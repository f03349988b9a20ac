// @ts-check
// A value on a margin: typed or picked in large type, taken away, and dragged to another place. What cannot be compared is
// refused beside it, and what was there stays.
import { draggable } from "../shared/drag.js";
import { make } from "../shared/elements.js";
import { explain } from "../shared/explained.js";
import { WORDS } from "./field_words.js";

/** @typedef {import("../messages").ComparedMargin} Margin */
/** `margin` is its number; `measure` tells the width of the value in type of such a size, and that of its field.
 * @typedef {{el: HTMLElement, control: HTMLInputElement | HTMLSelectElement, margin: number, complain: (text: string) => void,
 *   measure: (size: number) => Measured, show: (size: number, folded: boolean) => void}} ValueField */
/** @typedef {{wide: number, room: number}} Measured in px */

const BESIDE = 10; // px beside a value in its field
const ARROW = 18; // and of a list, where it shows its arrow

/** The size of type for the values of one margin: as large as all have room with it, and no smaller than `least`. One that has
 * none with that either is folded. @param {Measured[]} values as they are with type of the size `most` @param {number} most
 * @param {number} least @returns {{size: number, folded: boolean[]}} */
export function sizeOfType(values, most, least) {
  const share = Math.min(1, ...values.map(({ wide, room }) => room / Math.max(1, wide)));
  const size = Math.max(least, Math.floor(share * most));
  return { size, folded: values.map(({ wide, room }) => (wide * size) / most > room + 0.5) };
}

/** Shows the values of each margin as large as they fit. @param {ValueField[]} fields */
export function fitValues(fields) {
  const style = fields.length ? getComputedStyle(fields[0].el) : null;
  const [most, least] = ["--large", "--type"].map((name) => parseFloat(style?.getPropertyValue(name) ?? "") || 14);
  for (const margin of [0, 1]) {
    const own = fields.filter((field) => field.margin === margin && !field.el.classList.contains("added"));
    const { size, folded } = sizeOfType(
      own.map((field) => field.measure(most)),
      most,
      least,
    );
    own.forEach((field, at) => field.show(size, folded[at]));
  }
}

/** @param {import("../shared/context.js").Seat} seat @param {Margin} margin @param {number} number 0 for columns, 1 for rows
 * @param {number | null} at its place; null for one that is to be added @param {() => void} asked called before the server is asked
 * @returns {ValueField} */
export function valueField({ ask, newId }, margin, number, at, asked) {
  const value = at === null ? null : margin.values[at];
  const el = make("div", at === null ? "value added" : "value");
  const picked = margin.options.length > 0;
  const control = picked ? make("select") : make("input");
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
  // Half of a value is none: one that has no room in a line stands in two, until its field is come to.
  const whole = make("span", "whole", value?.shown ?? "");
  whole.setAttribute("aria-hidden", "true");
  el.append(control, whole);
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
  return {
    el,
    control,
    margin: number,
    complain,
    measure(size) {
      el.removeAttribute("data-folded"); // whose words are as wide as the field
      el.style.setProperty("--value-type", `${size}px`);
      const arrow = picked && getComputedStyle(control).appearance !== "none" ? ARROW : 0;
      return { wide: whole.offsetWidth, room: control.clientWidth - BESIDE - arrow };
    },
    show(size, folded) {
      el.style.setProperty("--value-type", `${size}px`);
      el.toggleAttribute("data-folded", folded);
    },
  };
}
