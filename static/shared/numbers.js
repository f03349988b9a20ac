// @ts-check
// Numbers as text: rounded for reading, full on request; and numbers from text. What is written on paper follows the
// same rule (playground/shared/written_numbers.py): significant digits, not decimals; a whole number is whole, up to
// seven digits as it stands, and only a whole number is without decimals; 0 is only what is 0; the elements of an array
// share their last decimal, the largest's.

const MINUS = "\u2212";

export const DIGITS = 3; // of a result, where no more are needed
const MOST_OF_CHANGE = 8;
const MOST_WHOLE = 1e7;
const LEAST_GROUPED = 1000; // of amounts in the units of a file; from there on they have no decimals
// What is not whole is written with a power of ten from here on, and below that.
const [MOST_FIXED, LEAST_FIXED] = [1e5, 1e-3];

/** A number rounded to so many significant digits: −0.534, 1, 12.3, 164.0, 4.10e−5. @param {number} value @param {number} [digits] @returns {string} */
export function short(value, digits = DIGITS) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  if (isWhole(value)) return fixed(value, 0);
  return hasPower(value) ? value.toExponential(digits - 1).replace(/-/g, MINUS) : fixed(value, decimalsOf(value, digits));
}

/** The elements of one array: so many significant digits of the largest, and no finer decimals for the others; but what
 * would be rounded to 0 keeps digits of its own. @param {ArrayLike<number>} values @param {number} [digits] @returns {string[]} */
export function column(values, digits = DIGITS) {
  const numbers = Array.from(values);
  const finite = numbers.filter(Number.isFinite);
  const most = finite.reduce((found, value) => Math.max(found, Math.abs(value)), 0);
  if (finite.every(isWhole) || hasPower(most)) return numbers.map((value) => short(value, digits));
  const decimals = decimalsOf(most, digits);
  return numbers.map((value) => {
    const text = value !== 0 && Number.isFinite(value) ? fixed(value, decimals) : "";
    return /[1-9]/.test(text) ? text : short(value, digits);
  });
}

/** The elements of one array with as many digits as fit, `DIGITS` at most and one at least. The second digit is kept where it
 * nearly fits: with one alone a number may be half as large again as it says.
 * @param {ArrayLike<number>} values @param {(text: string) => boolean} fits @param {(text: string) => boolean} [nearly] @returns {string[]} */
export function fitting(values, fits, nearly = fits) {
  const room = (/** @type {number} */ digits) => (digits > 2 ? fits : nearly);
  let digits = DIGITS;
  while (digits > 1 && column(values, digits).some((text) => !text.includes("e") && !room(digits)(text))) digits -= 1;
  return column(values, digits).map((text, at) => {
    for (let now = digits; now > 1 && !room(now)(text); now -= 1) text = short(values[at], now - 1);
    return text;
  });
}

/** A new number with as many digits as it takes to see that it is another than before. @param {number} before @param {number} after */
export function changed(before, after) {
  let digits = DIGITS;
  while (digits < MOST_OF_CHANGE && before !== after && short(before, digits) === short(after, digits)) digits += 1;
  return short(after, digits);
}

/** How many of something: 109,312. @param {number} count */
export const grouped = (count) => short(Math.round(count));

/** Epochs, with as many digits as one says: 0.05 epochs, 1 epoch, 12.3 epochs, 1,234 epochs. @param {number} epoch */
export function epochsSaid(epoch) {
  const count = epoch < 100 ? String(Number(epoch.toPrecision(3))) : grouped(epoch);
  return `${count} ${count === "1" ? "epoch" : "epochs"}`;
}

/** Amounts in the units of a file that have been worked out, as a person would say them: 14,317, or with a decimal that they
 * share where they are small. @param {number[]} values @returns {string[]} */
export const inUnits = (values) => (largest(values) >= LEAST_GROUPED ? values.map(grouped) : column(values));

