// @ts-check
// Numbers as text: rounded for reading, full on request; and numbers from text.

const MINUS = "\u2212";

/** A number rounded for reading: -0.53, 1.00, 12.3, 4.1e-5. @param {number} value @returns {string} */
export function short(value) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : MINUS + "∞";
  const size = Math.abs(value);
  let text;
  if (size === 0) text = "0";
  else if (size < 0.005 || size >= 100000) text = value.toExponential(1);
  else if (size < 10) text = value.toFixed(2);
  else if (size < 1000) text = value.toFixed(1);
  else text = value.toFixed(0);
  return text.replace(/-/g, MINUS);
}

/** The number as it is. @param {number} value @returns {string} */
export function full(value) {
  return String(value).replace(/-/g, MINUS);
}

/** What `data-value` carries: JSON with every digit. @param {number | ArrayLike<number>} value @returns {string} */
export function exact(value) {
  return typeof value === "number" ? String(value) : JSON.stringify(Array.from(value));
}

/** A shape in words: "scalar", "4", "2×3". @param {number[]} shape @returns {string} */
export function shapeText(shape) {
  return shape.length ? shape.join("×") : "scalar";
}

const TYPED = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** A number from what people type: 0.03, 1e-3, 0,03, −1. NaN where it is none. @param {string} text @returns {number} */
export function parseNumber(text) {
  const tidy = text.trim().replace(/[\u2212\u2013]/g, "-").replace(/^([^.,]*),([^.,]*)$/, "$1.$2");
  return TYPED.test(tidy) ? Number(tidy) : NaN;
}

/** The largest size of a number among them, infinities aside; 1 when all are 0, so that one may divide by it.
 * @param {ArrayLike<number>} values */
export function largest(values) {
  let most = 0;
  for (let at = 0; at < values.length; at += 1) {
    const size = Math.abs(values[at]);
    if (size > most && size < Infinity) most = size;
  }
  return most || 1;
}

/** The number with as many digits as one that is kept in 32 bits, like a weight, has: 0.1, not 0.10000000149011612.
 * @param {number} value */
export function fromFloat32(value) {
  for (let count = 6; count < 10; count += 1) {
    const text = Number(value.toPrecision(count));
    if (Math.fround(text) === Math.fround(value)) return text;
  }
  return value;
}
