// @ts-check
// A grid of small whole numbers as a smooth picture: of one byte each, or of two where it is fine.
import { make } from "./elements.js";
import { classMarker } from "./class_marks.js";
import { hatcher } from "./hatching.js";
import { signedTable } from "./palette.js";

/** @typedef {Uint8Array | Uint16Array} Heights */

const MUCH = 5; // px that a place of a map is wide

/** One RGBA table a class, 256 entries from its colour's faintest (a guess) to its fullest (certain), one after another.
 * @param {number[][]} colours [r, g, b] a class @param {number[]} blank @returns {Uint32Array} */
export function classTables(colours, blank) {
  const table = new Uint32Array(256 * colours.length);
  const least = 1 / Math.max(2, colours.length); // the winner of n classes has at least 1/n
  colours.forEach((colour, index) => {
    for (let entry = 0; entry < 256; entry += 1) {
      const share = 0.12 + 0.88 * Math.max(0, (entry / 255 - least) / (1 - least));
      const [r, g, b] = colour.map((channel, i) => Math.round(blank[i] + (channel - blank[i]) * share));
      table[index * 256 + entry] = (255 << 24) | (b << 16) | (g << 8) | r;
    }
  });
  return table;
}

/** The middle of what the numbers of a map can be. @param {Heights} map */
const middleOf = (map) => 2 ** (8 * map.BYTES_PER_ELEMENT - 1);

/** How far a number of a map is from the middle, from -1 to 1. @param {Heights} map @param {number} at */
export function heightAt(map, at) {
  const middle = middleOf(map);
  return (map[at] - middle) / (map[at] < middle ? middle : middle - 1);
}

/** How a map is made smooth: where a place of it is a few pixels wide, nobody sees what the best would add, and twelve
 * cells at each frame would wait for it. @param {number} side px @param {number} grid @returns {ImageSmoothingQuality} */
export const smoothing = (side, grid) => (side > MUCH * grid ? "high" : "low");

/** Paints maps on a canvas. */
export function heatPainter() {
  const small = make("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d"));
  const hatch = hatcher();
  const marker = classMarker();
  let table = signedTable();
  /** @type {ImageData | null} */
  let image = null;
  let cells = new Uint32Array(0);

  /** @param {number} grid */
  function fit(grid) {
    if (image && image.width === grid) return;
    small.width = small.height = grid;
    image = context.createImageData(grid, grid);
    cells = new Uint32Array(image.data.buffer);
  }

  /** What the cells have been filled with, made as large. @param {CanvasRenderingContext2D} target @param {number} side @param {number} grid */
  function lay(target, side, grid) {
    context.putImageData(/** @type {ImageData} */ (image), 0, 0);
    target.imageSmoothingEnabled = true;
    target.imageSmoothingQuality = smoothing(side, grid);
    // Made larger, a place may come out a 255th from opaque, and show what was there before.
    target.clearRect(0, 0, side, side);
    // The first and the last cell are samples on the plot's edge, so their centres belong there.
    target.drawImage(small, 0.5, 0.5, grid - 1, grid - 1, 0, 0, side, side);
  }

  return {
    /** The theme has changed. */
    refresh() {
      table = signedTable();
    },
    /** @param {CanvasRenderingContext2D} target @param {number} side in the target's pixels @param {Heights} map
     * @param {number} grid @param {Uint8Array} [confidence] @param {Uint32Array} [classes] tables, when `map` has classes */
    paint(target, side, map, grid, confidence, classes) {
      fit(grid);
      const count = grid * grid;
      if (confidence && classes) for (let at = 0; at < count; at += 1) cells[at] = classes[map[at] * 256 + confidence[at]];
      else {
        const spare = 8 * (map.BYTES_PER_ELEMENT - 1);
        for (let at = 0; at < count; at += 1) cells[at] = table[map[at] >> spare];
      }
      lay(target, side, grid);
      const dense = Math.min(2, window.devicePixelRatio || 1);
      if (confidence) marker.paint(target, side, map, grid, dense);
      else hatch(target, [0, 0, side], { map, grid }, dense);
    },
    /** Heights that have neither signs nor classes. @param {CanvasRenderingContext2D} target @param {number} side in the
     * target's pixels @param {Uint8Array} heights @param {number} grid @param {Uint32Array} shades one a height */
    paintShades(target, side, heights, grid, shades) {
      fit(grid);
      for (let at = 0; at < grid * grid; at += 1) cells[at] = shades[heights[at]];
      lay(target, side, grid);
    },
  };
}

/** The map with its steps smoothed away, so that a line through a gentle slope does not run in stairs.
 * @param {Uint8Array} map @param {number} grid */
