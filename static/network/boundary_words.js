// @ts-check
// What the big map says in words: its title, what the network answers at a place, what a point is.
import { TOOLS } from "./boundary_board.js";
import { axisNames, axisOf, countOf, domainOf, isFlat, placeOf, valueUnits } from "./boundary_places.js";
import { short } from "../shared/numbers.js";

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

/** @param {number} byte */
const share = (byte) => (byte - 128) / (byte < 128 ? 128 : 127);

/** Which entry of the map is there, or -1. @param {Board} board @param {number} x @param {number} y */
function entryAt(board, x, y) {
  const { data, frame } = board;
  if (!frame || !data || frame.dimension !== data.dimension) return -1;
  const [[xLow, xHigh], [yLow, yHigh]] = domainOf(board);
  const column = Math.round(((x - xLow) / (xHigh - xLow)) * (frame.grid - 1));
  if (isFlat(board)) return column;
  return Math.round(((yHigh - y) / (yHigh - yLow)) * (frame.grid - 1)) * frame.grid + column;
}

/** @param {Board} board @param {number} x @param {number} y */
function answerAt(board, x, y) {
  const { data, frame } = board;
  const entry = entryAt(board, x, y);
  if (entry < 0) return "";
  const level = frame.map[entry];
  if (isFlat(board)) return frame.probe ? short(level) : valueText(board, level);
  if (frame.confidence) return `${className(board, level)}, ${Math.round(frame.confidence[entry] / 2.55)}% ahead`;
  const [middle, reach] = frame.range;
  const value = middle + share(level) * reach;
  return data.kind === "regression" && !frame.probe ? valueText(board, value) : short(value);
}

/** @param {Board} board @param {number} index */
export function pointText(board, index) {
  const { data } = board;
  const what = data.kind === "regression" ? `value ${valueText(board, data.targets[index])}` : `class ${className(board, data.targets[index])}`;
  return data.undivided ? what : `${what}, ${data.train[index] ? "training" : "validation"}`;
}

/** @param {Board} board @param {number} value in the plot @returns {string} in the data's own units */
function valueText(board, value) {
  const { factor, shift } = valueUnits(board);
  return short(value * factor + shift);
}

/** @param {Board} board @param {number} x @param {number} y */
export function coordinates(board, x, y) {
  const [one, other] = [x, y].map((place, at) => {
    const { factor, shift } = axisOf(board, at);
    return factor === 1 && shift === 0 ? place.toFixed(2).replace("-", MINUS) : short(place * factor + shift);
  });
  return isFlat(board) ? one : `(${one}, ${other})`;
}

/** @param {Board} board @param {string} text */
export const announce = ({ seat }, text) => seat.publish("announce", { text });

/** Writes what is at a place, or else what the tool does, and points the needle. @param {Board} board
 * @param {[number, number] | null} place */
export function tell(board, place) {
  const { data, frame, readout, hovered } = board;
  if (!place || !data) {
    const hint = TOOLS.find(({ name }) => name === board.tool)?.hint ?? "";
    readout.classList.add("hint");
    readout.textContent = frame?.probe ? "" : hint;
    if (readout.scrollWidth > readout.clientWidth) readout.textContent = ""; // half a hint is none
  } else {
    const [x, y] = place;
    readout.textContent = hovered >= 0
      ? `${coordinates(board, ...placeOf(board, hovered))} ${pointText(board, hovered)}`
      : `${coordinates(board, x, y)}: ${answerAt(board, x, y)}`;
    readout.classList.remove("hint");
  }
  const needle = /** @type {HTMLElement | null} */ (board.scale.querySelector(".needle"));
  if (!needle) return;
  const entry = place && !isFlat(board) && !frame?.confidence ? entryAt(board, ...place) : -1;
  needle.hidden = entry < 0;
  if (entry >= 0) needle.style.left = `${((share(frame.map[entry]) + 1) / 2) * 100}%`;
}

/** Says which point the keys are at. @param {Board} board */
export function sayChosen(board) {
  const { chosen, readout } = board;
  const [x, y] = placeOf(board, chosen);
  readout.textContent = `${coordinates(board, x, y)} ${pointText(board, chosen)}`;
  readout.classList.remove("hint");
  announce(board, `Point ${chosen + 1} of ${countOf(board)}, at ${coordinates(board, x, y)}, ${pointText(board, chosen)}`);
}
