// @ts-check
// What the tools of the big map do to its points: one is stepped through, added, removed, or carried elsewhere.
import { isFlat, placeOf, put } from "./boundary_places.js";
import { paintMarks, paintPoints } from "./boundary_points.js";
import { announce, coordinates, pointText, tell } from "./boundary_words.js";

/** @typedef {import("./boundary_board.js").Board} Board */

/** @param {Board} board @param {number} index */
export function pick(board, index) {
  board.problem.hidden = true;
  board.seat.ask("step_through", { sample: index });
  announce(board, `Stepping through the network with point ${index + 1}`);
}

/** @param {Board} board @param {number} x @param {number} y */
export function add(board, x, y) {
  const flat = isFlat(board);
  board.seat.ask("point_add", { x, y: flat ? 0 : y, target: flat ? y : board.newTarget });
  announce(board, `Added a point at ${coordinates(board, x, y)}`);
}

/** @param {Board} board @param {number} index */
export function remove(board, index) {
  announce(board, `Removed point ${index + 1}, ${pointText(board, index)}`);
  board.seat.ask("point_remove", { index });
  board.hovered = -1;
}

/** @param {Board} board @param {number} index @param {boolean} byKey */
export function lift(board, index, byKey) {
  const [x, y] = placeOf(board, index);
  board.carried = { index, x, y, from: [x, y], byKey };
  board.chosen = index;
  board.plot.classList.add("carrying");
  paintPoints(board);
  paintMarks(board);
}

/** @param {Board} board @param {number} x @param {number} y */
export function carry(board, x, y) {
  const { carried } = board;
  if (!carried) return;
  carried.x = x;
  carried.y = y;
  board.mover.push({ index: carried.index, x, y });
  paintMarks(board);
  tell(board, [x, y]);
}

/** @param {Board} board @param {boolean} [back] to where it was taken up */
export function drop(board, back = false) {
  const { carried } = board;
  if (!carried) return;
  const { index, from } = carried;
  const [x, y] = back ? from : [carried.x, carried.y];
  const moved = carried.x !== from[0] || carried.y !== from[1];
  board.mover.forget();
  if (moved) {
    // Drawn where it was let go until the server's own data come.
    put(board, index, x, y);
    board.unconfirmed = { index, place: /** @type {[number, number]} */ (from) };
    board.seat.ask("point_move", { index, x, y });
    announce(board, `Point ${index + 1} is at ${coordinates(board, x, y)}`);
  }
  board.carried = null;
  board.plot.classList.remove("carrying");
  paintPoints(board);
  paintMarks(board);
}
