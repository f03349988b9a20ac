// @ts-check
// Small makers of elements, and sizes in bytes as text.

/** @typedef {Record<string, string | number>} Attributes */

const SVG = "http://www.w3.org/2000/svg";

/** An element with a class and what is inside it.
 * @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {string} [name] @param {...(Node | string)} inside
 * @returns {HTMLElementTagNameMap[Tag]} */
export function make(tag, name = "", ...inside) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (inside.length) element.append(...inside);
  return element;
}

/** An element with attributes, put at the end of its parent.
 * @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {Attributes} [attributes] @param {Element} [parent]
 * @param {string} [text] @returns {HTMLElementTagNameMap[Tag]} */
export const html = (tag, attributes, parent, text) => dressed(document.createElement(tag), attributes, parent, text);

/** An element of an SVG, likewise.
 * @template {keyof SVGElementTagNameMap} Tag @param {Tag} tag @param {Attributes} [attributes] @param {Element} [parent]
 * @param {string} [text] @returns {SVGElementTagNameMap[Tag]} */
export const shape = (tag, attributes, parent, text) => dressed(document.createElementNS(SVG, tag), attributes, parent, text);

/** @template {Element} Made @param {Made} element @param {Attributes} [attributes] @param {Element} [parent] @param {string} [text] */
function dressed(element, attributes = {}, parent, text) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== undefined) element.textContent = text;
  parent?.append(element);
  return element;
}

/** Sets or, for null, removes an attribute. @param {Element} element @param {string} name @param {string | null} value */
export function attribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Where a number stands that changes by itself, or as it is set elsewhere: it is seen, and not said each time. (An output
 * by itself is a live region.) What is worth saying is said once, as "announce". @param {string} [name] */
export function readout(name = "") {
  const made = make("output", name);
  made.setAttribute("aria-live", "off");
  return made;
}

/** Writes a text where it is another: what is live is heard whenever it is written. @param {Element} place @param {string} text */
export function rewrite(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** Bytes for reading: 96 B, 1.5 KiB, 256 GiB. @param {number} bytes */
export function bytesText(bytes) {
  let [size, unit] = [bytes, 0];
  while (size >= 1024 && unit < UNITS.length - 1) [size, unit] = [size / 1024, unit + 1];
  const text = unit && size < 100 && size !== Math.round(size) ? size.toFixed(1) : String(Math.round(size));
  return `${text}\u00a0${UNITS[unit]}`;
}
