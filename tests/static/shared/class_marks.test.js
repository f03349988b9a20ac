import assert from "node:assert/strict";
import { before, test } from "node:test";
import { classMarker } from "../../../static/shared/class_marks.js";

/** A canvas whose patterns are the marks that were drawn on their tile, and which notes what it fills with which. */
function canvas() {
  const marks = [];
  const filled = [];
  let boxes = [];
  const context = {
    createPattern: (tile) => ({ marks: tile.marks, side: tile.width }),
    stroke: (path) => marks.push(`${context.strokeStyle} ${path.text}`),
    beginPath: () => (boxes = []),
    rect: (...box) => boxes.push(box),
    fill: () => filled.push([context.fillStyle, boxes]),
  };
  return { marks, filled, context, getContext: () => context };
}

before(() => {
  globalThis.Path2D = class {
    constructor(text) {
      this.text = text;
    }
  };
  globalThis.document = { createElement: canvas, documentElement: { dataset: { theme: "light" } } };
});

test("each region has the marks of its class and no other's, and all of the map is in one", () => {
  const grid = 6;
  const winners = Uint8Array.from({ length: grid * grid }, (_, at) => [2, 5, 9, 2, 2, 5][at % grid]);
  const paper = canvas();
  classMarker().paint(paper.context, 50, winners, grid, 1);
  assert.equal(paper.filled.length, 3);
  assert.equal(new Set(paper.filled.map(([{ marks }]) => marks[0])).size, 3, "three kinds of marks");
  const seen = new Uint8Array(50 * 50);
  for (const [, boxes] of paper.filled) {
    for (const [x, y, wide, high] of boxes) {
      for (let row = y; row < y + high; row += 1) for (let column = x; column < x + wide; column += 1) seen[50 * row + column] += 1;
    }
  }
  assert.deepEqual([...new Set(seen)], [1]);
});

test("ten classes have ten kinds of marks, small on a small map, and a pattern is made once", () => {
  const paper = canvas();
  const marker = classMarker();
  const large = Array.from({ length: 10 }, (_, index) => marker.patternOf(paper.context, index, 1, true));
  assert.equal(new Set(large.map(({ marks }) => marks[0])).size, 10);
  assert.equal(marker.patternOf(paper.context, 3, 1, true), large[3]);
  document.documentElement.dataset.theme = "dark";
  assert.notEqual(marker.patternOf(paper.context, 3, 1, true).marks.at(-1), large[3].marks.at(-1), "light on what is dark");
  document.documentElement.dataset.theme = "light";
  const small = marker.patternOf(paper.context, 3, 1, false);
  assert.ok(small.side < large[3].side);
  assert.notEqual(small.marks[0], large[3].marks[0]);
});
