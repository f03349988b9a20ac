// @ts-check
// One number: typed (fractions too), stepped with the arrow keys, or dragged sideways.
import { make } from "../shared/elements.js";
import { fieldText, full, parseNumber, whyNoNumber } from "../shared/numbers.js";
import { scrub, stepOf, stepped } from "./scrub.js";

/** @typedef {{el: HTMLInputElement, show: (value: number) => void, name: (label: string) => void,
 *   nudge: (steps: number, fine: boolean) => void, drag: (handle: HTMLElement) => void, readonly value: number,
 *   readonly held: boolean, readonly wrong: boolean}} Cell */

/**
 * @param {{change: (value: number) => void, complain: (text: string) => void, several: (text: string) => boolean | string,
 *   step?: () => number | null}} on change: another number; complain: why the text is none, "" when it is one again;
 *   several: takes text with several numbers and answers true, or why it cannot; false where it has not several; step: of
 *   a number that has a step of its own
 * @returns {Cell}
 */
export function numberCell(on) {
  const el = make("input");
  el.type = "text";
  el.className = "cell";
  el.autocomplete = "off";
  el.spellcheck = false;
  el.setAttribute("autocapitalize", "off");
  let value = 0;
  let spelled = { text: "", number: NaN }; // what was typed last
  let dragging = false;
  let typing = false;
  let wrong = false;

  /** @param {boolean} is @param {string} [why] */
  function judge(is, why = "") {
    if (is === wrong && !why) return;
    wrong = is;
    el.setAttribute("aria-invalid", String(is));
    on.complain(why);
  }
  /** What the field has no room for is told by pointing, touch and keys. */
  function tellWhole() {
    const whole = full(value);
    el.dataset.full = whole === el.value.replace("-", "\u2212") ? "" : whole;
  }
  /** @param {number} next */
  function write(next) {
    value = next;
    // What was typed stands as it was typed, a fraction as a fraction, also when it comes back after another number.
    el.value = next === spelled.number ? spelled.text : fieldText(next);
    tellWhole();
    typing = false;
    el.dispatchEvent(new CustomEvent("shown", { detail: next }));
  }
  /** @param {number} next */
  function put(next) {
    if (next === value && !wrong) return;
    judge(false);
    write(next);
    on.change(next);
  }
  /** What has been typed is what is meant. */
  function commit() {
    if (!typing) return;
    typing = false;
    const next = parseNumber(el.value);
    if (Number.isNaN(next)) {
      const taken = on.several(el.value);
      if (taken === true) return;
      const why = taken || whyNoNumber(el.value);
      judge(true, `${why} The value stays ${fieldText(value)}.`);
      return;
    }
    judge(false);
  }

  el.addEventListener("input", () => {
    typing = true;
    const next = parseNumber(el.value);
    if (Number.isNaN(next)) return; // "-" and "1/" are on the way to a number
    judge(false);
    spelled = { text: el.value.trim(), number: next };
    if (next === value) return;
    value = next;
    el.dataset.full = "";
    el.dispatchEvent(new CustomEvent("shown", { detail: next }));
    on.change(next);
  });
  el.addEventListener("change", commit);
  el.addEventListener("blur", commit);
  el.addEventListener("paste", (event) => {
    typing = false;
    const taken = on.several(event.clipboardData?.getData("text") ?? "");
    if (!taken) return;
    event.preventDefault();
    if (taken !== true) on.complain(`${taken} Nothing was changed.`);
  });
  el.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      commit();
      el.select();
    } else if (event.key === "Escape") {
      judge(false);
      write(value);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      nudge(event.key === "ArrowUp" ? 1 : -1, event.shiftKey);
    } else return;
    event.stopPropagation();
  });

  /** @param {number} steps @param {boolean} fine */
  function nudge(steps, fine) {
    const own = on.step?.() ?? null;
    put(stepped(value, steps, own ?? stepOf(value) * (fine ? 0.1 : 1)));
  }
  const scrubbing = {
    begin: () => value,
    step: on.step,
    move: (/** @type {number} */ next) => {
      dragging = true;
      put(next);
    },
    end: () => {
      dragging = false;
    },
  };
  scrub(el, {
    ...scrubbing,
    tap: () => {
      el.focus();
      el.select();
    },
  });

  return {
    el,
    show(next) {
      if (dragging || parseNumber(el.value) === next) {
        value = next;
        return;
      }
      // What is being typed is not overwritten: an answer to what was asked before may come late.
      if (!wrong && !typing) write(next);
    },
    name(label) {
      el.setAttribute("aria-label", label);
    },
    nudge,
    drag(handle) {
      scrub(handle, scrubbing);
    },
    get value() {
      return value;
    },
    get held() {
      return dragging;
    },
    get wrong() {
      return wrong;
    },
  };
}
