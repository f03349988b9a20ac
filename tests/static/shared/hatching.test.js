import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { hatchPattern, hatchedTables, hatcher, onStroke, paintElements, shadeTable, strokeCell } from "../../../static/shared/hatching.js";

const colours = { "--negative": "#f0902a", "--zero": "#f4f4f2", "--positive": "#1a62ad" };

/** A canvas that notes what is done with it. */
function canvas() {
  const done = [];
  const context = {
    globalCompositeOperation: "source-over",
    drawImage: (...what) => done.push([context.globalCompositeOperation, ...what]),
    createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height), width, height }),
    putImageData: ({ data }) => (made.pixels = new Uint32Array(data.buffer)),
    createPattern: (tile, how) => ({ tile, how }),
    beginPath: () => done.push(["begin"]),
    moveTo: (x, y) => done.push(["from", x, y]),
    lineTo: (x, y) => done.push(["to", x, y]),
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

test("the shades of a map are black, the darker the lower it is, and nothing from its middle on", () => {
  const table = shadeTable();
  assert.equal(table.length, 256);
  assert.ok(table.every((entry) => (entry & 0xffffff) === 0));
  const dark = Array.from(table, (entry) => entry >>> 24);
  assert.deepEqual([dark[0], dark[128], dark[255]], [66, 0, 0]);
  assert.ok(dark.every((one, at) => at === 0 || one <= dark[at - 1]));
  assert.ok(dark[127] > 0 && dark[127] < 5 && dark[100] > 40);
});

test("the hatching of the style sheets is as dark", () => {
  const sheet = readFileSync(new URL("../../../static/theme.css", import.meta.url), "utf8");
  assert.equal(Math.round((shadeTable()[0] >>> 24) / 2.55), Number(sheet.match(/--hatch: rgb\(0 0 0 \/ (\d+)%\)/)[1]));
});

test("of a map's shades what lies under strokes is laid over its square, and nothing beside it", () => {
  const { lay } = hatcher();
  const [shades, target] = [canvas(), canvas()];
  lay(target.context, shades, [0.5, 20.5, 19, 19], [7, 8, 39.5], 2, 2);
  const [scratch, strokes] = made.slice(-2);
  assert.deepEqual([scratch.width, scratch.height, strokes.width, strokes.height], [79, 79, 79, 79]);
  assert.deepEqual(scratch.done, [["copy", shades, 0.5, 20.5, 19, 19, 0, 0, 79, 79], ["destination-in", strokes, 0, 0]]);
  assert.deepEqual(target.done, [["source-over", scratch, 0, 0, 79, 79, 7, 8, 39.5, 39.5]]);
});

test("strokes run from one edge to the other over all of a map, and further apart over a large one", () => {
  const { lay } = hatcher();
  const apart = (side, dense) => {
    const known = made.length;
    lay(canvas().context, canvas(), [0, 0, 1, 1], [0, 0, side], dense, dense);
    const strokes = made.at(-1);
    assert.ok(made.length > known);
    const ends = strokes.done.filter(([what]) => what === "from").map(([, x, y]) => x + y);
    assert.ok(ends[0] > 0 && 2 * strokes.width - ends.at(-1) <= ends[0] + 1e-9, "to the farthest corner");
    assert.ok(ends.every((end, at) => Math.abs(end - (at + 1) * ends[0]) < 1e-9));
    for (const [what, x, y] of strokes.done) {
      if (what === "from") assert.ok(y < 0);
      if (what === "to") assert.ok(x < 0 && y > 0);
    }
    assert.equal(strokes.context.lineWidth, 1.1 * dense);
    return ends[0] / Math.SQRT2;
  };
  assert.deepEqual([apart(40, 1), apart(119, 2), apart(120, 1), apart(300, 2)].map((gap) => Number(gap.toFixed(6))), [5, 10, 8, 16]);
});

test("strokes are made once, and anew only for what is larger", () => {
  const { lay } = hatcher();
  const go = (side) => lay(canvas().context, canvas(), [0, 0, 1, 1], [0, 0, side], 1, 1);
  const drawn = () => made.filter(({ done }) => done.some(([what]) => what === "stroke")).length;
  const before = drawn();
  go(40);
  go(30);
  go(40);
  assert.equal(drawn(), before + 1);
  go(50);
  assert.equal(drawn(), before + 2);
});

test("a pattern's tile meets itself at its edges", () => {
  const { tile, how } = hatchPattern(canvas().context, 2);
  assert.deepEqual([tile.width, tile.height, how], [16, 16, "repeat"]);
  assert.deepEqual([tile.context.strokeStyle, tile.context.lineWidth], ["rgb(0 0 0 / 0.26)", 2.2]);
  const from = tile.done.filter(([what]) => what === "from");
  assert.deepEqual(from.map(([, x, y]) => x + y), [0, 16, 32], "through the middle, and two corners");
  const to = tile.done.filter(([what]) => what === "to");
  assert.deepEqual(to.map(([, x, y]) => x + y), [0, 16, 32]);
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
