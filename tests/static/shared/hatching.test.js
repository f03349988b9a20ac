import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { hatchPattern, hatchedTables, hatcher, onStroke, paintElements, strokeCell } from "../../../static/shared/hatching.js";

const colours = { "--negative": "#f0902a", "--zero": "#f4f4f2", "--positive": "#1a62ad" };

/** A canvas that notes what is done with it. */
function canvas() {
  const done = [];
  const context = {
    createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height), width, height }),
    putImageData: ({ data }) => (made.pixels = new Uint32Array(data.buffer)),
    createPattern: (tile, how) => ({ tile, how }),
    beginPath: () => done.push(["begin"]),
    moveTo: (x, y) => done.push(["from", x, y]),
    lineTo: (x, y) => done.push(["to", x, y]),
    rect: (...box) => done.push(["rect", ...box]),
    fill: () => done.push(["fill"]),
    stroke: () => done.push(["stroke", context.strokeStyle, context.lineWidth]),
  };
  const made = { width: 300, height: 150, done, context, getContext: () => context };
  return made;
}

const made = [];
before(() => {
  globalThis.document = {
    documentElement: {},
    createElement: () => {
      made.push(canvas());
      return made.at(-1);
    },
  };
  globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => colours[name] ?? "" });
});

const channels = (entry) => [entry & 255, (entry >>> 8) & 255, (entry >>> 16) & 255];
const brightness = (entry) => channels(entry).reduce((sum, channel) => sum + channel, 0);

test("under a stroke what is negative is darker, and what is not is as it was", () => {
  const [beside, under] = hatchedTables();
  assert.deepEqual(channels(beside[0]), [0xf0, 0x90, 0x2a]);
  assert.deepEqual(channels(under[0]), [0xf0, 0x90, 0x2a].map((channel) => Math.round(channel * 0.74)));
  assert.deepEqual([...under.subarray(128)], [...beside.subarray(128)]);
  for (let at = 0; at < 128; at += 1) assert.equal(under[at] >>> 24, 255);
  for (let at = 0; at < 90; at += 1) assert.ok(Math.abs(brightness(under[at]) / brightness(beside[at]) - 0.74) < 0.01, `${at}`);
  assert.ok(brightness(under[127]) > 0.97 * brightness(beside[127]), "what is nearly nothing is hardly hatched");
});

test("the hatching of the style sheets is as dark", () => {
  const sheet = readFileSync(new URL("../../../static/theme.css", import.meta.url), "utf8");
  const { tile } = hatchPattern(canvas().context, 1);
  assert.equal(tile.context.strokeStyle, `rgb(0 0 0 / ${Number(sheet.match(/--hatch: rgb\(0 0 0 \/ (\d+)%\)/)[1]) / 100})`);
});

/** The pixels that are hatched of a picture, by how often. */
function hatched(picture, [left, top, side], dense = 1) {
  const paper = canvas();
  hatcher()(paper.context, [left, top, side], picture, dense);
  const seen = new Map();
  let [rects, fills] = [[], 0];
  for (const [what, ...rest] of paper.done) {
    if (what === "begin") rects = [];
    if (what === "rect") rects.push(rest);
    if (what !== "fill") continue;
    fills += 1;
    for (const [x, y, wide, high] of rects) {
      assert.ok([x, y, wide, high].every(Number.isInteger) && wide > 0 && high > 0, "no seams");
      assert.ok(x >= left && y >= top && x + wide <= left + side && y + high <= top + side, "nothing beside the map");
      for (let row = y; row < y + high; row += 1) for (let column = x; column < x + wide; column += 1) seen.set(`${column} ${row}`, (seen.get(`${column} ${row}`) ?? 0) + 1);
    }
  }
  return { seen, fills, how: paper.context.fillStyle };
}

test("where a map is negative it is hatched, faintly where it is little, and nowhere else", () => {
  const grid = 5;
  const map = Uint8Array.from([0, 60, 100, 120, 128].flatMap((_, row, column) => column.map((value) => (row < 4 ? value : 255))));
  const { seen, fills } = hatched({ map, grid }, [100, 200, 40]);
  assert.equal(fills, 2);
  // Five places over 40 pixels: the first and the last are half as wide as the others.
  const at = (column, row) => seen.get(`${100 + column} ${200 + row}`) ?? 0;
  for (let column = 0; column < 40; column += 1) {
    const expected = column < 15 ? 2 : column < 35 ? 1 : 0; // 0 and 60 are far below the middle, 100 and 120 below it
    for (const row of [0, 4, 20, 34]) assert.equal(at(column, row), expected, `${column} ${row}`);
    for (const row of [35, 39]) assert.equal(at(column, row), 0, `${column} ${row}`);
  }
});

