import assert from "node:assert/strict";
import { test } from "node:test";
import { isStacked, placesAsked, placesOf, sizeOf } from "../../../static/compare/cell_sizes.js";

const room = { width: 840, height: 540, type: 14, narrow: false };
const both = true; // an accuracy beside the loss

test("a row is broken where its cells become much larger by it", () => {
  assert.equal(sizeOf(room, 4, null).columns, 4);
  assert.equal(sizeOf(room, 6, null).columns, 3);
  assert.equal(sizeOf({ ...room, height: 200 }, 6, null).columns, 6);
  assert.equal(sizeOf({ ...room, width: 1290, height: 900 }, 4, null).columns, 4, "not for a fifth more");
  assert.ok(sizeOf(room, 2, null).side > sizeOf(room, 4, null).side);
});

test("under a row there is room for another value", () => {
  const { side, columns } = sizeOf(room, 6, null);
  const lines = Math.ceil(6 / columns);
  assert.ok(lines * (side + 1.7 * 14 + 2.4 * 14 + 8 + 10) + 2.4 * 14 <= 540);
});

test("all cells of a grid are in sight where that leaves them large enough", () => {
  const { side, columns } = sizeOf(room, 4, 3);
  assert.equal(columns, 4);
  assert.ok(3 * side < 540 && 4 * side < 840);
  const low = sizeOf({ ...room, height: 450 }, 4, 3).side;
  assert.ok(low >= 5.5 * 14 && low < 7 * 14, "somewhat smaller, so that none is out of sight");
  assert.equal(sizeOf({ ...room, height: 100 }, 4, 3).side, 98, "where they are out of sight all the same, no smaller");
});

test("where a loss and an accuracy have no room beside each other, both have the height for two lines", () => {
  const small = { ...room, both, width: 6 * 110 };
  const { side } = sizeOf(small, 6, 3);
  assert.ok(isStacked(small, side));
  const [rows, under] = [3, 1.7 * 14 + 14];
  const grid = { ...room, both, height: 450 };
  const found = sizeOf(grid, 4, rows).side;
  assert.ok(isStacked(grid, found) && rows * (found + under + 10) + 2.4 * 14 + 8 <= 450 - 2.4 * 14 - 10);
  assert.ok(found < sizeOf({ ...grid, both: false }, 4, rows).side, "which it takes of the map");
  assert.ok(!isStacked({ ...room, both }, 140) && !isStacked({ ...room, both: false }, 90));
});

test("a phone shows one cell, as wide as it is", () => {
  assert.equal(sizeOf({ width: 390, height: 0, type: 14, narrow: true }, 6, null).side, 370);
});

const whole = { width: 1890, height: 880, type: 14, narrow: false, beside: 600 };

const grid = { ...whole, width: 1270, beside: 200 };

/** What stands over the cells in their room, at which place, and what is left. @param {typeof whole} room @param {number} count
 * @param {number | null} [rows] @param {import("../../../static/compare/cell_sizes.js").Place} [now] */
const placed = (room, count, rows = null, now = "beside") => placesOf(room, count, rows, now);

test("the table stands under a row of cells on a screen that is high enough for both, has all the height, and stays there", () => {
  const found = placed(whole, 3);
  assert.equal(found.place, "under");
  assert.equal(found.room.height + found.below, 880);
  assert.equal(found.room.width, 1290);
  const { side } = sizeOf(found.room, 3, null);
  assert.equal(side, sizeOf({ ...whole, width: 1290 }, 3, null).side, "the cells are no smaller by it");
  assert.ok(found.room.height - side < 140, "and there is no gap under them");
  const heights = Array.from({ length: 80 }, (_, at) => 500 + 5 * at);
  const first = heights.find((height) => placed({ ...grid, height }, 3).place === "under") ?? 0;
  assert.equal(placed({ ...grid, height: first - 5 }, 3).place, "beside");
  assert.equal(placed({ ...grid, height: first - 20 }, 3, null, "under").place, "under", "where it is a little higher than thought");
  assert.equal(placed({ ...whole, narrow: true }, 3).place, "beside");
  const table = (/** @type {number} */ runs) => (runs + 1) * 1.5 * 14 + 12; // with all of its rows
  for (const height of heights) {
    const { below, place: three } = placed({ ...grid, height }, 3, null, "under");
    assert.ok(three !== "under" || below >= table(3), "and it has all of its rows");
    const { room: left, place } = placed({ ...grid, height }, 6, null, "under");
    const beside = sizeOf({ ...grid, width: 1070, height }, 6, null).side;
    if (place === "under") assert.equal(sizeOf(left, 6, null).side, beside, "an answer that opens takes the table's height, not the cells'");
  }
});

test("the curves go below a row whose cells become larger by that, and stay there", () => {
  const found = placed(whole, 4);
  assert.equal(found.place, "below");
  assert.equal(found.room.width, 1890);
  assert.ok(sizeOf(found.room, 4, null).side > 1.3 * sizeOf({ ...whole, width: 1290 }, 4, null).side);
  assert.ok(found.below >= 250, "they have room themselves");
  assert.equal(sizeOf(found.room, 4, null).columns, 4);
  assert.equal(placed(whole, 3).place, "under", "not for a little");
  assert.equal(placed(whole, 3, 3).place, "beside", "a grid needs the height");
  for (let height = 500; height < 900; height += 5) {
    const { place } = placed({ ...whole, height }, 5);
    // As wide as the page, the settings over the cells take a line less: that must not send the curves back.
    if (place === "below") assert.equal(placed({ ...whole, height: height + 34 }, 5, null, place).place, "below");
  }
});

