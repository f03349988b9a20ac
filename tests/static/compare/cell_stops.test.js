import assert from "node:assert/strict";
import { test } from "node:test";
import { cellStops, walked } from "../../../static/compare/cell_stops.js";

test("arrows walk along the lines of cells and across them, and not out of them", () => {
  const ways = (/** @type {number} */ from) =>
    ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "Enter"].map((key) => walked(key, from, 5, 3));
  assert.deepEqual(ways(0), [undefined, 1, undefined, 3, undefined, 4, undefined]);
  assert.deepEqual(ways(1), [0, 2, undefined, 4, 0, 4, undefined]);
  assert.deepEqual(ways(2), [1, 3, undefined, undefined, 0, 4, undefined], "under it there is none");
  assert.deepEqual(ways(4), [3, undefined, 1, undefined, 0, undefined, undefined]);
});

test("one cell is a stop, with what it has in it; in a field the arrows are the field's", () => {
  /** @type {any[]} */
  const cells = [0, 1, 2].map(() => {
    const within = [{ tabIndex: 7 }, { tabIndex: 7 }];
    /** @type {any} */
    const cell = {
      within,
      at: null,
      focused: 0,
      getAttribute: () => cell.at,
      setAttribute: (/** @type {string} */ _, /** @type {string} */ at) => (cell.at = at),
      contains: (/** @type {any} */ other) => other === cell || within.includes(other),
      querySelectorAll: () => within,
      focus: () => (cell.focused += 1),
    };
    return cell;
  });
  /** @type {Record<string, (event: any) => void>} */
  const heard = {};
  /** @type {any} */
  const grid = { addEventListener: (/** @type {string} */ name, /** @type {any} */ hears) => (heard[name] = hears) };
  const renew = cellStops(grid, () => cells, () => 3);
  renew();
  const stops = () => cells.map((cell) => [Number(cell.at), ...cell.within.map((/** @type {any} */ one) => one.tabIndex)].join(" "));
  assert.deepEqual(stops(), ["0 0 0", "-1 -1 -1", "-1 -1 -1"]);
  heard.focusin({ target: cells[1].within[1] });
  assert.deepEqual(stops(), ["-1 -1 -1", "0 0 0", "-1 -1 -1"]);

  let kept = 0;
  const press = (/** @type {any} */ target, /** @type {string} */ key, altKey = false) =>
    heard.keydown({ target, key, altKey, ctrlKey: false, metaKey: false, shiftKey: false, preventDefault: () => (kept += 1), stopPropagation() {} });
  press(cells[1], "ArrowRight");
  assert.deepEqual([cells[2].focused, kept], [1, 1]);
  press(cells[1].within[0], "ArrowRight");
  press(cells[1], "ArrowRight", true);
  press(cells[2], "ArrowRight");
  assert.deepEqual([cells[2].focused, kept], [1, 1]);
});
