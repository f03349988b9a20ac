// @ts-check
// A labelled setting: a number that is typed, a choice, or a switch. What cannot be used is refused beside the field in
// plain words, and the former value comes back; the server checks again and may refuse as well.
import { make } from "./elements.js";
import { parseNumber, whyNoNumber, wholeNumber } from "./numbers.js";

/**
 * @typedef {{label: string, kind: "number" | "choice" | "switch" | "text", options?: string[], called?: Record<string, string>, low?: number | null,
 *   high?: number | null, step?: number | null, whole?: boolean, empty?: boolean, doc?: string}} Choice
 * @typedef {keyof import("../messages").SettingValues} Name
 * @typedef {Partial<Record<Name, Choice>>} Choices what each setting may hold
 * @typedef {{el: HTMLElement, show: (value: unknown) => void, allow: (options: string[]) => void,
 *   complain: (text: string) => void, idle: (reason: string) => void}} Field
 */

const COMPLAINT_STAYS = 12000;

/** Why the text cannot be the value of this setting; "" when it can. @param {string} text @param {Choice} choice */
export function refusal(text, choice) {
  const value = read(text, choice);
  if (text.trim() === "") return choice.empty ? "" : `${choice.label} must be a number.`;
  if (Number.isNaN(value)) return whyNoNumber(text);
  const { low, high } = choice;
  if ((low != null && value < low) || (high != null && value > high)) {
    if (high == null) return `${choice.label} must be at least ${plainly(low ?? 0)}.`;
    return `${choice.label} must be between ${plainly(low ?? 0)} and ${plainly(high)}.`;
  }
  if (choice.whole && !Number.isInteger(value)) return `${choice.label} must be a whole number.`;
  return "";
}

/** What is whole has no decimal comma. @param {string} text @param {Choice} choice */
const read = (text, choice) => (choice.whole ? wholeNumber(text) : null) ?? parseNumber(text);

/** Without exponents where people write none. @param {number} value */
const plainly = (value) => value.toLocaleString("en", { maximumFractionDigits: 12 }).replace("-", "\u2212");

/**
 * @param {import("./context.js").Seat} seat
 * @param {Name} name of the setting
 * @param {Choice} choice
 * @param {{quick?: number[]}} [more] quick: values that people often want
 * @returns {Field}
 */