const small = { width: 1256, height: 528, type: 14, narrow: false, beside: 400 }; // at 1280x720, with nothing over the cells
const back = { ...small, type: 18 }; // and on a projector
const long = { question: 140, answer: 300, adds: true, left: 120 };

/** All that stands under each other in the room. @param {ReturnType<typeof placesAsked>} found */
function takes({ room }, count, rows) {
  const { side, columns } = sizeOf(room, count, rows);
  const lines = rows ?? Math.ceil(count / columns);
  const heads = (rows === null ? lines : 1) * (2.4 * room.type + 8);
  return { high: lines * (side + 1.7 * room.type + 10) + heads + 2.4 * room.type + 10, wide: columns * (side + 10) + (rows === null ? 0 : 15 * room.type), side };
}

test("a grid is in sight whole with its question and answer, which stand beside it", () => {
  for (const whole of [small, back]) {
    for (const [count, adds] of [[3, true], [4, false]]) {
      const found = placesAsked(whole, count, 3, "beside", { ...long, adds }, 120);
      const { high, wide, side } = takes(found, count, 3);
      assert.ok(found.aside >= 13 * whole.type, "in lines that can be read");
      assert.ok(high <= whole.height + 1 && side >= 5.5 * whole.type);
      const margin = adds ? 0 : 6 * whole.type;
      assert.ok(wide - margin + found.aside <= whole.width - whole.beside, "and it covers none of them");
    }
  }
});

test("a question covers no grid that is scrolled", () => {
  for (let height = 400; height < 600; height += 5) {
    const narrow = { ...small, both, width: 916, height }; // at 1280x720, with a lesson
    const found = placesAsked(narrow, 3, 3, "beside", long, 60);
    const { wide } = takes(found, 3, 3);
    assert.ok(found.aside === 0 || wide + found.aside <= narrow.width - narrow.beside, `at ${height}`);
  }
});

test("a question is over a row where its cells are as large with it, and beside them where they become larger", () => {
  assert.equal(placesAsked(small, 4, null, "beside", { ...long, answer: 80 }, 60).aside, 0, "the width counts");
  const found = placesAsked(small, 6, null, "beside", long, 120);
  assert.ok(found.aside > 0 && takes(found, 6, null).side > 1.12 * sizeOf({ ...small, width: 856, height: 420 }, 6, null).side);
  assert.equal(placesAsked({ ...small, narrow: true }, 6, null, "beside", long, 120).aside, 0, "a phone has no room beside a cell");
  const endless = { ...long, answer: 9000 };
  assert.equal(placesAsked(small, 6, null, "beside", endless, 120).aside, 0, "nor is there any for what would be cut");
  assert.equal(placesAsked(small, 4, null, "beside", { ...long, answer: 80 }, 60).room.height, small.height - 60, "over them it takes of their height");
});

test("beside cells it has the height of these, not that of what stands under them", () => {
  const [question, answer] = [250, 340];
  const found = [700, 740, 780, 820, 860, 900].map((height) => placesAsked({ ...whole, height }, 5, null, "beside", { ...long, question, answer }, 200));
  const beside = found.filter(({ aside, below }) => aside > 0 && below > 0);
  assert.ok(beside.length > 0);
  for (const { aside, room: left } of beside) {
    const letters = (aside - 20) / 7; // in a line
    assert.ok((Math.ceil(question / letters) + Math.ceil(answer / letters) + 1) * 18.9 + 16 <= left.height);
  }
});

test("where a question stands does not depend on its answer being open, and it stays there", () => {
  for (let height = 400; height < 900; height += 5) {
    const places = [30, 60, 120].map((high) => placesAsked({ ...small, height }, 4, null, "beside", long, high).aside > 0);
    assert.equal(new Set(places).size, 1, `at ${height}`);
    if (places[0]) assert.ok(placesAsked({ ...small, height }, 4, null, "beside", long, 0).aside > 0);
  }
});

test("a row that would be scrolled has somewhat smaller cells", () => {
  const { side } = sizeOf({ ...room, width: 500, height: 200 }, 4, null);
  assert.ok(side >= 5.5 * 14 && side < 7 * 14);
  assert.equal(sizeOf({ ...room, width: 300, height: 200 }, 4, null).side, 7 * 14);
});

test("large type makes no map larger than must be: six are in sight beside a lesson, from the back row too", () => {
  for (const type of [14, 18]) {
    const beside = { ...small, width: 916, height: 530, type }; // at 1280x720, with a lesson
    const found = placesAsked(beside, 6, null, "beside", { question: 107, answer: 200, adds: false, left: 120 }, 208);
    const { high, wide, side } = takes(found, 6, null);
    assert.ok(wide <= found.room.width && high <= found.room.height + 1, `with letters of ${type} px`);
    assert.ok(side >= 72);
  }
  assert.equal(sizeOf({ ...room, width: 6 * 82, height: 280, type: 18 }, 6, null).side, 72);
  assert.equal(sizeOf({ ...room, width: 6 * 81, height: 280, type: 18 }, 6, null).side, 126, "where one is out of sight all the same, no smaller");
});
