// @ts-check
// The big map: what the network, or one neuron of it, answers over the plane (or the line), with the data over it.
// Points are picked to be stepped through, placed, dragged and removed here, by mouse, finger or key.
import { leftRoom, paintAxes, squareFor } from "../shared/axes.js";
import { axesChoice } from "./boundary_axes.js";
import { newBoard } from "./boundary_board.js";
import { handleKeys, handlePointer } from "./boundary_handling.js";
import { meaning, paintBrush, paintLegend } from "./boundary_legend.js";
import { paintMap, readColours } from "./boundary_map.js";
import { axisOf, countOf, domainOf, isFlat, isShown, measure, placeOf, put } from "./boundary_places.js";
import { paintMarks, paintPoints } from "./boundary_points.js";
import { drop } from "./boundary_tools.js";
import { askAgain, nameThePlot, stayWhileRead, tell, titleText, write } from "./boundary_words.js";
import { listen, onResize, takeSeat } from "../shared/context.js";
import { onTheme } from "../shared/palette.js";
import { onPanel } from "../shared/panel.js";
import { answerKnown, predicting } from "../shared/stepping/predicting.js";

/** @typedef {import("./boundary_board.js").Board} Board */

/** Side of the map that comes at once when it does not move (playground/network/heat_maps.py). */
const COARSE = 100;
const RESTS = 250; // ms without another, after which it is asked for in full resolution

/** @param {HTMLElement} el @param {import("../shared/context.js").Context} context */
export function draw(el, context) {
  const seat = takeSeat(context);
  const { ending, subscribe } = seat;
  const board = newBoard(seat, el);
  const predicted = predicting(seat, () => {
    if (board.told) tell(board, board.told);
  });
  board.secret = () => predicted.hides(answerKnown);
  handlePointer(board);
  handleKeys(board);
  board.tools.addEventListener("change", (event) => choose(board, /** @type {HTMLInputElement} */ (event.target).value));

  axesChoice(seat, /** @type {HTMLElement} */ (el.querySelector(".over-two")));

  let before = "";
  subscribe("data", (payload) => {
    take(board, payload);
    const { data } = board;
    const look = JSON.stringify([data.kind, data.dimension, data.domain, data.classes, data.names, data.scale, data.train.includes(0), data.undivided, data.source, data.columns]);
    if (look !== before) {
      before = look;
      readColours(board);
      measure(board);
      paintBrush(board);
      layout(board);
    } else if (measure(board)) layout(board);
    else {
      paintMap(board);
      paintPoints(board);
      paintMarks(board);
    }
    board.plot.dataset.domain = JSON.stringify(domainOf(board).map((pair) => Array.from(pair)));
  });
  subscribe("network", (payload) => {
    board.network = payload;
    paintLegend(board);
  });
  subscribe("datasets", (payload) => {
    board.samples = new Map(payload.items.map((item) => [item.name, item]));
    paintLegend(board);
    if (isFlat(board)) paintMap(board);
  });
  subscribe("settings", ({ validation_points, discretize }) => {
    const looks = { validation_points: validation_points ?? true, discretize: discretize ?? false };
    if (JSON.stringify(looks) === JSON.stringify(board.looks)) return;
    board.looks = looks;
    board.hovered = -1;
    if (board.chosen >= 0 && !isShown(board, board.chosen)) board.chosen = -1;
    paintLegend(board);
    paintMap(board);
    paintPoints(board);
    paintMarks(board);
  });
  board.looksBox.addEventListener("change", (event) => {
    const { name, checked } = /** @type {HTMLInputElement} */ (event.target);
    seat.ask("set", { name: /** @type {"discretize"} */ (name), value: checked });
  });
  let resting = 0;
  let away = false; // another view is seen in its place
  subscribe("settings", ({ view }) => {
    const was = away;
    away = (view ?? "boundary") !== "boundary";
    const root = el.getRootNode();
    // In the page it has a host of its own, which would go on taking its share of the height.
    if (root instanceof ShadowRoot) root.host.toggleAttribute("data-away", away);
    if (was && !away && board.frame) show(board, board.frame);
  });
  subscribe("frame", (payload) => {
    if (away) {
      board.frame = payload;
      return;
    }
    show(board, payload);
    clearTimeout(resting);
    // What turns along a straight line is drawn exactly as it is.
    if (payload.dimension === 2 && payload.grid === COARSE && !payload.line) resting = setTimeout(() => seat.ask("finer_map"), RESTS);
  });
  ending(() => clearTimeout(resting));
  subscribe("cursor", ({ trace }) => {
    const traced = trace?.sample?.index ?? -1;
    if (traced === board.traced) return;
    board.traced = traced;
    paintLegend(board);
    paintMap(board);
    paintMarks(board);
  });
  subscribe("ghost", (ghost) => {
    board.ghost = ghost;
    paintLegend(board);
    paintMap(board);
  });
  subscribe("answer", (answer) => {
    board.asker.answered();
    board.answer = answer;
    if (board.told) write(board, board.told);
  });
  stayWhileRead(board);
  subscribe("error", (error) => refuse(board, error));
  ending(onTheme(() => {
    readColours(board);
    paintBrush(board);
    layout(board);
  }));
  readColours(board);
  choose(board, "Pick");
  const fit = () => layout(board);
  ending(onResize(board.frameBox, fit), listen(window, "resize", fit));
  fit();
  return seat.leave;
}