/** @param {number} value */
const isWhole = (value) => Math.abs(value) < MOST_WHOLE && Number.isInteger(value);
/** @param {number} value */
const hasPower = (value) => Math.abs(value) >= MOST_FIXED || Math.abs(value) < LEAST_FIXED;
/** Decimals of the number with so many significant digits, one at least: it is not whole. @param {number} value @param {number} digits */
const decimalsOf = (value, digits) => Math.max(1, digits - 1 - Number(value.toExponential(digits - 1).split("e")[1]));

/** @param {number} value @param {number} decimals */
function fixed(value, decimals) {
  const [whole, rest] = Math.abs(value).toFixed(decimals).split(".");
  const text = whole.replace(/(?<=\d)(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
  return value < 0 ? MINUS + text : text;
}

/** The number as it is. @param {number} value @returns {string} */
export function full(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : short(value);
  return String(value).replace(/-/g, MINUS);
}

/** What `data-value` carries: JSON with every digit. @param {number | ArrayLike<number>} value @returns {string} */
export function exact(value) {
  return typeof value === "number" ? String(value) : JSON.stringify(Array.from(value));
}

/** A number as a field shows it: short enough to be read, and a number still. @param {number} value @returns {string} */
export function fieldText(value) {
  const text = String(value);
  return text.length > 8 ? String(Number(value.toPrecision(6))) : text;
}

/** A shape in words: "scalar", "4", "2×3". @param {number[]} shape @returns {string} */
export function shapeText(shape) {
  return shape.length ? shape.join("×") : "scalar";
}

const TYPED = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;

/** A fraction that is one sign. */
const FRACTION = /^([-+\u2212\u2013]?)([\u00bc-\u00be\u2150-\u215e])$/;

/** A comma before three digits: between thousands, or a decimal comma. */
const UNCLEAR = /(?<![\d.,])([1-9]\d{0,2}),(\d{3})(?![\d.,])/;

/** A number from what people type: 0.03, 1e-3, 0,03, −1, 1/2, ½. NaN where it is none, might be two, or is not finite.
 * @param {string} text @returns {number} */
export function parseNumber(text) {
  if (UNCLEAR.test(text)) return NaN;
  const written = text.trim().replace(FRACTION, (_, sign, one) => sign + one.normalize("NFKC").replace("\u2044", "/"));
  const parts = written.split("/").map((part) => part.trim().replace(/[\u2212\u2013]/g, "-").replace(/^([^.,]*),([^.,]*)$/, "$1.$2"));
  if (parts.length > 2 || !parts.every((part) => TYPED.test(part))) return NaN;
  const value = parts.length === 2 ? Number(parts[0]) / Number(parts[1]) : Number(parts[0]);
  return Number.isFinite(value) ? value : NaN;
}

/** Whether a text would be a number but for a comma that can be read in two ways. @param {string} text */
export const isUnclear = (text) => UNCLEAR.test(text) && !Number.isNaN(parseNumber(text.replace(UNCLEAR, "$1.$2")));

/** Why a text is no number, beside its field. @param {string} text @returns {string} */
export function whyNoNumber(text) {
  const tidy = text.trim();
  const [, before, after] = UNCLEAR.exec(tidy) ?? [];
  if (before) return `“${before},${after}” can be read in two ways: write ${before}${after} or ${before}.${after}.`;
  return tidy ? `“${tidy.slice(0, 24)}” is not a number.` : "Enter a number.";
}

/** A whole number as people write it, with commas or spaces between thousands; null for anything else. @param {string} text */
export function wholeNumber(text) {
  return /^(\d+|\d{1,3}([\s,]\d{3})+)$/.test(text.trim()) ? Number(text.replace(/[\s,]/g, "")) : null;
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

/** The place of the number of the largest size, of those that are finite. @param {ArrayLike<number>} values */
export function largestPlace(values) {
  let found = 0;
  let most = -1;
  for (let at = 0; at < values.length; at += 1) {
    const size = Math.abs(values[at]);
    if (size > most && size < Infinity) [found, most] = [at, size];
  }
  return found;
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
