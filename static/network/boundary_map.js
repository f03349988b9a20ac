// @ts-check
// The painting of the big map: colours over the plane with the line where they turn, or a curve over the line.
import { domainOf, targetCurve, toPixel } from "./boundary_places.js";
import { classCount } from "./boundary_points.js";
import { classLines, classTables, heightAt, joinEnds, zeroLine } from "../shared/heat.js";
import { channels, resolved } from "../shared/markers.js";
import { classColour } from "../shared/palette.js";

/** @typedef {import("./boundary_board.js").Board} Board */

/** Reads the theme's colours. @param {Board} board */
export function readColours(board) {
  const { el } = board;
  board.painter.refresh();
  board.ink = resolved(el, "var(--ink)");
  const zero = resolved(el, "var(--zero)");
  const total = classCount(board);
  board.classes = classTables(
    Array.from({ length: total }, (_, at) => channels(el, classColour(at, total))),
    channels(el, zero),
  );
}

/** @param {Board} board */
export function paintMap(board) {
  const { data, frame, mapContext: context } = board;
  if (!board.side) return;
  const wide = board.mapCanvas.width;
  if (!frame || (data && frame.dimension !== data.dimension)) {
    context.clearRect(0, 0, wide, wide);
    return;
  }
  if (frame.dimension === 1) return paintCurve(board);
  const [map, confidence] = board.looks.discretize ? discretized(frame) : [frame.map, frame.confidence];
  board.painter.paint(context, wide, map, frame.grid, confidence, board.classes);
  if (paintGhost(board)) return;
  context.beginPath();
  if (frame.confidence) classLines(context, wide, frame.map, frame.grid);
  else if (frame.line) joinEnds(context, wide, frame.line, domainOf(board));
  else zeroLine(context, wide, frame.map, frame.grid);
  context.strokeStyle = board.ink;
  context.globalAlpha = 0.55;
  context.lineWidth = 1.25 * board.dense;
  context.stroke();
  context.globalAlpha = 1;
}

/** The ghost that is seen now: that of the trace which is open, over the network's own output. @param {Board} board */
export function ghostOf({ ghost, frame, traced }) {
  return ghost && traced >= 0 && frame && !frame.probe && ghost.generation === frame.generation && ghost.dimension === frame.dimension ? ghost : null;
}

/** Where the output turns before the update that is stepped through, and, dashed, after it. Whether there is one.
 * @param {Board} board */
function paintGhost(board) {
  const ghost = ghostOf(board);
  if (!ghost) return false;
  const { dense, frame, mapContext: context } = board;
  const wide = board.mapCanvas.width;
  for (const [map, straight, colour] of /** @type {const} */ ([[ghost.before, ghost.line_before, board.ink], [ghost.after, ghost.line_after, resolved(board.el, "var(--update)")]])) {
    const after = map === ghost.after;
    context.beginPath();
    if (straight) joinEnds(context, wide, straight, domainOf(board));
    else if (frame.confidence) classLines(context, wide, /** @type {import("../shared/heat.js").Heights} */ (map), ghost.grid);
    else zeroLine(context, wide, /** @type {import("../shared/heat.js").Heights} */ (map), ghost.grid);
    context.strokeStyle = colour;
    context.globalAlpha = after ? 1 : 0.75;
    context.lineWidth = (after ? 2.5 : 1.5) * dense;
    context.setLineDash(after ? [6 * dense, 4 * dense] : []);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  return true;
}

/** The map with nothing between its colours: which side of the middle, or which class however narrowly.
 * @param {{map: import("../shared/heat.js").Heights, confidence?: Uint8Array}} frame @returns {[import("../shared/heat.js").Heights, Uint8Array | undefined]} */
export function discretized({ map, confidence }) {
  if (confidence) return [map, new Uint8Array(confidence.length).fill(255)];
  return [Uint8Array.from(map, (_, at) => (heightAt(map, at) < 0 ? 1 : 255)), undefined];
}

/** What is learned of a line, over what was to be learned. @param {Board} board */
function paintCurve(board) {
  const { frame, dense, mapContext: context } = board;
  const wide = board.mapCanvas.width;
  context.clearRect(0, 0, wide, wide);
  const known = targetCurve(board);
  if (known && !frame.probe) {
    context.setLineDash([5 * dense, 4 * dense]);
    stroke(board, known.points, known.targets, 1.75, 0.6);
    context.setLineDash([]);
  }
  const [[low, high]] = domainOf(board);
  const places = Float32Array.from(frame.map, (_, at) => low + ((high - low) * at) / (frame.grid - 1));
  stroke(board, places, frame.map, 3, 1);
  const ghost = ghostOf(board);
  if (!ghost) return;
  context.setLineDash([6 * dense, 4 * dense]);
  stroke(board, places, /** @type {Float32Array} */ (ghost.after), 2.5, 1, resolved(board.el, "var(--update)"));
  context.setLineDash([]);
}

/** @param {Board} board @param {Float32Array} xs @param {Float32Array} ys @param {number} width @param {number} alpha @param {string} [colour] */
function stroke(board, xs, ys, width, alpha, colour = board.ink) {
  const { dense, mapContext: context } = board;
  context.beginPath();
  for (let at = 0; at < xs.length; at += 1) {
    const [x, y] = toPixel(board, xs[at], ys[at]);
    context.lineTo(x * dense, y * dense);
  }
  context.strokeStyle = colour;
  context.globalAlpha = alpha;
  context.lineWidth = width * dense;
  context.lineJoin = "round";
  context.stroke();
  context.globalAlpha = 1;
}
