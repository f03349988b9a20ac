// @ts-check
// What the big map says in words: its title, what the network answers at a place, what a point is.
import { TOOLS } from "./boundary_board.js";
import { axisNames, axisOf, countOf, domainOf, isFlat, placeOf, valueUnits } from "./boundary_places.js";
import { colourOf } from "./boundary_points.js";
import { make } from "../shared/elements.js";
import { says } from "../shared/explained.js";
import { heightAt } from "../shared/heat.js";
import { full, short } from "../shared/numbers.js";

/** @typedef {import("./boundary_board.js").Board} Board */

const MINUS = "\u2212";

/** @param {Board} board @param {number} index */
export const className = ({ data }, index) => String(data.classes[index] ?? index);

/** @param {Board} board */
export function titleText(board) {
  const { data, frame, network } = board;
  const probe = frame?.probe;
  if (!probe) return "Network output";
  const last = network ? network.layers.length - 1 : Infinity;
  if (probe.layer < last) return `Hidden layer ${probe.layer + 1}, neuron ${probe.unit + 1}`;
  const several = data && data.kind === "classes";
  return several ? `Output for ${className(board, probe.unit)}` : `Output neuron ${probe.unit + 1}`;
}

/** @param {Board} board */
export function nameThePlot(board) {
  const { plot } = board;
  const label = `${titleText(board)} over ${axisNames(board).join(" and ")}, ${countOf(board)} points`;
  if (plot.getAttribute("aria-label") !== label) plot.setAttribute("aria-label", label);
}

/** Which entry of the map is there, or -1. @param {Board} board @param {number} x @param {number} y */
function entryAt(board, x, y) {
  const { data, frame } = board;
  if (!frame || !data || frame.dimension !== data.dimension) return -1;
  const [[xLow, xHigh], [yLow, yHigh]] = domainOf(board);
  const column = Math.round(((x - xLow) / (xHigh - xLow)) * (frame.grid - 1));
  if (isFlat(board)) return column;
  return Math.round(((yHigh - y) / (yHigh - yLow)) * (frame.grid - 1)) * frame.grid + column;
}

/** What is answered at a place: as the server has it or, until that has come, as the map does.
 * @param {Board} board @param {[number, number]} place @param {number[] | null} values @param {(value: number) => string} text */
function answerText(board, place, values, text) {
  const { data, frame } = board;
  if (values) {
    if (values.length > 1) return className(board, values.indexOf(Math.max(...values)));
    return data.kind === "regression" && !frame?.probe ? valueText(board, values[0], text) : text(values[0]);
  }
  const entry = entryAt(board, ...place);
  if (entry < 0) return "";
  const level = frame.map[entry];
  if (isFlat(board)) return frame.probe ? short(level) : valueText(board, level);
  if (frame.confidence) return className(board, level);
  const [middle, reach] = frame.range;
  const value = middle + heightAt(frame.map, entry) * reach;
  return data.kind === "regression" && !frame.probe ? valueText(board, value) : short(value);
}

/** @param {Board} board @param {number} index @param {(value: number) => string} [text] */
export function pointText(board, index, text = short) {
  const { data } = board;
  const what = data.kind === "regression" ? `value ${valueText(board, data.targets[index], text)}` : `class ${className(board, data.targets[index])}`;
  return data.undivided ? what : `${what}, ${data.train[index] ? "training" : "validation"}`;
}

/** @param {Board} board @param {number} value in the plot @param {(value: number) => string} [text]
 * @returns {string} in the data's own units */
function valueText(board, value, text = short) {
  const { factor, shift } = valueUnits(board);
  return text(value * factor + shift);
}

/** @param {Board} board @param {number} x @param {number} y @param {(value: number) => string} [text] */
export function coordinates(board, x, y, text = short) {
  const [one, other] = [x, y].map((place, at) => {
    const { factor, shift } = axisOf(board, at);
    const plain = factor === 1 && shift === 0 && text === short;
    return plain ? place.toFixed(2).replace("-", MINUS) : text(place * factor + shift);
  });
  return isFlat(board) ? one : `(${one}, ${other})`;
}

/** @param {Board} board @param {string} text */
export const announce = ({ seat }, text) => seat.publish("announce", { text });

