import assert from "node:assert/strict";
import { test } from "node:test";
import { placesOf, sizeOf } from "../../../static/compare/cell_sizes.js";

const room = { width: 840, height: 540, type: 14, narrow: false };

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
  assert.equal(placed({ ...grid, height: first - 50 }, 3, null, "under").place, "under", "where it is a little higher than thought");
  assert.equal(placed({ ...whole, narrow: true }, 3).place, "beside");
  for (const height of heights) {
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
