// @ts-check
// Numbers as text: rounded for reading, full on request.

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