test("what is hardly negative is not hatched, in bytes and in twice as many bits", () => {
  for (const [Kind, middle] of [[Uint8Array, 128], [Uint16Array, 32768]]) {
    const all = (share) => hatched({ map: new Kind(9).fill(Math.floor(middle * (1 - share))), grid: 3 }, [0, 0, 10]).seen;
    assert.equal(all(0.02).size, 0);
    assert.deepEqual([...new Set(all(0.06).values())], [1]);
    assert.deepEqual([...new Set(all(0.3).values())], [2]);
    assert.equal(all(0.06).size, 100);
    assert.equal(all(-0.5).size, 0);
  }
});

test("of many pictures one after the other the one at a place is hatched", () => {
  const map = new Uint8Array(3 * 4).fill(255);
  map.fill(0, 4, 8);
  assert.deepEqual([0, 4, 8].map((from) => hatched({ map, grid: 2, from }, [0, 0, 8]).seen.size), [0, 64, 0]);
});

test("strokes are further apart over a large map, and as thick on a dense screen", () => {
  const apart = (side, dense) => hatched({ map: new Uint8Array(4), grid: 2 }, [0, 0, side], dense).how.tile;
  assert.deepEqual([[119, 1], [120, 1], [239, 2], [240, 2]].map(([side, dense]) => apart(side, dense).width), [6, 10, 12, 20]);
  assert.deepEqual([apart(40, 1), apart(40, 2)].map(({ context }) => context.lineWidth), [1.1, 2.2]);
  assert.equal(apart(40, 1).context.strokeStyle, "rgb(0 0 0 / 0.13)", "two of them are as dark as one elsewhere");
});

test("a pattern is made once for each distance", () => {
  const hatch = hatcher();
  const known = made.length;
  for (const side of [40, 50, 300, 40]) hatch(canvas().context, [0, 0, side], { map: new Uint8Array(4), grid: 2 }, 1);
  assert.equal(made.length, known + 2);
});

test("a pattern's tile meets itself at its edges", () => {
  const { tile, how } = hatchPattern(canvas().context, 2);
  assert.deepEqual([tile.width, tile.height, how], [20, 20, "repeat"]);
  assert.deepEqual([tile.context.strokeStyle, tile.context.lineWidth], ["rgb(0 0 0 / 0.26)", 2.2]);
  const from = tile.done.filter(([what]) => what === "from");
  assert.deepEqual(from.map(([, x, y]) => x + y), [0, 20, 40], "through the middle, and two corners");
  const to = tile.done.filter(([what]) => what === "to");
  assert.deepEqual(to.map(([, x, y]) => x + y), [0, 20, 40]);
});

test("a stroke crosses a cell from its lower left, thicker in a larger one", () => {
  const { context, done } = canvas();
  strokeCell(context, [10, 20, 16], "brown");
  assert.deepEqual(done, [["begin"], ["from", 10, 36], ["to", 26, 20], ["stroke", "brown", 2]]);
  strokeCell(context, [0, 0, 4], "brown");
  assert.deepEqual(done.at(-1), ["stroke", "brown", 1.1]);
});

test("each negative element of a picture has pixels beside a stroke and under one, and no other has", () => {
  const picture = canvas();
  const values = [[-1, 0.5, -0.2], [0, 1, -0.6]];
  paintElements(picture, [2, 3], [16.2, 30], hatchedTables(), (row, column, table) => table[128 + Math.round(127 * values[row][column])]);
  assert.deepEqual([picture.width, picture.height], [30, 16]);
  for (const [row, line] of values.entries()) {
    for (const [column, value] of line.entries()) {
      const seen = new Set();
      for (let y = 8 * row; y < 8 * row + 8; y += 1) {
        for (let x = 10 * column; x < 10 * column + 10; x += 1) {
          seen.add(picture.pixels[30 * y + x]);
          if (value < 0) assert.equal(picture.pixels[30 * y + x] === hatchedTables()[1][128 + Math.round(127 * value)], onStroke(x, y));
        }
      }
      assert.equal(seen.size, value < 0 ? 2 : 1, `${value}`);
    }
  }
});

test("an element has at least one pixel, and no more than are of use", () => {
  const picture = canvas();
  paintElements(picture, [1, 200], [90, 100], hatchedTables(), () => 0);
  assert.deepEqual([picture.width, picture.height], [200, 12]);
});
