// @ts-check
// The painting of one cell: what its run answers over the plane with the line where it turns, or the curve over a line,
// and the points over it.
import { make } from "../shared/elements.js";
import { hatchedTables } from "../shared/hatching.js";
import { classLines, classTables, heatPainter, joinEnds, zeroLine } from "../shared/heat.js";
import { channels, markOf, markPath, resolved } from "../shared/markers.js";
import { largest } from "../shared/numbers.js";
import { classColour, signed } from "../shared/palette.js";
import { paintInside, paintProduct, paintUnits } from "./inside.js";

/** @typedef {import("../messages").ComparedData} Data */
/** @typedef {{map?: Uint8Array, confidence?: Uint8Array, straight?: Float32Array, line?: Float32Array, side: number,
 *   members?: Uint8Array[], units?: Float32Array}} Answer `members`: maps whose boundaries are drawn thin over the mean of them;
 *   `units`: what each adds to the line */

/** What all cells paint with.
 * @param {HTMLElement} el any element under the theme */
export function cellPainter(el) {
  const painter = heatPainter();
  let ink = "";
  /** @type {import("./inside.js").Colours} */
  let colours;
  /** @type {string[]} */
  let hues = [];
  let zero = [0, 0, 0];
  /** @type {Map<number, Uint32Array>} */
  let tables = new Map();
  /** @type {Map<string, HTMLCanvasElement>} */
  let stamps = new Map();

  function refresh() {
    painter.refresh();
    ink = resolved(el, "var(--ink)");
    const [soft, rule, surface, forward, backward] = ["ink-soft", "line", "surface", "forward", "backward"].map((name) => resolved(el, `var(--${name})`));
    const [signs, strokes] = hatchedTables().map((table) => Array.from(table, (entry) => `rgb(${entry & 255} ${(entry >> 8) & 255} ${(entry >> 16) & 255})`));
    colours = { ink, soft, rule, surface, forward, backward, signs, strokes };
    hues = Array.from({ length: 10 }, (_, at) => resolved(el, classColour(at, 10)));
    zero = channels(el, resolved(el, "var(--zero)"));
    tables = new Map();
    stamps = new Map();
  }
  refresh();

  /** @param {number} total */
  function tableOf(total) {
    const found = tables.get(total) ?? classTables(Array.from({ length: total }, (_, at) => channels(el, classColour(at, total))), zero);
    tables.set(total, found);
    return found;
  }

  /** The points on a canvas of their own, which many frames share. @param {Data} data @param {number} index of the data @param {number} wide */
  function pointsOf(data, index, wide) {
    const key = `${index} ${wide}`;
    const known = stamps.get(key);
    if (known) return known;
    const canvas = make("canvas");
    canvas.width = canvas.height = wide;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const count = data.targets.length;
    const radius = (wide / 100) * (count <= 24 ? 2.6 : count <= 160 ? 1.7 : count <= 500 ? 1.25 : 1);
    const [[left, right], [low, high]] = data.domain;
    const reach = largest(data.targets);
    for (let at = 0; at < count; at += 1) {
      const target = data.targets[at];
      const [x, y] = data.dimension === 1 ? [data.points[at], target] : [data.points[2 * at], data.points[2 * at + 1]];
      const path = new Path2D(markPath(markOf(data.kind, target), (wide * (x - left)) / (right - left), (wide * (high - y)) / (high - low), radius));
      const colour = data.kind === "regression" ? signed(target, reach) : classColour(target, data.classes.length);
      context.fillStyle = resolved(el, `color-mix(in srgb, ${colour} 82%, var(--ink))`);
      context.strokeStyle = resolved(el, "var(--surface)");
      context.lineWidth = Math.max(1, radius * 0.4);
      context.globalAlpha = data.train[at] ? 1 : 0.45;
      context.stroke(path);
      context.fill(path);
    }
    stamps.set(key, canvas);
    return canvas;
  }

  /** @param {CanvasRenderingContext2D} context @param {number} wide @param {Float32Array} line @param {Data} data @param {number} index
   * @param {Float32Array} [units] */
  function curve(context, wide, line, data, index, units) {
    const [low, high] = data.domain[1];
    context.clearRect(0, 0, wide, wide);
    context.drawImage(pointsOf(data, index, wide), 0, 0);
    if (units) paintUnits(context, wide, units, line.length, [low, high], hues);
    context.beginPath();
    line.forEach((value, at) => context.lineTo((wide * at) / (line.length - 1), (wide * (high - value)) / (high - low)));
    context.strokeStyle = ink;
    context.lineWidth = Math.max(2, wide / 90);
    context.lineJoin = "round";
    context.stroke();
  }

  return {
    refresh,
    /** @param {HTMLCanvasElement} canvas @param {Answer} answer @param {Data} data @param {number} index of the data */
    paint(canvas, answer, data, index) {
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      const wide = canvas.width;
      if (answer.line) return curve(context, wide, answer.line, data, index, answer.units);
      if (!answer.map) return;
      painter.paint(context, wide, answer.map, answer.side, answer.confidence, answer.confidence && tableOf(data.classes.length));
      context.strokeStyle = ink;
      context.globalAlpha = 0.7;
      context.lineWidth = Math.max(1.5, wide / 130);
      context.beginPath();
      if (answer.confidence) {
        classLines(context, wide, answer.map, answer.side);
        context.stroke();
      } else {
        if (answer.straight && !Number.isNaN(answer.straight[0])) joinEnds(context, wide, answer.straight, data.domain);
        else zeroLine(context, wide, answer.map, answer.side);
        context.stroke();
        context.lineWidth = 1;
        context.globalAlpha = 0.4;
        context.beginPath();
        for (const member of answer.members ?? []) zeroLine(context, wide, member, answer.side);
        context.stroke();
      }
      context.globalAlpha = 1;
      context.drawImage(pointsOf(data, index, wide), 0, 0);
    },
    /** What is seen inside: instead of the answers, or over them. @param {HTMLCanvasElement} canvas @param {import("../messages").ComparedCell} cell
     * @param {Float32Array} numbers */
    inside(canvas, cell, numbers) {
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      if (cell.look === "product") paintProduct(context, canvas.width, numbers, cell.widths, colours);
      else if (!cell.with_answers) paintInside(context, canvas.width, cell, numbers, colours);
    },
  };
}
