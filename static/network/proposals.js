// @ts-check
// What the training bar proposes beside what is said of a run.
import { short } from "../shared/numbers.js";

/** Whether what is said is mended by the initial weights alone. @param {string} [code] */
export const leftFarOff = (code) => code === "weights_blown_up" || code === "loss_blown_up";

/** The initial weights, with the rate that has been chosen since. @param {unknown} rate */
export const startAgain = (rate) => (typeof rate === "number" ? `Start again with rate ${rateText(rate)}` : "Start again");

/** @param {number} rate */
export function rateText(rate) {
  return rate >= 1e-5 ? String(Number(rate.toPrecision(3))) : short(rate);
}
