// @ts-check
// What is negative is orange, and hatched too: the sign of a picture holds without hue, on paper, on a pale projector and
// for eyes that see none.
import { signedTable } from "./palette.js";

const [CLOSE, WIDE] = [5, 8]; // px from one stroke to the next, on what is small and on what is large
const LARGE = 120; // px, from there on a picture is large
const DARKER = 0.26; // than what lies around it a stroke is
const STROKE = 1.1; // px
const FINEST = 12; // pixels that an element of a picture is painted with, to a side
const FULL = 0.3; // of the largest size: from there on a stroke is as dark as it gets

/** @param {number} at of the 256 entries of the palette @returns {number} share of its light that a stroke takes */
const shade = (at) => DARKER * Math.min(1, Math.max(0, 128 - at) / 128 / FULL);

/** The signed palette beside a stroke, and under one: what is negative is darker there, what is not as it is.
 * @returns {[Uint32Array, Uint32Array]} */
export function hatchedTables() {
  const beside = signedTable();
  const under = beside.map((entry, at) => {
    const [r, g, b] = [0, 8, 16].map((bits) => Math.round(((entry >>> bits) & 255) * (1 - shade(at))));
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
  return [beside, under];
}

/** Whether a stroke runs through a pixel of a picture. @param {number} x @param {number} y */
export const onStroke = (x, y) => (x + y) % CLOSE === 0;

/** How dark a stroke is over each of the 256 heights of a map: black, of an opacity. @returns {Uint32Array} */
export const shadeTable = () => Uint32Array.from({ length: 256 }, (_, at) => (Math.round(255 * shade(at)) << 24) >>> 0);

/** Strokes with which any area is filled, over what is there. @param {CanvasRenderingContext2D} context @param {number} dense its
 * pixels to one of the page's */
export function hatchPattern(context, dense) {
  const side = Math.round(WIDE * dense);
  const tile = document.createElement("canvas");
  tile.width = tile.height = side;
  const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  pen.strokeStyle = `rgb(0 0 0 / ${DARKER})`;
  pen.lineWidth = STROKE * dense;
  pen.beginPath();
  for (const at of [0, side, 2 * side]) { // two of its corners too
    pen.moveTo(at + side, -side);
    pen.lineTo(at - side, side);
  }
  pen.stroke();
  return /** @type {CanvasPattern} */ (context.createPattern(tile, "repeat"));
}

/** Lays strokes over maps that are made large on a canvas: of the map's shades, what lies under a stroke is let through. */
export function hatcher() {
  /** @type {Map<number, HTMLCanvasElement>} by how far they are apart */
  const known = new Map();
  const scratch = document.createElement("canvas");
  scratch.width = scratch.height = 1;
  const over = /** @type {CanvasRenderingContext2D} */ (scratch.getContext("2d"));

  /** Strokes over a square. @param {number} side of it at least, in pixels @param {number} apart @param {number} thick */
  function strokes(side, apart, thick) {
    let found = known.get(apart);
    if (found && found.width >= side) return found;
    found = document.createElement("canvas");
    found.width = found.height = side;
    const pen = /** @type {CanvasRenderingContext2D} */ (found.getContext("2d"));
    pen.lineWidth = thick;
    for (let at = apart; at < 2 * side; at += apart) {
      pen.moveTo(at + thick, -thick);
      pen.lineTo(-thick, at + thick);
    }
    pen.stroke();
    known.set(apart, found);
    return found;
  }

  return {
    /** @param {CanvasRenderingContext2D} target @param {HTMLCanvasElement} shades the map in those of `shadeTable`
     * @param {[number, number, number, number]} part of it @param {[number, number, number]} square left, top and side, in the target's units
     * @param {number} scale the target's pixels to one of its units @param {number} dense to one of the page's */
    lay(target, shades, part, [left, top, side], scale, dense) {
      const wide = Math.ceil(side * scale);
      if (scratch.width < wide) scratch.width = scratch.height = wide;
      over.globalCompositeOperation = "copy"; // nothing of another map is left
      over.drawImage(shades, ...part, 0, 0, wide, wide);
      over.globalCompositeOperation = "destination-in";
      const apart = wide < LARGE * dense ? CLOSE : WIDE;
      over.drawImage(strokes(scratch.width, apart * dense * Math.SQRT2, STROKE * dense), 0, 0);
      // No wider than the map: what lies beyond it is not painted anew, and strokes would add up there.
      target.drawImage(scratch, 0, 0, side * scale, side * scale, left, top, side, side);
    },
  };
}

/** A stroke across one cell. @param {CanvasRenderingContext2D} context @param {number[]} cell left, top and side @param {string} colour */
export function strokeCell(context, [x, y, side], colour) {
  context.beginPath();
  context.moveTo(x, y + side);
  context.lineTo(x + side, y);
  context.strokeStyle = colour;
  context.lineWidth = Math.max(STROKE, side / 8);
  context.stroke();
}

/** A picture of elements, each of so many pixels that what is negative can be hatched.
 * @param {HTMLCanvasElement} canvas @param {number[]} count rows and columns @param {number[]} size how high and wide it is seen, px
 * @param {[Uint32Array, Uint32Array]} tables beside a stroke and under one
 * @param {(row: number, column: number, table: Uint32Array) => number} colourAt an element's colour */
export function paintElements(canvas, [rows, columns], [high, wide], tables, colourAt) {
  const [down, across] = [high / rows, wide / columns].map((side) => Math.max(1, Math.min(FINEST, Math.round(side))));
  canvas.width = columns * across;
  canvas.height = rows * down;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [plain, stroke] = tables.map((table) => colourAt(row, column, table));
      for (let y = row * down; y < (row + 1) * down; y += 1) {
        for (let x = column * across; x < (column + 1) * across; x += 1) pixels[y * canvas.width + x] = onStroke(x, y) ? stroke : plain;
      }
    }
  }
  context.putImageData(image, 0, 0);
}
