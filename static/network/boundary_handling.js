// @ts-check
// The tools of the big map in hand: mouse, finger and keys.
import { countOf, domainOf, nearest, nextTowards, toPixel, toPlace } from "./boundary_places.js";
import { paintMarks } from "./boundary_points.js";
import { add, carry, drop, lift, pick, remove } from "./boundary_tools.js";
import { announce, coordinates, leave, sayChosen, tell } from "./boundary_words.js";
import { onTap } from "../shared/tap.js";

/** @typedef {import("./boundary_board.js").Board} Board */

const FINGER = 24; // px around a finger in which a point is meant

/** @param {Board} board @param {string} [pointer] */
const reachOfHand = ({ radius }, pointer) => (pointer === "touch" ? FINGER : Math.max(9, radius + 4));

/** @param {Board} board @param {PointerEvent | MouseEvent} event @returns {[number, number]} */
function pixelOf({ plot }, event) {
  const box = plot.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

/** @param {Board} board */
export function handlePointer(board) {
  const { plot } = board;
  plot.addEventListener("pointerdown", (event) => {
    if (board.tool !== "Move" || !board.data?.editable || event.button !== 0 || board.carried) return;
    const index = nearest(board, ...pixelOf(board, event), reachOfHand(board, event.pointerType));
    if (index < 0) return;
    plot.setPointerCapture(event.pointerId);
    lift(board, index, false);
  });
  plot.addEventListener("pointermove", (event) => {
    const [across, down] = pixelOf(board, event);
    if (board.carried && !board.carried.byKey) return carry(board, ...toPlace(board, across, down));
    if (event.pointerType === "touch") return;
    const found = board.tool === "Add" ? -1 : nearest(board, across, down, reachOfHand(board, event.pointerType));
    if (found !== board.hovered) {
      board.hovered = found;
      paintMarks(board);
    }
    plot.classList.toggle("over-point", found >= 0);
    tell(board, toPlace(board, across, down));
  });
  const letGo = () => board.carried && !board.carried.byKey && drop(board);
  plot.addEventListener("pointerup", letGo);
  plot.addEventListener("lostpointercapture", letGo);
  plot.addEventListener("pointercancel", () => drop(board, true));
  plot.addEventListener("pointerleave", (event) => {
    if (board.hovered >= 0) {
      board.hovered = -1;
      paintMarks(board);
    }
    plot.classList.remove("over-point");
    if (!board.carried && event.pointerType !== "touch") leave(board); // a finger that is lifted has told what it meant
  });
  onTap(plot, (event, byFinger) => {
    if (!board.data || board.tool === "Move") return;
    const [across, down] = pixelOf(board, event);
    if (board.tool === "Add") return add(board, ...toPlace(board, across, down));
    const index = nearest(board, across, down, reachOfHand(board, byFinger ? "touch" : "mouse"));
    if (index < 0 && byFinger) tell(board, toPlace(board, across, down));
    if (index < 0) return;
    if (board.tool === "Pick") pick(board, index);
    else remove(board, index);
  });
}

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {Board} board */
export function handleKeys(board) {
  const { plot } = board;
  plot.addEventListener("keydown", (event) => {
    if (!board.data || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && (board.tool === "Add" || board.carried)) nudge(board, arrow, event.shiftKey ? 10 : 60);
    else if (arrow) goTo(board, ...arrow);
    else if ((event.key === "Home" || event.key === "End") && countOf(board) && !board.carried) {
      choosePoint(board, event.key === "Home" ? 0 : countOf(board) - 1);
    } else if (event.key === "Enter") {
      if (!act(board)) return;
    } else if (event.key === "Escape" && (board.carried || board.chosen >= 0)) {
      if (board.carried) drop(board, true);
      else board.chosen = -1;
      paintMarks(board);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  plot.addEventListener("blur", () => {
    if (board.carried?.byKey) drop(board);
    const byKeys = board.chosen >= 0 || board.cross;
    board.chosen = -1;
    board.cross = null;
    delete plot.dataset.full;
    paintMarks(board);
    if (byKeys) tell(board, null);
  });
}

/** @param {Board} board @returns {[number, number]} */
function middleOf(board) {
  const [[xLow, xHigh], [yLow, yHigh]] = domainOf(board);
  return [(xLow + xHigh) / 2, (yLow + yHigh) / 2];
}

/** Moves what is carried, or the cross, by one part in `pace` of the plot.
 * @param {Board} board @param {[number, number]} arrow @param {number} pace */
function nudge(board, [right, down], pace) {
  const { carried } = board;
  const [[xLow, xHigh], [yLow, yHigh]] = domainOf(board);
  const [x, y] = carried ? [carried.x, carried.y] : (board.cross ?? middleOf(board));
  const next = toPlace(board, ...toPixel(board, x + (right * (xHigh - xLow)) / pace, y - (down * (yHigh - yLow)) / pace));
  if (carried) return carry(board, ...next);
  board.cross = next;
  paintMarks(board);
  tell(board, next);
  announce(board, coordinates(board, ...next));
}

/** Does what the tool does where the keys are. @param {Board} board @returns {boolean} whether there was anything to do */
function act(board) {
  const { tool, chosen } = board;
  if (tool === "Add") {
    const [x, y] = (board.cross ??= middleOf(board));
    add(board, x, y);
  } else if (board.carried) drop(board);
  else if (chosen < 0 || chosen >= countOf(board)) return false;
  else if (tool === "Pick") pick(board, chosen);
  else if (tool === "Remove") remove(board, chosen);
  else lift(board, chosen, true);
  return true;
}

/** Goes to the nearest point in a direction, the first time to the one in the middle.
 * @param {Board} board @param {number} dx @param {number} dy */
function goTo(board, dx, dy) {
  const { chosen, side } = board;
  if (!countOf(board)) return;
  const fresh = chosen < 0 || chosen >= countOf(board);
  const next = fresh ? nearest(board, side / 2, side / 2, 10 * side) : nextTowards(board, dx, dy);
  choosePoint(board, fresh || next >= 0 ? next : chosen);
}

/** @param {Board} board @param {number} index */
function choosePoint(board, index) {
  board.chosen = index;
  paintMarks(board);
  board.hovered = -1;
  sayChosen(board);
}
