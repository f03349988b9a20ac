// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { sidesOf } from "../../../static/shared/explained.js";

const WINDOW = { innerWidth: 1280, innerHeight: 720 };

test("what a field says hangs below it and to the right, where there is room", () => {
  assert.deepEqual(sidesOf({ left: 100, top: 60, bottom: 90 }, WINDOW), { left: false, above: false });
  assert.deepEqual(sidesOf({ left: 1030, top: 600, bottom: 630 }, WINDOW), { left: false, above: false });
});

test("at the right edge it hangs to the left, at the lower edge above the field", () => {
  assert.deepEqual(sidesOf({ left: 1031, top: 60, bottom: 90 }, WINDOW), { left: true, above: false });
  assert.deepEqual(sidesOf({ left: 100, top: 601, bottom: 631 }, WINDOW), { left: false, above: true });
});

test("where neither is room, it hangs below: one can scroll there", () => {
  assert.deepEqual(sidesOf({ left: 0, top: 90, bottom: 130 }, { innerWidth: 390, innerHeight: 200 }), { left: false, above: false });
});