export function field({ ask, newId }, name, choice, more = {}) {
  const id = newId("setting");
  const el = make("div", "setting");
  el.dataset.setting = name;
  el.dataset.kind = choice.kind;
  el.innerHTML = `<label for="${id}"></label><div class="setting-control"></div><p class="explanation" role="tooltip" id="${id}-hint"></p><p class="complaint" role="alert" id="${id}-why" hidden></p>`;
  const label = /** @type {HTMLLabelElement} */ (el.querySelector("label"));
  const control = /** @type {HTMLElement} */ (el.querySelector(".setting-control"));
  const complaint = /** @type {HTMLElement} */ (el.querySelector(".complaint"));
  label.textContent = choice.label;
  const hint = /** @type {HTMLElement} */ (el.querySelector(".explanation"));
  hint.textContent = choice.doc ?? "";
  const input = choice.kind === "choice" ? make("select") : make("input");
  input.id = id;
  input.setAttribute("aria-describedby", `${id}-why ${id}-hint`);
  control.append(input);

  /** What the server has. @type {unknown} */
  let value = null;
  /** What was asked for and has not been told back yet, the newest last. @type {unknown[]} */
  let wishes = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let fade;

  /** Near the right edge of the screen words hang to the left. @param {HTMLElement} words */
  function hang(words) {
    words.toggleAttribute("data-left", el.getBoundingClientRect().left + 250 > window.innerWidth);
  }
  for (const looked of ["pointerenter", "focusin"]) el.addEventListener(looked, () => hang(hint));

  /** @param {string} text */
  function complain(text) {
    clearTimeout(fade);
    complaint.textContent = text;
    complaint.hidden = !text;
    hint.hidden = Boolean(text); // one thing is said at a time
    input.setAttribute("aria-invalid", String(Boolean(text)));
    if (!text) return;
    hang(complaint);
    fade = setTimeout(() => complain(""), COMPLAINT_STAYS);
  }

  /** @param {unknown} next */
  function send(next) {
    complain("");
    wishes.push(next);
    ask("set", { name, value: next });
  }

  /** @type {(next: unknown) => void} */
  let put;
  if (input instanceof HTMLSelectElement) {
    put = (next) => (input.value = String(next));
    input.addEventListener("change", () => send(input.value));
  } else if (choice.kind === "switch") {
    input.type = "checkbox";
    input.setAttribute("role", "switch");
    put = (next) => (input.checked = Boolean(next));
    input.addEventListener("change", () => send(input.checked));
  } else {
    input.type = "text";
    input.inputMode = choice.whole ? "numeric" : "decimal";
    input.autocomplete = "off";
    input.spellcheck = false;
    if (choice.empty) input.placeholder = "none";
    put = (next) => (input.value = next == null ? "" : String(next));
    const commit = () => {
      const meant = wishes.length ? wishes[wishes.length - 1] : value;
      if (input.value === (meant == null ? "" : String(meant))) return;
      const why = refusal(input.value, choice);
      if (why) {
        put(meant);
        complain(`${why} The value stays ${meant == null ? "empty" : String(meant)}.`);
        return;
      }
      const next = input.value.trim() === "" ? null : read(input.value, choice);
      if (next === meant) put(meant);
      else send(next);
    };
    input.addEventListener("change", commit);
    input.addEventListener("input", () => complain(""));
    input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") commit();
      if (event.key === "Escape") {
        put(value);
        complain("");
      }
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      const next = neighbour(read(input.value, choice), event.key === "ArrowUp" ? 1 : -1);
      if (next === null) return;
      event.preventDefault();
      put(next);
      send(next);
    });
  }

  /** The next value in a direction: along the quick values, else a step. @param {number} from @param {number} way */
  function neighbour(from, way) {
    if (Number.isNaN(from)) return null;
    let next = from + way * (choice.step || 1);
    if (more.quick) {
      const further = more.quick.filter((candidate) => (way > 0 ? candidate > from * 1.0001 : candidate < from * 0.9999));
      next = (way > 0 ? further[0] : further[further.length - 1]) ?? from;
    }
    next = Math.min(choice.high ?? Infinity, Math.max(choice.low ?? -Infinity, next));
    return Number(next.toPrecision(12));
  }

  if (more.quick) {
    const quick = make("select", "quick");
    quick.setAttribute("aria-label", `${choice.label}, common values`);
    quick.setAttribute("aria-describedby", `${id}-hint`);
    quick.append(new Option("", ""), ...more.quick.map((entry) => new Option(String(entry), String(entry))));
    quick.addEventListener("change", () => {
      const next = Number(quick.value);
      quick.value = "";
      put(next);
      send(next);
    });
    control.append(quick);
    control.dataset.quick = "";
  }

  /** @param {string[]} options */
  function allow(options) {
    if (!(input instanceof HTMLSelectElement)) return;
    if (options.length === input.options.length && options.every((option, at) => option === input.options[at].value)) return;
    input.replaceChildren(...options.map((option) => new Option(choice.called?.[option] ?? option, option)));
    if (value !== null) put(value);
  }
  allow(choice.options ?? []);

  return {
    el,
    complain(text) {
      if (text) wishes = []; // the server has refused it
      complain(text);
    },
    allow,
    show(next) {
      const root = /** @type {ShadowRoot | Document} */ (el.getRootNode());
      const answered = wishes.indexOf(next) + 1;
      const changed = next !== value && !answered;
      wishes = changed ? [] : wishes.slice(answered);
      value = next;
      if (wishes.length) return; // what was asked for since stays in sight
      // What is being typed is not overwritten, also not by what was typed before it, unless another value is set meanwhile.
      if (changed || root.activeElement !== input || choice.kind !== "number") put(next);
    },
    idle(reason) {
      input.disabled = Boolean(reason);
      el.toggleAttribute("data-idle", Boolean(reason));
      hint.textContent = [reason, choice.doc].filter(Boolean).join(" ");
    },
  };
}
