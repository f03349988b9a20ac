// @ts-check
// What the colours and marks of the big map mean, and the brush: what a point that is added will be.
import { says, tellsName } from "../shared/explained.js";
import { ghostOf } from "./boundary_map.js";
import { isFlat, targetCurve, valueUnits } from "./boundary_places.js";
import { classCount, colourOf } from "./boundary_points.js";
import { className, titleText } from "./boundary_words.js";
import { markPath } from "../shared/markers.js";
import { fieldText, parseNumber, whyNoNumber } from "../shared/numbers.js";

/** @typedef {import("./boundary_board.js").Board} Board */

const MINUS = "\u2212";

/** @param {number} target @param {string} colour @param {boolean} [hollow] */
const swatch = (target, colour, hollow = false) =>
  `<svg viewBox="-8 -8 16 16" aria-hidden="true"><path d="${markPath(target, 0, 0, 5.5)}" style="fill:${colour}"/>${hollow ? `<path d="${markPath(target, 0, 0, 3)}" style="fill:var(--surface)"/>` : ""}</svg>`;

/** @param {Board} board */
export function paintLegend(board) {
  const { data, frame, legend, scale } = board;
  if (!data) return;
  const entries = [];
  if (isFlat(board)) {
    entries.push(`<span><i class="solid"></i>${frame?.probe ? "neuron" : "network"}</span>`);
    if (targetCurve(board)) entries.push('<span><i class="dashed"></i>target</span>');
  }
  if (data.kind !== "regression") {
    for (let index = 0; index < classCount(board); index += 1) entries.push(`<span>${swatch(index, colourOf(board, index))}<b></b></span>`);
  }
  if (data.train.includes(0)) {
    entries.push(`<span>${swatch(1, "var(--ink-soft)")}training</span>`);
    if (board.looks.validation_points) entries.push(`<span>${swatch(1, "var(--ink-soft)", true)}validation</span>`);
  }
  if (ghostOf(board)) {
    if (!isFlat(board)) entries.push('<span><i class="solid thin"></i>now</span>');
    entries.push('<span><i class="dashed after"></i>after the update</span>');
  }
  offerLooks(board);
  legend.innerHTML = entries.join("");
  legend.querySelectorAll("b").forEach((label, index) => (label.textContent = className(board, index)));

  scale.hidden = isFlat(board) || Boolean(frame?.confidence) || (board.tool === "Add" && data.editable);
  const ends = colourEnds(board);
  says(scale, `The colours of the map: ${titleText(board).toLowerCase()}, from ${ends[0]} at the left end to ${ends[1]} at the right end. What is nearer to the left one is hatched.`);
  scale.innerHTML = `${ends[0]}<i class="colours"><i class="needle" hidden></i></i>${ends[1]}`;
}

/** What can be looked at in another way: a curve has no colours between, and one set of points no second one.
 * @param {Board} board */
function offerLooks({ data, looks, looksBox }) {
  for (const input of looksBox.querySelectorAll("input")) {
    const hidden = input.name === "discretize" ? data.dimension === 1 : data.undivided;
    input.checked = looks[/** @type {keyof typeof looks} */ (input.name)];
    /** @type {HTMLElement} */ (input.parentElement).hidden = hidden;
  }
}

/** What the two ends of the colours stand for. @param {Board} board @returns {string[]} */
export function colourEnds(board) {
  const { data, frame } = board;
  const [middle, reach] = frame?.range ?? [0, 1];
  const { factor, shift } = data?.kind === "regression" && !frame?.probe ? valueUnits(board) : { factor: 1, shift: 0 };
  return [middle - reach, middle + reach].map((value) => endText(value * factor + shift));
}

/** What the map means, in one text: another one wants another legend. @param {Board} board */
export function meaning(board) {
  const { frame } = board;
  return JSON.stringify([Boolean(frame?.confidence), frame?.probe, colourEnds(board)]);
}

/** An end of the bar of colours, in the little room that there is. @param {number} value */
function endText(value) {
  if (Math.abs(value) >= 10000) return value.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 3 }).replace("-", MINUS);
  const [fine, rough] = [2, 1].map((digits) => String(Number(value.toPrecision(digits))));
  return (fine.replace("-", "").length > 3 ? rough : fine).replace("-", MINUS);
}

/** @param {Board} board */
export function paintBrush(board) {
  const { data, brush } = board;
  const adds = board.tool === "Add" && data?.editable;
  paintLegend(board);
  brush.hidden = !adds;
  if (!adds) {
    brush.innerHTML = "";
    return;
  }
  if (data.kind === "regression") return offerValue(board);
  const count = classCount(board);
  board.newTarget = Math.max(0, Math.min(count - 1, Math.round(board.newTarget)));
  if (count > 3) chooseFromList(board, count);
  else chooseFromMarks(board, count);
}

/** The value of a new point, from what was typed in the units of the file; or why it is none.
 * @param {string} text @param {{factor: number, shift: number}} units @returns {{value: number, why: ""} | {value: null, why: string}} */
export function newValue(text, { factor, shift }) {
  const typed = parseNumber(text);
  if (Number.isNaN(typed)) return { value: null, why: whyNoNumber(text) };
  const value = (typed - shift) / factor;
  if (Math.abs(value) <= 1 + 1e-9) return { value: Math.max(-1, Math.min(1, value)), why: "" };
  const [low, high] = [-1, 1].map((end) => fieldText(end * factor + shift).replace("-", MINUS));
  return { value: null, why: `The value of a new point must be between ${low} and ${high}.` };
}

/** On a curve the value is where the point is put. @param {Board} board */
function offerValue(board) {
  const { brush, problem } = board;
  const { factor, shift } = valueUnits(board);
  const now = () => String(Number((board.newTarget * factor + shift).toPrecision(6)));
  brush.innerHTML = isFlat(board) ? "" : `<label>y = <input type="text" inputmode="decimal" autocomplete="off" value="${now()}" aria-label="Value of the new point"></label>`;
  const field = brush.querySelector("input");
  field?.addEventListener("change", () => {
    const { value, why } = newValue(field.value, { factor, shift });
    if (value !== null) board.newTarget = value;
    else field.value = now();
    problem.textContent = why && `${why} The value stays ${now().replace("-", MINUS)}.`;
    problem.hidden = !why;
  });
}

/** @param {Board} board @param {number} count */
function chooseFromList(board, count) {
  const { brush } = board;
  brush.innerHTML = `<select aria-label="Class of the new point">${Array.from({ length: count }, (_, at) => `<option value="${at}"></option>`).join("")}</select>`;
  const select = /** @type {HTMLSelectElement} */ (brush.querySelector("select"));
  Array.from(select.options).forEach((option, at) => (option.textContent = `class ${className(board, at)}`));
  select.value = String(board.newTarget);
  select.addEventListener("change", () => (board.newTarget = Number(select.value)));
}

/** @param {Board} board @param {number} count */
function chooseFromMarks(board, count) {
  const { brush } = board;
  brush.innerHTML = `<div class="classes" role="radiogroup" aria-label="Class of the new point">${Array.from(
    { length: count },
    (_, at) => `<label><input type="radio" name="${board.id}-class" value="${at}"${at === board.newTarget ? " checked" : ""}>
        ${swatch(at, colourOf(board, at))}</label>`,
  ).join("")}</div>`;
  brush.querySelectorAll("input").forEach((input, at) => {
    tellsName(input, `Class ${className(board, at)}`);
    input.addEventListener("change", () => (board.newTarget = at));
  });
}
