// @ts-check
// The heat maps of features and neurons, all on one canvas: bytes to colours once a frame, then one small copy each.
import { make } from "../shared/elements.js";
import { hatcher } from "../shared/hatching.js";
import { resolved } from "../shared/markers.js";
import { signedTable } from "../shared/palette.js";

/** @typedef {{x: number, y: number, size: number, alpha: number, index: number}} Tile where picture `index` goes */

/** A strip of square pictures under each other. */
function strip() {
  const canvas = make("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {ImageData | null} */
  let image = null;
  let cells = new Uint32Array(0);
  return {
    canvas,
    /** @param {Uint8Array} bytes @param {number} side @param {Uint32Array} table */
    fill(bytes, side, table) {
      const rows = bytes.length / side;
      if (!image || image.width !== side || image.height !== rows) {
        canvas.width = side;
        canvas.height = rows;
        image = context.createImageData(side, rows);
        cells = new Uint32Array(image.data.buffer);
      }
      for (let at = 0; at < bytes.length; at += 1) cells[at] = table[bytes[at]];
      context.putImageData(image, 0, 0);
    },
  };
}

/** @param {HTMLCanvasElement} canvas */
export function mapPainter(canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const hatch = hatcher();
  let table = signedTable();
  let ink = "#000";
  let [ground, axis] = ["#fff", "#ccc"];
  const strips = { features: strip(), neurons: strip() };
  /** @type {Record<string, {bytes: Uint8Array, side: number, line: boolean, count: number}>} */
  const pictures = {};

  /** @param {"features" | "neurons"} kind @param {Uint8Array} bytes @param {number} side @param {number} count */
  function load(kind, bytes, side, count) {
    const line = bytes.length === side * count;
    pictures[kind] = { bytes, side, line, count };
    if (!line && bytes.length === side * side * count) strips[kind].fill(bytes, side, table);
  }

  /** A neuron of a line is a curve over it. @param {Uint8Array} bytes @param {number} side @param {Tile} tile */
  function drawCurve(bytes, side, { x, y, size, index }) {
    const [left, top] = [x - size / 2, y - size / 2];
    context.fillStyle = ground;
    context.fillRect(left, top, size, size);
    context.strokeStyle = axis;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(left + size, y);
    context.stroke();
    context.strokeStyle = ink;
    context.lineWidth = size > 20 ? 1.75 : 1;
    context.beginPath();
    for (let at = 0; at < side; at += 1) {
      const height = top + size * (0.94 - (0.88 * bytes[index * side + at]) / 255);
      context.lineTo(left + (size * at) / (side - 1), height);
    }
    context.stroke();
  }

  return {
    load,
    /** The theme has changed. @param {HTMLElement} el */
    refresh(el) {
      table = signedTable();
      [ink, ground, axis] = ["var(--ink)", "var(--surface)", "var(--line)"].map((colour) => resolved(el, colour));
      for (const [kind, { bytes, side, count }] of Object.entries(pictures)) load(/** @type {"features" | "neurons"} */ (kind), bytes, side, count);
    },
    /** @param {number} width @param {number} height */
    resize(width, height) {
      const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (canvas.width !== w || canvas.height !== h) {
        canvas.width = w;
        canvas.height = h;
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      }
    },
    /** @param {Record<"features" | "neurons", Tile[]>} tiles @param {boolean} moved whether anything stands elsewhere than before */
    draw(tiles, moved) {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (moved) context.clearRect(0, 0, canvas.width, canvas.height);
      context.imageSmoothingEnabled = true;
      for (const kind of /** @type {const} */ (["features", "neurons"])) {
        const picture = pictures[kind];
        if (!picture || (!moved && kind === "features")) continue;
        const { bytes, side, line, count } = picture;
        for (const tile of tiles[kind]) {
          if (tile.index >= count || tile.size < 2) continue;
          context.globalAlpha = tile.alpha;
          if (line) drawCurve(bytes, side, tile);
          else {
            // The outermost samples lie on the picture's edge.
            const [left, top] = [tile.x - tile.size / 2, tile.y - tile.size / 2];
            if (tile.alpha < 1) context.clearRect(left, top, tile.size, tile.size);
            context.drawImage(strips[kind].canvas, 0.5, tile.index * side + 0.5, side - 1, side - 1, left, top, tile.size, tile.size);
            const [across, down] = [Math.round(left * ratio), Math.round(top * ratio)];
            context.setTransform(1, 0, 0, 1, 0, 0);
            hatch(context, [across, down, Math.round(tile.size * ratio)], { map: bytes, grid: side, from: tile.index * side * side }, ratio);
            context.setTransform(ratio, 0, 0, ratio, 0, 0);
          }
        }
      }
      context.globalAlpha = 1;
    },
  };
}
