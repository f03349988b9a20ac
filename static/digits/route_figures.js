// @ts-check
// The live figures of the lecture's route: ten classes side by side, or training's own numbers.
import { make } from "../shared/elements.js";
import { column, exact, full, largest, short } from "../shared/numbers.js";

const CLASSES = 10;
/** @typedef {{reading?: import("../shared/topics").WholeReading, digits?: import("../shared/topics").Topics["digits"], status?: import("../shared/topics").Topics["digits_status"]}} Known what the server has last said */

/** A row of ten values under the digits that they are of.
 * @param {string} name @param {ArrayLike<number>} values @param {(value: number, at: number) => string} text
 * @param {{most: number, marked?: number, kind?: string}} look */
function ten(name, values, text, { most, marked = -1, kind = "" }) {
  const row = make("div", `ten ${kind}`);
  row.setAttribute("role", "img");
  row.setAttribute("aria-label", `${name}: ${Array.from(values, (value, at) => `${at}: ${text(value, at)}`).join(", ")}`);
  row.dataset.value = exact(values);
  for (let at = 0; at < CLASSES; at += 1) {
    const bar = make("i", values[at] < 0 ? "negative" : "");
    bar.style.setProperty("--share", Math.min(1, Math.abs(values[at]) / (most || 1)).toFixed(3));
    const cell = make("span", at === marked ? "marked" : "", make("b", "", String(at)), bar, make("em", "", text(values[at], at)));
    cell.dataset.full = full(values[at]);
    row.append(cell);
  }
  return [make("div", "name", name), row];
}

/** Scores have little room under a digit. @param {ArrayLike<number>} scores @returns {(score: number, at: number) => string} */
function scoreText(scores) {
  const texts = column(scores, 2);
  return (_, at) => texts[at];
}
/** In percent; what is not quite all of it does not read as 100. @param {number} value */
const shareText = (value) => (value === 1 ? "100" : value > 0 && value < 0.0005 ? "<0.1" : Math.min(99.9, 100 * value).toFixed(1));

const NOTHING = "Draw or pick a digit to see its numbers here.";

/** @type {Record<string, (known: Known) => (Node | string)[]>} */
const FIGURES = {
  one_hot({ reading }) {
    const label = reading?.label;
    if (label === null || label === undefined) return [NOTHING];
    const y = Array.from({ length: CLASSES }, (_, at) => Number(at === label));
    return ten(`y, for the label ${label}`, y, String, { most: 1, marked: label });
  },
  scores({ reading }) {
    if (!reading?.scores) return [NOTHING];
    return ten(`scores s; digit ${reading.digit} has the largest`, reading.scores, scoreText(reading.scores), { most: largest(reading.scores), marked: reading.digit });
  },
  softmax({ reading }) {
    if (!reading?.scores) return [NOTHING];
    return [
      ...ten("scores s", reading.scores, scoreText(reading.scores), { most: largest(reading.scores), marked: reading.digit }),
      ...ten("probabilities p, in %", reading.probabilities, shareText, { most: 1, marked: reading.digit }),
    ];
  },
  loss({ reading }) {
    if (!reading?.probabilities) return [NOTHING];
    const { label, loss } = reading;
    if (label === null || label === undefined || loss === null) return ["Choose a label to see the loss here."];
    const answer = make("div", "answer", "L = −ln ", make("span", "", short(reading.probabilities[label], reading.loss_digits)), " = ", make("b", "", short(loss)));
    answer.dataset.value = exact(loss);
    return [...ten(`probabilities p, in %; the label is ${label}`, reading.probabilities, shareText, { most: 1, marked: label }), answer];
  },
  optimizer({ digits }) {
    if (!digits) return [];
    const facts = [["optimizer", digits.optimizer], ["rate η", full(digits.rate)], ["batch", full(digits.batch)]];
    const list = make("dl", "facts");
    for (const [name, value] of facts) list.append(make("div", "", make("dt", "", name), make("dd", "", value)));
    return [list];
  },
  training({ digits, status }) {
    // The lecture's figure is of the test digits: those are read when training has come to rest.
    const tested = digits?.model === "own" && !status?.training ? digits.models.find((model) => model.name === "own")?.test_accuracy : null;
    const share = tested ?? status?.validation_accuracy;
    const known = typeof share === "number" && !Number.isNaN(share);
    const [now, lecture] = [known ? share : 0, digits?.deck?.test ?? 0];
    const track = make("div", "race", make("i"), make("s"));
    track.style.setProperty("--now", now.toFixed(4));
    track.style.setProperty("--lecture", lecture.toFixed(4));
    const text = (/** @type {number} */ share) => `${(100 * share).toFixed(2)} %`;
    const words = make("div", "answer", make("b", "", known ? text(now) : "–"), known ? ` of the ${tested ? "test" : "validation"} digits` : " not trained yet");
    if (known) words.dataset.value = exact(now);
    const past = known && now > lecture && lecture > 0;
    return [words, track, make("div", "name", past ? `Better than the lecture's ${text(lecture)}` : `The lecture: ${text(lecture)}`)];
  },
};

/** @param {string} name @param {Known} known @returns {(Node | string)[]} */
export function figure(name, known) {
  return FIGURES[name]?.(known) ?? [];
}
