// @ts-check
// The tiles of the datasets: what each one's points look like. They are images, since they stand still: each canvas on a
// page is put together with the others anew in every frame, while a network trains too.
import { make } from "../shared/elements.js";
import { channels, markOf, markPath, resolved } from "../shared/markers.js";
import { classColour, signed } from "../shared/palette.js";

/** @typedef {import("../messages").DatasetItem} Item */

/** Paints anew what the size of its tile, the theme or the data have changed. @param {HTMLElement} el any element under
 * the theme @param {HTMLImageElement[]} tiles one an item @param {Item[]} items */
export function paintTiles(el, tiles, items) {
  // All is measured before anything is painted: each look at a page that has just been changed lays it out anew.
  const sizes = tiles.map((tile) => [tile.clientWidth || 40, tile.clientHeight || 40]);
  /** @type {Map<string, string>} */
  const colours = new Map();
  const canvas = make("canvas");
  items.forEach((item, at) => {
    paintTile(el, canvas, sizes[at], item, colours);
    tiles[at].src = canvas.toDataURL();
  });
}

/** Whether any of them has another size than what was painted. @param {HTMLImageElement[]} tiles */
export function outgrown(tiles) {
  return tiles.some((tile) => Math.abs(tile.clientWidth * density() - tile.naturalWidth) > 1);
}

const density = () => Math.min(2, window.devicePixelRatio || 1);

/** @param {HTMLElement} el @param {HTMLCanvasElement} canvas @param {number[]} size @param {Item} item
 * @param {Map<string, string>} colours those that a canvas can use, by those of the theme */
function paintTile(el, canvas, [wide, high], item, colours) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const dense = density();
  canvas.width = wide * dense;
  canvas.height = high * dense;
  context.scale(dense, dense);
  const edge = 3;
  const [[xLow, xHigh], [yLow, yHigh]] = item.dimension === 1 ? [item.domain[0], [-1.25, 1.25]] : item.domain;
  const across = item.dimension === 1 ? wide : Math.min(wide, high); // a disc stays round
  const places = Array.from(item.targets, (target, at) => {
    const [x, y] = item.dimension === 1 ? [item.points[at], target] : [item.points[2 * at], item.points[2 * at + 1]];
    return [(wide - across) / 2 + edge + ((x - xLow) / (xHigh - xLow)) * (across - 2 * edge), edge + ((yHigh - y) / (yHigh - yLow)) * (high - 2 * edge)];
  });
  if (item.dimension === 1) {
    context.beginPath();
    for (const [x, y] of places) context.lineTo(x, y);
    context.strokeStyle = resolved(el, "var(--ink)");
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.stroke();
    return;
  }
  const radius = item.fixed ? 3.5 : item.kind === "regression" ? 1.9 : item.name === "spiral" ? 1.3 : 1.5;
  places.forEach(([x, y], at) => {
    const target = item.targets[at];
    const colour = item.kind === "regression" ? signed(Math.round(target * 8) / 8, 0.8) : classColour(target, item.classes);
    let fill = colours.get(colour);
    if (!fill) colours.set(colour, (fill = `rgb(${channels(el, colour).join()})`));
    context.fillStyle = fill;
    context.fill(new Path2D(markPath(markOf(item.kind, target), x, y, radius)));
  });
}
