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

  /** A neuron of a line is a curve over it. @param {Uint8Array} bytes @param {number} side @param {number} index
   * @param {number[]} square left, top and side */
  function drawCurve(bytes, side, index, [left, top, size]) {
    const middle = top + size / 2;
    context.fillStyle = ground;
    context.fillRect(left, top, size, size);
    context.strokeStyle = axis;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(left, middle);
    context.lineTo(left + size, middle);
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

  /** @param {"features" | "neurons"} kind @param {Tile} tile @param {number[]} square left, top and side, in pixels of the canvas */
  function drawMap(kind, { index, alpha }, [left, top, wide]) {
    const { bytes, side } = pictures[kind];
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (alpha < 1) context.clearRect(left, top, wide, wide);
    // The outermost samples lie on the picture's edge.
    context.drawImage(strips[kind].canvas, 0.5, index * side + 0.5, side - 1, side - 1, left, top, wide, wide);
    hatch(context, [left, top, wide], { map: bytes, grid: side, from: index * side * side }, ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
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
          // In whole pixels of the canvas, the strokes too: it is drawn over with each frame, and what is beside the
          // picture, or covers a pixel in part, would grow darker each time.
          const square = [tile.x - tile.size / 2, tile.y - tile.size / 2, tile.size].map((at) => Math.round(at * ratio));
          if (line) drawCurve(bytes, side, tile.index, square.map((at) => at / ratio));
          else drawMap(kind, tile, square);
        }
      }
      context.globalAlpha = 1;
    },
  };
}
