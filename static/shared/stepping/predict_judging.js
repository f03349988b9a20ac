// @ts-check
// How an answer is read and judged: whether it is near enough to the number, or to one that a usual slip gives.
import { parseNumber } from "../numbers.js";

const NEAR = 0.01; // of the number itself, or as it is: whichever allows more
const MOST = 0.1; // of the number itself, however small it is: nothing small is right by its being near to 0
const NOTHING = 1e-12;

/** A number from an answer; infinities and "not a number" may be the right one. @param {string} text @returns {number | null} */
export function answered(text) {
  const plain = text.trim().toLowerCase().replace(/[\u2212]/g, "-");
  const special = /** @type {Record<string, number>} */ ({
    inf: Infinity, "+inf": Infinity, infinity: Infinity, "∞": Infinity, "-inf": -Infinity, "-infinity": -Infinity, "-∞": -Infinity, nan: NaN, "not a number": NaN,
  });
  if (plain in special) return special[plain];
  const value = parseNumber(text);
  return Number.isNaN(value) ? null : value;
}

/** @param {number} answer @param {number} truth @param {string} [shown] how the page writes it: who says that is right */
export function near(answer, truth, shown = "") {
  if (Number.isNaN(truth)) return Number.isNaN(answer);
  if (!Number.isFinite(truth)) return answer === truth;
  const size = Math.abs(truth);
  const allowed = Math.max(NEAR * size, Math.min(NEAR, MOST * size)) + NOTHING;
  return Math.abs(answer - truth) <= allowed || (Boolean(shown) && answer === parseNumber(shown.replace(/,/g, "")));
}

/** What is said of an answer that a usual slip gives; "" where none does. @param {number} answer
 * @param {readonly import("../../messages").Slip[]} slips in the order in which they are looked for */
export function slipHint(answer, slips) {
  return slips.find(({ numbers }) => numbers.some((number) => near(answer, number)))?.hint ?? "";
}