function smoothed(map, grid) {
  const across = new Float32Array(map.length);
  const both = new Float32Array(map.length);
  for (let at = 0; at < map.length; at += 1) {
    const column = at % grid;
    across[at] = (map[column ? at - 1 : at] + 2 * map[at] + map[column < grid - 1 ? at + 1 : at]) / 4;
  }
  for (let at = 0; at < map.length; at += 1) {
    both[at] = (across[at < grid ? at : at - grid] + 2 * across[at] + across[at + grid < map.length ? at + grid : at]) / 4;
  }
  return both;
}

/** Where the line crosses the edge of a cell: a number of its own an edge, x and y. @typedef {[number, number, number]} Crossing */

/** Adds to `path` the line along which the map is in the middle, by marching squares. Numbers of two bytes have no steps
 * to be smoothed away: what is thin would go with them.
 * @param {CanvasRenderingContext2D} path @param {number} side @param {Heights} heights @param {number} grid */
export function zeroLine(path, side, heights, grid) {
  const map = heights instanceof Uint8Array ? smoothed(heights, grid) : heights;
  const level = middleOf(heights) + 0.5; // an area of exact zeros lies on one side of it
  const unit = side / (grid - 1);
  /** @type {[Crossing, Crossing][]} */
  const pieces = [];
  for (let row = 0; row < grid - 1; row += 1) {
    for (let column = 0; column < grid - 1; column += 1) {
      const at = row * grid + column;
      const [a, b, c, d] = [map[at], map[at + 1], map[at + grid + 1], map[at + grid]];
      const corner = (a > level ? 8 : 0) | (b > level ? 4 : 0) | (c > level ? 2 : 0) | (d > level ? 1 : 0);
      if (corner === 0 || corner === 15) continue;
      const x = column * unit;
      const y = row * unit;
      /** @type {Crossing[]} */
      const [top, bottom, left, right] = [
        [2 * at, x + ((level - a) / (b - a)) * unit, y], [2 * (at + grid), x + ((level - d) / (c - d)) * unit, y + unit],
        [2 * at + 1, x, y + ((level - a) / (d - a)) * unit], [2 * at + 3, x + unit, y + ((level - b) / (c - b)) * unit],
      ];
      const single = corner > 7 ? 15 - corner : corner;
      if (single === 1 || corner === 10) pieces.push([left, bottom]);
      if (single === 2 || corner === 5) pieces.push([bottom, right]);
      if (single === 3) pieces.push([left, right]);
      if (single === 4 || corner === 10) pieces.push([top, right]);
      if (single === 6) pieces.push([top, bottom]);
      if (single === 7 || corner === 5) pieces.push([left, top]);
    }
  }
  for (const line of chained(pieces)) line.forEach(([, x, y], at) => (at ? path.lineTo(x, y) : path.moveTo(x, y)));
}

/** The pieces as lines from end to end: dashes that began anew in each cell would make a line without gaps.
 * @param {[Crossing, Crossing][]} pieces @returns {Crossing[][]} */
function chained(pieces) {
  /** @type {Map<number, Crossing[]>} with what a crossing is joined: with one more where the line ends, else with two */
  const joined = new Map();
  for (const [one, other] of pieces) {
    for (const [from, to] of [[one, other], [other, one]]) joined.set(from[0], [...(joined.get(from[0]) ?? []), to]);
  }
  /** @param {Crossing} start */
  function follow(start) {
    const line = [start];
    for (let at = start; ; ) {
      const next = joined.get(at[0])?.pop();
      if (!next) return line;
      const back = joined.get(next[0]);
      back?.splice(back.findIndex(([id]) => id === at[0]), 1);
      line.push((at = next));
    }
  }
  const all = pieces.flat();
  const ends = all.filter(([id]) => joined.get(id)?.length === 1);
  return [...ends, ...all].map(follow).filter((line) => line.length > 1); // those without an end go around
}

/** Adds to `path` the lines between the regions of a map of classes. @param {CanvasRenderingContext2D} path @param {number} side
 * @param {Heights} winners the class of each place @param {number} grid */
export function classLines(path, side, winners, grid) {
  // What lies around all others but one lies around that one too.
  for (const one of [...new Set(winners)].slice(1)) zeroLine(path, side, Uint8Array.from(winners, (winner) => (winner === one ? 255 : 0)), grid);
}

/** Adds to `path` the line between two places of a domain: what is linear turns along a straight one, however flat its map.
 * @param {CanvasRenderingContext2D} path @param {number} side @param {ArrayLike<number>} ends x and y of the one and of
 * the other, NaN where there is none @param {number[][]} domain */
export function joinEnds(path, side, ends, [[left, right], [low, high]]) {
  if (Number.isNaN(ends[0])) return;
  const [x1, y1, x2, y2] = Array.from(ends, (value, at) => side * (at % 2 ? (high - value) / (high - low) : (value - left) / (right - left)));
  join(path, x1, y1, x2, y2);
}

/** @param {CanvasRenderingContext2D} path @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
function join(path, x1, y1, x2, y2) {
  path.moveTo(x1, y1);
  path.lineTo(x2, y2);
}