/** The data are other ones, or the same with a point elsewhere. @param {Board} board @param {import("../shared/topics").Topics["data"]} payload */
function take(board, payload) {
  const { plot, carried: held } = board;
  const data = (board.data = { ...payload });
  const count = countOf(board);
  if (held && held.index >= count) board.carried = null;
  if (!board.carried) board.unconfirmed = null;
  board.mover.answered();
  board.problem.hidden = true;
  if (board.chosen >= count) board.chosen = count - 1;
  board.hovered = -1;
  plot.dataset.points = String(count);
  nameThePlot(board);
  if (count <= 64) plot.dataset.value = JSON.stringify(Array.from({ length: count }, (_, at) => [...placeOf(board, at).slice(0, data.dimension), data.targets[at]]));
  else delete plot.dataset.value;
  for (const input of inputsOf(board)) input.disabled = !data.editable && input.value !== "Pick";
  if (!data.editable && board.tool !== "Pick") choose(board, "Pick");
  plot.classList.toggle("flat", isFlat(board));
}

/** The network has learned, or another neuron is looked at. @param {Board} board @param {import("../shared/topics").Frame} frame */
function show(board, frame) {
  const { title } = board;
  const before = meaning(board);
  board.frame = frame;
  board.plot.dataset.grid = String(frame.grid);
  board.plot.dataset.moment = String(frame.metrics[1]); // the steps that had been made: the count beside it may be ahead
  const said = titleText(board);
  if (title.textContent !== said) {
    title.textContent = said;
    if (!board.plot.matches(":hover")) tell(board, null);
  }
  if (meaning(board) !== before) paintLegend(board);
  nameThePlot(board);
  if (board.told) askAgain(board);
  if (measure(board)) layout(board);
  else paintMap(board);
}

/** A point could not be changed: it is put back. @param {Board} board @param {import("../shared/topics").Topics["error"]} error */
function refuse(board, { field, text }) {
  if (!String(field).startsWith("point") && field !== "step_through") return;
  board.problem.textContent = text ?? "";
  board.problem.hidden = !text;
  board.mover.answered();
  const { unconfirmed } = board;
  if (!text || !unconfirmed || unconfirmed.index >= countOf(board)) return;
  put(board, unconfirmed.index, ...unconfirmed.place);
  board.unconfirmed = null;
  paintPoints(board);
}

/** @param {Board} board @returns {NodeListOf<HTMLInputElement>} */
const inputsOf = ({ tools }) => tools.querySelectorAll("input");

/** @param {Board} board @param {string} name of a tool */
function choose(board, name) {
  drop(board);
  board.tool = name;
  board.plot.dataset.tool = name;
  for (const input of inputsOf(board)) input.checked = input.value === name;
  board.cross = null;
  board.problem.hidden = true;
  paintBrush(board);
  paintMarks(board);
  tell(board, null);
}

/** Fits the plot to its room and draws everything. @param {Board} board */
function layout(board) {
  const { frameBox, plot, readout } = board;
  const wide = frameBox.clientWidth;
  if (!wide) return;
  const size = parseFloat(getComputedStyle(board.axes).fontSize) || 12;
  const widthOf = (/** @type {string} */ text) => board.measure(text, `italic ${size}px var(--font)`);
  board.dense = Math.min(2, window.devicePixelRatio || 1);
  const over = /** @type {HTMLElement} */ (board.el.querySelector(".over-two")).offsetHeight; // which is there for some files only
  const numbers = leftRoom(axisOf(board, 1), size);
  const { across, upward, left, below } = squareFor(axisOf(board, 0), axisOf(board, 1), size, widthOf, (beside, under) =>
    Math.floor(Math.max(120, Math.min(wide - numbers - beside - 8, window.innerHeight * 0.62, Math.max(240, window.innerHeight - 484) - over - under))),
  );
  board.side = across.side;
  plot.style.width = plot.style.height = `${board.side}px`;
  plot.style.margin = `${Math.round(size / 2)}px 8px ${Math.round(size + 10) + below}px ${numbers + left}px`;
  for (const canvas of [board.mapCanvas, board.pointCanvas]) {
    const pixels = Math.round(board.side * board.dense);
    if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  }
  paintAxes(board.axes, across, upward, size, widthOf);
  paintMap(board);
  paintPoints(board);
  paintMarks(board);
  if (readout.classList.contains("hint")) tell(board, null);
}

export const render = onPanel(draw);
