// @ts-check
// What a field does and what is usual for it, said while one looks at it: under the pointer, and where the keys are. Once
// something is typed or chosen, the words are out of the way.
import { attribute, make } from "./elements.js";

const WIDEST = 250; // px that the words need at most
const HIGHEST = 90; // and below the field

/** To which sides of a field its words hang, so that the window does not cut them. @param {{left: number, top: number, bottom: number}} place
 * @param {{innerWidth: number, innerHeight: number}} window */
export const sidesOf = ({ left, top, bottom }, { innerWidth, innerHeight }) => ({
  left: left + WIDEST > innerWidth,
  above: bottom + HIGHEST > innerHeight && top > HIGHEST,
});

/** @param {(word: string) => string} newId @param {HTMLElement} place around the field; the words hang under it
 * @param {readonly HTMLElement[]} fields that are described by them @param {string} words
 * @returns {{el: HTMLElement, id: string, also: (field: HTMLElement, words: string) => void}} the words and their id; also: has one field among
 * them say words of its own */
export function explain(newId, place, fields, words) {
  const said = make("p", "explanation");
  said.id = newId("explanation");
  said.setAttribute("role", "tooltip");
  said.textContent = words;
  place.classList.add("explained");
  place.append(said);
  for (const field of fields) describe(field, said.id);
  for (const looked of ["pointerenter", "focusin"]) {
    place.addEventListener(looked, () => {
      const { left, above } = sidesOf(place.getBoundingClientRect(), window);
      said.toggleAttribute("data-left", left);
      said.toggleAttribute("data-above", above);
    });
  }
  place.addEventListener("input", () => (said.hidden = true));
  for (const left of ["pointerleave", "focusout"]) place.addEventListener(left, () => (said.hidden = false));
  return {
    el: said,
    id: said.id,
    also(field, other) {
      describe(field, said.id);
      for (const looked of ["pointerenter", "focusin"]) field.addEventListener(looked, () => (said.textContent = other));
      for (const left of ["pointerleave", "focusout"]) field.addEventListener(left, () => (said.textContent = words));
    },
  };
}

/** Has a sign tell what it means where it stands: under the pointer, to a finger, and to the keys (exactly.js).
 * @template {HTMLElement | SVGElement} Sign @param {Sign} sign @param {string} words @returns {Sign} */
export function says(sign, words) {
  sign.dataset.says = words;
  if (words) sign.tabIndex = 0;
  return sign;
}

/** Has a control say what it does: to whoever points at it for a moment or comes to it by keys, to a finger that rests on it,
 * and to a screen reader (exactly.js). @template {Element} One @param {One} one @param {string} words none: nothing more is
 * to be said @returns {One} */
export function tells(one, words) {
  attribute(one, "aria-description", words || null);
  return one;
}

/** Has a control on which stands only a sign tell its name in the same way. @template {Element} One @param {One} one
 * @param {string} name @returns {One} */
export function tellsName(one, name) {
  attribute(one, "aria-label", name);
  attribute(one, "data-named", "");
  return one;
}

/** What a control says of itself. @param {Element} one */
export const toldBy = (one) => one.getAttribute("aria-description") || (one.hasAttribute("data-named") && one.getAttribute("aria-label")) || "";

/** Has a field be described by an element more. @param {HTMLElement} field @param {string} id */
export function describe(field, id) {
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
}
