// @ts-check
// The points on the big map, painted as stamps, and what stands out among them: rings, the one that is carried, the cross.
import { make } from "../shared/elements.js";
import { countOf, isFlat, isShown, placeOf, reachOf, toPixel } from "./boundary_places.js";
import { markOf, markPath, resolved } from "../shared/markers.js";
import { classColour, signed } from "../shared/palette.js";

/** @typedef {import("./boundary_board.js").Board} Board */

/** @param {Board} board @returns {number} */
export const classCount = ({ data }) => data?.classes.length || 2;

/** @param {Board} board @param {number} target */
export const colourOf = (board, target) =>
  board.data.kind === "regression" ? signed(target, reachOf(board)) : classColour(target, classCount(board));

/** @param {Board} board @param {number} target @param {boolean} trained @returns {HTMLCanvasElement} */
function stamp(board, target, trained) {
  const { el, data, dense, radius } = board;
  const half = Math.ceil((radius * 1.3 + 2.5) * dense);
  const canvas = make("canvas");
  canvas.width = canvas.height = 2 * half;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.translate(half, half);
  context.scale(dense, dense);
  context.lineJoin = "round";
  const path = new Path2D(markPath(markOf(data.kind, target), 0, 0, radius));
  const ground = resolved(el, "var(--surface)");
  const valued = data.kind === "regression";
  // On a curve's plain ground a pale mark would be lost; over a map it has a dark rim.
  const shown = valued && isFlat(board) ? Math.sign(target || 1) * Math.max(Math.abs(target), 0.4 * reachOf(board)) : target;
  context.fillStyle = resolved(el, `color-mix(in srgb, ${colourOf(board, shown)} ${valued ? 100 : 84}%, var(--ink))`);
  context.strokeStyle = valued && !isFlat(board) ? board.ink : ground;
  context.lineWidth = Math.max(1, radius * 0.3);
  context.stroke(path);
  context.fill(path);
  if (!trained) {
    context.fillStyle = ground;
    context.fill(new Path2D(markPath(markOf(data.kind, target), 0, 0, radius * 0.56)));
  }
  return canvas;
}

/** @param {Board} board */
export function paintPoints(board) {
  const { data, side, dense, carried, pointContext } = board;
  const wide = board.pointCanvas.width;
  pointContext.clearRect(0, 0, wide, wide);
  if (!data || !side) return;
  const total = countOf(board);
  const crowd = total <= 24 ? 6 : total <= 120 ? 4.4 : total <= 600 ? 3.4 : total <= 2000 ? 2.8 : 2.1;
  board.radius = crowd * Math.min(1.5, Math.max(1, side / 280));
  const most = data.kind === "regression" ? reachOf(board) : 1;
  /** @type {Map<number, HTMLCanvasElement>[]} */
  const stamps = [new Map(), new Map()];
  for (const trained of [0, 1]) {
    for (let index = 0; index < total; index += 1) {
      if (data.train[index] !== trained || carried?.index === index || !isShown(board, index)) continue;
      let target = data.targets[index];
      if (data.kind === "regression") target = (Math.round((target / most) * 12) / 12) * most; // a stamp a shade
      let mark = stamps[trained].get(target);
      if (!mark) stamps[trained].set(target, (mark = stamp(board, target, Boolean(trained))));
      const [x, y] = toPixel(board, ...placeOf(board, index));
      pointContext.drawImage(mark, Math.round(x * dense - mark.width / 2), Math.round(y * dense - mark.height / 2));
    }
  }
}

/** Rings, the point that is carried, the cross. @param {Board} board */
export function paintMarks(board) {
  const { data, side, radius, carried, chosen, cross, plot } = board;
  let drawn = "";
  if (data && side) {
    if (carried) {
      const [x, y] = toPixel(board, carried.x, carried.y);
      const target = data.targets[carried.index];
      drawn += `<path class="carried" d="${markPath(markOf(data.kind, target), x, y, radius * 1.5)}" style="fill:${colourOf(board, target)}"/>`;
    }
    for (const [index, name] of /** @type {[number, string][]} */ ([[board.traced, "traced"], [board.hovered, "hovered"], [chosen, "chosen"]])) {
      if (index < 0 || index >= countOf(board)) continue;
      const [x, y] = toPixel(board, ...placeOf(board, index));
      drawn += `<circle class="ring ${name}" cx="${x}" cy="${y}" r="${radius + (name === "traced" ? 7 : 4.5)}"/>`;
    }
    if (cross && board.tool === "Add") {
      const [x, y] = toPixel(board, cross[0], cross[1]);
      drawn += `<path class="cross" d="M${x - 12} ${y}H${x + 12}M${x} ${y - 12}V${y + 12}"/>`;
    }
  }
  board.marks.innerHTML = drawn;
  const at = carried?.index ?? chosen;
  if (data && at >= 0 && at < countOf(board)) {
    plot.dataset.chosen = String(at);
    plot.dataset.place = JSON.stringify(placeOf(board, at));
  } else {
    delete plot.dataset.chosen;
    delete plot.dataset.place;
  }
}