/** Tells what is at a place, or else what the tool does. @param {Board} board @param {[number, number] | null} place */
export function tell(board, place) {
  const { asker, data, frame, readout } = board;
  clearTimeout(board.leaving);
  board.told = data ? place : null;
  if (board.told) {
    const [x, y] = board.told;
    if (board.hovered < 0 && !board.secret() && (board.answer?.x !== x || board.answer.y !== y)) asker.push({ x, y: isFlat(board) ? 0 : y });
    return write(board, board.told);
  }
  const hint = TOOLS.find(({ name }) => name === board.tool)?.hint ?? "";
  readout.classList.add("hint");
  delete readout.dataset.full;
  readout.textContent = frame?.probe ? "" : hint;
  if (readout.scrollWidth > readout.clientWidth) readout.textContent = ""; // half a hint is none
  board.odds.hidden = true;
  point(board, -1);
}

const LINGER = 600; // ms for the pointer to get from the map to what it has told

const AGAIN = 300; // ms between two questions about a place while the network learns
/** The network is another: what is told is asked for again. @param {Board} board */
export function askAgain(board) {
  board.asking ??= setTimeout(() => {
    board.asking = undefined;
    if (board.told && board.hovered < 0) board.asker.push({ x: board.told[0], y: isFlat(board) ? 0 : board.told[1] });
  }, AGAIN);
}

/** What was told stays for a while: it can be pointed at, and its digits copied. @param {Board} board */
export function leave(board) {
  clearTimeout(board.leaving);
  board.leaving = setTimeout(() => tell(board, null), LINGER);
}

/** @param {Board} board */
export function stayWhileRead(board) {
  board.readout.addEventListener("pointerenter", () => clearTimeout(board.leaving));
  board.readout.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType !== "touch") leave(board); // a finger leaves as it is lifted, and reads then
  });
}

/** The numbers that the server has answered at a place, or null. @param {Board} board @param {[number, number]} place */
function answered(board, [x, y]) {
  const { answer } = board;
  return answer && answer.x === x && (isFlat(board) || answer.y === y) ? answer.values : null;
}

/** Writes what is at a place, and points the needle. @param {Board} board @param {[number, number]} place */
export function write(board, place) {
  const { data, frame, hovered, odds, readout } = board;
  const secret = hovered < 0 && board.secret();
  const values = hovered < 0 && !secret ? answered(board, place) : null;
  readout.classList.remove("hint");
  const at = hovered >= 0 ? placeOf(board, hovered) : place;
  const said = (/** @type {(value: number) => string} */ text) => (hovered >= 0 ? `${coordinates(board, ...at, text)} ${pointText(board, hovered, text)}` : `${coordinates(board, ...at, text)}: ${secret ? "hidden" : answerText(board, at, values, text)}`);
  readout.textContent = said(short);
  readout.dataset.full = said(full);
  says(readout, secret ? "While you predict, the answers stay hidden until the forward pass has reached the output." : "");
  const several = values && values.length > 1;
  odds.hidden = !several;
  if (several) {
    odds.replaceChildren(...values.map((value, index) => oddsLine(board, index, value)));
    const [[xLow, xHigh], [yLow, yHigh]] = data.domain;
    // Away from the pointer.
    odds.dataset.corner = `${place[1] > (yLow + yHigh) / 2 ? "bottom" : "top"} ${place[0] > (xLow + xHigh) / 2 ? "left" : "right"}`;
  }
  point(board, !secret && !isFlat(board) && !frame?.confidence ? entryAt(board, ...place) : -1);
}

/** A class with its probability, as a small bar. @param {Board} board @param {number} index @param {number} value */
function oddsLine(board, index, value) {
  const line = make("span", "", make("b", "", className(board, index)), make("i", "track", make("i", "share")), make("em", "", `${short(100 * value)} %`));
  line.style.setProperty("--share", `${100 * value}%`);
  line.style.setProperty("--class", colourOf(board, index));
  line.dataset.value = String(value);
  return line;
}

/** @param {Board} board @param {number} entry of the map, or -1 */
function point({ frame, scale }, entry) {
  const needle = /** @type {HTMLElement | null} */ (scale.querySelector(".needle"));
  if (!needle) return;
  needle.hidden = entry < 0;
  if (entry >= 0) needle.style.left = `${((heightAt(frame.map, entry) + 1) / 2) * 100}%`;
}

/** Says which point the keys are at. @param {Board} board */
export function sayChosen(board) {
  const { chosen, plot, readout } = board;
  const [x, y] = placeOf(board, chosen);
  readout.dataset.full = plot.dataset.full = `${coordinates(board, x, y, full)} ${pointText(board, chosen, full)}`;
  readout.textContent = `${coordinates(board, x, y)} ${pointText(board, chosen)}`;
  readout.classList.remove("hint");
  announce(board, `Point ${chosen + 1} of ${countOf(board)}, at ${coordinates(board, x, y)}, ${pointText(board, chosen)}`);
}
