// @ts-check
// A sample of a file beside what the network is given of it: how each number is scaled before the network, and what its
// answer is in the file's own units. Every number was computed in Python; here they are chosen and set in a line.
import { meaning, number, sign } from "./arithmetic_figures.js";
import { make } from "../elements.js";
import { column, inUnits, short } from "../numbers.js";

/** @typedef {NonNullable<import("../topics").Topics["trace"]["sample"]>} Sample */

const [MOST_NAMED, MOST_ROWS] = [4, 4];
const FILE_DIGITS = 6; // at least, of a number of a file (playground/network/own_units.py)
const FIXED = "fixed"; // a number that scaling is done with
/** A number of a file, as it stands there unless it is very long. @param {number} value @param {number} digits */
const ofFile = (value, digits) => value.toLocaleString("en", { maximumSignificantDigits: Math.max(FILE_DIGITS, digits) }).replace("-", "\u2212");

/** A term that is added or taken away; nothing where it is 0. @param {number} value below 0 it is the other way round
 * @param {boolean} taken @param {number} digits @param {string} says @returns {Node[]} */
function moved(value, taken, digits, says) {
  if (value === 0) return [];
  return [sign(taken === value > 0 ? " \u2212 " : " + "), meaning(number(Math.abs(value), FIXED, ofFile(Math.abs(value), digits)), says)];
}

/** The inputs of a sample: each by its name while they are few. @param {number[]} x @param {string[]} [names] */
export function inputsText(x, names = []) {
  const texts = column(x);
  const few = names.length === x.length && x.length <= MOST_NAMED;
  return few ? texts.map((text, at) => `${names[at]} = ${text}`).join(", ") : `x = (${texts.join(", ")})`;
}

/** Before the first step: the sample, and how it is scaled for the network. @param {Sample} sample
 * @returns {{words: Node[], line: Node[], rule: (Node | string)[]}} */
export function scalingLine({ index, x = [], names = [], columns = [], values = [], offsets = [], scales = [], given = [], digits = [] }) {
  const left = columns.length - MOST_ROWS;
  // The target, which is the last where it is a value, is always told.
  const told = columns.map((_, at) => at).filter((at) => left <= 0 || at < MOST_ROWS - 1 || at === columns.length - 1);
  const rows = told.map((at) => {
    const [offset, scale] = [offsets[at], scales[at]];
    const value = meaning(number(values[at], "value", ofFile(values[at], digits[at])), `What stands in the file as ${columns[at]}.`);
    const away = moved(offset, true, digits[at], `The middle of ${columns[at]} in the file.`);
    const over = scale === 1 ? [] : [sign(" / "), meaning(number(scale, FIXED, ofFile(scale, digits[at])), `What becomes 1 for the network: so much of ${columns[at]}.`)];
    const bracket = away.length && over.length ? [sign("("), sign(")")] : [];
    return make("div", "term", make("span", "formula", `${columns[at]} scaled =`), ...bracket.slice(0, 1), value, ...away, ...bracket.slice(1), ...over, sign("="),
      meaning(number(given[at], "value result", short(given[at])), `What the network is given as ${columns[at]}.`));
  });
  const others = left === 1 ? "The other feature likewise." : `The other ${left} features likewise.`;
  const rule = [
    make("span", "", "Before the network, each number is scaled."),
    ...(left > 0 ? [make("span", "", others)] : []),
    ...(names.every((name) => columns.includes(name)) ? [] : [make("span", "", `It is given ${inputsText(x, names)}.`)]),
  ];
  return { words: [make("b", "", `Sample ${index}, as it stands in the file and as the network is given it`)], line: [make("div", `terms ${rows.length > 1 ? "many" : ""}`, ...rows)], rule };
}

/** What a forward step has come to in the file's units: the answer, where that is computed, and by how much it is off,
 * where the loss is. @param {import("../topics").Topics["trace"]} trace @param {import("../../messages").TraceStep} step @returns {Node[]} */
export function answerLine({ sample, output }, step) {
  const answer = sample?.answer;
  if (!answer || step.phase !== "forward" || (step.node !== answer.node && step.node !== output)) return [];
  const { column: name, digits } = answer;
  const all = [answer.value, answer.target, answer.off];
  const [value, target, off] = inUnits(all).map((text, at) => number(all[at], "value", text));
  if (step.node === output) return [make("span", "", "The output is off by ", off, ` in ${name}: `, value, " instead of ", target, ".")];
  const times = answer.scale === 1 ? [] : [sign(" × "), number(answer.scale, FIXED, ofFile(answer.scale, digits))];
  return [make("span", "", `In the file's units: ${name} = `, number(answer.given, "value", short(answer.given, digits)), ...times,
    ...moved(answer.offset, false, digits, `The middle of ${name} in the file.`), " = ", value, ".")];
}
