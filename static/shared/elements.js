// @ts-check
// Small makers of elements, and sizes in bytes as text.

/** An element with a class and what is inside it.
 * @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {string} [name] @param {...(Node | string)} inside
 * @returns {HTMLElementTagNameMap[Tag]} */
export function make(tag, name = "", ...inside) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside);
  return element;
}

/** An element of an SVG. @param {string} tag @param {Record<string, string | number>} [attributes] @param {string} [text]
 * @returns {SVGElement} */
export function shape(tag, attributes = {}, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text) element.textContent = text;
  return element;
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** Bytes for reading: 96 B, 1.5 KiB, 256 GiB. @param {number} bytes */
export function bytesText(bytes) {
  let [size, unit] = [bytes, 0];
  while (size >= 1024 && unit < UNITS.length - 1) [size, unit] = [size / 1024, unit + 1];
  const text = unit && size < 100 && size !== Math.round(size) ? size.toFixed(1) : String(Math.round(size));
  return `${text}\u00a0${UNITS[unit]}`;
}
